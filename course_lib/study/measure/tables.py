"""Tables of what was measured: printed, shown in a notebook, plotted, or as a DataFrame."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from course_lib.study.measure.stats import interval
from course_lib.study.show.behaviour import alt_text, plot_behaviour, small_behaviour
from course_lib.study.show.picture import show

if TYPE_CHECKING:
    from pandas import DataFrame


COLUMNS = ("policy", "distribution", "metric", "mean", "low", "high", "episodes")


@dataclass(eq=False)
class Table:
    """Rows of what was measured: print it, show it in a notebook, or plot it.

    rows: list of {"policy", "distribution", "metric", "mean", "low", "high", "episodes"}.
    note: a sentence to stand below, such as what was left out. words: what people call metrics, by
    their names. roles: of metrics: "intended", "proxy" or "neither", which have their colours.
    """

    rows: list[dict]
    given: str | None = None
    counts: frozenset[str] = frozenset()
    note: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)

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

    def only(self, *metrics: str) -> "Table":
        """The same table of these metrics only, in this order; KeyError for one that is not there.

        A table that is shown has room for a few; see `small_behaviour`.
        """
        if strange := [name for name in metrics if name not in self.unique("metric")]:
            known = ", ".join(self.unique("metric"))
            raise KeyError(f"no metric {strange[0]!r}; there are: {known}")
        rows = [row for name in metrics for row in self.rows if row["metric"] == name]
        return replace(self, rows=rows)

    def __str__(self) -> str:
        return str(small_behaviour(self))

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return small_behaviour(self)._repr_html_()

    def plot(self, metrics: Sequence[str] | None = None) -> None:
        """Show for each distribution every policy's metrics with their intervals, as a figure.

        metrics: by default all rates. `plot_behaviour` gives the figure itself.
        """
        show(plot_behaviour(self, metrics), alt_text(self, metrics))


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
