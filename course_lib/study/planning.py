"""What would be best: planners that look at the true state, and what they can say of a level."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit

from course_lib.engine import grid
from course_lib.engine.grid import FAR, WALL, distances, neighbour
from course_lib.engine.world import world_of
from course_lib.study import planning_coin_run


@dataclass(frozen=True)
class Planner:
    """A policy that takes the shortest way to the intended goal."""

    distribution: Any
    name: str = "planner"

    def choose(self, observations, states: np.recarray, uniform) -> np.ndarray:
        """The best action (batch,) in each true state (batch,)."""
        return PLANNERS[world_of(self.distribution).name](states)


def planner(distribution) -> Planner:
    """The optimal policy of this distribution's world; it sees the true state, not the picture."""
    name = world_of(distribution).name
    if name not in PLANNERS:
        raise ValueError(f"there is no planner for {name!r}; there are: {', '.join(PLANNERS)}")
    return Planner(distribution)


# ── Maze ────────────────────────────────────────────────────────────────────────────────────


@njit
def _step_toward(s, goal, steps):
    """The first step of a shortest way to `goal`; `steps` is room for distances."""
    distances(s.tiles, s.side, goal, steps)
    for direction in range(4):
        to = neighbour(s.mouse_at, direction, s.side)
        if s.tiles[to] != WALL and steps[to] < steps[s.mouse_at]:
            return direction
    return grid.UP


@njit
def _maze_actions(states, out):
    steps = np.empty(grid.CELLS, np.int32)
    for i in range(len(states)):
        out[i] = _step_toward(states[i], states[i].cheese_at, steps)


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


def maze_ways(states: np.recarray) -> dict[str, np.ndarray]:
    """For each level (batch,): steps `to_cheese` and `to_corner`, and whether it is a `detour`.

    A detour: the cheese does not lie on a shortest way from the mouse to the corner. Only there
    does it show which of the two the mouse is after. FAR steps mean that there is no way.
    """
    to_cheese, to_corner = np.empty((2, len(states)), np.int64)
    detour = np.empty(len(states), bool)
    _maze_ways(states, to_cheese, to_corner, detour)
    return {"to_cheese": to_cheese, "to_corner": to_corner, "detour": detour}


PLANNERS = {"maze": maze_actions, "coin_run": planning_coin_run.coin_run_actions}
# What can be asked of a level: the name of a condition -> a bool for each level.
CONDITIONS = {
    "maze": {"detour": lambda states: maze_ways(states)["detour"]},
    "coin_run": planning_coin_run.CONDITIONS,
}

assert FAR > grid.CELLS
