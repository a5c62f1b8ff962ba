"""A level's figure on other cells: where the arrows of a policy are asked for."""

from typing import Any

import numpy as np


def copies(state: Any, count: int) -> np.recarray:
    """So many copies of a record, (count,)."""
    return np.repeat(np.asarray(state).reshape(1), count).view(np.recarray)


def tiles_of(state: Any) -> np.ndarray:
    """The tiles of a grid world's record, (side, side)."""
    side = int(state["side"])
    return np.asarray(state["tiles"])[: side * side].reshape(side, side)


def on_cells(state: Any, agent_at: str, free: np.ndarray) -> tuple[np.recarray, np.ndarray]:
    """Copies of a grid world's record, its figure on each free cell, and the cells: int (n, 2).

    agent_at: the field that holds the figure's cell. free: bool (rows, columns).
    """
    places = np.argwhere(free)
    records = copies(state, len(places))
    records[agent_at] = places @ (free.shape[1], 1)
    return records, places
