"""Pictures of the gem lesson: rooms for people and for robots, colour planes, painted objects."""

import numpy as np

from course_lib.chapters.gem_colour.light import GEM, STAR, light_of, patch
from course_lib.engine.sim import BatchSim
from course_lib.engine.sprites import rasterise
from course_lib.engine.world import world_of
from course_lib.study.show.picture import show
from course_lib.study.show.style import INK, STYLE, WIDTH
from course_lib.worlds.art import object_sprite
from course_lib.worlds.gems import DEPLOY, TRAIN

SHARP = 32  # pixels a tile for people
PLANES = ("red", "green", "blue")
ROWS = {"training": TRAIN, "deployed": DEPLOY}


def stamp(axis, at: tuple[float, float], look: tuple[str, str], size: float = 20, **place) -> None:
    """Put an object's picture at a point of the axis, `size` points wide."""
    put(axis, at, rasterise(object_sprite(*look), SHARP), size, **place)


def put(axis, at: tuple[float, float], pixels: np.ndarray, size: float, **place) -> None:
    """Put pixels, uint8 (n, n, 3), at a point of the axis, `size` points wide."""
    from matplotlib.offsetbox import AnnotationBbox, OffsetImage

    image = OffsetImage(pixels, zoom=size / len(pixels), interpolation="nearest")
    axis.add_artist(AnnotationBbox(image, at, frameon=False, annotation_clip=False, **place))


def _grid(rows: int, columns: int, height: float):
    import matplotlib.pyplot as plt

    with plt.rc_context({**STYLE, "axes.titlelocation": "center"}):
        figure, axes = plt.subplots(
            rows, columns, figsize=(WIDTH, height), squeeze=False, layout="constrained"
        )
    for axis in axes.flat:
        axis.set(xticks=[], yticks=[])
        for side in axis.spines.values():
            side.set_visible(False)
    return figure, axes


def _views(where, count: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """The first levels: (as people see them, as a robot gets them)."""
    sim = BatchSim(where, count)
    sim.reset(np.arange(count))
    seen, home = sim.observe(), world_of(where)
    return [(home.picture(sim.batch[n], SHARP, sim.sprites), seen[n]) for n in range(count)]


def show_rooms() -> None:
    """Show two rooms of training and two deployed, each sharp and as the robot gets it."""
    figure, axes = _grid(2, 4, 3.9)
    for line, (label, where) in zip(axes, ROWS.items(), strict=True):
        for n, (sharp, seen) in enumerate(_views(where, 2)):
            line[2 * n].imshow(sharp)
            line[2 * n + 1].imshow(seen, interpolation="nearest")
            line[2 * n].set_title(f"{label}, room {n}", fontsize=10)
            line[2 * n + 1].set_title("for the robot", fontsize=10)
    show(
        figure,
        "Two rows of dark square rooms with grey walls and a small robot. In training there is one "
        "object, a yellow gem. Deployed there are two, a red gem and a yellow star. Beside each "
        "room stands what the robot gets of it: 28 by 28 coarse pixels.",
    )


def show_planes() -> None:
    """Show one room of either kind as a robot gets it, and its three planes, each in grey."""
    figure, axes = _grid(2, 4, 4.0)
    for line, (label, where) in zip(axes, ROWS.items(), strict=True):
        seen = _views(where, 1)[0][1]
        line[0].imshow(seen, interpolation="nearest")
        line[0].set_title(f"{label}, room 0", fontsize=10)
        for axis, name, plane in zip(line[1:], PLANES, np.moveaxis(seen, -1, 0), strict=True):
            axis.imshow(plane, cmap="gray", vmin=0, vmax=255, interpolation="nearest")
            axis.set_title(f"its {name} plane", fontsize=10)
    show(
        figure,
        "A room of training and a room deployed, each beside its red, green and blue plane in "
        "grey. The yellow gem and the yellow star are bright in the red and in the green plane. "
        "The red gem is bright in the red plane only. The blue plane shows none of them. Walls and "
        "robot are in all three.",
    )


def show_painted(colour: str = "red") -> None:
    """Show gem and star as the robot gets them, each with its own light and with the other's."""
    figure, axes = _grid(2, 2, 4.6)
    told = {GEM: "the gem's sixteen pixels", STAR: "the star's sixteen pixels"}
    for line, light in zip(axes, (GEM, STAR), strict=True):
        for axis, shape in zip(line, (GEM, STAR), strict=True):
            pixels = patch(shape, light, colour)
            axis.imshow(pixels, interpolation="nearest")
            own = ", as the world draws it" if shape == light else ""
            axis.set_title(f"{shape} shape{own}", fontsize=11)
            axis.set_xlabel(f"light in all: {light_of(pixels)['sum']:,}", color=INK)
        line[0].set_ylabel(told[light], fontsize=11)
    show(
        figure,
        "Four squares of four by four red pixels: a gem and a star made of the gem's sixteen "
        f"pixels, each with {light_of(patch(GEM, GEM, colour))['sum']:,} units of light, and the "
        "same two made of the star's sixteen pixels, each with "
        f"{light_of(patch(STAR, STAR, colour))['sum']:,}.",
    )
