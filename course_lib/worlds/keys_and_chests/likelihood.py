"""How probable a level of keys and chests is under a distribution, exactly."""

from typing import Any

import numpy as np

from course_lib.engine.checks import as_range
from course_lib.worlds.walls import log_size, log_walls


def likelihood(d: Any, states: np.recarray, source: Any) -> np.ndarray:
    """Walls, and the numbers of keys and chests; where they lie depends on nothing else."""
    ranges = [as_range(name, getattr(d, name)) for name in ("n", "keys", "chests")]
    ns, keys, chests = (range(low, high + 1) for low, high in ranges)
    table = np.zeros((700, 700))
    share = 1 / (len(ns) * len(keys) * len(chests))
    for n in ns:
        for k in keys:
            for c in chests:
                table[n * k, n * c] += share
    with np.errstate(divide="ignore"):
        numbers = np.log(table[states.keys_left, states.chests_left])
    return log_size(d, states) + log_walls(d, states) + numbers
