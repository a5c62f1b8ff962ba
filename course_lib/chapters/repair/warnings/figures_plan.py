"""What the measurements of lesson 07 can hand to somebody who plans a deployment."""

from collections.abc import Mapping, Sequence

import numpy as np

from course_lib.chapters.repair.warnings import figures_asking, figures_committee, figures_gate
from course_lib.study.measure.sweep import load_results
from course_lib.study.show.tables import SmallTable

Rows = Sequence[Mapping]
HARMFUL, RINGS, SIZE = 0.3, 0.5, 32  # a shift that harms; "mostly rings", with so many levels
ALLOWED = 0.05  # of training steps that may be asked about


def plan_table(committees: Rows, gates: Rows, asking: Rows) -> SmallTable:
    """For each remedy of the lesson: what it did, what one has to know for it, what it misses."""
    lines = [
        ["other levels in training (07a)", varied(), "what will change", "any other change"],
        ["committee of three", flagged(committees), "nothing", "mistakes that all members share"],
        ["gate", rung(gates), "levels of training", "which differences matter"],
        ["asking, help to the end", asked(asking), "somebody who knows better",
         "who is sure; a coin toss did no worse"],
    ]  # fmt: skip
    return SmallTable(["remedy", "what it did here", "one needs", "what it misses"], lines)


def varied(shares: Sequence[float] = (0.0, 0.1, 1.0)) -> str:
    """How often mice miss cheese off the way, by the share of other levels in training."""
    rows = [row for row in load_results("maze_shares") if row["how"] == "plain"]
    told = []
    for share in shares:
        counts = [row["deployment"] for row in rows if row["share"] == share]
        missed = np.mean([1 - one["detour_cheese"] / one["detours"] for one in counts])
        told.append(f"{100 * missed:.0f} % with {100 * share:.0f} %")
    return "maze, cheese off the way missed: " + ", ".join(told)


def flagged(rows: Rows) -> str:
    """The share of failures that committees flag at 5 % false alarms, world by world."""
    shares = [
        f"{word} {100 * np.mean(figures_committee.flagged(rows, where)):.0f} %"
        for where, word in figures_committee.NAMES.items()
        if figures_committee.of(rows, where)
    ]
    return "failures flagged with 5 % of training levels: " + ", ".join(shares)


def rung(rows: Rows) -> str:
    """At how many harmful shifts, and at how many others, the gate rings in most runs."""
    told: dict[bool, list[bool]] = {True: [], False: []}
    for row in rows:
        rings = figures_gate.rings(row, SIZE)[0] > RINGS
        told[figures_gate.harm(row)[0] > HARMFUL].append(rings)
    parts = [f"{sum(told[harms])} of {len(told[harms])} {word} shifts"
             for harms, word in ((True, "harmful"), (False, "other"))]  # fmt: skip
    return f"{SIZE} levels: mostly rings at " + " and ".join(parts)


def asked(rows: Rows) -> str:
    """What asking by one's own entropy, with help to the end, saves and costs in both worlds."""
    told = []
    for where, word in figures_asking.WORLDS.items():
        points = figures_asking.mean_rows(rows, where)
        never = points[0]
        one = next(p for p in points if (p["doubt"], p["length"], p["allowed"])
                   == ("entropy", "to the end", ALLOWED))  # fmt: skip
        told.append(f"{word} fails {100 * never['failed']:.0f} → {100 * one['failed']:.0f} % "
                    f"for {one['helped']:.1f} steps")  # fmt: skip
    return "by entropy: " + "; ".join(told)
