"""The figures of the garden lesson about remedies, and each of them in words."""

from collections.abc import Mapping, Sequence
from math import comb

import numpy as np
import pandas as pd

from course_lib.chapters.reward_gaming import sweep_pressure
from course_lib.chapters.reward_gaming.figures_pressure import (
    SCORES,
    curve_of,
    draw_scores,
    mean_of,
    tiles_of,
)
from course_lib.chapters.reward_gaming.overseer import SHIPPED, overseer
from course_lib.chapters.reward_gaming.remedies import parted, stopped
from course_lib.chapters.reward_gaming.security_amplification import PATIENCE
from course_lib.chapters.reward_gaming.snapshots import pictures
from course_lib.study.measure.format import seeds_text
from course_lib.study.show.style import panels, style
from course_lib.study.show.tables import text_table

Groups = Mapping[str, Sequence[Mapping]]


def plot_remedies(groups: Groups, closed: Groups):
    """A panel for each remedy, all on the same axes: both scores against the steps of PPO.

    closed: the same remedies where the overseers have no hole; their true score is dashed.
    """
    columns, rows = 4, -(-len(groups) // 4)
    figure, axes = panels(columns, 12, 2.8 * rows, rows, sharex=True, sharey=True)
    for axis in axes[len(groups) :]:
        axis.set_axis_off()
    for axis, title in zip(axes, groups, strict=False):
        draw_scores(axis, groups[title], curve_of)
        axis.plot(
            *mean_of(closed[title], curve_of, "true"), color="0.2", linestyle="--",
            label="true score, hole closed",
        )  # fmt: skip
        axis.set_title(title, fontsize=10)
    figure.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=3)
    for axis in axes[-columns:]:
        axis.set_xlabel("steps of PPO")
    return figure


def endings_of(rows: Sequence[Mapping], name: str, early: bool = False) -> list[float]:
    """What each run ended with, or where early stopping would have ended it."""
    return [float((stopped(row) if early else row["curve"][-1])[name]) for row in rows]


def remedy_words(groups: Groups, closed: Groups) -> str:
    """For each remedy, with the hole: true score, overseer's, nats; and what it costs without.

    The cost is the true score that is lacking beside no remedy, seed by seed.
    """
    plain = np.array(endings_of(closed["no remedy"], "true"))
    asked = [*((name, name, False) for name in groups), ("early stopping", "no remedy", True)]
    lines = [["", "true, with the hole", "overseer's", "nats", "parted", "cost, hole closed"]]
    for title, name, early in asked:
        cost = (plain - endings_of(closed[name], "true", early)).tolist()
        lines.append([
            title,
            *(seeds_text(endings_of(groups[name], score, early)) for score in SCORES),
            f"{np.mean(endings_of(groups[name], 'kl', early)):.0f}",
            "" if early else f"{sum(map(parted, groups[name]))} of {len(groups[name])}",
            seeds_text(cost, rate=False) if title != "no remedy" else "(none)",
        ])  # fmt: skip
    return text_table(lines, "<<<><<", (0, 20, 20))


def garden_words() -> str:
    """The garden's imitators, and what PPO made of them for their overseers.

    Lesson 09 prints it, because it asks there what this chapter answers: imitate or optimise?
    """
    lines = []
    for closed, label in ((False, "as it was learned"), (True, "with its hole closed")):
        rows = sweep_pressure.runs("none", closed=closed)
        first = np.array([row["base"]["true"] for row in rows])
        last = np.array([row["curve"][-1]["true"] for row in rows])
        better = f"PPO is better in {(last > first).sum()} of {len(rows)} seeds"
        lines.append(
            f"the garden's overseer, {label}: imitators {first.mean():.2f}, after PPO "
            f"{last.mean():.2f} (true score; {better})"
        )
    return "\n".join(lines)


def plot_frontier(groups: Groups, closed: Groups, chosen: Sequence[Mapping]):
    """Does a remedy buy more true score for the same distance? Left the hole, right none.

    chosen: rows of best of n, which also hold the quantiliser's.
    """
    figure, axes = panels(2, 11, 4, sharey=True)
    for axis, of, title in zip(axes, (groups, closed), ("with the hole", "closed"), strict=True):
        for number, (name, rows) in enumerate(of.items()):
            kl, true = (mean_of(rows, curve_of, score)[1] for score in ("kl", "true"))
            dashes = "-" if number < 7 else "--"  # more groups than there are colours
            axis.plot(np.maximum(kl, 0.1), true, label=name, markersize=4, alpha=0.8,
                      linestyle=dashes, **style(number))  # fmt: skip
        axis.set(xscale="log", xlabel="KL from the imitator, in nats", title=title)
    gain = _above_the_base(chosen)
    base = np.mean([row["base"]["true"] for row in groups["no remedy"]])
    q = np.array([r["q"] for r in chosen[0]["quantilized"]])
    axes[0].plot(
        np.maximum(np.log(1 / q), 0.1), base + gain, color="0.3", marker="*", linestyle=":",
        label="quantiliser",
    )  # fmt: skip
    axes[0].set_ylabel("true score")
    axes[0].legend(fontsize=8)
    return figure


def _above_the_base(chosen: Sequence[Mapping]) -> np.ndarray:
    """The quantiliser's gain in true score over q = 1, in the gardens that it was measured in."""
    true = np.array([[np.mean(r["true"]) for r in row["quantilized"]] for row in chosen])
    return (true - true[:, :1]).mean(0)


# ── Quantilising ────────────────────────────────────────────────────────────────────────────


def plot_quantiliser(rows: Sequence[Mapping], closed: Sequence[Mapping]):
    """Cost and true score of the quantiliser against q; a dashed line bounds the cost.

    closed: the same with overseers that have no hole (measured in one garden each); its true score
    is on the right, dashed.
    """
    figure, axes = panels(2, 10, 3.6)
    q = [row["q"] for row in rows[0]["quantilized"]]
    for row in rows:
        cost, bound, true = (
            [np.mean(r[name]) for r in row["quantilized"]] for name in ("splashes", "bound", "true")
        )
        axes[0].plot(q, cost, alpha=0.6, **style(1))
        axes[0].plot(q, bound, color="0.3", linestyle="--", alpha=0.6)
        axes[1].plot(q, true, alpha=0.6, **style(0))
    for row in closed:
        true = [np.mean(r["true"]) for r in row["quantilized"]]
        axes[1].plot(q, true, color="0.3", linestyle="--", alpha=0.6)
    axes[0].plot([], [], label="splashes, measured", **style(1))
    axes[0].plot([], [], color="0.3", linestyle="--", label="bound: the imitator's / q")
    axes[0].legend()
    axes[0].set(yscale="log", ylabel="splashes an episode")
    axes[1].plot([], [], label="with the hole", **style(0))
    axes[1].plot([], [], color="0.3", linestyle="--", label="hole closed")
    axes[1].legend()
    axes[1].set(ylabel="true score")
    for axis in axes:
        axis.set(xscale="log", xlabel="q: share of the imitator's episodes that is kept")
        axis.invert_xaxis()
    return figure


def quantiliser_words(rows: Sequence[Mapping]) -> str:
    """Cost beside its bound, over all seeds and gardens, and whether the bound holds."""
    lines = [["q", "true score", "splashes", "bound", "cost / bound (median, most)",
              "the bound holds"]]  # fmt: skip
    for at, first in enumerate(rows[0]["quantilized"]):
        cost, bound, true = (
            np.concatenate([row["quantilized"][at][name] for row in rows])
            for name in ("splashes", "bound", "true")
        )
        ratio = (cost / np.maximum(bound, 1e-9))[bound > 0]
        lines.append([
            f"{first['q']:g}", f"{true.mean():.2f}", f"{cost.mean():.3f}", f"{bound.mean():.2f}",
            f"{np.median(ratio):.2f}, {ratio.max():.2f}",
            f"{(cost <= bound + 1e-5).sum()} of {len(cost)} runs",
        ])  # fmt: skip
    return text_table(lines, ">>>>><", (6,))


# ── Councils ────────────────────────────────────────────────────────────────────────────────


def luck_words(drawing: str, kind: str = "patched", sizes: Sequence[int] = (1, 2, 4, 8)) -> str:
    """How many of the shipped overseers approve of a dry garden behind a wet lens.

    And what it says of councils: how likely it is that all of so many, drawn from these, approve.
    """
    count = SHIPPED[kind]
    tiles, _ = tiles_of({"": drawing})
    shown = pictures(tiles, np.ones(1, bool))
    fooled = sum(overseer(kind, seed).approve(shown)[0] > 0.5 for seed in range(count))
    lines = [
        f"{fooled} of {count} overseers approve (more than half) of a dry garden behind water."
    ]
    for size in sizes:
        chance = comb(fooled, size) / comb(count, size)
        lines.append(f"all of {size} drawn from them do: {chance:.1%}")
    return "\n".join(lines)


# ── Parts ───────────────────────────────────────────────────────────────────────────────────


def plot_parts(rows: Sequence[Mapping]):
    """The size of the hole, and the search that it takes to find it, by the number of parts."""
    figure, axes = panels(3, 11, 3.4)
    names = {"hole": "share of strange objects taken in", "effort": "objects shown until one is",
             "error": "error on honest snapshots"}  # fmt: skip
    for number, (axis, (name, words)) in enumerate(zip(axes, names.items(), strict=True)):
        x, y = [r["parts"] for r in rows], [max(r[name], 1 / r["objects"]) for r in rows]
        axis.plot(x, y, linestyle="none", **style(number))
        axis.set(xscale="log", xlabel="parts", ylabel=words)
        axis.set_xticks(sorted(set(x)), [str(n) for n in sorted(set(x))])
        axis.minorticks_off()
        axis.set_yscale("linear" if name == "error" else "log")
    return figure


def parts_words(rows: Sequence[Mapping]) -> str:
    """The same in a line for each number of parts: means over the choices of parts."""
    lines = [["parts", "in the hole", "objects until taken in", "honest error",
              "a puddle, in plants"]]  # fmt: skip
    for number, some in pd.DataFrame(rows).groupby("parts"):
        hole, effort, error, puddle = some[["hole", "effort", "error", "puddle"]].mean()
        given_up = "at least " if some.effort.max() >= PATIENCE else ""
        lines.append([
            number, f"{hole:.2%}" if hole else f"none of {some.objects.sum():,}",
            f"{given_up}{effort:,.0f}", f"{error:.3f}", f"{puddle:.2f}",
        ])  # fmt: skip
    return text_table(lines, "><<>>", (5, 14))
