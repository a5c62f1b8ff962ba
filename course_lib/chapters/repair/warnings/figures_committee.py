"""The figures of committees: how well disagreement tells failures, a dot a committee.

Rows are those of the table "committee".
"""

from collections.abc import Mapping, Sequence

import numpy as np

from course_lib.chapters.repair.warnings.sweep_committee import FALSE_ALARMS
from course_lib.study.measure.stats import over_seeds
from course_lib.study.show.marks import seed_dots
from course_lib.study.show.picture import show
from course_lib.study.show.style import INK, panels, style
from course_lib.study.show.tables import SmallTable

Rows = Sequence[Mapping]
NAMES = {"maze": "maze", "gems": "gems", "keys_and_chests": "keys", "coin_run": "coin run"}
MIXED = "coin_run, 5 % other levels"
FEW = 0.05  # false alarms at which detections are told

# ── What is read off a row ──────────────────────────────────────────────────────────────────


def of(rows: Rows, where: str) -> list[Mapping]:
    """The committees of one setting."""
    return [row for row in rows if row["where"] == where]


def area(row: Mapping, against: str = "area", doubt: str = "committee") -> float:
    """A committee's area in mean over its acting members; nan if hardly any of them ever succeeds.

    against: "area", training levels without failure; "among", deployed levels without failure.
    """
    values = [value[0] for one in row["acting"] if (value := one[doubt][against])]
    return float(np.mean(values)) if values else float("nan")


def areas(rows: Rows, where: str, against: str, doubt: str = "committee") -> list[float]:
    """The areas of a setting's committees, without those that have none."""
    found = [area(row, against, doubt) for row in of(rows, where)]
    return [value for value in found if np.isfinite(value)]


def mean_area(rows: Rows, where: str, against: str = "area") -> float:
    """The mean of a setting's areas over its committees."""
    return float(np.mean(areas(rows, where, against)))


def failed(rows: Rows, where: str, when: str = "deployment") -> float:
    """The share of episodes that fail, over all members of all committees of a setting."""
    return float(np.mean([one["failed"][when] / row["episodes"]
                          for row in of(rows, where) for one in row["acting"]]))  # fmt: skip


def flagged(rows: Rows, where: str) -> list[float]:
    """For each committee the share of failures flagged while 5 % of training levels are, too."""
    at = int(np.argmin(abs(FALSE_ALARMS - FEW)))
    return [float(np.mean([one["committee"]["roc"][at] for one in row["acting"]]))
            for row in of(rows, where)]  # fmt: skip


# ── Shown ───────────────────────────────────────────────────────────────────────────────────


def show_areas(rows: Rows, against: str = "area") -> None:
    """Show the areas of all committees, against training levels or "among" deployed ones."""
    figure, (axis,) = panels(1, 6.2, 3.0)
    groups = {word: areas(rows, where, against) for where, word in NAMES.items() if of(rows, where)}
    seed_dots(axis, groups, **style(0))
    axis.axhline(0.5, color=INK, linewidth=1, linestyle=":")
    for place, values in enumerate(groups.values()):
        if not values:
            axis.annotate("every level\nfails", (place, 0.5), (0, 8), textcoords="offset points",
                          ha="center", fontsize=10)  # fmt: skip
    axis.set_ylim(0.25, 1.0)
    what = "training levels" if against == "area" else "deployed levels without failure"
    axis.set_ylabel("area")
    axis.set_title(f"failures against {what}; 0.5 is chance", loc="left", fontsize=11)
    told = "; ".join(f"{word}: " + (" ".join(f"{v:.2f}" for v in values) or "none, all levels fail")
                     for word, values in groups.items())  # fmt: skip
    show(figure, f"Each committee's area for telling failures from {what}. {told}.")


def area_table(rows: Rows) -> SmallTable:
    """For each setting how often it fails, and the area against both kinds of harmless levels."""
    lines = [
        [word, f"{100 * failed(rows, where):.0f} %", str(len(of(rows, where))),
         told(areas(rows, where, "area")), told(areas(rows, where, "among"), "every level fails")]
        for where, word in {**NAMES, MIXED: "coin run, 5 % other levels"}.items()
        if of(rows, where)
    ]  # fmt: skip
    return SmallTable(
        ["world", "failed, deployed", "committees", "against training", "among deployed"], lines,
        "Areas in mean over committees, with the 95 % interval over committees.",
    )  # fmt: skip


def alone_table(rows: Rows) -> SmallTable:
    """What a committee is worth beyond the acting member's own entropy, paired by committee."""
    lines = []
    for where, word in NAMES.items():
        if not of(rows, where):
            continue
        cells = [word]
        for against in ("area", "among"):
            own, all_ = (areas(rows, where, against, d) for d in ("entropy", "committee"))
            gains = [one - other for one, other in zip(all_, own, strict=True)]
            cells.append(told(own, "every level fails"))
            cells.append(told(gains, "", "+.2f"))
        lines.append(cells)
    return SmallTable(
        ["world", "entropy, against training", "committee: gain", "entropy, among deployed",
         "committee: gain "], lines,
        "Areas of one agent's own entropy, and by how much the committee's disagreement has more.",
    )  # fmt: skip


def size_table(rows: Rows) -> SmallTable:
    """Committees of three beside the committees of five that they are part of, in each world."""
    lines = []
    for where, word in NAMES.items():
        some = of(rows, f"{where}, five members")
        if not some:
            continue
        cells = [word]
        for against in ("area", "among"):
            three, five = ([area(row, against, doubt) for row in some]
                           for doubt in ("three", "committee"))  # fmt: skip
            gains = [one - other for one, other in zip(five, three, strict=True)]
            cells += [told(three), told(gains, "", "+.2f")]
        lines.append(cells)
    words = (
        "Areas in mean over three committees of five, with the 95 % interval over committees. "
        "Three are the acting member and two others of its five, in the very same episodes."
    )
    heads = ["world", "three, against training", "five: gain", "three, among deployed",
             "five: gain "]  # fmt: skip
    return SmallTable(heads, lines, words)


def told(values: Sequence[float], otherwise: str = "", form: str = ".2f") -> str:
    """A mean with its interval over committees; the value alone if there is but one."""
    if not values:
        return otherwise
    mean, low, high = over_seeds(values)
    if len(values) == 1:
        return f"{mean:{form}}"
    return f"{mean:{form}} [{low:{form}}, {high:{form}}]"
