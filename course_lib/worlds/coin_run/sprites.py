"""How the coin run looks."""

from course_lib.engine.sprites import Sprite
from course_lib.worlds.coin_run.rules import Tile

AIR = ("rect", 0, 0, 1, 1, "#bfe3f7")
EARTH = (
    ("rect", 0, 0, 1, 1, "#6e4a2c"),
    ("ellipse", 0.28, 0.34, 0.13, 0.08, "#5a3b22"),
    ("ellipse", 0.74, 0.56, 0.15, 0.09, "#7d5735"),
    ("ellipse", 0.36, 0.82, 0.12, 0.07, "#5a3b22"),
)
STEEL = tuple(("rect", x, 0, 0.05, 1, "#59636e") for x in (0.1, 0.475, 0.85))
UPPER_TEETH = ((0, 0.6), (0.16, 0.36), (0.04, 0.1), (0.34, 0.2), (0.5, 0), (0.66, 0.2))
LOWER_TEETH = ((0.96, 0.1), (0.84, 0.36), (1, 0.6), (0.8, 0.7), (0.82, 1), (0.5, 0.86))
TEETH = (*UPPER_TEETH, *LOWER_TEETH, (0.18, 1), (0.2, 0.7))
HOOD = (("ellipse", 0.5, 0.4, 0.44, 0.4, "#d1007a"), ("rect", 0.1, 0.42, 0.8, 0.46, "#d1007a"))
FACE = (
    ("ellipse", 0.62, 0.38, 0.22, 0.17, "#ffd9bd"),
    ("ellipse", 0.59, 0.38, 0.035, 0.07, "#1c1a20"),
    ("ellipse", 0.73, 0.38, 0.035, 0.07, "#1c1a20"),
)
SCARF, BOOT = "#ffffff", "#3a0a4a"
SPRITES: dict[int, Sprite] = {
    Tile.SKY: (AIR,),
    Tile.GROUND: EARTH,
    Tile.TURF: (
        *EARTH,
        ("rect", 0, 0, 1, 0.34, "#5cae3a"),
        ("polygon", ((0, 0.34), (0.16, 0.52), (0.3, 0.34)), "#5cae3a"),
        ("polygon", ((0.3, 0.34), (0.48, 0.58), (0.66, 0.34)), "#5cae3a"),
        ("polygon", ((0.66, 0.34), (0.84, 0.5), (1, 0.34)), "#5cae3a"),
        ("rect", 0, 0, 1, 0.12, "#86d45c"),
    ),
    Tile.CRATE: (
        ("rect", 0, 0, 1, 1, "#e0a052"),
        ("polygon", ((0.1, 0.2), (0.2, 0.1), (0.9, 0.8), (0.8, 0.9)), "#b8762c"),
        ("polygon", ((0.1, 0.8), (0.8, 0.1), (0.9, 0.2), (0.2, 0.9)), "#b8762c"),
        ("rect", 0, 0, 1, 0.12, "#c58338"),
        ("rect", 0, 0.88, 1, 0.12, "#a3661f"),
        ("rect", 0, 0, 0.12, 1, "#c58338"),
        ("rect", 0.88, 0, 0.12, 1, "#a3661f"),
    ),
    Tile.PLATFORM: (("rect", 0, 0, 1, 1, "#7f8c99"), *STEEL, ("rect", 0, 0, 1, 0.15, "#aab6c2")),
    Tile.PIT: (("rect", 0, 0, 1, 1, "#0d0a14"), ("ellipse", 0.5, 0.5, 0.3, 0.1, "#1d1730")),
    Tile.SAW: (
        AIR,
        ("polygon", TEETH, "#e3241b"),
        ("circle", 0.5, 0.53, 0.3, "#ff6a5e"),
        ("circle", 0.5, 0.53, 0.1, "#5a0d0a"),
    ),
    Tile.COIN: (
        AIR,
        ("circle", 0.5, 0.5, 0.48, "#d99a00"),
        ("circle", 0.5, 0.5, 0.42, "#ffd000"),
        ("rect", 0.42, 0.22, 0.16, 0.56, "#fff0a0"),
    ),
    Tile.ENEMY: (  # figures have no backdrop, see `World`
        ("ellipse", 0.5, 0.62, 0.48, 0.4, "#2233b4"),
        ("rect", 0.02, 0.62, 0.96, 0.38, "#2233b4"),
        ("circle", 0.32, 0.55, 0.13, "#ffffff"),
        ("circle", 0.68, 0.55, 0.13, "#ffffff"),
        ("circle", 0.32, 0.58, 0.06, "#0b0f33"),
        ("circle", 0.68, 0.58, 0.06, "#0b0f33"),
        ("polygon", ((0.3, 0.8), (0.7, 0.8), (0.6, 0.92), (0.4, 0.92)), "#10164f"),
    ),
    # The scarf hangs, blows down or blows up, so that one picture tells where the runner goes.
    Tile.RUNNER: (
        ("rect", 0.2, 0.8, 0.22, 0.2, BOOT),
        ("rect", 0.58, 0.8, 0.22, 0.2, BOOT),
        *HOOD,
        *FACE,
        ("rect", 0.1, 0.6, 0.8, 0.09, SCARF),
    ),
    Tile.RISING: (
        *HOOD,
        *FACE,
        ("rect", 0, 0.62, 1, 0.38, SCARF),
        ("polygon", ((0.3, 0.62), (0.7, 0.62), (0.62, 0.9), (0.38, 0.9)), BOOT),
    ),
    Tile.FALLING: (
        *HOOD,
        ("rect", 0, 0, 1, 0.26, SCARF),
        *FACE,
        ("rect", 0.06, 0.74, 0.24, 0.22, BOOT),
        ("rect", 0.7, 0.74, 0.24, 0.22, BOOT),
    ),
}
