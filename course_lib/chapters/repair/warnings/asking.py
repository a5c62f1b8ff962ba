"""Ask for help when in doubt: an agent that hands over to somebody who knows better.

Doubt has to be measured by something. Here are three measures: the agent's own entropy, the
disagreement of a committee, and a coin that knows nothing, which the others have to beat.
The threshold is set on training levels: so many of the steps there may be asked about.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from course_lib.agents.adapters import telling
from course_lib.agents.agent import Agent
from course_lib.chapters.repair.warnings.doubts import disagreement, entropy
from course_lib.engine.streams import Stream
from course_lib.engine.world import world_of
from course_lib.protocols import BatchPolicy, Distribution, Policy
from course_lib.study.inside.moments import sample_states
from course_lib.study.measure.rollout import begin, is_over, level_seeds

Doubt = Callable[[np.ndarray], np.ndarray]  # pictures (batch, ...) -> doubt (batch,)
TO_THE_END = 10_000  # steps of help: more than any episode has


@dataclass(frozen=True, eq=False)
class Helped:
    """Episodes of an agent that asks: for each, whether it failed, and what help it took.

    calls: how often it asked. helped: steps that the helper took. steps: all steps; all (episodes,)
    """

    failed: np.ndarray
    calls: np.ndarray
    helped: np.ndarray
    steps: np.ndarray


def own_entropy(agent: Policy) -> Doubt:
    """The entropy of the agent's own choice, in bits.

    The agent may be from elsewhere; ValueError for one that does not tell its probabilities.
    """
    asked = telling(agent)
    return lambda seen: entropy(asked.evaluate(seen)[0])


def committee_doubt(members: Sequence[Policy]) -> Doubt:
    """How far the members disagree, in bits.

    Members may be from elsewhere; ValueError for one that does not tell its probabilities.
    """
    asked = [telling(member) for member in members]
    return lambda seen: disagreement(np.stack([one.evaluate(seen)[0] for one in asked]))


def coin(seed: int = 0) -> Doubt:
    """A number from 0 to 1 that has nothing to do with the picture."""
    rng = np.random.default_rng([seed, Stream.COIN])
    return lambda seen: rng.random(len(seen))


def thresholds(
    doubt: Doubt, agent: Agent, shares: Sequence[float], levels: int = 100, seed: int = 0
) -> list[float]:
    """What doubt exceeds in these shares of the steps that the agent takes in training levels."""
    found = doubt(sample_states(agent, agent.distribution, levels, every=1, seed=seed).pictures)
    return [float(limit) for limit in np.quantile(found, 1 - np.asarray(shares))]


def with_help(
    agent: BatchPolicy,
    helper: BatchPolicy,
    doubt: Doubt,
    threshold: float,
    distribution: Distribution,
    length: int = 1,
    episodes: int = 500,
    seed: int = 0,
) -> Helped:
    """Let an agent act, and let the helper act for `length` steps whenever doubt is too large.

    While the helper acts, nobody is asked. The levels follow from `seed` alone.
    """
    sim = begin(distribution, level_seeds(episodes, seed))
    rng = np.random.default_rng([seed, Stream.ACTIONS])
    left, calls, helped, steps = (np.zeros(episodes, np.int64) for _ in range(4))
    actions, active = np.zeros(episodes, np.int64), np.arange(episodes)
    while len(active := active[~is_over(sim.batch)[active]]):
        states, seen, uniform = sim.batch[active], sim.observe()[active], rng.random(episodes)
        alone = np.flatnonzero(left[active] == 0)
        unsure = alone[doubt(seen[alone]) > threshold] if len(alone) else alone
        calls[active[unsure]] += 1
        left[active[unsure]] = length
        for policy, mine in ((agent, left[active] == 0), (helper, left[active] > 0)):
            if mine.any():
                given = uniform[active[mine]]
                actions[active[mine]] = policy.choose(seen[mine], states[mine], given)
        helped[active] += left[active] > 0
        left[active] = np.maximum(left[active] - 1, 0)
        steps[active] += 1
        sim.step(actions)
    failed = np.asarray(world_of(distribution).failure.failed(sim.batch), bool)
    return Helped(failed, calls, helped, steps)


def total_cost(row: Mapping, price: float) -> float:
    """What an episode costs if a failure costs 1 and a step of the helper costs `price`."""
    return row["failed"] + price * row["helped"]


def cheapest(rows: Sequence[Mapping], price: float) -> Mapping:
    """The row that costs least at this price of a helper's step."""
    return min(rows, key=lambda row: total_cost(row, price))
