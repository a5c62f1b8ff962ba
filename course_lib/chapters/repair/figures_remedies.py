"""The usual remedies without other levels: what the mice get in training, and deployed."""

from collections.abc import Mapping, Sequence

import numpy as np

from course_lib.chapters.repair.analysis_choosing import got, usual
from course_lib.chapters.repair.figures_variety import MASTERED
from course_lib.chapters.repair.sweep_mazes import PLAIN
from course_lib.study.measure.stats import bootstrap
from course_lib.study.measure.sweep import load_results
from course_lib.study.show.marks import name_rows, per_cent, ring
from course_lib.study.show.picture import show
from course_lib.study.show.style import INTENDED_LOOK, panels
from course_lib.study.show.tables import SmallTable

NAMES = {
    "none": "no remedy",
    "longer": "three times the training",
    "larger": "a larger network",
    "L2": "weight penalty (L2)",
    "dropout": "dropout",
    "entropy": "entropy bonus × 5",
}


def remedies() -> dict[str, list[Mapping]]:
    """The mice of each remedy, after those that had none."""
    found: dict[str, list[Mapping]] = {name: [] for name in NAMES}
    found["none"] += load_results("maze_shares", share=0.0, how=PLAIN)
    for row in load_results("regularisers"):
        found[row["remedy"]].append(row)
    return found


def show_remedies() -> None:
    """Show for each remedy what its mice get in training and deployed: a dot a mouse."""
    figure, axes = panels(2, height=2.9, sharey=True)
    titles, told = {"usual mazes": usual, "mazes with cheese off the way": got}, []
    for axis, (title, read) in zip(axes, titles.items(), strict=True):
        for place, (name, rows) in enumerate(remedies().items()):
            values = [read(row) for row in rows]
            lacking = [usual(row) < MASTERED for row in rows]
            for some, look in ((False, {}), (True, ring(INTENDED_LOOK["color"]))):
                chosen = [v for v, lacks in zip(values, lacking, strict=True) if lacks == some]
                axis.plot(chosen, [place] * len(chosen), linestyle="none", alpha=0.7,
                          **{**INTENDED_LOOK, **look})  # fmt: skip
            told.append(f"{title}, {NAMES[name]}: " + " ".join(f"{v:.0%}" for v in values))
        axis.set_title(title, fontsize=11)
        axis.set_xlabel("cheese got")
        per_cent(axis, step=0.25)
    name_rows(axes[0], list(NAMES.values()))
    show(figure, "A dot is a mouse; hollow: it gets less than 95 % in usual mazes, which are its "
                 "own. " + "; ".join(told) + ".")  # fmt: skip


def difference(these: Sequence[float], those: Sequence[float]) -> tuple[float, float, float]:
    """Difference of two means over agents, with its 95 % interval (bootstrap over the agents)."""
    return bootstrap(lambda one, other: float(np.mean(one) - np.mean(other)), these, those)


def remedy_table() -> SmallTable:
    """How much more cheese off the way each remedy brings than none, with intervals over mice."""
    found = remedies()
    without = [got(row) for row in found.pop("none")]
    lines = []
    for name, rows in found.items():
        mean, low, high = difference([got(row) for row in rows], without)
        lines.append([NAMES[name], f"{100 * mean:+.1f} [{100 * low:+.1f}, {100 * high:+.1f}]"])
    heads = ["remedy", "more cheese off the way than without it"]
    return SmallTable(heads, lines, "Points; differences of means over mice with 95 % intervals.")
