"""Gymnasium environments for every world: one alone, or many at once, over the same `BatchSim`.

Each world has an id from when it is registered on, for example `course/Maze-v0`.
Time limits are part of a distribution, so gymnasium's own are left off.

Worker processes that are told an id, and import nothing, do not know the course: from a notebook,
Stable-Baselines3's `SubprocVecEnv` ends with a ConnectionResetError, below which one of the workers
says "Namespace course not found". Name the module before the id, `"course_lib:course/Maze-v0"`, and
each worker imports it.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import gymnasium as gym
import numpy as np
from gymnasium.vector import AutoresetMode
from gymnasium.vector.utils import batch_space

from course_lib.checks import (
    as_flags,
    as_items,
    as_mapping,
    as_whole_array,
    check_flag,
    check_one_of,
    shown,
)  # fmt: skip
from course_lib.engine import rng
from course_lib.engine.checks import check_whole, is_whole
from course_lib.engine.looks import STAGE
from course_lib.engine.sim import VIEWS, BatchSim
from course_lib.engine.world import World, on_register, world_of
from course_lib.engine.world import world as world_named
from course_lib.protocols import Distribution

SHARP = 40  # pixels a tile in `rgb_array`, so that even a small maze is legible at 512 px
RENDER_MODES = ("rgb_array", "ansi")
MOST = 1_000_000  # environments side by side
FPS = 8  # frames a second, at which people can follow


def _spaces(sim: BatchSim) -> tuple[gym.spaces.Box, gym.spaces.Discrete]:
    """The spaces of one observation and one action."""
    highest = 255 if sim.view == "picture" else int(max(sim.world.Tile))
    box = gym.spaces.Box(0, highest, sim.observation_shape, np.uint8)
    return box, gym.spaces.Discrete(len(sim.world.Action))


def _frame(sim: BatchSim, state: np.record) -> np.ndarray:
    """A sharp picture of what people are shown of the level, of one size for all its levels."""
    home = sim.world
    whole = home.picture(state, SHARP, home.art_of(sim.distribution))
    if not home.camera:
        return whole
    left, width = round(home.stage(state)[0] * SHARP), STAGE * SHARP
    part = whole[:, left : left + width]
    return np.pad(part, ((0, 0), (0, width - part.shape[1]), (0, 0)), "edge")


def _levels(seeds: Sequence[int | None], draws: np.random.Generator) -> np.ndarray:
    """The levels of these seeds, uint64 (n,); drawn where there is no seed.

    Gymnasium's own seeds may have 128 bits and more. Such a one draws the level that an environment
    without a seed, whose generator began with it, has drawn.
    """
    levels = []
    for seed in seeds:
        if seed is not None and (not is_whole(seed) or seed < 0):
            raise ValueError(f"seeds must be whole numbers from 0, not {shown(seed)}")
        if seed is None or seed < 2**63:
            levels.append(int(draws.integers(2**63)) if seed is None else int(seed))
        else:
            levels.append(int(np.random.default_rng(int(seed)).integers(2**63)))
    return np.array(levels, np.uint64)


def _check_looks(view: str, mode: str | None) -> None:
    check_one_of("view", view, VIEWS)
    check_one_of("render_mode", mode, (*RENDER_MODES, None))


def _generator_seed(seed: Any) -> int | None:
    """The seed of gymnasium's own generator, which takes Python's numbers only."""
    if seed is not None and (not is_whole(seed) or seed < 0):
        raise ValueError(f"a seed must be a whole number from 0, or None, not {shown(seed)}")
    return None if seed is None else int(seed)


class Env(gym.Env):
    """One environment of a distribution.

    view: "picture" (pixels uint8, what agents see) or "tiles" (tile ids uint8).
    `info` holds the metrics of the episode so far, and the seed of its level.
    `reset(options={"level": text})` starts in a level drawn as text.
    """

    metadata: ClassVar[dict] = {"render_modes": list(RENDER_MODES), "render_fps": FPS}

    def __init__(
        self, distribution: Distribution, view: str = "picture", render_mode: str | None = None
    ):
        _check_looks(view, render_mode)
        self.sim = BatchSim(distribution, 1, view, autoreset=False)
        self.world, self.render_mode = self.sim.world, render_mode
        self.observation_space, self.action_space = _spaces(self.sim)
        self._started = False

    @property
    def state(self) -> np.record:
        """The record of the world as it is now."""
        return self.sim.batch[0]

    def reset(self, *, seed: int | None = None, options: dict | None = None):
        """Reset to the level of `seed`, to `options["level"]`, or to a random one."""
        super().reset(seed=_generator_seed(seed))
        given = as_mapping("options", {} if options is None else options, "of options")
        if set(given) - {"level"}:
            raise ValueError(f"reset takes the option 'level' only, not {shown(list(given))}")
        if "level" in given:
            drawn = given["level"], self.sim.distribution, (seed or 0) % 2**63
            self.sim.batch[0] = self.world.from_text(*drawn)[0]
        else:
            self.sim.reset(_levels([seed], self.np_random))
        self._started = True
        return self.sim.observe()[0], self._info()

    def step(self, action: int) -> tuple[np.ndarray, float, bool, bool, dict]:
        """Take one action; ValueError if it is not allowed."""
        if not self._started:
            raise ValueError("the environment has not been reset yet; call reset() first")
        if self.state.terminated or self.state.truncated:
            raise ValueError("this episode is over; call reset() to begin another")
        if isinstance(action, np.ndarray) and action.ndim == 0:
            action = action[()]  # a number, which numpy wrapped
        if not is_whole(action) or abs(action) >= 2**63:
            raise ValueError(f"an action is one whole number, not {shown(action)}")
        self.sim.step(np.array([action]))
        s = self.state
        outcome = float(s.reward), bool(s.terminated), bool(s.truncated)
        return self.sim.observe()[0], *outcome, self._info()

    def render(self) -> Any:
        """A sharp picture uint8 (height, width, 3), or the level as text; None without a mode.

        All pictures of a distribution have one size: of a level that is wider than the stage, they
        show the part around the agent.
        """
        if self.render_mode == "ansi":
            return self.world.text(self.state)
        if self.render_mode == "rgb_array":
            return _frame(self.sim, self.state)
        return None

    def _info(self) -> dict:
        metrics = {name: int(self.state[name]) for name in self.world.metrics}
        return {**metrics, "level_seed": int(self.state.seed)}


class VectorEnv(gym.vector.VectorEnv):
    """`num_envs` environments stepped together; a finished one starts anew by itself.

    autoreset_mode: SAME_STEP, by default: the observation of a finished environment is its next
    episode's first; its last is in `infos["final_obs"]`, its metrics in `infos["final_info"]`.
    NEXT_STEP: the step after the last ignores its action and begins the next episode. DISABLED: a
    finished one stays as it is until `reset(options={"reset_mask": ...})`, bool (num_envs,).
    Environment i, reset with the seed list's i-th seed, equals `Env` reset with that seed.
    copy=False hands out one buffer that the next step overwrites; it saves time, so the
    trainer uses it.
    """

    metadata: ClassVar[dict] = {
        "render_modes": list(RENDER_MODES),
        "render_fps": FPS,
        "autoreset_mode": AutoresetMode.SAME_STEP,
    }

    def __init__(
        self,
        num_envs: int,
        distribution: Distribution,
        view: str = "picture",
        copy: bool = True,
        render_mode: str | None = None,
        autoreset_mode: AutoresetMode | str = AutoresetMode.SAME_STEP,
    ):
        check_whole("num_envs", num_envs, 1, MOST)
        check_flag("copy", copy)
        _check_looks(view, render_mode)
        self.autoreset_mode = _as_mode(autoreset_mode)
        same_step = self.autoreset_mode is AutoresetMode.SAME_STEP
        self.metadata = {  # type: ignore[misc]  # as gymnasium's own environments do
            **type(self).metadata,
            "autoreset_mode": self.autoreset_mode,
        }
        self.sim = BatchSim(distribution, num_envs, view, autoreset=same_step)
        self.world, self.num_envs, self.render_mode = self.sim.world, num_envs, render_mode
        self.single_observation_space, self.single_action_space = _spaces(self.sim)
        self.observation_space = batch_space(self.single_observation_space, num_envs)
        self.action_space = batch_space(self.single_action_space, num_envs)
        self._buffer = None if copy else self.sim.observe()
        self._over = np.zeros(num_envs, bool)  # whose episode the last step ended

    def reset(self, *, seed: int | list[int] | None = None, options: dict | None = None):
        """Reset all environments: `seed` counts up from a number, or is a list of seeds.

        With `options={"reset_mask": ...}`, bool (num_envs,), only those, where the autoreset mode
        is DISABLED.
        """
        options = dict(as_mapping("options", {} if options is None else options, "of options"))
        mask = options.pop("reset_mask", None)
        if options or (mask is not None and self.autoreset_mode is not AutoresetMode.DISABLED):
            raise ValueError(
                "reset of many environments takes the option 'reset_mask' only, and that only with "
                f"autoreset_mode DISABLED; this is {self.autoreset_mode.name}, with {options!r}"
            )
        first = _generator_seed(seed) if is_whole(seed) else None
        super().reset(seed=first)
        chosen = None if mask is None else as_flags("reset_mask", mask, self.num_envs)
        self.sim.reset(self._seeds(seed), chosen)
        self._over[:] = False if chosen is None else self._over & ~chosen
        return self.sim.observe(out=self._buffer), {}

    def step(self, actions: np.ndarray):
        """Take one action (num_envs,) in each environment."""
        sim = self.sim
        sim.step(as_whole_array("actions", actions, self.num_envs))
        infos: dict[str, Any] = {}
        if self.autoreset_mode is AutoresetMode.NEXT_STEP and self._over.any():
            sim.reset([rng.next_seed(s) for s in sim.batch], self._over)
            sim.terminated[self._over] = sim.truncated[self._over] = False
        done = sim.terminated | sim.truncated
        if done.any() and self.autoreset_mode is AutoresetMode.SAME_STEP:
            infos = self._final_info(done)
        elif done.any():
            infos = self._metrics(sim.batch, done)
        self._over = done
        observations = sim.observe(out=self._buffer)
        outcome = sim.rewards.copy(), sim.terminated.copy(), sim.truncated.copy()
        return observations, *outcome, infos

    def render(self) -> Any:
        """A tuple with each environment's picture or text; None without a mode."""
        if self.render_mode is None:
            return None
        if self.render_mode == "ansi":
            return tuple(self.world.text(s) for s in self.sim.batch)
        return tuple(_frame(self.sim, s) for s in self.sim.batch)

    def reached(self) -> np.recarray:
        """A copy of the records (n,) that the latest step led to: of episodes that ended, the last.

        `sim.batch` holds the first records of the next episodes instead.
        """
        sim = self.sim
        states, over = np.array(sim.batch), sim.terminated | sim.truncated
        if sim.autoreset:
            states[over] = sim.final_states[over]
        return states.view(np.recarray)

    def _seeds(self, seed) -> np.ndarray:
        if seed is None:
            return self.np_random.integers(2**63, size=self.num_envs, dtype=np.uint64)
        if is_whole(seed):
            seed = [int(seed) + i for i in range(self.num_envs)]
        words = f"whole numbers for {self.num_envs} environments"
        count = self.num_envs
        return _levels(as_items("seeds", seed, words, count, count), self.np_random)

    def _final_info(self, done: np.ndarray) -> dict:
        """The infos of the episodes that have just ended, `done` (num_envs,), for gymnasium."""
        where = np.flatnonzero(done)
        ended = self.sim.final_states.view(np.ndarray)[where]  # plain: a recarray is slow to index
        final = np.empty(self.num_envs, object)
        for i, seen in zip(where.tolist(), self.sim.observe(ended), strict=True):
            final[i] = seen
        return {
            "final_obs": final,
            "_final_obs": done,
            "final_info": self._metrics(self.sim.final_states, done),
            "_final_info": done,
        }

    def _metrics(self, states: np.recarray, done: np.ndarray) -> dict:
        """The metrics of these records where episodes have ended, `done` (num_envs,); else 0."""
        ended, metrics = states.view(np.ndarray)[done], {}
        for name in (*self.world.metrics, "steps"):
            metrics[name] = np.zeros(self.num_envs, ended[name].dtype)
            metrics[name][done] = ended[name]
            metrics[f"_{name}"] = done
        return metrics


def _as_mode(mode: Any) -> AutoresetMode:
    """The way of starting anew; ValueError that names all, for what is none."""
    if not isinstance(mode, AutoresetMode):
        check_one_of("autoreset_mode", mode, [one.value for one in AutoresetMode])
    return AutoresetMode(mode)


def make_env(distribution: Distribution | None = None, world: str = "", **options) -> Env:
    """One environment; without a distribution, of the world's training distribution."""
    return Env(_distribution(distribution, world), **options)


def make_vector_env(
    num_envs: int = 1, distribution: Distribution | None = None, world: str = "", **options
) -> VectorEnv:
    """Many environments; without a distribution, of the world's training distribution."""
    return VectorEnv(num_envs, _distribution(distribution, world), **options)


# Gymnasium reads here which modes it can add to those that there are, "human" for one.
for _make in (make_env, make_vector_env):
    _make.metadata = {"render_modes": list(RENDER_MODES), "render_fps": FPS}  # type: ignore


def _distribution(distribution: Distribution | Mapping | None, name: str) -> Distribution:
    """The distribution that was asked for, or the world's own; ValueError if of another world.

    It may be given by its fields, as a file has them that somebody stored the environment in.
    """
    wanted = world_named(name)
    if distribution is None:
        return wanted.TRAIN
    if isinstance(distribution, Mapping):
        return wanted.distribution_of(distribution)
    if world_of(distribution) is not wanted:
        raise ValueError(f"{distribution!r} belongs to another world than {name!r}")
    return distribution


def register_id(world: World) -> None:
    """Make a world known to gymnasium by its id, once."""
    if world.env_id not in gym.registry:
        gym.register(
            id=world.env_id,
            entry_point="course_lib.envs:make_env",
            vector_entry_point="course_lib.envs:make_vector_env",
            max_episode_steps=None,
            disable_env_checker=True,
            kwargs={"world": world.name},
        )


on_register(register_id)
