"""Calls of an agent: from each place, after each action, how would you get on?

The *amplified agent* asks them and takes the action with the best answers. What it is told about
every action is its *evaluation*, one number for each place and action. Nobody plays these calls:
the mean of so many is drawn from the normal distribution that it tends to. `played` makes real
ones, for a check.
"""

from collections.abc import Callable

import numpy as np

from course_lib.chapters.imitate_or_optimise.tabular import deterministic, sample_walks
from course_lib.engine.streams import Stream
from course_lib.worlds.ridge import Tile
from course_lib.worlds.ridge.planner import Ground, Pay, odds, paid


def expected(
    table: np.ndarray, dynamics: Ground, slip: float, pay: Pay = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """Mean and spread of what one call comes to after each action: both (levels, cells, actions).

    A call is an episode that begins here with this action and goes on with `table`. It comes to
    what is paid in it: at the flag the share of the time that is left, and at each cell what `pay`
    says, as for the planner's `paid`.
    """
    first, second = np.zeros((2, *dynamics.tiles.shape))
    for time in reversed(range(dynamics.limit)):
        now = paid(dynamics, pay, time)
        goes_on = dynamics.walkable
        ends = (now + goes_on * first, now**2 + goes_on * (2 * now * first + second))
        each = [dynamics.after(end, slip) for end in ends]
        first, second = ((e * table).sum(-1) for e in each)
    return each[0], np.sqrt(np.maximum(each[1] - each[0] ** 2, 0))


def evaluation(
    table: np.ndarray, dynamics: Ground, slip: float, calls: int, seed: int, pay: Pay = 0.0
) -> np.ndarray:
    """The amplified agent's evaluation (levels, cells, actions): the mean of so many calls."""
    mean, spread = expected(table, dynamics, slip, pay)
    rng = np.random.default_rng([seed, Stream.CALLS])
    return mean + spread / calls**0.5 * rng.standard_normal(mean.shape)


def played(
    table: np.ndarray, dynamics: Ground, slip: float, at: tuple[int, int, int], calls: int,
    rng: np.random.Generator,
) -> np.ndarray:  # fmt: skip
    """What so many real calls (n,) after one action come to; at: level, cell, action."""
    level, cell, action = at
    first = table.copy()[None].repeat(dynamics.limit, 0)
    first[0, level, cell] = np.eye(table.shape[-1])[action]
    start = dynamics.start.copy()
    start[level] = cell
    from_here = Ground(dynamics.tiles, dynamics.leads, start, dynamics.limit)
    cells, _ = sample_walks(first, from_here, slip, np.full(calls, level), rng)
    there = dynamics.tiles[level][cells[:, 1:]] == Tile.FLAG
    steps = there.argmax(1) + 1
    return np.where(there.any(1), 1 - steps / dynamics.limit, 0.0)


def occupancy(table: np.ndarray, dynamics: Ground, slip: float) -> np.ndarray:
    """How many steps of an episode the policy spends at each place: (levels, cells).

    table: (levels, cells, actions), or one such for each step.
    """
    levels = np.arange(len(dynamics.tiles))
    here, total = np.zeros((2, *dynamics.tiles.shape))
    here[levels, dynamics.start] = 1.0
    for time in range(dynamics.limit):
        now = table[time] if table.ndim == 4 else table
        here = here * dynamics.walkable
        total += here
        flow = here[..., None, None] * now[..., None] * odds(slip)
        here = np.zeros_like(here)
        np.add.at(here, (levels[:, None, None, None], dynamics.leads), flow)
    return total


def acting(told: Callable[[int], np.ndarray], draws: int = 30) -> np.ndarray:
    """The amplified agent's own table: it makes its calls anew whenever it comes to a place.

    told: gives an evaluation for each seed.
    """
    return np.mean([deterministic(told(seed).argmax(-1)) for seed in range(draws)], 0)


def best_of(table: np.ndarray, told: np.ndarray, candidates: int | np.ndarray) -> np.ndarray:
    """The table of who draws so many candidate actions from `table` and takes the one told best.

    candidates: one number, or one for each place (levels, cells). Exact: an action is taken if all
    candidates are at most as good, and not all of them worse.
    """
    order = np.argsort(told, axis=-1, kind="stable")
    upto = np.take_along_axis(table, order, -1).cumsum(-1).clip(max=1.0)
    power = upto ** np.asarray(candidates)[..., None]
    chances = np.diff(power, axis=-1, prepend=0.0)
    taken = np.empty_like(table)
    np.put_along_axis(taken, order, chances, -1)
    return taken / taken.sum(-1, keepdims=True)
