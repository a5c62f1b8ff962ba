"""The knobs of the worlds as somebody sees them who looks at levels: what there is to tell apart.

A knob says of a distribution how often each of its values occurs. Two shelves of levels differ in
a knob if its values do not occur equally often in both. Time limits and ghosts are left out, as
nobody sees them.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from itertools import product
from typing import Any

from course_lib.engine.checks import as_range
from course_lib.engine.platforms import HARDEST
from course_lib.engine.world import World

Shares = Mapping[Any, Fraction]


@dataclass(frozen=True)
class Knob:
    """Something of a world that can differ between two shelves.

    values: of a distribution, each with its share of the levels; none where it cannot be seen.
    unit: for numbers, what they count; then a shelf is described by their mean.
    """

    name: str
    words: str
    values: Callable[[Any], Shares]
    show: Callable[[Any], str] = str
    unit: str = ""


def sure(value: Any) -> Shares:
    """This value in every level."""
    return {value: Fraction(1)}


def evenly(values) -> Shares:
    """Each of the values equally often; one that is listed twice is twice as frequent."""
    counts = Counter(values)
    return {value: Fraction(n, counts.total()) for value, n in counts.items()}


def whole(low: int, high: int) -> range:
    """All whole numbers from low to high."""
    return range(low, high + 1)


def spread(name: str, step: int = 1) -> Callable[[Any], Shares]:
    """The values of a field that is a number or a range of numbers, all equally likely."""

    def values(d) -> Shares:
        low, high = as_range(name, getattr(d, name))
        return evenly(range(low, high + 1, step))

    return values


def lengths(d) -> Shares:
    """How long levels of the coin run are; the easier ones are the shorter."""
    (short, long), hards = as_range("length", d.length), whole(*as_range("hard", d.difficulty))
    found: dict[Any, Fraction] = defaultdict(Fraction)
    for hard in hards:
        longest = short + (long - short) * max(hard, 1) // HARDEST  # as in `generate`
        for length in whole(short, longest):
            found[length] += Fraction(1, len(hards) * (longest - short + 1))
    return found


def counted(name: str) -> Callable[[Any], Shares]:
    """How many keys, or chests, a level has: n times a number of each."""

    def values(d) -> Shares:
        ranges = [whole(*as_range(k, getattr(d, k))) for k in ("n", name)]
        each = [n * number for n, number in product(*ranges)]
        return evenly(each)

    return values


def loops(d) -> Shares:
    """The share of walls that is removed, where the level is a maze at all."""
    return sure(d.loops) if getattr(d, "layout", "maze") == "maze" else {}


def cheese(d) -> Shares:
    """Where the cheese lies."""
    return sure("corner" if d.cheese == 1 else d.cheese)


def cheese_words(value) -> str:
    """A place of the cheese in words."""
    if isinstance(value, tuple):
        return f"at row {value[0]}, column {value[1]}"
    named = {"corner": "in the corner", "anywhere": "anywhere"}
    return named.get(value, f"within {value} tiles of the corner")


def mouse_words(value) -> str:
    """A place of the mouse in words."""
    if isinstance(value, tuple):
        return f"at row {value[0]}, column {value[1]}"
    return {"anywhere": "anywhere", "start": "bottom left"}[value]


def coin(d) -> Shares:
    """Where the coin stands, as far as it is seen."""
    if not d.coin_shown:
        return {}
    share = Fraction(str(d.coin_random_share))
    places = {d.coin: 1 - share}
    places["off path"] = places.get("off path", Fraction(0)) + share
    return {place: part for place, part in places.items() if part}


def coin_words(value) -> str:
    """A place of the coin in words."""
    named = {"end": "at the end", "off path": "off the path", "beginning": "near the beginning",
             "middle": "in the middle", "beyond": "beyond the end"}  # fmt: skip
    return named.get(value, f"in column {value}")


def lure_look(d) -> Shares:
    """How the lure looks, if there is any."""
    return sure(d.lure) if d.lures else {}


def percent(value) -> str:
    """A share in per cent."""
    return f"{100 * float(value):g} %"


def look(value) -> str:
    """A look in words: "red gem"."""
    return " ".join(reversed(value))


SIZE = Knob("size", "how large the level is", spread("size", 2), unit="tiles across")
LOOPS = Knob("loops", "how many walls are missing (ways round)", loops, percent)
LAYOUT = Knob("layout", "open room or maze", lambda d: sure(d.layout))
KNOBS: dict[str, tuple[Knob, ...]] = {
    "maze": (
        Knob("cheese", "where the cheese lies", cheese, cheese_words),
        Knob("mouse", "where the mouse starts", lambda d: sure(d.mouse), mouse_words),
        LOOPS,
        SIZE,
    ),
    "gems": (
        Knob("colour", "the colour of the goal", lambda d: sure(d.goal[1])),
        Knob("shape", "the shape of the goal", lambda d: sure(d.goal[0])),
        Knob("lures", "how many lures lie there", lambda d: sure(d.lures), unit="lures"),
        Knob("lure", "how the lures look", lure_look, look),
        LAYOUT,
        SIZE,
    ),
    "keys_and_chests": (
        Knob("keys", "how many keys there are", counted("keys"), unit="keys"),
        Knob("chests", "how many chests there are", counted("chests"), unit="chests"),
        LAYOUT,
        LOOPS,
        SIZE,
    ),
    "coin_run": (
        Knob("coin", "where the coin stands", coin, coin_words),
        Knob("coin_shown", "whether the coin can be seen", lambda d: sure(d.coin_shown),
             lambda shown: "visible" if shown else "invisible"),
        Knob("wall", "what is behind the end", lambda d: sure(d.wall),
             lambda wall: "a wall" if wall else "open ground"),
        Knob("length", "how long the level is", lengths, unit="tiles"),
        Knob("difficulty", "how many pits, saws and enemies there are", spread("difficulty"),
             unit="of 10 in difficulty"),
    ),
}  # fmt: skip
UNSEEN = ("limit", "ghosts", "sight")


def knobs_of(world: World) -> tuple[Knob, ...]:
    """The knobs of a world. One of a student's own has all fields of its distribution, but limit.

    Raises ValueError for a world with nothing to tell apart.
    """
    found = KNOBS.get(world.name) or tuple(
        Knob(f.name, f.name.replace("_", " "), _field(f.name))
        for f in fields(world.Distribution)
        if f.name not in UNSEEN
    )
    if not found:
        raise ValueError(
            f"the world {world.name!r} has no knobs to tell apart: its Distribution needs a field "
            "besides limit"
        )
    return found


def _field(name: str) -> Callable[[Any], Shares]:
    return lambda d: sure(getattr(d, name))
