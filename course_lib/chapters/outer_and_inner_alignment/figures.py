"""The pictures of lesson 01: three goals, rewards side by side, the 2 x 2, the tree of cases."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from course_lib.chapters.outer_and_inner_alignment.mice import KINDS, kinds_of
from course_lib.chapters.outer_and_inner_alignment.rewards import REWARDS
from course_lib.study.measure.episodes import from_actions, play
from course_lib.study.measure.planning import planner
from course_lib.study.measure.sweep import by_setting, load_results
from course_lib.study.show.levels import image_grid, plot_levels
from course_lib.study.show.marks import per_cent, seed_dots
from course_lib.study.show.picture import show
from course_lib.study.show.style import (
    FAINT,
    INK,
    INTENDED,
    NEITHER,
    PLANNER_LOOK,
    PROXY,
    RANDOM_LOOK,
    STYLE,
    WIDTH,
    panels,
)
from course_lib.study.show.tables import per_cent_text, with_interval
from course_lib.widgets.preview import draw_path
from course_lib.worlds import maze

BEFORE = """#########
#......C#
#.###.###
#.#...#.#
#.#.###.#
#.#.....#
#.#####.#
#M......#
#########"""
AFTER = BEFORE.replace("C", ".").replace("#.#...#.#", "#.#...#C#")
PALE = {INTENDED: "#dcebf6", PROXY: "#fbe3d3", NEITHER: "#ececec", INK: "#f6f6f6"}


def _canvas(width: float, height: float, tall: float):
    """An empty figure whose axes go from 0 to `width` and, downwards, from 0 to `height`."""
    import matplotlib.pyplot as plt

    with plt.rc_context(STYLE):
        figure, axis = plt.subplots(figsize=(WIDTH, tall), layout="constrained")
    axis.set_xlim(0, width)
    axis.set_ylim(height, 0)
    axis.set_axis_off()
    return figure, axis


def _box(axis, centre, size, text: str, colour: str = INK, **how) -> None:
    """Draw a box with text in it; `centre` and `size` are x, y and width, height."""
    from matplotlib.patches import FancyBboxPatch

    (x, y), (wide, high) = centre, size
    corner = (x - wide / 2, y - high / 2)
    look: Any = {"facecolor": PALE.get(colour, "white"), "edgecolor": colour, "linewidth": 1.6}
    axis.add_patch(
        FancyBboxPatch(corner, wide, high, boxstyle="round,pad=0,rounding_size=1.5", **look)
    )
    axis.text(x, y, text, ha="center", va="center", linespacing=1.45, **how)


def _arrow(axis, start, end, colour: str = INK) -> None:
    axis.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": colour, "linewidth": 2})


# ── Three goals ─────────────────────────────────────────────────────────────────────────────


def show_three_goals() -> None:
    """Show three goals, and between them the two places where they can come to differ."""
    figure, axis = _canvas(100, 42, 2.9)
    goals = {
        16: ("goal intended", "what people want;\nin their heads", INTENDED),
        50: ("goal specified", "what is paid for or\ntested; written down", INK),
        84: ("goal learned", "what the trained\nsystem steers toward", PROXY),
    }
    for x, (name, where, colour) in goals.items():
        _box(axis, (x, 21), (25, 20), "", colour)
        axis.text(x, 16, name, ha="center", va="center", weight="bold")
        axis.text(x, 24.5, where, ha="center", va="center", fontsize=9.5, linespacing=1.4)
    for x, name, who in (
        (33, "outer\nalignment", "people write it"),
        (67, "inner\nalignment", "training"),
    ):
        _arrow(axis, (x - 4, 21), (x + 4, 21))
        axis.text(x, 5, name, ha="center", va="center", weight="bold", linespacing=1.3)
        axis.text(x, 37.5, who, ha="center", va="center", fontsize=9.5, style="italic")
    show(figure, "Three boxes in a row. The goal intended is in people's heads. An arrow, outer "
         "alignment, leads to the goal specified, which people write down. A second arrow, inner "
         "alignment, leads to the goal learned, which comes out of training.")  # fmt: skip


# ── Rewards ─────────────────────────────────────────────────────────────────────────────────


def show_rewards(baselines: Mapping[str, float], own: Mapping[str, float] | None = None) -> None:
    """Show how often mice get the cheese, by what they were paid for: a dot is a mouse.

    baselines: the rates of "planner" and "random". own: the reader's mice, by label.
    """
    rows = by_setting(load_results("rewards"), "reward", lambda row: row["cheese"])
    groups = {name: rows[name] for name in REWARDS}
    figure, (axis,) = panels(1, height=3.4)
    everybody: dict[str, Sequence[float]] = {**groups, **{k: [v] for k, v in (own or {}).items()}}
    seed_dots(axis, everybody, color=INTENDED, marker="o")
    if own:
        axis.plot(range(len(groups), len(everybody)), list(own.values()), "*", color=PROXY,
                  markersize=16, zorder=5)  # fmt: skip
    for name, look in (("planner", PLANNER_LOOK), ("random", RANDOM_LOOK)):
        line = {key: look[key] for key in ("color", "linewidth", "linestyle")}
        axis.axhline(baselines[name], **line, zorder=0)
        axis.annotate(name, (1, baselines[name]), (4, 0), xycoords=("axes fraction", "data"),
                      textcoords="offset points", va="center", fontsize=9.5, color=INK)  # fmt: skip
    per_cent(axis, "y")
    axis.set_xticks(range(len(everybody)), [name.replace(" ", "\n", 1) for name in everybody])
    axis.set(ylabel="mazes in which\nit got the cheese")
    told = [f"{name}: {', '.join(map(per_cent_text, cells))}" for name, cells in everybody.items()]
    show(
        figure,
        f"How often mice get the cheese, a dot for each mouse. {'; '.join(told)}. "
        + ", ".join(f"{name} {per_cent_text(rate)}" for name, rate in baselines.items()),
    )


# ── What the corner mouse runs into ─────────────────────────────────────────────────────────


def show_kinds(mouse: Any, seeds: Sequence[int] = (13, 11, 4)) -> None:
    """Show one deployment maze of each kind, with the way that a mouse takes in it."""
    pictures = []
    for seed in seeds:
        episode = play(mouse, maze.DEPLOY, seed=seed)
        kind = int(kinds_of(episode.records[:1].view(np.recarray))[0])
        got = {(1, 0): "the cheese only", (0, 1): "to the corner only", (1, 1): "to both"}
        found = got[episode.metrics["cheese"], episode.metrics["corner"]]
        title = f"cheese {KINDS[kind]}:\nit gets {found}"
        pictures.append((title, _with_way(episode)))
    told = "; ".join(title.replace("\n", " ") for title, _ in pictures)
    show(
        image_grid([pictures], (WIDTH, 2.75)), f"Three mazes with the way of {mouse.name}. {told}."
    )


def _with_way(episode: Any, size: int = 24) -> np.ndarray:
    """The last picture of an episode in the maze, with the way that was taken, `size` to a tile."""
    picture, path = maze.WORLD.picture(episode.records[-1], size), episode.positions()
    draw_path(picture, path, size, agent_at=len(path) - 1)
    return picture


# ── The 2 x 2 ───────────────────────────────────────────────────────────────────────────────


def show_two_by_two(table: Any, policies: Sequence[str]) -> None:
    """Show, for each policy, training and deployment by cheese and corner, beside random."""
    figure, axes = panels(len(policies), height=3.3)
    told = []
    for axis, policy in zip(axes, policies, strict=True):
        axis.grid(False)
        axis.set(xlim=(-0.5, 1.5), ylim=(1.5, -0.5), title=policy, aspect="equal")
        axis.set_xticks([0, 1], ["in training", "deployed"])
        axis.set_yticks([0, 1], ["cheese", "corner\nfirst"])
        axis.tick_params(length=0, labeltop=True, labelbottom=False)
        for x, where in enumerate(("training", "deployment")):
            for y, metric in enumerate(("cheese", "corner")):
                told.append(_cell(axis, x, y, table, policy, where, metric))
    show(figure, "A square of four numbers for each mouse: training and deployment by cheese and "
         f"corner first. {'; '.join(told)}.")  # fmt: skip


def _cell(axis, x: int, y: int, table: Any, policy: str, where: str, metric: str) -> str:
    """Draw one of the four numbers, on a ground that is as full as the share is large."""
    from matplotlib.patches import Rectangle

    found, chance = (table.get(who, where, metric) for who in (policy, "random"))
    colour = INTENDED if metric == "cheese" else PROXY
    high = 0.96 * found["mean"]
    axis.add_patch(
        Rectangle((x - 0.48, y - 0.48), 0.96, 0.96, facecolor="#fafafa", edgecolor=FAINT)
    )
    axis.add_patch(Rectangle((x - 0.48, y + 0.48 - high), 0.96, high, facecolor=PALE[colour]))
    axis.text(x, y - 0.12, per_cent_text(found["mean"]), ha="center", va="center", fontsize=17,
              color=colour, weight="bold")  # fmt: skip
    ends = with_interval((found["mean"], found["low"], found["high"])).partition(" [")[2]
    axis.text(x, y + 0.12, f"[{ends}", ha="center", va="center", fontsize=9)
    axis.text(x, y + 0.32, f"random: {per_cent_text(chance['mean'])}", ha="center", va="center",
              fontsize=9)  # fmt: skip
    here, there = (per_cent_text(row["mean"]) for row in (found, chance))
    return f"{policy}, {where}, {metric}: {here}, random {there}"


# ── A search and a habit ────────────────────────────────────────────────────────────────────


def show_moved() -> None:
    """Show one maze twice, before and after the cheese was moved."""
    show(plot_levels({"": {"before": BEFORE, "after": AFTER}}),
         "A maze twice. Before, the cheese lies in the top right corner, and the mouse starts "
         "bottom left. After, the cheese lies in a dead end on the right side.")  # fmt: skip


def show_who_gets_it() -> None:
    """Show the ways of a search and of a habit, before and after the cheese was moved."""
    search = planner(maze.TRAIN)
    learned = play(search, maze.TRAIN, level=BEFORE)
    found = {
        "search and habit,\nbefore": learned,
        "search, after": play(search, maze.DEPLOY, level=AFTER),
        "habit, after": from_actions(maze.DEPLOY, learned.actions, level=AFTER),
    }
    pictures = [(title, _with_way(episode)) for title, episode in found.items()]
    told = "; ".join(
        f"{title.replace(chr(10), ' ')}: {'cheese' if episode.metrics['cheese'] else 'no cheese'}"
        for title, episode in found.items()
    )
    show(image_grid([pictures], (WIDTH, 2.75)), f"Three mazes with the way that was taken. {told}.")


# ── The tree of cases ───────────────────────────────────────────────────────────────────────


def show_tree() -> None:
    """Show the three questions that sort cases, and where their answers lead."""
    figure, axis = _canvas(100, 62, 4.4)
    _box(axis, (50, 8), (62, 12), "Does what it does score well by the goal it was given\n"
         "(its reward, its test, its instruction)?", fontsize=10.5)  # fmt: skip
    _box(axis, (25, 31), (40, 11), "Did people want\nwhat it does?", fontsize=10.5)
    _box(axis, (75, 31), (40, 11), "Is it still skilful\nat something?", fontsize=10.5)
    ends = (
        (12, "as intended", "nobody complains", INTENDED),
        (37.5, "specification", "the goal given was not\nthe goal intended", INK),
        (62.5, "goal mis-\ngeneralisation", "skill kept,\nother goal", PROXY),
        (88, "capability", "skill lost", NEITHER),
    )
    for x, name, why, colour in ends:
        _box(axis, (x, 54), (22.5, 15), "", colour)
        axis.text(
            x,
            51 if "\n" not in name else 51.4,
            name,
            ha="center",
            va="center",
            weight="bold",
            fontsize=10,
        )
        axis.text(x, 57.6, why, ha="center", va="center", fontsize=8.8, linespacing=1.3)
    for start, end, word in (((38, 14.5), (27, 25), "yes"), ((62, 14.5), (73, 25), "no"),
                             ((19, 37), (13, 46), "yes"), ((31, 37), (37, 46), "no"),
                             ((69, 37), (63, 46), "yes"), ((81, 37), (87, 46), "no")):  # fmt: skip
        _arrow(axis, start, end)
        left = end[0] < start[0]
        place = (start[0] + end[0]) / 2 + (-2 if left else 2), (start[1] + end[1]) / 2 - 0.5
        axis.text(*place, word, ha="right" if left else "left", va="center", style="italic")
    show(
        figure,
        "A tree of three questions. Does what it does score well by the goal it was given? If "
        "yes: did people want what it does? Yes leads to as intended, no to specification. If no: "
        "is it still skilful at something? Yes leads to goal misgeneralisation, no to capability.",
    )
