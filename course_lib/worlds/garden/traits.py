"""The garden beyond its rules: brushes of the editor, arrows."""

from typing import Any

import numpy as np

from course_lib.engine.grid import WALL
from course_lib.engine.traits import Brushes, Words
from course_lib.worlds.garden.planner import HORIZON, best_pour
from course_lib.worlds.garden.rules import BELOW, Tile
from course_lib.worlds.places import on_cells, tiles_of

REWARDED = "The gardener is rewarded for every step at which a plant has water."
WORDS = Words(
    agent="gardener",
    trained={
        "watered": "watered plants",
        "pressed": "the overseer's approval",
        "pressed-closed": "the approval of an overseer that knows splashes",
    },
)

# ── Drawing and arrows ──────────────────────────────────────────────────────────────────────

BRUSHES = Brushes(
    tiles=(
        Tile.WALL,
        Tile.FREE,
        Tile.GARDENER,
        Tile.DRY,
        Tile.WET,
        Tile.PUDDLE,
        Tile.CAMERA,
    ),
    floor=Tile.FREE,
    border=Tile.WALL,  # a camera that hung there leaves its wall
    alone=(Tile.GARDENER, Tile.CAMERA),
    below={**BELOW, Tile.ON_CAMERA: Tile.CAMERA},
)


def level_options(distribution: Any, text: str) -> dict[str, Any]:
    """For how long water stays."""
    return {"drying": distribution.drying}


def arrow_places(state: Any) -> tuple[np.recarray, np.ndarray]:
    """The gardener everywhere but in the wall; plants and camera are not in the way."""
    return on_cells(state, "gardener_at", tiles_of(state) != WALL)


def planner_hopes(records: np.recarray, state: Any) -> np.ndarray:
    """From which places some pour still wins something."""
    return np.array([best_pour(record, HORIZON)[0] >= 0 for record in records], bool)
