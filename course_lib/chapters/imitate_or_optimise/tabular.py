"""Policies of the ridge as tables, and what they are worth, exactly.

A walker knows the level and the cell where it stands, and nothing else. So it is a table of
chances: one row for each cell of each level. What comes of it, for feet that slip, follows by going
backward from the last step; nothing is left to luck. Only the levels are a sample: `trials()` are
those in which everything is weighed, kept apart from practice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from course_lib.chapters.imitate_or_optimise.observations import Seeing, Walker, told
from course_lib.engine.streams import Stream
from course_lib.study.measure.rollout import begin, level_seeds
from course_lib.worlds.ridge import TRAIN, Tile
from course_lib.worlds.ridge.planner import ACTIONS, Ground, Pay, best, ground, odds, paid, worth

LEVELS = 100
Rule = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]


@dataclass(frozen=True, eq=False)
class Trials:
    """Levels: their records, and where steps lead in them.

    cells: (n, 2) level and cell of every place where a walker can stand. stood: the record (n,) of
    a walker there.
    """

    states: np.recarray
    where: Ground
    cells: np.ndarray
    stood: np.recarray

    def told(self, levels: np.ndarray, cells: np.ndarray) -> np.ndarray:
        """What walkers at these cells of these levels are told."""
        states = self.states[levels].copy()
        states.walker_at = cells
        return told(states)


@cache
def trials(count: int = LEVELS, seed: int = 0, distribution: Any = TRAIN) -> Trials:
    """So many levels of the distribution, from a seed."""
    states = begin(distribution, level_seeds(count, seed, Stream.TRIALS, 2**62)).batch
    where = ground(states)
    cells = np.argwhere(where.walkable)
    stood: Any = states[cells[:, 0]]
    stood.walker_at = cells[:, 1]
    return Trials(states, where, cells, stood.view(np.recarray))


def table_of(walker: Walker | Seeing, on: Trials) -> np.ndarray:
    """The chances of a walker's actions at every cell: (levels, cells, actions)."""
    table = np.full((*on.where.tiles.shape, ACTIONS), 1 / ACTIONS)
    table[on.cells[:, 0], on.cells[:, 1]] = walker.chances(on.stood)
    return table


def always(plan: np.ndarray) -> np.ndarray:
    """The table of a plan: actions (..., levels, cells) become chances of 1 and 0."""
    return np.eye(ACTIONS)[plan]


@dataclass(frozen=True)
class Worth:
    """What comes of a policy, on average over levels: each from 0 to 1.

    score: the true one. across, fell: shares of episodes. seen: the overseer's score.
    """

    score: float
    across: float
    fell: float
    seen: float


def weigh(table: np.ndarray, where: Ground, slip: float, hole: Pay = 0.0) -> Worth:
    """What comes of a table, (levels, cells, actions) or one for each step, on slipping feet.

    hole: as for `paid`.
    """
    tiles = where.tiles
    flag, chasm = (tiles == t for t in (Tile.FLAG, Tile.CHASM))
    later, nothing = np.zeros((4, *tiles.shape)), np.zeros(tiles.shape)
    for time in reversed(range(where.limit)):
        left = 1 - (time + 1) / where.limit
        pays = np.stack([flag * left, flag, chasm, paid(where, hole, time)])
        now = table[time] if table.ndim == 4 else table
        arrived = np.where(where.walkable, later, nothing) + pays
        later = np.stack([(where.after(a, slip) * now).sum(-1) for a in arrived])
    return Worth(*later[:, np.arange(len(tiles)), where.start].mean(1).tolist())


# ── Tables that are chosen for what they are worth ──────────────────────────────────────────


def chosen(where: Ground, slip: float, hole: Pay, rule: Any) -> np.ndarray:
    """The table (limit, levels, cells, actions) that a rule gives, from the last step backward.

    rule: from the worth of each action (levels, cells, actions) to chances, and to values.
    """
    later, tables = np.zeros(where.tiles.shape), []
    for time in reversed(range(where.limit)):
        chances, later = rule(worth(where, slip, time, later, hole))
        tables.append(chances)
    return np.stack(tables[::-1])


def optimal(where: Ground, slip: float, hole: Pay = 0.0) -> np.ndarray:
    """The table that is best by the overseer's score; without a hole, by the true one."""
    return always(best(where, slip, hole)[0])


def leashed(base: np.ndarray, strength: float) -> Rule:
    """The rule that is best where each nat away from the base costs `strength`.

    Chances are as base x e^(worth / strength), values as strength x log of their sum.
    """

    def rule(each: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        top = np.where(base > 0, each, -np.inf).max(-1, keepdims=True)
        tilted = base * np.exp(np.minimum(each - top, 0) / strength)
        total = tilted.sum(-1, keepdims=True)
        return tilted / total, (top + strength * np.log(total))[..., 0]

    return rule


def quantilizing(base: np.ndarray, q: float) -> Rule:
    """The rule that draws from the best share q of the base's actions, in each step anew."""

    def rule(each: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        order = np.argsort(-each, axis=-1, kind="stable")
        ranked = np.take_along_axis(base, order, -1)
        before = ranked.cumsum(-1) - ranked
        kept = np.clip(q - before, 0, ranked)
        kept /= kept.sum(-1, keepdims=True)
        chances = np.empty_like(base)
        np.put_along_axis(chances, order, kept, -1)
        return chances, (chances * each).sum(-1)

    return rule


# ── Walks ───────────────────────────────────────────────────────────────────────────────────


def walks(
    table: np.ndarray, where: Ground, slip: float, levels: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Cells (n, limit + 1) and actions (n, limit) of a walker in each of these levels (n,).

    Who has arrived or fallen stays there; their actions are -1.
    """
    at, goes_on = where.start[levels], where.walkable
    cells, actions = [at], []
    for time in range(where.limit):
        now = table[time] if table.ndim == 4 else table
        steps = now[levels, at].cumsum(-1)
        action = (steps < (rng.random(len(at)) * steps[:, -1])[:, None]).sum(-1)
        way = rng.choice(3, len(at), p=odds(slip))
        on = goes_on[levels, at]
        at = np.where(on, where.leads[levels, at, action, way], at)
        actions.append(np.where(on, action, -1))
        cells.append(at)
    return np.stack(cells, 1), np.stack(actions, 1)
