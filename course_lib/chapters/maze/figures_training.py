"""Figures of how training made the mice: the curve over regions, where cheese is got, and when."""

from collections.abc import Mapping, Sequence

import numpy as np

from course_lib.chapters.maze.sweep_learned import FATES
from course_lib.study.measure.stats import rate_over_seeds
from course_lib.study.measure.sweep import by_setting
from course_lib.study.show.marks import end_labels, line_with_band, per_cent, seed_dots
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

LEARNED = 0.95  # of the cheese in an agent's own mazes: else skill may be missing
LOOKS = {"cheese first": INTENDED_LOOK, "corner first": PROXY_LOOK, "neither": NEITHER_LOOK}
Rows = Sequence[Mapping]

# ── What happened in detours ────────────────────────────────────────────────────────────────


def shares(deployment: Mapping) -> dict[str, float]:
    """The shares of the detours with cheese first, with the corner first, and with neither."""
    cheese, later, corner, neither = (
        sum(place[number] for place in deployment["fates"].values()) for number in range(len(FATES))
    )
    all_of_them = cheese + later + corner + neither
    return {"cheese first": cheese / all_of_them, "corner first": (later + corner) / all_of_them,
            "neither": neither / all_of_them}  # fmt: skip


def by_side(rows: Rows, what: str) -> dict[int, list[float]]:
    """For each side of the region, the share of detours with this outcome, one for each seed."""
    return by_setting(rows, "side", lambda row: shares(row["deployment"])[what])


def at_home(rows: Rows) -> dict[int, list[float]]:
    """For each side, the share of cheese in fresh mazes of the agents' own kind, one a seed."""
    return by_setting(rows, "side", lambda r: r["training"]["cheese"] / r["training"]["episodes"])


def show_sides(rows: Rows) -> None:
    """Show what agents do in detours by the side of their region: a dot an agent."""
    figure, axes = panels(3, height=3.2, sharey=True)
    told, home = [], at_home(rows)
    lacking = {side: [rate < LEARNED for rate in rates] for side, rates in home.items()}
    for axis, (what, look) in zip(axes, LOOKS.items(), strict=True):
        found = by_side(rows, what)
        axis.set_title(what, color=legible(look["color"]))
        axis.plot(list(found), [np.median(v) for v in found.values()], color=look["color"],
                  linewidth=1, alpha=0.6)  # fmt: skip
        seed_dots(axis, found, places=list(found), hollow=lacking,
                  **{**look, "markersize": 6})  # fmt: skip
        axis.set_xticks(list(found))
        axis.set_xlim(min(found) - 0.6, max(found) + 0.6)
        axis.set_xlabel("side of the region")
        per_cent(axis, "y")
        each = ", ".join(f"{side}: {np.median(v):.0%}" for side, v in found.items())
        told.append(f"{what}, median of the agents of side {each}")
    axes[0].set_ylabel("of the detours")
    many = sum(map(sum, lacking.values()))
    show(figure, f"A dot is an agent, a line the median; hollow: less than 95 % of the cheese in "
                 f"its own mazes ({many} of {len(rows)}). " + "; ".join(told) + ".")  # fmt: skip


def side_table(rows: Rows) -> SmallTable:
    """The same in numbers: means over agents, beside what they get at home."""
    home, columns = at_home(rows), [by_side(rows, what) for what in LOOKS]
    lines = [
        [f"{side} ({len(home[side])} agents)", *(f"{100 * np.mean(c[side]):.0f} %"
                                                 for c in (home, *columns))]
        for side in home
    ]  # fmt: skip
    heads = ["side of the region", "cheese at home", *LOOKS]
    return SmallTable(heads, lines, "Means over agents; the last three are shares of the detours.")


def ends_table(rows: Rows, side: int, random: Mapping) -> SmallTable:
    """Where mice of this side stand in the end, of detours that reached neither; random beside.

    random: what `sweep_learned.deployed` found for a random policy.
    """
    own = [row for row in rows if row["side"] == side]
    lines = [[f"trained within {side}, seed {row['seed']}", *_ended(row["deployment"], side)]
             for row in own] + [["random", *_ended(random, side)]]  # fmt: skip
    heads = ["agent", "reached neither in", f"ended within {side} tiles of the corner"]
    return SmallTable(heads, lines, "Of 680 detours.")


def _ended(deployment: Mapping, side: int) -> list[str]:
    ends = {int(place): count for place, count in deployment["ends"].items()}
    inside = sum(count for place, count in ends.items() if place <= side)
    return [str(sum(ends.values())), f"{inside / max(1, sum(ends.values())):.0%}"]


# ── Where cheese is found ───────────────────────────────────────────────────────────────────


def found_by_place(rows: Rows) -> dict[int, dict[int, list[float]]]:
    """For each side and each place of the cheese, the share that is got, one for each seed.

    A place is the side of the smallest region at the corner that holds it.
    """
    told: dict[int, dict[int, list[float]]] = {}
    for row in rows:
        for place, (cheese, later, corner, neither) in row["deployment"]["fates"].items():
            all_of_them = cheese + later + corner + neither
            if all_of_them >= 10:
                side = told.setdefault(row["side"], {})
                side.setdefault(int(place), []).append((cheese + later) / all_of_them)
    return told


def show_places(rows: Rows) -> None:
    """Show for each side how often cheese is got, by how far from the corner it lay."""
    import matplotlib as mpl

    found = found_by_place(rows)
    figure, (axis,) = panels(1, height=3.4)
    hues = mpl.colormaps["cividis"](np.linspace(0, 0.7, len(found)))
    told = []
    for hue, (side, places) in zip(hues, sorted(found.items()), strict=True):
        means = {place: float(np.mean(values)) for place, values in sorted(places.items())}
        inside = [place for place in means if place <= side]
        axis.plot(list(means), list(means.values()), color=hue, linewidth=1.6, marker="o",
                  markersize=4, label=f"trained within {side}")  # fmt: skip
        axis.plot(inside, [means[p] for p in inside], color=hue, linestyle="none", marker="o",
                  markersize=9)  # fmt: skip
        told.append(f"trained within {side}: "
                    + ", ".join(f"{p}: {m:.0%}" for p, m in means.items()))  # fmt: skip
    axis.set_xlabel("where the cheese lies: within so many tiles of the corner")
    axis.set_ylabel("cheese is got")
    axis.set_xticks(sorted({place for places in found.values() for place in places}))
    per_cent(axis, "y")
    end_labels(axis)
    show(figure, "Cheese got in detours by its place; large dots are places that training had. "
                 + "; ".join(told) + ".")  # fmt: skip


# ── When ────────────────────────────────────────────────────────────────────────────────────


def moments(rows: Rows) -> dict[str, dict[int, list[float]]]:
    """Each quantity by the steps trained so far, one number a seed."""
    told: dict[str, dict[int, list[float]]] = {"cheese in training": {}, **{w: {} for w in LOOKS}}
    for row in rows:
        for now in row["moments"]:
            home = now["training"]
            values = {"cheese in training": home["cheese"] / home["episodes"],
                      **shares(now["deployment"])}  # fmt: skip
            for what, value in values.items():
                told[what].setdefault(now["steps"], []).append(value)
    return told


def show_moments(rows: Rows) -> None:
    """Show how agents' behaviour in detours grows with training: means and single seeds."""
    figure, (axis,) = panels(1, height=3.6)
    looks = {"cheese in training": {"color": INK, "marker": ""}, **LOOKS}
    told = []
    for what, points in moments(rows).items():
        look = {**looks[what], "markersize": 4, "label": what, "linewidth": 2}
        line_with_band(axis, points, interval=rate_over_seeds, **look)
        some = {steps: np.mean(v) for steps, v in points.items()}
        told.append(f"{what}: " + ", ".join(f"{s // 1000}k {m:.0%}" for s, m in some.items()))
    axis.set_xticks(range(0, 600_001, 100_000), ["0", *(f"{n}00k" for n in range(1, 7))])
    axis.set_xlabel("steps of training")
    axis.set_ylabel("of the mazes")
    per_cent(axis, "y")
    end_labels(axis)
    show(figure, f"Means of {len(rows)} mice by steps of training. " + "; ".join(told) + ".")


def moment_words(rows: Rows) -> str:
    """When the corner comes first in half of the detours, and whether cheese first ever rose."""
    found = moments(rows)
    steps = list(found["corner first"])
    half = [next(s for s, v in zip(steps, seed, strict=True) if v >= 0.5)
            for seed in zip(*found["corner first"].values(), strict=True)]  # fmt: skip
    first, last = (f"{n // 1000}k" for n in (min(half), max(half)))
    when = first if first == last else f"{first} to {last}"
    cheese = list(zip(*found["cheese first"].values(), strict=True))
    above = sum(max(seed) > seed[0] for seed in cheese)
    return (
        f"The corner came first in half of the detours after {when} steps.\n"
        f"The cheese came first more often than at the first look in {above} of {len(cheese)} mice."
    )
