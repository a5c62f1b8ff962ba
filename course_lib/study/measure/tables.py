"""Tables of what was measured: printed, shown in a notebook, plotted, or as a DataFrame."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from course_lib.study.measure.format import show, text_table
from course_lib.study.measure.stats import interval

if TYPE_CHECKING:
    from pandas import DataFrame


COLUMNS = ("policy", "distribution", "metric", "mean", "low", "high", "episodes")


@dataclass(eq=False)
class Table:
    """Rows of what was measured: print it, show it in a notebook, or plot it.

    rows: list of {"policy", "distribution", "metric", "mean", "low", "high", "episodes"}.
    note: a sentence to stand below, such as what was left out.
    """

    rows: list[dict]
    given: str | None = None
    counts: frozenset[str] = frozenset()
    note: str = ""

    def is_rate(self, metric: str) -> bool:
        """Whether a metric is a share of the episodes, not a count or a number of steps."""
        return metric != "steps" and metric not in self.counts

    def get(self, policy: str, distribution: str, metric: str) -> dict:
        """The one row; KeyError that lists what there is."""
        wanted = (policy, distribution, metric)
        for row in self.rows:
            if (row["policy"], row["distribution"], row["metric"]) == wanted:
                return row
        known = sorted({(r["policy"], r["distribution"], r["metric"]) for r in self.rows})
        raise KeyError(f"no row {wanted}; there are: {known}")

    def unique(self, column: str) -> list[str]:
        """The entries of a column, such as "policy", each once, in the order of their rows."""
        return list(dict.fromkeys(row[column] for row in self.rows))

    def means(self, policies: Iterable[str], distribution: str, metric: str) -> list[float]:
        """The means of one metric, one a policy."""
        return [self.get(policy, distribution, metric)["mean"] for policy in policies]

    def frame(self) -> "DataFrame":
        """The rows as a pandas DataFrame.

        Columns: policy, distribution, metric, mean, low, high, episodes.
        """
        from pandas import DataFrame  # slow to import, and most need none

        return DataFrame(self.rows, columns=list(COLUMNS))

    def _cells(self) -> tuple[list[str], list[list[str]]]:
        """Heads, and a line for each policy on each distribution."""
        metrics = self.unique("metric")
        lines: dict[tuple, list[str]] = {}
        for row in self.rows:
            key = (row["distribution"], row["policy"], row["episodes"])
            lines.setdefault(key, []).append(show(row, self.is_rate(row["metric"])))
        heads = ["levels", "policy", "episodes", *metrics]
        return heads, [[key[0], key[1], str(key[2]), *cells] for key, cells in lines.items()]

    def __str__(self) -> str:
        heads, lines = self._cells()
        rules = ["-" * max(map(len, column)) for column in zip(heads, *lines, strict=True)]
        return text_table([heads, rules, *lines]) + (f"\n{self.note}" if self.note else "")

    __repr__ = __str__

    def _repr_html_(self) -> str:
        heads, lines = self._cells()
        note = "Means with 95 % intervals" + (
            f"; only levels with: {self.given}." if self.given else "."
        )
        note = escape(f"{note} {self.note}".strip())
        top = "".join(f"<th scope='col'>{escape(h)}</th>" for h in heads)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(c)}</td>" for c in line) + "</tr>" for line in lines
        )
        return f"<table><caption>{note}</caption><tr>{top}</tr>{body}</table>"

    def plot(self, metrics: Sequence[str] | None = None, axes=None):
        """Plot for each distribution every policy's metrics with their intervals."""
        from course_lib.study.measure.plots import plot_behaviour

        return plot_behaviour(self, metrics, axes)


def row_of(
    policy: str, label: str, metric: str, values: Any, limits: Callable | None = None
) -> dict:
    """One row of a table: the mean of the values, one an episode, with its interval.

    limits: gives low and high; by default Wilson's for values of 0 and 1, the bootstrap for others.
    """
    values = np.asarray(values, float)
    mean, low, high = interval(values)
    if limits is not None:
        low, high = limits(values)
    return as_row(policy, label, metric, mean, low, high, len(values))


def as_row(*cells: Any) -> dict:
    """A row of a table from its cells, in the order of COLUMNS."""
    return dict(zip(COLUMNS, cells, strict=True))


def rows_of(
    policy: str, label: str, metrics: Mapping[str, Any], limits: Callable | None = None
) -> list[dict]:
    """A row of a table for each metric; metrics: from its name to its values, one an episode."""
    return [row_of(policy, label, name, values, limits) for name, values in metrics.items()]


def distinct(names: Iterable[str]) -> list[str]:
    """The names in order, the second of one name with " (2)" after it, and so on."""
    seen: list[str] = []
    for name in names:
        number = 1 + sum(other == name or other.startswith(f"{name} (") for other in seen)
        seen.append(name if number == 1 else f"{name} ({number})")
    return seen


BESIDE = ("question", "literature", "here", "why they may differ")


@dataclass(frozen=True)
class Beside:
    """A table beside the literature, of four columns, for notebooks and for print."""

    rows: Sequence[tuple[str, str, str, str]]

    def _repr_markdown_(self) -> str:
        lines = [BESIDE, ("---",) * 4, *self.rows]
        return "\n".join("| " + " | ".join(line) + " |" for line in lines)

    def __repr__(self) -> str:
        return "\n".join(f"{q}. Literature: {t} Here: {o} Why: {w}" for q, t, o, w in self.rows)
