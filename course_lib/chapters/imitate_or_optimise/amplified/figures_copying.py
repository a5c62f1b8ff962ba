"""Figures of lesson 09c about learning: by capacity, and from calls with a flaw."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from course_lib.chapters.imitate_or_optimise.amplified.calls import SLIP, acting, asked, played
from course_lib.chapters.imitate_or_optimise.amplified.exact import expected, scores
from course_lib.chapters.imitate_or_optimise.amplified.results import (
    BOTH,
    COPY,
    OPTIMISE,
    UNITS,
    WEIGHTED,
    by_units,
    found,
)
from course_lib.chapters.imitate_or_optimise.tabular import trials, uniform_table
from course_lib.study.show.marks import seed_dots
from course_lib.study.show.picture import show
from course_lib.study.show.style import COLOURS, INK, PLANNER_LOOK, panels
from course_lib.study.show.tables import SmallTable
from course_lib.worlds.ridge.planner import best

LOOKS: dict[str, dict[str, Any]] = {
    COPY: {"color": COLOURS[2], "marker": "^"},
    WEIGHTED: {"color": COLOURS[4], "marker": "v"},
    OPTIMISE: {"color": COLOURS[3], "marker": "D"},
}
WAYS = {"sampled": "draws its actions", "greedy": "always takes the likeliest"}
TOP = 0.72  # of the axis: the planner has 0.63


@cache
def planner() -> float:
    """The true score of the best walker."""
    return float(best(trials().dynamics, SLIP)[1].mean())


def first_round_table(calls: Sequence[int] = (16, 1000)) -> SmallTable:
    """What the untrained agent scores, and the better one that is made of its calls."""
    dynamics = trials().dynamics
    agent = uniform_table(trials())
    lines = [["the untrained agent", f"{scores(agent, dynamics, SLIP)[0]:.2f}"]]
    for number in calls:
        wise = acting(asked(calls=number), agent, dynamics, 0)
        lines.append([f"amplified, {number:,} calls an action",
                      f"{scores(wise, dynamics, SLIP)[0]:.2f}"])  # fmt: skip
    lines.append(["planner", f"{planner():.2f}"])
    return SmallTable(("who", "true score"), lines)


def calls_table(calls: int = 1000) -> SmallTable:
    """Calls that were really made from one place, beside the means that they were drawn from."""
    dynamics = trials().dynamics
    agent = uniform_table(trials())
    mean, spread = expected(agent, dynamics, SLIP)
    level, place = np.unravel_index(
        np.where(dynamics.walkable, mean.max(-1), 0).argmax(), dynamics.tiles.shape
    )
    lines = []
    for action, name in enumerate(("up", "right", "down", "left", "wait")):
        real = played(agent, dynamics, (int(level), int(place), action), calls, action)
        error = spread[level, place, action] / calls**0.5
        lines.append([name, f"{real.mean():.3f}", f"{mean[level, place, action]:.3f}",
                      f"{error:.3f}"])  # fmt: skip
    heads = ("after", "played", "mean, exact", "standard error")
    return SmallTable(heads, lines, f"One place beside the flag, {calls:,} calls an action.")


def show_capacity(arms: Sequence[str] = BOTH) -> None:
    """Show the true score after the last round, by the units of the network: a dot a seed."""
    figure, axes = panels(2, height=3.6, sharey=True)
    told = []
    for axis, (way, words) in zip(axes, WAYS.items(), strict=True):
        for number, arm in enumerate(arms):
            groups = by_units(arm, way)
            shift = 0.3 * (number - (len(arms) - 1) / 2)
            places = [place + shift for place in range(len(UNITS))]
            means = [values.mean() for values in groups.values()]
            axis.plot(places, means, color=LOOKS[arm]["color"], linewidth=1.2, alpha=0.7)
            seed_dots(
                axis, groups, places, spread=0.08, label=arm, **{**LOOKS[arm], "markersize": 5}
            )
            told.append(f"{arm}, {words}: " + ", ".join(
                f"{u} units {m:.2f}" for u, m in zip(UNITS, means, strict=True)))  # fmt: skip
        wise = [values.mean() for values in by_units(COPY, "amplified").values()]
        axis.plot(
            range(len(UNITS)), wise, ":", color=INK, linewidth=1.2, label="amplified (the copy)"
        )
        axis.axhline(planner(), color=PLANNER_LOOK["color"], linewidth=1, linestyle="--")
        axis.text(len(UNITS) - 0.6, planner() + 0.01, "planner", ha="right", va="bottom", color=INK)
        axis.set(xlabel="units of the network", ylim=(0, TOP), xlim=(-0.6, len(UNITS) - 0.4))
        axis.set_xticks(range(len(UNITS)), [str(size) for size in UNITS])
        axis.set_title(words)
    axes[0].set_ylabel("true score")
    figure.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=3)
    told.append("the amplified agent of the copy: " + ", ".join(f"{mean:.2f}" for mean in wise))
    show(figure, f"Means over seeds. {'; '.join(told)}. The planner has {planner():.2f}.")


def show_flaw(flaws: Sequence[float] = (0.8, 1.2, 2.4)) -> None:
    """Show the true score after each round of learning from flawed calls: a line a seed."""
    figure, axes = panels(len(flaws), height=3.2, sharey=True)
    told = []
    for axis, flaw in zip(axes, flaws, strict=True):
        runs = found("flaw", flaw=flaw)
        for arm in BOTH:
            for number, rows in enumerate(runs[arm]):
                rounds = [row["round"] for row in rows]
                look = {**LOOKS[arm], "markersize": 4, "linewidth": 1.2, "alpha": 0.8}
                axis.plot(rounds, [row["sampled"] for row in rows], label=arm if not number else "",
                          **look)  # fmt: skip
            ends = [rows[-1]["sampled"] for rows in runs[arm]]
            told.append(f"flaw {flaw:g}, {arm}: " + ", ".join(f"{end:.2f}" for end in ends))
        axis.set(title=f"flaw {flaw:g}", xlabel="round", ylim=(-0.02, TOP))
    axes[0].set_ylabel("true score")
    handles, labels = axes[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=2)
    show(figure, f"True scores of five seeds after the last round. {'; '.join(told)}.")
