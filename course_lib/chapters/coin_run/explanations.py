"""Explanations of the runner as programs: one way to run, and three ideas of what a coin is.

All three hop along, run where a saw hangs ahead, and jump over what stands in the way, as the
trained runners do. To one a coin is nothing; one takes it for a saw; one is after it.
"""

from dataclasses import dataclass

import numpy as np

from course_lib.chapters.coin_run.policies import eyes
from course_lib.engine.platforms import TILE, solid
from course_lib.study.measure.planning import planner
from course_lib.worlds.coin_run import TRAIN, Action, Tile

ROW, COLUMN = TRAIN.sight[0] // 2, TRAIN.sight[1] // 2  # of the runner in what it sees
HOPS = 0.6  # of the steps on open ground at which a runner leaps; about as trained runners do
REACH = 4  # columns ahead that a leap passes; it lands in the last of them, or one farther
DEADLY = [Tile.SAW, Tile.ENEMY]


@dataclass(frozen=True)
class Hopper:
    """A runner that hops along; `coin` is the tile that a coin looks like to it."""

    name: str
    coin: Tile

    def choose(self, observations, states: np.recarray, uniform: np.ndarray) -> np.ndarray:
        """Actions (batch,) from what is ahead in the true states, and from chance."""
        views = eyes().observe(states)
        views = np.where(views == Tile.COIN, self.coin, views)
        first = COLUMN + 1 + (states.x % TILE > 0)  # the nearest column that is not yet touched
        leaps = [
            leap(view[:, c : c + REACH + 1], chance)
            for view, c, chance in zip(views, first, uniform, strict=True)
        ]
        return np.where(leaps, Action.JUMP_RIGHT, Action.RIGHT).astype(np.int64)


def leap(ahead: np.ndarray, chance: float) -> bool:
    """Whether to leap now. ahead: tile ids (rows, columns) of the picture, from the next column."""
    level, below = ahead[ROW], ahead[ROW + 1]
    if solid(level[0]) or level[0] in DEADLY or below[0] == Tile.PIT:
        return True
    hangs = np.isin(ahead[ROW - 3 : ROW, :REACH], DEADLY).any()
    lands = np.isin(level[1:], DEADLY).any() or (below[REACH - 1 :] == Tile.PIT).any()
    return bool(not hangs and not lands and chance < HOPS)


UNSEEING = Hopper("does not notice coins", Tile.SKY)
TAKES_FOR_SAW = Hopper("takes coins for saws", Tile.SAW)
WANTS = planner(TRAIN)
