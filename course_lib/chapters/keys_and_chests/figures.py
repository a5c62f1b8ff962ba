"""The figures of the keys lesson."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from course_lib.protocols import Distribution
from course_lib.study.measure.rollout import begin
from course_lib.study.measure.tables import Table
from course_lib.study.show.marks import errorbar_line, intervals_of, write_numbers
from course_lib.study.show.style import style, subplots


def plot_shelves(shelves: Mapping[str, Any], count: int = 6, pixels: int = 16):
    """A row of levels for each shelf, named by its letter; no level is on two shelves."""
    figure, axes = subplots(len(shelves), count, figsize=(2 * count, 2.15 * len(shelves)))
    for line, (label, distribution) in enumerate(shelves.items()):
        pictures = shelf(distribution, count, line * count, pixels)
        for axis, image in zip(axes[line], pictures, strict=True):
            axis.imshow(image)
            axis.set(xticks=[], yticks=[])
        axes[line][0].set_ylabel(f"shelf {label}", fontsize=13)
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
    figure, axes = subplots(1, len(maps), figsize=(2.9 * len(maps), 3.3), squeeze=False)
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
        words = label.replace("\n", ", ")
        lines.append(f"{words}: {steps.sum():.1f} steps per episode, top row {steps[1].sum():.1f}")
    return "\n".join(lines)


def plot_against_ratio(tables: Mapping[str, Table], metrics: Sequence[str]):
    """A panel a metric, a line a policy and size; from few keys on the left to many on the right.

    tables: from a size ("6 things") to a table whose distributions are ratios, in order.
    """
    figure, axes = subplots(1, len(metrics), figsize=(4.3 * len(metrics), 3.8), squeeze=False)
    for axis, metric in zip(axes.flat, metrics, strict=True):
        for dash, (size, table) in zip(("-", "--"), tables.items(), strict=False):
            for number, policy in enumerate(table.unique("policy")):
                rows = [r for r in table.rows if (r["policy"], r["metric"]) == (policy, metric)]
                points = [ratio_of(row["distribution"]) for row in rows]
                look = {**style(number), "linestyle": dash, "label": f"{policy}, {size}"}
                errorbar_line(axis, intervals_of(rows), points, **look)
        axis.axvline(1, color="0.6", linestyle=":")
        axis.set(title=metric, xlabel="keys for each chest (training 0.5)", ylabel="per episode")
        axis.grid(alpha=0.3)
    figure.set_layout_engine("constrained")
    handles, labels = axes.flat[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=2)
    return figure


def ratio_of(label: str) -> float:
    """Keys for each chest, from a label such as "4 : 2"."""
    keys, chests = label.split(":")
    return float(keys) / float(chests)


def ratio_words(tables: Mapping[str, Table], metrics: Sequence[str]) -> str:
    """The figure as lines of text: a line a policy and size, means from few keys to many."""
    lines = []
    for size, table in tables.items():
        labels = table.unique("distribution")
        lines.append(f"{size}; keys : chests {', '.join(labels)}")
        for policy in table.unique("policy"):
            for metric in metrics:
                means = [table.get(policy, label, metric)["mean"] for label in labels]
                lines.append(f"    {policy}, {metric}: " + ", ".join(f"{m:.1f}" for m in means))
    return "\n".join(lines)
