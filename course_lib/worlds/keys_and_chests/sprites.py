"""How keys and chests look."""

from course_lib.engine.sprites import Sprite
from course_lib.worlds.art import CHEST, DRAGON, KEY, LIGHT_FLOOR, wall
from course_lib.worlds.keys_and_chests.rules import Tile

SPRITES: dict[int, Sprite] = {
    Tile.WALL: wall("#4a4458"),
    Tile.FREE: (LIGHT_FLOOR,),
    Tile.DRAGON: (LIGHT_FLOOR, *DRAGON),
    Tile.KEY: (LIGHT_FLOOR, *KEY),
    Tile.CHEST: (LIGHT_FLOOR, *CHEST),
    Tile.STRIP: (("rect", 0, 0, 1, 1, "#2f5d8a"), ("rect", 0.08, 0.08, 0.84, 0.84, "#3f74a8")),
}
