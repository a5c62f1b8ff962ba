"""How the gems look. How goal and lure look is up to the distribution."""

from course_lib.engine.sprites import Sprite
from course_lib.worlds.art import DARK_FLOOR, ROBOT, object_sprite, wall
from course_lib.worlds.gems.rules import Distribution, Tile

SPRITES: dict[int, Sprite] = {
    Tile.WALL: wall("#6d6d72"),
    Tile.FREE: (DARK_FLOOR,),
    Tile.ROBOT: (DARK_FLOOR, *ROBOT),
    Tile.GOAL: object_sprite("gem", "yellow"),
    Tile.LURE: object_sprite("star", "yellow"),
}


def dress(distribution: Distribution) -> dict[int, Sprite]:
    """The sprites of goal and lure, as this distribution has them."""
    return {
        Tile.GOAL: object_sprite(*distribution.goal),
        Tile.LURE: object_sprite(*distribution.lure),
    }
