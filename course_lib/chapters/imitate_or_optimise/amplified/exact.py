"""What comes of tabular policies of the ridge, exactly and fast enough to do it in every round.

The same numbers as `tabular.evaluate` gives (a test holds them together), by one matrix of
transitions for each level instead of a step of every action.
"""

from functools import cache
from typing import NamedTuple

import numpy as np

from course_lib.worlds.ridge.planner import Ground, odds, paid


class Matrices(NamedTuple):
    """Where a policy's next step ends: (levels, inner, inner), and the inner cells' numbers."""

    chances: np.ndarray
    inner: np.ndarray


@cache
def _inner(side: int) -> np.ndarray:
    """The cells that are not in the border."""
    cells = np.arange(side * side)
    return cells[(cells // side % (side - 1) > 0) & (cells % side % (side - 1) > 0)]


def matrices(table: np.ndarray, dynamics: Ground, slip: float) -> Matrices:
    """The transitions of a policy (levels, cells, actions); whoever has ended goes nowhere."""
    levels, cells = dynamics.tiles.shape
    inner = _inner(int(cells**0.5))
    number = np.zeros(cells, np.int64)
    number[inner] = np.arange(len(inner))
    weights = table[:, inner, :, None] * odds(slip) * dynamics.walkable[:, inner, None, None]
    rows = np.arange(levels * len(inner)).reshape(levels, len(inner), 1, 1) * len(inner)
    to = rows + number[dynamics.leads[:, inner]]
    total = np.bincount(to.ravel(), weights.ravel(), levels * len(inner) ** 2)
    return Matrices(total.reshape(levels, len(inner), len(inner)), inner)


def scores(
    table: np.ndarray, dynamics: Ground, slip: float, flaw: float | np.ndarray = 0.0
) -> tuple[float, float]:
    """The true score of a policy, and its score as an evaluation with this flaw sees it."""
    chances, inner = matrices(table, dynamics, slip)
    later = np.zeros((*chances.shape[:2], 2))
    for time in reversed(range(dynamics.limit)):
        pays = [paid(dynamics, pay, time)[:, inner] for pay in (0.0, flaw)]
        later = chances @ (later + np.stack(pays, -1))
    start = np.searchsorted(inner, dynamics.start)
    return tuple(later[np.arange(len(later)), start].mean(0).tolist())


def expected(
    table: np.ndarray, dynamics: Ground, slip: float, flaw: float | np.ndarray = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """Mean and spread of what one call comes to after each action: both (levels, cells, actions).

    A call is an episode that begins here with this action and goes on with `table`. It comes to
    what is paid in it: at the flag the share of the time that is left, and with a flaw also at the
    sign, as for the planner's `paid`.
    """
    chances, inner = matrices(table, dynamics, slip)
    later = ends = np.zeros((*chances.shape[:2], 2))  # the mean, and the mean of the square
    for time in reversed(range(dynamics.limit)):
        now, (mean, square) = paid(dynamics, flaw, time)[:, inner], np.moveaxis(later, -1, 0)
        ends = np.stack([now + mean, now**2 + 2 * now * mean + square], -1)
        later = chances @ ends
    whole = np.zeros((2, *dynamics.tiles.shape))
    whole[:, :, inner] = np.moveaxis(ends, -1, 0)
    first, second = (dynamics.after(each, slip) for each in whole)
    return first, np.sqrt(np.maximum(second - first**2, 0))


def occupancy(table: np.ndarray, dynamics: Ground, slip: float) -> np.ndarray:
    """How many steps of an episode the policy spends at each place: (levels, cells)."""
    chances, inner = matrices(table, dynamics, slip)
    here, total = np.zeros((2, *chances.shape[:2]))
    here[np.arange(len(here)), np.searchsorted(inner, dynamics.start)] = 1.0
    for _ in range(dynamics.limit):
        total += here
        here = (here[:, None] @ chances)[:, 0]
    spent = np.zeros(dynamics.tiles.shape)
    spent[:, inner] = total
    return spent * dynamics.walkable
