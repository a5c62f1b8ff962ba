"""Mixtures of distributions, called shelves, and the levels that are drawn from them.

Any two distributions make mixtures of any subtlety: from all levels of one against all levels of
the other, down to 55 % of one against 45 %.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from course_lib.checks import as_items, shown
from course_lib.engine.checks import check_number, check_whole, is_number
from course_lib.engine.sim import BatchSim
from course_lib.engine.traits import Attribute
from course_lib.engine.world import World, world_of
from course_lib.protocols import Distribution


@dataclass(frozen=True)
class Shelf:
    """A mixture: each level comes from one of the `parts`, (share, distribution), by chance."""

    parts: tuple[tuple[float, Any], ...]

    def __post_init__(self):
        parts = as_items("parts", self.parts, "pairs of a share and a distribution", 1)
        if not all(isinstance(part, tuple) and len(part) == 2 for part in parts) or not all(
            is_number(share) and share > 0 for share, _ in parts
        ):
            raise ValueError(
                f"parts must be pairs of a share above 0 and a distribution, not {shown(parts)}"
            )
        if abs(sum(share for share, _ in self.parts) - 1) > 1e-9:
            raise ValueError(f"the shares of a shelf must add up to 1, not {self.parts!r}")
        if len({world_of(d).name for _, d in self.parts}) > 1:
            raise ValueError("all parts of a shelf must belong to one world")

    @property
    def world(self) -> World:
        """The world of its levels."""
        return world_of(self.parts[0][1])

    def shares(self, attribute: Attribute) -> dict[Any, Fraction]:
        """How often each value of the attribute occurs among the levels in which it is seen."""
        found: dict[Any, Fraction] = defaultdict(Fraction)
        for share, d in self.parts:
            for value, part in attribute.values(d).items():
                found[value] += Fraction(str(round(share, 9))) * part
        seen = sum(found.values())
        return {value: part / seen for value, part in found.items()}

    def draw(self, count: int, seed: Sequence[int]) -> "Levels":
        """So many levels; the first ones are the same however many are drawn."""
        check_whole("count", count, 0, 10**5)
        key = as_items("seed", seed, "whole numbers", 1)
        for number in key:
            check_whole("each number of the seed", number)
        rng = np.random.default_rng([int(number) for number in key])
        rolls = rng.random((count, 2))  # a row a level, so that a longer list begins alike
        parts = np.searchsorted(np.cumsum([share for share, _ in self.parts]), rolls[:, 0])
        parts = np.minimum(parts, len(self.parts) - 1)
        seeds = (rolls[:, 1] * 2**31).astype(np.uint64)
        records = np.zeros(count, self.world.State)
        for number, (_, distribution) in enumerate(self.parts):
            chosen = np.flatnonzero(parts == number)
            if len(chosen):
                sim = BatchSim(distribution, len(chosen), "tiles", autoreset=False)
                sim.reset(seeds[chosen])
                records[chosen] = sim.batch
        return Levels(self, records.view(np.recarray), parts, seeds)


@dataclass(frozen=True, eq=False)
class Levels:
    """Drawn levels: their first records, the part of the shelf that each is from, their seeds."""

    shelf: Shelf
    records: np.recarray
    parts: np.ndarray
    seeds: np.ndarray

    def distribution(self, number: int) -> Any:
        """The distribution that a level was drawn from."""
        return self.shelf.parts[self.parts[number]][1]


def pure(distribution: Distribution) -> Shelf:
    """A shelf with levels of one distribution only."""
    return Shelf(((1.0, distribution),))


def mixed(one: Any, other: Any, share: float) -> Shelf:
    """A shelf with this share of levels of the other distribution."""
    check_number("share", share, 0, 1)
    for distribution in (one, other):
        world_of(distribution)  # says so if it is none
    parts = ((round(1 - share, 9), one), (round(share, 9), other))
    kept = tuple(part for part in parts if part[0] > 0)
    return Shelf(kept if one != other else ((1.0, one),))
