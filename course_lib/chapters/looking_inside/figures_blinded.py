"""Figure and table of deaths by saw: as usual, blind to a factor, blind at random, no saws seen."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from course_lib.study.measure.sweep import load_results
from course_lib.study.show.marks import seed_dots
from course_lib.study.show.picture import show
from course_lib.study.show.style import INK, INTENDED, NEITHER, PROXY, panels
from course_lib.study.show.tables import SmallTable

SAWS = re.compile(r"\d saw \((?P<count>\d) of \d\)")
SEEDS = range(5)
USUAL, CEILING = "as it is", "no saws in the picture"


def rate(row: Mapping[str, Any], cause: str = "died_saw") -> float:
    """How many episodes of a row end so, in per cent."""
    return 100 * row[cause] / row["episodes"]


def one(arm: str, seed: int) -> float:
    """Deaths by saw of one runner in one arm, in per cent."""
    (row,) = load_results("blinded", arm=arm, seed=seed)
    return rate(row)


def factors(seed: int) -> list[dict]:
    """The rows of a runner blind to each of its factors."""
    return [row for row in load_results("blinded", seed=seed) if row["arm"].startswith("factor")]


def saws_factor(seed: int) -> dict | None:
    """The row of the factor whose strongest patches show most saws; None where none is so named."""
    named = [(int(match["count"]), row) for row in factors(seed)
             if (match := SAWS.fullmatch(row["name"]))]  # fmt: skip
    return max(named, key=lambda pair: pair[0])[1] if named else None


def worst_factor(seed: int) -> dict:
    """The row of the factor without which the runner dies of saws most often."""
    return max(factors(seed), key=rate)


def randoms(seed: int) -> list[float]:
    """Deaths by saw of a runner blind to random mixtures, in per cent."""
    return [rate(row) for row in load_results("blinded", seed=seed)
            if row["arm"].startswith("random")]  # fmt: skip


def reached() -> float:
    """How much of the rise to the ceiling blindness to the factor of saws reaches, in per cent.

    A mean over the runners that have such a factor.
    """
    shares = []
    for seed in SEEDS:
        if row := saws_factor(seed):
            usual, ceiling = one(USUAL, seed), one(CEILING, seed)
            shares.append((rate(row) - usual) / (ceiling - usual))
    return 100 * float(np.mean(shares))


def show_saw_deaths() -> None:
    """Show deaths by saw, a dot for each runner: usual, random, two factors, and the ceiling."""
    named = [row for seed in SEEDS if (row := saws_factor(seed))]
    groups: dict[str, Sequence[float]] = {
        "as it is": [one(USUAL, seed) for seed in SEEDS],
        "blind at\nrandom": [value for seed in SEEDS for value in randoms(seed)],
        "blind to the\nfactor of saws": [rate(row) for row in named],
        "blind to the\nworst factor": [rate(worst_factor(seed)) for seed in SEEDS],
        "no saws in\nthe picture": [one(CEILING, seed) for seed in SEEDS],
    }
    looks = ((INK, "P"), (NEITHER, "^"), (INTENDED, "o"), (PROXY, "s"), (INK, "X"))
    figure, (axis,) = panels(1, height=3.3)
    for number, ((label, values), (colour, marker)) in enumerate(
        zip(groups.items(), looks, strict=True)
    ):
        seed_dots(axis, {label: values}, [number], color=colour, marker=marker, spread=0.09)
    axis.set_xticks(range(len(groups)), list(groups))
    axis.set(xlim=(-0.6, len(groups) - 0.4), ylabel="died of a saw, % of levels")
    axis.set_ylim(bottom=0)
    words = (f"{name.replace(chr(10), ' ')}: " + ", ".join(f"{v:.1f}" for v in values)
             for name, values in groups.items())  # fmt: skip
    show(figure, "Deaths by saw in per cent of 10,000 levels, a dot a runner (three at random). "
         + "; ".join(words) + ".")  # fmt: skip


def saw_table() -> SmallTable:
    """For each runner the factor of saws and the worst factor, with deaths by saw."""
    lines = []
    for seed in SEEDS:
        named, worst = saws_factor(seed), worst_factor(seed)
        lines.append((
            f"runner {seed}",
            f"{one(USUAL, seed):.2f} %",
            f"{named['name']}: {rate(named):.2f} %" if named else "none has this name",
            f"{worst['name']}: {rate(worst):.2f} %",
            f"{one(CEILING, seed):.2f} %",
        ))  # fmt: skip
    heads = ("", "as it is", "blind to the factor of saws", "blind to the worst factor",
             "no saws in the picture")  # fmt: skip
    return SmallTable(heads, lines, "Died of a saw, of 10,000 training levels each.")
