"""PPO: proximal policy optimisation (Schulman et al. 2017, arXiv 1707.06347), in one file.

Collect a short rollout from many environments; say for every action how much better it was than
expected (generalised advantage estimation, Schulman et al. 2015, arXiv 1506.02438); make better
actions likelier, but not by much at a time. Repeat.

It trains on any of the course's worlds, or on any Gymnasium vector environment with discrete
actions. What pictures have in common is looked at once, see `agents.mosaic`; vectors go through
the network in micro-batches, whose gradients are summed, so that a large minibatch needs no more
memory than a small one.
"""

import time
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
import torch
from gymnasium import spaces
from gymnasium.vector import AutoresetMode, VectorEnv
from torch import Tensor, nn

from course_lib.agents.cohorts import Cohorts
from course_lib.agents.gae import gae
from course_lib.agents.networks import Network, Shape
from course_lib.agents.sight import Mosaics, Plainly
from course_lib.agents.torch_tools import Adam, seeded
from course_lib.checks import as_items
from course_lib.engine.checks import check_number, check_whole
from course_lib.engine.streams import Stream
from course_lib.envs import VectorEnv as CourseVectorEnv

_MOST_STEPS, _MOST_UNITS = 10**12, 10**5
_WHOLE = {
    "steps": (1, _MOST_STEPS), "num_envs": (1, 10**6), "num_steps": (1, 10**6),
    "update_epochs": (1, 10**4), "num_minibatches": (1, 10**6), "microbatch": (1, 10**9),
    "hidden": (1, _MOST_UNITS),
}  # fmt: skip
_NUMBERS = {
    "learning_rate": (0, 10), "gamma": (0, 1), "gae_lambda": (0, 1), "clip_coef": (0, 10),
    "ent_coef": (0, 1000), "vf_coef": (0, 1000), "max_grad_norm": (0, 10**6),
    "value_init_scale": (0, 1), "kl_coef": (0, 10**6),
}  # fmt: skip
WINDOW = 1000  # the training rates shown are means over this many latest episodes


@dataclass(frozen=True)
class PPO:
    """The settings of a training run, under CleanRL's names, and of the network that is trained."""

    steps: int = 1_000_000  # environment steps, all environments together
    num_envs: int = 256
    num_steps: int = 16  # of each environment between two updates
    update_epochs: int = 1
    num_minibatches: int = 16
    microbatch: int = 1024  # vectors that are in the network at once; of pictures, all are
    learning_rate: float = 2e-3  # falls linearly to zero
    gamma: float = 0.99
    gae_lambda: float = 0.95
    clip_coef: float = 0.2
    ent_coef: float = 0.01
    vf_coef: float = 0.5
    max_grad_norm: float = 0.5
    value_init_scale: float = 1.0  # scale of the critic's first, arbitrary, opinions
    # The KL penalty: the reward that a nat costs by which an action is likelier than to the anchor.
    kl_coef: float = 0.0
    channels: tuple[int, int, int] = (8, 16, 32)
    hidden: int = 128

    def __post_init__(self):
        for name, (low, high) in _WHOLE.items():
            check_whole(name, getattr(self, name), low, high)
        for name, (low, high) in _NUMBERS.items():
            check_number(name, getattr(self, name), low, high)
        channels = as_items("channels", self.channels, "three whole numbers", 0, 100)
        if len(channels) != 3:
            raise ValueError(f"channels must be three whole numbers, not {self.channels!r}")
        for number in channels:
            check_whole("channels", number, 1, _MOST_UNITS)
        rollout = int(self.num_envs) * int(self.num_steps)  # numpy's small numbers would overflow
        if rollout % int(self.num_minibatches):
            raise ValueError(
                f"num_minibatches must divide num_envs x num_steps = {rollout} exactly; "
                f"{self.num_minibatches} does not"
            )
        # numpy's numbers are taken too, but a card is written in JSON, which does not know them
        plain = {name: int(getattr(self, name)) for name in _WHOLE}
        plain |= {name: float(getattr(self, name)) for name in _NUMBERS}
        for name, value in {**plain, "channels": tuple(map(int, channels))}.items():
            object.__setattr__(self, name, value)


@dataclass
class Progress:
    """The state of a training run, as the live curves, a callback and the card read it."""

    steps: int = 0
    seconds: float = 0.0
    network_seconds: float = 0.0
    episodes: int = 0
    latest: dict[str, deque] = field(default_factory=dict)

    def add(self, **episodes: np.ndarray) -> None:
        """Count finished episodes: one array of equal length for each name."""
        for name, values in episodes.items():
            self.latest.setdefault(name, deque(maxlen=WINDOW)).extend(np.asarray(values).tolist())
        self.episodes += len(values)

    def rates(self) -> dict[str, float]:
        """Means of each number over the 1,000 episodes that have ended last.

        Early in a run these are the short ones: `Trainer.cohorts` counts by beginnings.
        """
        return {name: sum(v) / len(v) for name, v in self.latest.items() if v}


class Trainer:
    """One training run. `iterate` collects a rollout and learns from it.

    anchor: a network of the same shape from whose policy the run starts, and to which the
    recipe's kl_coef ties it: the reward is less by kl_coef x log(policy / anchor) of each action.
    """

    def __init__(
        self, environments: VectorEnv, recipe: PPO, seed: int = 0, anchor: Network | None = None
    ):
        check_spaces(environments.single_observation_space, environments.single_action_space)
        self.mode = environments.metadata.get("autoreset_mode", AutoresetMode.NEXT_STEP)
        if self.mode is AutoresetMode.DISABLED:
            raise ValueError("autoreset_mode must be SAME_STEP or NEXT_STEP, not DISABLED")
        check_whole("seed", seed, 0, 2**63 - 1)
        self.environments, self.recipe, self.seed = environments, recipe, int(seed)
        self.generator = torch.Generator().manual_seed(self.seed)
        self.network = untrained(self._shape(), self.seed)
        self.anchor = anchor
        if anchor is not None:
            self.network.load_state_dict(anchor.state_dict())
        elif recipe.kl_coef:
            raise ValueError(f"a kl_coef of {recipe.kl_coef} needs an anchor to be tied to")
        with torch.no_grad():
            self.network.value.weight.mul_(recipe.value_init_scale)
        self.optimiser = Adam(self.network.parameters(), recipe.learning_rate, eps=1e-5)
        self.progress = Progress()
        self.cohorts = Cohorts(environments.num_envs, WINDOW)
        self._reset()

    def _shape(self) -> Shape:
        box = self.environments.single_observation_space
        actions = int(self.environments.single_action_space.n)
        return Shape(tuple(box.shape), actions, self.recipe.channels, self.recipe.hidden)

    def _reset(self) -> None:
        """Reset all environments and allocate the rollout's storage."""
        n, length = self.environments.num_envs, self.recipe.num_steps
        seeds = (
            np.random.SeedSequence([self.seed, Stream.TRAINING]).generate_state(n, np.uint64) >> 1
        )
        each = [int(s) % 2**31 for s in seeds]
        own = isinstance(self.environments, CourseVectorEnv)  # others may take one number only
        first, _ = self.environments.reset(seed=each if own else each[0])
        self.observation = first  # the latest
        self.actions = torch.zeros(length, n, dtype=torch.int64)
        self.values, self.next_values, self.log_probs, self.rewards = (
            torch.zeros(length, n) for _ in range(4)
        )
        self.terminated, self.truncated = torch.zeros(length, n), torch.zeros(length, n)
        self.mask = torch.ones(length, n)  # 0 where an environment ignored its action to reset
        self.returns = np.zeros(n)
        self._resetting = np.zeros(n, bool)
        self.look(Mosaics(self.network, self.anchor) if first.ndim == 4 else self.plainly())

    def plainly(self) -> Plainly:
        """A sight by which the network's modules are called, and so are their hooks."""
        return Plainly(self.network, self.anchor, self.recipe.microbatch)

    def look(self, sight: Mosaics | Plainly) -> None:
        """Let the network look at observations in this way from the next rollout on."""
        self.sight = sight
        first = sight.taken(self.observation)
        self.taken = first.new_zeros(self.recipe.num_steps + 1, *first.shape)

    # ── Collect ─────────────────────────────────────────────────────────────────────────────

    def collect(self) -> None:
        """Collect `num_steps` new steps of every environment into the storage."""
        self.sight.begin()
        self.taken[0] = self.sight.taken(self.observation)
        for t in range(self.recipe.num_steps):
            self._step(t)
        with self._network_time():
            _, after = self.sight.opinions(self.taken[-1])
        following = torch.cat([self.values[1:], after[None]])
        if self.mode is AutoresetMode.SAME_STEP:  # there, a truncated episode's last value is known
            following = torch.where(self.truncated > 0, self.next_values, following)
        self.next_values = following
        self.progress.steps += self.actions.numel()

    def _step(self, t: int) -> None:
        """Take one step in every environment, with actions drawn from the policy."""
        with self._network_time():
            logits, self.values[t] = self.sight.opinions(self.taken[t])
        log_probs = torch.log_softmax(logits, 1)
        noise = torch.empty_like(logits).exponential_(generator=self.generator)
        action = (log_probs.exp() / noise).argmax(1)  # an exact draw: the smallest of exponentials
        self.actions[t], self.log_probs[t] = action, log_probs.gather(1, action[:, None])[:, 0]
        seen, reward, terminated, truncated, infos = self.environments.step(action.numpy())
        self.observation = seen
        self.taken[t + 1] = self.sight.taken(seen)
        self.rewards[t] = torch.from_numpy(np.asarray(reward, np.float32))
        self.terminated[t] = torch.from_numpy(terminated)
        self.truncated[t] = torch.from_numpy(truncated)
        self.mask[t] = torch.from_numpy(~self._resetting)
        self._finish_episodes(t, np.asarray(reward), terminated, truncated, infos)
        if self.recipe.kl_coef:
            self._subtract_kl(t)

    def _subtract_kl(self, t: int) -> None:
        """Subtract the KL penalty from the rewards of step `t`."""
        with self._network_time():
            anchored = torch.log_softmax(self.sight.anchored(self.taken[t]), 1)
        anchored = anchored.gather(1, self.actions[t][:, None])[:, 0]
        self.rewards[t] -= self.recipe.kl_coef * (self.log_probs[t] - anchored)

    def _finish_episodes(self, t, reward, terminated, truncated, infos) -> None:
        """Log finished episodes; bootstrap truncated ones from `final_obs`."""
        self.returns += reward * ~self._resetting
        done = (terminated | truncated) & ~self._resetting
        if done.any():
            metrics = infos.get("final_info", {}) if self.mode is AutoresetMode.SAME_STEP else {}
            names = [k for k in metrics if f"_{k}" in metrics and np.ndim(metrics[k]) == 1]
            values = {"reward": self.returns[done], **{n: metrics[n][done] for n in names}}
            self.progress.add(**values)
            self.cohorts.finish(self.progress.steps // len(done) + t + 1, done, values)
            self.returns[done] = 0
        if self.mode is AutoresetMode.SAME_STEP:
            if truncated.any():
                last = self.sight.taken(np.stack(infos["final_obs"][truncated]))
                with self._network_time():
                    _, values = self.sight.opinions(last)
                self.next_values[t, torch.from_numpy(truncated)] = values
        else:
            self._resetting = done

    # ── Learn ───────────────────────────────────────────────────────────────────────────────

    def advantages(self) -> Tensor:
        """How much better each step went than expected: float32 (num_steps, num_envs)."""
        terminated, truncated = self.terminated, self.truncated
        td_target = self.rewards + self.recipe.gamma * self.next_values * (1 - terminated)
        return gae(
            (td_target - self.values) * self.mask,
            (1 - terminated) * (1 - truncated) * self.mask,
            self.recipe.gamma * self.recipe.gae_lambda,
        )

    def learn(self) -> None:
        """Update the network from the rollout in storage."""
        advantages = self.advantages()
        flat = {
            "taken": self.taken[:-1].flatten(0, 1),
            "action": self.actions.flatten(),
            "log_prob": self.log_probs.flatten(),
            "advantage": advantages.flatten(),
            "target": (advantages + self.values).flatten(),
            "weight": self.mask.flatten(),
        }
        remaining = 1 - self.progress.steps / self.recipe.steps
        self.optimiser.param_groups[0]["lr"] = self.recipe.learning_rate * max(remaining, 0.0)
        for _ in range(self.recipe.update_epochs):
            order = torch.randperm(len(flat["action"]), generator=self.generator)
            for chosen in order.chunk(self.recipe.num_minibatches):
                self._learn_minibatch({k: x.index_select(0, chosen) for k, x in flat.items()})

    def _learn_minibatch(self, batch: dict[str, Tensor]) -> None:
        """Take one step of the optimiser."""
        weight = batch["weight"] / batch["weight"].sum().clamp(min=1)
        centred = batch["advantage"] - (batch["advantage"] * weight).sum()
        std = ((centred**2) * weight).sum().sqrt()
        batch.update(advantage=centred / (std + 1e-8), weight=weight)
        micro = {name: x.split(self.sight.microbatch) for name, x in batch.items()}
        for parts in zip(*micro.values(), strict=True):
            with self._network_time():
                self._loss(dict(zip(micro, parts, strict=True))).backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), self.recipe.max_grad_norm)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=False)

    def _loss(self, batch: dict[str, Tensor]) -> Tensor:
        """PPO's clipped loss, the value's squared error, and a bonus for entropy."""
        logits, value = self.sight.learning(batch["taken"])
        log_probs = torch.log_softmax(logits, 1)
        log_prob = log_probs.gather(1, batch["action"][:, None])[:, 0]
        ratio = (log_prob - batch["log_prob"]).exp()
        clipped = ratio.clamp(1 - self.recipe.clip_coef, 1 + self.recipe.clip_coef)
        gain = torch.min(ratio * batch["advantage"], clipped * batch["advantage"])
        entropy = -(log_probs.exp() * log_probs).sum(1)
        error = 0.5 * (value - batch["target"]) ** 2
        each = -gain - self.recipe.ent_coef * entropy + self.recipe.vf_coef * error
        return (each * batch["weight"]).sum()

    def iterate(self) -> Progress:
        """Collect one rollout and learn from it."""
        start = time.perf_counter()
        self.collect()
        self.learn()
        self.progress.seconds += time.perf_counter() - start
        return self.progress

    @contextmanager
    def _network_time(self):
        """Count the time spent in here as that of the network's own passes."""
        start = time.perf_counter()
        yield
        self.progress.network_seconds += time.perf_counter() - start


def check_spaces(seen: spaces.Space, actions: spaces.Space) -> None:
    """Raise ValueError, which says what to do, unless an agent can see and act in these spaces."""
    if not isinstance(actions, spaces.Discrete):
        raise ValueError(f"PPO here needs discrete actions, not {actions}")
    if actions.start != 0:
        raise ValueError(
            f"actions must count from 0, and those of {actions} count from {actions.start}; wrap "
            "the environment in gymnasium.wrappers.TransformAction"
        )
    if not isinstance(seen, spaces.Box) or len(seen.shape) not in (1, 3):
        raise ValueError(
            f"observations must be a Box of vectors or (rows, columns, colours), not {seen}"
        )
    if len(seen.shape) == 3 and seen.dtype != np.uint8:
        raise ValueError(
            f"pictures must be uint8, from 0 to 255, not {seen.dtype} from {seen.low.min():g} to "
            f"{seen.high.max():g}; wrap the environment in gymnasium.wrappers.RescaleObservation "
            "and DtypeObservation"
        )


def untrained(shape: Shape, seed: int) -> Network:
    """The network with which a run of this seed begins, unless it has an anchor."""
    with seeded(seed):
        return Network(shape)
