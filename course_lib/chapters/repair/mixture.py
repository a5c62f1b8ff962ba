"""Training on a mixture of distributions: rare levels of another kind among the usual ones.

`Mixture` is a vector environment, so the trainer takes it as it is: when an episode ends, the next
level of that environment is drawn from the shelf, a mixture as in "spot the difference".
"""

from typing import Any

import numpy as np

from course_lib.agents.agent import Agent
from course_lib.agents.ppo import PPO
from course_lib.agents.training import train
from course_lib.engine.sim import BatchSim
from course_lib.engine.streams import Stream
from course_lib.engine.world import world_of
from course_lib.envs import VectorEnv
from course_lib.study.measure.mixtures import Shelf


class Mixture(VectorEnv):
    """Environments side by side, each episode in a level of the shelf.

    Raises ValueError if the parts do not look alike: one buffer of pictures shows them all.
    """

    def __init__(self, num_envs: int, shelf: Shelf, copy: bool = False):
        distributions = [distribution for _, distribution in shelf.parts]
        super().__init__(num_envs, distributions[0], copy=copy)
        self.shelf, self.shares = shelf, [share for share, _ in shelf.parts]
        self._parts = [BatchSim(distribution, num_envs) for distribution in distributions]
        for part in self._parts:
            same = part.sprites == self.sim.sprites
            if part.observation_shape != self.sim.observation_shape or not same:
                raise ValueError("the parts of a mixture need pictures of one size and one look")
        self.rng = np.random.default_rng(0)

    def reset(self, *, seed: int | list[int] | None = None, options: dict | None = None):
        """Begin an episode in every environment, in levels that follow from `seed`."""
        super().reset(seed=seed, options=options)
        self.rng = np.random.default_rng([int(self.sim.batch[0].seed) % 2**63, Stream.MIXTURE])
        self._begin(np.ones(self.num_envs, bool))
        return self.sim.observe(out=self._buffer), {}

    def step(self, actions: np.ndarray):
        """Step every environment; put those whose episodes end into new levels."""
        _, rewards, terminated, truncated, infos = super().step(actions)
        done = terminated | truncated
        if done.any():
            self._finish(done)
            self._begin(done)
        return self.sim.observe(out=self._buffer), rewards, terminated, truncated, infos

    def _finish(self, done: np.ndarray) -> None:
        """Note what is wanted of the episodes that ended, whose last records are `final_states`."""

    def _begin(self, chosen: np.ndarray) -> None:
        """Begin episodes in new levels of the mixture in the chosen environments."""
        kinds = self.rng.choice(len(self.shares), self.num_envs, p=self.shares)
        seeds = self.rng.integers(2**63, size=self.num_envs, dtype=np.uint64)
        for kind, part in enumerate(self._parts):
            these = chosen & (kinds == kind)
            if these.any():
                part.reset(seeds, these)
                self.sim.batch[these] = part.batch[these]


def train_on(
    source: Shelf | Mixture, recipe: PPO, seed: int = 0, name: str = "agent", callback: Any = None
) -> Agent:
    """Train an agent on a mixture; it counts as one of the shelf's first part."""
    levels = source if isinstance(source, Mixture) else Mixture(recipe.num_envs, source)
    agent = train(levels, recipe, seed=seed, name=name, callback=callback, bar=False)
    agent.distribution = levels.shelf.parts[0][1]
    agent.card["mixture"] = [[share, str(part)] for share, part in levels.shelf.parts]
    agent.card["world"] = world_of(agent.distribution).name
    return agent
