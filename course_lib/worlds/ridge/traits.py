"""The ridge beyond its rules: brushes of the editor, arrows."""

from typing import Any

import numpy as np

from course_lib.engine.grid import FAR, FREE, WALL, distances
from course_lib.engine.traits import Brushes, Failure, Words
from course_lib.worlds.places import on_cells, tiles_of
from course_lib.worlds.ridge.rules import BELOW, Tile

REWARDED = "The walker is rewarded for being at the flag, and for nothing else: more if it is soon."
WORDS = Words(
    agent="walker",
    trained={"sure-feet": "sure feet", "slip-20": "one slip in five steps"},
)

# ── Spot the difference ─────────────────────────────────────────────────────────────────────

FAILURE = Failure(lambda last: last.across == 0, "never at the flag")

# ── Drawing and arrows ──────────────────────────────────────────────────────────────────────

BRUSHES = Brushes(
    tiles=(Tile.WALL, Tile.FREE, Tile.WALKER, Tile.FLAG, Tile.SIGN, Tile.RIDGE, Tile.CHASM),
    floor=Tile.FREE,
    alone=(Tile.WALKER, Tile.FLAG),
    below=BELOW,
)
FIRM = (FREE, Tile.RIDGE, Tile.SIGN)  # where a walker can stand and go on


def arrow_places(state: Any) -> tuple[np.recarray, np.ndarray]:
    """The walker on every tile where they can stand and go on."""
    return on_cells(state, "walker_at", np.isin(tiles_of(state), FIRM))


def planner_hopes(records: np.recarray, state: Any) -> np.ndarray:
    """From which places a way leads to the flag."""
    side, tiles = int(state["side"]), tiles_of(state).ravel()
    steps = np.empty(side * side, np.int32)
    firm = np.where(np.isin(tiles, (*FIRM, Tile.FLAG)), FREE, WALL).astype(np.uint8)
    distances(firm, side, int(np.flatnonzero(tiles == Tile.FLAG)[0]), steps)
    return steps[records["walker_at"]] < FAR
