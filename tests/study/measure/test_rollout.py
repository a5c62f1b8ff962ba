"""The one loop in which policies act: what is asked, in which order, and until when."""

import numpy as np
import pytest

import course_lib as cl
from course_lib.engine.streams import Stream
from course_lib.study.measure.behaviour import outcomes
from course_lib.study.measure.rollout import (
    BATCH,
    begin,
    begin_batches,
    is_over,
    level_seeds,
    play_out,
    resume,
    rollout,
)
from course_lib.worlds import gems, maze

RANDOM = cl.random_policy(maze.DEPLOY)


def test_only_those_under_way_are_asked_and_each_step_is_told():
    sim = begin(maze.DEPLOY, level_seeds(40))
    before, asked = sim.batch.copy(), np.zeros(40, int)
    for step in rollout(sim, RANDOM, 0):
        assert np.array_equal(step.states, before[step.active])
        assert not is_over(step.states).any()
        assert len(step.observations) == len(step.actions) == len(step.uniform) == len(step.active)
        assert np.array_equal(step.actions, (step.uniform * 4).astype(int))
        asked[step.active] += 1
        before = sim.batch.copy()
    assert is_over(sim.batch).all() and np.array_equal(asked, sim.batch.steps)


def test_what_happens_in_one_environment_does_not_depend_on_the_others():
    seeds = level_seeds(9)
    few, many = (play_out(begin(maze.DEPLOY, some), Always(1), 3) for some in (seeds[:3], seeds))
    assert np.array_equal(few, many[:3])


class Always:
    """A policy that only ever does one thing."""

    def __init__(self, action: int):
        self.action = action

    def choose(self, observations, states, uniform):
        return np.full(len(uniform), self.action)


def test_it_ends_where_one_says_and_asks_no_more_there():
    sim = begin(maze.DEPLOY, level_seeds(30))
    steps = list(rollout(sim, RANDOM, 0, lambda s: is_over(s) | (s.steps >= 5)))
    assert len(steps) == 5 and sim.batch.steps.max() == 5


def test_levels_follow_from_seed_and_stream_alone():
    assert np.array_equal(level_seeds(20, 1)[:7], level_seeds(7, 1))
    other = [level_seeds(20, 2), level_seeds(20, 1, Stream.SHELVES)]
    assert not any(set(level_seeds(20, 1).tolist()) & set(one.tolist()) for one in other)
    assert level_seeds(100, below=10).max() < 10


def test_batches_are_the_same_levels_in_pieces():
    sims = list(begin_batches(maze.TRAIN, BATCH + 3, 4))
    assert [sim.count for sim in sims] == [BATCH, 3]
    found = outcomes(RANDOM, maze.TRAIN, BATCH + 3, 4)
    assert np.array_equal(np.concatenate([sim.batch for sim in sims]), found.first)


def test_episodes_go_on_from_copies_of_records():
    half = begin(maze.DEPLOY, level_seeds(10))
    for _, _ in zip(range(3), rollout(half, cl.planner(maze.DEPLOY), 0), strict=False):
        pass
    kept = half.batch.copy()
    last = play_out(resume(maze.DEPLOY, half.batch), cl.planner(maze.DEPLOY), 1)
    assert np.array_equal(half.batch, kept)
    assert np.array_equal(last, play_out(half, cl.planner(maze.DEPLOY), 2))


def test_what_is_no_policy_of_this_world_is_refused():
    sim = begin(maze.DEPLOY, level_seeds(2))
    with pytest.raises(ValueError, match="made for 'gems', not for 'maze'"):
        play_out(sim, cl.planner(gems.DEPLOY), 0)
    with pytest.raises(TypeError, match="a policy is a function"):
        play_out(sim, 3, 0)
