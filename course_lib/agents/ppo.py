"""PPO: proximal policy optimisation (Schulman et al. 2017, arXiv 1707.06347), in one file.

Collect a short rollout from many environments; say for every action how much better it was than
expected (generalised advantage estimation, Schulman et al. 2015, arXiv 1506.02438); make better
actions likelier, but not by much at a time. Repeat.

It trains on any of the course's worlds, or on any Gymnasium vector environment with discrete
actions. Observations stay uint8 until they are inside the network. Gradients are summed over
micro-batches, so that a large minibatch needs no more memory than a small one: together with
keeping freed memory, this spares page faults.
"""

import ctypes
import sys
import time
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
import torch
from gymnasium import spaces
from gymnasium.vector import AutoresetMode, VectorEnv
from torch import Tensor, nn

from course_lib.agents.networks import Network, Shape
from course_lib.envs import VectorEnv as CourseVectorEnv

WINDOW = 1000  # the training rates shown are means over this many latest episodes


@dataclass(frozen=True)
class PPO:
    """The settings of a training run, and of the network that is trained."""

    steps: int = 1_000_000  # environment steps, all environments together
    envs: int = 256
    rollout: int = 16  # steps of each environment between two updates
    epochs: int = 1
    minibatches: int = 16
    microbatch: int = 1024  # samples that are in the network at once
    learning_rate: float = 2e-3  # falls linearly to zero
    gamma: float = 0.99
    lam: float = 0.95
    clip: float = 0.2
    entropy: float = 0.01
    value_weight: float = 0.5
    max_gradient: float = 0.5
    first_values: float = 1.0  # scale of the critic's first, arbitrary, opinions
    leash: float = 0.0  # reward that a nat costs by which an action is likelier than to the anchor
    channels: tuple[int, int, int] = (8, 16, 32)
    hidden: int = 128

    def __post_init__(self):
        for name in ("steps", "envs", "rollout", "epochs", "minibatches", "microbatch", "hidden"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1, not {getattr(self, name)}")
        if (self.envs * self.rollout) % self.minibatches:
            raise ValueError(
                f"minibatches must divide envs x rollout = {self.envs * self.rollout} exactly; "
                f"{self.minibatches} does not"
            )
        if self.leash < 0:
            raise ValueError(f"leash must be at least 0, not {self.leash}")
        for name in ("gamma", "lam", "first_values"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} must be from 0 to 1, not {getattr(self, name)}")


@dataclass
class Progress:
    """Where a training run stands: what the live curves, a callback and the card read."""

    steps: int = 0
    seconds: float = 0.0
    network_seconds: float = 0.0
    episodes: int = 0
    latest: dict[str, deque] = field(default_factory=dict)

    def add(self, **episodes: np.ndarray) -> None:
        """Finished episodes have been counted: one array of equal length for each name."""
        for name, values in episodes.items():
            self.latest.setdefault(name, deque(maxlen=WINDOW)).extend(np.asarray(values).tolist())
        self.episodes += len(values)

    def rates(self) -> dict[str, float]:
        """The mean of each number over the latest 1,000 episodes."""
        return {name: sum(v) / len(v) for name, v in self.latest.items() if v}


class Trainer:
    """One training run. `iterate` collects a rollout and learns from it.

    anchor: a network of the same shape from whose policy the run starts, and to which the
    recipe's leash ties it: the reward is less by leash x log(policy / anchor) of each action.
    """

    def __init__(
        self, environments: VectorEnv, recipe: PPO, seed: int = 0, anchor: Network | None = None
    ):
        if not isinstance(environments.single_action_space, spaces.Discrete):
            raise ValueError(
                f"PPO here needs discrete actions, not {environments.single_action_space}"
            )
        self.mode = environments.metadata.get("autoreset_mode", AutoresetMode.NEXT_STEP)
        if self.mode is AutoresetMode.DISABLED:
            raise ValueError("autoreset_mode must be SAME_STEP or NEXT_STEP, not DISABLED")
        self.environments, self.recipe, self.seed = environments, recipe, seed
        self.generator = torch.Generator().manual_seed(seed)
        with torch.random.fork_rng():
            torch.manual_seed(seed)
            self.network = Network(self._shape())
        self.anchor = anchor
        if anchor is not None:
            self.network.load_state_dict(anchor.state_dict())
        elif recipe.leash:
            raise ValueError(f"a leash of {recipe.leash} needs an anchor to be tied to")
        with torch.no_grad():
            self.network.value.weight.mul_(recipe.first_values)
        self.optimiser = torch.optim.Adam(
            self.network.parameters(), recipe.learning_rate, eps=1e-5, fused=True
        )
        self.progress = Progress()
        self._reset()

    def _shape(self) -> Shape:
        box = self.environments.single_observation_space
        actions = int(self.environments.single_action_space.n)
        return Shape(tuple(box.shape), actions, self.recipe.channels, self.recipe.hidden)

    def _reset(self) -> None:
        """All environments stand at their first step, and the rollout's storage is there."""
        n, length = self.environments.num_envs, self.recipe.rollout
        seeds = np.random.SeedSequence([self.seed, 1]).generate_state(n, np.uint64) >> 1
        each = [int(s) % 2**31 for s in seeds]
        own = isinstance(self.environments, CourseVectorEnv)  # others may take one number only
        first, _ = self.environments.reset(seed=each if own else each[0])
        self.observations = torch.empty((length + 1, *first.shape), dtype=_torch_type(first))
        self.observations[0] = torch.from_numpy(first)
        self.actions = torch.zeros(length, n, dtype=torch.int64)
        self.values, self.next_values, self.log_probs, self.rewards, self.ends, self.cuts = (
            torch.zeros(length, n) for _ in range(6)
        )
        self.real = torch.ones(length, n)  # 0 where an environment ignored its action to reset
        self.returns = np.zeros(n)
        self._resetting = np.zeros(n, bool)

    # ── Collect ─────────────────────────────────────────────────────────────────────────────

    def collect(self) -> None:
        """The storage holds `rollout` new steps of every environment."""
        for t in range(self.recipe.rollout):
            self._step(t)
        with self._network_time(), torch.inference_mode():
            _, after = self._forward(self.observations[-1])
        following = torch.cat([self.values[1:], after[None]])
        if self.mode is AutoresetMode.SAME_STEP:  # there, a cut episode's last value is known
            following = torch.where(self.cuts > 0, self.next_values, following)
        self.next_values = following
        self.progress.steps += self.actions.numel()

    def _step(self, t: int) -> None:
        """One step of every environment, with actions drawn from the policy."""
        with self._network_time(), torch.inference_mode():
            logits, self.values[t] = self._forward(self.observations[t])
        log_probs = torch.log_softmax(logits, 1)
        noise = torch.empty_like(logits).exponential_(generator=self.generator)
        action = (log_probs.exp() / noise).argmax(1)  # an exact draw: the smallest of exponentials
        self.actions[t], self.log_probs[t] = action, log_probs.gather(1, action[:, None])[:, 0]
        seen, reward, ended, cut, infos = self.environments.step(action.numpy())
        self.observations[t + 1] = torch.from_numpy(seen)
        self.rewards[t] = torch.from_numpy(np.asarray(reward, np.float32))
        self.ends[t], self.cuts[t] = torch.from_numpy(ended), torch.from_numpy(cut)
        self.real[t] = torch.from_numpy(~self._resetting)
        self._finish_episodes(t, np.asarray(reward), ended, cut, infos)
        if self.recipe.leash:
            self._charge(t)

    def _charge(self, t: int) -> None:
        """The rewards of step `t` are less by what the leash costs."""
        with self._network_time(), torch.inference_mode():
            usual = torch.log_softmax(self.anchor(self.observations[t])[0], 1)
        usual = usual.gather(1, self.actions[t][:, None])[:, 0]
        self.rewards[t] -= self.recipe.leash * (self.log_probs[t] - usual)

    def _finish_episodes(self, t, reward, ended, cut, infos) -> None:
        """Finished episodes are counted; a truncated one is valued by its true last observation."""
        self.returns += reward * ~self._resetting
        done = (ended | cut) & ~self._resetting
        if done.any():
            metrics = infos.get("final_info", {}) if self.mode is AutoresetMode.SAME_STEP else {}
            names = [k for k in metrics if f"_{k}" in metrics and np.ndim(metrics[k]) == 1]
            self.progress.add(
                reward=self.returns[done], **{name: metrics[name][done] for name in names}
            )
            self.returns[done] = 0
        if self.mode is AutoresetMode.SAME_STEP:
            if cut.any():
                last = torch.from_numpy(np.stack(infos["final_obs"][cut]))
                with self._network_time(), torch.inference_mode():
                    self.next_values[t, torch.from_numpy(cut)] = self._forward(last)[1]
        else:
            self._resetting = done

    def _forward(self, observations: Tensor) -> tuple[Tensor, Tensor]:
        """Logits and values, computed in micro-batches."""
        parts = [self.network(o) for o in observations.split(self.recipe.microbatch)]
        return torch.cat([p[0] for p in parts]), torch.cat([p[1] for p in parts])

    # ── Learn ───────────────────────────────────────────────────────────────────────────────

    def advantages(self) -> Tensor:
        """How much better each step went than expected: GAE, (rollout, environments)."""
        gamma, lam = self.recipe.gamma, self.recipe.lam
        out, trace = torch.zeros_like(self.rewards), torch.zeros_like(self.rewards[0])
        for t in reversed(range(self.recipe.rollout)):
            goes_on = (1 - self.ends[t]) * (1 - self.cuts[t])
            surprise = self.rewards[t] + gamma * self.next_values[t] * (1 - self.ends[t])
            trace = surprise - self.values[t] + gamma * lam * goes_on * trace
            trace = trace * self.real[t]
            out[t] = trace
        return out

    def learn(self) -> None:
        """The network has learned from the rollout in storage."""
        advantages = self.advantages()
        flat = {
            "observation": self.observations[:-1].flatten(0, 1),
            "action": self.actions.flatten(),
            "log_prob": self.log_probs.flatten(),
            "advantage": advantages.flatten(),
            "target": (advantages + self.values).flatten(),
            "weight": self.real.flatten(),
        }
        share = 1 - self.progress.steps / self.recipe.steps
        self.optimiser.param_groups[0]["lr"] = self.recipe.learning_rate * max(share, 0.0)
        for _ in range(self.recipe.epochs):
            order = torch.randperm(len(flat["action"]), generator=self.generator)
            for chosen in order.chunk(self.recipe.minibatches):
                self._learn_minibatch({k: x.index_select(0, chosen) for k, x in flat.items()})

    def _learn_minibatch(self, batch: dict[str, Tensor]) -> None:
        """One step of the optimiser."""
        weight = batch["weight"] / batch["weight"].sum().clamp(min=1)
        centred = batch["advantage"] - (batch["advantage"] * weight).sum()
        spread = ((centred**2) * weight).sum().sqrt()
        batch.update(advantage=centred / (spread + 1e-8), weight=weight)
        micro = {name: x.split(self.recipe.microbatch) for name, x in batch.items()}
        for parts in zip(*micro.values(), strict=True):
            with self._network_time():
                self._loss(dict(zip(micro, parts, strict=True))).backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), self.recipe.max_gradient)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=False)

    def _loss(self, batch: dict[str, Tensor]) -> Tensor:
        """PPO's clipped loss, the value's squared error, and a bonus for entropy."""
        logits, value = self.network(batch["observation"])
        log_probs = torch.log_softmax(logits, 1)
        log_prob = log_probs.gather(1, batch["action"][:, None])[:, 0]
        ratio = (log_prob - batch["log_prob"]).exp()
        clipped = ratio.clamp(1 - self.recipe.clip, 1 + self.recipe.clip)
        gain = torch.min(ratio * batch["advantage"], clipped * batch["advantage"])
        entropy = -(log_probs.exp() * log_probs).sum(1)
        error = 0.5 * (value - batch["target"]) ** 2
        each = -gain - self.recipe.entropy * entropy + self.recipe.value_weight * error
        return (each * batch["weight"]).sum()

    def iterate(self) -> Progress:
        """One rollout has been collected and learned from."""
        start = time.perf_counter()
        self.collect()
        self.learn()
        self.observations[0] = self.observations[-1]
        self.progress.seconds += time.perf_counter() - start
        return self.progress

    @contextmanager
    def _network_time(self):
        """Time spent in here counts as the network's own passes."""
        start = time.perf_counter()
        yield
        self.progress.network_seconds += time.perf_counter() - start


def _torch_type(array: np.ndarray) -> torch.dtype:
    return torch.uint8 if array.dtype == np.uint8 else torch.float32


def keep_freed_memory() -> None:
    """glibc keeps freed memory for reuse; else every large tensor costs page faults."""
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        if hasattr(libc, "mallopt"):
            libc.mallopt(-3, 1 << 30)  # M_MMAP_THRESHOLD
            libc.mallopt(-1, 1 << 30)  # M_TRIM_THRESHOLD


@contextmanager
def one_thread():
    """Torch computes on one thread in here: small networks gain nothing from more."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
