"""Which is better, imitating or optimising? A map over how often feet slip and how large a hole is.

The hole is in the overseer: so much it gives for a whole episode at the sign, where the flag gives
1. What the best of all walkers does for such pay is exact, and so is what it is truly worth. The
imitator is not paid and knows no hole; its feet are all that fails it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from course_lib.chapters.imitate_or_optimise.imitators import way
from course_lib.chapters.imitate_or_optimise.sweep_slips import EQUAL, HOLES, ON_MAP, curve
from course_lib.chapters.imitate_or_optimise.tabular import evaluate, optimal, trials

SLIPS_OF_MAP = tuple(np.round(np.linspace(0, 0.35, 8), 2).tolist())
HOLES_OF_MAP = (0.0, 0.25, 0.5, 0.625, 0.75, 1.0, 1.25, 1.5)
LEVELS = 25  # of the map
WORDS = ("imitate", "equal", "optimise")


@dataclass(frozen=True, eq=False)
class Map:
    """What optimising is worth more than imitating, in true score: (holes, slips)."""

    slips: tuple[float, ...]
    holes: tuple[float, ...]
    gain: np.ndarray

    def words(self) -> np.ndarray:
        """What is better at each place: (holes, slips) of "imitate", "equal" and "optimise"."""
        return np.array(WORDS)[1 + (self.gain > EQUAL) - (self.gain < -EQUAL).astype(int)]


@cache
def exact_map(
    slips: tuple[float, ...] = SLIPS_OF_MAP, holes: tuple[float, ...] = HOLES_OF_MAP
) -> Map:
    """The map for a demonstrator copied to the letter, and for the best walker by the overseer."""
    dynamics = trials(LEVELS).dynamics
    ridge = way("ridge", dynamics)
    copied = np.array([evaluate(ridge, dynamics, slip).score for slip in slips])
    best = [[evaluate(optimal(dynamics, slip, hole), dynamics, slip).score for slip in slips]
            for hole in holes]  # fmt: skip
    return Map(slips, holes, np.array(best) - copied)


def measured_map(rows: Sequence[Mapping] | None = None) -> Map:
    """The map of imitators and walkers trained with PPO: means over seeds."""
    holes = (0.0, *HOLES)
    copied = curve("imitation", rows=rows)
    gain = []
    for hole in holes:
        slips, score = curve("RL", hole=hole, rows=rows)
        gain.append([_at(slips, score, s) - _at(*copied, s) for s in ON_MAP])
    return Map(ON_MAP, holes, np.array(gain))


def _at(slips: np.ndarray, values: np.ndarray, slip: float) -> float:
    """The mean over seeds at this slip."""
    return float(values[:, np.isclose(slips, slip)].mean())


def student_map(mine: Callable[[float, float], str], like: Map) -> np.ndarray:
    """A student's own map at the places of another: their word for each (slip, hole).

    Raises ValueError for a word that is none of "imitate", "equal", "optimise".
    """
    words = [[mine(slip, hole) for slip in like.slips] for hole in like.holes]
    strange = {word for line in words for word in line if word not in WORDS}
    if strange:
        raise ValueError(f"a place of the map is one of {', '.join(WORDS)}, not {strange.pop()!r}")
    return np.array(words)
