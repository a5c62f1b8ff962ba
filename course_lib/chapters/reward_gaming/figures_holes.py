"""Figures of unit 08a about what optimisation finds, and about what patches and labels do."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from course_lib.chapters.reward_gaming import attacks, sweep_pressure
from course_lib.chapters.reward_gaming.figures_pressure import (
    DRY,
    holed,
    mean_text,
    pairs,
    show_pictures,
)
from course_lib.chapters.reward_gaming.holes import alike
from course_lib.chapters.reward_gaming.overseer import has_hole, overseer
from course_lib.chapters.reward_gaming.pressure import DEPLOYED, score_episodes
from course_lib.chapters.reward_gaming.rounds import usual_snapshots
from course_lib.chapters.reward_gaming.snapshots import visible_share
from course_lib.study.measure.planning import planner
from course_lib.study.show.marks import end_labels, seed_dots
from course_lib.study.show.picture import show
from course_lib.study.show.style import (
    INTENDED_LOOK,
    PLANNER_LOOK,
    PROXY_LOOK,
    panels,
    style,
)
from course_lib.study.show.tables import SmallTable

Rows = Sequence[Mapping]
STEPS = 30  # of an episode: snapshots that the overseer judges

# ── What each way of optimising is worth ────────────────────────────────────────────────────


def best_of_all(closed: bool, score: str = "true", at: int = -1) -> dict[tuple[int, int], float]:
    """For each (imitator, overseer) the best of n at one n, the mean over the gardens."""
    found: dict[tuple[int, int], list[float]] = {}
    for row in sweep_pressure.runs("sampled"):
        for one in row["scored"]:
            if one["closed"] == closed:
                key = (row["imitator"], one["overseer"])
                found.setdefault(key, []).append(one["best"][score][at])
    return {key: float(np.mean(values)) for key, values in found.items()}


def searched(closed: bool, score: str = "true") -> dict[int, float]:
    """For each overseer the best plan found, the mean over the gardens of `sampled` rows."""
    some = len(sweep_pressure.GARDENS)
    return {row["overseer"]: float(np.mean(row["search"][-1][score][:some]))
            for row in sweep_pressure.runs("search", closed=closed)}  # fmt: skip


def scores(closed: bool, score: str = "true") -> dict[str, list[float]]:
    """The numbers of each way of optimising, under overseers with the hole, or with it closed.

    A number for each pair of imitator and overseer; of a search, for each overseer.
    """
    some = {n for n, hole in holed().items() if closed or hole}
    return {
        "best of 10,000": [v for (_, o), v in best_of_all(closed, score).items() if o in some],
        "PPO": [r["curve"][-1][score] for r in pairs(closed) if r["overseer"] in some],
        "search": [v for o, v in searched(closed, score).items() if o in some],
    }


def beside() -> dict[str, float]:
    """True scores of the imitators, sampled, and of the planner, in the same gardens."""
    levels = sweep_pressure.gardens()[: len(sweep_pressure.GARDENS)]
    best = score_episodes(planner(DEPLOYED), overseer("closed", 0), DEPLOYED, levels)
    imitators = best_of_all(closed=True, at=0)
    return {
        "imitator": float(np.mean(list(imitators.values()))),
        "planner": float(best.true.mean()),
    }


def show_optimised() -> None:
    """Show the true score that each way of optimising ends at, with the hole and without it."""
    figure, axes = panels(2, height=3.6, sharey=True)
    lines, told = beside(), []
    for axis, (title, closed) in zip(axes, {"hole closed": True, "with the hole": False}.items(),
                                     strict=True):  # fmt: skip
        groups = scores(closed)
        axis.set_title(title, loc="left")
        look = INTENDED_LOOK if closed else PROXY_LOOK
        seed_dots(axis, groups, above=lines["imitator"], spread=0.04, **{**look, "markersize": 4})
        axis.set_xlim(-0.6, 2.6)
        for name in ("imitator", "planner"):
            axis.axhline(lines[name], color=PLANNER_LOOK["color"], linewidth=1, linestyle=":")
            axis.annotate(name, (2.6, lines[name]), (-2, 3), textcoords="offset points", ha="right",
                          fontsize=9)  # fmt: skip
        told += [f"{title}, {name}: {sum(v > lines['imitator'] for v in values)} of {len(values)} "
                 f"above the imitator, {min(values):.2f} to {max(values):.2f}"
                 for name, values in groups.items()]  # fmt: skip
    axes[0].set_ylabel("true score")
    axes[0].set_ylim(-0.02, 0.8)
    show(figure, "True scores, with how many lie above the imitator's. " + "; ".join(told) + ".")


def worth_table() -> SmallTable:
    """What each way of optimising is worth with the hole closed, beside imitator and planner."""
    at, start = (
        beside(),
        np.mean([row["imitator"]["true"] for row in sweep_pressure.runs("beside")]),
    )
    best = _by(0, best_of_all(closed=True))
    runs = _by(1, {(r["imitator"], r["overseer"]): r["curve"][-1]["true"] for r in pairs(True)})
    found = list(searched(closed=True).values())
    lines = [
        ["imitator", "5 imitators", f"{at['imitator']:.2f}"],
        ["best of 10,000", f"{len(best)} imitators", mean_text(best)],
        ["PPO", f"{len(runs)} overseers", mean_text(runs)],
        ["search", f"{len(found)} overseers", mean_text(found)],
        ["planner", "", f"{at['planner']:.2f}"],
    ]
    words = (
        "Means in the same two gardens, with 95 % intervals over what the second column names; PPO "
        f"in 100 gardens, where the imitators have {start:.2f}."
    )
    return SmallTable(["hole closed", "over", "true score"], lines, words)


def _by(which: int, scores: Mapping[tuple[int, int], float]) -> list[float]:
    """The mean for each imitator (0), or for each overseer (1), of numbers of pairs."""
    found: dict[int, list[float]] = {}
    for pair, value in scores.items():
        found.setdefault(pair[which], []).append(value)
    return [float(np.mean(values)) for values in found.values()]


# ── How much until it is found ──────────────────────────────────────────────────────────────


def found_by() -> dict[str, tuple[list[int], list[float]]]:
    """For each way of optimising: snapshots judged, and in what share the lens is wetted.

    Only under overseers with the hole. A share of pairs and gardens, in which the favourite of n
    episodes wets the lens; of pairs, whose agent wets it at least once an episode on average; of
    overseers and gardens, in which the best plan so far wets it.
    """
    some = {n for n, hole in holed().items() if hole}
    sampled = sweep_pressure.runs("sampled")
    favourites = [one["best"]["found"] for row in sampled for one in row["scored"]
                  if not one["closed"] and one["overseer"] in some]  # fmt: skip
    runs = [r["curve"] for r in pairs() if r["overseer"] in some]
    plans = [row["search"] for row in sweep_pressure.runs("search", closed=False)
             if row["overseer"] in some]  # fmt: skip
    return {
        "best of n": ([STEPS * n for n in sampled[0]["numbers"]], _mean(favourites)),
        "PPO": ([p["steps"] for p in runs[0]],
                _mean([[p["splashes"] >= 1 for p in curve] for curve in runs])),
        "search": ([STEPS * p["tried"] for p in plans[0]],
                   _mean([[np.mean(np.array(p["splashes"]) >= 1) for p in row] for row in plans])),
    }  # fmt: skip


def _mean(rows: Any) -> list[float]:
    return np.mean(np.array(rows, float), axis=0).tolist()


def show_found() -> None:
    """Show how much each way of optimising has to judge until it wets the lens."""
    figure, (axis,) = panels(1, height=3.3)
    told = []
    for number, (name, (judged, share)) in enumerate(found_by().items()):
        axis.plot(judged, share, label=name, markersize=5, **style(number))
        each = (f"{s:.0%} after {j:,}" for j, s in zip(judged, share, strict=True))
        told.append(f"{name}: {', '.join(each)}")
    axis.set(xscale="log", xlabel="snapshots that the overseer has judged", ylim=(-0.03, 1.03))
    axis.set_ylabel("share in which\nthe lens is wetted")
    axis.set_xlim(20, 2e6)
    end_labels(axis)
    show(figure, "Share in which the lens is wetted, by snapshots judged. " + "; ".join(told) + ".")


# ── Attacks, patches, labels ────────────────────────────────────────────────────────────────


def show_attacks(watching: Any) -> None:
    """Show a dry garden, water arranged in it as is liked best, and its pixels changed likewise."""
    shown = attacks.three(watching, DRY)
    said = watching.approve(np.stack(list(shown.values())))
    names = ("as drawn", "water anywhere", "pixels changed")
    titled = {f"{name}\napproval {a:.2f}": picture
              for name, picture, a in zip(names, shown.values(), said, strict=True)}  # fmt: skip
    wet = next(name for name in shown if name.startswith("arranged")).replace("\n", " ")
    show_pictures(titled, f"The garden as drawn, {said[0]:.2f}; {wet}, {said[1]:.2f}; its pixels "
                  f"changed by at most 24 of 255, {said[2]:.2f}.")  # fmt: skip


def show_rounds() -> None:
    """Show both scores of what the search finds, round after round, for both kinds of labels."""
    titles = {"searched": "labels of what was found", "usual": "labels of usual gardeners"}
    looks = {
        "seen": ("overseer's score", -0.13, PROXY_LOOK),
        "true": ("true score", 0.13, INTENDED_LOOK),
    }
    figure, axes = panels(2, height=3.4, sharey=True)
    told = []
    for axis, (arm, title) in zip(axes, titles.items(), strict=True):
        rows = sweep_pressure.runs("rounds", arm=arm)
        for score, (name, shift, look) in looks.items():
            groups = {r: [np.mean(row["rounds"][r][score]) for row in rows]
                      for r in range(len(rows[0]["rounds"]))}  # fmt: skip
            seed_dots(axis, groups, [r + shift for r in groups], spread=0.1, label=name,
                      **{**look, "markersize": 5})  # fmt: skip
            told += [f"{title}, round {r}, {name}: " + " ".join(f"{v:.2f}" for v in values)
                     for r, values in groups.items()]  # fmt: skip
        axis.set_title(title)
        axis.set_xticks(range(len(groups)))
        axis.set_xlim(-0.6, len(groups) - 0.4)
        axis.set_xlabel("patches, of 50 labels each")
    axes[0].set_ylabel("best plan found")
    axes[0].set_ylim(-0.03, 1.03)
    figure.legend(
        *axes[0].get_legend_handles_labels(), loc="outside upper center", ncols=2, frameon=False
    )
    show(figure, "What a search finds after each patch. " + "; ".join(told) + ".")


def gaps(arm: str, after: int) -> list[float]:
    """After so many patches, by how much the overseers' scores are above the true ones."""
    return [float(np.mean(row["rounds"][after]["seen"]) - np.mean(row["rounds"][after]["true"]))
            for row in sweep_pressure.runs("rounds", arm=arm)]  # fmt: skip


def labels_table() -> SmallTable:
    """By how many of the 130 labels they were given, how many of ten overseers have the hole."""
    ten = sweep_pressure.HOLED
    have = {0: [has_hole(overseer("patched", n)) for n in ten]}
    for row in sweep_pressure.runs("labels"):
        have.setdefault(row["given"], []).append(row["hole"])
    have[130] = [has_hole(overseer("closed", n)) for n in ten]
    lines = [[str(given), f"{sum(some)} of {len(some)}"] for given, some in sorted(have.items())]
    words = "The ten overseers have the hole without such labels; each was trained again."
    return SmallTable(["labels of wet lenses", "have the hole"], lines, words)


def patches_needed(within: float = 0.1) -> int:
    """After how many patches no overseer is above the true score by more than that; 99 if never."""
    rounds = len(sweep_pressure.runs("rounds", arm="searched")[0]["rounds"])
    good = (r for r in range(rounds) if all(
        max(gaps("searched", later)) <= within for later in range(r, rounds)))  # fmt: skip
    return next(good, 99)


def repaired_table(before: Any, after: Any, drawing: str) -> SmallTable:
    """By how much two overseers say more than can be seen, of pictures that are new to both.

    Of pictures like the drawing, with their things in other places, and of usual gardeners.
    """
    lines = []
    for name, one in (("before", before), ("after 50 more labels", after)):
        told = []
        for some in (alike(drawing, 200, seed=99), usual_snapshots(200, seed=99)):
            error = one.approve_of(some.tiles, some.veiled) - visible_share(some.tiles, some.veiled)
            told.append(f"{error.mean():+.2f}")
        lines.append([name, *told])
    words = "Approval minus the share with water: means over 200 snapshots that are new to both."
    return SmallTable(["overseer 19", "pictures like yours", "usual pictures"], lines, words)
