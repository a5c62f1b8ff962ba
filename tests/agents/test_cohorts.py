"""Episodes in the order in which they began: none is missing because it lasted longer."""

import numpy as np
import pytest

from course_lib.agents.agent import Agent
from course_lib.agents.cohorts import Cohorts
from course_lib.agents.ppo import PPO, Trainer
from course_lib.envs import VectorEnv
from course_lib.study.measure.rollout import begin, rollout
from course_lib.worlds import maze


def done(*which: int, count: int = 3) -> np.ndarray:
    return np.isin(np.arange(count), which)


def test_an_early_success_counts_only_when_all_that_began_with_it_are_over():
    cohorts = Cohorts(3, window=100)
    cohorts.finish(2, done(0), {"cheese": np.array([1.0])})
    cohorts.finish(4, done(0, 1), {"cheese": np.array([1.0, 1.0])})
    assert cohorts.rates() == {} and cohorts.begun == 0
    cohorts.finish(10, done(2), {"cheese": np.array([0.0])})
    # All three that began at 0 are over, and the one that began at 2; those of 4 and 10 run.
    assert cohorts.begun == 4
    assert cohorts.rates() == {"cheese": pytest.approx(3 / 4)}


def test_rates_are_means_over_the_latest_beginnings():
    cohorts = Cohorts(1, window=2)
    for clock, value in ((1, 1.0), (2, 0.0), (3, 0.0)):
        cohorts.finish(clock, done(0, count=1), {"cheese": np.array([value])})
    assert cohorts.rates() == {"cheese": 0.0}


def test_episodes_whose_beginning_is_not_known_are_left_out():
    cohorts = Cohorts(2, window=10)
    cohorts.forget_running()
    cohorts.finish(5, done(0, 1, count=2), {"cheese": np.array([1.0, 1.0])})
    assert cohorts.rates() == {} and cohorts.begun == 5
    cohorts.finish(9, done(0, 1, count=2), {"cheese": np.array([0.0, 1.0])})
    assert cohorts.rates() == {"cheese": 0.5}


def test_the_first_rates_of_a_training_are_those_of_an_untrained_network():
    recipe = PPO(steps=40_000, num_envs=64, learning_rate=1e-9, hidden=16)
    distribution = maze.Distribution(size=7, limit=30)
    trainer = Trainer(VectorEnv(64, distribution, copy=False), recipe, seed=1)
    first = trainer.iterate().rates()
    assert first["cheese"] == 1.0 and trainer.cohorts.rates() == {}  # only successes have ended
    while trainer.progress.steps < recipe.steps:
        trainer.iterate()
    sim = begin(distribution, np.arange(1000))
    for _ in rollout(sim, Agent("untrained", trainer.network, distribution), 0):
        pass
    assert abs(trainer.cohorts.rates()["cheese"] - sim.batch["cheese"].mean()) < 0.07
