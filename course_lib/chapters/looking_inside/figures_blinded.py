"""Figure and tables of deaths by saw: as usual, blind to a factor, at random, and seeing none."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from course_lib.chapters.looking_inside.runners import SEEDS
from course_lib.chapters.looking_inside.sweep_blinded import CEILING, USUAL
from course_lib.study.measure.sweep import load_results
from course_lib.study.show.marks import seed_dots
from course_lib.study.show.picture import show
from course_lib.study.show.style import INK, INTENDED, NEITHER, PROXY, panels
from course_lib.study.show.tables import SmallTable

ALL_SAWS = re.compile(r"\d saw \(8 of 8\)")


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


def of_saws(seed: int) -> list[dict]:
    """The rows of those factors all of whose strongest patches show saws."""
    return [row for row in factors(seed) if ALL_SAWS.fullmatch(row["name"])]


def others(seed: int) -> list[dict]:
    """The rows of all other factors of a runner."""
    return [row for row in factors(seed) if not ALL_SAWS.fullmatch(row["name"])]


def reached(row: Mapping[str, Any]) -> float:
    """How much of the rise to the ceiling an arm reaches, as a share."""
    usual, ceiling = one(USUAL, row["seed"]), one(CEILING, row["seed"])
    return (rate(row) - usual) / (ceiling - usual)


def randoms(seed: int) -> list[float]:
    """Deaths by saw of a runner blind to random mixtures, in per cent."""
    return [rate(row) for row in load_results("blinded", seed=seed)
            if row["arm"].startswith("random")]  # fmt: skip


def show_saw_deaths() -> None:
    """Show deaths by saw: a dot for each runner and arm, from the usual rate to the ceiling."""
    groups: dict[str, Sequence[float]] = {
        "as it is": [one(USUAL, seed) for seed in SEEDS],
        "blind at\nrandom": [value for seed in SEEDS for value in randoms(seed)],
        "blind to a\nfactor of saws": [rate(row) for seed in SEEDS for row in of_saws(seed)],
        "blind to\nanother factor": [rate(row) for seed in SEEDS for row in others(seed)],
        "no saws in\nthe picture": [one(CEILING, seed) for seed in SEEDS],
    }
    looks = ((INK, "P"), (NEITHER, "^"), (INTENDED, "o"), (PROXY, "s"), (INK, "X"))
    figure, (axis,) = panels(1, height=3.3)
    for number, ((label, values), (colour, marker)) in enumerate(
        zip(groups.items(), looks, strict=True)
    ):
        seed_dots(axis, {label: values}, [number], color=colour, marker=marker, spread=0.06)
    axis.set_xticks(range(len(groups)), list(groups))
    axis.set(xlim=(-0.6, len(groups) - 0.4), ylabel="died of a saw, % of levels")
    axis.set_ylim(bottom=0)
    words = (f"{name.replace(chr(10), ' ')}: {min(values):.1f} to {max(values):.1f}"
             for name, values in groups.items())  # fmt: skip
    show(figure, "Deaths by saw in per cent of 10,000 levels, a dot a runner and arm. "
         + "; ".join(words) + ".")  # fmt: skip


def saw_table() -> SmallTable:
    """Each factor of saws: deaths by saw as usual, blind to it, and as a share of the ceiling."""
    lines = [
        (f"runner {seed}", f"factor {row['name'][0]}", f"{one(USUAL, seed):.2f} %",
         f"{rate(row):.2f} %", f"{100 * reached(row):.0f} %")
        for seed in SEEDS for row in of_saws(seed)
    ]  # fmt: skip
    heads = ("", "factor of saws", "as it is", "blind to it", "of the ceiling")
    return SmallTable(heads, lines, "Died of a saw, of 10,000 training levels. The last column: "
                      "the rise, as a share of the rise with no saws in the picture.")  # fmt: skip


def costs_table(seed: int = 0) -> SmallTable:
    """What one runner dies of without each of its factors, in per cent."""
    (usual,) = load_results("blinded", arm=USUAL, seed=seed)
    lines = [
        (row["name"], *(f"{rate(row, cause):.2f}" for cause in ("died_saw", "died_pit",
                                                                "died_enemy")))
        for row in (usual, *factors(seed))
    ]  # fmt: skip
    return SmallTable(("blind to", "saws", "pits", "enemies"), lines,
                      f"Runner {seed}: deaths in per cent of 10,000 levels.")  # fmt: skip
