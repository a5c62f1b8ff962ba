"""How probable a level is under a distribution: exactly, from the rules by which levels are made.

Each world that knows it has it in its own folder, `worlds/<name>/likelihood.py`: the logarithm for
a batch of first records, up to a term that is the same for all distributions of the world, so that
ratios are exact. Only what can be seen counts.
"""

import numpy as np
from scipy.special import logsumexp

from course_lib.engine.world import world, world_of, worlds
from course_lib.protocols import Distribution
from course_lib.study.measure.mixtures import Levels, Shelf


def log_likelihood(shelf: Shelf, levels: Levels) -> np.ndarray:
    """The log-probability of each of the levels on this shelf, (levels,), up to a constant."""
    terms = [np.log(share) + log_of_part(d, levels) for share, d in shelf.parts]
    return logsumexp(np.stack(terms), axis=0)


def log_of_part(distribution: Distribution, levels: Levels) -> np.ndarray:
    """The log-probability of each of the levels under one distribution.

    Raises ValueError where no exact likelihood is known.
    """
    home = world_of(distribution)
    if home.likelihood is None:
        able = ", ".join(name for name in worlds() if world(name).likelihood)
        raise ValueError(
            f"no exact likelihood is known for the world {home.name!r}; there are: {able}"
        )
    out = np.empty(len(levels.records))
    for number, (_, source) in enumerate(levels.shelf.parts):
        chosen = levels.parts == number
        out[chosen] = home.likelihood(distribution, levels.records[chosen], source)
    return out
