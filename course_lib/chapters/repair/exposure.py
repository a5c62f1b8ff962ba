"""How much of training was spent where the two goals part, in mazes with cheese off the way."""

from dataclasses import dataclass

import numpy as np

from course_lib.chapters.repair.mixture import Mixture
from course_lib.study.measure.mixtures import Shelf
from course_lib.worlds.maze.planner import maze_ways


@dataclass
class Spent:
    """What training has spent so far: in all mazes, and in those with cheese off the way (off).

    levels_off: different mazes among those, each counted once however often it was played again.
    """

    steps: int = 0
    steps_off: int = 0
    episodes: int = 0
    episodes_off: int = 0
    levels_off: int = 0


class Counted(Mixture):
    """A mixture in the maze that counts what is spent where the two goals part.

    first: the first records of the episodes that run now, (envs,). off, shortest: whether their
    cheese lies off the way to the corner, and the planner's steps to it, both (envs,).
    """

    def __init__(self, num_envs: int, shelf: Shelf):
        super().__init__(num_envs, shelf)
        self.first = self.sim.batch.copy()
        self.off, self.shortest = np.zeros(num_envs, bool), np.zeros(num_envs, np.int64)
        self.spent = Spent()

    def reset(self, *, seed: int | list[int] | None = None, options: dict | None = None):
        """Begin an episode in every environment, and count from here on."""
        self.spent = Spent()
        return super().reset(seed=seed, options=options)

    def step(self, actions: np.ndarray):
        """Step as in any mixture, and count where the steps were spent."""
        self.spent.steps += self.num_envs
        self.spent.steps_off += int(self.off.sum())
        return super().step(actions)

    def _finish(self, done: np.ndarray) -> None:
        self.spent.episodes += int(done.sum())
        self.spent.episodes_off += int(self.off[done].sum())

    def _begin(self, chosen: np.ndarray) -> None:
        super()._begin(chosen)
        again = self._begin_again(chosen)
        self.first[chosen] = self.sim.batch[chosen]
        ways = maze_ways(self.first[chosen])
        self.off[chosen], self.shortest[chosen] = ways["detour"], ways["to_cheese"]
        self.spent.levels_off += int((self.off & chosen & ~again).sum())

    def _begin_again(self, chosen: np.ndarray) -> np.ndarray:
        """Which of the chosen environments, (envs,), were put into a level played before."""
        return np.zeros(self.num_envs, bool)
