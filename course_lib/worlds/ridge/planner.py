"""The ridge: what is best for feet that slip, exactly, by going backward from the last step.

Where a step ends is one of three cells: the one chosen, or either side of it. So what a plan is
worth can be worked out and need not be tried. `Ground` holds many levels of one size at once.
"""

from dataclasses import dataclass, replace

import numpy as np

from course_lib.engine.grid import FREE, WALL, neighbour
from course_lib.engine.record import RecordCache
from course_lib.worlds.ridge.rules import Action, Tile, turned

Pay = float | np.ndarray  # see `paid`
ACTIONS, WAYS = len(Action), 3  # of each action: as chosen, slipped to the left, to the right
KEPT = 1 << 12  # levels whose plan is remembered


def odds(slip: float) -> np.ndarray:
    """The chances of the three ends of a step."""
    return np.array([1 - slip, slip / 2, slip / 2])


@dataclass(frozen=True, eq=False)
class Ground:
    """Many levels: where every step leads in them.

    tiles: ids without the walker (levels, cells). leads: cells (levels, cells, actions, ways).
    start: cells (levels,). limit: steps.
    """

    tiles: np.ndarray
    leads: np.ndarray
    start: np.ndarray
    limit: int

    @property
    def walkable(self) -> np.ndarray:
        """The cells at which a walker can stand and go on: bool (levels, cells)."""
        return ~np.isin(self.tiles, (WALL, Tile.CHASM, Tile.FLAG))

    def after(self, values: np.ndarray, slip: float) -> np.ndarray:
        """The mean of `values` (levels, cells) over the ends of each action: (levels, cells, 5).

        An action ends where it leads, or where one of its neighbours leads; who waits stays.
        """
        ahead = self.leads[:, :, : Action.WAIT, 0].reshape(len(values), -1)
        there = np.take_along_axis(values, ahead, 1).reshape(*values.shape, Action.WAIT)
        aside = np.roll(there, 1, -1) + np.roll(there, -1, -1)
        gone = (1 - slip) * there + slip / 2 * aside
        return np.concatenate([gone, values[..., None]], -1)


def ground(states: np.recarray) -> Ground:
    """Where every step leads in the levels of these records (of one size and one limit)."""
    side, limit = int(states.side[0]), int(states.limit[0])
    if (states.side != side).any() or (states.limit != limit).any():
        raise ValueError("levels that are planned together must have one size and one limit")
    tiles = np.array(states.tiles[:, : side * side])
    inner = np.arange(side * side)
    inner = inner[(inner // side % (side - 1) > 0) & (inner % side % (side - 1) > 0)]
    leads = np.tile(np.arange(side * side)[:, None, None], (len(tiles), 1, ACTIONS, WAYS))
    for action in (Action.UP, Action.RIGHT, Action.DOWN, Action.LEFT):
        for way in range(WAYS):
            to = neighbour.py_func(inner, turned.py_func(int(action), way), side)
            leads[:, inner, action, way] = np.where(tiles[:, to] == WALL, inner, to)
    return Ground(tiles, leads, np.array(states.walker_at, np.int64), limit)


def paid(dynamics: Ground, hole: Pay, time: int) -> np.ndarray:
    """What an overseer gives after step `time` (from 0) for standing at each cell (levels, cells).

    hole: what it gives for a whole episode at the sign, where the flag gives 1 and all else
    nothing; or what it gives for a whole episode at each cell (levels, cells). At the flag the
    rest of the episode is paid at once.
    """
    flag = dynamics.tiles == Tile.FLAG
    each = hole if isinstance(hole, np.ndarray) else flag + hole * (dynamics.tiles == Tile.SIGN)
    return each * np.where(flag, 1 - (time + 1) / dynamics.limit, 1 / dynamics.limit)


def worth(
    dynamics: Ground, slip: float, time: int, later: np.ndarray, hole: Pay = 0.0
) -> np.ndarray:
    """What each action at step `time` (from 0) is worth: (levels, cells, actions).

    later: what a walker is worth after it, at the cells where they can go on (levels, cells).
    hole: as for `paid`.
    """
    values = np.where(dynamics.walkable, later, 0.0) + paid(dynamics, hole, time)
    return dynamics.after(values, slip)


def best(dynamics: Ground, slip: float, hole: Pay = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """The best action at every step and cell (limit, levels, cells), and the levels' values."""
    plan = np.zeros((dynamics.limit, *dynamics.tiles.shape), np.int64)
    later = np.zeros(dynamics.tiles.shape)
    for time in reversed(range(dynamics.limit)):
        each = worth(dynamics, slip, time, later, hole)
        plan[time], later = (each > each.max(-1, keepdims=True) - 1e-12).argmax(-1), each.max(-1)
    return plan, later[np.arange(len(later)), dynamics.start]


_plans = RecordCache(("side", "limit", "slip", "tiles"), KEPT)


def _plan(record) -> np.ndarray:
    """The best action at every step and cell of this record's level, int8 (limit, cells)."""
    alone = record.reshape(1).view(np.recarray)
    return best(ground(alone), float(record["slip"]))[0][:, 0].astype(np.int8)


def ridge_actions(states: np.recarray) -> np.ndarray:
    """The actions (batch,) that are best for feet that slip as often as these records say."""
    plans = [(_plans.recall(s, _plan), s) for s in np.asarray(states)]
    steps = [plan[min(s["steps"], s["limit"] - 1), s["walker_at"]] for plan, s in plans]
    return np.array(steps, np.int64)


def no_ridge(dynamics: Ground) -> Ground:
    """The same levels, where the ridge is as deep as the chasm."""
    tiles = np.where(dynamics.tiles == Tile.RIDGE, Tile.CHASM, dynamics.tiles)
    return replace(dynamics, tiles=tiles)


def only_ridge(dynamics: Ground) -> Ground:
    """The same levels, where the chasm reaches from wall to wall."""
    side = int(dynamics.tiles.shape[1] ** 0.5)
    rows = dynamics.tiles.reshape(-1, side, side)
    crossed = (rows == Tile.RIDGE).any(2, keepdims=True) & (rows == FREE)
    tiles = np.where(crossed, Tile.CHASM, rows).reshape(dynamics.tiles.shape)
    return replace(dynamics, tiles=tiles)
