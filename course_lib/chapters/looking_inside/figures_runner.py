"""Figures and tables of what was measured inside the runners: seeds as dots, and counted."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from course_lib.study.measure.stats import over_seeds
from course_lib.study.measure.sweep import load_results
from course_lib.study.show.marks import per_cent, seed_dots
from course_lib.study.show.picture import show
from course_lib.study.show.style import INTENDED, NEITHER, PROXY, panels
from course_lib.study.show.tables import SmallTable, with_interval

Row = Mapping[str, Any]
TRAINED = {"end": "trained: coin at the end", "section": "trained: coin at a section"}
LINES = {  # of the figure on coin and wall: a name, what less what, colour and marker
    "coin, no wall": ("coin", "neither", INTENDED, "o"),
    "coin beside a wall": ("both", "wall", "#56B4E9", "^"),
    "wall, no coin": ("wall", "neither", PROXY, "s"),
}
DRAWN = (6, 5, 4, 3, 2, 1)


def told(values: Sequence[float], digits: int = 2) -> str:
    """A mean over agents with its interval, such as "+0.05 [+0.01, +0.10]"."""
    mean, low, high = over_seeds(values)
    return f"{mean:+.{digits}f} [{low:+.{digits}f}, {high:+.{digits}f}]"


# ── With the coin and with the coin painted out ─────────────────────────────────────────────


def painted(recipe: str, where: str, what: str) -> list[float]:
    """Good news at the nine places, "shown" or "hidden" coin, one number a runner."""
    return [row[where][what] for row in load_results("inside_maps", recipe=recipe)]


def own_part(recipe: str, where: str) -> list[float]:
    """What of the good news is gone when the coin is painted out, one number a runner."""
    pairs = zip(*(painted(recipe, where, what) for what in ("shown", "hidden")), strict=True)
    return [shown - hidden for shown, hidden in pairs]


def stays(recipe: str = "end", where: str = "training") -> float:
    """How much of the good news stays when the coin is painted out, in per cent: all runners'."""
    return 100 * sum(painted(recipe, where, "hidden")) / sum(painted(recipe, where, "shown"))


def show_painted(recipe: str = "end") -> None:
    """Show for each runner the good news at the coin and at the same places without it."""
    figure, (axis,) = panels(1, height=3.3)
    groups = {
        f"{where},\ncoin {words}": painted(recipe, where, what)
        for where in ("training", "deployed")
        for what, words in (("shown", "shown"), ("hidden", "painted out"))
    }
    for first in (0, 2):
        pairs = zip(list(groups.values())[first], list(groups.values())[first + 1], strict=True)
        for pair in pairs:
            axis.plot([first, first + 1], pair, color="#bbbbbb", linewidth=1, zorder=0)
            axis.plot([first], pair[:1], color=INTENDED, marker="o")
            axis.plot([first + 1], pair[1:], color=NEITHER, marker="^")
    axis.set_xticks(range(4), list(groups))
    axis.set(xlim=(-0.5, 3.5), ylabel="good news (value)")
    axis.set_ylim(bottom=min(0, axis.get_ylim()[0]))
    show(figure, "A dot for each of five runners; a line joins the same runner. "
         + "; ".join(f"{name.replace(chr(10), ' ')}: {np.mean(v):.3f} on average"
                     for name, v in groups.items()) + ".")  # fmt: skip


def own_share(recipe: str, where: str) -> list[float]:
    """The coin's own part as a share of the good news at the coin, one number a runner."""
    pairs = zip(own_part(recipe, where), painted(recipe, where, "shown"), strict=True)
    return [own / shown for own, shown in pairs]


def painted_table() -> SmallTable:
    """The coin's own part of its good news, for two kinds of training, with intervals."""
    lines = []
    for recipe, words in TRAINED.items():
        for where, place in (("training", "at the end"), ("deployed", "off the path")):
            share = over_seeds(own_share(recipe, where))
            columns = (told(painted(recipe, where, "shown")), told(own_part(recipe, where)))
            lines.append((words, place, *columns, with_interval(share)))
    heads = ("runners", "the coin is", "good news at the coin", "the coin's own part",
             "as a share")  # fmt: skip
    return SmallTable(heads, lines, "Means over five runners each, with 95 % intervals over "
                                    "runners.")  # fmt: skip


# ── Baselines ───────────────────────────────────────────────────────────────────────────────


def baseline_table(recipe: str = "end") -> SmallTable:
    """What the map gives to a thing from three baselines, and what the value loses without it."""
    rows = load_results("inside_maps", recipe=recipe)
    columns = {"zero": "zero", "mean": "mean", "without it": "same picture without it"}
    lines = [
        (thing, *(told([row["things"][thing][name] for row in rows])
                  for name in (*columns, "lost")))
        for thing in ("coin", "wall", "saw")
    ]  # fmt: skip
    heads = ("thing", *(f"map from: {words}" for words in columns.values()), "the value loses")
    return SmallTable(heads, lines, "Means over five runners with 95 % intervals over runners.")


# ── Coin and wall apart ─────────────────────────────────────────────────────────────────────


def apart(recipe: str, where: str, distance: int, what: str, more: str, less: str) -> list[float]:
    """By how much one case exceeds another at this place and distance, one number a runner."""
    (row,) = load_results("coin_and_wall", recipe=recipe, where=where, distance=distance)
    pairs = zip(row[what][more], row[what][less], strict=True)
    return [one - other for one, other in pairs]


def interaction(recipe: str, where: str, distance: int, what: str = "value") -> list[float]:
    """How much more the coin adds beside a wall than without one, one number a runner."""
    beside = apart(recipe, where, distance, what, "both", "wall")
    alone = apart(recipe, where, distance, what, "coin", "neither")
    return [one - other for one, other in zip(beside, alone, strict=True)]


def show_distances(what: str, where: str = "middle", recipe: str = "end") -> None:
    """Show what coin and wall each add, by distance: a panel each, a dot for each runner."""
    figure, axes = panels(len(LINES), height=2.9, sharey=True)
    for axis, (name, (more, less, colour, marker)) in zip(axes, LINES.items(), strict=True):
        groups = {d: apart(recipe, where, d, what, more, less) for d in DRAWN}
        axis.axhline(0, color="#999999", linewidth=1)
        axis.plot([-d for d in DRAWN], [np.mean(v) for v in groups.values()], color=colour)
        seed_dots(axis, groups, [-d for d in DRAWN], color=colour, marker=marker, spread=0.2)
        axis.set_xticks([-d for d in DRAWN], [str(d) for d in DRAWN])
        axis.set_title(name, loc="left")
    axes[1].set_xlabel("tiles from the runner to the coin's place")
    axes[0].set_ylabel({"value": "added to the value", "jump": "added to P(jump)"}[what])
    told_ = (f"{name} at 5, 4 and 3 tiles: "
             + ", ".join(f"{np.mean(apart(recipe, where, d, what, m, s)):+.2f}" for d in (5, 4, 3))
             for name, (m, s, _, _) in LINES.items())  # fmt: skip
    show(figure, "A panel for each comparison, a dot for each of five runners, by distance. "
         + "; ".join(told_) + ".")  # fmt: skip


def distance_table(where: str = "middle", recipe: str = "end") -> SmallTable:
    """What coin and wall add to the value at 5, 4 and 3 tiles, and the interaction."""
    lines = [
        (str(distance),
         *(told(apart(recipe, where, distance, "value", more, less))
           for more, less, _, _ in LINES.values()),
         told(interaction(recipe, where, distance)))
        for distance in (5, 4, 3)
    ]  # fmt: skip
    heads = ("tiles", *LINES, "interaction")
    return SmallTable(heads, lines, "Added to the value; means over five runners, 95 % intervals "
                                    "over runners.")  # fmt: skip


# ── Above the way ───────────────────────────────────────────────────────────────────────────


def show_hanging(distance: int = 3, recipe: str = "end") -> None:
    """Show what a coin and a saw in one place do to value and P(jump), by height above the way."""
    figure, axes = panels(2, height=3.0)
    heights = (0, 1, 2, 3)
    words = []
    for axis, what, title in zip(axes, ("value", "jump"), ("critic: the value", "actor: P(jump)"),
                                 strict=True):  # fmt: skip
        axis.axhline(0, color="#999999", linewidth=1)
        for thing, colour, marker, aside in (("coin", INTENDED, "o", -0.17),
                                             ("saw", "#000000", "X", 0.17)):  # fmt: skip
            groups = {h: apart(recipe, f"above {h}", distance, what, thing, "neither")
                      for h in heights}  # fmt: skip
            seed_dots(axis, groups, [h + aside for h in heights], color=colour, marker=marker,
                      label=thing, spread=0.09)  # fmt: skip
            words.append(f"{title}, {thing}: "
                         + ", ".join(f"{np.mean(v):+.2f}" for v in groups.values()))  # fmt: skip
        axis.set_xticks(heights, [str(h) for h in heights])
        axis.set_title(title, loc="left")
        axis.set_xlabel("tiles above the way")
    axes[0].set_ylabel("added by the thing")
    figure.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=2)
    show(figure, f"What a coin and a saw add, {distance} tiles before the runner, at heights 0 to "
                 "3, a mark a runner. " + "; ".join(words) + ".")  # fmt: skip


# ── The coin invisible in training ──────────────────────────────────────────────────────────

KINDS = {"end": "coin at the end", "section": "coin at a section", "share-100": "coin off the path"}


def show_invisible() -> None:
    """Show how often the coin at the end is taken, shown and invisible: a line for each runner."""
    figure, axes = panels(len(KINDS), height=2.7, sharey=True)
    words = []
    for axis, (recipe, name) in zip(axes, KINDS.items(), strict=True):
        for row in load_results("coin_invisible", recipe=recipe):
            ends = [row[what] / row["levels"] for what in ("shown", "invisible")]
            axis.plot([0, 1], ends, color=INTENDED, marker="o", linewidth=1, alpha=0.8)
            words.append(f"{name}, runner {row['seed']}: {ends[0]:.0%} and {ends[1]:.0%}")
        axis.set_xticks([0, 1], ["shown", "invisible"])
        axis.set_xlim(-0.3, 1.3)
        axis.set_title(name, loc="left", fontsize=11)
    per_cent(axes[0], "y")
    axes[0].set_ylabel("coin taken, training levels")
    show(figure, "Coin taken in training levels, shown and invisible. " + "; ".join(words) + ".")


# ── Beside the literature ───────────────────────────────────────────────────────────────────

HEADS = ("question", "there", "their setting", "here")


def beside_the_literature() -> SmallTable:
    """Three findings of others beside what was measured here."""
    own = {where: own_part("end", where) for where in ("training", "deployed")}
    alone, wall = ("value", "coin", "neither"), ("value", "wall", "neither")
    lines = [
        (
            "How much good news is at the coin?",
            "Deployed, basically none; why was not known (Miles 2021).",
            "CoinRun; tool of Hilton et al.",
            f"Training {told(painted('end', 'training', 'shown'))}, deployed "
            f"{told(painted('end', 'deployed', 'shown'))}; the coin's own part "
            f"{told(own['training'])} and {told(own['deployed'])}.",
        ),
        (
            "What does a coin do to the value?",
            "No significant effect; the value is highest at the end wall (Langosco et al. 2022, "
            "section 3.4).",
            "CoinRun without the end wall; 950 pictures.",
            f"At the end, five tiles before it: {told(apart('end', 'end', 5, *alone))}; three "
            f"tiles, without a wall: {told(apart('end', 'end', 3, *alone))}.",
        ),
        (
            "Are coin and wall mixed up?",
            "A yellow shape beside a wall was taken for a coin: value 95 to 98 % (Hilton et al. "
            "2020, Hallucinations).",
            "One picture.",
            f"A wall without a coin, three tiles away: {told(apart('end', 'middle', 3, *wall))}.",
        ),
    ]
    return SmallTable(HEADS, lines, "A coin is worth 1. Intervals are over five runners.")
