"""Levels as pictures, in rows, each with a title."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from course_lib.checks import as_mapping
from course_lib.engine.checks import check_whole
from course_lib.engine.sim import BatchSim
from course_lib.engine.world import world_of
from course_lib.study.show.style import WIDTH, subplots
from course_lib.worlds import maze


def image_grid(
    lines: Sequence[Sequence[tuple[str, np.ndarray]]],
    size: tuple[float, float],
    fontsize: int = 10,
    **how,
):
    """A figure of pictures in lines, each with a title above it.

    lines: of pairs of a title and a picture, uint8 (height, width, 3). size: of the figure, in
    inches. how: as in `axis.imshow`.
    """
    columns = max(map(len, lines))
    figure, axes = subplots(len(lines), columns, figsize=size, squeeze=False, layout="constrained")
    for axis in axes.flat:
        axis.set_axis_off()
    for line, shown in zip(axes, lines, strict=True):
        for axis, (title, picture) in zip(line, shown, strict=False):
            axis.imshow(picture, **how)
            axis.set_title(title, fontsize=fontsize)
    return figure


def plot_levels(rows: Mapping[str, Any], count: int = 4):
    """A figure with a row of levels for each label: a distribution's first, or drawings by name."""
    check_whole("count", count, 1, 100)
    as_mapping("rows", rows, "from a label to a distribution, or to drawings by name")
    if not rows:
        raise ValueError(f"rows must have at least one row of levels, not {rows!r}")
    lines = [
        [(f"{label}, {title}" if label else title, picture) for title, picture in shown]
        for label, shown in ((label, _pictures(value, count)) for label, value in rows.items())
    ]
    wide = WIDTH / max(4, *map(len, lines))
    return image_grid(lines, (wide * max(map(len, lines)), (wide + 0.25) * len(lines)))


def _pictures(value: Any, count: int) -> list[tuple[str, Any]]:
    """Pairs of a title and a picture, uint8 (height, width, 3)."""
    if isinstance(value, Mapping):
        states = {name: maze.WORLD.level(drawing)[0] for name, drawing in value.items()}
    else:
        sim = BatchSim(value, count, "tiles")
        sim.reset(np.arange(count))
        states = {f"level {n}": state for n, state in enumerate(sim.batch)}
    where = maze.TRAIN if isinstance(value, Mapping) else value
    home = world_of(where)
    sprites = home.art_of(where)
    return [(name, home.picture(s, 32, sprites)) for name, s in states.items()]
