"""Which is better, imitating or optimising? A map over how often feet slip and how large a hole is.

The hole is in the overseer: so much it gives for a whole episode at the sign, where arriving at
once would give 1. What the best of all walkers does for such pay is exact, and so is what it is
truly worth. The imitator is not paid and knows no hole; its feet are all that fails it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from course_lib.chapters.imitate_or_optimise.slips.crossing import Rows, rows_of
from course_lib.chapters.imitate_or_optimise.slips.sweep_slips import (
    EQUAL,
    HOLES_OF_MAP,
    SLIPS_OF_MAP,
)

WORDS = ("imitate", "equal", "optimise")
UNKNOWN = ""  # the word for a place that was not measured


@dataclass(frozen=True, eq=False)
class Map:
    """By how much optimising is better, in true score: (holes, slips); nan if not measured."""

    slips: tuple[float, ...]
    holes: tuple[float, ...]
    gain: np.ndarray

    def words(self) -> np.ndarray:
        """What is better at each place: (holes, slips) of "imitate", "equal" and "optimise"."""
        words = np.array(WORDS)[1 + (self.gain > EQUAL) - (self.gain < -EQUAL).astype(int)]
        return np.where(np.isnan(self.gain), UNKNOWN, words)


def exact_map(rows: Rows) -> Map:
    """The map for a demonstrator copied to the letter, and for the best walker by the overseer."""
    return _map(rows, "copy", "planner")


def measured_map(rows: Rows) -> Map:
    """The map of imitators and walkers trained with PPO, at the same places: medians over seeds."""
    return _map(rows, "imitation", "RL")


def _map(rows: Rows, copied: str, best: str) -> Map:
    def middle(kind: str, slip: float, hole: float) -> float:
        found = [row["score"] for row in rows_of(rows, kind, slip, hole)]
        return float(np.median(found)) if found else float("nan")

    gain = [[middle(best, slip, hole) - middle(copied, slip, 0.0) for slip in SLIPS_OF_MAP]
            for hole in HOLES_OF_MAP]  # fmt: skip
    return Map(SLIPS_OF_MAP, HOLES_OF_MAP, np.array(gain))


def student_map(mine: Callable[[float, float], str], like: Map) -> np.ndarray:
    """A student's own map at the places of another: their word for each (slip, hole).

    Raises ValueError for a word that is none of "imitate", "equal", "optimise".
    """
    words = [[mine(slip, hole) for slip in like.slips] for hole in like.holes]
    strange = {word for line in words for word in line if word not in WORDS}
    if strange:
        raise ValueError(f"a place of the map is one of {', '.join(WORDS)}, not {strange.pop()!r}")
    return np.array(words)
