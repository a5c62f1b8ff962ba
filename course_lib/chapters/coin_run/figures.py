"""Pictures of levels: whole ones, and what a runner sees of them."""

from collections.abc import Mapping, Sequence

import numpy as np

from course_lib.protocols import Distribution
from course_lib.study.measure.rollout import begin
from course_lib.study.show.levels import image_grid
from course_lib.study.show.picture import show
from course_lib.study.show.style import WIDTH, subplots
from course_lib.worlds import coin_run

EMPTY = 3  # rows of tiles at the top of a level where there is only sky
SEEN = 14  # columns of a level that are shown above what the agent sees
SHARP = 16  # pixels a tile


def show_strips(rows: Mapping[str, Distribution], seeds: Sequence[int], pixels: int = 14) -> None:
    """Show a column of levels for each label: those of these seeds, from wall to wall."""
    columns = (
        [(f"{label}, level {seed}", picture) for seed, picture in zip(seeds, shown, strict=True)]
        for label, shown in ((label, _levels(d, seeds, pixels)) for label, d in rows.items())
    )
    size = (WIDTH / 2 * len(rows), 1.05 * len(seeds) + 0.2)
    figure = image_grid([*zip(*columns, strict=True)], size)
    show(figure, f"Whole levels, side by side: {', '.join(rows)}. A line is a seed.")


def _levels(distribution: Distribution, seeds: Sequence[int], pixels: int) -> list[np.ndarray]:
    """Sharp pictures of levels, uint8 (height, width, 3), without the sky at their top."""
    states = begin(distribution, seeds).batch
    return [coin_run.WORLD.picture(s, pixels)[EMPTY * pixels :] for s in states]


def show_views(distribution: Distribution, seeds: Sequence[int]) -> None:
    """Show what people see of the beginning of levels, and what the agent sees at that moment."""
    seen, sharp = begin(distribution, seeds).observe(), _levels(distribution, seeds, SHARP)
    figure, axes = subplots(2, len(seeds), figsize=(WIDTH, 4.4), squeeze=False)
    for (above, below), picture, small, seed in zip(axes.T, sharp, seen, seeds, strict=True):
        above.imshow(picture[:, : SHARP * SEEN])
        above.set_title(f"level {seed}", fontsize=10)
        below.imshow(small, interpolation="nearest")
        above.set_axis_off()
        below.set_axis_off()
    axes[0, 0].text(-0.06, 0.5, "for you", transform=axes[0, 0].transAxes, rotation=90,
                    ha="center", va="center")  # fmt: skip
    axes[1, 0].text(-0.06, 0.5, "for the agent", transform=axes[1, 0].transAxes, rotation=90,
                    ha="center", va="center")  # fmt: skip
    figure.set_layout_engine("constrained")
    show(figure, "Above: the beginnings of levels. Below: the agent's picture at that moment, in "
                 "which a coin and a saw are a few pixels each.")  # fmt: skip
