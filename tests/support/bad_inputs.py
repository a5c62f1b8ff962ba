"""Bad inputs, made without end, and what a door must do with one: take it sensibly, or say no.

A *door* is a function with arguments that it takes; of one parameter at a time it is given another
value. Where that value is allowed, the door may take it or refuse it, as it goes with the other
arguments. Where it is not, the door refuses it by a `raise` of the course's own, with a message
that shows the value or its kind: nothing is taken silently, and nothing is said in another
library's words, or Python's.
"""

import dis
import math
import random
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Real
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from traitlets import TraitError

COURSE = "course_lib"
SECONDS = 30.0  # that one call may take, on a busy machine
LONG = 90  # characters of a value that need not be shown in full
# What a reader can act on: the wrong kind, the wrong value, a file that is not there or not ours.
REFUSALS = (ValueError, TypeError, OSError, TraitError)


# ── Values ──────────────────────────────────────────────────────────────────────────────────


class Odd:
    """An object of a stranger."""

    def __repr__(self) -> str:
        return "Odd()"


FIXED: dict[str, Any] = {
    "nan": float("nan"), "inf": float("inf"), "-inf": float("-inf"), "-1": -1, "0": 0, "2": 2,
    "True": True, "False": False, "None": None, "...": ..., "10**30": 10**30, "-10**30": -(10**30),
    "2**63": 2**63, "2**64": 2**64, "64.5": 64.5, "-0.5": -0.5, "1e308": 1e308, "3.0": 3.0,
    "int64": np.int64(3), "uint8": np.uint8(200), "float32": np.float32(0.5),
    "float64 nan": np.float64("nan"), "bool_": np.bool_(True), "0-d": np.array(3),
    "0-d text": np.array("a"), "no array": np.array([]), "an array": np.array([1, 2]),
    "objects": np.array([None, "a"], object), "'9'": "9", "''": "", "' '": " ", "text": "labyrinth",
    "line": "a\nb", "surrogate": "half \ud800", "zero byte": "a\0b", "long": "x" * 5000,
    "path up": "../../etc", "bytes": b"\xff9", "bytearray": bytearray(b"3"), "[]": [], "()": (),
    "{}": {}, "set": {1, "a"}, "[1]": [1], "[None]": [None], "pair": (1, 2), "texts": ["a", "b"],
    "[nan]": [float("nan")], "nested": [[1, [2]]], "dict": {"a": 1}, "{1: 2}": {1: 2}, "1j": 1j,
    "half": Fraction(1, 2), "decimal": Decimal("0.3"), "date": datetime(2026, 1, 1),
    "object": Odd(), "class": Odd, "int": int, "type": type, "function": lambda: 3, "print": print,
    "module": math, "range": range(3), "endless": range(10**12), "an error": ValueError("x"),
}  # fmt: skip


def of_the_machine(folder: Path) -> dict[str, Any]:
    """Values that need files: open ones, folders, missing, damaged and empty ones."""
    empty, damaged = folder / "empty.json", folder / "damaged.json"
    empty.touch()
    damaged.write_bytes(b'{"lessons": \xff')
    return {
        "a folder": folder, "a folder's name": str(folder), "missing": folder / "none" / "a.json",
        "missing's name": str(folder / "none.npz"), "empty file": empty, "damaged": str(damaged),
        "a device": Path("/dev/null/x"), "/proc": Path("/proc/x.json"), "open file": open(empty),
        "closed": _closed(empty), "relative": Path("nowhere.json"), "name too long": "n" * 300,
    }  # fmt: skip


def _closed(path: Path):
    with open(path) as file:
        return file


def made_up(chance: random.Random) -> tuple[str, Any]:
    """One more value by chance, with its name: numbers of all sizes, texts, nestings."""
    size = 10.0 ** chance.randint(-9, 25) * chance.choice((-1, 1))
    texts = "".join(chance.choice("abZ09 .,;:'\"\\é漢😀\ud83d\n\t%{}") for _ in range(5))
    value = chance.choice([
        int(size), size, round(size, 1), np.float32(size), np.int64(int(size) % 2**40), texts,
        texts.encode("utf-8", "replace"), [size, texts], (int(size), texts), {texts: size},
        [chance.randint(-5, 40) for _ in range(chance.randint(0, 6))],
        tuple(chance.randint(-5, 40) for _ in range(chance.randint(0, 4))),
        np.array([size] * chance.randint(0, 3)), np.array(texts), str(size), Fraction(int(size), 7),
    ])  # fmt: skip
    return f"made up: {value!r:.60}", value


# ── What is allowed ─────────────────────────────────────────────────────────────────────────

Allowed = Callable[[Any], bool]


def is_whole(value: Any) -> bool:
    """A whole number, numpy's too; True is none."""
    return isinstance(value, Integral) and not isinstance(value, bool | np.bool_)


def whole(low: int = 0, high: int | None = None) -> Allowed:
    """Whole numbers from `low` to `high`."""
    return lambda value: is_whole(value) and low <= value and (high is None or value <= high)


def number(low: float = -math.inf, high: float = math.inf) -> Allowed:
    """Numbers from `low` to `high`, none of them nan."""
    return lambda value: (
        isinstance(value, Real) and not isinstance(value, bool | np.bool_)
        and bool(low <= value <= high)
    )  # fmt: skip


def among(*values: Any) -> Allowed:
    """One of these, and nothing that merely equals one."""
    return lambda value: any(type(value) is type(one) and value == one for one in values)


def optional(allowed: Allowed) -> Allowed:
    """None, or what else is allowed."""
    return lambda value: value is None or allowed(value)


def of_kind(*kinds: type) -> Allowed:
    """An object of one of these classes."""
    return lambda value: isinstance(value, kinds)


def nothing(_value: Any) -> bool:
    """No value of those that are drawn."""
    return False


def anything(_value: Any) -> bool:
    """Every value: what is odd is refused, or taken."""
    return True


def each(allowed: Allowed, least: int = 1, most: int = 200) -> Allowed:
    """Lists, tuples, ranges and arrays (n,) of values that are allowed, so many of them."""

    def listed(values: Any) -> bool:
        flat = isinstance(values, list | tuple | range) or (
            isinstance(values, np.ndarray) and values.ndim == 1
        )
        return flat and least <= len(values) <= most and all(map(allowed, values))

    return listed


is_text = of_kind(str)
is_flag = of_kind(bool, np.bool_)
is_path = of_kind(str, Path)


# ── Doors ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Door:
    """A function, arguments that it takes, and what is allowed for each of them."""

    name: str
    call: Callable[..., Any]
    given: dict[str, Any]
    allowed: dict[str, Allowed]
    skip: Allowed = nothing  # values that it is not given


def draws(doors: list[Door], seed: int, count: int, folder: Path) -> Iterator[tuple]:
    """So many (door, parameter, name of the value, value), by chance."""
    chance = random.Random(seed)
    values = list({**FIXED, **of_the_machine(folder)}.items())
    places = [(door, parameter) for door in doors for parameter in door.allowed]
    for number_ in range(count):
        if number_ % len(places) == 0:
            chance.shuffle(places)
        door, parameter = places[number_ % len(places)]
        drawn = made_up(chance) if chance.random() < 0.3 else chance.choice(values)
        if not door.skip(drawn[1]):
            yield door, parameter, *drawn


def complaint(door: Door, parameter: str, value: Any) -> str | None:
    """What the door does wrong with this value; None if nothing."""
    fine = door.allowed[parameter](value)
    try:
        with limit(SECONDS):
            door.call(**{**door.given, parameter: value})
    except TooLong:
        return f"did not end in {SECONDS} seconds"
    except REFUSALS as error:
        return wrong_refusal(error, value, fine)
    except Exception as error:
        return f"{type(error).__name__} is no refusal: {error!s:.200}"
    return None if fine else "took it without a word"


def wrong_refusal(error: BaseException, value: Any, fine: bool) -> str | None:
    """What is wrong with how a value was refused; None if nothing is.

    fine: it is allowed by itself, so that the trouble is with what stands beside it.
    """
    words = str(error)
    # The operating system names the file and says what is wrong with it; so does a trait.
    told = (isinstance(error, OSError) and error.filename) or isinstance(error, TraitError)
    if not told and not raised_here(error.__traceback__):
        return f"{type(error).__name__} of another library, or Python's own: {words:.200}"
    if len(words) < 15 or words != words.encode("utf-8", "replace").decode():
        return f"says too little, or cannot be printed: {words!r}"
    if not fine and not shows(words, value):
        return f"does not show the value: {words:.300}"
    return None


def raised_here(trace: TracebackType | None) -> bool:
    """Whether the error comes from a `raise` that stands in the course."""
    assert trace is not None
    while trace.tb_next is not None:
        trace = trace.tb_next
    code = trace.tb_frame.f_code
    ours = trace.tb_frame.f_globals.get("__name__", "").startswith(COURSE)
    at = {one.offset: one.opname for one in dis.get_instructions(code)}
    return ours and at[trace.tb_lasti] in ("RAISE_VARARGS", "RERAISE")


def shows(words: str, value: Any) -> bool:
    """Whether a message shows the value, the beginning of a long one, a part of it, or its kind."""
    candidates = {repr(value), str(value), type(value).__name__, getattr(value, "__name__", "")}
    if isinstance(value, str):
        candidates |= {ascii(value), value.encode("utf-8", "replace").decode()}
        candidates |= {repr(letter) for letter in value[:9]} | {"line 1"} if value else {"empty"}
    if isinstance(value, bytes | bytearray):
        candidates.add(repr(bytes(value)))
    if isinstance(value, int | float | np.number):
        candidates |= {f"{value:g}", f"{value:,}"} if math.isfinite(value) else {f"{value:g}"}
    if isinstance(value, range | bytes | bytearray):
        candidates |= {f"not {len(value)}", f"{len(value)} ", "more than"}
    if isinstance(value, np.ndarray | list | tuple):
        candidates.add(str(np.shape(np.array(value, object)))[:-1])
    parts = parts_of(value)
    if parts is not None:
        candidates |= {repr(one) for one in parts} | {f"not {len(parts)}", f"{len(parts)} "}
        candidates |= set() if parts else {"empty", "no ", "at least", " 1 to ", "nothing", "none"}
    return any(one and one[:25] in words for one in candidates)


def parts_of(value: Any) -> list | None:
    """What a collection holds; None for what is none, or too long to look at."""
    if isinstance(value, np.ndarray):
        return list(value.ravel().tolist()) if value.ndim else None
    if isinstance(value, dict):
        return [*value, *value.values()]
    short = isinstance(value, range) and len(value) < 100
    return list(value) if short or isinstance(value, list | tuple | set) else None


# ── Time ────────────────────────────────────────────────────────────────────────────────────


class TooLong(BaseException):
    """A call that does not end; no `except Exception` may swallow it."""


@contextmanager
def limit(seconds: float):
    """Raise TooLong in the block when so many seconds are over."""

    def stop(*_: Any) -> None:
        raise TooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
