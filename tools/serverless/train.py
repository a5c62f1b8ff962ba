"""What can be set on the page Train, packed: for each position of its sliders a distribution.

`train:<world>` is {knobs, distributions, move}. `knobs` are {name, label, words, first}: a slider
with a position for each of the words, and the one of the training distribution. `distributions`
has for each position of all sliders, "0-3", say, what js/sim.js takes (see worlds.py). `move` is
what one does in the editor with an agent of this world.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any

from course_lib.engine.world import World, world, worlds
from serverless import data
from serverless.worlds import pack, pack_distribution

Values = tuple[tuple[str, dict[str, Any]], ...]  # in words, and what differs from training


@dataclass(frozen=True)
class Knob:
    """A slider: its name in addresses, its label, and what its positions stand for."""

    name: str
    label: str
    values: Values


def _shares(field: str, *shares: float) -> Values:
    """Positions that are shares, as per cent."""
    return tuple((f"{100 * share:g} %", {field: share}) for share in shares)


def _numbers(field: str, *numbers: int) -> Values:
    """Positions that are numbers."""
    return tuple((str(number), {field: number}) for number in numbers)


CHEESE: Values = (
    ("in the corner", {"cheese": "corner"}),
    *((f"within {n} tiles of the corner", {"cheese": n}) for n in range(2, 7)),
    ("anywhere", {"cheese": "anywhere"}),
)
DANGERS: Values = (
    ("nothing is deadly", {"difficulty": 0}),
    ("easy", {"difficulty": (0, 5)}),
    ("as in the course", {"difficulty": (0, 10)}),
)
KNOBS: dict[str, tuple[Knob, ...]] = {
    "maze": (
        Knob("cheese", "Where the cheese may lie", CHEESE),
        Knob("loops", "Inner walls that are missing", _shares("loops", 0, 0.3, 0.7)),
    ),
    "gems": (
        Knob("lures", "Yellow stars beside the gem", _numbers("lures", 0, 1, 2, 3)),
        Knob(
            "layout",
            "Where it plays",
            (("in a room", {"layout": "room"}), ("in a maze", {"layout": "maze"})),
        ),
    ),
    "keys_and_chests": (
        Knob("keys", "Keys (times one to four)", _numbers("keys", 1, 2)),
        Knob("chests", "Chests (times one to four)", _numbers("chests", 1, 2, 3)),
    ),
    "coin_run": (
        Knob(
            "share",
            "Levels with the coin off the path",
            _shares("coin_random_share", 0, 0.02, 0.05, 0.1, 0.25, 0.5, 1),
        ),
        Knob("dangers", "Dangers", DANGERS),
    ),
    "garden": (
        Knob("plants", "Plants", _numbers("plants", 1, 2, 3, 4, 5, 6)),
        Knob(
            "camera",
            "Where the camera hangs",
            (("high on the wall", {"camera": "high"}), ("on a tripod", {"camera": "tripod"})),
        ),
    ),
    "ridge": (
        Knob("slip", "Steps that slip", _shares("slip", 0, 0.05, 0.1, 0.2, 0.3, 0.5)),
        Knob(
            "start",
            "Where the walker starts",
            (("on the near side", {"start": "near"}), ("anywhere", {"start": "anywhere"})),
        ),
    ),
}
MOVE = {
    "maze": "Move the cheese",
    "gems": "Move the gem",
    "keys_and_chests": "Move keys and chests",
    "coin_run": "Move the coin",
    "garden": "Move the plants",
    "ridge": "Move the flag",
}


def write(folder: Path) -> None:
    """Write what can be set for every world."""
    for name in worlds():
        data.write(folder, f"train:{name}", knobs_of(world(name)))


def knobs_of(home: World) -> dict:
    """The sliders of a world, and a distribution for each of their positions."""
    knobs = KNOBS.get(home.name, ())
    dressings = list(pack(home)["dressings"])
    known = len(dressings)
    found = {}
    for at, words, one in positions(home, knobs):
        found[at] = pack_distribution(home, "trained", words, one, dressings)
    if len(dressings) > known:
        raise ValueError(f"{home.name}: a slider dresses the levels in another way than world:*")
    return {
        "knobs": [
            {
                "name": knob.name,
                "label": knob.label,
                "words": [words for words, _ in knob.values],
                "first": first_of(home, knob),
            }
            for knob in knobs
        ],
        "distributions": found,
        "move": MOVE.get(home.name, "Change the level"),
    }


def positions(home: World, knobs: tuple[Knob, ...]) -> Iterator[tuple[str, str, Any]]:
    """All positions of all sliders: their numbers, the distribution in words, and itself."""
    for numbers in product(*(range(len(knob.values)) for knob in knobs)):
        chosen = [knob.values[n] for knob, n in zip(knobs, numbers, strict=True)]
        changed = {k: v for _, fields in chosen for k, v in fields.items()}
        words = "; ".join(
            f"{knob.label.lower()}: {told}" for knob, (told, _) in zip(knobs, chosen, strict=True)
        )
        yield "-".join(map(str, numbers)), words, replace(home.TRAIN, **changed)


def first_of(home: World, knob: Knob) -> int:
    """The position of the training distribution."""
    for n, (_, fields) in enumerate(knob.values):
        if replace(home.TRAIN, **fields) == home.TRAIN:
            return n
    raise ValueError(f"{home.name}: no position of {knob.label!r} is the training distribution's")
