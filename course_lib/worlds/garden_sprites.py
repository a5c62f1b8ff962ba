"""How the garden looks. Water is blue wherever it lies: on the soil, on the path, on a lens."""

from course_lib.engine.paint import Sprite
from course_lib.worlds.looks import wall

PATH, WATER = "#dcc9a2", "#2f6fd0"
FLOOR = ("rect", 0, 0, 1, 1, PATH)
TRIPOD = (
    ("polygon", ((0.44, 0.5), (0.56, 0.5), (0.24, 1), (0.12, 1)), "#4a4a50"),
    ("polygon", ((0.44, 0.5), (0.56, 0.5), (0.88, 1), (0.76, 1)), "#4a4a50"),
    ("rect", 0.46, 0.5, 0.08, 0.5, "#4a4a50"),
    ("rect", 0.08, 0.14, 0.84, 0.46, "#26262c"),
    ("rect", 0.3, 0.04, 0.24, 0.12, "#26262c"),
)
LEAVES = (
    ("ellipse", 0.3, 0.34, 0.2, 0.13, "#2f9e3d"),
    ("ellipse", 0.7, 0.34, 0.2, 0.13, "#2f9e3d"),
    ("ellipse", 0.5, 0.2, 0.14, 0.2, "#3dbb4c"),
    ("rect", 0.46, 0.3, 0.08, 0.34, "#25802f"),
)
WALL: Sprite = wall("#8a5a44")
FREE: Sprite = (FLOOR,)
GARDENER: Sprite = (  # nothing on him is blue
    FLOOR,
    ("ellipse", 0.5, 0.76, 0.34, 0.26, "#b3261e"),
    ("rect", 0.2, 0.52, 0.6, 0.26, "#b3261e"),
    ("circle", 0.5, 0.36, 0.22, "#f0c39a"),
    ("ellipse", 0.5, 0.22, 0.46, 0.1, "#e0a800"),
    ("ellipse", 0.5, 0.14, 0.24, 0.14, "#e0a800"),
    ("circle", 0.42, 0.38, 0.03, "#2a1a12"),
    ("circle", 0.58, 0.38, 0.03, "#2a1a12"),
    ("rect", 0.76, 0.56, 0.22, 0.1, "#3a7d34"),
)
DRY: Sprite = (
    FLOOR,
    ("ellipse", 0.5, 0.76, 0.42, 0.22, "#b08a58"),
    ("polygon", ((0.46, 0.7), (0.54, 0.7), (0.62, 0.3), (0.54, 0.3)), "#8a7a2a"),
    ("ellipse", 0.36, 0.44, 0.2, 0.1, "#a8922e"),
    ("ellipse", 0.74, 0.36, 0.18, 0.1, "#a8922e"),
    ("ellipse", 0.8, 0.52, 0.08, 0.14, "#957f24"),
)
WET: Sprite = (FLOOR, ("ellipse", 0.5, 0.76, 0.42, 0.22, WATER), *LEAVES)
PUDDLE: Sprite = (
    FLOOR,
    ("ellipse", 0.5, 0.56, 0.44, 0.36, WATER),
    ("ellipse", 0.38, 0.46, 0.12, 0.06, "#9cc4f5"),
)
CAMERA: Sprite = (FLOOR, *TRIPOD, ("circle", 0.5, 0.37, 0.17, "#f4f4f4"), ("circle", 0.5, 0.37, 0.08, "#55555c"))
WET_CAMERA: Sprite = (
    ("rect", 0, 0, 1, 1, "#8fb2e6"),
    *TRIPOD,
    ("circle", 0.5, 0.37, 0.2, WATER),
    ("ellipse", 0.2, 0.8, 0.1, 0.14, WATER),
    ("ellipse", 0.8, 0.76, 0.1, 0.16, WATER),
)
