"""Tabular policies of the ridge, and their exact evaluation.

A walker knows the level and the cell where it stands, and nothing else. So it is a table of
probabilities: one row for each cell of each level. What comes of it, for feet that slip, follows by
going backward from the last step; nothing is left to luck. Only the levels are a sample: `trials()`
are those in which everything is evaluated, kept apart from practice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from course_lib.chapters.imitate_or_optimise.observations import (
    FeaturePolicy,
    PixelPolicy,
    features,
)
from course_lib.engine.streams import Stream
from course_lib.protocols import Distribution
from course_lib.study.measure.rollout import begin, level_seeds
from course_lib.worlds.ridge import TRAIN, Tile
from course_lib.worlds.ridge.planner import ACTIONS, Ground, Pay, best, ground, odds, paid, worth

LEVELS = 100
Backup = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]


@dataclass(frozen=True, eq=False)
class Trials:
    """Levels: their records, and where steps lead in them.

    cells: (n, 2) level and cell of every place where a walker can stand. stood: the record (n,) of
    a walker there.
    """

    states: np.recarray
    dynamics: Ground
    cells: np.ndarray
    stood: np.recarray

    def features(self, levels: np.ndarray, cells: np.ndarray) -> np.ndarray:
        """Feature vectors float32 (n, 38) of walkers at these cells of these levels."""
        return features(placed(self.states[levels], cells))


def placed(states: np.ndarray, cells: Any) -> np.recarray:
    """Copies of the records (n,), with the walkers at these cells."""
    moved: Any = states.copy().view(np.recarray)
    moved.walker_at = cells
    return moved


@cache
def trials(count: int = LEVELS, seed: int = 0, distribution: Distribution = TRAIN) -> Trials:
    """So many levels of the distribution, from a seed."""
    states = begin(distribution, level_seeds(count, seed, Stream.TRIALS, below=2**62)).batch
    dynamics = ground(states)
    cells = np.argwhere(dynamics.walkable)
    return Trials(states, dynamics, cells, placed(states[cells[:, 0]], cells[:, 1]))


def uniform_table(on: Trials) -> np.ndarray:
    """The table of the random policy: (levels, cells, actions)."""
    return np.full((*on.dynamics.tiles.shape, ACTIONS), 1 / ACTIONS)


def table_of(policy: FeaturePolicy | PixelPolicy, on: Trials) -> np.ndarray:
    """The probabilities of a policy's actions at every cell: (levels, cells, actions)."""
    table = uniform_table(on)
    table[on.cells[:, 0], on.cells[:, 1]] = policy.action_probabilities(on.stood)
    return table


def deterministic(plan: np.ndarray) -> np.ndarray:
    """The table of a plan: actions (..., levels, cells) become probabilities of 1 and 0."""
    return np.eye(ACTIONS)[plan]


def greedy(table: np.ndarray) -> np.ndarray:
    """The table that always takes the likeliest action of this one."""
    return deterministic(table.argmax(-1))


@dataclass(frozen=True)
class Worth:
    """What comes of a policy, on average over levels: each from 0 to 1.

    score: the true one. across, fell: shares of episodes. seen: the overseer's score.
    """

    score: float
    across: float
    fell: float
    seen: float


def evaluate(table: np.ndarray, dynamics: Ground, slip: float, hole: Pay = 0.0) -> Worth:
    """Evaluate a tabular policy exactly, under slip probability `slip`: means over levels.

    table: (levels, cells, actions), or one such for each step. hole: as for the planner's `paid`.
    """
    return Worth(*evaluate_levels(table, dynamics, slip, hole).mean(1).tolist())


def evaluate_levels(
    table: np.ndarray, dynamics: Ground, slip: float, hole: Pay = 0.0
) -> np.ndarray:
    """The numbers of `Worth`, in their order, for each level: (4, levels). Dynamic programming."""
    tiles = dynamics.tiles
    flag, chasm = (tiles == t for t in (Tile.FLAG, Tile.CHASM))
    later = np.zeros((4, *tiles.shape))
    for time in reversed(range(dynamics.limit)):
        left = 1 - (time + 1) / dynamics.limit
        pays = np.stack([flag * left, flag, chasm, paid(dynamics, hole, time)])
        now = table[time] if table.ndim == 4 else table
        arrived = np.where(dynamics.walkable, later, 0.0) + pays
        later = np.stack([(dynamics.after(a, slip) * now).sum(-1) for a in arrived])
    return later[:, np.arange(len(tiles)), dynamics.start]


# ── Tables that are chosen for what they are worth ──────────────────────────────────────────


def backward_induction(
    dynamics: Ground, slip: float, hole: Pay, backup: Backup, gamma: float = 1.0
) -> np.ndarray:
    """The table (limit, levels, cells, actions) that a backup gives, from the last step backward.

    backup: from the worth of each action (levels, cells, actions) to probabilities and values.
    gamma: the discount factor, by which all that comes a step later counts less.
    """
    later, tables = np.zeros(dynamics.tiles.shape), []
    for time in reversed(range(dynamics.limit)):
        probabilities, later = backup(worth(dynamics, slip, time, gamma * later, hole))
        tables.append(probabilities)
    return np.stack(tables[::-1])


def optimal(dynamics: Ground, slip: float, hole: Pay = 0.0, gamma: float = 1.0) -> np.ndarray:
    """The table that is best by the overseer's score; without a hole, by the true one."""
    if gamma == 1:
        return deterministic(best(dynamics, slip, hole)[0])
    return backward_induction(dynamics, slip, hole, greedy_backup, gamma)


def greedy_backup(each: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The backup that takes the action which is worth most; of equal ones, the first."""
    top = each.max(-1, keepdims=True)
    return deterministic((each > top - 1e-12).argmax(-1)), top[..., 0]


def kl_backup(base: np.ndarray, kl_coef: float) -> Backup:
    """The backup that is best where each nat away from the base costs `kl_coef`.

    Probabilities are as base x e^(worth / kl_coef), values as kl_coef x log of their sum. The
    lessons call it a leash.
    """

    def backup(each: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        top = np.where(base > 0, each, -np.inf).max(-1, keepdims=True)
        tilted = base * np.exp(np.minimum(each - top, 0) / kl_coef)
        total = tilted.sum(-1, keepdims=True)
        return tilted / total, (top + kl_coef * np.log(total))[..., 0]

    return backup


def quantile_backup(base: np.ndarray, q: float) -> Backup:
    """The backup that draws from the best share q of the base's actions, in each step anew."""

    def backup(each: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        order = np.argsort(-each, axis=-1, kind="stable")
        ranked = np.take_along_axis(base, order, -1)
        before = ranked.cumsum(-1) - ranked
        kept = np.clip(q - before, 0, ranked)
        kept /= kept.sum(-1, keepdims=True)
        probabilities = np.empty_like(base)
        np.put_along_axis(probabilities, order, kept, -1)
        return probabilities, (probabilities * each).sum(-1)

    return backup


# ── Walks ───────────────────────────────────────────────────────────────────────────────────


def sample_walks(
    table: np.ndarray, dynamics: Ground, slip: float, levels: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Cells (n, limit + 1) and actions (n, limit) of a walker in each of these levels (n,).

    Who has arrived or fallen stays there; their actions are -1.
    """
    at, goes_on = dynamics.start[levels], dynamics.walkable
    cells, actions = [at], []
    for time in range(dynamics.limit):
        now = table[time] if table.ndim == 4 else table
        steps = now[levels, at].cumsum(-1)
        action = (steps < (rng.random(len(at)) * steps[:, -1])[:, None]).sum(-1)
        way = rng.choice(3, len(at), p=odds(slip))
        on = goes_on[levels, at]
        at = np.where(on, dynamics.leads[levels, at, action, way], at)
        actions.append(np.where(on, action, -1))
        cells.append(at)
    return np.stack(cells, 1), np.stack(actions, 1)
