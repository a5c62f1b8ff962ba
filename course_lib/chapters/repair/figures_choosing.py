"""The figure of chosen levels, and it in words: what choosing brings, and what was played."""

from collections.abc import Mapping, Sequence

from course_lib.chapters.repair import sweep_mazes
from course_lib.chapters.repair.figures_variety import (
    Points,
    beside,
    draw_points,
    missed,
    percent,
    rates,
)
from course_lib.study.measure.sweep import by_setting, load_results
from course_lib.study.show.style import panels, style
from course_lib.study.show.tables import text_table

Ways = Mapping[str, Sequence[Mapping]]


def by_way(rows: Sequence[Mapping] | None = None) -> dict[str, list[Mapping]]:
    """Rows of the table "maze_shares" by how levels were chosen, at the shares all ways have."""
    rows = load_results("maze_shares") if rows is None else rows
    kept = [row for row in rows if row["share"] in sweep_mazes.SHARES]
    return {how: [row for row in kept if row["how"] == how] for how in sweep_mazes.WAYS}


def played_off(row: Mapping) -> float:
    """The part of the episodes in training whose cheese was off the way to the corner.

    Counted where levels were chosen. In a plain mixture it is the share of other levels times the
    part of those that is off the way.
    """
    if "played" in row:
        return row["played"]["detours"] / row["played"]["episodes"]
    return row["share"] * row["deployment"]["detours"] / row["deployment"]["episodes"]


def exposure(rows: Sequence[Mapping]) -> Points:
    """`played_off` for each share, in order, one for each seed."""
    return by_setting(rows, "share", played_off)


def gone(rows: Sequence[Mapping]) -> Points:
    """The goal missed, deployed, where the cheese is off the way."""
    return missed(rates(rows, "detour_cheese", "detours"))


def plot_choosing(rows: Sequence[Mapping] | None = None):
    """The goal missed, deployed: left by the share of other levels, right by what was played.

    Right every mark is an agent; the plain mixtures have all shares above 0 there.
    """
    rows = load_results("maze_shares") if rows is None else rows
    figure, axes = panels(2, 10.5, 4.2, sharey=True)
    for number, (how, some) in enumerate(by_way(rows).items()):
        draw_points(axes[0], gone(some), how, number)
        all_shares = [row for row in rows if row["how"] == how and row["share"] > 0]
        parts = [100 * x for each in exposure(all_shares).values() for x in each]
        failures = [x for each in gone(all_shares).values() for x in each]
        axes[1].plot(parts, failures, alpha=0.7, label=how, linestyle="none", **style(number))
    axes[0].set_ylabel("cheese off the way missed, deployed")
    axes[0].set(ylim=(-0.03, 1.03), xlabel="share of new levels with the cheese anywhere, %")
    axes[1].set(xscale="log", xlabel="episodes in training with the cheese off the way, %")
    ticks = (1, 3, 10, 30)
    axes[1].set_xticks(ticks, [str(tick) for tick in ticks])
    axes[1].legend(loc="lower left")
    return figure


def choosing_words(rows: Sequence[Mapping] | None = None) -> str:
    """For each way and share, in per cent: the goal missed, and by how much more than plainly."""
    ways = by_way(rows)
    lines = [["levels chosen by", "share", "missed, deployed", "beside plain", "corner first",
              "played off the way", "missed, usual"]]  # fmt: skip
    plain = gone(ways[sweep_mazes.PLAIN])
    for how, some in ways.items():
        failed, played = gone(some), exposure(some)
        corner = rates(some, "detour_corner", "detours")
        own = missed(rates(some, "cheese", "episodes", "training"))
        for share, values in failed.items():
            more = "" if how == sweep_mazes.PLAIN else beside(values, plain[share])
            others = [percent(points[share]) for points in (corner, played, own)]
            lines.append([how, f"{100 * share:g}%", percent(values), more, *others])
    table = text_table(lines, "<>", (18, 6, 18, 18, 16, 20, 16), gap=0)
    return f"{table}\nAll in per cent; beside plain: differences, seed by seed."
