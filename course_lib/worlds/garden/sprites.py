"""How the garden looks. Water is blue wherever it lies: on the soil, on the path, on a lens."""

from course_lib.engine.sprites import Sprite
from course_lib.worlds.art import wall
from course_lib.worlds.garden.rules import Tile

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
FIGURE = (  # the gardener, to the left, so that one sees what he stands on; nothing on him is blue
    ("ellipse", 0.26, 0.8, 0.25, 0.2, "#b3261e"),
    ("rect", 0.04, 0.52, 0.44, 0.28, "#b3261e"),
    ("circle", 0.26, 0.4, 0.17, "#f0c39a"),
    ("ellipse", 0.26, 0.26, 0.27, 0.09, "#e0a800"),
    ("ellipse", 0.26, 0.18, 0.16, 0.13, "#e0a800"),
    ("circle", 0.2, 0.42, 0.025, "#2a1a12"),
    ("circle", 0.32, 0.42, 0.025, "#2a1a12"),
)
DRY: Sprite = (
    FLOOR,
    ("ellipse", 0.52, 0.76, 0.46, 0.24, "#8a6238"),
    ("polygon", ((0.46, 0.7), (0.54, 0.7), (0.62, 0.3), (0.54, 0.3)), "#4f7a2e"),
    ("ellipse", 0.32, 0.48, 0.24, 0.12, "#6f9a3a"),
    ("ellipse", 0.72, 0.4, 0.24, 0.13, "#6f9a3a"),
    ("ellipse", 0.8, 0.52, 0.08, 0.14, "#5f8a34"),
)
WET: Sprite = (FLOOR, ("ellipse", 0.5, 0.76, 0.42, 0.22, WATER), *LEAVES)
PUDDLE: Sprite = (
    FLOOR,
    ("ellipse", 0.5, 0.6, 0.48, 0.38, WATER),
    ("ellipse", 0.38, 0.46, 0.12, 0.06, "#9cc4f5"),
)
CAMERA: Sprite = (
    FLOOR,
    *TRIPOD,
    ("circle", 0.5, 0.37, 0.17, "#f4f4f4"),
    ("circle", 0.5, 0.37, 0.08, "#55555c"),
)
WET_CAMERA: Sprite = (
    ("rect", 0, 0, 1, 1, "#8fb2e6"),
    *TRIPOD,
    ("circle", 0.5, 0.37, 0.2, WATER),
    ("ellipse", 0.2, 0.8, 0.1, 0.14, WATER),
    ("ellipse", 0.8, 0.76, 0.1, 0.16, WATER),
)
GARDENER: Sprite = (*FREE, *FIGURE)
ON_DRY: Sprite = (*DRY, *FIGURE)
ON_WET: Sprite = (*WET, *FIGURE)
ON_PUDDLE: Sprite = (*PUDDLE, *FIGURE)
ON_CAMERA: Sprite = (*CAMERA, *FIGURE)
SPRITES: dict[int, Sprite] = {
    Tile.WALL: WALL,
    Tile.FREE: FREE,
    Tile.DRY: DRY,
    Tile.WET: WET,
    Tile.PUDDLE: PUDDLE,
    Tile.CAMERA: CAMERA,
    Tile.WET_CAMERA: WET_CAMERA,
    Tile.GARDENER: GARDENER,
    Tile.ON_DRY: ON_DRY,
    Tile.ON_WET: ON_WET,
    Tile.ON_PUDDLE: ON_PUDDLE,
    Tile.ON_CAMERA: ON_CAMERA,
}
