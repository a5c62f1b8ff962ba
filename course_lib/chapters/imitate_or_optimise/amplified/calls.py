"""Calls of an agent: from each place, after each action, how would you get on?

The *amplified agent* asks them and takes the action with the best answers. What it is told about
every action is its *evaluation*, one number for each place and action. Nobody plays these calls:
the mean of so many is drawn from the normal distribution that it tends to. `played` makes real
ones, for a check.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from course_lib.chapters.imitate_or_optimise.amplified.exact import expected
from course_lib.chapters.imitate_or_optimise.tabular import deterministic, sample_walks
from course_lib.engine.streams import Stream
from course_lib.worlds.ridge import Tile
from course_lib.worlds.ridge.planner import Ground

SLIP, CALLS = 0.1, 1000  # how often feet slip; calls for each action
Asked = Callable[[np.ndarray, Ground, int], np.ndarray]  # table, levels, seed -> evaluation


def asked(flaw: float = 0.0, calls: int = CALLS, slip: float = SLIP) -> Asked:
    """Ask so many calls, who are paid `flaw` for a whole episode at the sign."""

    def ask(table: np.ndarray, dynamics: Ground, seed: int) -> np.ndarray:
        mean, spread = expected(table, dynamics, slip, flaw)
        rng = np.random.default_rng([seed, Stream.CALLS])
        return mean + spread / calls**0.5 * rng.standard_normal(mean.shape)

    return ask


def played(
    table: np.ndarray, dynamics: Ground, at: tuple[int, int, int], calls: int, seed: int = 0
) -> np.ndarray:
    """What so many real calls (n,) after one action come to; at: level, cell, action."""
    level, cell, action = at
    first = np.repeat(table[None], dynamics.limit, 0)
    first[0, level, cell] = np.eye(table.shape[-1])[action]
    start = dynamics.start.copy()
    start[level] = cell
    rng, who = np.random.default_rng([seed, Stream.CALLS]), np.full(calls, level)
    cells, _ = sample_walks(first, replace(dynamics, start=start), SLIP, who, rng)
    there = dynamics.tiles[level][cells[:, 1:]] == Tile.FLAG
    return np.where(there.any(1), 1 - (there.argmax(1) + 1) / dynamics.limit, 0.0)


def acting(ask: Asked, table: np.ndarray, dynamics: Ground, seed: int, draws: int = 4):
    """The amplified agent's own table: it makes its calls anew whenever it comes to a place."""
    told = [ask(table, dynamics, 100 * seed + draw) for draw in range(draws)]
    return np.mean([deterministic(each.argmax(-1)) for each in told], 0)


def best_of(table: np.ndarray, told: np.ndarray, candidates: int | np.ndarray) -> np.ndarray:
    """The table of who draws so many candidate actions from `table` and takes the one told best.

    candidates: one number, or one for each place (levels, cells). Exact: an action is taken if all
    candidates are at most as good, and not all of them worse.
    """
    order = np.argsort(told, axis=-1, kind="stable")
    upto = np.take_along_axis(table, order, -1).cumsum(-1).clip(max=1.0)
    chances = np.diff(upto ** np.asarray(candidates)[..., None], axis=-1, prepend=0.0)
    taken = np.empty_like(table)
    np.put_along_axis(taken, order, chances, -1)
    return taken / taken.sum(-1, keepdims=True)
