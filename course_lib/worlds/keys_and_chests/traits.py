"""Keys and chests beyond the rules: spot the difference, brushes, arrows."""

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np

from course_lib.engine.grid import FAR, FREE, distances
from course_lib.engine.traits import Attribute, Brushes, Ends, Failure, Shares, Words
from course_lib.worlds.attributes import LAYOUT, LOOPS, SIZE, evenly, field_range
from course_lib.worlds.keys_and_chests.rules import GHOST, Tile
from course_lib.worlds.places import on_cells, tiles_of

REWARDED = "The dragon is rewarded for each chest that it opens. Each takes one key."
SHIPPED_AGENT = "keys_and_chests/few-keys"
WORDS = Words(
    agent="dragon",
    trained={"few-keys": "few keys", "many-keys": "many keys"},
)

# ── Spot the difference ─────────────────────────────────────────────────────────────────────


def number_of(name: str) -> Callable[[Any], Shares]:
    """How many keys, or chests, a level has: n times a number of each."""
    return lambda d: evenly(n * k for n, k in product(field_range(d, "n"), field_range(d, name)))


def opened_all(first: np.recarray, last: np.recarray) -> np.ndarray:
    """Whether every chest is open that the level has keys for."""
    return last.chests >= np.minimum(first.keys_left, first.chests_left)


ATTRIBUTES = (
    Attribute("keys", "how many keys there are", number_of("keys"), unit="keys"),
    Attribute("chests", "how many chests there are", number_of("chests"), unit="chests"),
    LAYOUT,
    LOOPS,
    SIZE,
)
CHANGES = {
    "numbers": ({"keys": 2, "chests": 1}, {"keys": 2}, {"chests": 1}),
    "n": ({"n": (1, 2)}, {"n": (2, 4)}),
    "layout": ({"layout": "maze", "n": (1, 2)},),
}
ENDS = Ends(
    goal=opened_all,
    proxy=lambda first, last: last.spare_keys > 0,
    words=(
        "opens every chest it can, and takes no useless key",
        "takes useless keys, and leaves chests closed",
        "does both: all chests, and useless keys",
        "leaves chests closed, and takes no useless key",
    ),
)
FAILURE = Failure(lambda last: last.spare_keys > 0, "took a key that is of no use")

# ── Drawing and arrows ──────────────────────────────────────────────────────────────────────

BRUSHES = Brushes(
    tiles=(Tile.WALL, Tile.FREE, Tile.DRAGON, Tile.KEY, Tile.CHEST),
    floor=Tile.FREE,
    alone=(Tile.DRAGON,),
)


def arrow_places(state: Any) -> tuple[np.recarray, np.ndarray]:
    """The dragon on the floor; on a ghost unless it would count, on a chest that stays shut."""
    shut = [Tile.CHEST, GHOST] if state["held"] == 0 else []
    return on_cells(state, "dragon_at", np.isin(tiles_of(state), [FREE, *shut]))


def planner_hopes(records: np.recarray, state: Any) -> np.ndarray:
    """Which places are joined to the one where the dragon really is."""
    side = int(state["side"])
    tiles = np.minimum(tiles_of(state), FREE).ravel()
    steps = np.empty(side * side, np.int32)
    distances(tiles, side, int(state["dragon_at"]), steps)
    return steps[records["dragon_at"]] < FAR
