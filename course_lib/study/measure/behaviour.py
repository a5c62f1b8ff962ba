"""What policies do: every metric, with intervals, beside a random policy and the optimum."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

import numpy as np

from course_lib.engine.sim import BatchSim
from course_lib.engine.world import World, world_of
from course_lib.study.measure.planning import planner
from course_lib.study.measure.policies import chooser, listed, name_of, random_policy
from course_lib.study.measure.stats import interval

BATCH = 500  # episodes that run side by side


@dataclass(frozen=True, eq=False)
class Outcomes:
    """How many episodes of one policy on one distribution began and ended.

    first, last: the records at the beginning and at the end, (episodes,).
    """

    policy: str
    distribution: str
    first: np.recarray
    last: np.recarray


def outcomes(policy: Any, distribution, episodes: int = 1000, seed: int = 0) -> Outcomes:
    """The first and last records of `episodes` episodes; the levels follow from `seed` alone.

    Every policy meets the same levels, so differences between policies are differences of policies.
    """
    if isinstance(episodes, bool) or not isinstance(episodes, (int, np.integer)) or episodes < 1:
        raise ValueError(f"episodes must be a whole number from 1, not {episodes!r}")
    seeds = seeds_of(episodes, seed)
    rng = np.random.default_rng([seed, 4])
    parts = [_run(policy, distribution, block, rng) for block in _blocks(seeds)]
    first, last = (np.concatenate(side).view(np.recarray) for side in zip(*parts, strict=True))
    return Outcomes(name_of(policy), str(distribution), first, last)


def seeds_of(episodes: int, seed: int) -> np.ndarray:
    """The seeds of the levels that policies are measured on; uint64 (episodes,)."""
    return np.random.default_rng([seed, 3]).integers(2**63, size=episodes, dtype=np.uint64)


def _blocks(seeds: np.ndarray) -> list[np.ndarray]:
    return [seeds[i : i + BATCH] for i in range(0, len(seeds), BATCH)]


def _run(policy, distribution, seeds, rng) -> tuple[np.recarray, np.recarray]:
    """The first and last records of one episode for each seed, all run side by side."""
    sim = BatchSim(distribution, len(seeds), autoreset=False)
    choose = chooser(policy, sim.world)
    sim.reset(seeds)
    first = sim.batch.copy()
    actions = np.zeros(len(seeds), np.int64)
    active = np.arange(len(seeds))
    while len(active):
        seen = sim.observe()
        uniform = rng.random(len(seeds))
        actions[active] = choose(seen[active], sim.batch[active], uniform[active])
        sim.step(actions)
        active = np.flatnonzero(~(sim.terminated | sim.truncated))
    return first, sim.batch.copy()


def behaviour(
    policies: Any,
    distributions: Any,
    episodes: int = 1000,
    seed: int = 0,
    given: str | None = None,
    baselines: bool = True,
) -> "Table":
    """A table of what the policies do on the distributions: all metrics, with 95 % intervals.

    policies: one, or a sequence. distributions: one, or a dict from a label to each.
    given: count only levels of which this holds, such as "detour" in the maze.
    baselines: a random policy and the optimal planner stand beside them.
    Intervals: Wilson's for rates, bootstrap for counts.
    """
    policies = listed(policies)
    if not isinstance(distributions, Mapping):
        distributions = {"levels": distributions}
    rows: list[dict] = []
    counts: set[str] = set()
    for label, distribution in distributions.items():
        asked = [name_of(policy) for policy in policies]
        beside = [random_policy(distribution), planner(distribution)] if baselines else []
        chosen = policies + [policy for policy in beside if policy.name not in asked]
        for policy, name in zip(chosen, distinct(map(name_of, chosen)), strict=True):
            found = replace(outcomes(policy, distribution, episodes, seed), policy=name)
            rows += _rows(found, label, distribution, given)
        counts.update(world_of(distribution).count_metrics)
    return Table(rows, given, frozenset(counts))


def distinct(names: Iterable[str]) -> list[str]:
    """The names in order, the second of one name with " (2)" after it, and so on."""
    seen: list[str] = []
    for name in names:
        number = 1 + sum(other == name or other.startswith(f"{name} (") for other in seen)
        seen.append(name if number == 1 else f"{name} ({number})")
    return seen


def _rows(found: Outcomes, label: str, distribution, given: str | None) -> list[dict]:
    """One row for each metric."""
    world = world_of(distribution)
    chosen = _condition(world, given)(found.first)
    last = found.last[chosen]
    return [row_of(found.policy, label, t, last[t]) for t in (*world.metrics, "steps")]


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
    return {"policy": policy, "distribution": label, "metric": metric, "mean": mean,
            "low": low, "high": high, "episodes": len(values)}  # fmt: skip


def _condition(world: World, given: str | None):
    """The function that says of which levels the condition holds."""
    if given is None:
        return lambda states: np.ones(len(states), bool)
    if given not in world.conditions:
        known = ", ".join(world.conditions) or "none"
        raise ValueError(f"given must be one of {known}, not {given!r}")
    return world.conditions[given]


@dataclass(eq=False)
class Table:
    """Rows of what was measured: print it, show it in a notebook, or plot it.

    rows: list of {"policy", "distribution", "metric", "mean", "low", "high", "episodes"}.
    """

    rows: list[dict]
    given: str | None = None
    counts: frozenset[str] = frozenset()

    def is_rate(self, metric: str) -> bool:
        """Whether a metric is a share of the episodes, not a count or a number of steps."""
        return metric != "steps" and metric not in self.counts

    def get(self, policy: str, distribution: str, metric: str) -> dict:
        """The one row; KeyError that lists what there is."""
        for row in self.rows:
            if (row["policy"], row["distribution"], row["metric"]) == (
                policy,
                distribution,
                metric,
            ):
                return row
        known = sorted({(r["policy"], r["distribution"], r["metric"]) for r in self.rows})
        raise KeyError(f"no row {(policy, distribution, metric)}; there are: {known}")

    def _cells(self) -> tuple[list[str], list[list[str]]]:
        """The heads, and a line for each policy on each distribution."""
        metrics = list(dict.fromkeys(r["metric"] for r in self.rows))
        lines: dict[tuple, list[str]] = {}
        for row in self.rows:
            key = (row["distribution"], row["policy"], row["episodes"])
            lines.setdefault(key, []).append(show(row, self.is_rate(row["metric"])))
        heads = ["levels", "policy", "episodes", *metrics]
        return heads, [[key[0], key[1], str(key[2]), *cells] for key, cells in lines.items()]

    def __str__(self) -> str:
        heads, lines = self._cells()
        widths = [max(len(line[i]) for line in [heads, *lines]) for i in range(len(heads))]
        rows = [heads, ["-" * w for w in widths], *lines]
        return "\n".join(
            "  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip()
            for row in rows
        )

    __repr__ = __str__

    def _repr_html_(self) -> str:
        heads, lines = self._cells()
        note = "Means with 95 % intervals" + (
            f"; only levels with: {self.given}." if self.given else "."
        )
        top = "".join(f"<th scope='col'>{escape(h)}</th>" for h in heads)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(c)}</td>" for c in line) + "</tr>" for line in lines
        )
        return f"<table><caption>{note}</caption><tr>{top}</tr>{body}</table>"

    def plot(self, metrics: Sequence[str] | None = None, axes=None):
        """A figure: for each distribution, every policy's metrics with their intervals."""
        from course_lib.study.measure.plots import plot_behaviour

        return plot_behaviour(self, metrics, axes)


def show(row: Mapping, rate: bool) -> str:
    """A row's number with its interval, as short text: a rate in per cent."""
    if row["episodes"] == 0:
        return "no such level"
    if rate:
        return f"{row['mean']:.1%} [{row['low']:.1%}, {row['high']:.1%}]"
    return f"{row['mean']:.2f} [{row['low']:.2f}, {row['high']:.2f}]"
