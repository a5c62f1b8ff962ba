"""The figures of the gate: how often it rings at a shift, and what the shift does to agents.

Rows are those of the table "gate".
"""

from collections.abc import Mapping, Sequence

from course_lib.study.measure.stats import over_seeds, wilson
from course_lib.study.show.picture import show
from course_lib.study.show.style import legible, panels, style
from course_lib.study.show.tables import SmallTable

Rows = Sequence[Mapping]
# Shift -> what it is called beside its point, and where the name stands: points right and up.
LABELS = {
    "maze: nothing": ("maze: no shift", (-10, 8)),
    "maze: cheese anywhere": ("maze: cheese anywhere", (-9, 9)),
    "maze: fewer walls": ("maze: fewer walls", (-9, 10)),
    "gems: red gem, yellow star": ("gems: red gem, yellow star", (-9, -14)),
    "gems: smaller rooms": ("gems: smaller rooms", (9, 7)),
    "keys: more keys than chests": ("keys: more keys than chests", (10, 5)),
    "keys: fewer of both": ("keys: fewer of both", (-3, 8)),
    "coin run: coin off the path": ("coin run: coin off the path", (10, 5)),
    "coin run: gentle levels": ("coin run: gentle levels", (8, -15)),
}


def harm(row: Mapping) -> tuple[float, float, float]:
    """How much more often the five agents fail after a shift, with its interval over agents."""
    pairs = zip(row["failed"]["after"], row["failed"]["training"], strict=True)
    return over_seeds([(after - before) / row["episodes"] for after, before in pairs])


def rings(row: Mapping, size: int) -> tuple[float, float, float]:
    """How often the gate rings with so many levels of each kind, with its interval over runs."""
    hits = row["alarms"][str(size)]
    return hits / row["runs"], *wilson(hits, row["runs"])


def show_gate(rows: Rows, size: int = 32) -> None:
    """Show every shift as a point: how often the gate rings, and how much more agents fail."""
    figure, (axis,) = panels(1, 7.0, 4.6)
    worlds = list(dict.fromkeys(row["world"] for row in rows))
    words = []
    for row in rows:
        (x, *across), (y, *up) = rings(row, size), harm(row)
        look = style(worlds.index(row["world"]))
        axis.errorbar(x, y, [[y - up[0]], [up[1] - y]], [[x - across[0]], [across[1] - x]],
                      markersize=8, elinewidth=1, capsize=2, linestyle="none", **look)  # fmt: skip
        name, shift = LABELS[row["shift"]]
        axis.annotate(name, (x, y), shift, textcoords="offset points", color=legible(look["color"]),
                      fontsize=10, ha="right" if shift[0] == -9 else "left")  # fmt: skip
        words.append(f"{name}: rings {x:.0%}, failures {y:+.0%}")
    axis.set(xlim=(-0.04, 1.04), ylim=(-0.25, 1.15))
    axis.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    axis.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", "25", "50", "75", "100"])
    axis.set_xlabel(f"the gate rings, {size} levels of each kind")
    axis.set_ylabel("more failures, in points")
    show(figure, "Each shift by how often the gate rings and how many more episodes fail. "
                 + "; ".join(words) + ".")  # fmt: skip


def size_table(rows: Rows, harmful: float = 0.3) -> SmallTable:
    """How often the gate rings at the harmful shifts, by the number of levels it is shown."""
    some = [row for row in rows if harm(row)[0] > harmful]
    lines = [[LABELS[row["shift"]][0], *(f"{100 * n / row['runs']:.0f} %"
              for n in row["alarms"].values())] for row in some]  # fmt: skip
    heads = ["shift", *(f"{size} levels" for size in rows[0]["alarms"])]
    return SmallTable(heads, lines, "How often the gate rings, of 40 runs; levels of each kind.")
