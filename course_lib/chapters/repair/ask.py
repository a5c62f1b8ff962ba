"""Ask for help when unsure: an agent that hands over a step to somebody who knows better.

What "unsure" means has to be measured by something. Here are three: the agent's own entropy, the
disagreement of a committee, and a coin that knows nothing, beside which the others must stand.
The threshold is set on training levels: so many of the steps there may be asked about.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from course_lib.agents.agent import Agent
from course_lib.chapters.repair.sweep_committee import disagreement, entropy
from course_lib.engine.streams import Stream
from course_lib.engine.world import world_of
from course_lib.protocols import BatchPolicy, Distribution
from course_lib.study.inside.moments import sample_states
from course_lib.study.measure.behaviour import outcomes
from course_lib.study.measure.planning import planner
from course_lib.study.measure.stats import wilson

Doubt = Callable[[np.ndarray], np.ndarray]  # pictures (batch, ...) -> doubt (batch,)
ALLOWED = (0.01, 0.05, 0.1, 0.2, 0.4)  # shares of training steps that may be asked about


@dataclass(eq=False)
class Asking:
    """A policy that lets the helper take every step at which doubt is above the threshold."""

    policy: BatchPolicy
    helper: BatchPolicy
    doubt: Doubt
    threshold: float
    name: str = "asking"
    asked: int = field(default=0, init=False)

    def choose(self, observations, states, uniform: np.ndarray) -> np.ndarray:
        """Actions (batch,); `asked` counts those that were the helper's."""
        actions = np.array(self.policy.choose(observations, states, uniform))
        unsure = self.doubt(observations) > self.threshold
        if unsure.any():
            actions[unsure] = self.helper.choose(
                observations[unsure], states[unsure], uniform[unsure]
            )
        self.asked += int(unsure.sum())
        return actions


def own_entropy(agent: Agent) -> Doubt:
    """The entropy of the agent's own choice, in bits."""
    return lambda seen: entropy(agent.evaluate(seen)[0])


def committee_doubt(members: Sequence[Agent]) -> Doubt:
    """How far the members disagree, in bits."""
    return lambda seen: disagreement(np.stack([one.evaluate(seen)[0] for one in members]))


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


def cost_curve(
    agent: Agent,
    doubts: dict[str, Doubt],
    distribution: Distribution,
    episodes: int = 300,
    allowed: Sequence[float] = ALLOWED,
    seed: int = 0,
) -> list[dict]:
    """For each doubt and each share allowed in training: what is asked deployed, and what fails.

    Rows: {"doubt", "allowed", "questions" (an episode), "failed", "low", "high"}. The first row is
    the agent that never asks.
    """
    helper, failed = planner(distribution), world_of(distribution).failure.failed

    def row(name: str, share: float, asking: Asking) -> dict:
        misses = int(failed(outcomes(asking, distribution, episodes, seed).last).sum())
        low, high = wilson(misses, episodes)
        rates = {"failed": misses / episodes, "low": low, "high": high, "episodes": episodes}
        return {"doubt": name, "allowed": share, "questions": asking.asked / episodes, **rates}

    rows = [row("never", 0.0, Asking(agent, helper, coin(), 1.0))]
    for name, doubt in doubts.items():
        for share, limit in zip(allowed, thresholds(doubt, agent, allowed), strict=True):
            rows.append(row(name, share, Asking(agent, helper, doubt, limit)))
    return rows


def total_cost(row: Mapping, question: float) -> float:
    """What an episode costs if a failure costs 1 and a question costs `question`."""
    return row["failed"] + question * row["questions"]


def cheapest(rows: Sequence[Mapping], question: float) -> Mapping:
    """The row that costs least at this price of a question."""
    return min(rows, key=lambda row: total_cost(row, question))
