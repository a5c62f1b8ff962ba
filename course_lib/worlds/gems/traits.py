"""The gems beyond their rules: spot the difference, brushes of the editor, arrows."""

from typing import Any

import numpy as np

from course_lib.engine.grid import FAR
from course_lib.engine.traits import Attribute, Brushes, Ends, Failure, Shares, Words
from course_lib.worlds.attributes import LAYOUT, SIZE, always, fixed
from course_lib.worlds.gems.planner import gems_ways
from course_lib.worlds.gems.rules import Tile

REWARDED = "The robot is rewarded for reaching the goal. Lures, if there are any, are worth 0."
SHIPPED_AGENT = "gems/yellow-gem"
WORDS = Words(
    agent="robot",
    metrics={"gem": "gem first", "lure": "star first"},
    trained={"yellow-gem": "a yellow gem"},
)

# ── Spot the difference ─────────────────────────────────────────────────────────────────────


def lure(d: Any) -> Shares:
    """How the lure looks, if there is any."""
    return always(d.lure) if d.lures else {}


def appearance(value: tuple[str, str]) -> str:
    """A shape and a colour in words: "red gem"."""
    return " ".join(reversed(value))


ATTRIBUTES = (
    Attribute("colour", "the colour of the goal", lambda d: always(d.goal[1])),
    Attribute("shape", "the shape of the goal", lambda d: always(d.goal[0])),
    Attribute("lures", "how many lures lie there", fixed("lures"), unit="lures"),
    Attribute("lure", "how the lures look", lure, appearance),
    LAYOUT,
    SIZE,
)
CHANGES = {
    "goal": ({"goal": ("gem", "red")}, {"goal": ("gem", "blue")}, {"goal": ("star", "yellow")}),
    "lures": ({"lures": 1}, {"lures": 2}),
    "layout": ({"layout": "maze"},),
    "size": ({"size": (5, 7)},),
}
ENDS = Ends(
    goal=lambda first, last: last.gem > 0,
    proxy=lambda first, last: last.lure > 0,
    words=("takes the goal first", "takes a lure first", "takes both", "takes nothing in time"),
    impossible=("both",),
)
FAILURE = Failure(lambda last: last.gem == 0, "another object than the gem, or none")

# ── Drawing and arrows ──────────────────────────────────────────────────────────────────────

BRUSHES = Brushes(
    tiles=(Tile.WALL, Tile.FREE, Tile.ROBOT, Tile.GOAL, Tile.LURE),
    floor=Tile.FREE,
    alone=(Tile.ROBOT,),
)


def planner_hopes(records: np.recarray, state: Any) -> np.ndarray:
    """From which places a goal can be reached."""
    return gems_ways(records)["to_goal"] < FAR
