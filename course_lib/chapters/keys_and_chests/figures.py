"""The figures of the keys lesson."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from course_lib.protocols import Distribution
from course_lib.study.measure.rollout import begin
from course_lib.study.show.marks import write_numbers
from course_lib.study.show.picture import show
from course_lib.study.show.style import WIDTH, subplots


def show_shelves(shelves: Mapping[str, Any], count: int = 6) -> None:
    """Show a row of levels for each shelf."""
    words = "Two rows of vaults, each with a dragon, keys and chests under an empty blue row."
    show(plot_shelves(shelves, count), words)


def show_where(maps: Mapping[str, np.ndarray]) -> None:
    """Show for each label the vault with the steps that are begun on each tile."""
    words = "A vault for each; the darker a tile, the more steps are begun there. "
    show(plot_where(maps), words + where_words(maps).replace("\n", "; ") + ".")


def plot_shelves(shelves: Mapping[str, Any], count: int = 6, pixels: int = 16):
    """A row of levels for each shelf, named by its letter; no level is on two shelves."""
    figure, axes = subplots(
        len(shelves), count, figsize=(WIDTH, 1.08 * WIDTH / count * len(shelves))
    )
    for line, (label, distribution) in enumerate(shelves.items()):
        pictures = shelf(distribution, count, line * count, pixels)
        for axis, image in zip(axes[line], pictures, strict=True):
            axis.imshow(image)
            axis.set(xticks=[], yticks=[])
        axes[line][0].set_ylabel(label, fontsize=11)
    figure.set_layout_engine("constrained")
    return figure


def shelf(
    distribution: Distribution, count: int, first: int = 0, pixels: int = 16
) -> list[np.ndarray]:
    """Pictures of the levels with the seeds from `first`."""
    sim = begin(distribution, np.arange(first, first + count))
    return [sim.world.picture(s, pixels) for s in sim.batch]


def plot_where(maps: Mapping[str, np.ndarray]):
    """For each label a vault; the darker a tile, the more steps are begun there in an episode."""
    figure, axes = subplots(
        1, len(maps), figsize=(WIDTH, 0.6 + 0.92 * WIDTH / len(maps)), squeeze=False
    )
    most = max(steps.max() for steps in maps.values())
    for axis, (label, steps) in zip(axes.flat, maps.items(), strict=True):
        inside = np.full(steps.shape, np.nan)
        inside[1:-1, 1:-1] = steps[1:-1, 1:-1]
        image = axis.imshow(inside, cmap="Oranges", vmin=0, vmax=most)
        write_numbers(axis, np.where(inside >= 0.5, inside, np.nan), inside > most / 2)
        axis.set(xticks=[], yticks=[], facecolor="#4a4458")
        axis.axhspan(-0.5, 0.5, color="#3f74a8")
        axis.text(len(steps) / 2 - 0.5, 0, "keys in hand", color="white", ha="center", va="center")
        axis.set_title(label, fontsize=10)
    figure.set_layout_engine("constrained")
    figure.colorbar(image, ax=axes, shrink=0.7, label="steps per episode")
    return figure


def where_words(maps: Mapping[str, np.ndarray]) -> str:
    """The maps in words: the steps with all keys taken, and the part of them in the top row."""
    lines = []
    for label, steps in maps.items():
        words = label.replace("\n", " ")
        lines.append(f"{words}: {steps.sum():.1f} steps per episode, top row {steps[1].sum():.1f}")
    return "\n".join(lines)
