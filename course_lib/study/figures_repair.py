"""The figures of the repair lesson, and each of them in words."""

from collections.abc import Mapping, Sequence
from textwrap import fill

import numpy as np

from course_lib.study import coin_shares, key_mix, level_shares, no_help
from course_lib.study.figures import style
from course_lib.study.intervals import rate_over_seeds

Points = dict[float, list[float]]  # from a share to one rate for each seed

# ── Variety ─────────────────────────────────────────────────────────────────────────────────


def rates(rows: Sequence[Mapping], hits: str, of: str, label: str = "deployment") -> Points:
    """For each share, in order, the quotient of two counts: one for each seed."""
    found: Points = {}
    for row in sorted(rows, key=lambda row: (row["share"], row["seed"])):
        found.setdefault(row["share"], []).append(row[label][hits] / row[label][of])
    return found


def missed(points: Points) -> Points:
    """One minus each rate."""
    return {share: [1 - rate for rate in some] for share, some in points.items()}


def variety() -> dict[str, dict[str, Points]]:
    """For each world the goal missed and the proxy followed, deployed, by the share in training.

    The third entry is the goal missed in the usual training levels: where that is high, skill is
    missing, and the other two say little about goals.
    """
    mazes = [row for row in level_shares.curve() if row["how"] == level_shares.PLAIN]
    keys, coins = key_mix.curve(), coin_shares.curve()
    return {
        "maze, off the way": {
            "goal missed": missed(rates(mazes, "detour_cheese", "detours")),
            "proxy: corner first": rates(mazes, "detour_corner", "detours"),
            "missed, usual levels": missed(rates(mazes, "cheese", "episodes", "training")),
        },
        "keys and chests": {
            "goal missed": missed(rates(keys, "chests", "possible")),
            "proxy: useless keys taken": rates(keys, "spare_keys", "useless"),
            "missed, usual levels": missed(rates(keys, "chests", "possible", "training")),
        },
        "coin run": {
            "goal missed": missed(rates(coins, "coin", "episodes")),
            "proxy: at the end without": rates(coins, "end", "episodes"),
            "missed, own training": missed(rates(coins, "coin", "episodes", "training")),
        },
    }


def plot_variety(found: Mapping[str, Mapping[str, Points]] | None = None):
    """A panel a world: failures by the share of other levels in training, with intervals."""
    import matplotlib.pyplot as plt

    found = variety() if found is None else found
    size = (4.3 * len(found), 4.6)
    figure, axes = plt.subplots(1, len(found), figsize=size, sharey=True, layout="constrained")
    for axis, (world, lines) in zip(np.atleast_1d(axes), found.items(), strict=True):
        for number, (label, points) in enumerate(lines.items()):
            draw_points(axis, points, label, number)
        axis.set(title=world, ylim=(-0.03, 1.03), xlabel="share of other levels in training, %")
        axis.legend(loc="upper center", bbox_to_anchor=(0.5, -0.16), frameon=False)
    np.atleast_1d(axes)[0].set_ylabel("rate")
    return figure


def draw_points(axis, points: Points, label: str, number: int, seeds: bool = True) -> None:
    """A line of means over seeds with its 95 % band; a faint mark is one seed.

    Shares stand side by side at equal distances, since they grow by factors and begin with 0.
    """
    places, look = range(len(points)), style(number)
    means, lows, highs = zip(*map(rate_over_seeds, points.values()), strict=True)
    axis.fill_between(places, lows, highs, color=look["color"], alpha=0.16)
    axis.plot(places, means, label=label, **look)
    for place, some in zip(places, points.values(), strict=True):
        if seeds:
            axis.plot([place] * len(some), some, alpha=0.35, linestyle="none", markersize=3, **look)
    axis.set_xticks(places, [f"{100 * share:g}" for share in points])
    axis.grid(alpha=0.3)


def variety_words(found: Mapping[str, Mapping[str, Points]] | None = None) -> str:
    """The curves as lines of text: means over seeds with their 95 % intervals, in per cent."""
    lines = []
    for world, each in (variety() if found is None else found).items():
        labels = list(each)
        lines.append(f"{world}".ljust(20) + "".join(f"{label:>28}" for label in labels))
        for share, some in each[labels[0]].items():
            told = "".join(f"{percent(each[label][share]):>28}" for label in labels)
            lines.append(f"  share {100 * share:5.3g} %".ljust(20) + told + f"   {len(some)} seeds")
    return "\n".join(lines)


def percent(values: Sequence[float]) -> str:
    """Mean over seeds with its interval, in per cent."""
    return "{:.0f} [{:.0f}, {:.0f}]".format(*(100 * x for x in rate_over_seeds(values)))


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
    lines = [f"Goal missed in more than {level:.0%} of deployed levels (interval over seeds):"]
    for world, each in (variety() if found is None else found).items():
        low, high = enough(each["goal missed"], level)
        first = "no share tried was surely too rare" if low is None else f"too rare: up to {low:g}"
        last = "none tried was surely enough" if high is None else f"enough: from {high:g}"
        lines.append(f"  {world}: {first}; {last}")
    return "\n".join(lines)


# ── Choosing levels ─────────────────────────────────────────────────────────────────────────


def by_way(rows: Sequence[Mapping] | None = None) -> dict[str, list[Mapping]]:
    """The rows of `level_shares.curve` by how levels were chosen, at the shares all ways have."""
    rows = level_shares.curve() if rows is None else rows
    kept = [row for row in rows if row["share"] in level_shares.SHARES]
    return {how: [row for row in kept if row["how"] == how] for how in level_shares.WAYS}


def exposure(rows: Sequence[Mapping]) -> Points:
    """For each share, the part of played episodes whose cheese was off the way, one a seed."""
    found: Points = {}
    for row in sorted(rows, key=lambda row: (row["share"], row["seed"])):
        if "played" in row:
            part = row["played"]["detours"] / row["played"]["episodes"]
            found.setdefault(row["share"], []).append(part)
    return found


def plot_choosing(rows: Sequence[Mapping] | None = None):
    """Left: the goal missed, deployed, by share and way of choosing. Right: what was played."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 2, figsize=(10.5, 4.2), layout="constrained")
    for number, (how, some) in enumerate(by_way(rows).items()):
        if some:
            draw_points(axes[0], missed(rates(some, "detour_cheese", "detours")), how, number)
        if played := exposure(some):
            draw_points(axes[1], played, how, number)
    axes[0].set(title="goal missed, deployed, off the way", ylim=(-0.03, 1.03))
    axes[1].set(title="episodes in training with cheese off the way", ylim=(-0.03, 1.03))
    for axis in axes:
        axis.set_xlabel("share of new levels with the cheese anywhere, %")
        axis.legend()
    return figure


def choosing_words(rows: Sequence[Mapping] | None = None) -> str:
    """The goal missed and the episodes played, for each way and share, in per cent."""
    lines = [
        f"{'levels chosen by':<18}{'share':>7}{'goal missed':>18}{'corner first':>18}"
        f"{'played off the way':>22}{'missed, usual levels':>24}"
    ]
    for how, some in by_way(rows).items():
        gone, corner = rates(some, "detour_cheese", "detours"), rates(
            some, "detour_corner", "detours"
        )  # fmt: skip
        own, played = rates(some, "cheese", "episodes", "training"), exposure(some)
        for share, each in missed(gone).items():
            seen = percent(played[share]) if share in played else ""
            lines.append(
                f"{how:<18}{100 * share:>6g}%{percent(each):>18}{percent(corner[share]):>18}"
                f"{seen:>22}{percent(missed(own)[share]):>24}"
            )
    return "\n".join(line.rstrip() for line in lines)


# ── What does not help ──────────────────────────────────────────────────────────────────────


def remedies() -> dict[str, list[Mapping]]:
    """The rows of each remedy, after those of the agents that had none."""
    untreated: list[Mapping] = [
        row
        for row in level_shares.curve()
        if row["share"] == 0 and row["how"] == level_shares.PLAIN
    ]
    found: dict[str, list[Mapping]] = {"none": untreated}
    for row in no_help.rows():
        found.setdefault(row["remedy"], []).append(row)
    return found


def plot_remedies(found: Mapping[str, Sequence[Mapping]] | None = None):
    """A row a remedy: cheese in training, cheese and corner deployed; a faint mark is one seed."""
    import matplotlib.pyplot as plt

    found = remedies() if found is None else found
    axis = plt.subplots(figsize=(8, 1.6 + 0.5 * len(found)), layout="constrained")[1]
    for number, (label, part) in enumerate(REMEDY_LINES.items()):
        for place, rows in enumerate(found.values()):
            some = [row[part[0]][part[1]] / row[part[0]][part[2]] for row in rows]
            mean, low, high = rate_over_seeds(some)
            y, look = place + 0.2 * (number - 1), style(number)
            axis.plot(some, [y] * len(some), alpha=0.35, linestyle="none", markersize=4, **look)
            axis.errorbar(
                [mean], [y], xerr=[[mean - low], [high - mean]], capsize=3, linestyle="none",
                label=label if place == 0 else None, **look,
            )  # fmt: skip
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
    """A line a remedy: the three rates in per cent, and how it compares with none."""
    lines = [f"{'remedy':<10}" + "".join(f"{label:>37}" for label in REMEDY_LINES)]
    for remedy, rows in (remedies() if found is None else found).items():
        told = [
            percent([row[part][hits] / row[part][of] for row in rows])
            for part, hits, of in REMEDY_LINES.values()
        ]
        lines.append(f"{remedy:<10}" + "".join(f"{words:>37}" for words in told))
    return "\n".join(lines)


# ── Beside the literature ───────────────────────────────────────────────────────────────────


def literature_words() -> str:
    """What others found, what we found, and why the two may differ."""
    found, choosing = variety(), by_way()
    mazes, coins = found["maze, off the way"]["goal missed"], found["coin run"]["goal missed"]
    share = level_shares.SHARES[1]
    both = {
        how: missed(rates(choosing[how], "detour_cheese", "detours"))[share]
        for how in (level_shares.PLAIN, "exact regret")
        if choosing[how]
    }
    chosen = "; ".join(f"{how} {percent(some)} % missed" for how, some in both.items())
    entries = (
        ("CoinRun, random coin in 2 % of training levels (Langosco et al. 2022)",
         "helps markedly (known to us at second hand)",
         f"coin missed at 0 %: {percent(coins[0.0])}, at 2 %: {percent(coins[0.02])} %",
         "our coin lies off the way and theirs on a stretch of the level; far shorter training"),
        ("Maze, larger region for the cheese (Langosco et al. 2022; jaxgmg)",
         "the corner is left as the region grows",
         f"shares instead of regions: missed at 0 %: {percent(mazes[0.0])}, "
         f"at 10 %: {percent(mazes[0.1])}, at 100 %: {percent(mazes[1.0])} %",
         "a share keeps most levels as they were; 7 x 7 mazes; another network"),
        ("Levels by minimax regret (Abdel Sadek et al. 2025)",
         "proposed as a remedy, beside plain randomisation (we have no table of theirs)",
         f"with {share:.0%} of new levels: {chosen}",
         "small mazes, short training, one buffer size, replayed levels are trained on"),
        ("CoinRun, 100 to 100,000 training levels (Hilton et al. 2020)",
         "success on new levels of the same kind from 61.8 to 99.3 %",
         "levels are new in every episode here: variety of the usual kind is complete",
         "it is another kind of variety: more levels of one kind, or levels of another kind"),
    )  # fmt: skip
    heads = ("literature", "theirs", "ours", "why they may differ")
    lines = []
    for title, *rest in entries:
        lines.append(title)
        for head, words in zip(heads[1:], rest, strict=True):
            lines.append(fill(f"{head}: {words}", 92, initial_indent="    ",
                              subsequent_indent="      "))  # fmt: skip
    return "\n".join(lines)
