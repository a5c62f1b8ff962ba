"""Marks in figures: seeds as dots, lines labelled at their ends, intervals, numbers on tiles."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from course_lib.study.show.style import FAINT, INK, legible

Told = tuple[float, float, float]  # a value with the ends of its interval

# ── Seeds ───────────────────────────────────────────────────────────────────────────────────


def seed_dots(
    axis,
    groups: Mapping[Any, Sequence[float]],
    places: Sequence[float] | None = None,
    above: float | None = None,
    spread: float = 0.16,
    hollow: Mapping[Any, Sequence[bool]] | None = None,
    **look,
) -> None:
    """Draw each seed as a dot over the place of its group; dots of like height stand side by side.

    groups: from a label to one number a seed. places: along the horizontal axis; by default the
    groups stand at 0, 1, 2 ... with their labels below. above: how many of a group lie above this
    number is written over it, "3 of 5", below the title that the axes have by then.
    spread: how far two dots stand apart, in places. hollow: for each group which of its seeds are
    rings, such as agents that have not learned their own levels. look: colour and marker, as in
    `axis.plot`.
    """
    where = list(range(len(groups)) if places is None else places)
    if above is not None:  # the counts stand between the axes and their title
        axis.set_title(axis.get_title("left") or axis.get_title(), loc="left", pad=20)
    if places is None:
        axis.set_xticks(where, [str(label) for label in groups])
        axis.set_xlim(-0.6, len(where) - 0.4)
    look = {"markersize": 7, "markeredgecolor": "white", "alpha": 0.9, **look, "linestyle": "none"}
    label = look.pop("label", None)
    for place, (group, values) in zip(where, groups.items(), strict=True):
        aside = np.array([place + spread * shift for shift in _side_by_side(values)])
        rings = np.array(hollow[group] if hollow else [False] * len(values), bool)
        for some, how in ((~rings, look), (rings, {**look, **ring(look.get("color", INK))})):
            if some.any() or not len(values):
                axis.plot(aside[some], np.asarray(values)[some], label=label, **how)
                label = None  # one entry in a legend, or none
        if above is not None:
            axis.annotate(count_words(values, above), (place, 1), (0, 4),
                          color=legible(look.get("color", INK)),
                          xycoords=("data", "axes fraction"), textcoords="offset points",
                          ha="center", va="bottom", fontsize=10)  # fmt: skip


def ring(colour: Any) -> dict[str, Any]:
    """How a mark looks that is hollow: of an agent that has not learned its own levels."""
    return {"markerfacecolor": "white", "markeredgecolor": colour, "markeredgewidth": 1.5}


def count_words(values: Sequence[float], above: float) -> str:
    """How many of the values lie above a number, as "3 of 5"."""
    return f"{sum(value > above for value in values)} of {len(values)}"


def _side_by_side(values: Sequence[float], near: float = 0.035) -> list[float]:
    """How far to the side each value is drawn: 0, or the next free of -0.5, 0.5 and so on."""
    reach = near * max(float(np.ptp(np.append(np.asarray(values, float), [0, 1]))), 1e-9)
    heaps: list[tuple[float, list[int]]] = []
    for number in np.argsort(values, kind="stable"):
        if heaps and values[number] - heaps[-1][0] <= reach:
            heaps[-1][1].append(number)
        else:
            heaps.append((values[number], [number]))
    shifts = [0.0] * len(values)
    for _, heap in heaps:
        for rank, number in enumerate(heap):
            shifts[number] = rank - (len(heap) - 1) / 2
    return shifts


# ── Lines ───────────────────────────────────────────────────────────────────────────────────


def end_labels(axis, fontsize: float = 11) -> None:
    """Write each line's label at its right end, in its colour, instead of a legend.

    To be called last, when the axes have their limits. Labels that would lie on each other are
    moved apart. Lines without a label get none.
    """
    lines = [line for line in axis.get_lines() if not line.get_label().startswith("_")]
    ends = [(line, *_end(line)) for line in lines if len(line.get_xdata())]
    heights = [axis.transData.transform((x, y))[1] for _, x, y in ends]
    room = 1.25 * fontsize * axis.figure.dpi / 72
    for (line, x, y), height, free in zip(ends, heights, _apart(heights, room), strict=True):
        shift = (free - height) * 72 / axis.figure.dpi
        axis.annotate(line.get_label(), (x, y), (8, shift), textcoords="offset points", va="center",
                      color=legible(line.get_color()), fontsize=fontsize,
                      annotation_clip=False)  # fmt: skip
    if legend := axis.get_legend():
        legend.remove()


def _end(line) -> tuple[float, float]:
    """The last point of a line that is a number; of a line across the axes, its right end."""
    x, y = (np.asarray(data, float) for data in line.get_data())
    known = np.isfinite(x) & np.isfinite(y)
    if line.get_transform() == line.axes.get_yaxis_transform(which="grid"):
        return line.axes.get_xlim()[1], float(y[-1])
    return float(x[known][-1]), float(y[known][-1])


def _apart(heights: Sequence[float], room: float) -> list[float]:
    """The heights, moved as little as is simple so that any two are at least `room` apart."""
    order = np.argsort(heights, kind="stable")
    free = np.array(heights, float)
    for _ in range(50):
        for low, high in pairwise(order):
            if (lack := room - (free[high] - free[low])) > 0:
                free[low] -= lack / 2
                free[high] += lack / 2
    return free.tolist()


def line_with_band(
    axis,
    points: Mapping[Any, Sequence[float]],
    places: Sequence[float] | None = None,
    *,
    interval: Callable[[Sequence[float]], Told],
    seeds: bool = True,
    **look,
) -> None:
    """Draw a line of means over training seeds with its 95 % band; a faint mark is one seed.

    Only for outcomes of one hump: where there are two, `seed_dots` shows them and this hides them.
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


# ── Intervals ───────────────────────────────────────────────────────────────────────────────


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


def intervals_of(rows: Iterable[Mapping]) -> list[Told]:
    """Mean, low and high of rows of a table."""
    return [(row["mean"], row["low"], row["high"]) for row in rows]


# ── Names and numbers ───────────────────────────────────────────────────────────────────────


def name_rows(axis, names: Sequence[str]) -> None:
    """Write the names of rows beside them, the first on top; faint lines lead down to the scale."""
    axis.set_yticks(range(len(names)), names)
    axis.yaxis.set_inverted(True)
    axis.grid(axis="x", color=FAINT)


def per_cent(axis, which: str = "x", margin: float = 0.03, step: float = 0.2) -> None:
    """Write the shares along an axis ("x" or "y") in per cent, from 0 to 100.

    step: from tick to tick; 0.25 or 0.5 where panels are narrow.
    """
    ticks = np.arange(0, 1 + step / 2, step)
    getattr(axis, f"set_{which}ticks")(ticks, [f"{100 * tick:.0f} %" for tick in ticks])
    getattr(axis, f"set_{which}lim")(-margin, 1 + margin)


def write_numbers(axis, numbers: np.ndarray, dark: np.ndarray, fontsize: int = 10) -> None:
    """Write whole numbers onto the tiles of an image, white where it is `dark`; nothing for nan."""
    for (row, column), number in np.ndenumerate(numbers):
        if np.isfinite(number):
            ink = "white" if dark[row, column] else INK
            axis.text(column, row, f"{number:.0f}", ha="center", va="center", color=ink,
                      fontsize=fontsize)  # fmt: skip
