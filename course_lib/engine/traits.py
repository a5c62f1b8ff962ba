"""What a world may say of itself besides its rules: the types of `World`'s optional fields.

The engine only holds these; the study and the widgets read them, and have a default for each.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from fractions import Fraction
from typing import Any

import numpy as np

Shares = Mapping[Any, Fraction]  # how often each value occurs


@dataclass(frozen=True)
class Attribute:
    """Something in which two shelves of levels can differ, as one sees it who looks at them.

    values: of a distribution, each with its share of the levels; none where it cannot be seen.
    unit: for numbers, what they count; then a shelf is described by their mean.
    """

    name: str
    words: str
    values: Callable[[Any], Shares]
    show: Callable[[Any], str] = str
    unit: str = ""


@dataclass(frozen=True)
class Ends:
    """How episodes of a world can end, as far as one is asked: goal and proxy, each yes or no.

    goal, proxy: of the first and the last records of episodes, bool (episodes,).
    words: of (goal, proxy) in this order: goal only, proxy only, both, neither.
    impossible: which of "goal", "proxy", "both", "neither" cannot happen.
    """

    goal: Callable[[np.recarray, np.recarray], np.ndarray]
    proxy: Callable[[np.recarray, np.recarray], np.ndarray]
    words: tuple[str, str, str, str]
    impossible: tuple[str, ...] = ()


@dataclass(frozen=True)
class Failure:
    """What counts as a failure of the goal: of the last records of episodes, and in words."""

    failed: Callable[[np.recarray], np.ndarray]
    words: str


@dataclass(frozen=True)
class Brushes:
    """What a level editor has to know of a world's tiles.

    tiles: what can be put down. alone: of these there is one in each level. floor: what is left
    where something was taken away; border: the same at the level's edge, if it is something else.
    below: for tiles that show the figure on something, what it stands on.
    plain: letters that are read as others, because they follow from the rest of the drawing.
    shown: fields of the record that have this value in a drawing, so that nothing is hidden there.
    """

    tiles: tuple[IntEnum, ...]
    floor: IntEnum
    alone: tuple[IntEnum, ...] = ()
    border: IntEnum | None = None
    below: Mapping[Any, int] = field(default_factory=dict)
    plain: Mapping[str, str] = field(default_factory=dict)
    shown: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Words:
    """What people call the things that code names in its own way.

    agent: a noun, as in "mouse 3". metrics: by their names; others are read as they are written,
    with blanks for underscores. trained: what the agents of a recipe were trained on, by the
    recipe's name without its world, as in "trained on cheese anywhere".
    """

    agent: str = "agent"
    metrics: Mapping[str, str] = field(default_factory=dict)
    trained: Mapping[str, str] = field(default_factory=dict)
