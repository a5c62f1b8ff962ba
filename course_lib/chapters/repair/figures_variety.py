"""The figures of variety and of remedies that do not help, and each of them in words."""

from collections.abc import Mapping, Sequence

import numpy as np

from course_lib.chapters.repair import sweep_mazes
from course_lib.study.measure.format import interval_text
from course_lib.study.measure.stats import over_seeds, rate_over_seeds
from course_lib.study.measure.sweep import by_setting, load_results, load_settings
from course_lib.study.show.marks import errorbar_rows, line_with_band
from course_lib.study.show.style import panels, style, subplots
from course_lib.study.show.tables import text_table

Points = dict[float, list[float]]  # from a share to one rate for each seed
MAZE, KEYS, COIN = "maze, off the way", "keys and chests", "coin run"
GOAL = "goal missed"
FAILURE = {KEYS: "proxy: useless keys taken"}  # what counts as a failure where it is not GOAL

# ── Variety ─────────────────────────────────────────────────────────────────────────────────


def rates(rows: Sequence[Mapping], hits: str, of: str, label: str = "deployment") -> Points:
    """For each share, in order, the quotient of two counts: one for each seed."""
    return by_setting(rows, "share", lambda row: row[label][hits] / row[label][of])


def quotients(rows: Sequence[Mapping], label: str, hits: str, of: str) -> list[float]:
    """The quotient of two counts, one for each row."""
    return [row[label][hits] / row[label][of] for row in rows]


def missed(points: Points) -> Points:
    """One minus each rate."""
    return {share: [1 - rate for rate in some] for share, some in points.items()}


def variety() -> dict[str, dict[str, Points]]:
    """For each world the goal missed and the proxy followed, deployed, by the share in training.

    The third entry is the goal missed in the usual training levels: where that is high, skill is
    missing, and the other two say little about goals.
    """
    mazes = load_results("maze_shares", how=sweep_mazes.PLAIN)
    keys, coins = load_results("key_shares"), load_results("coin_run_shares")
    return {
        MAZE: {
            GOAL: missed(rates(mazes, "detour_cheese", "detours")),
            "proxy: corner first": rates(mazes, "detour_corner", "detours"),
            "missed, usual levels": missed(rates(mazes, "cheese", "episodes", "training")),
        },
        KEYS: {
            GOAL: missed(rates(keys, "chests", "possible")),
            FAILURE[KEYS]: rates(keys, "spare_keys", "useless"),
            "missed, usual levels": missed(rates(keys, "chests", "possible", "training")),
        },
        COIN: {
            GOAL: missed(rates(coins, "coin", "episodes")),
            "proxy: at the end without": rates(coins, "end", "episodes"),
            "missed, own training": missed(rates(coins, "coin", "episodes", "training")),
        },
    }


def plot_variety(found: Mapping[str, Mapping[str, Points]] | None = None):
    """A panel a world: failures by the share of other levels in training, with intervals."""
    found = variety() if found is None else found
    figure, axes = panels(len(found), 4.3 * len(found), 4.6, sharey=True)
    for axis, (world, lines) in zip(axes, found.items(), strict=True):
        for number, (label, points) in enumerate(lines.items()):
            draw_points(axis, points, label, number)
        axis.set(title=world, ylim=(-0.03, 1.03), xlabel="share of other levels in training, %")
        axis.legend(loc="upper center", bbox_to_anchor=(0.5, -0.16), frameon=False)
    axes[0].set_ylabel("rate")
    return figure


def draw_points(axis, points: Points, label: str, number: int) -> None:
    """Draw a line of means over seeds with its 95 % band; a faint mark is one seed.

    Shares stand side by side at equal distances, since they grow by factors and begin with 0.
    """
    places = range(len(points))
    look = {"label": label, "interval": rate_over_seeds, **style(number)}
    line_with_band(axis, points, places, **look)
    axis.set_xticks(places, [f"{100 * share:g}" for share in points])


def variety_words(found: Mapping[str, Mapping[str, Points]] | None = None) -> str:
    """The curves as lines of text: means over seeds with their 95 % intervals, in per cent."""
    tables = []
    for world, each in (variety() if found is None else found).items():
        lines = [[world, *each]]
        for share, some in next(iter(each.values())).items():
            cells = [percent(points[share]) for points in each.values()]
            lines.append([f"  share {100 * share:5.3g} %", *cells, f"   {len(some)} seeds"])
        widths = (20, *[28] * len(each))
        tables.append(text_table(lines, "<" + ">" * len(each) + "<", widths, gap=0))
    return "\n".join(tables)


def percent(values: Sequence[float]) -> str:
    """Mean over seeds with its interval, in per cent."""
    return interval_text([100 * x for x in rate_over_seeds(values)], ".0f")


def beside(these: Sequence[float], those: Sequence[float]) -> str:
    """How far the one lies above the other, seed by seed, with its interval, in per cent."""
    differences = over_seeds(np.subtract(these, those).tolist())
    return interval_text([100 * x for x in differences], "+.0f")


def enough(points: Points, level: float) -> tuple[float | None, float | None]:
    """The largest share that is too rare, and the smallest that is enough.

    Too rare: the whole interval over seeds lies above `level`; enough: all of it lies below, there
    and at every larger share. In between the seeds do not say.
    """
    above = [share for share, some in points.items() if rate_over_seeds(some)[1] > level]
    below: list[float] = []
    for share, some in reversed(points.items()):
        if rate_over_seeds(some)[2] >= level:
            break
        below.append(share)
    return max(above, default=None), min(below, default=None)


def rare_words(level: float = 0.5, found: Mapping | None = None) -> str:
    """How rare is too rare: for each world which shares leave failure above and below a level."""
    lines = [f"Failure above {level:.0%}, deployed (intervals over seeds):"]
    for world, each in (variety() if found is None else found).items():
        label = FAILURE.get(world, GOAL)
        low, high = enough(each[label], level)
        first = "no share tried was surely too rare" if low is None else f"too rare: up to {low:g}"
        last = "none tried was surely enough" if high is None else f"enough: from {high:g}"
        lines.append(f"  {world} ({label}): {first}; {last}")
    return "\n".join(lines)


def unlearned() -> dict[str, dict[str, float]]:
    """For each world the failures, deployed, of a random policy and of the planner."""
    cards = [load_settings(name) for name in ("maze_shares", "key_shares", "committee")]
    mazes, keys, all_worlds = (card["unlearned"] for card in cards)
    coins = all_worlds["coin_run"]
    return {
        MAZE: {p: 1 - c["detour_cheese"] / c["detours"] for p, c in mazes.items()},
        KEYS: {p: c["spare_keys"] / c["useless"] for p, c in keys.items()},
        COIN: {p: c["deployment"] / cards[2]["episodes"] for p, c in coins.items()},
    }


def unlearned_words() -> str:
    """The same in a line a world."""
    lines = ["Beside them, the same failure:"]
    for world, each in unlearned().items():
        rates_of = ", ".join(f"{policy} {100 * rate:.0f} %" for policy, rate in each.items())
        lines.append(f"  {world} ({FAILURE.get(world, GOAL)}): {rates_of}")
    return "\n".join(lines)


# ── What does not help ──────────────────────────────────────────────────────────────────────


def remedies() -> dict[str, list[Mapping]]:
    """The rows of each remedy, after those of the agents that had none."""
    found: dict[str, list[Mapping]] = {}
    found["none"] = [*load_results("maze_shares", share=0, how=sweep_mazes.PLAIN)]
    for row in load_results("regularisers"):
        found.setdefault(row["remedy"], []).append(row)
    return found


def plot_remedies(found: Mapping[str, Sequence[Mapping]] | None = None):
    """A row a remedy: cheese in training, cheese and corner deployed; a faint mark is one seed."""
    found = remedies() if found is None else found
    axis = subplots(figsize=(8, 1.6 + 0.5 * len(found)), layout="constrained")[1]
    for number, (label, part) in enumerate(REMEDY_LINES.items()):
        each = [quotients(rows, *part) for rows in found.values()]
        places, look = np.arange(len(each)) + 0.2 * (number - 1), style(number)
        for y, some in zip(places, each, strict=True):
            axis.plot(some, [y] * len(some), alpha=0.35, linestyle="none", markersize=4, **look)
        errorbar_rows(axis, map(rate_over_seeds, each), places, label=label, **look)
    axis.set_yticks(range(len(found)), list(found))
    axis.invert_yaxis()
    axis.set(xlim=(-0.03, 1.03), xlabel="rate, mean over seeds and 95 % interval")
    axis.grid(axis="x", alpha=0.3)
    axis.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3, frameon=False)
    return axis.figure


REMEDY_LINES = {
    "cheese, training": ("training", "cheese", "episodes"),
    "cheese, deployed off the way": ("deployment", "detour_cheese", "detours"),
    "corner first, deployed off the way": ("deployment", "detour_corner", "detours"),
}


def remedy_words(found: Mapping[str, Sequence[Mapping]] | None = None) -> str:
    """A line a remedy: the three rates in per cent, and the cheese deployed beside the first's."""
    found = remedies() if found is None else found
    lines = [["remedy", *REMEDY_LINES, "beside the first"]]
    first, goal = next(iter(found.values())), list(REMEDY_LINES.values())[1]
    for remedy, rows in found.items():
        cells = [percent(quotients(rows, *part)) for part in REMEDY_LINES.values()]
        if rows is not first:
            cells.append(beside(quotients(rows, *goal), quotients(first, *goal)))
        lines.append([remedy, *cells])
    note = "All in per cent; beside the first: differences, seed by seed."
    return "\n".join([text_table(lines, "<>", (9,)), note])
