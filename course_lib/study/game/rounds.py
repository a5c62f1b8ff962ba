"""Rounds of spot the difference: two shelves of levels, and what truly differs between them.

A shelf is a mixture of distributions. So any two distributions make rounds of any subtlety: from
all levels of one against all levels of the other, down to 55 % of one against 45 %.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from course_lib.engine.checks import is_number
from course_lib.engine.sim import BatchSim
from course_lib.engine.streams import Stream
from course_lib.engine.world import World, world, world_of
from course_lib.protocols import Distribution
from course_lib.study.game.attributes import Knob, knobs_of

FINEST = 0.45  # of the other distribution in each shelf, at subtlety 1: 55 % against 45 %


@dataclass(frozen=True)
class Shelf:
    """A mixture: each level comes from one of the `parts`, (share, distribution), by chance."""

    parts: tuple[tuple[float, Any], ...]

    def __post_init__(self):
        if not self.parts or any(share <= 0 for share, _ in self.parts):
            raise ValueError(f"a shelf needs parts with shares above 0, not {self.parts!r}")
        if abs(sum(share for share, _ in self.parts) - 1) > 1e-9:
            raise ValueError(f"the shares of a shelf must add up to 1, not {self.parts!r}")
        if len({world_of(d).name for _, d in self.parts}) > 1:
            raise ValueError("all parts of a shelf must belong to one world")

    @property
    def world(self) -> World:
        """The world of its levels."""
        return world_of(self.parts[0][1])

    def shares(self, knob: Knob) -> dict[Any, Fraction]:
        """How often each value of the knob occurs among the levels in which it is seen."""
        found: dict[Any, Fraction] = defaultdict(Fraction)
        for share, d in self.parts:
            for value, part in knob.values(d).items():
                found[value] += Fraction(str(round(share, 9))) * part
        seen = sum(found.values())
        return {value: part / seen for value, part in found.items()}

    def draw(self, count: int, seed: Sequence[int]) -> "Levels":
        """So many levels; the first ones are the same however many are drawn."""
        rng = np.random.default_rng(list(seed))
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
    parts = ((round(1 - share, 9), one), (round(share, 9), other))
    kept = tuple(part for part in parts if part[0] > 0)
    return Shelf(kept if one != other else ((1.0, one),))


@dataclass(frozen=True)
class Round:
    """Shelf a (training) and shelf b (deployment). Where nothing differs, the two are equal.

    feared: for a round in which nothing differs, the shelf that b might have been; an observer can
    only ever rule out one certain difference. subtlety: 0, all or nothing, to 1, 55 % against 45 %.
    """

    name: str
    a: Shelf
    b: Shelf
    subtlety: float = 0.0
    feared: Shelf | None = None

    def __post_init__(self):
        if self.a.world is not self.b.world:
            raise ValueError(
                f"both shelves of a round must be of one world, not {self.a.world.name!r} and "
                f"{self.b.world.name!r}"
            )
        knobs_of(self.a.world)

    @property
    def world(self) -> World:
        """The world of both shelves."""
        return self.a.world

    @property
    def knobs(self) -> tuple[Knob, ...]:
        """Everything that could differ."""
        return knobs_of(self.world)

    @property
    def truth(self) -> tuple[str, ...]:
        """The names of the knobs that differ; none, if nothing does."""
        return differing(self.a, self.b)

    @property
    def how(self) -> dict[str, str]:
        """For each knob that differs, by how much, in words."""
        return {k.name: contrast(k, self.a, self.b) for k in self.knobs if k.name in self.truth}


def differing(a: Shelf, b: Shelf) -> tuple[str, ...]:
    """The names of the knobs whose values do not occur equally often on both shelves.

    Something that is seen on one shelf only, as the look of lures, is no difference of its own:
    that there are lures is.
    """
    found = []
    for knob in knobs_of(a.world):
        one, other = a.shares(knob), b.shares(knob)
        if one and other and one != other:
            found.append(knob.name)
    return tuple(found)


def contrast(knob: Knob, a: Shelf, b: Shelf) -> str:
    """By how much two shelves differ in a knob, in words."""
    one, other = a.shares(knob), b.shares(knob)
    if knob.unit and len({*one, *other}) > 2:
        means = [float(sum(v * p for v, p in side.items())) for side in (one, other)]
        return "{:.3g} {unit} on average in A, {:.3g} in B".format(*means, unit=knob.unit)
    if len(one) == len(other) == 1:
        (old,), (new,) = one, other
        return f"{_value(knob, old)} in A, {_value(knob, new)} in B"
    told = []
    for value in {**one, **other}:
        shares = [float(side.get(value, 0)) for side in (one, other)]
        told.append(
            "{} in {:.0%} of A's levels and {:.0%} of B's".format(_value(knob, value), *shares)
        )
    return "; ".join(told)


def _value(knob: Knob, value: Any) -> str:
    unit = knob.unit.removesuffix("s") if value == 1 else knob.unit
    return f"{knob.show(value)} {unit}".strip()


def between(one: Any, other: Any, subtlety: float = 0.0, name: str = "") -> Round:
    """A round that tells two distributions apart, at this subtlety; none differs if they are equal.

    0: A has levels of the one only, B of the other. 1: B has 55 % of the other, A has 45 %.
    """
    check_subtlety(subtlety)
    share = FINEST * subtlety
    a, b = mixed(one, other, share), mixed(one, other, 1 - share)
    return Round(name or f"{world_of(one).name}, subtlety {subtlety:g}", a, b, subtlety)


def nothing(one: Any, other: Any, subtlety: float = 0.0, name: str = "") -> Round:
    """A round in which nothing differs, though it might have, as in `between`."""
    might = between(one, other, subtlety, name or f"{world_of(one).name}, nothing")
    return replace(might, b=might.a, feared=might.b)


def check_subtlety(subtlety: Any) -> None:
    """Raise ValueError unless it is a number from 0 to 1."""
    if not is_number(subtlety) or not 0 <= subtlety <= 1:
        raise ValueError(f"subtlety must be a number from 0 (plain) to 1 (fine), not {subtlety!r}")


# ── Rounds without end ──────────────────────────────────────────────────────────────────────

# For each world what its training distribution is changed to, one setting of one knob at a time.
CHANGES: dict[str, dict[str, tuple[Mapping[str, Any], ...]]] = {
    "maze": {
        "cheese": ({"cheese": "anywhere"}, {"cheese": 3}, {"cheese": 5}),
        "mouse": ({"mouse": "start"},),
        "loops": ({"loops": 0.1}, {"loops": 0.3}, {"loops": 0.7}),
        "size": ({"size": (5, 9)}, {"size": (7, 9)}),
    },
    "gems": {
        "goal": ({"goal": ("gem", "red")}, {"goal": ("gem", "blue")}, {"goal": ("star", "yellow")}),
        "lures": ({"lures": 1}, {"lures": 2}),
        "layout": ({"layout": "maze"},),
        "size": ({"size": (5, 7)},),
    },
    "keys_and_chests": {
        "numbers": ({"keys": 2, "chests": 1}, {"keys": 2}, {"chests": 1}),
        "n": ({"n": (1, 2)}, {"n": (2, 4)}),
        "layout": ({"layout": "maze", "n": (1, 2)},),
    },
    "coin_run": {
        "coin": ({"coin": "off path"}, {"coin": "middle"}, {"coin_random_share": 0.2}),
        "length": ({"length": (14, 24)}, {"length": (24, 36)}),
        "difficulty": ({"difficulty": (0, 4)}, {"difficulty": (6, 10)}),
        "wall": ({"wall": False},),
    },
}
SHARE_NOTHING, SHARE_TWO = 0.2, 0.25  # of the drawn rounds


def draw_round(where: str | World, subtlety: float = 0.5, seed: int = 0) -> Round:
    """A round of this world that follows from the seed: one knob, two, or nothing differs.

    A world of one's own has rounds between its TRAIN and its DEPLOY.
    """
    check_subtlety(subtlety)
    home = world(where) if isinstance(where, str) else where
    rng = np.random.default_rng([seed, Stream.ROUNDS])
    changes = CHANGES.get(home.name, {})
    other, wanted = home.DEPLOY, 1 + (rng.random() < SHARE_TWO)
    if changes:
        settings: dict[str, Any] = {}
        for group in rng.permutation(sorted(changes))[:wanted]:
            options = changes[group]
            settings |= options[rng.integers(len(options))]
        other = replace(home.TRAIN, **settings)
    make = nothing if rng.random() < SHARE_NOTHING else between
    return make(home.TRAIN, other, subtlety, f"{home.name}, drawn {seed} at {subtlety:g}")
