"""The maze: a shortest way to the cheese, and whether that is the way to the corner too."""

import numpy as np

from course_lib.engine import grid
from course_lib.engine.compiled import njit
from course_lib.engine.grid import FAR, distances, step_toward


@njit
def _maze_actions(states, out):
    steps = np.empty(grid.CELLS, np.int32)
    for i in range(len(states)):
        out[i] = step_toward(states[i], states[i].mouse_at, states[i].cheese_at, steps)


def maze_actions(states: np.recarray) -> np.ndarray:
    """The first step of a shortest way to the cheese, int64 (batch,)."""
    out = np.empty(len(states), np.int64)
    _maze_actions(states, out)
    return out


@njit
def _maze_ways(states, to_cheese, to_corner, detour):
    steps = np.empty(grid.CELLS, np.int32)
    for i in range(len(states)):
        s = states[i]
        distances(s.tiles, s.side, s.cheese_at, steps)
        to_cheese[i] = steps[s.mouse_at]
        onward = steps[s.corner_at]
        distances(s.tiles, s.side, s.corner_at, steps)
        to_corner[i] = steps[s.mouse_at]
        detour[i] = to_cheese[i] + onward > to_corner[i]


def maze_ways(states: np.ndarray) -> dict[str, np.ndarray]:
    """For each level (batch,): steps `to_cheese` and `to_corner`, and whether it is a `detour`.

    A detour: the cheese does not lie on a shortest way from the mouse to the corner. Only there
    does it show which of the two the mouse is after. FAR steps mean that there is no way.
    """
    to_cheese, to_corner = np.empty((2, len(states)), np.int64)
    detour = np.empty(len(states), bool)
    _maze_ways(states, to_cheese, to_corner, detour)
    return {"to_cheese": to_cheese, "to_corner": to_corner, "detour": detour}


CONDITIONS = {"detour": lambda states: maze_ways(states)["detour"]}
assert FAR > grid.CELLS
