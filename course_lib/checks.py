"""Checks of arguments that all rooms share: each error shows the value and says what is allowed.

Those of numbers, and those that only worlds need, stand in engine/checks.py.
"""

import inspect
import os
from collections.abc import Iterable, Mapping, Sequence
from io import IOBase
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from course_lib.engine.checks import check_whole

ONE = (str, bytes, bytearray, Mapping, IOBase)  # one thing, though Python can go through it
SEEDS = 2**64 - 1  # the largest of a level: a record keeps it in 64 bits
MANY = 1_000_000  # of anything that is given one by one
LONGEST = 220  # bytes of a file's name: while it is written, it has a longer one
LONG = 80  # characters of a value that an error shows


def shown(value: Any) -> str:
    """The value as an error shows it: as Python writes it, not too long."""
    try:
        text = repr(value)
    except Exception:  # a stranger's own way of writing itself may fail
        text = f"something of the class {type(value).__name__}"
    return text if len(text) <= LONG else f"{text[: LONG - 3]}..."


def check_kind(name: str, value: Any, kind: type | tuple[type, ...], words: str) -> None:
    """Raise TypeError unless `value` is an object of this class; `words` say what it is."""
    if not isinstance(value, kind):
        raise TypeError(f"{name} must be {words}, not {shown(value)}")


def check_flag(name: str, value: Any) -> None:
    """Raise ValueError unless `value` is True or False."""
    if not isinstance(value, bool | np.bool_):
        raise ValueError(f"{name} must be True or False, not {shown(value)}")


def check_text(name: str, value: Any) -> None:
    """Raise ValueError unless `value` is text."""
    if not isinstance(value, str):
        raise ValueError(f"{name} must be text, not {shown(value)}")


def check_callable(name: str, value: Any, words: str, arguments: int = 1) -> None:
    """Raise TypeError unless `value` can be called with so many arguments, and is no class."""
    if not callable(value) or isinstance(value, type):
        raise TypeError(f"{name} must be {words}, not {shown(value)}")
    try:
        inspect.signature(value).bind(*[None] * arguments)
    except TypeError as problem:
        raise TypeError(f"{name} must be {words}, and {shown(value)} is not: {problem}") from None
    except ValueError:  # one of Python's own, which does not tell
        return


def check_one_of(name: str, value: Any, allowed: Iterable[Any]) -> None:
    """Raise ValueError unless `value` is one of those allowed, of the same kind."""
    known = list(allowed)
    if not any(type(value) is type(one) and value == one for one in known):
        names = ", ".join(repr(one) for one in known) or "none"
        raise ValueError(f"{name} must be one of {names}, not {shown(value)}")


def as_path(name: str, value: Any) -> Path:
    """The path; ValueError for what is neither text nor a path, or for what no file can be."""
    if not isinstance(value, str | os.PathLike) or isinstance(os.fspath(value), bytes):
        raise ValueError(f"{name} must be a path, as text or as a Path, not {shown(value)}")
    text = os.fspath(value)
    try:
        fits = all(len(os.fsencode(part)) <= LONGEST for part in Path(text).parts)
    except UnicodeEncodeError:  # half of a surrogate pair
        fits = False
    if not text or "\0" in text or not fits:
        raise ValueError(f"{name} must be a path, and no file can be called {shown(value)}")
    return Path(value)


def as_mapping(name: str, value: Any, words: str) -> Mapping[Any, Any]:
    """The mapping; TypeError for what is none. `words`: from what it leads to what."""
    check_kind(name, value, Mapping, f"a dict {words}")
    return value


def as_items(name: str, values: Any, words: str, least: int = 0, most: int = MANY) -> list:
    """A list of the values, `least` to `most` of them; ValueError for a text, or what is no list.

    words: what they are. A list that never ends is refused, too.
    """
    listed = isinstance(values, Iterable) and not isinstance(values, ONE)
    if not listed or (isinstance(values, np.ndarray) and values.ndim != 1):
        raise ValueError(f"{name} must be a list of {words}, not {shown(values)}")
    found = list(islice(values, most + 1))
    if not least <= len(found) <= most:
        count = len(values) if hasattr(values, "__len__") else f"more than {most:,}"
        wanted = f"{least:,}" if least == most else f"{least:,} to {most:,}"
        raise ValueError(f"{name} must be {wanted} {words}, not {count}")
    return found


def as_numbers(name: str, values: Any) -> np.ndarray:
    """The numbers, (n,) or of more axes; ValueError for what are none."""
    try:
        found = np.asarray(values)
    except (ValueError, MemoryError):  # lists of different lengths; a range without end
        found = np.empty((), object)
    if isinstance(values, ONE) or found.ndim == 0 or found.dtype.kind not in "buif":
        raise ValueError(f"{name} must be numbers, not {shown(values)}")
    return found


def as_whole_array(name: str, values: Any, count: int) -> np.ndarray:
    """So many whole numbers as an array (count,); ValueError for what are none."""
    try:
        found = np.asarray(values)
    except (ValueError, MemoryError):
        found = np.empty((), object)
    if found.shape != (count,) or found.dtype.kind not in "iu":
        raise ValueError(
            f"{name} must be {count} whole numbers, not {shown(values)} "
            f"({found.dtype} {found.shape})"
        )
    return found


def as_flags(name: str, values: Any, count: int) -> np.ndarray:
    """So many times True or False as an array, bool (count,); ValueError for what is none."""
    found = as_items(name, values, "times True or False", count, count)
    for value in found:
        check_flag(f"each of {name}", value)
    return np.array(found, bool)


def as_seeds(name: str, values: Any, least: int = 1, most: int = MANY) -> list[int]:
    """Seeds as a list of whole numbers; ValueError that shows one that is none."""
    seeds = as_items(name, values, "whole numbers", least, most)
    for seed in seeds:
        check_whole(f"each of {name}", seed, 0, SEEDS)
    return [int(seed) for seed in seeds]


def is_sequence(values: Any) -> bool:
    """Whether these are several things in order; a text is one thing."""
    return isinstance(values, Sequence) and not isinstance(values, ONE)
