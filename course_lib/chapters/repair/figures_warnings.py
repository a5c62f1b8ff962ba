"""The figures of warnings before deployment: the committee, the gate, and asking for help."""

from collections.abc import Mapping, Sequence

import numpy as np

from course_lib.chapters.repair import sweep_committee
from course_lib.chapters.repair.ask import cheapest, total_cost
from course_lib.chapters.repair.figures_variety import percent
from course_lib.engine.world import world as world_named
from course_lib.study.measure.format import interval_text
from course_lib.study.measure.plots import errorbar_line, errorbar_rows, line_with_band, style
from course_lib.study.measure.stats import rate_over_seeds, wilson
from course_lib.study.measure.sweep import load_results, load_settings

FEW = 0.05  # false alarms at which detections are told

# ── The committee ───────────────────────────────────────────────────────────────────────────


def failure_words(rows: Sequence[Mapping] | None = None) -> str:
    """A line a world: what counts as a failure, and how often it happens before and after."""
    beside = load_settings("committee")["unlearned"]
    rows = load_results("committee") if rows is None else rows
    lines = [
        f"{'world':<17}{'what counts as a failure':<40}{'training, %':>14}{'deployed, %':>16}"
        f"{'random':>9}{'planner':>9}"
    ]
    for world in dict.fromkeys(row["world"] for row in rows):
        some = [row for row in rows if row["world"] == world]
        told = [
            percent([row["failed"][label] / row["episodes"] for row in some])
            for label in ("training", "deployment")
        ]
        others = "".join(
            f"{100 * beside[world][policy]['deployment'] / some[0]['episodes']:>9.0f}"
            for policy in ("random", "planner")
        )
        failure = world_named(world).failure.words
        lines.append(f"{world:<17}{failure:<40}{told[0]:>14}{told[1]:>16}{others}")
    note = "Means of five seeds, 95 % intervals over seeds; random policy and planner: deployed."
    return "\n".join([*lines, note])


def plot_roc(rows: Sequence[Mapping] | None = None):
    """A panel a world: failures flagged by false alarms; a faint line is one acting member."""
    import matplotlib.pyplot as plt

    rows = load_results("committee") if rows is None else rows
    worlds = list(dict.fromkeys(row["world"] for row in rows))
    size = (3.2 * len(worlds), 3.6)
    figure, axes = plt.subplots(
        1, len(worlds), figsize=size, sharey=True, squeeze=False, layout="constrained"
    )
    for number, (axis, world) in enumerate(zip(axes[0], worlds, strict=True)):
        lines = np.array([row["roc"] for row in rows if row["world"] == world])
        alarms, look = sweep_committee.FALSE_ALARMS, style(number)
        axis.plot(alarms, lines.T, color=look["color"], alpha=0.3, linewidth=1)
        points = dict(zip(alarms, lines.T, strict=True))
        line_with_band(axis, points, seeds=False, markevery=4, **look)
        axis.plot([0, 1], [0, 1], color="0.4", linestyle=":")
        axis.set(title=world, xlabel="training levels flagged", xlim=(-0.02, 1.02))
        axis.set_ylim(-0.02, 1.02)
        axis.grid(alpha=0.3)
    axes[0, 0].set_ylabel("failures flagged")
    return figure


def roc_words(rows: Sequence[Mapping] | None = None) -> str:
    """A line a world: failures, area under the curve, and detections at few false alarms."""
    rows = load_results("committee") if rows is None else rows
    lines = [
        f"{'world':<17}{'failed, deployed':>18}{'area (0.5: by chance)':>24}"
        f"{f'flagged at {FEW:.0%} false alarms':>32}{'area among deployed':>24}"
    ]
    at = int(np.argmin(abs(sweep_committee.FALSE_ALARMS - FEW)))
    for world in dict.fromkeys(row["world"] for row in rows):
        some = [row for row in rows if row["world"] == world]
        failed = np.mean([row["failed"]["deployment"] / row["episodes"] for row in some])
        among = [
            row["area_among_deployed"] for row in some if row["area_among_deployed"] is not None
        ]
        told = [
            _interval([row["area"] for row in some]),
            _interval([row["roc"][at] for row in some]),
            _interval(among) if among else "",
        ]
        lines.append(f"{world:<17}{failed:>18.0%}{told[0]:>24}{told[1]:>32}{told[2]:>24}".rstrip())
    return "\n".join(lines)


def _interval(values: Sequence[float]) -> str:
    return interval_text(rate_over_seeds(values))


# ── The gate ────────────────────────────────────────────────────────────────────────────────


def gate_words(rows: Sequence[Mapping] | None = None) -> str:
    """A line a shift: alarms at each number of levels, and failures before and after it."""
    rows = load_results("gate") if rows is None else rows
    sizes = list(rows[0]["alarms"])
    head = "".join(f"{size:>6}" for size in sizes)
    lines = [
        f"alarms in % of {rows[0]['runs']} runs, at so many levels of each kind; failures in %",
        f"{'shift':<30}{head}{'failed before':>18}{'failed after':>18}",
    ]
    for row in rows:
        rung = "".join(f"{100 * row['alarms'][size] / row['runs']:>6.0f}" for size in sizes)
        told = [
            percent([n / row["episodes"] for n in row["failed"][label]])
            for label in ("training", "after")
        ]
        lines.append(f"{row['shift']:<30}{rung}{told[0]:>18}{told[1]:>18}")
    return "\n".join(lines)


def plot_gate(rows: Sequence[Mapping] | None = None, size: int = 32):
    """Every shift as a point: how often the gate rings, and how much more often agents fail."""
    import matplotlib.pyplot as plt

    rows = load_results("gate") if rows is None else rows
    axis = plt.subplots(figsize=(9.5, 4.4), layout="constrained")[1]
    worlds = list(dict.fromkeys(row["world"] for row in rows))
    places = [_place(row, size) for row in rows]
    for number, (row, (x, y)) in enumerate(zip(rows, places, strict=True), 1):
        told = (x, *wilson(row["alarms"][str(size)], row["runs"]))
        look = {**style(worlds.index(row["world"])), "markersize": 8}
        errorbar_rows(axis, [told], [y], label=f"{number}  {row['shift']}", **look)
        under = any(abs(x - a) < 0.15 and 0 < b - y < 0.15 for a, b in places)
        axis.annotate(
            str(number), (x, y), xytext=(0, -17 if under else 8), textcoords="offset points",
            ha="center",
        )  # fmt: skip
    axis.set(xlim=(-0.06, 1.06), ylim=(-0.12, 1.12), ylabel="failures after, minus before")
    axis.set_xlabel(f"alarms of the gate, {size} levels of each kind, 95 % interval")
    axis.grid(alpha=0.3)
    axis.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), frameon=False)
    return axis.figure


def _place(row: Mapping, size: int) -> tuple[float, float]:
    """How often the gate rings at a shift, and how much more often the agents fail after it."""
    before, after = (np.mean(row["failed"][n]) / row["episodes"] for n in ("training", "after"))
    return row["alarms"][str(size)] / row["runs"], float(after - before)


# ── Asking for help ─────────────────────────────────────────────────────────────────────────


def plot_costs(rows: Sequence[Mapping], axis=None):
    """Failures by questions an episode: a line for each kind of doubt, a mark a threshold."""
    import matplotlib.pyplot as plt

    axis = axis or plt.subplots(figsize=(7, 4.2), layout="constrained")[1]
    start = rows[0]
    for number, doubt in enumerate(dict.fromkeys(row["doubt"] for row in rows[1:])):
        line = [start, *(row for row in rows if row["doubt"] == doubt)]
        told = [(row["failed"], row["low"], row["high"]) for row in line]
        questions = [row["questions"] for row in line]
        errorbar_line(axis, told, questions, label=doubt, **style(number))
    axis.set(ylim=(-0.03, 1.03), xlabel="questions an episode", ylabel="episodes that fail")
    axis.grid(alpha=0.3)
    axis.legend(title="asks by")
    return axis.figure


def cost_words(rows: Sequence[Mapping], prices: Sequence[float] = (0.01, 0.05, 0.2)) -> str:
    """Every point of the curve, and what is cheapest at some prices of a question."""
    lines = [f"{'asks by':<14}{'in training':>12}{'questions':>12}{'failed':>22}"]
    for row in rows:
        failed = interval_text((row["failed"], row["low"], row["high"]), ".0%")
        share = "" if row["doubt"] == "never" else f"{row['allowed']:.0%}"
        lines.append(f"{row['doubt']:<14}{share:>12}{row['questions']:>12.2f}{failed:>22}")
    for price in prices:
        best = cheapest(rows, price)
        lines.append(
            f"A failure costs 1, a question {price:g}: cheapest is {best['doubt']}"
            + (f" at {best['allowed']:.0%}" if best["doubt"] != "never" else "")
            + f", {total_cost(best, price):.2f} an episode."
        )
    return "\n".join(lines)
