"""How things look: the figures of the worlds, and objects of any shape in any colour.

Any two that can meet can be told apart in the four pixels across that an agent sees of a tile.
"""

from math import cos, pi, sin
from re import fullmatch

from course_lib.engine.checks import check_choice
from course_lib.engine.sprites import Sprite, rgb

LIGHT, DARK = "#e9dfc8", "#202020"
LIGHT_FLOOR = ("rect", 0, 0, 1, 1, LIGHT)
DARK_FLOOR = ("rect", 0, 0, 1, 1, DARK)


def shade(colour: str, light: float, dark: str = DARK) -> str:
    """A colour "#rrggbb" between `dark` (light 0) and `colour` (light 1)."""
    mixed = rgb(dark) + light * (rgb(colour) - rgb(dark))
    return "#" + "".join(f"{round(channel):02x}" for channel in mixed)


def wall(colour: str) -> Sprite:
    """The sprite of a wall, lit from above."""
    return (
        ("rect", 0, 0, 1, 1, colour),
        ("rect", 0, 0, 1, 0.1, shade("#ffffff", 0.18, colour)),
        ("rect", 0, 0.9, 1, 0.1, shade(colour, 0.7, "#000000")),
    )


# ── Figures ─────────────────────────────────────────────────────────────────────────────────

ROBOT: Sprite = (  # of no colour, so that it is no object to any channel
    ("rect", 0.47, 0.02, 0.06, 0.2, "#b4b4b4"),
    ("circle", 0.5, 0.07, 0.07, "#ffffff"),
    ("rect", 0.02, 0.4, 0.96, 0.22, "#b4b4b4"),
    ("rect", 0.1, 0.2, 0.8, 0.62, "#f4f4f4"),
    ("rect", 0.18, 0.32, 0.64, 0.28, "#2a2a2a"),
    ("circle", 0.35, 0.46, 0.09, "#ffffff"),
    ("circle", 0.65, 0.46, 0.09, "#ffffff"),
    ("rect", 0.34, 0.69, 0.32, 0.05, "#8a8a8a"),
    ("rect", 0.18, 0.85, 0.24, 0.13, "#b4b4b4"),
    ("rect", 0.58, 0.85, 0.24, 0.13, "#b4b4b4"),
)
DRAGON: Sprite = (
    ("polygon", ((0.18, 0.3), (0.12, 0), (0.4, 0.16)), "#14803c"),
    ("polygon", ((0.82, 0.3), (0.88, 0), (0.6, 0.16)), "#14803c"),
    ("ellipse", 0.5, 0.42, 0.42, 0.34, "#22b455"),
    ("ellipse", 0.5, 0.74, 0.47, 0.25, "#35cf6a"),
    ("ellipse", 0.31, 0.36, 0.13, 0.15, "#ffffff"),
    ("ellipse", 0.69, 0.36, 0.13, 0.15, "#ffffff"),
    ("ellipse", 0.33, 0.38, 0.055, 0.09, "#1c1a20"),
    ("ellipse", 0.67, 0.38, 0.055, 0.09, "#1c1a20"),
    ("ellipse", 0.38, 0.67, 0.045, 0.035, "#0d5c2a"),
    ("ellipse", 0.62, 0.67, 0.045, 0.035, "#0d5c2a"),
    ("polygon", ((0.24, 0.82), (0.76, 0.82), (0.5, 0.9)), "#0d5c2a"),
)
KEY: Sprite = (
    ("circle", 0.3, 0.34, 0.28, "#d98e00"),
    ("circle", 0.3, 0.34, 0.11, LIGHT),
    ("polygon", ((0.4, 0.58), (0.54, 0.44), (0.96, 0.86), (0.82, 1)), "#d98e00"),
    ("polygon", ((0.74, 0.64), (0.9, 0.48), (0.98, 0.56), (0.82, 0.72)), "#d98e00"),
    ("polygon", ((0.6, 0.5), (0.72, 0.38), (0.8, 0.46), (0.68, 0.58)), "#d98e00"),
)
CHEST: Sprite = (
    ("ellipse", 0.5, 0.34, 0.46, 0.26, "#8c4a1f"),
    ("rect", 0.04, 0.34, 0.92, 0.58, "#6f3514"),
    ("rect", 0.04, 0.4, 0.92, 0.08, "#3b1a08"),
    ("rect", 0.16, 0.12, 0.09, 0.8, "#c9a227"),
    ("rect", 0.75, 0.12, 0.09, 0.8, "#c9a227"),
    ("rect", 0.41, 0.36, 0.18, 0.24, "#f0c93c"),
    ("circle", 0.5, 0.46, 0.045, "#3b1a08"),
    ("rect", 0.48, 0.47, 0.04, 0.09, "#3b1a08"),
)

# ── Objects ─────────────────────────────────────────────────────────────────────────────────

# The six colours that one or two of the three channels make, all equally bright in a channel. The
# floor is as dark as a channel that is off: a red gem differs from it in the red channel alone.
COLOURS = {
    "red": "#e82020",
    "green": "#20e820",
    "blue": "#2020e8",
    "yellow": "#e8e820",
    "magenta": "#e820e8",
    "cyan": "#20e8e8",
}
STAR = tuple(
    (0.5 + r * sin(k * pi / 5), 0.55 - r * cos(k * pi / 5))
    for k, r in enumerate((0.57, 0.19) * 5)
)  # fmt: skip
# Shapes whose last entry is not a colour but how bright it is: 1 full, 0 as dark as the floor.
# They differ in which of an agent's 4 x 4 pixels they cover, not in their outlines only.
SHAPES: dict[str, tuple] = {
    "gem": (
        ("polygon", ((0.2, 0.04), (0.8, 0.04), (1, 0.36), (0.5, 1), (0, 0.36)), 1),
        ("polygon", ((0, 0.36), (0.3, 0.36), (0.5, 1)), 0.74),
        ("polygon", ((0.7, 0.36), (1, 0.36), (0.5, 1)), 0.74),
        ("polygon", ((0.2, 0.04), (0.3, 0.36), (0.5, 0.04)), 0.86),
        ("polygon", ((0.8, 0.04), (0.7, 0.36), (0.5, 0.04)), 0.86),
    ),
    "star": (("polygon", STAR, 1),),
    "line": (("polygon", ((0, 0.8), (0.8, 0), (1, 0), (1, 0.2), (0.2, 1), (0, 1)), 1),),
    "door": (
        ("rect", 0.25, 0.25, 0.5, 0.75, 1),
        ("ellipse", 0.5, 0.25, 0.25, 0.25, 1),
        ("rect", 0.33, 0.33, 0.13, 0.25, 0.7),
        ("rect", 0.54, 0.33, 0.13, 0.25, 0.7),
        ("rect", 0.33, 0.66, 0.13, 0.25, 0.7),
        ("circle", 0.64, 0.63, 0.05, 0),
    ),
    "ring": (("circle", 0.5, 0.5, 0.5, 1), ("circle", 0.5, 0.5, 0.26, 0)),
    "moon": (("circle", 0.45, 0.5, 0.5, 1), ("circle", 0.7, 0.42, 0.42, 0)),
}


def object_sprite(shape: str, colour: str) -> Sprite:
    """The sprite of an object; its colour is a name from `COLOURS`, or "#rrggbb"."""
    full = COLOURS.get(colour, colour)
    return (DARK_FLOOR, *((*part[:-1], shade(full, part[-1])) for part in SHAPES[shape]))


def check_look(name: str, value) -> None:
    """Raises ValueError unless `value` is a pair of a shape and a colour."""
    if not isinstance(value, tuple) or len(value) != 2:
        raise ValueError(f"{name} must be (shape, colour), not {value!r}")
    shape, colour = value
    check_choice(f"{name}'s shape", shape, tuple(SHAPES))
    written = isinstance(colour, str) and fullmatch("#[0-9a-fA-F]{6}", colour)
    if colour not in COLOURS and not written:
        names = ", ".join(COLOURS)
        raise ValueError(f"{name}'s colour must be one of {names} or '#rrggbb', not {colour!r}")
