"""Rounds of spot the difference: two shelves of levels, and what truly differs between them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from course_lib.engine.checks import is_number
from course_lib.engine.streams import Stream
from course_lib.engine.traits import Attribute
from course_lib.engine.world import World, world, world_of
from course_lib.study.game.attributes import attributes_of
from course_lib.study.measure.mixtures import Shelf, mixed

FINEST = 0.45  # of the other distribution in each shelf, at subtlety 1: 55 % against 45 %


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
        attributes_of(self.a.world)

    @property
    def world(self) -> World:
        """The world of both shelves."""
        return self.a.world

    @property
    def attributes(self) -> tuple[Attribute, ...]:
        """Everything that could differ."""
        return attributes_of(self.world)

    @property
    def truth(self) -> tuple[str, ...]:
        """The names of the attributes that differ; none, if nothing does."""
        return differing(self.a, self.b)

    @property
    def how(self) -> dict[str, str]:
        """For each attribute that differs, by how much, in words."""
        truth = self.truth
        return {
            each.name: contrast(each, self.a, self.b)
            for each in self.attributes
            if each.name in truth
        }


def differing(a: Shelf, b: Shelf) -> tuple[str, ...]:
    """The names of the attributes whose values do not occur equally often on both shelves.

    Something that is seen on one shelf only, as how lures look, is no difference of its own:
    that there are lures is.
    """
    found = []
    for attribute in attributes_of(a.world):
        one, other = a.shares(attribute), b.shares(attribute)
        if one and other and one != other:
            found.append(attribute.name)
    return tuple(found)


def contrast(attribute: Attribute, a: Shelf, b: Shelf) -> str:
    """By how much two shelves differ in an attribute, in words."""
    one, other = a.shares(attribute), b.shares(attribute)
    if attribute.unit and len({*one, *other}) > 2:
        means = [float(sum(v * p for v, p in side.items())) for side in (one, other)]
        return "{:.3g} {unit} on average in A, {:.3g} in B".format(*means, unit=attribute.unit)
    if len(one) == len(other) == 1:
        (old,), (new,) = one, other
        return f"{_value(attribute, old)} in A, {_value(attribute, new)} in B"
    told = []
    for value in {**one, **other}:
        shares = [float(side.get(value, 0)) for side in (one, other)]
        told.append(
            "{} in {:.0%} of A's levels and {:.0%} of B's".format(_value(attribute, value), *shares)
        )
    return "; ".join(told)


def _value(attribute: Attribute, value: Any) -> str:
    unit = attribute.unit.removesuffix("s") if value == 1 else attribute.unit
    return f"{attribute.show(value)} {unit}".strip()


def between(one: Any, other: Any, subtlety: float = 0.0, name: str = "") -> Round:
    """A round that tells two distributions apart, at this subtlety; none differs if they are equal.

    0: A has levels of the one only, B of the other. 1: B has 55 % of the other, A has 45 %.
    """
    check_subtlety(subtlety)
    subtlety = float(subtlety)
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

SHARE_NOTHING, SHARE_TWO = 0.2, 0.25  # of the drawn rounds


def draw_round(where: str | World, subtlety: float = 0.5, seed: int = 0) -> Round:
    """A round of this world that follows from the seed: one attribute, two, or nothing differs.

    A world of one's own has rounds between its TRAIN and its DEPLOY.
    """
    check_subtlety(subtlety)
    subtlety = float(subtlety)
    home = world(where) if isinstance(where, str) else where
    rng = np.random.default_rng([seed, Stream.ROUNDS])
    changes = home.changes
    other, wanted = home.DEPLOY, 1 + (rng.random() < SHARE_TWO)
    if changes:
        chosen = []
        for group in rng.permutation(sorted(changes))[:wanted]:
            options = changes[group]
            chosen.append(options[rng.integers(len(options))])
        other = _changed(home.TRAIN, chosen)
    make = nothing if rng.random() < SHARE_NOTHING else between
    return make(home.TRAIN, other, subtlety, f"{home.name}, drawn {seed} at {subtlety:g}")


def _changed(distribution: Any, changes: list[Mapping[str, Any]]) -> Any:
    """The distribution with all changes, or with fewer: a large region fits no small maze, say.

    Raises ValueError if not even the first can be had.
    """
    try:
        return replace(distribution, **{k: v for one in changes for k, v in one.items()})
    except ValueError:
        if len(changes) == 1:
            raise
        return _changed(distribution, changes[:-1])
