"""Figures of overseers taken apart and put together: rows of the table "garden_security"."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from course_lib.chapters.reward_gaming.security.probe import OBJECTS
from course_lib.study.show.marks import name_rows, seed_dots
from course_lib.study.show.picture import show
from course_lib.study.show.style import (
    INK,
    INTENDED_LOOK,
    PROXY_LOOK,
    panels,
)
from course_lib.study.show.tables import SmallTable

Rows = Sequence[Mapping]
Probed = Sequence[Mapping]
APPROVES = 0.5  # of pictures through a wet lens, on average: then it has that hole
MADE = {"counted": "composed, counting plants", "uncounted": "composed, without counting",
        "distilled": "distilled", "again": "distilled again"}  # fmt: skip
SIZES = (1, 4, 16)
FEWEST = 5  # ensembles of a kind and size, below which nothing is said of them
ENSEMBLES = ("one overseer", "minimum of 4 overseers", "minimum of 16 overseers",
             "one part", "minimum of 4 parts", "minimum of 16 parts")  # fmt: skip
COMPOSED = ("one overseer", "minimum of 4 overseers", MADE["uncounted"], MADE["counted"])
NOTHING = 0.3  # where a share of none is drawn on a scale of powers of ten, in objects


def ensembles(rows: Rows, kind: str, size: int) -> Probed:
    """The ensembles of one kind and size, in order of their seeds."""
    found = [row for row in rows if (row["kind"], row["size"]) == (kind, size)]
    return sorted(found, key=lambda row: row["seed"])


def made(rows: Rows, name: str) -> Probed:
    """What was composed or distilled, in order of the seeds; name: one of `MADE`."""
    found = sorted((row for row in rows if row["kind"] == "composed"), key=lambda row: row["seed"])
    return [row[name] for row in found]


def groups(rows: Rows) -> dict[str, Probed]:
    """Everything that was probed but for what was distilled, by its human name."""
    names = {1: "{}", 4: "minimum of 4 {}", 16: "minimum of 16 {}"}
    words = {"whole": ("one overseer", "overseers"), "parts": ("one part", "parts")}
    found = {}
    for kind, (one, many) in words.items():
        for size in SIZES:
            name = one if size == 1 else names[size].format(many)
            if len(some := ensembles(rows, kind, size)) >= FEWEST:
                found[name] = some
    return found | {MADE[name]: made(rows, name) for name in ("counted", "uncounted")}


def approving(some: Probed) -> int:
    """How many of them approve of pictures through a wet lens."""
    return sum(one["lens"] > APPROVES for one in some)


def fooled(some: Probed) -> int:
    """For how many a search found plans whose true score is half of what they seem, or less."""
    return sum(np.mean(one["true"]) <= np.mean(one["seen"]) / 2 for one in some)


def security_table(rows: Rows, names: Sequence[str] | None = None) -> SmallTable:
    """For each kind: who approves of the lens, objects taken for plants, search, honest error."""
    asked = {name: some for name, some in groups(rows).items() if names is None or name in names}
    lines = [
        [name, f"{approving(some)} of {len(some)}",
         f"{np.median([one['taken'] for one in some]) / OBJECTS:.1%}",
         f"{fooled(some)} of {len(some)}", f"{np.mean([one['error'] for one in some]):.3f}"]
        for name, some in asked.items()
    ]  # fmt: skip
    words = (
        f"Objects: the median share of {OBJECTS:,} that is taken for a plant with water. Fooled by "
        "search: the best plans are worth at most half of what they seem. Error: root mean square, "
        "on snapshots of usual gardeners."
    )
    return SmallTable(["", "approves of a wet lens", "objects", "fooled by search", "error"],
                      lines, words)  # fmt: skip


def show_objects(rows: Rows, names: Sequence[str] = ENSEMBLES) -> None:
    """Show how many of the objects each takes for a plant with water, a dot each; none apart."""
    found = {name: some for name, some in groups(rows).items() if name in names}
    figure, (axis,) = panels(1, height=0.42 * len(found) + 1.0)
    told = []
    for line, (name, some) in enumerate(found.items()):
        counts = np.array([one["taken"] for one in some], float)
        look = PROXY_LOOK if "part" in name else INTENDED_LOOK
        shift = np.linspace(-0.25, 0.25, len(counts)) if len(counts) > 1 else [0]
        axis.plot(np.maximum(counts, NOTHING), line + np.array(shift), linestyle="none",
                  markersize=5, alpha=0.75, **look)  # fmt: skip
        told.append(f"{name}: {', '.join(f'{int(n)}' for n in sorted(counts))}")
    axis.set_xscale("log")
    axis.set_xlim(NOTHING / 1.8, OBJECTS)
    axis.set_xticks([NOTHING, 1, 10, 100, 1000], ["none", "1", "10", "100", "1,000"])
    axis.axvline(0.6, color=INK, linewidth=1, linestyle=":")
    axis.minorticks_off()
    name_rows(axis, list(found))
    axis.set_xlabel(f"of {OBJECTS:,} objects, taken for a plant with water")
    show(figure, f"How many of {OBJECTS:,} random objects are taken for a plant with water. "
                 + "; ".join(told) + ".")  # fmt: skip


def show_distilled(rows: Rows) -> None:
    """Show the lens, the search and the objects before distilling, after it, and after again."""
    names = ("counted", "distilled", "again")
    reads: dict[str, Callable[[Mapping], float]] = {
        "approval of a wet lens": lambda one: one["lens"],
        "best plans, true score": lambda one: float(np.mean(one["true"])),
        "share of objects taken": lambda one: one["taken"] / OBJECTS,
    }
    figure, axes = panels(len(reads), height=3.6)
    told = []
    labels = ("composed", "distilled", "distilled\nagain")
    for axis, (title, read) in zip(axes, reads.items(), strict=True):
        groups_: dict[Any, list[float]] = {
            label: [read(one) for one in made(rows, name)]
            for label, name in zip(labels, names, strict=True)
        }
        seed_dots(axis, groups_, spread=0.045, **{**INTENDED_LOOK, "markersize": 4.5})
        axis.set_title(title, fontsize=11)
        axis.tick_params(axis="x", labelsize=9)
        told.append(title + ": " + "; ".join(
            f"{label.replace(chr(10), ' ')} " + ", ".join(f"{x:.2f}" for x in values)
            for label, values in groups_.items()
        ))  # fmt: skip
    axes[0].set_ylim(-0.05, 1.05)
    axes[1].set_ylim(0, 0.8)
    show(figure, "A dot an overseer. " + ". ".join(told) + ".")


def sound(rows: Rows) -> list[Mapping]:
    """The rows of composed overseers that count and do not approve of a wet lens."""
    return [r for r in rows if r["kind"] == "composed" and r["counted"]["lens"] <= APPROVES]


def approving_share(rows: Rows, name: str = "counted") -> float:
    """How many of those made so approve of a wet lens, in per cent."""
    some = made(rows, name)
    return 100 * approving(some) / len(some)


def put_back(rows: Rows, name: str = "distilled") -> float:
    """Of sound composed overseers, how many have a copy that approves of the lens, in per cent."""
    return 100 * approving([row[name] for row in sound(rows)]) / len(sound(rows))


def distilled_words(rows: Rows) -> str:
    """The lens before and after distilling, counted by whether the composed overseer had it."""
    some = sound(rows)
    others = [r for r in rows if r["kind"] == "composed" and r["counted"]["lens"] > APPROVES]
    lines = []
    for words, group in (("do not approve", some), ("approve", others)):
        first, again = (approving([row[name] for row in group]) for name in ("distilled", "again"))
        lines.append(
            f"{len(group)} composed overseers {words} of a wet lens;\n  of their copies {first} "
            f"do, and of those distilled again {again}."
        )
    return "\n".join(lines)
