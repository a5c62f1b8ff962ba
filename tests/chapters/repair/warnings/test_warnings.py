"""Warnings before deployment: committees, gates, and asking for help."""

import numpy as np
import pytest

import course_lib as cl
from course_lib.agents.agent import Agent
from course_lib.agents.ppo import PPO
from course_lib.chapters.repair.mixture import train_on
from course_lib.chapters.repair.warnings import (
    asking,
    committees,
    doubts,
    sweep_committee,
    sweep_gate,
    timing,
)
from course_lib.study.inside.moments import sample_states
from course_lib.study.measure.mixtures import Shelf, pure
from course_lib.worlds import maze

CORNER, ANYWHERE = maze.Distribution(size=5), maze.Distribution(size=5, cheese="anywhere")
QUICK = PPO(steps=3000, num_envs=32, num_steps=16, microbatch=64, channels=(4, 4, 8), hidden=16)

# ── The committee ───────────────────────────────────────────────────────────────────────────


def test_disagreement_is_about_opinions_and_not_about_doubt():
    sure = np.array([[[1.0, 0.0]], [[0.0, 1.0]]])
    unsure = np.array([[[0.5, 0.5]], [[0.5, 0.5]]])
    assert doubts.disagreement(sure)[0] == pytest.approx(1)
    assert doubts.disagreement(unsure)[0] == pytest.approx(0)
    assert doubts.disagreement(sure[[0, 0]])[0] == pytest.approx(0)


class Fixed:
    """An agent that always says the same."""

    choose = Agent.choose

    def __init__(self, *probabilities):
        self.probabilities = np.array(probabilities)

    def evaluate(self, observations):
        return np.tile(self.probabilities, (len(observations), 1)), np.zeros(len(observations))


def test_members_of_one_opinion_warn_of_nothing():
    up, right = Fixed(1.0, 0, 0, 0), Fixed(0, 1.0, 0, 0)
    alike, apart = (
        sweep_committee.rehearse([up, one], 0, CORNER, (2, 3), episodes=20) for one in (up, right)
    )
    assert np.allclose(alike.doubts["committee"], 0) and np.allclose(apart.doubts["committee"], 1)
    assert np.allclose(apart.doubts["entropy"], 0), "the acting member is sure"
    assert alike.failed.any() and np.array_equal(alike.failed, apart.failed)
    with pytest.raises(ValueError, match="at least 2 members"):
        sweep_committee.rehearse([up], 0, CORNER, (2, 3))


def test_in_a_committee_of_five_the_acting_member_and_the_next_two_are_one_of_three():
    five = [Fixed(*np.eye(4)[way]) for way in (0, 1, 2, 0, 1)]
    large = sweep_committee.rehearse(five, 3, CORNER, (2, 3), episodes=20)
    small = sweep_committee.rehearse([*five[3:], five[0]], 0, CORNER, (2, 3), episodes=20)
    assert np.allclose(large.doubts["three"], small.doubts["committee"])
    assert (large.doubts["committee"] > large.doubts["three"]).all() and "three" not in small.doubts


def test_larger_committees_have_the_members_of_the_smaller_ones(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_COMMITTEES", str(tmp_path))
    made = []
    monkeypatch.setattr(committees, "train", lambda *_, name, **__: made.append(name))
    monkeypatch.setattr(committees, "save", lambda agent, path: path.touch())
    monkeypatch.setattr(committees, "load_file", lambda path: path.stem)
    assert committees.committee("maze", 1) == ["maze-3", "maze-4", "maze-5"]
    found = committees.committee("maze, five members", 0)
    assert found == [f"maze-{seed}" for seed in range(5)]
    assert made == ["maze-3", "maze-4", "maze-5", "maze-0", "maze-1", "maze-2"], "each once"


def test_committees_of_a_setting_have_no_member_in_common():
    found = [one.seed for number in (0, 1) for one in committees.committee("gems", number)]
    assert found == list(range(2 * committees.SIZE))
    with pytest.raises(ValueError, match="a setting is one of"):
        committees.committee("chess", 0)
    with pytest.raises(ValueError, match="has 5 committees, no 5"):
        committees.committee("gems", 5)


def test_a_member_that_is_not_shipped_is_trained_once(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_COMMITTEES", str(tmp_path))
    monkeypatch.setitem(
        committees.SETTINGS, "small", committees.Setting(CORNER, ANYWHERE, lambda: QUICK)
    )
    first = committees.member("small", 3)
    monkeypatch.setattr(committees, "train", None)  # a second training would fail
    again = committees.member("small", 3)
    assert (first.seed, again.seed, first.distribution) == (3, 3, CORNER)
    pictures = sample_states(again, CORNER, 5).pictures
    assert np.array_equal(first.evaluate(pictures)[0], again.evaluate(pictures)[0])


# ── Asking ──────────────────────────────────────────────────────────────────────────────────


def test_who_always_asks_is_as_good_as_the_helper_and_who_never_asks_as_the_agent():
    agent, helper = train_on(pure(CORNER), QUICK, seed=0), cl.planner(ANYWHERE)
    always = asking.with_help(agent, helper, asking.coin(), -1.0, ANYWHERE, 1, 60)
    never = asking.with_help(agent, helper, asking.coin(), 1.0, ANYWHERE, 1, 60)
    assert not always.failed.any() and np.array_equal(always.helped, always.steps)
    alone = cl.behaviour(agent, ANYWHERE, 60, baselines=False).get(agent.name, "levels", "cheese")
    assert not never.helped.any() and never.failed.mean() == pytest.approx(1 - alone["mean"])


def test_one_call_for_so_many_steps():
    agent, helper = Fixed(1.0, 0, 0, 0), cl.planner(ANYWHERE)
    once = asking.with_help(agent, helper, asking.coin(), -1.0, ANYWHERE, asking.TO_THE_END, 60)
    assert not once.failed.any() and np.array_equal(once.calls > 0, once.steps > 0)
    assert once.calls.max() == 1 and np.array_equal(once.helped, once.steps)
    by_three = asking.with_help(agent, helper, asking.coin(), -1.0, ANYWHERE, 3, 60)
    assert np.array_equal(by_three.calls, -(-by_three.steps // 3))


def test_the_threshold_is_that_share_of_training_steps():
    agent = train_on(pure(CORNER), QUICK, seed=0)
    limit, none = asking.thresholds(asking.own_entropy(agent), agent, (0.2, 0.0), levels=100)
    found = asking.own_entropy(agent)(sample_states(agent, CORNER, 100, every=1).pictures)
    assert (found > limit).mean() <= 0.2 <= (found >= limit).mean()  # a mouse that is stuck: ties
    assert not (found > none).any()


def test_the_cheapest_depends_on_the_price():
    rows = [{"doubt": "never", "helped": 0.0, "failed": 0.8},
            {"doubt": "coin", "helped": 6.0, "failed": 0.2}]  # fmt: skip
    assert asking.cheapest(rows, 0.05)["doubt"] == "coin"
    assert asking.cheapest(rows, 0.2)["doubt"] == "never"
    assert asking.total_cost(rows[1], 0.1) == pytest.approx(asking.total_cost(rows[0], 0.1))


# ── When doubt rises ────────────────────────────────────────────────────────────────────────


def test_the_first_request_is_before_the_moment_or_not():
    doubt = np.array([[0, 0, 0], [9, 0, 0], [0, 0, 0], [0, 9, np.nan]], float)
    moment = np.array([2, 2, 1])
    assert timing.first_request(doubt, moment, 1) == {"before": 1, "after": 1, "never": 1}
    found = timing.around(doubt, moment, 1)
    assert found["present"][timing.AROUND - 1 :][:3] == [3, 3, 2 + 1]
    assert found["asking"][timing.AROUND - 1 : timing.AROUND + 2] == [1, 0, 1]
    assert sum(found["asking"]) == 2


def test_the_moment_is_when_the_mouse_comes_to_the_corner():
    mouse = Fixed(0.5, 0.5, 0, 0)  # up or to the right, whatever it sees
    seen = timing.watch(mouse, {"coin": asking.coin()}, ANYWHERE, 40)
    assert seen.doubts["coin"].shape[1] == len(seen.moment) > 0
    assert (seen.moment > 0).all() and (seen.moment < len(seen.doubts["coin"])).all()


# ── The gate ────────────────────────────────────────────────────────────────────────────────


def test_the_gate_rings_at_a_plain_shift_and_seldom_at_none():
    plain, nothing = sweep_gate.SHIFTS["maze: cheese anywhere"], sweep_gate.SHIFTS["maze: nothing"]
    assert sweep_gate.alarms(*plain, size=64, runs=6) == 6
    assert sweep_gate.alarms(*nothing, size=16, runs=20) <= 4


def test_every_shift_is_of_one_world_and_each_world_has_a_harmless_one():
    for name, (training, new) in sweep_gate.SHIFTS.items():
        assert Shelf(((0.5, training), (0.5, new))).world
        assert (training == new) == name.endswith("nothing")
