"""How probable the walls of a grid world's level are: what maze, gems, keys and chests share.

One fact carries all mazes: Kruskal's doors come in random order, and each door that the tree leaves
closed is opened with probability `loops`. Which doors make the tree does not depend on `loops`, so
only the number of doors that are open beyond a tree tells one `loops` from another.
"""

from typing import Any

import numpy as np

from course_lib.engine.checks import as_range
from course_lib.engine.compiled import njit
from course_lib.engine.grid import WALL


def when(holds: np.ndarray) -> np.ndarray:
    """0 where it holds, and minus infinity elsewhere: the logarithm of a yes or no."""
    return np.where(holds, 0.0, -np.inf)


def log_size(d: Any, states: np.recarray) -> np.ndarray:
    """Of the size, all odd ones from the smallest to the largest being equally likely."""
    small, large = as_range("size", d.size)
    inside = (states.side == large) & (states.extent >= small) & (states.extent <= large)
    return when(inside) - np.log((large - small) // 2 + 1)


@njit
def count_open(states, top, left, height, width, out):
    """Count into `out`, for each level, the tiles of a rectangle that are not wall."""
    for i in range(len(states)):
        s = states[i]
        out[i] = 0
        for row in range(top[i], top[i] + height[i]):
            for column in range(left[i], left[i] + width[i]):
                out[i] += s.tiles[row * s.side + column] != WALL


def open_cells(states: np.recarray, rows=None, first=None) -> np.ndarray:
    """How many tiles are not wall: of each level, or of `rows` rows from column `first` on."""
    inner, one = states.extent.astype(np.int64) - 2, np.ones(len(states), np.int64)
    rows, first = (inner, one) if rows is None else (rows, first)
    out = np.empty(len(states), np.int64)
    count_open(np.ascontiguousarray(states), one, first, rows, inner + 1 - first, out)
    return out


def log_loops(loops: float, states: np.recarray) -> np.ndarray:
    """Of the number of doors that are open beyond a tree, out of those that a tree leaves."""
    from scipy.special import xlog1py, xlogy  # a tenth of a second, so not before it is needed

    rooms = states.extent.astype(int) // 2
    more = open_cells(states) - (2 * rooms**2 - 1)
    return xlogy(more, loops) + xlog1py((rooms - 1) ** 2 - more, -loops)


def log_walls(d: Any, states: np.recarray) -> np.ndarray:
    """Of room or maze, and of its loops. An open room has a free tile where mazes never do."""
    pillar = states.tiles[np.arange(len(states)), 2 * states.side.astype(int) + 2]
    if d.layout == "room":
        return when(pillar != WALL)
    return when(pillar == WALL) + np.where(pillar == WALL, log_loops(d.loops, states), 0.0)
