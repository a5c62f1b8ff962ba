"""How the maze looks: to agents, at four pixels a tile, and to people."""

from course_lib.engine.sprites import Sprite
from course_lib.worlds.maze.rules import Tile

FLOOR = ("rect", 0, 0, 1, 1, "#efe6d2")
LEFT_OF_HEAD = ((0.44, 0.97), (0.2, 0.72), (0.1, 0.5), (0.2, 0.3), (0.5, 0.22))
RIGHT_OF_HEAD = ((0.5, 0.22), (0.8, 0.3), (0.9, 0.5), (0.8, 0.72), (0.56, 0.97))
SPRITES: dict[int, Sprite] = {
    Tile.WALL: (
        ("rect", 0, 0, 1, 1, "#3d4a5c"),
        ("rect", 0, 0, 1, 0.1, "#56667c"),
        ("rect", 0, 0.9, 1, 0.1, "#2b3542"),
    ),
    Tile.FREE: (FLOOR,),
    Tile.MOUSE: (  # large and red, so that four pixels are enough to find it
        FLOOR,
        ("circle", 0.23, 0.27, 0.23, "#b80d2a"),
        ("circle", 0.77, 0.27, 0.23, "#b80d2a"),
        ("circle", 0.23, 0.27, 0.14, "#ffa9b5"),
        ("circle", 0.77, 0.27, 0.14, "#ffa9b5"),
        ("polygon", (*LEFT_OF_HEAD, *RIGHT_OF_HEAD), "#e0203c"),
        ("polygon", ((0.46, 0.8), (0.02, 0.7), (0.02, 0.735)), "#fff4ea"),
        ("polygon", ((0.46, 0.83), (0.04, 0.9), (0.05, 0.935)), "#fff4ea"),
        ("polygon", ((0.54, 0.8), (0.98, 0.7), (0.98, 0.735)), "#fff4ea"),
        ("polygon", ((0.54, 0.83), (0.96, 0.9), (0.95, 0.935)), "#fff4ea"),
        ("ellipse", 0.34, 0.53, 0.075, 0.095, "#1c1a20"),
        ("ellipse", 0.66, 0.53, 0.075, 0.095, "#1c1a20"),
        ("circle", 0.365, 0.5, 0.025, "#ffffff"),
        ("circle", 0.685, 0.5, 0.025, "#ffffff"),
        ("ellipse", 0.5, 0.87, 0.085, 0.065, "#3a0710"),
    ),
    Tile.CHEESE: (
        FLOOR,
        ("polygon", ((0.06, 0.62), (0.62, 0.16), (0.95, 0.42), (0.95, 0.6)), "#ffd95a"),
        ("polygon", ((0.06, 0.6), (0.95, 0.5), (0.95, 0.88), (0.06, 0.88)), "#f2b01e"),
        ("circle", 0.3, 0.74, 0.09, "#c98a0c"),
        ("circle", 0.66, 0.68, 0.11, "#c98a0c"),
        ("ellipse", 0.62, 0.38, 0.1, 0.06, "#e9b62f"),
    ),
}

# ── For people ──────────────────────────────────────────────────────────────────────────────
# Large, the agents' mouse would pass for a heart. People see one from the side, of the same red.

TAIL = (
    (0.17, 0.72), (0.09, 0.69), (0.05, 0.64), (0.06, 0.54), (0.1, 0.41), (0.11, 0.3), (0.09, 0.21),
    (0.05, 0.13), (0.01, 0.15), (0.05, 0.25), (0.05, 0.35), (0.02, 0.45), (-0.01, 0.55),
    (-0.02, 0.65), (0, 0.71), (0.06, 0.78), (0.17, 0.81),
)  # fmt: skip
BODY = (
    (0.9, 0.66), (0.84, 0.56), (0.78, 0.49), (0.71, 0.42), (0.65, 0.38), (0.57, 0.35), (0.5, 0.34),
    (0.42, 0.34), (0.34, 0.36), (0.27, 0.4), (0.21, 0.44), (0.17, 0.49), (0.14, 0.56), (0.12, 0.63),
    (0.12, 0.72), (0.16, 0.84), (0.78, 0.84), (0.92, 0.74),
)  # fmt: skip
ART: dict[int, Sprite] = {
    Tile.MOUSE: (
        FLOOR,
        ("polygon", TAIL, "#a81630"),
        ("ellipse", 0.3, 0.86, 0.1, 0.045, "#ffb3bf"),
        ("ellipse", 0.68, 0.86, 0.1, 0.045, "#ffb3bf"),
        ("polygon", BODY, "#d8344b"),
        ("circle", 0.5, 0.27, 0.17, "#a81630"),
        ("circle", 0.5, 0.28, 0.1, "#ffb3bf"),
        ("circle", 0.66, 0.34, 0.2, "#a81630"),
        ("circle", 0.66, 0.35, 0.125, "#ffb3bf"),
        ("circle", 0.8, 0.58, 0.045, "#1c1a20"),
        ("circle", 0.812, 0.568, 0.015, "#ffffff"),
        ("circle", 0.94, 0.7, 0.055, "#ff7d95"),
    ),
}
