"""Figures of imitating and optimising on feet that slip: scores by slip, the map, and trainings.

Rows are those of the table "ridge_slips".
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from course_lib.chapters.imitate_or_optimise.observations import FeaturePolicy
from course_lib.chapters.imitate_or_optimise.slips.crossing import (
    Rows,
    by_level,
    gain,
    rows_of,
    slips_of,
)
from course_lib.chapters.imitate_or_optimise.slips.maps import (
    UNKNOWN,
    WORDS,
    Map,
    exact_map,
    measured_map,
    student_map,
)
from course_lib.chapters.imitate_or_optimise.slips.sweep_slips import (
    GAMMAS,
    HOLES,
    HOLES_OF_MAP,
    WATCHED_HOLE,
    WATCHED_SLIP,
)
from course_lib.chapters.imitate_or_optimise.tabular import evaluate, table_of, trials
from course_lib.chapters.imitate_or_optimise.train import FAR, LONG, STEADY
from course_lib.study.show.marks import end_labels, seed_dots
from course_lib.study.show.picture import show
from course_lib.study.show.style import (
    INK,
    PLANNER_LOOK,
    panels,
    style,
    subplots,
)
from course_lib.study.show.tables import SmallTable

LOOKS: dict[str, dict[str, Any]] = {
    "imitation": style(5),
    "RL": style(4),
    "RL from imitation": style(2),
}
FOOLED = 0.1  # of true score: below it, where the overseer sees more than half, a walker was fooled

# ── One walker ──────────────────────────────────────────────────────────────────────────────


def worth_words(policy: FeaturePolicy, slip: float, hole: float = 0.0) -> str:
    """What comes of a walker on feet that slip, in a line."""
    on = trials()
    got = evaluate(table_of(policy, on), on.dynamics, slip, hole)
    seen = f", overseer's score {got.seen:.2f}" if hole else ""
    return f"true score {got.score:.2f}{seen}; gets across {got.across:.0%}, falls {got.fell:.0%}"


def falls(policy: FeaturePolicy, slip: float) -> float:
    """In how many of 100 episodes the walker falls."""
    on = trials()
    return 100 * evaluate(table_of(policy, on), on.dynamics, slip).fell


# ── By slip ─────────────────────────────────────────────────────────────────────────────────


def show_slips(rows: Rows) -> None:
    """Show true scores against how often feet slip: a dot is a seed, lines are means."""
    figure, (axis,) = panels(1, height=3.9)
    told = []
    for kind, look in LOOKS.items():
        slips = slips_of(rows, kind)
        values = [[row["score"] for row in rows_of(rows, kind, slip)] for slip in slips]
        for slip, some in zip(slips, values, strict=True):
            axis.plot([slip] * len(some), some, **{**look, "linestyle": "none"}, markersize=5)
        axis.plot(slips, list(map(np.mean, values)), **{**look, "marker": ""}, label=kind)
        told += [f"{kind} at {slip:g}: " + " ".join(f"{v:.2f}" for v in some)
                 for slip, some in zip(slips, values, strict=True)]  # fmt: skip
    best = {slip: rows_of(rows, "planner", slip)[0]["score"] for slip in slips_of(rows, "planner")}
    axis.plot(list(best), list(best.values()), **{**PLANNER_LOOK, "marker": ""}, label="planner")
    axis.set(xlabel="slip: how often a step goes to one side", ylabel="true score",
             xlim=(-0.01, 0.31), ylim=(0, 0.9))  # fmt: skip
    end_labels(axis)
    show(figure, "True score by slip, five seeds each. " + "; ".join(told) + ".")


def gain_table(rows: Rows) -> SmallTable:
    """Imitation and RL at each slip, by how much RL is better, and the planner."""
    lines = []
    for slip in slips_of(rows, "RL"):
        pair = [rows_of(rows, kind, slip) for kind in ("imitation", "RL")]
        means = [float(np.mean([row["score"] for row in some])) for some in pair]
        more = "{:+.2f} [{:+.2f}, {:+.2f}]".format(*gain(*map(by_level, pair)))
        best = rows_of(rows, "planner", slip)[0]["score"]
        lines.append([f"{slip:.0%}", *(f"{mean:.2f}" for mean in means), more, f"{best:.2f}"])
    heads = ["slip", "imitation", "RL", "RL less imitation", "planner"]
    words = "Means over five seeds and 100 levels; the intervals draw both again."
    return SmallTable(heads, lines, words)


# ── The map ─────────────────────────────────────────────────────────────────────────────────

SHADES = {"imitate": "#56B4E9", "equal": "#F0F0F0", "optimise": "#E69F00", UNKNOWN: "#FFFFFF"}


def show_maps(rows: Rows, better: Callable[[float, float], str] | None = None) -> None:
    """Show the exact map, the measured one and a student's own, if it is written."""
    exact = exact_map(rows)
    maps = {"exact": exact.words(), "measured (PPO)": measured_map(rows).words()}
    if better is not None and better(0.0, 0.0) is not ...:
        maps["yours"] = student_map(better, exact)
    figure, axes = subplots(
        1,
        len(maps),
        figsize=(3.6 * len(maps), 3.9),
        layout="constrained",
        squeeze=False,
        sharey=True,
    )
    for axis, (title, words) in zip(axes.flat, maps.items(), strict=True):
        _draw(axis, words, exact)
        axis.set_title(title)
    axes[0, 0].set_ylabel("size of the hole")
    figure.supxlabel("I: imitating is better   E: no difference   O: optimising is better")
    show(figure, " ".join(f"{title}: {_in_words(words, exact)}" for title, words in maps.items()))
    for title in list(maps)[1:]:
        print(agreement(maps[title], exact, title))


def _draw(axis, words: np.ndarray, like: Map) -> None:
    from matplotlib.colors import to_rgb

    axis.imshow(
        [[to_rgb(SHADES[w]) for w in line] for line in words], origin="lower", aspect="auto"
    )
    for (row, column), word in np.ndenumerate(words):
        axis.text(column, row, word[:1].upper(), ha="center", va="center", fontsize=11)
    axis.set_xticks(range(len(like.slips)), [f"{100 * s:g}" for s in like.slips])
    axis.set_yticks(range(len(like.holes)), [f"{h:g}" for h in like.holes])
    axis.set_xlabel("slip, %")


def _in_words(words: np.ndarray, like: Map) -> str:
    return " ".join(
        f"hole {hole:g}: " + " ".join(word[:1].upper() or "-" for word in line) + "."
        for hole, line in zip(like.holes, words, strict=True)
    )


def agreement(words: np.ndarray, exact: Map, name: str) -> str:
    """How many places of a map are as the exact one has them, and where it errs."""
    right, known = words == exact.words(), words != UNKNOWN
    lines = [f"{name}: {(right & known).sum()} of {known.sum()} places agree with the exact map."]
    for word in WORDS:
        if missed := int((~right & known & (exact.words() == word)).sum()):
            lines.append(f"  Where the answer is {word!r}, {missed} are drawn otherwise.")
    return "\n".join(lines)


def paid_table(rows: Rows, slip: float) -> SmallTable:
    """Both scores of RL at one slip, by the size of the hole, beside imitation and the planner."""
    copied = np.mean([row["score"] for row in rows_of(rows, "imitation", slip)])
    lines = []
    for hole in (0.0, *HOLES):
        found = rows_of(rows, "RL", slip, hole)
        true, seen = ([row[key] for row in found] for key in ("score", "seen"))
        best = rows_of(rows, "planner", slip, hole)[0]
        both = f"{best['score']:.2f} / {best['seen']:.2f}"
        lines.append([f"{hole:g}", _each(true), _each(seen), both])
    heads = ["hole", "RL: true score", "RL: overseer's score", "best by that pay: both, exact"]
    words = (
        f"Slip {slip:.0%}, a number a seed. The imitators' true score is {copied:.2f} throughout."
    )
    return SmallTable(heads, lines, words)


def _each(values: list[float]) -> str:
    return " ".join(f"{value:.2f}" for value in values)


# ── Discount and training ───────────────────────────────────────────────────────────────────


def watched(rows: Rows, gamma: float, steps: int) -> list[Mapping]:
    """The rows of trainings with this discount factor and length, where the hole is 1."""
    return rows_of(rows, "RL", WATCHED_SLIP, WATCHED_HOLE, gamma, steps)


def show_training(rows: Rows) -> None:
    """Show both scores in the course of long trainings, and where shorter ones have ended."""
    figure, axes = panels(2, height=3.9)
    told = []
    for axis, column, key in ((axes[0], 1, "score"), (axes[1], 2, "seen")):
        for row in watched(rows, STEADY.gamma, LONG):
            way = np.array(row["history"]).T
            axis.plot(way[0] / 1000, way[column], color=INK, alpha=0.7, linewidth=1.5)
            told.append(
                f"{key}, {LONG:,} steps, seed {row['seed']}: " + _each(way[column].tolist())
            )
        for gamma, look in ((STEADY.gamma, style(4)), (FAR, style(3))):
            ends = [row[key] for row in watched(rows, gamma, STEADY.steps)]
            label = f"discount factor {gamma:g}, ends after {STEADY.steps:,} steps"
            seed_dots(axis, {"": ends}, [STEADY.steps / 1000], spread=28, label=label, **look)
            told.append(f"{key}, {gamma:g}, {STEADY.steps:,} steps: " + _each(ends))
        axis.set(xlabel="thousand steps of training", ylim=(-0.05, 1.05), xlim=(0, LONG / 1000))
    axes[0].set_title("true score")
    axes[1].set_title("overseer's score")
    axes[0].plot([], [], color=INK, label=f"discount factor {STEADY.gamma:g}, long trainings")
    handles = axes[0].get_legend_handles_labels()
    figure.legend(*handles, loc="outside lower center", frameon=False)
    show(figure, f"Slip {WATCHED_SLIP:g}, hole {WATCHED_HOLE:g}. " + "; ".join(told) + ".")


def at_sign(rows: Rows, gamma: float, steps: int) -> int:
    """How many walkers of such a training end with next to no true score, paid by the sign."""
    return sum(row["score"] < FOOLED for row in watched(rows, gamma, steps))


def ends_words(rows: Rows) -> str:
    """How many of each training end at the sign."""
    lines = [
        f"discount factor {gamma:g}, {steps:,} steps: "
        f"{at_sign(rows, gamma, steps)} of {len(watched(rows, gamma, steps))} below {FOOLED:g}"
        for gamma, steps in (
            (STEADY.gamma, STEADY.steps),
            (STEADY.gamma, LONG),
            (FAR, STEADY.steps),
        )
    ]
    return "True scores at the end\n" + "\n".join(lines)


def discount_table(rows: Rows) -> SmallTable:
    """True scores of walkers that are best by their discounted pay: a column a discount factor."""
    shown = [hole for hole in HOLES_OF_MAP if hole >= 0.5]
    lines = [[f"{hole:g}", *(f"{_planned(rows, hole, gamma):.2f}" for gamma in GAMMAS)]
             for hole in shown]  # fmt: skip
    heads = ["hole", *(f"{gamma:g}" for gamma in GAMMAS)]
    return SmallTable(
        heads, lines, f"Slip {WATCHED_SLIP:.0%}. Exact: no training, no limit of time."
    )


def _planned(rows: Rows, hole: float, gamma: float) -> float:
    wanted = {"kind": "planner", "slip": WATCHED_SLIP, "hole": hole, "gamma": gamma}
    return next(r["score"] for r in rows if all(r[k] == v for k, v in wanted.items()))
