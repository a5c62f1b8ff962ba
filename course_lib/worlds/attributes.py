"""Attributes of levels that several worlds share, and what helps to declare others.

An attribute says of a distribution how often each of its values occurs (`engine.traits.Attribute`).
Two shelves of levels differ in it if its values do not occur equally often on both. Time limits and
ghosts are left out, as nobody sees them.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from course_lib.engine.checks import as_range
from course_lib.engine.traits import Attribute, Shares


def always(value: Any) -> Shares:
    """This value in every level."""
    return {value: Fraction(1)}


def evenly(values: Iterable) -> Shares:
    """Each of the values equally often; one that is listed twice is twice as frequent."""
    counts = Counter(values)
    return {value: Fraction(n, counts.total()) for value, n in counts.items()}


def field_range(d: Any, name: str, step: int = 1) -> range:
    """All whole numbers, `step` apart, of a field that is a number or a range of numbers."""
    low, high = as_range(name, getattr(d, name))
    return range(low, high + 1, step)


def uniform(name: str, step: int = 1) -> Callable[[Any], Shares]:
    """The values of a field that is a number or a range of numbers, all equally likely."""
    return lambda d: evenly(field_range(d, name, step))


def fixed(name: str) -> Callable[[Any], Shares]:
    """The value of a field, the same in every level."""
    return lambda d: always(getattr(d, name))


def percent(value: Any) -> str:
    """A share in per cent."""
    return f"{100 * float(value):g} %"


def loops(d: Any) -> Shares:
    """The share of walls that is removed, where the level is a maze at all."""
    return always(d.loops) if getattr(d, "layout", "maze") == "maze" else {}


def place_words(value: Any, named: dict) -> str:
    """A place in words: a cell, or what a distribution calls it."""
    if isinstance(value, tuple):
        return f"at row {value[0]}, column {value[1]}"
    return named[value]


SIZE = Attribute("size", "how large the level is", uniform("size", 2), unit="tiles across")
LOOPS = Attribute("loops", "how many walls are missing (ways round)", loops, percent)
LAYOUT = Attribute("layout", "open room or maze", fixed("layout"))
