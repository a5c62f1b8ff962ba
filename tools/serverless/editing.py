"""What the level editor on the site has to know of a world beside its rules.

site/src/edit/home.js reads it. How a drawing becomes a record is written there once more, for each
world, and tested against `parse_level`; letters, tiles and brushes come from here.
"""

from collections.abc import Callable

from course_lib.engine import platform_levels
from course_lib.engine.traits import Brushes
from course_lib.engine.world import World
from course_lib.worlds import ridge

# Rules that reading a drawing takes, by world; `rules.more` has them.
RULES: dict[str, dict[str, Callable]] = {
    "coin_run": {
        "grow_turf": platform_levels.grow_turf,
        "usual_limit": platform_levels.usual_limit,
    },
    "ridge": {"roll_slips": ridge.rules.roll_slips},
}


def pack_editing(home: World) -> dict:
    """What the editor has to know of a world; ValueError for one without brushes."""
    if home.brushes is None:
        raise ValueError(f"the world {home.name!r} has no brushes, so the site cannot edit it")
    return {
        "legend": [[letter, int(tile)] for letter, tile in home.legend.items()],
        "tiles": [tile.name for tile in sorted(home.Tile)],
        "actions": [action.name for action in sorted(home.Action)],
        "undrawn": list(home.undrawn_fields),
        "kit": pack_kit(home.brushes),
        "agent": f"{home.shipped_agent}:0" if home.shipped_agent else "",
    }


def pack_kit(kit: Brushes) -> dict:
    """A world's brushes with their tiles as ids."""
    return {
        "tiles": [int(tile) for tile in kit.tiles],
        "floor": int(kit.floor),
        "alone": [int(tile) for tile in kit.alone],
        "border": None if kit.border is None else int(kit.border),
        "below": [[int(tile), int(lies)] for tile, lies in kit.below.items()],
        "plain": dict(kit.plain),
        "shown": {name: int(value) for name, value in kit.shown.items()},
    }
