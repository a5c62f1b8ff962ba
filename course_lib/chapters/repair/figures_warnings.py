"""The figures of warnings before deployment: the committee, the gate, and asking for help."""

from collections.abc import Mapping, Sequence

import numpy as np

from course_lib.chapters.repair import sweep_committee
from course_lib.chapters.repair.ask import cheapest, total_cost
from course_lib.chapters.repair.figures_variety import percent
from course_lib.engine.world import world
from course_lib.study.measure.format import interval_text
from course_lib.study.measure.stats import rate_over_seeds, wilson
from course_lib.study.measure.sweep import load_results, load_settings
from course_lib.study.show.marks import errorbar_line, errorbar_rows
from course_lib.study.show.style import panels, style, subplots
from course_lib.study.show.tables import text_table

FEW = 0.05  # false alarms at which detections are told


def by_world(rows: Sequence[Mapping]) -> dict[str, list[Mapping]]:
    """The rows of each world."""
    return {world: [row for row in rows if row["world"] == world]
            for world in dict.fromkeys(row["world"] for row in rows)}  # fmt: skip


# ── The committee ───────────────────────────────────────────────────────────────────────────


def failure_words(rows: Sequence[Mapping] | None = None) -> str:
    """A line a world: what counts as a failure, and how often it happens before and after."""
    beside = load_settings("committee")["unlearned"]
    rows = load_results("committee") if rows is None else rows
    lines = [["world", "what counts as a failure", "training, %", "deployed, %", "random",
              "planner"]]  # fmt: skip
    for name, some in by_world(rows).items():
        failed = [percent([row["failed"][label] / row["episodes"] for row in some])
                  for label in ("training", "deployment")]  # fmt: skip
        others = [beside[name][who]["deployment"] / some[0]["episodes"]
                  for who in ("random", "planner")]  # fmt: skip
        what = world(name).failure.words
        lines.append([name, what, *failed, *(f"{100 * rate:.0f}" for rate in others)])
    note = "Means of five seeds, 95 % intervals over seeds; random policy and planner: deployed."
    return "\n".join([text_table(lines, "<<>", (17, 40, 14, 16, 9, 9), gap=0), note])


def plot_roc(rows: Sequence[Mapping] | None = None):
    """A panel a world: failures flagged by false alarms; a faint line is one acting member."""
    found = by_world(load_results("committee") if rows is None else rows)
    alarms = sweep_committee.FALSE_ALARMS
    figure, axes = panels(len(found), 3.2 * len(found), 3.6, sharey=True)
    for number, (axis, (name, some)) in enumerate(zip(axes, found.items(), strict=True)):
        curves, look = np.array([row["roc"] for row in some]).T, style(number)
        mean, low, high = np.transpose([rate_over_seeds(values) for values in curves])
        axis.plot(alarms, curves, color=look["color"], alpha=0.3, linewidth=1)
        axis.fill_between(alarms, low, high, color=look["color"], alpha=0.15)
        axis.plot(alarms, mean, markevery=4, **look)
        axis.plot([0, 1], [0, 1], color="0.4", linestyle=":")
        axis.set(title=world(name).title, xlabel="training levels flagged", xlim=(-0.02, 1.02))
        axis.set_ylim(-0.02, 1.02)
    axes[0].set_ylabel("failures flagged")
    return figure


def roc_words(rows: Sequence[Mapping] | None = None) -> str:
    """A line a world: failures, area under the curve, and detections at few false alarms."""
    lines = [["world", "failed, deployed", "area (0.5: by chance)",
              f"flagged at {FEW:.0%} false alarms", "area among deployed"]]  # fmt: skip
    at = int(np.argmin(abs(sweep_committee.FALSE_ALARMS - FEW)))
    rows = load_results("committee") if rows is None else rows
    for name, some in by_world(rows).items():
        failed = np.mean([row["failed"]["deployment"] / row["episodes"] for row in some])
        among = [row["area_among_deployed"] for row in some]
        each = ([row["area"] for row in some], [row["roc"][at] for row in some],
                [area for area in among if area is not None])  # fmt: skip
        cells = [interval_text(rate_over_seeds(values)) if values else "" for values in each]
        lines.append([name, f"{failed:.0%}", *cells])
    return text_table(lines, "<>", (17, 18, 24, 32, 24), gap=0)


# ── The gate ────────────────────────────────────────────────────────────────────────────────


def gate_words(rows: Sequence[Mapping] | None = None) -> str:
    """A line a shift: alarms at each number of levels, and failures before and after it."""
    rows = load_results("gate") if rows is None else rows
    sizes, runs = list(rows[0]["alarms"]), rows[0]["runs"]
    head = f"alarms in % of {runs} runs, at so many levels of each kind; failures in %"
    lines = [["shift", *sizes, "failed before", "failed after"]]
    for row in rows:
        rung = [f"{100 * row['alarms'][size] / runs:.0f}" for size in sizes]
        failed = [percent([n / row["episodes"] for n in row["failed"][label]])
                  for label in ("training", "after")]  # fmt: skip
        lines.append([row["shift"], *rung, *failed])
    widths = (30, *[6] * len(sizes), 18, 18)
    return "\n".join([head, text_table(lines, "<>", widths, gap=0)])


def plot_gate(rows: Sequence[Mapping] | None = None, size: int = 32):
    """Every shift as a point: how often the gate rings, and how much more often agents fail."""
    rows = load_results("gate") if rows is None else rows
    figure, (axis,) = panels(1, 9.5, 4.4)
    worlds = list(dict.fromkeys(row["world"] for row in rows))
    places = [_place(row, size) for row in rows]
    for number, (row, (x, y)) in enumerate(zip(rows, places, strict=True), 1):
        rung = x, *wilson(row["alarms"][str(size)], row["runs"])
        errorbar_rows(
            axis, [rung], [y], markersize=8, label=f"{number}  {row['shift']}",
            **style(worlds.index(row["world"])),
        )  # fmt: skip
        under = any(abs(x - a) < 0.15 and 0 < b - y < 0.15 for a, b in places)
        axis.annotate(
            str(number), (x, y), xytext=(0, -17 if under else 8), textcoords="offset points",
            ha="center",
        )  # fmt: skip
    axis.set(xlim=(-0.06, 1.06), ylim=(-0.12, 1.12), ylabel="failures after, minus before")
    axis.set_xlabel(f"alarms of the gate, {size} levels of each kind, 95 % interval")
    axis.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), frameon=False)
    return figure


def _place(row: Mapping, size: int) -> tuple[float, float]:
    """How often the gate rings at a shift, and how much more often the agents fail after it."""
    before, after = (np.mean(row["failed"][n]) / row["episodes"] for n in ("training", "after"))
    return row["alarms"][str(size)] / row["runs"], float(after - before)


# ── Asking for help ─────────────────────────────────────────────────────────────────────────


def plot_costs(rows: Sequence[Mapping], axis=None):
    """Failures by questions an episode: a line for each kind of doubt, a mark a threshold."""
    axis = axis or subplots(figsize=(7, 4.2), layout="constrained")[1]
    start = rows[0]
    for number, doubt in enumerate(dict.fromkeys(row["doubt"] for row in rows[1:])):
        line = [start, *(row for row in rows if row["doubt"] == doubt)]
        failed = [(row["failed"], row["low"], row["high"]) for row in line]
        questions = [row["questions"] for row in line]
        errorbar_line(axis, failed, questions, label=doubt, **style(number))
    axis.set(ylim=(-0.03, 1.03), xlabel="questions an episode", ylabel="episodes that fail")
    axis.grid(alpha=0.3)
    axis.legend(title="asks by")
    return axis.figure


def cost_words(rows: Sequence[Mapping], prices: Sequence[float] = (0.01, 0.05, 0.2)) -> str:
    """Every point of the curve, and what is cheapest at some prices of a question."""
    table = [["asks by", "in training", "questions", "failed"]]
    for row in rows:
        failed = interval_text((row["failed"], row["low"], row["high"]), ".0%")
        share = "" if row["doubt"] == "never" else f"{row['allowed']:.0%}"
        table.append([row["doubt"], share, f"{row['questions']:.2f}", failed])
    lines = [text_table(table, "<>", (14, 12, 12, 22), gap=0)]
    for price in prices:
        best = cheapest(rows, price)
        lines.append(
            f"A failure costs 1, a question {price:g}: cheapest is {best['doubt']}"
            + (f" at {best['allowed']:.0%}" if best["doubt"] != "never" else "")
            + f", {total_cost(best, price):.2f} an episode."
        )
    return "\n".join(lines)
