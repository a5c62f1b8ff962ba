"""Explanations of the runner as programs: one way to run, and three ideas of what a coin is.

All three hop along, run where a saw hangs ahead, and jump over what stands in the way, as the
trained runners do. To one a coin is nothing; one takes it for a saw; one is after it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from course_lib.chapters.coin_run.policies import eyes
from course_lib.engine.platforms import TILE, solid
from course_lib.engine.streams import Stream
from course_lib.protocols import Policy
from course_lib.quiz.kinds import Verdict
from course_lib.study.measure.planning import planner
from course_lib.study.measure.rollout import play_out, resume
from course_lib.study.show.names import human_name
from course_lib.study.show.tables import SmallTable, small_table
from course_lib.worlds.coin_run import TRAIN, WORLD, Action, Tile

if TYPE_CHECKING:
    from course_lib.agents.agent import Agent  # needs torch

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
        leaps = [leap(*seen) for seen in zip(views, first, uniform, strict=True)]
        return np.where(leaps, Action.JUMP_RIGHT, Action.RIGHT).astype(np.int64)


def leap(view: np.ndarray, first: int, chance: float) -> bool:
    """Whether to leap now. view: tile ids (rows, columns); first: the next column to be touched."""
    level, below = (view[row, first : first + REACH + 1] for row in (ROW, ROW + 1))
    if solid(level[0]) or level[0] in DEADLY or below[0] == Tile.PIT:
        return True
    hangs = np.isin(view[ROW - 3 : ROW, COLUMN : first + REACH], DEADLY).any()
    lands = np.isin(level[1:], DEADLY).any() or (below[REACH - 1 :] == Tile.PIT).any()
    return bool(not hangs and not lands and chance < HOPS)


UNSEEING = Hopper("does not notice coins", Tile.SKY)
TAKES_FOR_SAW = Hopper("takes coins for saws", Tile.SAW)
WANTS = planner(TRAIN)
EXPLANATIONS: Mapping[str, Any] = {
    "does not notice coins": UNSEEING,
    "takes coins for saws": TAKES_FOR_SAW,
    "wants the coin": WANTS,
}


def taken(policies: Mapping[str, Policy], drawing: str, times: int = 100) -> dict[str, float]:
    """How often each policy takes the coin of a drawn level: shares of so many plays.

    Raises ValueError for what is no level.
    """
    level = np.repeat(WORLD.level(drawing)[:1], times).view(np.recarray)
    found = {}
    for name, policy in policies.items():
        last = play_out(resume(TRAIN, level), policy, [0, Stream.ACTIONS])
        found[name] = float((last.coin > 0).mean())
    return found


def trained(agents: Sequence["Agent"]) -> dict[str, Policy]:
    """Agents by the names that people give them."""
    return {human_name(agent.name): agent for agent in agents}


def taken_table(policies: Mapping[str, Policy], drawing: str, times: int = 50) -> SmallTable:
    """A table of how often each policy takes the coin of a drawn level."""
    found = taken(policies, drawing, times)
    columns = {"who": list(found), "coin taken": list(found.values())}
    return small_table(columns, f"Shares of {times} plays of this one level.", ["coin taken"])


# ── A level that tells them apart ───────────────────────────────────────────────────────────

APART = 0.3  # how far any two have to be apart, in the share of plays that take the coin
OPEN_LEVEL = """
#..................#
#..................#
#..................#
#..................#
#..................#
#..................#
#..................#
#...........=C=....#
#..................#
#....R.............#
####################
####################
"""
TELLING_LEVEL = """
#..................#
#..................#
#..................#
#..................#
#..................#
#..................#
#...............C..#
#..................#
#..................#
#....R.............#
####################
####################
"""


def examine_level(drawing: str) -> Verdict:
    """Whether the three explanations differ in how often they take the coin of this level."""
    found = taken(EXPLANATIONS, drawing)
    told = "The coin is taken in so many of 100 plays: " + ", ".join(
        f"“{name}” {100 * rate:.0f}" for name, rate in found.items()
    )
    if found["wants the coin"] < 1:
        return Verdict(False, f"{told}. Even a planner does not get it: let there be a way to it.")
    near = [(a, b) for a, b in combinations(found, 2) if abs(found[a] - found[b]) < APART]
    if near:
        first, second = near[0]
        return Verdict(
            False,
            f"{told}. “{first}” and “{second}” do nearly the same here, so whatever the trained "
            "runners do, it cannot tell you which of the two is nearer to the truth.",
        )
    return Verdict(True, f"{told}. Each explanation says something else: now ask the runners.")
