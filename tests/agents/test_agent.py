"""How an agent chooses: each action as often as its probability says."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from course_lib.agents.agent import choose


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
