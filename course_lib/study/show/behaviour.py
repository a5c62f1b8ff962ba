"""What policies do, for people: as a small table, as a figure, and as words for those who hear it.

`table` is always a `course_lib.study.measure.tables.Table`; this room lies below that one.
"""

from collections.abc import Callable, Sequence
from textwrap import fill
from typing import Any

from course_lib.study.show.marks import errorbar_rows, intervals_of, name_rows, per_cent
from course_lib.study.show.names import LAST, human_names, in_order, metric_words
from course_lib.study.show.style import INK, ROLES, WIDTH, style, subplots
from course_lib.study.show.tables import (
    COLUMNS,
    ROWS,
    SmallTable,
    per_cent_text,
    with_interval,
)

# ── As a table ──────────────────────────────────────────────────────────────────────────────


def small_behaviour(table: Any) -> SmallTable:
    """The table with a line for each policy on each distribution, planner and random last.

    Where that is more than eight lines, a policy has one, and a column for each distribution. What
    finds no room is named in the caption: metrics beyond the first, and agents beyond the last.
    """
    labels, policies = table.unique("distribution"), in_order(table.unique("policy"))
    metrics = table.unique("metric")
    if len(labels) * len(policies) <= ROWS:
        heads, lines, shown = _long(table, labels, policies, metrics)
        return SmallTable(heads, lines, _caption(table, metrics[shown:], [], 0))
    beside = [name for name in policies if name in LAST]
    agents = [name for name in policies if name not in LAST]
    kept, seen = agents[: ROWS - len(beside)] + beside, labels[: COLUMNS - 1]
    heads, lines, shown = _wide(table, seen, kept, metrics)
    left_out = labels[len(seen) :]
    return SmallTable(
        heads, lines, _caption(table, metrics[shown:], left_out, len(policies) - len(kept))
    )


Arranged = tuple[list[str], list[list[str]], int]  # heads, lines, how many metrics are shown


def _long(table: Any, labels: list, policies: list, metrics: list) -> Arranged:
    """A line for each policy on each distribution."""
    several, told = len(labels) > 1, human_names(policies)
    shown = min(len(metrics), COLUMNS - 1 - several)
    words = metric_words(metrics, table.words)
    heads = ["levels"] * several + ["agent", *(words[name] for name in metrics[:shown])]
    lines = [
        [label] * several
        + [told[policy], *(_cell(table, policy, label, name) for name in metrics[:shown])]
        for label in labels
        for policy in policies
        if _has(table, policy, label)
    ]
    return heads, lines, shown


def _wide(table: Any, labels: list, policies: list, metrics: list) -> Arranged:
    """A line for each policy, and columns for each distribution."""
    told, words = human_names(table.unique("policy")), metric_words(metrics, table.words)
    shown = min(len(metrics), max(1, (COLUMNS - 1) // len(labels)))
    columns = [(label, name) for label in labels for name in metrics[:shown]]
    heads = [words[name] if len(labels) == 1 else f"{words[name]}, {label}"
             for label, name in columns]  # fmt: skip
    lines = [
        [told[policy], *(_cell(table, policy, label, name) for label, name in columns)]
        for policy in policies
    ]
    return ["agent", *heads], lines, shown


def _has(table: Any, policy: str, label: str) -> bool:
    return any(r["policy"] == policy and r["distribution"] == label for r in table.rows)


def _cell(table: Any, policy: str, label: str, metric: str) -> str:
    """A number with its interval; what was not measured stays empty."""
    try:
        row = table.get(policy, label, metric)
    except KeyError:
        return ""
    if not row["episodes"]:
        return "no such level"
    return with_interval(intervals_of([row])[0], table.is_rate(metric))


def _caption(table: Any, left_out: Sequence[str], labels: Sequence[str], dropped: int) -> str:
    """What the numbers are, of how many episodes, of which levels, and what is not shown."""
    counts = sorted({row["episodes"] for row in table.rows})
    if not counts:
        return table.note
    many = f"{counts[0]:,}" if len(counts) == 1 else f"{counts[0]:,} to {counts[-1]:,}"
    said = [f"Means over {many} episodes; in brackets the 95 % interval."]
    if table.given:
        said.append(f"Only levels with: {table.given}.")
    if dropped:
        said.append(f"{dropped} more {'agent' if dropped == 1 else 'agents'}: see .frame().")
    if labels:
        said.append(f"Not shown: {', '.join(labels)}; see .frame().")
    if left_out := [name for name in left_out if name != "steps"]:
        words = metric_words(left_out, table.words)
        said.append(f"Also measured: {', '.join(words.values())}; see .frame().")
    return " ".join([*said, table.note]).strip()


# ── As a figure ─────────────────────────────────────────────────────────────────────────────


def rates_of(table: Any, metrics: Sequence[str] | None = None) -> list[str]:
    """The metrics to be drawn: those asked for, by default all rates, else the first one.

    Raises ValueError for one that the table does not have.
    """
    names = table.unique("metric")
    chosen = list(metrics) if metrics else [n for n in names if table.is_rate(n)] or names[:1]
    for metric in chosen:
        if metric not in names:
            raise ValueError(f"metric must be one of {', '.join(names)}, not {metric!r}")
    return chosen


def plot_behaviour(table: Any, metrics: Sequence[str] | None = None, axes=None):
    """A figure with a panel a distribution, a row a policy, a mark a metric; lines are intervals.

    metrics: as in `rates_of`. axes: to draw on; by default new ones.
    """
    chosen, labels = rates_of(table, metrics), table.unique("distribution")
    policies = in_order(table.unique("policy"))
    if axes is None:
        size = (WIDTH, 1.5 + 0.45 * len(policies))
        _, axes = subplots(1, len(labels), figsize=size, sharey=True, squeeze=False)
    rates = all(table.is_rate(name) for name in chosen)
    for axis, label in zip(axes.flat, labels, strict=False):
        for number, metric in enumerate(chosen):
            _marks(axis, table, label, policies, metric, number, len(chosen))
        name_rows(axis, list(human_names(policies).values()))
        axis.set_ylim(len(policies) - 0.5, -0.5)
        axis.set(title=label, xlabel="share of episodes" if rates else "mean of an episode")
        if rates:
            per_cent(axis, step=0.2 if len(labels) < 3 else 0.5)
    figure = axes.flat[0].figure
    figure.set_layout_engine("constrained")
    marks = axes.flat[0].get_legend_handles_labels()
    figure.legend(*marks, loc="outside lower center", ncols=len(chosen), frameon=False)
    return figure


def _marks(axis, table, label, policies, metric, number, of) -> None:
    """Draw one metric's marks in one panel, in the colour of the part that it plays."""
    shift = 0.18 * (number - (of - 1) / 2)
    kept = [(i, p) for i, p in enumerate(policies) if _has(table, p, label)]
    rows = [(i, table.get(p, label, metric)) for i, p in kept]
    rows = [(i, row) for i, row in rows if row["episodes"]]
    look = ROLES.get(table.roles.get(metric, ""), style(number))
    words = metric_words([metric], table.words)[metric]
    places = [i + shift for i, _ in rows]
    look = {key: value for key, value in look.items() if key in ("color", "marker")}
    errorbar_rows(axis, intervals_of(row for _, row in rows), places, label=words,
                  ecolor=look.get("color", INK), **look)  # fmt: skip


# ── In words ────────────────────────────────────────────────────────────────────────────────


def alt_text(table: Any, metrics: Sequence[str] | None = None) -> str:
    """What the figure of a table shows, as sentences for those who hear it: every mean."""
    chosen = rates_of(table, metrics)
    policies = in_order(table.unique("policy"))
    told = human_names(policies)
    sentences = []
    for label in table.unique("distribution"):
        parts = [
            f"{told[p]}: {_means(table, p, label, chosen)}" for p in policies
            if _has(table, p, label)
        ]  # fmt: skip
        sentences.append(f"{label[:1].upper()}{label[1:]}. {'; '.join(parts)}.")
    return "Marks with 95 % intervals, a row for each agent. " + " ".join(sentences)


def in_words(table: Any, policy: str, metrics: Sequence[str] | None = None) -> str:
    """What a table, or its figure, shows of one policy, with intervals, as lines of text."""
    chosen, name = rates_of(table, metrics), human_names(table.unique("policy"))[policy]
    parts = [
        f"{label}: {_means(table, policy, label, chosen, with_interval)}"
        for label in table.unique("distribution")
        if _has(table, policy, label)
    ]
    return fill(f"{name}. " + "; ".join(parts) + ".", 92, subsequent_indent="    ")


def _means(
    table: Any, policy: str, label: str, metrics: Sequence[str], write: Callable | None = None
) -> str:
    """One policy's metrics, as "cheese 98 %, corner first 5 %": those that were counted there."""
    words, said = metric_words(metrics, table.words), []
    counted = {
        r["metric"] for r in table.rows if (r["policy"], r["distribution"]) == (policy, label)
    }
    for metric in (one for one in metrics if one in counted):
        row, rate = table.get(policy, label, metric), table.is_rate(metric)
        if not row["episodes"]:
            return "no such level"
        if write:
            value = write(intervals_of([row])[0], rate)
        else:
            value = per_cent_text(row["mean"]) if rate else f"{row['mean']:.1f}"
        said.append(f"{words[metric]} {value}")
    return ", ".join(said)
