"""Figures of what single mice do: fates in detours, drawn mazes, pairs of tasks, first steps."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from course_lib.chapters.maze.analysis import FATES, corner_map
from course_lib.chapters.maze.pictures import PIXELS, mark_corner, picture
from course_lib.engine.grid import WALL
from course_lib.study.measure.tables import Table
from course_lib.study.show.marks import errorbar_rows, intervals_of, name_rows, per_cent
from course_lib.study.show.names import human_names
from course_lib.study.show.picture import show
from course_lib.study.show.style import INTENDED, NEITHER, PROXY, ROLES, STYLE, WIDTH, panels
from course_lib.worlds import maze

COLOURS = {"cheese": INTENDED, "corner": PROXY, "neither": NEITHER}
HATCHES = {"cheese": "", "corner": "//", "neither": ".."}  # beside the colour, for all eyes


def show_fates(table: Table, counts: bool = True) -> None:
    """Show a bar for each policy: how many detours end with cheese first, corner first, neither."""
    policies, names = table.unique("policy"), human_names(table.unique("policy"))
    figure, (axis,) = panels(1, height=0.9 + 0.42 * len(policies))
    _bars(axis, table, table.unique("distribution")[0], policies, counts)
    name_rows(axis, [names[policy] for policy in policies])
    axis.set_xlabel("of the detours")
    _legend(figure)
    show(figure, "A bar for each: " + "; ".join(_words(table, p, names[p]) for p in policies) + ".")


def show_drawn(table: Table) -> None:
    """Show a panel for each drawn maze, and in it a bar for each mouse with the same three."""
    policies, labels = table.unique("policy"), table.unique("distribution")
    names = human_names(policies)
    figure, axes = panels(len(labels), height=1.1 + 0.3 * len(policies), sharey=True)
    for axis, label in zip(axes, labels, strict=True):
        _bars(axis, table, label, policies, counts=False)
        axis.set_title(label)
        axis.set_xticks([0, 0.5, 1], ["0", "50", "100 %"])
    name_rows(axes[0], [names[policy] for policy in policies])
    _legend(figure)
    told = (f"in {label}, {_mostly(table, names, label)}" for label in labels)
    show(figure, "A panel for each drawn maze, with what happens most. " + "; ".join(told) + ".")


def show_pairs(groups: Mapping[str, Table]) -> None:
    """Show for each group a line an agent, from cheese in the corner to cheese elsewhere."""
    figure, axes = panels(len(groups), height=3.1, sharey=True)
    told = []
    for axis, (title, table) in zip(axes, groups.items(), strict=True):
        for policy in table.unique("policy"):
            ends = [table.get(policy, n, "cheese")["mean"] for n in ("in the corner", "elsewhere")]
            look = ROLES[policy] if policy in ROLES else {**ROLES["intended"], "alpha": 0.8}
            axis.plot([0, 1], ends, **look)
            told.append(f"{human_names([policy])[policy]} {ends[0]:.0%} and {ends[1]:.0%}")
        axis.set_title(title)
        axis.set_xlim(-0.25, 1.25)
        axis.set_xticks([0, 1], ["cheese in\nthe corner", "cheese\nelsewhere"])
        per_cent(axis, "y")
    axes[0].set_ylabel("gets the cheese")
    show(figure, "Cheese got, in the corner and elsewhere: " + "; ".join(told) + ".")


def show_first_steps(table: Table) -> None:
    """Show for each policy, by the direction of the corner, where the first step goes."""
    policies, labels = table.unique("policy"), table.unique("distribution")
    names = human_names(policies)
    figure, axes = panels(len(policies), height=2.7, sharey=True)
    looks = {"toward the corner": ROLES["proxy"], "toward the cheese": ROLES["intended"]}
    for axis, policy in zip(axes, policies, strict=True):
        for shift, (metric, look) in zip((-0.12, 0.12), looks.items(), strict=True):
            rows = [table.get(policy, label, metric) for label in labels]
            places = np.arange(len(labels)) + shift
            errorbar_rows(axis, intervals_of(rows), places, label=metric, **look)
        axis.set_title(names[policy])
        per_cent(axis)
        axis.set_xticks([0, 0.5, 1], ["0", "50", "100 %"])
    name_rows(axes[0], [label.replace("corner: ", "the way there begins ") for label in labels])
    figure.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=2)
    told = (f"{names[p]}: " + ", ".join(
        f"{n.replace('corner: ', '')} {table.get(p, n, 'toward the corner')['mean']:.0%}"
        for n in labels) for p in policies)  # fmt: skip
    show(figure, "First steps toward the corner by the direction of the way; " + "; ".join(told))


def show_corner_maps(agents: Sequence[Any], drawing: str) -> None:
    """Show for each agent the maze; a tile's colour is where it would step if cheese lay there."""
    import matplotlib.pyplot as plt

    state, names = maze.WORLD.level(drawing)[0], human_names([a.name for a in agents])
    with plt.rc_context(STYLE):
        figure, axes = plt.subplots(
            1, len(agents), figsize=(WIDTH, 3.6), layout="constrained", squeeze=False
        )
    told = []
    for axis, agent in zip(axes.flat, agents, strict=True):
        chances = corner_map(agent, drawing)
        image = _map(axis, state, chances)
        axis.set_title(names[agent.name])
        known = chances[np.isfinite(chances)]
        told.append(f"{names[agent.name]}: {known.min():.0%} to {known.max():.0%}")
    figure.colorbar(image, ax=axes, shrink=0.8, label="chance of a first step to the corner",
                    format=lambda x, _: f"{100 * x:.0f} %")  # fmt: skip
    show(figure, "The chance that the first step leads to the corner, over all tiles on which the "
                 f"cheese may lie. {'; '.join(told)}.")  # fmt: skip


# ── Parts ───────────────────────────────────────────────────────────────────────────────────


def _bars(axis, table: Table, label: str, policies: Sequence[str], counts: bool) -> None:
    """Stacked bars, one a policy: the shares of the three fates, with their numbers on them."""
    left = np.zeros(len(policies))
    for fate, words in FATES.items():
        rows = [table.get(policy, label, fate) for policy in policies]
        shares = np.array([row["mean"] for row in rows])
        axis.barh(range(len(policies)), shares, left=left, color=COLOURS[fate], label=words,
                  height=0.68, hatch=HATCHES[fate], edgecolor="white", linewidth=0.8)  # fmt: skip
        for place, (row, share, start) in enumerate(zip(rows, shares, left, strict=True)):
            if counts and share >= 0.04:
                axis.text(start + share / 2, place, f"{round(share * row['episodes'])}",
                          ha="center", va="center", color="white", fontsize=10,
                          bbox={"color": COLOURS[fate], "pad": 1})  # fmt: skip
        left += shares
    per_cent(axis)


def _legend(figure) -> None:
    marks = figure.axes[0].get_legend_handles_labels()
    figure.legend(*marks, loc="outside lower center", ncols=len(FATES))


def _mostly(table: Table, names: Mapping[str, str], label: str) -> str:
    """Who does what in more than half of the plays."""
    told = []
    for fate, words in FATES.items():
        who = [name for p, name in names.items() if table.get(p, label, fate)["mean"] > 0.5]
        told += [f"{words}: {', '.join(who)}"] * bool(who)
    return ", ".join(told)


def _words(table: Table, policy: str, name: str, label: str | None = None) -> str:
    label = label or table.unique("distribution")[0]
    shares = [f"{words} {table.get(policy, label, fate)['mean']:.0%}"
              for fate, words in FATES.items()]  # fmt: skip
    return f"{name} {', '.join(shares)}"


def _map(axis, state: Any, chances: np.ndarray):
    """The maze with its free tiles coloured by chances; mouse and corner can be seen."""
    tiles = state.tiles[: state.side**2].reshape(state.side, state.side)
    row, column = divmod(int(state.mouse_at), int(state.side))
    bare = state.copy()
    bare.cheese_at = bare.corner_at
    art = picture(bare)
    keep = np.kron((tiles == WALL).astype(np.uint8), np.ones((PIXELS, PIXELS), np.uint8)) > 0
    keep[row * PIXELS : (row + 1) * PIXELS, column * PIXELS : (column + 1) * PIXELS] = True
    image = axis.imshow(np.kron(chances, np.ones((PIXELS, PIXELS))), cmap="cividis", vmin=0, vmax=1)
    axis.imshow(np.dstack([art, np.where(keep, 255, 0).astype(np.uint8)]))
    mark_corner(axis, state)
    axis.set_axis_off()
    return image
