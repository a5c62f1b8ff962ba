"""Rounds of amplify and train: the agent's calls make a better one, of whom the agent learns.

Learning from the choice of a search over one's own actions is policy improvement by rollouts, as in
*expert iteration* (Anthony, Tian and Barber 2017); that the better agent consists of calls of the
learner is *iterated amplification* (Christiano, Shlegeris and Amodei 2018). The calls are paid what
an evaluation says, which is the true reward unless it has a flaw.
"""

from collections.abc import Callable
from functools import cache

import numpy as np

from course_lib.chapters.imitate_or_optimise.amplified.calls import (
    acting,
    best_of,
    evaluation,
    expected,
    occupancy,
)
from course_lib.chapters.imitate_or_optimise.amplified.learners import learn
from course_lib.chapters.imitate_or_optimise.observations import FeaturePolicy
from course_lib.chapters.imitate_or_optimise.tabular import (
    Trials,
    deterministic,
    evaluate,
    table_of,
    trials,
    uniform_table,
)
from course_lib.worlds.ridge.planner import Ground

SLIP = 0.1
PRACTICE, ROUNDS, CALLS, STEPS = 40, 8, 1000, 150
LOOK = (1, 2, 4, 8)  # the rounds after which everything is evaluated
Asked = Callable[[np.ndarray, Ground, int], np.ndarray]  # table, levels, seed -> evaluation


def asked(flaw: float = 0.0, calls: int = CALLS) -> Asked:
    """Ask so many calls, who are paid `flaw` for a whole episode at the sign."""

    def ask(table: np.ndarray, dynamics: Ground, seed: int) -> np.ndarray:
        return evaluation(table, dynamics, SLIP, calls, seed, flaw)

    return ask


def practice(seed: int) -> Trials:
    """The levels that this seed learns in."""
    return trials(PRACTICE, 3000 + seed)


def rounds(
    objective: str, units: int, seed: int, *, ask: Asked | None = None, flaw: float = 0.0,
    on_policy: bool = False, base: FeaturePolicy | None = None, count: int = ROUNDS,
    steps: int = STEPS,
) -> tuple[FeaturePolicy | None, list[dict]]:  # fmt: skip
    """The agent after so many rounds of learning, and how it stood on levels kept apart.

    ask: how the amplified agent comes to its evaluation; by default by calls with this flaw. flaw:
    by which it is seen (`looked_at`). on_policy: places count by how often the agent is there.
    base: the agent to begin as, of any size; an untrained one if not given.
    """
    on, policy, ask = practice(seed), base, ask or asked(flaw)
    rows = [{"round": 0, **looked_at(policy, ask, flaw, seed)}]
    for number in range(1, count + 1):
        table = uniform_table(on) if policy is None else table_of(policy, on)
        told = ask(table, on.dynamics, 100 * seed + number)
        visits = occupancy(table, on.dynamics, SLIP) if on_policy else None
        policy = learn(objective, told, on, units, seed, visits=visits, steps=steps, base=policy)
        if number in LOOK:
            rows.append({"round": number, **looked_at(policy, ask, flaw, seed)})
    return policy, rows


def looked_at(policy: FeaturePolicy | None, ask: Asked, flaw: float, seed: int) -> dict:
    """Scores on the levels kept apart, true and as the calls see them (the flaw counted).

    {"sampled", "greedy", "amplified"} and the same with "_seen": of the agent as it draws its
    actions, of the agent that always takes its likeliest action, and of the amplified agent.
    """
    kept = trials()
    table = uniform_table(kept) if policy is None else table_of(policy, kept)
    wise = acting(lambda draw: ask(table, kept.dynamics, 10_000 + 100 * seed + draw), 4)
    firm = deterministic(table.argmax(-1))
    found = {}
    for name, each in {"sampled": table, "greedy": firm, "amplified": wise}.items():
        got = evaluate(each, kept.dynamics, SLIP, flaw)
        found |= {name: got.score, f"{name}_seen": got.seen}
    return found


@cache
def good(seed: int, units: int = 16, count: int = ROUNDS) -> FeaturePolicy:
    """An agent that learned of sound calls, before any flaw."""
    policy, _ = rounds("copy", units, seed, count=count)
    assert policy is not None
    return policy


def nested(policy: FeaturePolicy, candidates: int, flaw: float, depth: int = ROUNDS) -> list[dict]:
    """True and seen scores when amplified agents call amplified agents, so many deep; no learning.

    Each draws so many candidates from the agent that it calls and takes the one that its calls say
    is best. The calls' means are exact.
    """
    kept = trials()
    table, rows = table_of(policy, kept), []
    for number in range(depth + 1):
        got = evaluate(table, kept.dynamics, SLIP, flaw)
        rows.append({"depth": number, "true": got.score, "seen": got.seen})
        table = best_of(table, expected(table, kept.dynamics, SLIP, flaw)[0], candidates)
    return rows
