"""How the ridge looks: a meadow, a deep blue-black chasm, and a bar of pale rock across it."""

from course_lib.engine.sprites import Sprite
from course_lib.worlds.art import wall
from course_lib.worlds.ridge.rules import Tile

MEADOW, DEPTH = "#a9c86a", "#131a30"
GRASS = ("rect", 0, 0, 1, 1, MEADOW)
HOLLOW = (
    ("rect", 0, 0, 1, 1, DEPTH),
    ("polygon", ((0, 0.3), (0.3, 0.5), (0.1, 1), (0, 1)), "#1e2a4c"),
    ("polygon", ((1, 0.1), (0.75, 0.4), (0.9, 1), (1, 1)), "#1e2a4c"),
)
ROCK = (
    *HOLLOW,
    ("rect", 0.14, 0, 0.72, 1, "#cbbfae"),
    ("rect", 0.14, 0, 0.1, 1, "#8d8272"),
    ("rect", 0.76, 0, 0.1, 1, "#8d8272"),
)
POLE = ("rect", 0.5, 0.02, 0.08, 0.96, "#4a3524")
CLOTH = ("polygon", ((0.58, 0.04), (1, 0.1), (1, 0.62), (0.58, 0.56)), "#d8101c")
PAINTED = (
    ("rect", 0.62, 0.6, 0.1, 0.4, "#4a3524"),
    ("rect", 0.36, 0.04, 0.64, 0.62, "#fffdf4"),
    ("polygon", ((0.56, 0.14), (0.92, 0.34), (0.56, 0.56)), "#d8101c"),
)
FIGURE = (  # who walks: to the left, so that one sees what they stand on
    ("ellipse", 0.3, 0.86, 0.24, 0.14, "#3b2a7a"),
    ("rect", 0.08, 0.46, 0.44, 0.38, "#5a3fc0"),
    ("circle", 0.3, 0.3, 0.19, "#f0c39a"),
    ("rect", 0.1, 0.1, 0.4, 0.12, "#2a1d5c"),
    ("circle", 0.24, 0.32, 0.025, "#20140c"),
    ("circle", 0.37, 0.32, 0.025, "#20140c"),
)
WALL: Sprite = wall("#7b8790")
FREE: Sprite = (GRASS,)
CHASM: Sprite = HOLLOW
RIDGE: Sprite = ROCK
FLAG: Sprite = (GRASS, POLE, CLOTH)
SIGN: Sprite = (GRASS, *PAINTED)
WALKER: Sprite = (GRASS, *FIGURE)
ON_RIDGE: Sprite = (*ROCK, *FIGURE)
ON_SIGN: Sprite = (GRASS, *PAINTED, *FIGURE)
AT_FLAG: Sprite = (GRASS, POLE, CLOTH, *FIGURE)
FALLEN: Sprite = (
    *HOLLOW,
    ("ellipse", 0.5, 0.62, 0.3, 0.2, "#5a3fc0"),
    ("circle", 0.5, 0.42, 0.14, "#f0c39a"),
)
SPRITES: dict[int, Sprite] = {
    Tile.WALL: WALL,
    Tile.FREE: FREE,
    Tile.CHASM: CHASM,
    Tile.RIDGE: RIDGE,
    Tile.FLAG: FLAG,
    Tile.SIGN: SIGN,
    Tile.WALKER: WALKER,
    Tile.ON_RIDGE: ON_RIDGE,
    Tile.ON_SIGN: ON_SIGN,
    Tile.AT_FLAG: AT_FLAG,
    Tile.FALLEN: FALLEN,
}
