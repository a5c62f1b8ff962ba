"""Levels by seed, and what a test looks up in them."""

from collections import deque

import numpy as np
from hypothesis import strategies as st

from course_lib.engine.grid import WALL
from course_lib.engine.sim import BatchSim

SEEDS = st.integers(0, 2**63 - 1)


def level(distribution, seed: int):
    """The record of this seed's level."""
    sim = BatchSim(distribution, 1, autoreset=False)
    sim.reset(np.array([seed], np.uint64))
    return sim.batch[0]


def levels_of(distribution, seeds) -> np.recarray:
    """The records of these seeds' levels."""
    sim = BatchSim(distribution, len(seeds), autoreset=False)
    sim.reset(np.array(seeds, np.uint64))
    return sim.batch


def grid_of(s) -> np.ndarray:
    """WALL and FREE, (side, side)."""
    return np.array(s.tiles[: s.side**2]).reshape(s.side, s.side)


def steps_from(tiles: np.ndarray, start: tuple[int, int]) -> dict[tuple[int, int], int]:
    """Steps from `start` to every cell that can be reached: a breadth-first search of our own."""
    steps, queue = {start: 0}, deque([start])
    while queue:
        row, column = queue.popleft()
        for to in ((row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)):
            if to not in steps and tiles[to] != WALL:
                steps[to] = steps[row, column] + 1
                queue.append(to)
    return steps


def cell(s, at: int) -> tuple[int, int]:
    """Row and column of a cell."""
    return divmod(int(at), int(s.side))
