"""How an agent chooses: each action as often as its probability says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.agents import zoo
from course_lib.agents.agent import choose
from course_lib.study.measure.rollout import begin, level_seeds


@given(st.lists(st.floats(0.01, 1), min_size=2, max_size=6), st.floats(0, 1, exclude_max=True))
def test_choose_never_leaves_the_actions(weights, uniform):
    p = np.array([weights], np.float32) / np.float32(sum(weights))
    action = choose(p, np.array([uniform]))[0]
    cumulated = np.cumsum(p[0].astype(float))
    assert 0 <= action < len(weights)
    assert uniform <= cumulated[action] + 1e-5
    assert action == 0 or uniform >= cumulated[action - 1] - 1e-5


def test_choose_draws_each_action_as_often_as_its_probability_says():
    p = np.array([0.5, 0.05, 0.0, 0.45], np.float32)
    drawn = choose(np.tile(p, (100_000, 1)), np.random.default_rng(0).random(100_000))
    assert np.allclose(np.bincount(drawn, minlength=4) / 100_000, p, atol=0.006)
    assert (drawn != 2).all()


def test_pictures_of_another_type_are_taken_where_they_are_pictures():
    agent = zoo.load("maze/corner")
    pictures = begin(agent.distribution, level_seeds(5)).observe()
    wanted = agent.evaluate(pictures)[0]
    assert np.array_equal(agent.evaluate(pictures.astype(float))[0], wanted)
    for wrong in (0.5, 256.0, -1.0, np.nan):
        broken = pictures.astype(float)
        broken[0, 1, 2, 0] = wrong
        with pytest.raises(ValueError, match=f"not {wrong}"):
            agent.evaluate(broken)
