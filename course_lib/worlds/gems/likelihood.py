"""How probable a level of the gems is under a distribution, exactly."""

from collections import Counter
from typing import Any

import numpy as np

from course_lib.worlds.walls import log_size, log_walls


def objects(d: Any) -> Counter:
    """What lies in a level, as it is seen: how many of each look."""
    return Counter({d.goal: d.goals}) + Counter({d.lure: d.lures})


def likelihood(d: Any, states: np.recarray, source: Any) -> np.ndarray:
    """Walls, and which objects there are; where they lie depends on nothing but their numbers."""
    seen = objects(d) == objects(source)
    swapped = sorted((d.goals, d.lures)) != sorted((source.goals, source.lures))
    if seen and (swapped or (d.goal == d.lure) != (source.goal == source.lure)):
        raise ValueError(f"no exact likelihood is known between {d} and {source}: both look alike")
    return log_size(d, states) + log_walls(d, states) + (0.0 if seen else -np.inf)
