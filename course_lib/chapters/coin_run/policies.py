"""Runners that people wrote: one button, or a reflex. None of them knows anything of a coin."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from course_lib.engine.platforms import TILE
from course_lib.engine.sim import BatchSim
from course_lib.worlds.coin_run import TRAIN, Action, Tile

NAMES = [t.name.lower() if t < Tile.COIN or t == Tile.ENEMY else "sky" for t in Tile]
SIGHT = TRAIN.sight  # rows and columns of tiles that the agents see


@dataclass(frozen=True)
class Always:
    """One action, whatever is seen."""

    name: str
    action: int

    def choose(self, observations, states, uniform) -> np.ndarray:
        """The action, for each of the batch."""
        return np.full(len(states), int(self.action))


RUN_RIGHT = Always("always run right", Action.RIGHT)
JUMP_RIGHT = Always("always jump right", Action.JUMP_RIGHT)


@dataclass(frozen=True)
class Reflex:
    """A runner to the right that jumps when `steer` says so, and knows nothing of a coin.

    steer(ahead, below) gets the names of the three tiles before the runner, nearest first, and of
    the three under those; it returns "run" or "jump". Anything else counts as "run".
    """

    steer: Callable[[list[str], list[str]], Any] = field(repr=False)
    name: str = "reflex"

    def choose(self, observations, states: np.recarray, uniform) -> np.ndarray:
        """Actions (batch,) from what stands before the runner in the true states."""
        views, row = eyes().observe(states), SIGHT[0] // 2
        first = SIGHT[1] // 2 + 1 + (states.x % TILE > 0)  # the nearest column not yet touched
        jumps = [
            self.steer(_words(v[row, c : c + 3]), _words(v[row + 1, c : c + 3])) == "jump"
            for v, c in zip(views, first, strict=True)
        ]
        return np.where(jumps, Action.JUMP_RIGHT, Action.RIGHT).astype(np.int64)


def careful(ahead: Sequence[str], below: Sequence[str]) -> str:
    """Jump before anything that is in the way, and before a pit."""
    return "jump" if ahead[0] != "sky" or below[0] == "pit" else "run"


ONE_LINE = Reflex(careful, "one line of Python")


@cache
def eyes() -> BatchSim:
    """What shows true states as tiles, as far as the agents see."""
    return BatchSim(TRAIN, 1, "tiles")


def _words(tiles: np.ndarray) -> list[str]:
    """The tiles by name; the runner's own body, and a coin, are as good as sky."""
    return [NAMES[t] for t in tiles]
