"""Mice that are trained on a reward of one's own, and what they do and are paid afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from course_lib.agents.agent import Agent
from course_lib.agents.ppo import PPO
from course_lib.chapters.outer_and_inner_alignment.rewards import (
    GAMMA,
    ROOM,
    Reward,
    cheese_only,
    distances,
    payments,
)
from course_lib.envs import VectorEnv
from course_lib.study.measure.planning import planner
from course_lib.study.measure.policies import random_policy
from course_lib.study.measure.rollout import begin, is_over, level_seeds, rollout
from course_lib.study.measure.sweep import load_results
from course_lib.study.show.tables import SmallTable, per_cent_text
from course_lib.widgets.training.live_train import train
from course_lib.worlds import maze

RECIPE = PPO(steps=250_000, learning_rate=3e-3, gamma=GAMMA)
MAZES = 500  # on which a trained mouse is tried, with seeds that training has not seen


class PaidEnv(VectorEnv):
    """The course's environments, with a reward of one's own in the place of theirs."""

    def __init__(self, num_envs: int, distribution: maze.Distribution, reward: Reward):
        super().__init__(num_envs, distribution, copy=False)
        self.reward = reward

    def reset(self, **how: Any):
        """Reset all environments, as `VectorEnv` does."""
        found = super().reset(**how)
        self._before = distances(self.sim.batch)
        return found

    def step(self, actions: np.ndarray):
        """Take one action (num_envs,) in each environment, paid by `reward`."""
        seen, _, terminated, truncated, infos = super().step(actions)
        paid = payments(self.reward, self._before, self.reached())
        self._before = distances(self.sim.batch)
        return seen, paid, terminated, truncated, infos


def train_on(
    reward: Reward, seed: int = 0, recipe: PPO = RECIPE, curves: bool | None = None
) -> Agent:
    """A mouse that was trained on this reward, in the room of this lesson.

    curves: live curves, by default in a notebook. On one machine a seed always gives one mouse.
    """
    paid = PaidEnv(recipe.num_envs, ROOM, reward)
    found = train(paid, recipe, seed=seed, curves=curves)
    return Agent("my mouse", found.network, ROOM, seed, found.card)


@dataclass(frozen=True)
class Result:
    """What a mouse did in many mazes, as means over them.

    cheese: the share in which it got the cheese. pay: what the reward paid it in an episode.
    near: how many steps of an episode ended within two steps of the cheese. steps: in all.
    """

    cheese: float
    pay: float
    near: float
    steps: float


def try_out(policy: Any, reward: Reward, mazes: int = MAZES, seed: int = 7) -> Result:
    """What a policy does in mazes that nobody was trained in, and what a reward pays for it."""
    sim = begin(ROOM, level_seeds(mazes, seed))
    pay, near = np.zeros(mazes), np.zeros(mazes)
    for step in rollout(sim, policy, seed):
        there, before = sim.batch[step.active], distances(step.states)
        pay[step.active] += payments(reward, before, there.view(np.recarray))
        near[step.active] += distances(there) <= 2
    last = sim.batch
    assert is_over(last).all()
    return Result(
        cheese=float((last.cheese > 0).mean()),
        pay=float(pay.mean()),
        near=float(near.mean()),
        steps=float(last.steps.mean()),
    )


def pay_table(mice: Mapping[str, Any], reward: Reward) -> SmallTable:
    """What mice get and are paid under one reward, beside the planner and a random mouse.

    mice: policies by what to call them.
    """
    beside = {"straight to the cheese": planner(ROOM), "random": random_policy(ROOM)}
    found = {name: try_out(policy, reward) for name, policy in {**mice, **beside}.items()}
    lines = [
        [name, per_cent_text(one.cheese), f"{one.pay:.2f}", f"{one.near:.0f} of {one.steps:.0f}"]
        for name, one in found.items()
    ]
    heads = ["mouse", "cheese", "pay in a game", "steps near the cheese"]
    return SmallTable(heads, lines, f"Means over {MAZES} fresh mazes. Near: within two steps.")


def cheese_rates() -> dict[str, float]:
    """How often the planner and a random mouse get the cheese in the room."""
    both = {"planner": planner(ROOM), "random": random_policy(ROOM)}
    return {name: try_out(policy, cheese_only).cheese for name, policy in both.items()}


def mean_cheese(reward: str) -> float:
    """How often the shipped mice of one reward get the cheese, in per cent, as their mean."""
    return 100 * float(np.mean([row["cheese"] for row in load_results("rewards", reward=reward)]))
