"""The figures of amplify and distil, and each of them in words."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from course_lib.chapters.imitate_or_optimise import sweep_amplify
from course_lib.chapters.imitate_or_optimise.figures_slips import with_interval
from course_lib.chapters.imitate_or_optimise.sweep_amplify import (
    CALLS,
    CARE,
    SURE,
    UNITS,
    ends,
    name_of,
    planners_score,
)
from course_lib.chapters.imitate_or_optimise.sweep_slips import told_rate
from course_lib.study.measure.plots import style

Runs = Mapping[str, Sequence[Sequence[Mapping]]]
SHOWN = (
    name_of(64, 1000), name_of(2, 1000), name_of(64, 16), name_of(64, 16, CARE),
    name_of(64, 1000, thought=SURE),
)  # fmt: skip
LABELS = {"amplified": "agent, asked many times", "fresh": "agent"}


def chosen(yours: Runs | None = None) -> dict[str, Sequence[Sequence[Mapping]]]:
    """The runs of the data file that are shown round by round, and yours after them."""
    found = sweep_amplify.measured()
    extra = {f"yours: {name}": seeds for name, seeds in (yours or {}).items()}
    return {**{name: found[name] for name in SHOWN}, **extra}


def plot_rounds(runs: Runs):
    """The runs round by round, and below where all runs of the data file end."""
    import matplotlib.pyplot as plt

    figure = plt.figure(figsize=(2 * len(runs), 6.6), layout="constrained")
    parts: Any = figure.subfigures(2, 1)
    upper, lower = parts
    _draw_rounds(upper, runs)
    _draw_ends(lower)
    return figure


def _draw_rounds(figure, runs: Runs) -> None:
    """Draw a panel for each run: the agent's and the amplified agent's score in each round."""
    axes = figure.subplots(1, len(runs), sharey=True)
    for axis, (title, seeds) in zip(axes, runs.items(), strict=True):
        for number, (key, label) in enumerate(LABELS.items()):
            values = np.array([[row[key] for row in rows] for rows in seeds])
            axis.plot(np.arange(values.shape[1]), values.mean(0), label=label, **style(number))
        axis.axhline(planners_score(), color="0.25", linestyle="--", label="planner")
        axis.set(xlabel="round", ylim=(-0.03, 0.8), xticks=range(0, values.shape[1], 2))
        axis.set_title(title.replace(", ", "\n").replace(": ", "\n"), fontsize=9)
        axis.grid(alpha=0.3)
    axes[0].legend(fontsize=7)
    axes[0].set_ylabel("true score")


def _draw_ends(figure) -> None:
    """Draw where the last round ends, by the network's size and by how often agents are asked."""
    found = sweep_amplify.measured()
    axes = figure.subplots(1, 2, sharey=True)
    for number, (key, label) in enumerate(LABELS.items()):
        sizes = ends(found, [name_of(units, max(CALLS)) for units in UNITS], key)
        with_interval(axes[0], np.array(UNITS), sizes, label, number)
    asked = {care: [name_of(max(UNITS), calls, care) for calls in CALLS] for care in (0.0, CARE)}
    with_interval(axes[1], np.array(CALLS), ends(found, asked[0.0], "fresh"), "agent", 1)
    with_interval(axes[1], np.array(CALLS), ends(found, asked[CARE], "fresh"), "with care", 2)
    with_interval(axes[1], np.array(CALLS), ends(found, asked[0.0], "firm"), "firm agent", 3)
    for axis, ticks, words in ((axes[0], UNITS, "units"), (axes[1], CALLS, "calls an action")):
        axis.axhline(planners_score(), color="0.25", linestyle="--", label="planner")
        axis.set_xscale("log")
        axis.set_xticks(ticks, [str(tick) for tick in ticks])
        axis.minorticks_off()
        axis.set(xlabel=words, ylim=(-0.03, 0.8))
        axis.legend(fontsize=8)
        axis.grid(alpha=0.3)
    axes[0].set(ylabel="true score, last round", title=f"{max(CALLS)} calls")
    axes[1].set_title(f"{max(UNITS)} units")


def rounds_words(runs: Runs) -> str:
    """The last round of each run: scores, and how often what is shown and copied is truly best."""
    wide = max(map(len, runs))
    head = "".join(f"  {name:<17}" for name in ("agent", "firm agent", "asked many times"))
    lines = [f"{'last round':<{wide}}{head}  truly best: shown, copied"]
    for name, seeds in runs.items():
        keys = ("fresh", "firm", "amplified")
        scores = [told([rows[-1][key] for rows in seeds]) for key in keys]
        shown, copied = (
            np.mean([rows[-1][key] for rows in seeds]) for key in ("shown_best", "copied_best")
        )
        cells = "".join(f"  {score:<17}" for score in scores)
        lines.append(f"{name:<{wide}}{cells}  {shown:.0%}, {copied:.0%}")
    return "\n".join([*lines, f"{'planner':<{wide}}  {planners_score():.2f}"])


def told(values: Sequence[float]) -> str:
    """A mean over seeds with its interval, or the one value that there is."""
    return told_rate(values) if len(values) > 1 else f"{values[0]:.2f}"
