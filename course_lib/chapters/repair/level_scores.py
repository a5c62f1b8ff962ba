"""Scores of levels: what the last episode in a level says about what is to be gained there.

Whoever has a planner can compute the regret: what the best policy would have got, minus what this
one got. Who has none must estimate it (Jiang et al. 2021, arXiv 2110.02439), and both usual
estimates learn of a prize only once somebody has found it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

GAMMA = 0.99  # as in the recipes that train in the maze


@dataclass
class Played:
    """What is known of episodes that ended, arrays (episodes,) or (envs,); all in the maze.

    steps, cheese: of the episode. shortest: steps to the cheese, by the planner. positive: the
    sum over its steps of what went better than expected (the positive part of the advantage).
    expected: the sum of the critic's values. best: the best return ever seen in that level.
    luck: a random number from 0 to 1.
    """

    steps: np.ndarray
    cheese: np.ndarray
    shortest: np.ndarray
    positive: np.ndarray
    expected: np.ndarray
    best: np.ndarray
    luck: np.ndarray


def exact_regret(played: Played) -> np.ndarray:
    """The planner's discounted return minus the one achieved."""
    return GAMMA**played.shortest - played.cheese * GAMMA**played.steps


def positive_value_loss(played: Played) -> np.ndarray:
    """The usual estimate: the mean over the steps of the positive part of the advantage."""
    return played.positive / played.steps


def max_monte_carlo(played: Played) -> np.ndarray:
    """The other usual estimate: the best return ever seen there minus the critic's mean value."""
    return played.best - played.expected / played.steps


def random_score(played: Played) -> np.ndarray:
    """The control, uniform replay: a new random score each time, whatever happened."""
    return played.luck


Score = Callable[[Played], np.ndarray]
# By the names that the lesson and the data have for them.
REGRETS: dict[str, Score] = {
    "exact regret": exact_regret,
    "positive value loss": positive_value_loss,
    "maximum Monte Carlo": max_monte_carlo,
}
SCORES: dict[str, Score] = {**REGRETS, "uniform replay": random_score}
