"""Figures: colours for all eyes (Okabe and Ito 2008), and a shape for each colour."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from textwrap import fill
from typing import Any

import numpy as np

from course_lib.engine.sim import BatchSim
from course_lib.engine.world import world_of
from course_lib.study.measure.format import show
from course_lib.study.measure.stats import Interval, rate_over_seeds
from course_lib.worlds import maze

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
MARKERS = ("o", "s", "^", "D", "v", "P", "X")


def style(number: int) -> dict:
    """Colour and marker of the series with this number."""
    return {"color": COLOURS[number % len(COLOURS)], "marker": MARKERS[number % len(MARKERS)]}


def panels(count: int, width: float, height: float, rows: int = 1, **how) -> tuple[Any, list]:
    """A new figure with `count` panels in each of its rows, all on a faint grid: figure and axes.

    width, height: of the figure, in inches. how: as in `plt.subplots`, such as `sharey=True`.
    """
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(
        rows, count, figsize=(width, height), layout="constrained", squeeze=False, **how
    )
    for axis in axes.flat:
        axis.grid(alpha=0.3)
    return figure, list(axes.flat)


def errorbar_rows(
    axis, told: Iterable[Sequence[float]], places: Sequence[float] | np.ndarray, **look
) -> None:
    """Draw marks with their intervals, one below the other at `places` along the vertical axis.

    told: (value, low, high) of each. look: as in `axis.errorbar`.
    """
    _errorbars(axis, told, places, "xerr", {"linestyle": "none", **look})


def errorbar_line(
    axis, told: Iterable[Sequence[float]], places: Sequence[float] | np.ndarray, **look
) -> None:
    """Draw a line through values, with their intervals, over `places` along the horizontal axis.

    told and look: as in `errorbar_rows`.
    """
    _errorbars(axis, told, places, "yerr", look)


def _errorbars(axis, told, places, along: str, look: dict) -> None:
    told = np.array(list(told), float).reshape(-1, 3)
    means, low, high = told.T
    spread = np.maximum([means - low, high - means], 0)
    x, y = (means, places) if along == "xerr" else (places, means)
    axis.errorbar(x, y, **{along: spread, "capsize": 3, **look})


def name_rows(axis, names: Sequence[str]) -> None:
    """Write the names of rows beside them, the first on top; faint lines lead down to the scale."""
    axis.set_yticks(range(len(names)), names)
    axis.yaxis.set_inverted(True)
    axis.grid(axis="x", alpha=0.3)


def image_grid(
    lines: Sequence[Sequence[tuple[str, np.ndarray]]],
    size: tuple[float, float],
    fontsize: int = 10,
    **how,
):
    """Show pictures in lines, each with a title above it.

    lines: of pairs of a title and a picture, uint8 (height, width, 3). size: of the figure, in
    inches. how: as in `axis.imshow`.
    """
    import matplotlib.pyplot as plt

    columns = max(map(len, lines))
    figure, axes = plt.subplots(len(lines), columns, figsize=size, squeeze=False)
    for axis in axes.flat:
        axis.set_axis_off()
    for line, shown in zip(axes, lines, strict=True):
        for axis, (title, picture) in zip(line, shown, strict=False):
            axis.imshow(picture, **how)
            axis.set_title(title, fontsize=fontsize)
    figure.set_layout_engine("constrained")
    return figure


def write_numbers(axis, numbers: np.ndarray, dark: np.ndarray, fontsize: int = 10) -> None:
    """Write whole numbers onto the tiles of an image, white where it is `dark`; nothing for nan."""
    for (row, column), number in np.ndenumerate(numbers):
        if np.isfinite(number):
            ink = "white" if dark[row, column] else "black"
            axis.text(column, row, f"{number:.0f}", ha="center", va="center", color=ink,
                      fontsize=fontsize)  # fmt: skip


def intervals_of(rows: Iterable[Mapping]) -> list[tuple[float, float, float]]:
    """Mean, low and high of rows of a table."""
    return [(row["mean"], row["low"], row["high"]) for row in rows]


def line_with_band(
    axis,
    points: Mapping[Any, Sequence[float]],
    places: Sequence[float] | None = None,
    interval: Callable[[Sequence[float]], Interval] = rate_over_seeds,
    seeds: bool = True,
    **look,
) -> None:
    """Draw a line of means over training seeds with its 95 % band; a faint mark is one seed.

    points: for each place on the horizontal axis one number a seed. places: where the points stand,
    if not at their keys. interval: (mean, low, high) of the numbers at one place.
    look: colour, marker and label, as in `axis.plot`.
    """
    places = list(points) if places is None else places
    marks = {**look, "label": None, "linestyle": "none", "markersize": 4, "alpha": 0.4}
    for place, values in zip(places, points.values(), strict=True):
        if seeds:
            axis.plot([place] * len(values), values, **marks)
    means, lows, highs = zip(*map(interval, points.values()), strict=True)
    axis.fill_between(places, lows, highs, color=look["color"], alpha=0.18)
    axis.plot(places, means, **look)


def plot_behaviour(table, metrics: Sequence[str] | None = None, axes=None):
    """Plot a panel a distribution, a row a policy, a mark a metric; lines are 95 % intervals."""
    import matplotlib.pyplot as plt

    names = list(dict.fromkeys(r["metric"] for r in table.rows))
    chosen = list(metrics) if metrics else [n for n in names if table.is_rate(n)] or names[:1]
    for metric in chosen:
        if metric not in names:
            raise ValueError(f"metric must be one of {', '.join(names)}, not {metric!r}")
    panels = list(dict.fromkeys(r["distribution"] for r in table.rows))
    policies = list(dict.fromkeys(r["policy"] for r in table.rows))
    if axes is None:
        size = (1 + 4 * len(panels), 1.4 + 0.5 * len(policies))
        _, axes = plt.subplots(1, len(panels), figsize=size, sharey=True, squeeze=False)
    for axis, panel in zip(axes.flat, panels, strict=False):
        for number, metric in enumerate(chosen):
            _marks(axis, table, panel, policies, metric, number, len(chosen))
        axis.set(title=panel, xlabel="mean per episode, 95 % interval", yticks=range(len(policies)))
        axis.set_yticklabels(policies)
        axis.set_ylim(len(policies) - 0.5, -0.5)
        axis.grid(axis="x", alpha=0.3)
        if all(table.is_rate(t) for t in chosen):
            axis.set_xlim(-0.03, 1.03)
    figure = axes.flat[0].figure
    figure.set_layout_engine("constrained")
    marks = axes.flat[0].get_legend_handles_labels()
    figure.legend(*marks, loc="outside lower center", ncols=len(chosen))
    return figure


def _marks(axis, table, panel, policies, metric, number, of) -> None:
    """Draw one metric's marks in one panel."""
    shift = 0.18 * (number - (of - 1) / 2)
    rows = [table.get(p, panel, metric) for p in policies]
    places = [i + shift for i, row in enumerate(rows) if row["episodes"]]
    rows = [row for row in rows if row["episodes"]]
    errorbar_rows(axis, intervals_of(rows), places, label=metric, **style(number))


def in_words(table, policy: str, metrics: Sequence[str] | None = None) -> str:
    """What a table, or its figure, shows of one policy, as a sentence."""
    told: dict[str, list[str]] = {}
    for row in table.rows:
        metric, rate = row["metric"], table.is_rate(row["metric"])
        wanted = metric in metrics if metrics else rate
        if row["policy"] == policy and wanted and row["episodes"]:
            told.setdefault(row["distribution"], []).append(f"{metric} {show(row, rate)}")
    parts = [f"{label}: {', '.join(counts)}" for label, counts in told.items()]
    return fill(f"{policy}. " + "; ".join(parts) + ".", 96, subsequent_indent="    ")


def plot_levels(rows: Mapping[str, Any], count: int = 4):
    """Plot a row of levels for each label: a distribution's first, or drawings by their names."""
    lines = [
        [(f"{label}, {title}" if label else title, picture) for title, picture in shown]
        for label, shown in ((label, _pictures(value, count)) for label, value in rows.items())
    ]
    return image_grid(lines, (2.1 * max(map(len, lines)), 2.35 * len(lines)))


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
    sprites = home.sprites_of(where)
    return [(name, home.picture(s, 16, sprites)) for name, s in states.items()]
