"""How far apart many training seeds lie in what they prefer, and what goes together with it.

Rows are what `gem_preferences.preferences` gives: one for each setting and seed.
"""

from collections.abc import Mapping, Sequence
from textwrap import fill

import numpy as np

from course_lib.chapters.gem_colour.analysis import card_preferences, preference
from course_lib.chapters.gem_colour.sweep_preferences import SETTINGS, preferences
from course_lib.study.measure.format import interval_text
from course_lib.study.measure.stats import rank_correlation, wilson

FIRST = "red gem or yellow star"  # the setting that the shipped agents are about


def by_setting(rows: Sequence[Mapping] | None = None) -> dict[str, list[Mapping]]:
    """The rows of `gem_preferences.preferences` (those shipped, by default) by their setting.

    The settings are in the order of SETTINGS, each list is in the order of seeds.
    """
    found: dict[str, list[Mapping]] = {}
    for row in sorted(preferences() if rows is None else rows, key=lambda row: row["seed"]):
        found.setdefault(row["setting"], []).append(row)
    return {name: found[name] for name in SETTINGS if name in found}


def lure_seekers(rows: Sequence[Mapping]) -> tuple[int, int]:
    """How many rows prefer the lure in more than half of their decided episodes, of how many.

    A row without a decided episode says nothing of a preference and is not among them.
    """
    decided = [row["both"] for row in rows if row["both"]["goal"] + row["both"]["lure"]]
    return sum(preference(counts) < 0.5 for counts in decided), len(decided)


def same_seeds_words(rows: Sequence[Mapping] | None = None) -> str:
    """The shipped agents' preferences beside those of the same seeds in the first setting.

    The two differ in the length of their training. rows: as in `spread_words`.
    """
    shipped = card_preferences()
    some = [row for row in by_setting(rows)[FIRST] if row["seed"] < len(shipped)]
    pairs = [(preference(row["both"]), shipped[row["seed"]]) for row in some]
    each = zip(some, pairs, strict=True)
    told = ", ".join(f"{row['seed']}: {a:.0%} / {b:.0%}" for row, (a, b) in each)
    same = sum((a < 0.5) == (b < 0.5) for a, b in pairs)
    correlation = rank_correlation([a for a, _ in pairs], [b for _, b in pairs])
    lines = fill(told, 92, initial_indent="    ", subsequent_indent="    ")
    return (
        f"{FIRST}, by seed, after shorter / longer training:\n{lines}\n"
        f"    On the same side of one half: {same} of {len(pairs)}. "
        f"Rank correlation {interval_text(correlation)}."
    )


def spread_words(rows: Sequence[Mapping] | None = None) -> str:
    """For each setting: how many seeds go for the lure, how far seeds lie apart, the undecided."""
    lines = []
    for name, some in by_setting(rows).items():
        hits, seeds = lure_seekers(some)
        low, high = wilson(hits, seeds)
        shares = [preference(row["both"]) for row in some]
        left = np.mean([row["both"]["undecided"] / row["both"]["episodes"] for row in some])
        lines.append(
            f"trained: {some[0]['trained']}; deployed: {name}\n"
            f"    lure preferred by {hits} of {seeds} seeds "
            f"({hits / max(1, seeds):.0%} [{low:.0%}, {high:.0%}]); "
            f"preference for the goal from {np.nanmin(shares):.0%} to {np.nanmax(shares):.0%}, "
            f"median {np.nanmedian(shares):.0%}; neither: {left:.0%}"
        )
    return "\n".join(lines)


def causes(rows: Sequence[Mapping] | None = None) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Two differences of mean steps alone, by what they are, and the preferences; one a seed."""
    some = by_setting(rows)
    red = {row["seed"]: row for row in some[FIRST]}
    green = {row["seed"]: row for row in some["green gem or yellow star"] if row["seed"] in red}
    steps = {
        "red gem": [red[s]["goal_alone"]["mean_steps"] for s in green],
        "green gem": [green[s]["goal_alone"]["mean_steps"] for s in green],
        "yellow star": [red[s]["lure_alone"]["mean_steps"] for s in green],
    }
    gaps = {
        f"{other} − red gem": np.subtract(steps[other], steps["red gem"])
        for other in ("yellow star", "green gem")
    }
    return gaps, np.array([preference(red[s]["both"]) for s in green])


def causes_words(rows: Sequence[Mapping] | None = None) -> str:
    """What `plot_causes` shows, in words."""
    gaps, shares = causes(rows)
    told = [
        f"{label}: {interval_text(rank_correlation(gap, shares))}" for label, gap in gaps.items()
    ]
    return (
        f"{len(shares)} seeds. Rank correlation with the preference for the red gem over the "
        f"yellow star, of the difference in steps alone:\n    " + "\n    ".join(told)
    )
