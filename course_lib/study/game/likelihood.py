"""How probable a level is under a distribution: exactly, from the rules by which levels are made.

Each world that knows it has it in its own folder, `worlds/<name>/likelihood.py`: the logarithm for
a batch of first records, up to a term that is the same for all distributions of the world, so that
ratios are exact. Only what can be seen counts.
"""

from collections.abc import Callable

import numpy as np
from scipy.special import logsumexp

from course_lib.engine.world import world_of
from course_lib.protocols import Distribution
from course_lib.study.game.rounds import Levels, Shelf
from course_lib.worlds.coin_run import likelihood as coin_run
from course_lib.worlds.gems import likelihood as gems
from course_lib.worlds.keys_and_chests import likelihood as keys_and_chests
from course_lib.worlds.maze import likelihood as maze

LIKELIHOODS: dict[str, Callable] = {
    "maze": maze.level_log_likelihood,
    "gems": gems.level_log_likelihood,
    "keys_and_chests": keys_and_chests.level_log_likelihood,
    "coin_run": coin_run.level_log_likelihood,
}


def log_likelihood(shelf: Shelf, levels: Levels) -> np.ndarray:
    """The log-probability of each of the levels on this shelf, (levels,), up to a constant."""
    terms = [np.log(share) + log_of_part(d, levels) for share, d in shelf.parts]
    return logsumexp(np.stack(terms), axis=0)


def log_of_part(distribution: Distribution, levels: Levels) -> np.ndarray:
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
