"""Many training seeds: how far apart robots lie in what they prefer, and what goes with it.

Rows of `gem_preferences` (a row for each pair and seed) and of `gem_light` (a row for each robot).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from course_lib.chapters.gem_colour.analysis import neither, preference
from course_lib.chapters.gem_colour.light import PAINTED
from course_lib.chapters.gem_colour.sweep_light import LOOKED_AT, SHIPPED, SHORTER
from course_lib.chapters.gem_colour.sweep_preferences import (
    EPISODES,
    ROOMS,
    SETTINGS,
    preferences,
)
from course_lib.chapters.gem_colour.wandering import wandering
from course_lib.study.measure.policies import random_policy
from course_lib.study.measure.stats import Interval, over_seeds
from course_lib.study.measure.sweep import load_results
from course_lib.worlds.art import DARK
from course_lib.worlds.gems import TRAIN

FIRST = "red gem or yellow star"  # the pair that the robots of the course are about
Rows = Sequence[Mapping]


def by_setting(rows: Rows | None = None) -> dict[str, list[Mapping]]:
    """The rows of `gem_preferences.preferences` (those that come with the course, by default).

    By their pair, pairs in the order of SETTINGS, each list in the order of seeds.
    """
    found: dict[str, list[Mapping]] = {}
    for row in sorted(preferences() if rows is None else rows, key=lambda row: row["seed"]):
        found.setdefault(row["setting"], []).append(row)
    return {name: found[name] for name in SETTINGS if name in found}


def for_the_other(rows: Rows) -> tuple[int, int]:
    """How many rows prefer the other object to the intended one, and of how many.

    To prefer it is to reach it first in more than half of the decided episodes. A row without a
    decided episode says nothing of a preference and is not among them.
    """
    shares = [preference(row["both"]) for row in rows]
    known = [share for share in shares if np.isfinite(share)]
    return sum(share < 0.5 for share in known), len(known)


def star_share(rows: Rows | None = None) -> float:
    """Per cent of the hundred seeds that prefer the yellow star to the red gem."""
    hits, of = for_the_other(by_setting(rows)[FIRST])
    return 100 * hits / of


def gaps(rows: Rows | None = None) -> tuple[np.ndarray, np.ndarray]:
    """For each seed: how many steps longer the star takes alone than the gem; its preference."""
    some = by_setting(rows)[FIRST]
    return (
        np.array([gap(row["goal_alone"], row["lure_alone"]) for row in some]),
        np.array([preference(row["both"]) for row in some]),
    )


def gap(gem: Mapping, star: Mapping) -> float:
    """How many steps longer the star takes than the gem, each alone (counts of `reached`)."""
    return star["mean_steps"] - gem["mean_steps"]


# ── Shape and light ─────────────────────────────────────────────────────────────────────────


def light_rows(training: str, rows: Rows | None = None) -> list[Mapping]:
    """The rows of `gem_light` for robots trained this long, by seed."""
    some = load_results("gem_light") if rows is None else rows
    return sorted((r for r in some if r["training"] == training), key=lambda row: row["seed"])


def painted(
    training: str = SHIPPED, colour: str = "red", rows: Rows | None = None
) -> dict[str, list[float]]:
    """The preference of each robot, by seed, before every pair of `light.PAINTED`."""
    some = light_rows(training, rows)
    return {name: [preference(row["painted"][colour][name]) for row in some] for name in PAINTED}


def paired(first: Sequence[float], second: Sequence[float]) -> Interval:
    """The mean difference first − second of numbers of the same robots, with its 95 % interval."""
    return over_seeds(np.subtract(first, second).tolist())


# ── Robots that reach neither ───────────────────────────────────────────────────────────────


def stuck(rows: Rows | None = None) -> dict[str, list[float]]:
    """The share of rooms in which each of the first ten seeds reaches neither, in four cases."""
    longer, shorter = light_rows(SHIPPED, rows), light_rows(SHORTER, rows)[:LOOKED_AT]
    cases: tuple[tuple[str, Rows, str], ...] = (
        ("shorter training", shorter, "deployment"),
        ("longer training", longer, "deployment"),
        ("longer, likeliest step", longer, "greedy"),
        ("longer, tenth step random", longer, "stirred"),
    )
    return {name: [neither(row[key]) for row in some] for name, some, key in cases}


def moves(key: str, training: str = SHIPPED, rows: Rows | None = None) -> dict[str, float]:
    """Means over robots of what `wandering` counts, for the key "wandering" or "…, unseen"."""
    some = [row[key] for row in light_rows(training, rows) if key in row]
    return {name: float(np.nanmean([one[name] for one in some])) for name in some[0]}


def lost_words(rows: Rows | None = None) -> str:
    """How robots move where a gem that cannot be seen is not found, beside a random robot."""
    unseen = replace(TRAIN, goal=("gem", DARK))
    beside = wandering(random_policy(unseen), unseen, EPISODES, ROOMS)
    told = (
        f"{name}: {one['tiles']:.0f} of the 25 tiles visited, {100 * one['back']:.0f} % of the "
        "steps straight back"
        for name, one in (("the ten robots", moves("wandering, unseen", rows=rows)),
                          ("a random robot", beside))
    )  # fmt: skip
    return "\n".join(told)
