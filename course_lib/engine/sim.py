"""Many environments side by side: the only loop over them in the course.

An environment is one record of a batch. `BatchSim` resets, steps and renders all of them with
two compiled calls (and a third, where figures stand between tiles); the gymnasium environments,
the trainer and the study all stand on it.
"""

from collections.abc import Sequence
from functools import cache
from types import FunctionType
from typing import Any

import numba
import numpy as np

from course_lib.engine import rng
from course_lib.engine.compiled import njit
from course_lib.engine.looks import FIGURES
from course_lib.engine.record import memory, zeros
from course_lib.engine.sprites import AGENT_PIXELS, atlas, blit, overlay
from course_lib.engine.world import World, world_of

VIEWS = ("picture", "tiles")
BEGIN, WAIT = -1, -2  # in an action's place: begin the level of a seed; leave all as it is
OURS = ("course_lib.worlds.", "course_lib.engine.")  # the course's own, see `compile_sim`


# What a world brings. `compile_sim` puts its own functions into the places of these names.
generate = reset = step = observe = camera = figures = None


@njit
def no_reset(s):
    """Leave the record of a world without a `reset` as it was made."""


def _advance(batch, raw, params, seeds, actions, autoreset, finals, rewards, terminated, truncated):
    # Levels are begun here only: the rules that make them are long, and compiled once a kernel.
    # Records are cleared and kept byte by byte: a whole record at once would compile for longer,
    # and a constant one has anything at all in the gaps between its fields.
    for i in range(batch.shape[0]):
        action, seed = actions[i], seeds[i]
        if action == WAIT:
            continue
        if action != BEGIN:
            s = batch[i]
            over = s.terminated or s.truncated
            if not over:
                step(s, action)
            rewards[i] = 0.0 if over else s.reward
            terminated[i] = s.terminated
            truncated[i] = s.truncated
            if not (autoreset and (s.terminated or s.truncated)):
                continue
            for k in range(raw.shape[1]):
                finals[i, k] = raw[i, k]
            seed = rng.next_seed(s)
        for k in range(raw.shape[1]):
            raw[i, k] = 0  # nothing of the last episode is left, metrics least of all
        s = batch[i]
        rng.seed(s, seed)
        generate(s, params[0])
        reset(s)


def _observe(batch, tiles):
    for i in range(batch.shape[0]):
        observe(batch[i], tiles[i])


def _list_figures(batch, tiles, floating):
    for i in range(batch.shape[0]):
        top, left = camera(batch[i], tiles.shape[1], tiles.shape[2])
        count = figures(batch[i], floating[i])
        floating[i, count:, 0] = -1
        for k in range(count):
            floating[i, k, 1] -= top * AGENT_PIXELS
            floating[i, k, 2] -= left * AGENT_PIXELS


@cache
def compile_sim(world: World):
    """Three kernels over a batch of this world's records: advance, observe, list figures."""
    rules = ("generate", "reset", "step", "observe", "camera", "figures")
    own: dict[str, Any] = {name: getattr(world, name) for name in rules}
    own["reset"] = world.reset or no_reset
    kept = all(rule is None or rule.__module__.startswith(OURS) for rule in own.values())
    make = njit if kept else numba.njit  # the rules of a notebook's own world may change

    def compiled(function: Any) -> Any:
        name = f"{function.__name__}_{world.name}"
        bound = FunctionType(function.__code__, {**globals(), **own}, name)
        bound.__qualname__, bound.__module__ = name, __name__
        return make(bound)

    listed = compiled(_list_figures) if world.figures else None
    return compiled(_advance), compiled(_observe), listed


@njit
def snap_to_tiles(floating, tiles):
    """Write figures into the tiles (n, rows, columns), each on the tile nearest to it."""
    for i in range(floating.shape[0]):
        for k in range(floating.shape[1]):
            if floating[i, k, 0] < 0:
                break
            row = (floating[i, k, 1] + AGENT_PIXELS // 2) // AGENT_PIXELS
            column = (floating[i, k, 2] + AGENT_PIXELS // 2) // AGENT_PIXELS
            if 0 <= row < tiles.shape[1] and 0 <= column < tiles.shape[2]:
                tiles[i, row, column] = floating[i, k, 0]


class BatchSim:
    """`count` environments of one distribution, stepped together.

    batch: records (count,). final_states: the last record of each environment's latest episode,
    when `autoreset` starts the next one at once; then the next seed follows from the last.
    rewards float32, terminated and truncated bool, each (count,): of the last step.
    """

    def __init__(self, distribution, count: int, view: str = "picture", autoreset: bool = True):
        if count < 1:
            raise ValueError(f"the number of environments must be at least 1, not {count}")
        if view not in VIEWS:
            raise ValueError(f"view must be one of {', '.join(VIEWS)}, not {view!r}")
        self.world = world_of(distribution)
        self.distribution = distribution = self.world.current(distribution)
        self.count = count
        self.view, self.autoreset = view, autoreset
        self.params = distribution.params()
        self.batch = zeros(self.world.State, count)
        self.final_states = zeros(self.world.State, count)
        self.rewards = np.zeros(count, np.float32)
        self.terminated, self.truncated = np.zeros(count, bool), np.zeros(count, bool)
        self._prepare()
        self._everyone = np.ones(count, bool)
        self._no_seeds = np.zeros(count, np.uint64)
        self._tiles = np.zeros((count, *distribution.grid), np.uint8)  # room for one look
        self.sprites = self.world.sprites_of(distribution)
        self._sheet = atlas(self.sprites, AGENT_PIXELS)

    def _prepare(self) -> None:
        """Compile the kernels, and look at the records as bytes."""
        self._kernels = compile_sim(self.world)
        self._raw, self._finals = memory(self.batch), memory(self.final_states)

    def __getstate__(self) -> dict:
        """What travels to another process: all but what that prepares itself."""
        own = ("_kernels", "_raw", "_finals")
        return {k: v for k, v in vars(self).items() if k not in own}

    def __setstate__(self, state: dict) -> None:
        vars(self).update(state)
        self._prepare()

    @property
    def observation_shape(self) -> tuple[int, ...]:
        """Of one observation: (rows, columns, 3) of pixels, or (rows, columns) of tiles."""
        height, width = self.distribution.grid
        if self.view == "tiles":
            return height, width
        return height * AGENT_PIXELS, width * AGENT_PIXELS, 3

    def reset(self, seeds: Sequence[int] | np.ndarray, chosen: np.ndarray | None = None) -> None:
        """Reset the chosen environments (all, by default) to the levels of `seeds`, (count,)."""
        seeds = np.ascontiguousarray(seeds, np.uint64)
        chosen = self._everyone if chosen is None else chosen
        self._advance(seeds, np.where(chosen, BEGIN, WAIT))

    def step(self, actions: np.ndarray) -> None:
        """Take one action (count,) each; an environment whose episode is over stays as it is."""
        self._advance(self._no_seeds, self._checked(actions))

    def _advance(self, seeds: np.ndarray, actions: np.ndarray) -> None:
        self._kernels[0](
            self.batch, self._raw, self.params, seeds, actions, self.autoreset,
            self._finals, self.rewards, self.terminated, self.truncated,
        )  # fmt: skip

    def observe(self, batch=None, out: np.ndarray | None = None) -> np.ndarray:
        """Render observations uint8 (count, *observation_shape) of all, or of another batch.

        Allocate them unless `out` is given.
        """
        batch = self.batch if batch is None else batch
        if out is None:
            out = np.empty((len(batch), *self.observation_shape), np.uint8)
        tiles = out
        if self.view == "picture" and len(batch) == self.count:
            tiles = self._tiles
        elif self.view == "picture":
            tiles = np.empty((len(batch), *self.distribution.grid), np.uint8)
        self._kernels[1](batch, tiles)
        if self.view == "picture":
            blit(tiles, self._sheet, out)
        if self.world.figures:
            self._add_figures(batch, tiles, out)
        return out

    def _add_figures(self, batch, tiles, out) -> None:
        """Add what stands between tiles to `out`, which shows the `tiles` already."""
        floating = np.empty((len(batch), FIGURES, 3), np.int16)  # as `sprites.overlay` has them
        self._kernels[2](batch, tiles, floating)
        if self.view == "tiles":
            snap_to_tiles(floating, out)
        else:
            overlay(floating, self.sprites, AGENT_PIXELS, out)

    def _checked(self, actions) -> np.ndarray:
        """Actions as int64 (count,); ValueError that names one that is not allowed."""
        actions = np.ascontiguousarray(actions)
        if actions.shape != (self.count,) or actions.dtype.kind not in "iu":
            raise ValueError(
                f"actions must be {self.count} whole numbers, not {actions.dtype} {actions.shape}"
            )
        highest = len(self.world.Action) - 1
        if actions.min() < 0 or actions.max() > highest:
            bad = actions[(actions < 0) | (actions > highest)][0]
            names = ", ".join(f"{a.value} {a.name}" for a in self.world.Action)
            raise ValueError(f"action {bad} is out of range; allowed: {names}")
        return actions.astype(np.int64, copy=False)
