"""Warnings before deployment: committees, gates, and asking for help."""

import numpy as np
import pytest

import course_lib as cl
from course_lib.agents.agent import Agent
from course_lib.agents.ppo import PPO
from course_lib.chapters.repair import (
    ask,
    sweep_committee,
    sweep_gate,
)
from course_lib.chapters.repair.mixture import train_on
from course_lib.study.inside.moments import sample_states
from course_lib.study.measure.mixtures import Shelf, pure
from course_lib.worlds import maze

CORNER, ANYWHERE = maze.Distribution(size=5), maze.Distribution(size=5, cheese="anywhere")
QUICK = PPO(steps=3000, num_envs=32, num_steps=16, microbatch=64, channels=(4, 4, 8), hidden=16)

# ── The committee ───────────────────────────────────────────────────────────────────────────


def test_disagreement_is_about_opinions_and_not_about_doubt():
    sure = np.array([[[1.0, 0.0]], [[0.0, 1.0]]])
    unsure = np.array([[[0.5, 0.5]], [[0.5, 0.5]]])
    assert sweep_committee.disagreement(sure)[0] == pytest.approx(1)
    assert sweep_committee.disagreement(unsure)[0] == pytest.approx(0)
    assert sweep_committee.disagreement(sure[[0, 0]])[0] == pytest.approx(0)


class Fixed:
    """An agent that always says the same."""

    choose = Agent.choose

    def __init__(self, *probabilities):
        self.probabilities = np.array(probabilities)

    def evaluate(self, observations):
        return np.tile(self.probabilities, (len(observations), 1)), np.zeros(len(observations))


def test_members_of_one_opinion_warn_of_nothing():
    up, right = Fixed(1.0, 0, 0, 0), Fixed(0, 1.0, 0, 0)
    alike = sweep_committee.rehearse([up, up], 0, CORNER, episodes=20, watched=3)
    apart = sweep_committee.rehearse([up, right], 0, CORNER, episodes=20, watched=3)
    assert np.allclose(alike.score, 0) and np.allclose(apart.score, 1)
    assert alike.failed.any() and np.array_equal(alike.failed, apart.failed)
    with pytest.raises(ValueError, match="at least 2 members"):
        sweep_committee.rehearse([up], 0, CORNER)


def test_the_committee_of_a_world_is_its_shipped_seeds():
    assert [one.seed for one in sweep_committee.committee("gems")] == [0, 1, 2, 3, 4]
    with pytest.raises(ValueError, match="world must be one of"):
        sweep_committee.committee("chess")


# ── Asking ──────────────────────────────────────────────────────────────────────────────────


def test_who_always_asks_is_as_good_as_the_helper_and_who_never_asks_as_the_agent():
    agent = train_on(pure(CORNER), QUICK, seed=0)
    doubts = {"always": lambda seen: np.ones(len(seen))}
    rows = ask.cost_curve(agent, doubts, ANYWHERE, episodes=60, allowed=(1.0,))
    always = ask.Asking(agent, cl.planner(ANYWHERE), doubts["always"], 0.5)
    assert rows[0]["doubt"] == "never" and rows[0]["questions"] == 0 and rows[0]["failed"] > 0
    table = cl.behaviour(always, ANYWHERE, 60, baselines=False)
    assert table.get("asking", "levels", "cheese")["mean"] == 1
    assert always.asked == 60 * table.get("asking", "levels", "steps")["mean"]


def test_the_threshold_is_that_share_of_training_steps():
    agent = train_on(pure(CORNER), QUICK, seed=0)
    limit, none = ask.thresholds(ask.own_entropy(agent), agent, (0.2, 0.0), levels=100)
    found = ask.own_entropy(agent)(sample_states(agent, CORNER, 100, every=1).pictures)
    assert (found > limit).mean() <= 0.2 <= (found >= limit).mean()  # a mouse that is stuck: ties
    assert not (found > none).any()


def test_the_cheapest_depends_on_the_price():
    rows = [
        {"doubt": "never", "questions": 0.0, "failed": 0.8},
        {"doubt": "coin", "questions": 6.0, "failed": 0.2},
    ]
    assert ask.cheapest(rows, 0.05)["doubt"] == "coin"
    assert ask.cheapest(rows, 0.2)["doubt"] == "never"
    assert ask.total_cost(rows[1], 0.1) == pytest.approx(ask.total_cost(rows[0], 0.1))


# ── The gate ────────────────────────────────────────────────────────────────────────────────


def test_the_gate_rings_at_a_plain_shift_and_seldom_at_none():
    plain, nothing = sweep_gate.SHIFTS["maze: cheese anywhere"], sweep_gate.SHIFTS["maze: nothing"]
    assert sweep_gate.alarms(*plain, size=64, runs=6) == 6
    assert sweep_gate.alarms(*nothing, size=16, runs=20) <= 4


def test_every_shift_is_of_one_world_and_each_world_has_a_harmless_one():
    for name, (training, new) in sweep_gate.SHIFTS.items():
        assert Shelf(((0.5, training), (0.5, new))).world
        assert (training == new) == name.endswith("nothing")
