"""What would each score say of a level? The exact regret beside the estimates of it.

The same arithmetic as in `level_replay`, on whole episodes of an agent that no longer learns.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from course_lib.agents.agent import Agent, choose
from course_lib.agents.gae import gae
from course_lib.chapters.repair.level_scores import GAMMA, REGRETS, Played, Score
from course_lib.engine.sim import BatchSim
from course_lib.engine.streams import Stream
from course_lib.study.measure.format import interval_text
from course_lib.study.measure.rollout import begin, is_over, level_seeds, rollout
from course_lib.study.measure.stats import rank_correlation
from course_lib.study.show.tables import SmallTable
from course_lib.worlds.maze.planner import maze_ways

LAM = 0.95  # of the advantages, as in the recipes


@dataclass(frozen=True, eq=False)
class Estimates:
    """Scores of levels by their names, each (levels,), and which levels have cheese off the way.

    expected: the critic's mean value over an episode in each level.
    """

    scores: dict[str, np.ndarray]
    detour: np.ndarray
    expected: np.ndarray

    def chosen(self, share: float = 0.1) -> dict[str, float]:
        """The share with cheese off the way among the levels that each score ranks highest."""
        count = max(1, int(share * len(self.detour)))
        return {
            name: float(self.detour[np.argsort(-values, kind="stable")[:count]].mean())
            for name, values in self.scores.items()
        }

    def order(self, name: str, off: bool) -> tuple[float, float, float]:
        """How alike a score and the exact regret rank the levels of one kind (Spearman)."""
        kind = self.detour == off
        return rank_correlation(
            self.scores["exact regret"][kind], self.scores[name][kind], draws=300
        )


def estimates(
    agent: Agent,
    distribution: Any,
    levels: int = 1000,
    plays: int = 5,
    seed: int = 0,
    own: Score | None = None,
) -> Estimates:
    """Every score of so many levels, each the mean over several plays by this agent.

    own: one more score, which is called "yours".
    """
    asked = {**REGRETS, **({"yours": own} if own else {})}
    seeds = level_seeds(levels, seed)
    ways = maze_ways(begin(distribution, seeds).batch)
    best, found, values = np.zeros(levels), [], []
    for play in range(plays):
        rng = np.random.default_rng([seed, Stream.REGRET, play])
        steps, cheese, positive, expected = _played(agent, begin(distribution, seeds), rng)
        best = np.maximum(best, cheese * GAMMA**steps)
        luck = np.zeros(levels)  # no score here asks for it
        played = Played(steps, cheese, ways["to_cheese"], positive, expected, best, luck)
        found.append({name: score(played) for name, score in asked.items()})
        values.append(expected / steps)
    scores = {name: np.mean([one[name] for one in found], 0) for name in asked}
    return Estimates(scores, ways["detour"], np.mean(values, 0))


class _Heard:
    """An agent that keeps what it expected, (n,), when it was last asked."""

    def __init__(self, agent: Agent):
        self.agent, self.value = agent, np.zeros(0)

    def choose(self, observations, states, uniform) -> np.ndarray:
        probabilities, self.value = self.agent.evaluate(observations)
        return choose(probabilities, uniform)


def _played(agent: Agent, sim: BatchSim, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    """Steps, cheese, sums of positive advantages and of values of one episode in each level."""
    heard, values, alive = _Heard(agent), [], []
    for step in rollout(sim, heard, rng, lambda s: np.full(len(s), is_over(s).all())):
        values.append(np.where(step.states.terminated > 0, 0.0, heard.value))
        alive.append(~is_over(step.states))
    values.append(np.where(sim.batch.terminated > 0, 0.0, agent.evaluate(sim.observe())[1]))
    cheese, steps = sim.batch.cheese > 0, sim.batch.steps.astype(int)
    running, last = np.array(alive), steps == np.arange(1, len(alive) + 1)[:, None]
    td_targets = np.where(last & cheese, 1.0, GAMMA * np.array(values[1:]))
    td_errors = np.where(running, td_targets - values[:-1], 0.0).astype(float)
    positive = gae(td_errors, running, GAMMA * LAM).clip(min=0)
    expected = sum(value * running for value, running in zip(values, alive, strict=False))
    return steps, cheese, sum(positive[::-1]), np.asarray(expected)


def estimate_table(found: Estimates) -> SmallTable:
    """For each score its means over both kinds of level, what it would choose, how it orders."""
    chosen, lines = found.chosen(), []
    for name, values in found.scores.items():
        means = [f"{values[found.detour == off].mean():.3f}" for off in (False, True)]
        order = "" if name == "exact regret" else interval_text(found.order(name, True))
        lines.append([name, *means, f"{chosen[name]:.0%}", order])
    heads = ["score", "mean, on the way", "mean, off the way", "off the way in its top tenth",
             "order off the way"]  # fmt: skip
    on, off = (found.expected[found.detour == kind].mean() for kind in (False, True))
    words = (
        f"Off the way are {found.detour.mean():.0%} of {len(found.detour)} mazes. The critic "
        f"expects {on:.2f} on the way, {off:.2f} off it. Order: rank correlation with the exact "
        "regret, among mazes with cheese off the way only."
    )
    return SmallTable(heads, lines, words)
