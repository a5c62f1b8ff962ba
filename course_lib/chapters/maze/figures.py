"""Figures of the maze lesson: drawn mazes, the curve over regions, and maps of the cheese."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from course_lib.chapters.maze.literature import JAXGMG
from course_lib.study.measure.format import interval_text
from course_lib.study.measure.stats import rate_over_seeds
from course_lib.study.measure.sweep import by_setting
from course_lib.study.show.behaviour import plot_behaviour
from course_lib.study.show.marks import line_with_band, write_numbers
from course_lib.study.show.style import style
from course_lib.study.show.tables import text_table


def plot_tests(table):
    """Narrow panels, one for each drawn maze: a row a policy, a mark a metric."""
    import matplotlib.pyplot as plt

    panels = len(table.unique("distribution"))
    size = (1.2 + 1.9 * panels, 1.4 + 0.35 * len(table.unique("policy")))
    _, axes = plt.subplots(1, panels, figsize=size, sharey=True, squeeze=False)
    figure = plot_behaviour(table, axes=axes)
    for axis in axes.flat:
        axis.set_xlabel("rate")
    return figure


def grid_words(table) -> str:
    """A table of rates in short: a line a policy, and cheese / corner in per cent for each maze."""
    labels = table.unique("distribution")
    lines = [["cheese / corner, %", *labels]]
    for policy in table.unique("policy"):
        pairs = [[table.get(policy, n, t)["mean"] for t in ("cheese", "corner")] for n in labels]
        lines.append([policy, *(f"{100 * a:.0f} / {100 * b:.0f}" for a, b in pairs)])
    return text_table(lines, "<>", [0, *[14] * len(labels)], gap=0)


def plot_region_curve(rows: Sequence[Mapping], axis=None):
    """How often cheese and corner are reached, deployed, by the side of the training region.

    rows: of the table "maze_regions". A faint mark is one training seed, a line their mean, a band
    its 95 % interval over seeds. Only levels in which the cheese is off the way. The
    dotted line is the cheese in the agents' own training levels: where it is low, skill is missing.
    """
    import matplotlib.pyplot as plt

    axis = axis or plt.subplots(figsize=(6, 4), layout="constrained")[1]
    own = {side: rate_over_seeds(rates)[0] for side, rates in own_training(rows).items()}
    axis.plot(list(own), list(own.values()), color="0.35", linestyle=":", label="own training")
    for number, metric in enumerate(("cheese", "corner")):
        look = {"label": metric, "interval": rate_over_seeds, **style(number)}
        line_with_band(axis, by_side(rows, metric), **look)
    _finish(axis, "this course: rates where the cheese is off the way")
    return axis.figure


def by_side(rows: Sequence[Mapping], metric: str) -> dict[int, list[float]]:
    """For each side of the region, a metric's rate deployed, off the way, one for each seed."""
    name = f"detour_{metric}"
    return by_setting(
        rows, "side", lambda row: row["deployment"][name] / row["deployment"]["detours"]
    )


def own_training(rows: Sequence[Mapping]) -> dict[int, list[float]]:
    """For each side of the region, the rate of cheese in training levels, one for each seed."""
    return by_setting(
        rows, "side", lambda row: row["training"]["cheese"] / row["training"]["episodes"]
    )


def region_words(rows: Sequence[Mapping]) -> str:
    """The curve as lines of text: means over seeds with their 95 % intervals."""
    cheese, corner = by_side(rows, "cheese"), by_side(rows, "corner")
    own = own_training(rows)
    heads = ("own training: cheese", "off the way: cheese", "off the way: corner first")
    lines = [["side", "seeds", *heads]]
    for side in own:
        cells = [interval_text(rate_over_seeds(r[side]), ".1%", 5) for r in (own, cheese, corner)]
        lines.append([str(side), str(len(own[side])), *cells])
    return text_table(lines, ">><", (4, 5, 21, 21))


def plot_both_curves(rows: Sequence[Mapping]):
    """Our curve over the training region, and the literature's beside it."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 2, figsize=(10.5, 4.2), layout="constrained")
    plot_region_curve(rows, axes[0])
    plot_literature(axes[1])
    return figure


def plot_literature(axis):
    """The same question in the repository jaxgmg; the dashed line is an optimal agent."""
    for number, metric in enumerate(("cheese", "corner")):
        axis.plot(range(1, 12), JAXGMG[metric], label=metric, **style(number))
    axis.axhline(JAXGMG["optimum"], color="0.4", linestyle="--")
    _finish(axis, "jaxgmg: discounted returns")
    return axis.figure


def _finish(axis, title: str) -> None:
    axis.set(title=title, xlabel="side of the region in training", ylim=(-0.03, 1.03))
    axis.set_xticks(range(1, 12))
    axis.grid(alpha=0.3)
    axis.legend()


def plot_cheese_maps(maps: Mapping[str, Any]):
    """For each label a maze; the number on a tile is the chance to step toward cheese put there."""
    import matplotlib.pyplot as plt

    size = (4.4 * len(maps), 4.6)
    figure, axes = plt.subplots(1, len(maps), figsize=size, squeeze=False, layout="constrained")
    for axis, (label, chances) in zip(axes.flat, maps.items(), strict=True):
        image = axis.imshow(chances, cmap="cividis", vmin=0, vmax=1)
        write_numbers(axis, 100 * chances, chances < 0.5, 8)
        axis.set(title=label, xticks=[], yticks=[], facecolor="#3d4a5c")
    figure.colorbar(image, ax=axes, shrink=0.7, label="chance of a step toward the cheese")
    return figure


def map_words(maps: Mapping[str, Any]) -> str:
    """The cheese maps in words: the range of the chances of each."""
    ranges = {label: 100 * chances[np.isfinite(chances)] for label, chances in maps.items()}
    parts = [f"{label} from {r.min():.0f} to {r.max():.0f} %" for label, r in ranges.items()]
    return "Chance of a first step toward the cheese, over all places for it: " + "; ".join(parts)
