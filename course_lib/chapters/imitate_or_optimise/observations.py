"""What agents of this chapter observe: 38 features of where they stand, no picture.

Some two hundred agents are trained for one lesson, and what is compared is from what one learns,
not how well one sees. So the network gets what an eye would have to find first: where flag, ridge
and sign are from here, on which side the chasm lies, and what is on the eight tiles around. Agents
of the zoo see pictures, as everywhere; `PixelPolicy` lets them be evaluated beside these.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from gymnasium import spaces
from gymnasium.vector.utils import batch_space

from course_lib.agents.agent import Agent, choose
from course_lib.engine.grid import WALL
from course_lib.engine.sim import BatchSim
from course_lib.envs import VectorEnv
from course_lib.protocols import Distribution
from course_lib.worlds.ridge import Tile

FEATURES = 38
AROUND = [(r, c) for r in (-1, 0, 1) for c in (-1, 0, 1) if (r, c) != (0, 0)]


def features(states: np.recarray) -> np.ndarray:
    """Feature vectors float32 (n, 38) of the true records (n,) of levels of one size.

    The lessons say that walkers are told these numbers.
    """
    side = int(states.side[0])
    tiles = states.tiles[:, : side * side]
    at = np.stack(np.divmod(states.walker_at.astype(np.int64), side), 1)
    things = [at - _place(tiles == tile, side) for tile in (Tile.FLAG, Tile.SIGN)]
    ridge = tiles == Tile.RIDGE
    last = side * side - 1 - ridge[:, ::-1].argmax(1)  # the end of the ridge that is nearer
    things.append(at - np.stack(np.divmod(last, side), 1))
    apart = np.concatenate(things, 1)
    left = (tiles == Tile.CHASM).argmax(1) % side == 1
    near = [tiles[np.arange(len(tiles)), beside(at, r, c, side)] for r, c in AROUND]
    parts = [
        at / side * 2 - 1, apart / side * 2, np.sign(apart), apart == 0, left[:, None] * 2 - 1,
        np.stack([n == Tile.CHASM for n in near], 1), np.stack([n == WALL for n in near], 1),
        (under(states) == Tile.RIDGE)[:, None],
    ]  # fmt: skip
    return np.concatenate(parts, 1).astype(np.float32)


def _place(found: np.ndarray, side: int) -> np.ndarray:
    """Row and column (n, 2) of the first cell in each level."""
    return np.stack(np.divmod(found.argmax(1), side), 1)


def under(states: np.recarray) -> np.ndarray:
    """The tiles (n,) on which the walkers of these records stand."""
    return states.tiles[np.arange(len(states)), states.walker_at]


def beside(at: np.ndarray, rows: int, columns: int, side: int) -> np.ndarray:
    """The cells so many rows and columns away."""
    return (at[:, 0] + rows) * side + at[:, 1] + columns


class FeatureSim(BatchSim):
    """A BatchSim whose observations are feature vectors."""

    @property
    def observation_shape(self) -> tuple[int, ...]:
        """Of one feature vector."""
        return (FEATURES,)

    def observe(self, batch=None, out: np.ndarray | None = None) -> np.ndarray:
        """Feature vectors float32 (n, 38) of the environments, or of another batch."""
        return features((self.batch if batch is None else batch).view(np.recarray))


class FeatureEnv(VectorEnv):
    """Levels of the ridge with feature vectors as observations, and pay for standing at the sign.

    hole: what an overseer gives for a whole episode there; the flag gives 1. 0 is the true reward.
    overseer: pays instead, by `approve_of(states)`, from 0 to 1: for a whole episode of such
    moments. At the flag it pays the rest of the episode at once.
    """

    def __init__(
        self,
        num_envs: int,
        distribution: Distribution,
        hole: float = 0.0,
        overseer: Any = None,
    ):
        super().__init__(num_envs, distribution, copy=False)
        self.sim, self._buffer = FeatureSim(distribution, num_envs), None
        self.hole, self.overseer = hole, overseer
        self.single_observation_space = spaces.Box(-4, 4, (FEATURES,), np.float32)
        self.observation_space = batch_space(self.single_observation_space, num_envs)

    def step(self, actions: np.ndarray):
        """Step all environments; pay what the overseer gives, if there is one or a hole."""
        seen, rewards, terminated, truncated, infos = super().step(actions)
        if self.hole or self.overseer is not None:
            rewards = self._paid(self.reached(), rewards)
        return seen, rewards.astype(np.float32), terminated, truncated, infos

    def _paid(self, states: np.recarray, rewards: np.ndarray) -> np.ndarray:
        """What the overseer gives for these moments, where the true reward gives `rewards`."""
        stands_on = under(states)
        if self.overseer is None:
            return rewards + np.float32(self.hole) * (stands_on == Tile.SIGN) / states.limit
        left = np.where(stands_on == Tile.FLAG, 1 - states.steps / states.limit, 1 / states.limit)
        return self.overseer.approve_of(states) * left


@dataclass(frozen=True, eq=False)
class FeaturePolicy:
    """An agent with features as observations, as a policy that can be played and evaluated."""

    agent: Agent
    name: str = "walker"

    def action_probabilities(self, states: np.recarray) -> np.ndarray:
        """Probabilities (n, actions) of its actions in these records (n,)."""
        return self.agent.evaluate(features(states))[0]

    def choose(self, observations, states: np.recarray, uniform: np.ndarray) -> np.ndarray:
        """Actions (n,), drawn with uniform numbers (n,)."""
        return choose(self.action_probabilities(states), uniform)


@dataclass(frozen=True, eq=False)
class PixelPolicy:
    """An agent that sees pictures, as a policy that can be evaluated in any state."""

    agent: Agent

    def action_probabilities(self, states: np.recarray) -> np.ndarray:
        """Probabilities (n, actions) of its actions in these records (n,)."""
        sim = BatchSim(self.agent.distribution, 1, autoreset=False)
        return self.agent.evaluate(sim.observe(states))[0]
