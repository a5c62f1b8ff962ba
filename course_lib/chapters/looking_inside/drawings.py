"""Drawings of the units on the runner: the network, moments with their map, patches of factors."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from course_lib.engine.platforms import MAX_COLUMNS
from course_lib.engine.sim import BatchSim
from course_lib.study.inside.maps import overlay
from course_lib.study.inside.moments import observe
from course_lib.study.inside.overlay import steps_with_coin
from course_lib.study.measure.episodes import play
from course_lib.study.measure.rollout import begin
from course_lib.study.show.picture import show
from course_lib.study.show.style import INK, INTENDED, PROXY, WIDTH, subplots
from course_lib.worlds.coin_run import TRAIN, camera

LAYERS = (  # name in the code, what it sees, sheets, rows, columns
    ("tiles", "one tile", 8, 9, 11),
    ("nearby", "3 × 3 tiles", 16, 9, 11),
    ("scene", "5 × 5 tiles", 32, 5, 6),
)
GOOD, BAD = INTENDED, PROXY


def show_network(seed: int = 4) -> None:
    """Show the network of a runner from the picture on the left to its two heads on the right."""
    picture = BatchSim(TRAIN, 1).observe(begin(TRAIN, [seed]).batch)[0]
    figure, axis = subplots(figsize=(WIDTH, 3.3))
    axis.set(xlim=(0, 100), ylim=(0, 44))
    axis.set_axis_off()
    axis.imshow(picture, extent=(0, 18, 14, 29), aspect="auto")
    _label(axis, 9, "the picture", "9 × 11 tiles")
    for number, (name, sees, sheets, rows, columns) in enumerate(LAYERS):
        left, size = 24 + 17 * number, 11 if rows == 9 else 7
        _sheets(axis, left, size, min(sheets // 4, 6), rows, columns)
        _label(axis, left + 6, f"“{name}”", f"{sheets} channels of\n{rows} × {columns} places")
        axis.text(left + 6, 39, f"sees {sees}", ha="center", va="center", fontsize=9)
        _arrow(axis, left - 4, left - 0.8)
    axis.bar([78], [18], 2.2, bottom=13, color="#bbbbbb", edgecolor=INK)
    _label(axis, 78, "“mind”", "128 numbers")
    _arrow(axis, 71, 76)
    for height, name, gives in (
        (29, "actor", "chances of\n6 actions"),
        (13, "critic", "1 number:\nthe value"),
    ):
        axis.annotate("", (86, height), (80, 22), arrowprops={"arrowstyle": "->", "color": INK})
        axis.text(87, height, f"{name}\n", va="center", fontsize=11, weight="bold")
        axis.text(87, height - 2.6, gives, va="center", fontsize=9)
    figure.tight_layout(pad=0.2)
    show(figure, "From left to right: the picture of 9 by 11 tiles; the layers tiles, nearby and "
                 "scene, drawn as stacks of sheets; the layer mind, a column of 128 numbers; and "
                 "from it two arrows, to the actor, which gives the chances of six actions, and to "
                 "the critic, which gives one number.")  # fmt: skip


def _sheets(axis, left: float, size: float, count: int, rows: int, columns: int) -> None:
    """Draw a stack of sheets, each ruled into places."""
    import matplotlib.pyplot as plt

    for number in reversed(range(count)):
        x, y = left + 0.5 * number, 21.5 - size / 2 + 0.7 * number
        axis.add_patch(plt.Rectangle((x, y), size, size, facecolor="white", edgecolor=INK, lw=0.8))
    for column in range(1, columns):
        x = left + size * column / columns
        axis.plot([x, x], [21.5 - size / 2, 21.5 + size / 2], color="#cccccc", linewidth=0.5)
    for row in range(1, rows):
        y = 21.5 - size / 2 + size * row / rows
        axis.plot([left, left + size], [y, y], color="#cccccc", linewidth=0.5)


def _label(axis, x: float, name: str, size: str) -> None:
    axis.text(x, 9, name, ha="center", va="center", fontsize=11, weight="bold")
    axis.text(x, 4, size, ha="center", va="center", fontsize=9)


def _arrow(axis, begin_at: float, end: float) -> None:
    axis.annotate("", (end, 22), (begin_at, 22), arrowprops={"arrowstyle": "->", "color": INK})


# ── Moments with their map ──────────────────────────────────────────────────────────────────


def show_moments(agent: Any, levels: Mapping[str, tuple[Any, int]], count: int = 3) -> None:
    """Show moments with the coin in view: a row for each label, (distribution, seed of the level).

    A disc says that the place adds to the value, a cross that it takes away; the larger, the more.
    """
    figure, axes = subplots(len(levels), count, figsize=(WIDTH, 2.35 * len(levels)), squeeze=False,
                            layout="constrained")  # fmt: skip
    for line, (label, (distribution, seed)) in zip(axes, levels.items(), strict=True):
        episode = play(agent, distribution, seed=seed)
        laid = overlay(agent, episode)
        looks = observe(distribution, episode.records)
        for axis in line:
            axis.set_axis_off()
        for axis, step in zip(line, steps_with_coin(episode, count), strict=False):
            _moment(axis, looks[step], laid.parts[step, ..., 0])
            _frame_coin(axis, episode.records[step], laid.parts.shape[1:3])
            axis.set_title(f"{label}, step {step}", fontsize=10)
    words = " and ".join(levels)
    show(figure, f"Moments of the runner's levels, {words}, with a disc or a cross on each place. "
                 "The coin has a frame. In training the largest discs lie round the coin and the "
                 "wall behind it.")  # fmt: skip


def _moment(axis, look: np.ndarray, parts: np.ndarray) -> None:
    rows, columns = parts.shape
    axis.imshow(look, extent=(-0.5, columns - 0.5, rows - 0.5, -0.5), alpha=0.6)
    for sign, marker, colour in ((1, "o", GOOD), (-1, "X", BAD)):
        strength = np.maximum(sign * parts, 0)
        row, column = np.nonzero(strength > 0.08)
        axis.scatter(column, row, s=170 * np.minimum(strength[row, column], 1.3), c=colour,
                     marker=marker, edgecolors="white", linewidths=0.7)  # fmt: skip


def _frame_coin(axis, state: Any, size: tuple[int, int]) -> None:
    import matplotlib.pyplot as plt

    top, left = camera(state, *size)
    row, column = divmod(int(state.coin_at), MAX_COLUMNS)
    axis.add_patch(plt.Rectangle((column - left - 0.5, row - top - 0.5), 1, 1, fill=False,
                                 edgecolor=INK, linewidth=2))  # fmt: skip


# ── Patches ─────────────────────────────────────────────────────────────────────────────────


def show_patches(found: Mapping[str, Sequence[np.ndarray]]) -> None:
    """Show a row for each factor: the patches of the agent's pictures in which it is strongest."""
    columns = max(map(len, found.values()))
    figure, axes = subplots(len(found), columns, figsize=(WIDTH, 0.62 * len(found)), squeeze=False,
                            layout="constrained")  # fmt: skip
    for line, (name, shown) in zip(axes, found.items(), strict=True):
        for axis in line:
            axis.set_xticks([])
            axis.set_yticks([])
            axis.set_visible(False)
        for axis, picture in zip(line, shown, strict=False):
            axis.imshow(picture)
            axis.set_visible(True)
        line[0].set_ylabel(name, rotation=0, ha="right", va="center")
    show(figure, "A row of patches for each factor: " + "; ".join(found) + ".")
