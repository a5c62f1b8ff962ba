"""The figures of the ridge lesson's second half, and each of them in words."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from course_lib.chapters.imitate_or_optimise import sweep_amplify
from course_lib.chapters.imitate_or_optimise.between import divergences as modes
from course_lib.chapters.imitate_or_optimise.figures_slips import Rows, cell, with_interval
from course_lib.chapters.imitate_or_optimise.imitators import base_of
from course_lib.chapters.imitate_or_optimise.sweep_amplify import (
    CALLS,
    CARE,
    SURE,
    UNITS,
    ends,
    name_of,
    planners_score,
)
from course_lib.chapters.imitate_or_optimise.sweep_slips import DEEP, LEASH, RARE, SOME, curve
from course_lib.chapters.imitate_or_optimise.tabular import (
    backward_induction,
    evaluate,
    kl_backup,
    optimal,
    quantile_backup,
    table_of,
    trials,
)
from course_lib.study.measure.format import seeds_text
from course_lib.study.show.style import panels, style, subplots
from course_lib.study.show.tables import text_table

SHARES = (0.3, 0.05)  # of the quantilisers
PLANNER = {"color": "0.25", "linestyle": "--", "label": "planner"}

# ── Modes ───────────────────────────────────────────────────────────────────────────────────


def plot_modes(spread: float = 0.6):
    """Where one can cross, where the demonstrator does, and where robots aim by each cost."""
    figure, axis = subplots(figsize=(9, 3.4), layout="constrained")
    for low, high in (modes.RIDGE, modes.ROAD):
        axis.axvspan(low, high, color="0.88")
    axis.plot(modes.PLACES, modes.demonstrator(), color="0.2", label="demonstrator")
    for number, name in enumerate(modes.COSTS):
        robot = modes.robot(modes.fit(name, spread).aim, spread)
        axis.plot(modes.PLACES, robot, label=name, markevery=(2 * number, 8), markersize=4,
                  **style(number))  # fmt: skip
    axis.set(xlabel="place, in metres; grey: one gets across", ylabel="chance", ylim=(0, 0.12))
    axis.legend(fontsize=8)
    return figure


def modes_words(spreads: Sequence[float] = (0.05, 0.2, 0.6, 1.2)) -> str:
    """Where a robot of each unsteadiness aims by each cost, and how often it gets across."""
    lines = [["", *(f"spread {spread:g}" for spread in spreads)]]
    for name in modes.COSTS:
        fits = [modes.fit(name, spread) for spread in spreads]
        lines.append([name, *(f"at {fit.aim:3.1f} m, {fit.across:4.0%}" for fit in fits)])
    return text_table(lines, widths=(0, *[19] * len(spreads)))


def descent_words(starts: Sequence[float] = (1.0, 4.0, 6.0, 9.0), spread: float = 0.6) -> str:
    """Where small steps end that begin at different places, by each cost."""
    lines = [["", *(f"from {start:3.1f} m" for start in starts)]]
    for name in modes.COSTS:
        found = [modes.descend(name, start, spread) for start in starts]
        lines.append([name, *(f"to {end.aim:4.1f} m" for end in found)])
    return text_table(lines)


# ── In between ──────────────────────────────────────────────────────────────────────────────


def exact_between(slips: Sequence[float] = SOME, hole: float = DEEP) -> dict[str, list[float]]:
    """True scores, exact: the best by the overseer, leashed and quantilised imitators, the planner.

    The imitator is of a demonstrator who goes by the road now and then (seed 0).
    """
    on, dynamics = trials(), trials().dynamics
    base = table_of(base_of(0, RARE), on)
    backups = {f"leash {LEASH:g}": kl_backup(base, LEASH)}
    backups |= {f"quantiliser {q:g}": quantile_backup(base, q) for q in SHARES}
    tables = {"mixed imitator": [base] * len(slips)}
    for name, backup in backups.items():
        tables[name] = [backward_induction(dynamics, s, hole, backup) for s in slips]
    tables["best by overseer"] = [optimal(dynamics, s, hole) for s in slips]
    tables["planner"] = [optimal(dynamics, s) for s in slips]
    return {
        name: [evaluate(table, dynamics, s).score for table, s in zip(each, slips, strict=True)]
        for name, each in tables.items()
    }


def measured_between(rows: Rows = None) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """True scores of what was trained, by its name: (slips, values for each seed)."""
    return {
        "imitation": curve("imitation", rows=rows),
        f"RL, hole {DEEP:g}": curve("RL", hole=DEEP, rows=rows),
        f"RL, hole {DEEP:g}, leash {LEASH:g}": curve("leash", hole=DEEP, leash=LEASH, rows=rows),
        "meeting halfway": curve("halfway", rows=rows),
    }


def plot_between(exact: Mapping[str, Sequence[float]], rows: Rows = None):
    """True score against slip: what was trained on the left, what is exact on the right."""
    figure, axes = panels(2, 10, 3.9, sharey=True)
    for number, (name, found) in enumerate(measured_between(rows).items()):
        with_interval(axes[0], *found, name, number)
    for number, (name, values) in enumerate(exact.items()):
        axes[1].plot(SOME, values, label=name, **style(number))
    axes[0].set(title="trained", ylabel="true score", ylim=(-0.03, 1.03))
    axes[1].set(title="exact, from one imitator")
    for axis in axes:
        axis.set_xlabel("slip")
        axis.legend(fontsize=8)
    return figure


def between_words(exact: Mapping[str, Sequence[float]], rows: Rows = None) -> str:
    """The same as lines."""
    lines = [["", *(f"slip {slip:g}" for slip in SOME)]]
    lines += [[name, *(cell(*found, slip) for slip in SOME)]
              for name, found in measured_between(rows).items()]  # fmt: skip
    lines.append(["exact:"])
    lines += [[name, *(f"{score:.2f}" for score in scores)] for name, scores in exact.items()]
    return text_table(lines, widths=(0, *[18] * len(SOME)))


def meetings_words(meetings: Sequence[Any]) -> str:
    """The ways of a demonstrator, the one that is taken first."""
    lines = [("way", "manner", "worth to them", "told apart", "liked", " imitator's true score")]
    for m in meetings:
        numbers = [f"{number:.2f}" for number in (m.shown, m.apart, m.liked)]
        lines.append((m.way, m.manner, *numbers, f" {m.score:.2f}, across {m.across:.0%}"))
    return text_table(lines, "<<>>><")


# ── Amplify and distil ──────────────────────────────────────────────────────────────────────

Runs = Mapping[str, Sequence[Sequence[Mapping]]]
SHOWN = (
    name_of(64, 1000), name_of(2, 1000), name_of(64, 16), name_of(64, 16, CARE),
    name_of(64, 1000, thought=SURE),
)  # fmt: skip
LABELS = {"amplified": "agent, asked many times", "fresh": "agent"}


def runs_shown(yours: Runs | None = None) -> dict[str, Sequence[Sequence[Mapping]]]:
    """The runs of the data file that are shown round by round, and yours after them."""
    found = sweep_amplify.runs()
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
            means = np.mean([[row[key] for row in rows] for rows in seeds], axis=0)
            axis.plot(np.arange(len(means)), means, label=label, **style(number))
        axis.axhline(planners_score(), **PLANNER)
        axis.set(xlabel="round", ylim=(-0.03, 0.8), xticks=range(0, len(means), 2))
        axis.set_title(title.replace(", ", "\n").replace(": ", "\n"), fontsize=9)
        axis.grid(alpha=0.3)
    axes[0].legend(fontsize=7)
    axes[0].set_ylabel("true score")


def _draw_ends(figure) -> None:
    """Draw where the last round ends: by the network's size, and by how often agents are asked."""
    found = sweep_amplify.runs()
    left, right = axes = figure.subplots(1, 2, sharey=True)
    sizes = [name_of(units, max(CALLS)) for units in UNITS]
    asked, careful = ([name_of(max(UNITS), n, care) for n in CALLS] for care in (0.0, CARE))
    for axis, x, names, key, label, number in (
        *((left, UNITS, sizes, key, label, n) for n, (key, label) in enumerate(LABELS.items())),
        (right, CALLS, asked, "fresh", "agent", 1),
        (right, CALLS, careful, "fresh", "with care", 2),
        (right, CALLS, asked, "firm", "firm agent", 3),
    ):
        with_interval(axis, x, ends(found, names, key), label, number)
    for axis, ticks, words in ((left, UNITS, "units"), (right, CALLS, "calls an action")):
        axis.axhline(planners_score(), **PLANNER)
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
    lines = [["last round", "agent", "firm agent", "asked many times", "truly best: shown, copied"]]
    for name, seeds in runs.items():
        last = {key: [rows[-1][key] for rows in seeds] for key in seeds[0][-1]}
        scores = [seeds_text(last[key]) for key in ("fresh", "firm", "amplified")]
        best = ", ".join(f"{np.mean(last[key]):.0%}" for key in ("shown_best", "copied_best"))
        lines.append([name, *scores, best])
    return text_table([*lines, ["planner", f"{planners_score():.2f}"]], widths=(0, 17, 17, 17))
