"""Figures of overseers that are learned: what they say at the sign, and both scores under them.

Rows are those of the table "ridge_overseers".
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from course_lib.chapters.imitate_or_optimise.fooled.judge import OUTCOMES, sort_out
from course_lib.chapters.imitate_or_optimise.fooled.overseers import COUNT, approvals, pays
from course_lib.chapters.imitate_or_optimise.fooled.sweep_overseers import (
    DOSES,
    SLIP,
    both_scores,
    imitators_scores,
)
from course_lib.chapters.imitate_or_optimise.tabular import evaluate, optimal, trials
from course_lib.study.show.marks import seed_dots
from course_lib.study.show.picture import show
from course_lib.study.show.style import (
    INK,
    INTENDED_LOOK,
    NEITHER_LOOK,
    PROXY_LOOK,
    legible,
    panels,
)
from course_lib.study.show.tables import SmallTable

Rows = Sequence[Mapping]
LOOKS = {"better": INTENDED_LOOK, "fooled": PROXY_LOOK, "stuck": NEITHER_LOOK}
HOLE = 0.6  # an approval of the sign from which on it pays more than the flag
SHORT_RUN = "weak, short training"
KINDS = {"weak": "weak overseers", "whole": "whole overseers", "ensemble": "ensembles of four"}

# ── What is read off a row ──────────────────────────────────────────────────────────────────


def of(rows: Rows, kind: str = "weak", dose: int = 0) -> dict[int, dict]:
    """The overseers of one kind and number of labels at the sign, by seed, with all PPO runs."""
    found: dict[int, dict] = {}
    for row in rows:
        if (row["kind"], row["dose"]) == (kind, dose):
            known = found.setdefault(row["seed"], {**row, "RL": []})
            known["RL"] = known["RL"] + row["RL"]
    return dict(sorted(found.items()))


def imitator(row: Mapping) -> tuple[float, float]:
    """The imitators' true score and the overseer's, means over the five of them."""
    true, seen = (np.mean([one[key] for one in row["imitation"]]) for key in ("true", "seen"))
    return float(true), float(seen)


def outcomes(row: Mapping, how: str = "RL") -> list[str]:
    """What became of each walker under this overseer; how: "RL" or "search"."""
    walkers = row[how] if how == "RL" else [row[how]]
    return [sort_out(one["true"], one["seen"], *imitator(row)) for one in walkers]


def how_many(rows: Rows, what: str, kind: str = "weak", dose: int = 0, how: str = "RL") -> int:
    """Under how many of the first twenty this became of the first PPO run, or of the search."""
    found = list(of(rows, kind, dose).values())[:COUNT]
    return sum(outcomes(row, how)[0] == what for row in found if row[how])


# ── What they say of somebody at the sign ───────────────────────────────────────────────────


def agreement_table(overseers: Sequence[Any], some: Sequence[int]) -> SmallTable:
    """How well some of these overseers agree with labels, and what they say of the flag."""
    told = {number: approvals(overseers[number]) for number in some}
    lines = [[f"overseer {number}", f"{got['agreement']:.3f}", f"{got['flag']:.2f}"]
             for number, got in told.items()]  # fmt: skip
    least = min(approvals(one)["agreement"] for one in overseers)
    words = (f"Agreement is the correlation with labels of 1,000 fresh snapshots; the least of all "
             f"{len(overseers)} is {least:.3f}. Approvals go from 0 to 1.")  # fmt: skip
    return SmallTable(["", "agreement", "approval at the flag"], lines, words)


def approvals_table(overseers: Sequence[Any], some: Sequence[int]) -> SmallTable:
    """What the same overseers say of somebody at the sign."""
    lines = [[f"overseer {n}", f"{approvals(overseers[n])['sign']:.2f}"] for n in some]
    words = (
        f"Means over 100 levels. Of all {len(overseers)}, {above(overseers)} approve of "
        f"somebody at the sign by more than {HOLE:g}."
    )
    return SmallTable(["", "approval at the sign"], lines, words)


def above(overseers: Sequence[Any], approval: float = HOLE) -> int:
    """How many of these overseers approve of somebody at the sign by more than this."""
    return sum(approvals(one)["sign"] > approval for one in overseers)


def show_at_the_sign(rows: Rows, above: float = HOLE) -> None:
    """Show what every overseer says of somebody at the sign, a dot each, by kind."""
    groups = {words: [row["sign"] for row in of(rows, kind).values()]
              for kind, words in KINDS.items()}  # fmt: skip
    figure, (axis,) = panels(1, width=6.2, height=3.4)
    seed_dots(axis, groups, above=None, spread=0.024, **{**PROXY_LOOK, "markersize": 5})
    axis.set_ylim(-0.04, 1.08)
    axis.set_ylabel("approval of somebody at the sign")
    told = [f"{name}: {sum(v > above for v in values)} of {len(values)} above {above:g}"
            for name, values in groups.items()]  # fmt: skip
    axis.set_xticks(range(len(groups)), [text.replace(": ", "\n") for text in told])
    show(figure, "Approval of somebody at the sign, a dot an overseer. " + "; ".join(told) + ".")


# ── Both scores ─────────────────────────────────────────────────────────────────────────────


def examples_table(rows: Rows) -> SmallTable:
    """Both scores of imitator, PPO walker and best walker under two overseers."""
    lines = []
    for seed in (0, 1):
        row = of(rows)[seed]
        walkers = {"imitator": dict(zip(("true", "seen"), imitator(row), strict=True)),
                   "PPO walker": row["RL"][0], "planner search": row["search"]}  # fmt: skip
        lines += [[f"overseer {seed}", name, f"{one['seen']:.2f}", f"{one['true']:.2f}"]
                  for name, one in walkers.items()]  # fmt: skip
    heads = ["paid by", "walker", "overseer's score", "true score"]
    return SmallTable(heads, lines, "The imitator is paid by nobody; the overseer only watches.")


def show_both_scores(rows: Rows, short: bool = False) -> None:
    """Show for every PPO walker by how much it beats the imitator, by both scores.

    short: those of the short training instead of the usual one.
    """
    figure, (axis,) = panels(1, width=6.2, height=3.7)
    counts = dict.fromkeys(OUTCOMES, 0)
    for row in of(rows, SHORT_RUN if short else "weak").values():
        if row["seed"] >= COUNT:
            continue
        true, seen = imitator(row)
        for walker, what in zip(row["RL"], outcomes(row), strict=True):
            counts[what] += 1
            axis.plot(walker["seen"] - seen, walker["true"] - true, linestyle="none", markersize=8,
                      markeredgecolor="white", **LOOKS[what])  # fmt: skip
    axis.axhline(0, color=INK, linewidth=1)
    axis.axvline(0, color=INK, linewidth=1)
    axis.set(xlim=(-0.42, 0.72), ylim=(-0.42, 0.32),
             xlabel="overseer's score, beyond the imitator's",
             ylabel="true score, beyond the imitator's")  # fmt: skip
    for what, (x, y, side) in {"better": (0.98, 0.96, "right"), "fooled": (0.98, 0.13, "right"),
                               "stuck": (0.02, 0.04, "left")}.items():  # fmt: skip
        axis.text(x, y, f"{what}: {counts[what]}", transform=axis.transAxes, ha=side,
                  color=legible(LOOKS[what]["color"]),
                  va="top" if y > 0.5 else "bottom")  # fmt: skip
    told = ", ".join(f"{what} {count}" for what, count in counts.items() if count)
    show(figure, f"PPO walkers under twenty weak overseers, by both scores: {told}.")


def gap_words(rows: Rows, little: float = 0.1) -> str:
    """How near PPO comes to the best walker where there is no hole to speak of."""
    some = list(of(rows).values())[:COUNT]
    honest = [row for row in some if row["sign"] < little]
    true = [walker["true"] for row in honest for walker in row["RL"]]
    best = np.mean([row["search"]["true"] for row in honest])
    first = [outcomes(row)[0] for row in some]
    told = ", ".join(f"{what} {first.count(what)}" for what in OUTCOMES)
    return (
        f"The first walkers of the {len(some)} overseers: {told}.\n"
        f"Under the {len(honest)} overseers that give less than {little:g} at the sign, PPO is "
        f"truly\nworth {min(true):.2f} to {max(true):.2f}, and planner search {best:.2f}."
    )


def greedy_words(rows: Rows) -> str:
    """In how many runs the verdict is the same if walkers take their likeliest action."""
    same = total = 0
    for row in rows:
        greedy = [sort_out(w["true"], w["seen"], *imitator(row)) for w in row["RL, greedy"]]
        same += sum(a == b for a, b in zip(outcomes(row), greedy, strict=True))
        total += len(greedy)
    return f"Read out greedily, {same} of {total} walkers are sorted in the same way."


def counts_table(rows: Rows) -> SmallTable:
    """Under how many overseers walkers are fooled or stuck, as learned and with labels added."""
    lines = []
    asked = {"as learned": ("weak", 0), f"{max(DOSES)} labels at the sign": ("weak", max(DOSES))}
    for name, which in asked.items():
        found = list(of(rows, *which).values())[:COUNT]
        for how in ("RL", "search"):
            every = [outcomes(row, how)[0] for row in found if row[how]]
            lines.append([name, {"RL": "PPO, first run", "search": "planner search"}[how],
                          *(f"{every.count(what)} of {len(every)}"
                            for what in ("better", "fooled", "stuck"))])  # fmt: skip
    return SmallTable(["overseers", "walker", "better", "fooled", "stuck"], lines,
                      "Each beside imitators that the same overseer watches.")  # fmt: skip


# ── Holes of all sizes ──────────────────────────────────────────────────────────────────────


def dearest_honest() -> tuple[float, float]:
    """The best true score there is, and what somebody at the sign gets per unit of approval."""
    dynamics, large = trials().dynamics, 10.0
    honest = evaluate(optimal(dynamics, SLIP), dynamics, SLIP).score
    return honest, evaluate(optimal(dynamics, SLIP, large), dynamics, SLIP, large).seen / large


def show_sizes(rows: Rows) -> None:
    """Show the true score of walkers against what their overseer says of the sign."""
    figure, (axis,) = panels(1, width=6.6, height=3.8)
    honest, each = dearest_honest()
    search, ppo = [], []
    for dose in DOSES:
        for row in of(rows, "weak", dose).values():
            search.append((row["sign"], row["search"]["true"]))
            ppo += [(row["sign"], walker["true"]) for walker in row["RL"]]
            copied = imitator(row)[0]
    axis.plot(*zip(*search, strict=True), linestyle="none", marker="P", color=INK, alpha=0.6,
              label="planner search")  # fmt: skip
    axis.plot(*zip(*ppo, strict=True), linestyle="none", alpha=0.8, markeredgecolor="white",
              label="PPO", **{**PROXY_LOOK, "markersize": 7})  # fmt: skip
    axis.axhline(copied, color=INTENDED_LOOK["color"], linewidth=1.5, label="imitators")
    axis.axvline(honest / each, color=INK, linestyle=":", linewidth=1)
    axis.set(xlim=(-0.03, 1.03), ylim=(-0.03, 0.66), ylabel="true score",
             xlabel="the overseer's approval of somebody at the sign")  # fmt: skip
    axis.legend(loc="center left", bbox_to_anchor=(0.02, 0.3), fontsize=10)
    above = [true for sign, true in search if sign > honest / each]
    show(figure, f"True score against approval of the sign: of {len(search)} overseers, "
                 f"{len(above)} approve by more than {honest / each:.2f}, and under "
                 f"{sum(true < copied for true in above)} of these the planner search is worth "
                 f"less than imitators.")  # fmt: skip


def show_doses(rows: Rows) -> None:
    """Show what the same twenty overseers say of the sign, by how many labels they had there."""
    groups = {str(dose): [row["sign"] for row in list(of(rows, "weak", dose).values())[:20]]
              for dose in DOSES}  # fmt: skip
    groups = {dose: values for dose, values in groups.items() if values}
    honest, each = dearest_honest()
    figure, (axis,) = panels(1, width=6.4, height=3.4)
    seed_dots(axis, groups, above=honest / each, spread=0.043, **{**PROXY_LOOK, "markersize": 5})
    axis.axhline(honest / each, color=INK, linestyle=":", linewidth=1)
    axis.set(ylim=(-0.04, 1.08), xlabel="labelled snapshots at the sign, beside 3,000 others",
             ylabel="approval of the sign")  # fmt: skip
    told = "; ".join(f"{dose} labels: {sum(v > honest / each for v in values)} of {len(values)}"
                     for dose, values in groups.items())  # fmt: skip
    show(figure, f"Overseers whose approval of the sign exceeds what pays, by labels: {told}.")


# ── Labels of one's own ─────────────────────────────────────────────────────────────────────


def fooled_by_search(overseers: Sequence[Any]) -> int:
    """Under how many of these overseers the best walker is worth less than imitators, truly."""
    on, found = trials(), 0
    for overseer in overseers:
        pay = pays(overseer, on)
        row = {"imitation": imitators_scores(pay),
               "search": both_scores([optimal(on.dynamics, SLIP, pay)], pay)[0]}  # fmt: skip
        found += outcomes(row, "search")[0] == "fooled"
    return found


def labels_table(before: Sequence[Any], after: Sequence[Any], found: int) -> SmallTable:
    """What labels have done to overseers at sign and flag; found: of `fooled_by_search(after)`."""
    lines = []
    for name, some, fooled in (("without your labels", before, fooled_by_search(before)),
                               ("with your labels", after, found)):  # fmt: skip
        flag = np.mean([approvals(one)["flag"] for one in some])
        lines.append([name, f"{above(some)} of {len(some)}", f"{flag:.2f}",
                      f"{fooled} of {len(some)}"])  # fmt: skip
    heads = ["overseers", f"sign above {HOLE:g}", "flag, mean", "search fooled"]
    return SmallTable(heads, lines)
