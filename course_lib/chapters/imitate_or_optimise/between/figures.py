"""Figures of imitators that fall short, and of what lies between copying and optimising."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from course_lib.chapters.imitate_or_optimise.between import divergences as near
from course_lib.chapters.imitate_or_optimise.between.shortfall import RARELY
from course_lib.chapters.imitate_or_optimise.between.sweep_between import (
    BASES,
    RULES,
    chosen,
)
from course_lib.chapters.imitate_or_optimise.between.sweep_shortfall import STUCK
from course_lib.study.measure.stats import over_seeds
from course_lib.study.show.marks import name_rows
from course_lib.study.show.picture import show
from course_lib.study.show.style import (
    INK,
    INTENDED_LOOK,
    PROXY_LOOK,
    panels,
    style,
)
from course_lib.study.show.tables import SmallTable

Rows = Sequence[Mapping]
WORST = "stuck in training"

# ── Causes of falling short ─────────────────────────────────────────────────────────────────


def ends_of(rows: Rows, cause: str) -> list[Mapping]:
    """How the walks of the imitators with this cause end, one for each seed."""
    if cause != WORST:
        return [row for row in rows if row["cause"] == cause]
    return [row["starts"][worst_start(row)] for row in rows if row["cause"] == STUCK]


def worst_start(row: Mapping) -> int:
    """The start with the highest loss at the end, of those whose last unit is not dead."""
    loss = np.where(np.array(row["alive"]) > 0, row["loss"], -np.inf)
    return int(np.argmax(loss))


CAUSES = ("nothing wrong", "slipping feet", "too small a network", WORST, "too few walks",
          "layers from its own play", "layers from people")  # fmt: skip


def show_scores(rows: Rows) -> None:
    """Show for each cause the true score of its imitators, a dot a seed."""
    _show_dots(rows, "score", "true score", (-0.03, 0.9), INTENDED_LOOK, None)


def show_road(rows: Rows) -> None:
    """Show for each cause how often its imitators cross by the road, a dot a seed."""
    _show_dots(rows, "road", "share of walks across by the road", (-0.03, 1.03), PROXY_LOOK, RARELY)


def _show_dots(
    rows: Rows, key: str, words: str, limits: tuple, look: Mapping, line: float | None
) -> None:
    figure, (axis,) = panels(1, width=6.6, height=3.5)
    told = []
    for number, cause in enumerate(CAUSES):
        values = [end[key] for end in ends_of(rows, cause)]
        axis.plot(values, [number] * len(values), linestyle="none", alpha=0.7, **look)
        told.append(f"{cause}: " + " ".join(f"{value:.2f}" for value in sorted(values)))
    name_rows(axis, list(CAUSES))
    if line is not None:
        axis.axvline(line, color=INK, linestyle=":", linewidth=1)
    axis.set(xlim=limits, xlabel=words)
    show(figure, f"For each cause the {words}, an imitator a dot. " + "; ".join(told) + ".")


def road_share(rows: Rows, cause: str = "slipping feet") -> float:
    """The share of walks across by the road, in per cent, mean over seeds."""
    return 100 * float(np.mean([end["road"] for end in ends_of(rows, cause)]))


def ends_table(rows: Rows) -> SmallTable:
    """How the walks end under each cause, means over seeds, and the cross-entropy."""
    lines = []
    for cause in CAUSES:
        found = ends_of(rows, cause)
        means = (max(0.0, np.mean([end[key] for end in found])) for key in ("fell", "nowhere"))
        shares = [f"{mean:.0%}" for mean in means]
        nats = [end["cross_entropy"] for end in found if "cross_entropy" in end]
        score = f"{np.mean([end['score'] for end in found]):.2f}"
        lines.append([cause, score, *shares, f"{np.mean(nats):.2f}" if nats else "–"])
    heads = ["cause", "true score", "fell", "nowhere", "cross-entropy, nats"]
    return SmallTable(heads, lines, "Means over imitators; nowhere: neither across nor fallen.")


def own_walks_words(rows: Rows) -> str:
    """What answers on one's own walks bring, beside as many further steps of the demonstrator."""
    told = {cause: {row["seed"]: row["score"] for row in rows if row["cause"] == cause}
            for cause in ("too few walks", "twice as many walks",
                          "too few, and told on its own walks")}  # fmt: skip
    few, twice, own = told.values()
    lines = []
    for name, more, less in (("own walks, beside none", own, few),
                             ("own walks, beside as many further steps", own, twice)):  # fmt: skip
        mean, low, high = over_seeds([more[seed] - less[seed] for seed in sorted(less)])
        lines.append(f"{name}: {mean:+.2f} [{low:+.2f}, {high:+.2f}] of true score")
    return "\n".join([f"Paired over {len(few)} imitators:", *lines])


def show_starts(rows: Rows) -> None:
    """Show where ten starts of one small network end: true score against the loss."""
    figure, (axis,) = panels(1, width=6.2, height=3.2)
    told = []
    for number, row in enumerate([row for row in rows if row["cause"] == STUCK]):
        scores, alive = [end["score"] for end in row["starts"]], np.array(row["alive"]) > 0
        label, look = f"walks of seed {row['seed']}", {**style(number), "linestyle": "none"}
        axis.plot(np.array(row["loss"])[alive], np.array(scores)[alive], label=label, **look)
        axis.plot(np.array(row["loss"])[~alive], np.array(scores)[~alive],
                  **{**look, "markerfacecolor": "white"})  # fmt: skip
        told.append(f"{label}: loss {min(row['loss']):.2f} to {max(row['loss']):.2f}, true score "
                    f"{max(scores):.2f} to {min(scores):.2f}, {sum(~alive)} dead")  # fmt: skip
    axis.set(xlabel="cross-entropy at the end, nats an action; hollow: unit dead")
    axis.set(ylabel="true score", ylim=(-0.03, 0.9))
    axis.legend(fontsize=9)
    show(figure, "Ten starts of the same network on the same walks. " + "; ".join(told) + ".")


def stuck_words(rows: Rows) -> str:
    """For the living start that ended worst: does its loss still fall, and is there a gradient?"""
    lines = []
    for row in (row for row in rows if row["cause"] == STUCK):
        worst, best = worst_start(row), int(np.argmin(row["loss"]))
        lines.append(
            f"walks of seed {row['seed']}: best start {row['loss'][best]:.3f} nats, worst living "
            f"start {row['loss'][worst]:.3f}\n  (500 steps before: {row['before'][worst]:.3f}; "
            f"gradient {row['gradient'][worst]:.3f})"
        )
    return "\n".join(lines)


# ── What near means ─────────────────────────────────────────────────────────────────────────


def show_line() -> None:
    """Show where one can cross, and where the demonstrator does."""
    figure, (axis,) = panels(1, width=6.6, height=2.6)
    _draw_line(axis)
    show(figure, "Places along the chasm: the demonstrator crosses by the narrow ridge at 3 m, and "
                 "rarely by the broad road from 7 m on.")  # fmt: skip


def _draw_line(axis) -> None:
    for low, high in (near.RIDGE, near.ROAD):
        axis.axvspan(low, high, color="0.88")
    axis.plot(near.PLACES, near.demonstrator(), color=INK, label="demonstrator")
    axis.set(xlabel="place, in metres; grey: one gets across", ylabel="probability")


def show_aims(spread: float = near.SPREAD) -> None:
    """Show where a robot aims by each of the costs."""
    figure, (axis,) = panels(1, width=6.6, height=3.2)
    _draw_line(axis)
    told = []
    for number, name in enumerate(near.COSTS):
        found = near.fit(name, spread)
        axis.plot(near.PLACES, near.robot(found.aim, spread), label=name, markersize=4,
                  markevery=(2 * number, 8), **style(number))  # fmt: skip
        told.append(f"{name}: aims at {found.aim:.1f} m, crosses {found.across:.0%}")
    axis.set_ylim(0, 0.12)
    axis.text(0.1, 0.108, "demonstrator,\nup to 0.75", fontsize=9)
    axis.legend(fontsize=9, loc="upper center", bbox_to_anchor=(0.56, 1.0))
    show(figure, f"A robot with a spread of {spread:g} m. " + "; ".join(told) + ".")


def floor_table(floors: Sequence[float] = (1e-2, 1e-4, 1e-6)) -> SmallTable:
    """Where a mode-seeking robot aims, by its spread and by how possible the never seen is."""
    spreads = (0.05, 0.2, 0.6)
    lines = [
        [f"{floor:f}".rstrip("0"), *(f"{near.fit('mode-seeking', s, floor).aim:.1f} m"
                                     for s in spreads)]
        for floor in floors
    ]  # fmt: skip
    heads = ["floor", *(f"spread {s:g} m" for s in spreads)]
    return SmallTable(heads, lines, "The ridge is at 3 m, the road from 7 m on.")


def start_words(starts: Sequence[float] = (1.0, 4.0, 6.0, 9.0)) -> str:
    """Where small steps of a mode-seeking robot end that begin at different places."""
    ends = [
        f"from {start:g} m to {near.descend('mode-seeking', start).aim:.1f} m" for start in starts
    ]
    return "Mode-seeking by small steps:\n  " + ", ".join(ends) + "."


# ── In between ──────────────────────────────────────────────────────────────────────────────


def curves(rows: Rows, rule: str, base: str) -> tuple[list[float], np.ndarray, np.ndarray]:
    """Strengths, true scores (seeds, strengths), and what the imitators are worth (seeds,)."""
    found = [row for row in rows if (row["rule"], row["start"]) == (rule, base)]
    true = np.array([[point["true"] for point in row["curve"]] for row in found])
    return list(RULES[rule][1]), true, np.array([row["imitator"] for row in found])


LINES: dict[str, dict[str, Any]] = {BASES[0]: PROXY_LOOK, BASES[1]: INTENDED_LOOK}
AXES = {"KL penalty": "reward that a nat costs", "quantiliser": "q, the share that is kept"}


def show_rules(rows: Rows, halfway: bool = False) -> None:
    """Show true score against the strength of each rule, from both imitators."""
    figure, axes = panels(2, width=7.4, height=3.5, sharey=True)
    told = []
    for axis, (rule, (_, _)) in zip(axes, RULES.items(), strict=True):
        for base in BASES[: 1 + halfway]:
            strengths, true, own = curves(rows, rule, base)
            axis.plot(strengths, true.mean(0), label=f"from {base}", **LINES[base])
            for seed in true:
                axis.plot(strengths, seed, linestyle="none", markersize=3, alpha=0.5,
                          **LINES[base])  # fmt: skip
            axis.axhline(own.mean(), color=LINES[base]["color"], linewidth=1, linestyle=":")
            told.append(
                f"{rule} from {base}: imitator {own.mean():.2f}, then by strength "
                + ", ".join(f"{x:g}: {y:.2f}" for x, y in zip(strengths, true.mean(0), strict=True))
            )
        if halfway:
            score = np.mean([taken["score"] for taken in choices(rows, 1.0)])
            axis.axhline(score, color=INK, linewidth=1, label="meeting halfway, weight 1")
        axis.set_xscale("log")
        axis.set(xlabel=AXES[rule], title=rule, ylim=(-0.03, 0.65))
    axes[1].invert_xaxis()
    axes[0].invert_xaxis()
    axes[0].set_ylabel("true score")
    figure.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=3)
    show(figure, "True score by strength. " + "; ".join(told) + ".")


def choices(
    rows: Rows,
    weight: float,
    ways: Sequence[str] = ("ridge", "brink", "road"),
    manners: Sequence[str] = ("steady", "unsteady"),
) -> list[Mapping]:
    """What the demonstrator takes in meeting halfway, for each seed."""
    found = [row for row in rows if row["rule"] == "halfway"
             and row["way"] in ways and row["manner"] in manners]  # fmt: skip
    seeds = sorted({row["seed"] for row in found})
    return [chosen([row for row in found if row["seed"] == seed], weight) for seed in seeds]


KNOWN = {
    "all six": (("ridge", "brink", "road"), ("steady", "unsteady")),
    "never stumbles on purpose": (("ridge", "brink", "road"), ("steady",)),
    "does not know the road": (("ridge", "brink"), ("steady", "unsteady")),
}


def halfway_table(rows: Rows, weights: Sequence[float] = (0, 0.3, 1, 3)) -> SmallTable:
    """What the imitator is truly worth in meeting halfway, by weight and by what is known."""
    lines = [
        [name, *(_spread([taken["score"] for taken in choices(rows, weight, *known)])
                 for weight in weights)]
        for name, known in KNOWN.items()
    ]  # fmt: skip
    heads = ["the demonstrator", *(f"weight {weight:g}" for weight in weights)]
    seeds = len(choices(rows, 1.0))
    words = f"True score of the imitator: mean [least, most] of {seeds} seeds."
    return SmallTable(heads, lines, words)


def beside_words(rows: Rows, strength: float = 0.01, q: float = 0.05) -> str:
    """Meeting halfway less each rule at a good strength, from the imitator of all six, paired."""
    taken = {row["seed"]: row["score"] for row in choices(rows, 1.0)}
    lines = []
    for rule, at in (("KL penalty", strength), ("quantiliser", q)):
        strengths, true, _ = curves(rows, rule, BASES[1])
        values = true[:, strengths.index(at)]
        told = over_seeds(
            [taken[seed] - value for seed, value in zip(sorted(taken), values, strict=True)]
        )
        lines.append(
            "meeting halfway less {} {:g}: {:+.3f} [{:+.3f}, {:+.3f}]".format(rule, at, *told)
        )
    return "\n".join([f"From all six, paired over {len(taken)} seeds:", *lines])


def _spread(values: Sequence[float]) -> str:
    return f"{np.mean(values):.2f} [{min(values):.2f}, {max(values):.2f}]"


SHOWN = {"KL penalty": (0.001, 0.003, 0.01, 0.1), "quantiliser": (0.001, 0.005, 0.02, 0.2)}


def scores_table(rows: Rows, base: str = BASES[0]) -> SmallTable:
    """Both scores of the walkers that each rule makes of one imitator, at some strengths."""
    lines = []
    for rule, strengths in SHOWN.items():
        found = [row for row in rows if (row["rule"], row["start"]) == (rule, base)]
        for strength in strengths:
            points = [point for row in found for point in row["curve"]
                      if point["strength"] == strength]  # fmt: skip
            both = (_spread([point[key] for point in points]) for key in ("true", "seen"))
            lines.append([f"{rule} {strength:g}", *both])
    words = f"The imitator had seen {base}; mean [least, most] of {len(found)} seeds."
    return SmallTable(["rule", "true score", "overseer's score"], lines, words)
