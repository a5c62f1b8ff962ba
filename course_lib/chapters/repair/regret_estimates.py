"""What would each score say of a level? The exact regret beside the estimates of it.

The same arithmetic as in `level_replay`, on whole episodes of an agent that no longer learns.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from course_lib.agents.agent import Agent, choose
from course_lib.agents.gae import gae
from course_lib.chapters.repair.level_replay import GAMMA, REGRETS, Played
from course_lib.engine.sim import BatchSim
from course_lib.engine.streams import Stream
from course_lib.study.measure.format import interval_text
from course_lib.study.measure.rollout import begin, is_over, level_seeds, rollout
from course_lib.study.measure.stats import rank_correlation
from course_lib.study.show.tables import text_table
from course_lib.worlds.maze.planner import maze_ways

LAM = 0.95  # of the advantages, as in the recipes
KINDS = ("corner or on the way", "off the way")


@dataclass(frozen=True, eq=False)
class Estimates:
    """Scores of levels by their names, each (levels,), and which levels are detours."""

    scores: dict[str, np.ndarray]
    detour: np.ndarray

    def means(self) -> list[dict]:
        """For each score its mean over both kinds of level."""
        return [
            {"score": name, **{kind: float(values[self.detour == off].mean())
                               for off, kind in enumerate(KINDS)}}
            for name, values in self.scores.items()
        ]  # fmt: skip

    def chosen(self, share: float = 0.1) -> dict[str, float]:
        """The share of detours among the levels that each score ranks highest."""
        count = max(1, int(share * len(self.detour)))
        return {
            name: float(self.detour[np.argsort(-values, kind="stable")[:count]].mean())
            for name, values in self.scores.items()
        }


def estimates(
    agent: Agent, distribution: Any, levels: int = 1000, plays: int = 5, seed: int = 0
) -> Estimates:
    """Every score of so many levels, each the mean over several plays by this agent."""
    seeds = level_seeds(levels, seed)
    ways = maze_ways(begin(distribution, seeds).batch)
    best, found = np.zeros(levels), []
    for play in range(plays):
        rng = np.random.default_rng([seed, Stream.REGRET, play])
        steps, cheese, positive, expected = _played(agent, begin(distribution, seeds), rng)
        best = np.maximum(best, cheese * GAMMA**steps)
        luck = np.zeros(levels)  # no score here asks for it
        played = Played(steps, cheese, ways["to_cheese"], positive, expected, best, luck)
        found.append({name: score(played) for name, score in REGRETS.items()})
    scores = {name: np.mean([one[name] for one in found], 0) for name in REGRETS}
    return Estimates(scores, ways["detour"])


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


def estimate_words(found: Estimates) -> str:
    """For each score its means, what it would choose, and how well it ranks levels by regret."""
    lines = [["score", *(f"mean, {kind}" for kind in KINDS), "off the way in its top 10 %",
              "rank correlation"]]  # fmt: skip
    exact, chosen = found.scores["exact regret"], found.chosen()
    for row in found.means():
        name = row["score"]
        cells = [f"{row[kind]:.3f}" for kind in KINDS]
        alike = interval_text(rank_correlation(exact, found.scores[name], draws=200))
        last = "" if name == "exact regret" else alike
        lines.append([name, *cells, f"{chosen[name]:.0%}", last])
    off = f"Off the way are {found.detour.mean():.1%} of all {len(found.detour)} levels."
    return "\n".join([text_table(lines, "<>", (14, 28, 20, 30, 24), gap=0), off])
