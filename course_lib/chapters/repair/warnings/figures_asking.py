"""The figures of asking for help: what it saves and costs, and when doubt rises.

Rows are those of the table "asking", one an agent.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from course_lib.chapters.repair.warnings.asking import cheapest, total_cost
from course_lib.chapters.repair.warnings.sweep_asking import LENGTHS
from course_lib.chapters.repair.warnings.timing import AROUND
from course_lib.study.measure.stats import over_seeds
from course_lib.study.show.marks import per_cent
from course_lib.study.show.picture import show
from course_lib.study.show.style import INK, NEITHER, panels, style
from course_lib.study.show.tables import SmallTable

Rows = Sequence[Mapping]
WORLDS = {"maze": "maze", "coin_run": "coin run"}
LOOKS = {
    "coin": {"color": NEITHER, "marker": "X", "linestyle": "--"},
    "entropy": style(3),
    "committee": style(0),
}
WORDS = {"coin": "coin toss", "entropy": "own entropy", "committee": "committee"}

# ── What is read off a row ──────────────────────────────────────────────────────────────────


def of(rows: Rows, where: str) -> list[Mapping]:
    """The agents of one world."""
    return [row for row in rows if row["where"] == where]


def line_of(row: Mapping, doubt: str, length: str) -> tuple[list[float], list[float]]:
    """Helper's steps an episode and failures, from the agent that never asks on, by allowance."""
    points = [
        one
        for one in row["asked"]
        if one["doubt"] == "never" or (one["doubt"], one["length"]) == (doubt, length)
    ]
    return [one["helped"] for one in points], [one["failed"] for one in points]


def beyond_coin(row: Mapping, doubt: str, length: str) -> float:
    """How much less often an agent fails than with a coin toss that takes as many helper's steps.

    In mean over the doubt's points. Coins may be mixed from episode to episode, so the coin is
    worth what the lower hull of its points says, and beyond the hull's end as much as there.
    """
    helped, failed = line_of(row, doubt, length)
    coin = np.interp(helped[1:], *lower_hull(*line_of(row, "coin", length)))
    return float(np.mean(coin - np.array(failed[1:])))


def lower_hull(x: Sequence[float], y: Sequence[float]) -> tuple[list[float], list[float]]:
    """The lower convex hull of points, from the leftmost to the lowest one."""
    hull: list[tuple[float, float]] = []
    for point in sorted(zip(x, y, strict=True)):
        while len(hull) > 1 and _turns_down(hull[-2], hull[-1], point):
            hull.pop()
        hull.append(point)
    lowest = min(range(len(hull)), key=lambda n: hull[n][1])
    xs, ys = zip(*hull[: lowest + 1], strict=True)
    return list(xs), list(ys)


def _turns_down(one, middle, other) -> bool:
    """Whether the middle point lies on or above the line between the two others."""
    (x, y), (u, v), (s, t) = one, middle, other
    return (v - y) * (s - x) >= (t - y) * (u - x)


# ── What asking costs and saves ─────────────────────────────────────────────────────────────


def show_asking(rows: Rows, where: str = "maze", lengths: Sequence[str] = tuple(LENGTHS)) -> None:
    """Show failures by helper's steps: a panel a length of help; faint lines are agents."""
    figure, axes = panels(len(lengths), height=3.4, sharey=True)
    told = []
    for axis, length in zip(axes, lengths, strict=True):
        for doubt, look in LOOKS.items():
            lines = [line_of(row, doubt, length) for row in of(rows, where)]
            for helped, failed in lines:
                axis.plot(helped, failed, color=look["color"], linewidth=0.8, alpha=0.35)
            helped, failed = np.mean(lines, axis=0)
            axis.plot(helped, failed, label=WORDS[doubt], markersize=6, **look)
            told.append(
                f"{length}, {WORDS[doubt]}: "
                + ", ".join(
                    f"{y:.0%} with {x:.1f} steps" for x, y in zip(helped, failed, strict=True)
                )
            )
        axis.set_title(f"help for {length}" if length != "to the end" else f"help {length}",
                       fontsize=11)  # fmt: skip
        axis.set_xlim(0, None)
        per_cent(axis, "y")
    axes[0].set_ylabel("episodes that fail")
    axes[len(axes) // 2].set_xlabel("steps that the helper takes, an episode")
    figure.legend(*axes[0].get_legend_handles_labels(), loc="outside upper center", ncols=3,
                  frameon=False)  # fmt: skip
    show(
        figure, f"Failures in the {WORLDS[where]} by steps of the helper. " + "; ".join(told) + "."
    )


def coin_table(rows: Rows) -> SmallTable:
    """By how much entropy and committee beat a coin toss at as many helper's steps, in points."""
    lines = [
        [WORLDS[where], length, *(_points([beyond_coin(row, doubt, length)
                                           for row in of(rows, where)])
                                  for doubt in ("entropy", "committee"))]
        for where in WORLDS for length in LENGTHS
    ]  # fmt: skip
    return SmallTable(
        ["world", "help lasts", "own entropy", "committee"], lines,
        "Fewer failures than with a coin toss at as many steps of the helper, in points; mean "
        "and 95 % interval over five agents. Below 0: the coin is better.",
    )  # fmt: skip


def _points(values: Sequence[float]) -> str:
    mean, low, high = (f"{100 * value:+.0f}" for value in over_seeds(values))
    return f"{mean} [{low}, {high}]"


def mean_rows(rows: Rows, where: str) -> list[dict]:
    """The points of all doubts and lengths in mean over a world's agents."""
    every = [row["asked"] for row in of(rows, where)]
    return [
        {**same[0], **{n: float(np.mean([one[n] for one in same]))
                       for n in ("failed", "calls", "helped", "steps")}}
        for same in zip(*every, strict=True)
    ]  # fmt: skip


def price_table(rows: Rows, where: str = "maze",
                prices: Sequence[float] = (0.01, 0.05, 0.2)) -> SmallTable:  # fmt: skip
    """Which way of asking is cheapest at some prices of a helper's step, if a failure costs 1."""
    lines, points = [], mean_rows(rows, where)
    for price in prices:
        best = cheapest(points, price)
        how = WORDS.get(best["doubt"], "never asks")
        lines.append([f"{price:g}", f"{how}, {best['length']}".strip(", "),
                      f"{100 * best['failed']:.0f} %", f"{best['helped']:.1f}",
                      f"{total_cost(best, price):.2f}"])  # fmt: skip
    return SmallTable(["a step costs", "cheapest", "fails", "helper's steps", "costs an episode"],
                      lines, f"In the {WORLDS[where]}, in mean over five agents.")  # fmt: skip


# ── When doubt rises ────────────────────────────────────────────────────────────────────────


def show_when(rows: Rows) -> None:
    """Show how many failing agents would ask, step by step around the moment of the mistake."""
    figure, axes = panels(len(WORLDS), height=3.4, sharey=True)
    steps, told = np.arange(-AROUND, AROUND + 1), []
    moments = {"maze": "the corner", "coin_run": "passing the coin"}
    for axis, where in zip(axes, WORLDS, strict=True):
        for doubt, look in LOOKS.items():
            lines = [asking_share(row, doubt) for row in of(rows, where)]
            for line in lines:
                axis.plot(steps, line, color=look["color"], linewidth=0.8, alpha=0.35)
            mean = np.nanmean(lines, axis=0)
            axis.plot(steps, mean, label=WORDS[doubt], markersize=5, markevery=2, **look)
            told.append(f"{WORLDS[where]}, {WORDS[doubt]}: {np.nanmean(mean[:AROUND]):.0%} before, "
                        f"{np.nanmean(mean[AROUND:]):.0%} from then on")  # fmt: skip
        axis.axvline(0, color=INK, linewidth=1)
        axis.set_xlabel(f"steps from {moments[where]} on")
        axis.set_xticks([-10, -5, 0, 5, 10], ["−10", "−5", "0", "5", "10"])
        axis.set_title(WORLDS[where], fontsize=11)
        per_cent(axis, "y")
    axes[0].set_ylabel("would ask")
    figure.legend(*axes[0].get_legend_handles_labels(), loc="outside upper center", ncols=3,
                  frameon=False)  # fmt: skip
    show(figure, "Share of failing episodes in which the agent would ask. " + "; ".join(told) + ".")


def asking_share(row: Mapping, doubt: str, least: int = 10) -> np.ndarray:
    """The share of failing episodes that would ask, by step; nan where few are under way."""
    found = row["when"][doubt]
    present = np.array(found["present"], float)
    return np.where(present >= least, np.array(found["asking"]) / np.maximum(present, 1), np.nan)


def first_table(rows: Rows) -> SmallTable:
    """In how many failing episodes the first request comes before the mistake, after it, never."""
    lines = []
    for where in WORLDS:
        for doubt in LOOKS:
            firsts = [row["when"][doubt]["first"] for row in of(rows, where)]
            shares = ([first[when] / max(1, sum(first.values())) for first in firsts]
                      for when in ("before", "after", "never"))  # fmt: skip
            lines.append([WORLDS[where], WORDS[doubt], *(_share(values) for values in shares)])
    return SmallTable(
        ["world", "asks by", "before", "only after", "never"],
        lines,
        "Failing episodes, in mean over five agents, with the interval over agents.",
    )


def _share(values: Sequence[float]) -> str:
    mean, low, high = over_seeds(values)
    return f"{100 * mean:.0f} % [{100 * max(low, 0):.0f}, {100 * min(high, 1):.0f}]"


# ── A doubt of one's own ────────────────────────────────────────────────────────────────────


def show_mine(points: Sequence[tuple[float, float]],
              row: Mapping) -> None:  # fmt: skip
    """Show one's own points (helper's steps, failures) beside the three lines of the same agent."""
    figure, (axis,) = panels(1, 6.0, 3.4)
    for doubt, look in LOOKS.items():
        axis.plot(*line_of(row, doubt, "to the end"), label=WORDS[doubt], markersize=6, **look)
    if points:
        start = (0.0, line_of(row, "coin", "to the end")[1][0])
        axis.plot(*zip(start, *points, strict=True), label="yours", color="#009E73", marker="*",
                  markersize=11)  # fmt: skip
    axis.set_xlim(0, None)
    axis.set_xlabel("steps that the helper takes, an episode")
    axis.set_ylabel("episodes that fail")
    per_cent(axis, "y")
    axis.legend()
    told = ", ".join(f"{y:.0%} with {x:.1f} steps" for x, y in points)
    yours = f"Yours: {told}." if points else "Yours is not written yet."
    show(figure, f"Failures by helper's steps for runner 0, by entropy, committee, coin. {yours}")
