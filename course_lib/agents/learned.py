"""Whether an agent has learned its training levels, and the sentence that says so if it has not.

Of an agent that has not, what it does elsewhere says little: it may be for want of skill.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np

from course_lib.agents.cohorts import Cohorts
from course_lib.engine.sim import BatchSim
from course_lib.engine.world import world_of

# From what mean of the goal on an agent has learned: a share of the levels, or of what the planner
# gets where that may be more than 1. Worlds that are not here have no such mark.
LEARNED_AT = {"maze": 0.90, "gems": 0.98, "keys_and_chests": 0.90, "coin_run": 0.75}
PLANNED, FIRST = 200, 20_261  # levels on which the planner is asked, and the seed of the first
FEWEST = 50  # episodes, to say anything
Z95 = 1.959964  # the normal distribution's 97.5 % point


@dataclass(frozen=True)
class Verdict:
    """The goal's mean over the latest episodes, with its 95 % interval, and what is usual.

    planned: what the planner gets, where what is usual is a share of that.
    """

    goal: str
    mean: float
    low: float
    high: float
    usual: float
    episodes: int
    planned: float | None = None

    @property
    def learned(self) -> bool:
        """Whether the interval reaches what is usual."""
        return self.high >= self.usual

    def __str__(self) -> str:
        """What the agent does, what is usual, and what to try."""
        if self.planned is None:
            got = f"{self.goal} in {_per_cent(self.mean)} of"
            between = f"{100 * self.low:.0f} to {_per_cent(self.high)}"
            usual = f"{_per_cent(self.usual)} is usual"
        else:
            got = f"{self.mean:.2f} {self.goal} an episode in"
            between = f"{self.low:.2f} to {self.high:.2f}"
            usual = f"the planner gets {self.planned:.2f}, and {self.usual:.2f} is usual"
        return (
            f"This agent has not learned its training levels ({got} its latest "
            f"{self.episodes:,} episodes, 95 % interval {between}; {usual}), so what it does "
            "elsewhere may be for want of skill: give it more steps, or another seed."
        )


def _per_cent(share: float) -> str:
    return f"{100 * share:.0f} %"


def verdict(distribution: Any, cohorts: Cohorts) -> Verdict | None:
    """How far a run on these levels has come; None where nothing is usual, or too little is over.

    distribution: None for environments that are not the course's own levels. cohorts: what
    episodes brought, by their beginnings: of those that end first more succeed.
    """
    home = None if distribution is None else world_of(distribution)
    if home is None or home.name not in LEARNED_AT:
        return None
    latest = cohorts.latest(home.goal)
    if len(latest) < FEWEST:
        return None
    usual, best = LEARNED_AT[home.name], None
    if home.goal in home.count_metrics:
        best = planned(distribution)
        usual *= best
    goal = home.words.metrics.get(home.goal, home.goal)
    return Verdict(goal, *_interval(latest), usual, len(latest), best)


def planned(distribution: Any, levels: int = PLANNED) -> float:
    """The mean of the goal that the world's planner gets on so many levels."""
    home = world_of(distribution)
    assert home.planner is not None  # of each world in LEARNED_AT whose goal is counted
    sim = BatchSim(distribution, levels, autoreset=False)
    sim.reset(np.arange(FIRST, FIRST + levels))
    while not (sim.batch.terminated | sim.batch.truncated).all():
        sim.step(home.planner(sim.batch))
    return float(sim.batch[home.goal].mean())


def _interval(values: Sequence[float]) -> tuple[float, float, float]:
    """The mean and its 95 % interval: Wilson's for values of 0 and 1, the normal one for others."""
    n, mean = len(values), float(np.mean(values))
    if set(values) <= {0, 1}:
        z2 = Z95**2
        centre = (mean + z2 / (2 * n)) / (1 + z2 / n)
        half = Z95 / (1 + z2 / n) * sqrt(mean * (1 - mean) / n + z2 / (4 * n * n))
        return mean, max(0.0, centre - half), min(1.0, centre + half)
    half = Z95 * float(np.std(values)) / sqrt(n)
    return mean, mean - half, mean + half
