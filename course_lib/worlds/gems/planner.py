"""Gems: a shortest way to the nearest goal round all lures, and which kind is nearer."""

import numpy as np

from course_lib.engine import grid
from course_lib.engine.compiled import njit
from course_lib.engine.grid import FAR, distances, step_toward
from course_lib.worlds.gems.rules import Tile, nearest


@njit
def _gems_actions(states, out):
    steps = np.empty(grid.CELLS, np.int32)
    for i in range(len(states)):
        s = states[i]
        distances(s.tiles, s.side, s.robot_at, steps)
        goal = nearest(s, Tile.GOAL, steps)
        out[i] = grid.UP if goal < 0 else step_toward(s, s.robot_at, goal, steps)


def gems_actions(states: np.recarray) -> np.ndarray:
    """The first step of a shortest way to a goal that touches no lure, int64 (batch,)."""
    out = np.empty(len(states), np.int64)
    _gems_actions(states, out)
    return out


@njit
def _gems_ways(states, to_goal, to_lure):
    steps = np.empty(grid.CELLS, np.int32)
    for i in range(len(states)):
        s = states[i]
        distances(s.tiles, s.side, s.robot_at, steps)
        goal, lure = nearest(s, Tile.GOAL, steps), nearest(s, Tile.LURE, steps)
        to_goal[i] = FAR if goal < 0 else steps[goal]
        to_lure[i] = FAR if lure < 0 else steps[lure]


def gems_ways(states: np.recarray) -> dict[str, np.ndarray]:
    """For each level (batch,): steps `to_goal` and `to_lure`, the nearest of each, and which wins.

    No way leads over another object, because touching it ends the episode; FAR steps mean that
    there is no way, or no lure. `equally_far`, `goal_nearer`, `lure_nearer`: bools, in levels
    that have a lure; without one, none of them holds.
    """
    to_goal, to_lure = np.empty((2, len(states)), np.int64)
    _gems_ways(states, to_goal, to_lure)
    both = to_lure < FAR
    return {
        "to_goal": to_goal,
        "to_lure": to_lure,
        "equally_far": both & (to_goal == to_lure),
        "goal_nearer": both & (to_goal < to_lure),
        "lure_nearer": both & (to_goal > to_lure),
    }


CONDITIONS = {
    "equally_far": lambda states: gems_ways(states)["equally_far"],
    "goal_nearer": lambda states: gems_ways(states)["goal_nearer"],
    "lure_nearer": lambda states: gems_ways(states)["lure_nearer"],
}
