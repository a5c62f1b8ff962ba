"""What policies do: every metric, with intervals, beside a random policy and the optimum."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from course_lib.checks import check_flag, check_one_of
from course_lib.engine.checks import check_whole
from course_lib.engine.streams import Stream
from course_lib.engine.world import World, world_of
from course_lib.protocols import Distribution, Policies, Policy
from course_lib.study.measure.planning import planner
from course_lib.study.measure.policies import as_batch_policy, as_list, policy_name, random_policy
from course_lib.study.measure.rollout import begin_batches, play_out
from course_lib.study.measure.tables import Table, distinct, row_of

MANY = 10_000_000  # episodes


@dataclass(frozen=True, eq=False)
class Outcomes:
    """How many episodes of one policy on one distribution begin and end.

    first, last: the records at the beginning and at the end, (episodes,).
    """

    policy: str
    distribution: str
    first: np.recarray
    last: np.recarray


def outcomes(
    policy: Policy, distribution: Distribution, episodes: int = 1000, seed: int = 0
) -> Outcomes:
    """The first and last records of `episodes` episodes; the levels follow from `seed` alone.

    Every policy meets the same levels, so differences between policies are differences of policies.
    """
    check_whole("episodes", episodes, 1, MANY)
    check_whole("seed", seed)
    rng = np.random.default_rng([seed, Stream.ACTIONS])
    firsts, lasts = [], []
    for sim in begin_batches(distribution, episodes, seed):
        firsts.append(sim.batch.copy())
        lasts.append(play_out(sim, policy, rng))
    first, last = (np.concatenate(side).view(np.recarray) for side in (firsts, lasts))
    return Outcomes(policy_name(policy), str(distribution), first, last)


def behaviour(
    policies: Policies,
    distributions: Any,
    episodes: int = 1000,
    seed: int = 0,
    given: str | None = None,
    baselines: bool = True,
) -> Table:
    """A table of what the policies do on the distributions: all metrics, with 95 % intervals.

    policies: one, or a sequence. distributions: one, or a dict from a label to each.
    given: count only levels of which this holds, such as "detour" in the maze.
    baselines: a random policy and the optimal planner, where the world has one, stand beside them.
    Intervals: Wilson's for rates, bootstrap for counts.
    """
    policies = as_list(policies)
    check_flag("baselines", baselines)
    check_whole("episodes", episodes, 1, MANY)
    check_whole("seed", seed)
    if not isinstance(distributions, Mapping):
        distributions = {"levels": distributions}
    _check_any(policies, distributions, given, baselines)
    rows: list[dict] = []
    counts: set[str] = set()
    unplanned: set[str] = set()
    for label, distribution in distributions.items():
        home, asked = world_of(distribution), [policy_name(policy) for policy in policies]
        beside: list[Any] = [random_policy(distribution)] if baselines else []
        if baselines and home.planner:
            beside.append(planner(distribution))
        elif baselines:
            unplanned.add(home.title)
        chosen = policies + [policy for policy in beside if policy.name not in asked]
        for policy, name in zip(chosen, distinct(map(policy_name, chosen)), strict=True):
            found = replace(outcomes(policy, distribution, episodes, seed), policy=name)
            rows += _rows(found, label, distribution, given)
        counts.update(home.count_metrics)
    note = f"No planner is known for: {', '.join(sorted(unplanned))}." if unplanned else ""
    return Table(rows, given, frozenset(counts), note, *_words_and_roles(distributions.values()))


def _words_and_roles(distributions: Iterable[Any]) -> tuple[dict[str, str], dict[str, str]]:
    """What people call the metrics of these distributions' worlds, and the part that each plays."""
    words: dict[str, str] = {}
    roles: dict[str, str] = {}
    for home in map(world_of, distributions):
        words.update(home.words.metrics)
        roles.update({home.goal: "intended", **dict.fromkeys(home.proxies[:1], "proxy")})
    return words, roles


def _rows(found: Outcomes, label: str, distribution: Distribution, given: str | None) -> list[dict]:
    """One row for each metric."""
    world = world_of(distribution)
    chosen = _condition(world, given)(found.first)
    last = found.last[chosen]
    return [row_of(found.policy, label, t, last[t]) for t in (*world.metrics, "steps")]


def _condition(world: World, given: str | None):
    """The predicate named `given`, of first records (n,); ValueError if the world has none such."""
    if given is None:
        return lambda states: np.ones(len(states), bool)
    check_one_of("given", given, world.conditions)
    return world.conditions[given]


def _check_any(policies: list, distributions: Mapping, given: Any, baselines: bool) -> None:
    """Raise ValueError where nothing would be measured, or TypeError for what cannot be."""
    if not distributions or not (policies or baselines):
        raise ValueError(
            f"there is nothing to measure: {len(policies)} policies on {len(distributions)} "
            "distributions; at least one of each is needed"
        )
    for home in map(world_of, distributions.values()):
        _condition(home, given)
        for policy in policies:
            as_batch_policy(policy, home)
