"""The figure and the table of chosen levels: what choosing brings, by what training was shown."""

import numpy as np

from course_lib.chapters.repair.analysis_choosing import (
    Rows,
    as_many_steps,
    at_equal_steps,
    got,
    of,
    same_share,
    shares,
    steps_off,
)
from course_lib.chapters.repair.sweep_mazes import CHOSEN, PLAIN
from course_lib.study.measure.stats import over_seeds
from course_lib.study.show.marks import per_cent
from course_lib.study.show.picture import show
from course_lib.study.show.style import INK, panels, style
from course_lib.study.show.tables import SmallTable

PLAIN_LOOK = {"color": INK, "marker": "o", "markerfacecolor": "white", "markeredgecolor": INK}
LOOKS = {how: style(number) for how, number in zip(CHOSEN, (0, 2, 3, 4), strict=True)}


def at(share: float) -> list[str]:
    """How levels were chosen in the trainings of this share of other mazes, plain ones first."""
    return [PLAIN, *(how for how, some in CHOSEN.items() if share in some)]


def chosen_shares() -> list[float]:
    """The shares at which levels were chosen, ascending."""
    return sorted({share for some in CHOSEN.values() for share in some})


def show_exposure(rows: Rows) -> None:
    """Show cheese got by the steps that training spent off the way: a mark is a mouse."""
    figure, (axis,) = panels(1, height=3.9)
    points = {share: of(rows, PLAIN, share) for share in shares(rows)}
    means = [[np.mean([read(row) for row in some]) for some in points.values()]
             for read in (steps_off, got)]  # fmt: skip
    axis.plot(*means, color=INK, linewidth=1, linestyle=":")
    plain = [row for row in rows if row["how"] == PLAIN]
    for how, look in {PLAIN: PLAIN_LOOK, **LOOKS}.items():
        some = plain if how == PLAIN else [row for row in rows if row["how"] == how]
        label = "plain, 0 to 100 %" if how == PLAIN else how
        axis.plot([steps_off(row) for row in some], [got(row) for row in some], label=label,
                  linestyle="none", alpha=0.85, **{**look, "markersize": 7})  # fmt: skip
    axis.set_xlabel("steps of training in mazes with cheese off the way (of 150,000)")
    ticks = range(0, 120_001, 20_000)
    axis.set_xticks(ticks, [f"{tick:,}" for tick in ticks])
    axis.set_ylabel("cheese off the way got")
    per_cent(axis, "y")
    figure.legend(loc="outside upper center", ncols=3, frameon=False)
    told = "; ".join(f"plain at {100 * share:g} %: {steps:,.0f} steps, {cheese:.0%} got"
                     for share, steps, cheese in zip(points, *means, strict=True))  # fmt: skip
    for how in LOOKS:
        mice = [row for row in rows if row["how"] == how]
        told += f"; {how}: " + " ".join(f"{got(row):.0%} at {steps_off(row):,}" for row in mice)
    show(figure, "A mark is a mouse; the dotted line joins the means of the plain ones. " + told)


def paired_table(rows: Rows) -> SmallTable:
    """What each choice brings beside plain mice of its seed: at the same share, at equal steps."""
    lines = []
    for how, some in CHOSEN.items():
        for share in some:
            spent = np.mean([steps_off(row) for row in of(rows, how, share)])
            lines.append([how, f"{100 * share:g} %", f"{spent:,.0f}",
                          points(same_share(rows, how, share)),
                          points(as_many_steps(rows, how, share))])  # fmt: skip
    heads = ["levels chosen by", "share", "steps off the way",
             "more cheese than plain, same share", "than plain, as many steps"]  # fmt: skip
    many = len(of(rows, PLAIN, 0.0))
    words = (
        f"Points of cheese off the way, mean and 95 % interval over {many} seeds; an interval that "
        "holds 0 shows no difference. Exact regret, as many steps, both shares together: "
        "{:+.1f} [{:+.1f}, {:+.1f}].".format(*at_equal_steps(rows))
    )
    return SmallTable(heads, lines, words)


def exposure_table(rows: Rows) -> SmallTable:
    """What mice get, and what training spent off the way, at the largest share chosen at."""
    share, lines = max(chosen_shares()), []
    for how in at(share):
        some = of(rows, how, share)
        numbers = [np.mean([row["spent"][name] for row in some])
                   for name in ("steps_off", "episodes_off", "levels_off")]  # fmt: skip
        cheese = [100 * got(row) for row in some]
        each = f"{np.mean(cheese):.0f} % ({min(cheese):.0f} to {max(cheese):.0f})"
        lines.append([how, each, *(f"{number:,.0f}" for number in numbers)])
    heads = ["levels chosen by", "cheese off the way got", "steps off the way", "episodes",
             "different mazes"]  # fmt: skip
    words = (
        f"With {100 * share:g} % other mazes: means over {len(some)} mice, with the lowest and the "
        "highest; the last three columns count training in mazes with cheese off the way."
    )
    return SmallTable(heads, lines, words)


def points(differences: list[float]) -> str:
    """Differences of shares in percentage points: mean and interval over seeds."""
    mean, low, high = (f"{100 * value:+.0f}" for value in over_seeds(differences))
    return f"{mean} [{low}, {high}]"
