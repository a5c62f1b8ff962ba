"""How probable a level is under a distribution: exactly, from the rules by which levels are made.

Each function gives the logarithm for a batch of first records, up to a term that is the same for
all distributions of the world, so that ratios are exact. Only what can be seen counts.

One fact carries all mazes: Kruskal's doors come in random order, and each door that the tree leaves
closed is opened with probability `loops`. Which doors make the tree does not depend on `loops`, so
only the number of doors that are open beyond a tree tells one `loops` from another.
"""

from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit
from scipy.special import logsumexp, xlog1py, xlogy

from course_lib.engine.checks import as_range
from course_lib.engine.grid import WALL
from course_lib.engine.world import world_of
from course_lib.study.game.rounds import Levels, Shelf
from course_lib.worlds.coin_run.likelihood import coin_run_level

NEVER = -np.inf


def log_likelihood(shelf: Shelf, levels: Levels) -> np.ndarray:
    """The log-probability of each of the levels on this shelf, (levels,), up to a constant."""
    terms = [np.log(share) + log_of_part(d, levels) for share, d in shelf.parts]
    return logsumexp(np.stack(terms), axis=0)


def log_of_part(distribution: Any, levels: Levels) -> np.ndarray:
    """The log-probability of each of the levels under one distribution."""
    name = world_of(distribution).name
    if name not in LIKELIHOODS:
        raise ValueError(
            f"no exact likelihood is known for the world {name!r}; there are: "
            f"{', '.join(LIKELIHOODS)}"
        )
    out = np.empty(len(levels.records))
    for number, (_, source) in enumerate(levels.shelf.parts):
        chosen = levels.parts == number
        out[chosen] = LIKELIHOODS[name](distribution, levels.records[chosen], source)
    return out


def when(holds: np.ndarray) -> np.ndarray:
    """0 where it holds, and minus infinity elsewhere: the logarithm of a yes or no."""
    return np.where(holds, 0.0, NEVER)


# ── What the grid worlds share ──────────────────────────────────────────────────────────────


def log_size(d: Any, states: np.recarray) -> np.ndarray:
    """Of the size, all odd ones from the smallest to the largest being equally likely."""
    small, large = as_range("size", d.size)
    inside = (states.side == large) & (states.extent >= small) & (states.extent <= large)
    return when(inside) - np.log((large - small) // 2 + 1)


@njit
def count_open(states, top, left, height, width, out):
    """`out` holds how many tiles of a rectangle are not wall, for each level."""
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
    rooms = states.extent.astype(int) // 2
    more = open_cells(states) - (2 * rooms**2 - 1)
    return xlogy(more, loops) + xlog1py((rooms - 1) ** 2 - more, -loops)


def log_walls(d: Any, states: np.recarray) -> np.ndarray:
    """Of room or maze, and of its loops. An open room has a free tile where mazes never do."""
    pillar = states.tiles[np.arange(len(states)), 2 * states.side.astype(int) + 2]
    if d.layout == "room":
        return when(pillar != WALL)
    return when(pillar == WALL) + np.where(pillar == WALL, log_loops(d.loops, states), 0.0)


# ── Maze ────────────────────────────────────────────────────────────────────────────────────


def maze_level(d: Any, states: np.recarray, source: Any) -> np.ndarray:
    """Walls, then the cheese, then the mouse, as `generate` places them."""
    for name in ("cheese", "mouse"):
        place = getattr(d, name)
        if isinstance(place, tuple) and not (place[0] % 2 and place[1] % 2):
            raise ValueError(
                f"no exact likelihood is known for {name}={place}: a cell there may have been "
                "opened for it; rows and columns must be odd"
            )
    walls = log_size(d, states) + log_loops(d.loops, states)
    return walls + log_cheese(d, states) + log_mouse(d, states)


def log_cheese(d: Any, states: np.recarray) -> np.ndarray:
    """Of the cheese: 1 in the number of free cells of its region, if it lies there."""
    row, column = np.divmod(states.cheese_at.astype(int), states.side)
    if isinstance(d.cheese, tuple):
        return when((row == d.cheese[0]) & (column == d.cheese[1]))
    region = {"corner": 1, "anywhere": 99}.get(d.cheese, d.cheese)
    region = np.minimum(region, states.extent.astype(np.int64) - 2)
    first = states.extent - 1 - region  # column
    free = open_cells(states, region, first)
    return when((row <= region) & (column >= first)) - np.log(free)


def log_mouse(d: Any, states: np.recarray) -> np.ndarray:
    """Of the mouse: bottom left if the cheese is not, or anywhere but on corner and cheese."""
    at, cheese = states.mouse_at.astype(int), states.cheese_at
    free = open_cells(states)
    if d.mouse == "anywhere":
        left = free - 1 - (cheese != states.corner_at)
        return when((at != states.corner_at) & (at != cheese)) - np.log(left)
    side = states.side.astype(int)
    start = (states.extent - 2) * side + 1
    wanted = start if d.mouse == "start" else d.mouse[0] * side + d.mouse[1]
    moved = cheese == wanted  # then the mouse is anywhere but there
    return np.where(moved, when(at != cheese) - np.log(free - 1), when(at == wanted))


# ── Gems ────────────────────────────────────────────────────────────────────────────────────


def objects(d: Any) -> Counter:
    """What lies in a level, as it is seen: how many of each look."""
    return Counter({d.goal: d.goals}) + Counter({d.lure: d.lures})


def gems_level(d: Any, states: np.recarray, source: Any) -> np.ndarray:
    """Walls, and which objects there are; where they lie depends on no knob but their numbers."""
    seen = objects(d) == objects(source)
    swapped = sorted((d.goals, d.lures)) != sorted((source.goals, source.lures))
    if seen and (swapped or (d.goal == d.lure) != (source.goal == source.lure)):
        raise ValueError(f"no exact likelihood is known between {d} and {source}: both look alike")
    return log_size(d, states) + log_walls(d, states) + (0.0 if seen else NEVER)


# ── Keys and chests ─────────────────────────────────────────────────────────────────────────


def keys_level(d: Any, states: np.recarray, source: Any) -> np.ndarray:
    """Walls, and the numbers of keys and chests; where they lie depends on nothing else."""
    ranges = [as_range(name, getattr(d, name)) for name in ("n", "keys", "chests")]
    ns, keys, chests = (range(low, high + 1) for low, high in ranges)
    table = np.zeros((700, 700))
    share = 1 / (len(ns) * len(keys) * len(chests))
    for n in ns:
        for k in keys:
            for c in chests:
                table[n * k, n * c] += share
    with np.errstate(divide="ignore"):
        numbers = np.log(table[states.keys_left, states.chests_left])
    return log_size(d, states) + log_walls(d, states) + numbers


LIKELIHOODS: dict[str, Callable] = {
    "maze": maze_level,
    "gems": gems_level,
    "keys_and_chests": keys_level,
    "coin_run": coin_run_level,
}
