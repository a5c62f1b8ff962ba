"""How probable a level of the maze is under a distribution, exactly."""

from typing import Any

import numpy as np

from course_lib.worlds.walls import log_loops, log_size, open_cells, when


def likelihood(d: Any, states: np.recarray, source: Any) -> np.ndarray:
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
