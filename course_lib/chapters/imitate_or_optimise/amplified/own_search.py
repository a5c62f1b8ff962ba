"""The exercise: how many candidates should the overseer try, where it is more or less in doubt?"""

from collections.abc import Callable
from functools import cache

import numpy as np

from course_lib.chapters.imitate_or_optimise.amplified.calls import SLIP, best_of
from course_lib.chapters.imitate_or_optimise.amplified.searches import panel, weak
from course_lib.chapters.imitate_or_optimise.tabular import (
    backward_induction,
    evaluate,
    trials,
)

SPREAD, FLAW, MOST = 0.4, 2.4, 64  # of the evaluators at the sign; candidates that count
Rule = Callable[[float], int]


@cache
def doubts() -> np.ndarray:
    """How doubtful a place is, from 0 to 1 (levels, cells).

    It is the largest disagreement of five evaluators about the cells that a walker may be on after
    the next step, as a share of the largest one in the level.
    """
    dynamics = trials().dynamics
    apart = panel(dynamics, SPREAD, 0).std(0) * dynamics.walkable
    near = np.take_along_axis(apart, dynamics.leads[..., 0].reshape(len(apart), -1), 1)
    found = near.reshape(dynamics.leads.shape[:3]).max(-1)
    return found / found.max(1, keepdims=True)


def numbers(rule: Rule) -> np.ndarray:
    """How many candidates the rule tries at each place (levels, cells), from 1 to 64."""
    said, where = np.unique(doubts().round(2), return_inverse=True)
    tried = np.array([min(max(int(rule(float(doubt))), 1), MOST) for doubt in said])
    return tried[where].reshape(doubts().shape)


@cache
def _agent() -> np.ndarray:
    return weak((0,))[0]


def scored(rule: Rule) -> tuple[float, float]:
    """The true score of the overseer's search by this rule: with the flaw, and without one."""
    dynamics, tried = trials().dynamics, numbers(rule)

    def backup(each: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        table = best_of(_agent(), each, tried)
        return table, (table * each).sum(-1)

    scores = []
    for flaw in (FLAW, 0.0):
        pays = panel(dynamics, SPREAD, 0, flaw).mean(0)
        table = backward_induction(dynamics, SLIP, pays, backup)
        scores.append(evaluate(table, dynamics, SLIP).score)
    return scores[0], scores[1]
