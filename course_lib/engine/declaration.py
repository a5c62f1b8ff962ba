"""Whether the parts of a world fit together: said when it is registered, not when it is played."""

import inspect
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from enum import IntEnum
from typing import Any

import numpy as np

from course_lib.engine.record import HEAD
from course_lib.engine.traits import Attribute, Brushes, Ends, Failure, Words

ENV_ID = re.compile(r"([\w:-]+/)?[\w:.-]+")  # as gymnasium has them
# How many arguments the functions of a world are called with.
ARGUMENTS = {
    "generate": 2, "step": 2, "observe": 2, "parse_level": 2, "agent_position": 1, "reset": 1,
    "shape": 1, "camera": 3, "figures": 2, "dress": 1, "planner": 1, "likelihood": 3,
    "level_options": 2, "arrow_places": 1, "planner_hopes": 2,
}  # fmt: skip
TEXTS = ("name", "goal", "title", "env_id", "rewarded", "shipped_agent", "agent_at")
NAMES = ("proxies", "extra_metrics", "count_metrics", "undrawn_fields")
MAPPINGS = {
    "sprites": "a dict from each tile to its shapes",
    "legend": "a dict from a letter to its tile",
    "events": "a dict from a metric to what to write",
    "art": "a dict from a tile to its shapes",
    "conditions": "a dict from a name to a function of first records",
    "other_recipes": "a dict from a purpose to a recipe",
    "changes": "a dict from a group to fields of the distribution",
}
OBJECTS: dict[str, tuple[Any, str]] = {
    "State": (np.dtype, "made by cl.record(...)"),
    "Distribution": (type, "a frozen dataclass"),
    "words": (Words, "a Words(...)"),
    "ends": ((Ends, type(None)), "an Ends(...), or None"),
    "failure": ((Failure, type(None)), "a Failure(...), or None"),
    "brushes": ((Brushes, type(None)), "a Brushes(...), or None"),
}


def check_kinds(world) -> None:
    """Raises TypeError for a part of a `World` that is of another kind than it must be."""
    for part in fields(world):
        value = getattr(world, part.name)
        words = _wanted(part.name, value, optional=part.default is None)
        if words:
            home = world.name if isinstance(world.name, str) else "a world"
            raise TypeError(f"{home}: {part.name} must be {words}, not {value!r:.80}")


def _wanted(part: str, value: Any, optional: bool) -> str:
    """What this part of a world must be; "" if the value is such a one."""
    if part in TEXTS:
        return "" if isinstance(value, str) else "text"
    if part in NAMES:
        several = isinstance(value, tuple | list) and all(isinstance(one, str) for one in value)
        return "" if several else "a tuple of names, such as ('corner',)"
    if part in MAPPINGS:
        return "" if isinstance(value, Mapping) else MAPPINGS[part]
    if part in OBJECTS:
        kind, words = OBJECTS[part]
        return "" if isinstance(value, kind) else words
    if part in ARGUMENTS:
        return "" if optional and value is None else _function(value, ARGUMENTS[part])
    if part in ("Action", "Tile"):
        fits = isinstance(value, type) and issubclass(value, IntEnum) and len(value)
        return "" if fits else "an IntEnum with at least one member"
    if part == "attributes":
        fits = isinstance(value, tuple | list) and all(isinstance(v, Attribute) for v in value)
        return "" if fits else "a tuple of Attribute(...)"
    if part == "recipe":
        settings = is_dataclass(value) and not isinstance(value, type)
        fits = value is None or isinstance(value, Mapping) or settings
        return "" if fits else "a dict of settings of cl.PPO, or a cl.PPO"
    return ""  # TRAIN and DEPLOY, see check_distributions


def _function(value: Any, arguments: int) -> str:
    """What a function of so many arguments must be; "" if the value is such a one."""
    words = f"a function of {arguments} argument{'s' * (arguments > 1)}"
    if not callable(value) or isinstance(value, type):
        return words
    try:
        inspect.signature(getattr(value, "py_func", value)).bind(*[None] * arguments)
    except TypeError:
        return words
    except ValueError:  # one of Python's own, which does not tell
        pass
    return ""


def check_world(world) -> None:
    """Raises ValueError that names what does not fit together in a `World`, and what is allowed."""
    if not world.name.isidentifier():
        raise ValueError(f"a world's name is a word such as 'my_world', not {world.name!r}")
    if not ENV_ID.fullmatch(world.env_id):
        raise ValueError(f"env_id is such as 'course/MyWorld-v0', not {world.env_id!r}")
    check_record(world)
    check_tiles(world)
    check_distributions(world)


def check_record(world) -> None:
    """Raises ValueError unless all that is counted stands in the record, under one name each."""
    names = world.State.names or ()
    if names[: len(HEAD)] != tuple(name for name, _ in HEAD):
        raise ValueError(f"{world.name}: State must be made by cl.record(...), not {world.State}")
    twice = repeated(world.metrics)
    if twice:
        raise ValueError(f"{world.name}: metrics are named once, not twice: {', '.join(twice)}")
    known = ", ".join(world.metrics)
    for what, asked, allowed in (
        ("metric", world.metrics, names),
        ("count_metrics", world.count_metrics, world.metrics),
        ("events", world.events, world.metrics),
        ("agent_at", filter(None, [world.agent_at]), names),
    ):
        for name in asked:
            if name not in allowed:
                fields = ", ".join(names[len(HEAD) :])
                raise ValueError(
                    f"{world.name}: {what} {name!r} is not in the record, which has {fields}"
                    if allowed is names
                    else f"{world.name}: {what} {name!r} is no metric; there are: {known}"
                )


def check_tiles(world) -> None:
    """Raises ValueError unless each tile has a letter and a sprite, and actions count up."""
    for kind in (world.Tile, world.Action):
        if len(kind) < len(kind.__members__):
            raise ValueError(f"{world.name}: two names of {kind.__name__} have the same number")
    if [action.value for action in world.Action] != list(range(len(world.Action))):
        raise ValueError(f"{world.name}: actions count from 0 on, not {list(world.Action)}")
    for letter in world.legend:
        if not isinstance(letter, str) or len(letter) != 1 or letter.isspace():
            raise ValueError(f"{world.name}: the legend has letters, not {letter!r}")
    for tile in world.Tile:
        letters = [letter for letter, shown in world.legend.items() if shown == tile]
        if len(letters) != 1:
            raise ValueError(
                f"{world.name}: tile {tile.name} has {len(letters)} letters in the legend; each "
                "tile needs one of its own, and of two tiles with one letter only the last has it"
            )
        if not world.sprites.get(tile):
            raise ValueError(f"{world.name}: tile {tile.name} has no sprite")
    for name, numbers in (("legend", world.legend.values()), ("sprites", world.sprites)):
        if unknown := [number for number in numbers if number not in list(world.Tile)]:
            raise ValueError(f"{world.name}: the {name} have {unknown}, which is no tile")


def check_distributions(world) -> None:
    """Raises ValueError unless TRAIN and DEPLOY are distributions with all that the engine asks."""
    kind: type = world.Distribution
    if not is_dataclass(world.Distribution):
        raise ValueError(f"{world.name}: Distribution must be a frozen dataclass, not {kind!r}")
    has = {field.name for field in fields(world.Distribution)} | set(dir(world.Distribution))
    for needed in ("limit", "grid", "params"):
        if needed not in has:
            raise ValueError(f"{world.name}: Distribution needs {needed!r}; see World's docstring")
    for name in world.undrawn_fields:
        if name not in has:
            raise ValueError(f"{world.name}: undrawn_fields {name!r} is no field of Distribution")
    for name in ("TRAIN", "DEPLOY"):
        if not isinstance(getattr(world, name), kind):
            given = getattr(world, name)
            raise ValueError(
                f"{world.name}: {name} must be a Distribution of this world, not {given!r:.80}"
            )


def check_place(world, known, home: str) -> None:
    """Raises ValueError unless a world's names are its own, or those of the one it replaces.

    known: all worlds so far, by name. home: the name of the one that has its Distribution.
    """
    if home != world.name:
        raise ValueError(f"{world.name!r} needs a Distribution of its own; this is {home!r}'s")
    for other in known.values():
        if other.name != world.name and other.env_id == world.env_id:
            raise ValueError(f"env_id {world.env_id!r} belongs to the world {other.name!r}")
    before = known.get(world.name)
    if before and of_course(before) and not of_course(world):
        raise ValueError(f"the course has a world {world.name!r}; call yours something else")


def of_course(world) -> bool:
    """Whether a world is the course's own, not a reader's."""
    return world.Distribution.__module__.startswith("course_lib.worlds.")


def repeated(names: Iterable[str]) -> list[str]:
    """The names that occur more than once."""
    return [name for name, count in Counter(names).items() if count > 1]
