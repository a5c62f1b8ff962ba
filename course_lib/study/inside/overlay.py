"""What is laid over an episode in the player: the critic's news by factor, and advantages.

Made without torch, which a player does not need; `news.overlay` works it out.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from course_lib.agents.gae import gae
from course_lib.engine.platforms import MAX_COLUMNS
from course_lib.study.inside.moments import observe
from course_lib.study.measure.episodes import Episode
from course_lib.worlds.coin_run import camera


@dataclass(eq=False)
class Overlay:
    """For each of T + 1 states what each place of the agent's view adds, by factor.

    parts: (T + 1, rows, columns, k), 1 is as much as the largest part of a usual picture, worth
    `scale` of value; good news is above 0. corners: int (T + 1, 2), the row and column of the level
    where the view begins.
    advantages: (T + 1,), see `advantages`. names: of the k factors.
    """

    names: tuple[str, ...]
    parts: np.ndarray
    corners: np.ndarray
    advantages: np.ndarray
    scale: float

    def at(self, step: int, count: int = 3) -> list[tuple[str, float]]:
        """The factors that say most at this step, each with what it adds in all."""
        sums = self.parts[step].sum((0, 1))
        order = np.argsort(-np.abs(sums))[:count]
        return [(self.names[n], self.scale * float(sums[n])) for n in order]


def steps_with_coin(episode: Episode, count: int = 4) -> list[int]:
    """At most so many steps, spread evenly, at which the coin is in the agent's view."""
    distribution: Any = episode.distribution  # a coin run's
    height, width = distribution.sight
    there = []
    for step, s in enumerate(episode.records):
        top, left = camera(s, height, width)
        row, column = divmod(int(s.coin_at), MAX_COLUMNS)
        if s.coin_shown and not s.coin and 0 <= row - top < height and 0 <= column - left < width:
            there.append(step)
    if not there:
        return [0]
    return [there[n] for n in np.unique(np.linspace(0, len(there) - 1, count).astype(int))]


def advantages(episode: Episode, agent: Any) -> np.ndarray:
    """How much better each step turned out than the critic expected: (T + 1,), the last is 0.

    Generalised advantage estimation, as in training, with the agent's own gamma and lambda, along
    the episode as it went.
    """
    recipe = agent.card.get("recipe", {})
    gamma, lam = recipe.get("gamma", 0.99), recipe.get("gae_lambda", 0.95)
    pictures = observe(episode.distribution, episode.records)
    values = np.array(agent.evaluate(pictures)[1], float)
    if episode.records[-1].terminated:
        values[-1] = 0.0
    td_errors = episode.rewards + gamma * values[1:] - values[:-1]
    return np.append(gae(td_errors, np.ones(len(td_errors)), gamma * lam), 0.0)
