"""Rewards that students write: what is paid, what pays best, and what a mouse is trained on."""

from dataclasses import replace

import numpy as np
import pytest

from course_lib.chapters.outer_and_inner_alignment import rewards
from course_lib.chapters.outer_and_inner_alignment.rewards import ROOM, Step, best_paid
from course_lib.chapters.outer_and_inner_alignment.sweep_rewards import SWEEP
from course_lib.chapters.outer_and_inner_alignment.trials import (
    RECIPE,
    PaidEnv,
    mean_cheese,
    train_on,
    try_out,
)
from course_lib.study.measure.planning import planner
from course_lib.study.measure.policies import random_policy
from course_lib.study.measure.sweep import load_results
from course_lib.worlds import maze

RIGHT, LEFT = maze.Action.RIGHT, maze.Action.LEFT


def test_a_step_is_paid_by_what_it_did():
    seen: list[Step] = []

    def note(step: Step) -> float:
        seen.append(step)
        return 10 * step.nearer + step.cheese

    room = maze.Distribution(size=5, cheese=(1, 1), mouse=(1, 3), loops=1.0)
    paid = PaidEnv(1, room, note)
    paid.reset(seed=0)
    actions = (RIGHT, LEFT, RIGHT, LEFT, LEFT)
    amounts = [float(paid.step(np.array([int(action)]))[1][0]) for action in actions]
    assert amounts == [0, 10, -10, 10, 11]  # the first step bumps into the wall on the right
    assert [step.distance for step in seen] == [2, 1, 2, 1, 0]
    assert [step.cheese for step in seen] == [0, 0, 0, 0, 1]


def test_the_first_step_of_the_next_episode_is_measured_from_its_own_start():
    nearer: set[int] = set()

    def note(step: Step) -> float:
        nearer.add(step.nearer)
        return 0.0

    paid = PaidEnv(8, ROOM, note)
    paid.reset(seed=0)
    rng = np.random.default_rng(0)
    for _ in range(150):
        paid.step(rng.integers(4, size=8))
    assert nearer == {-1, 0, 1}  # never more than one tile a step


@pytest.mark.parametrize(
    ("reward", "cheese"),
    [
        (rewards.cheese_only, 1),
        (rewards.near_the_cheese, 0),
        (rewards.each_step_nearer, 0),
        (rewards.nearer_and_back, 1),
        (lambda step: 100 * step.cheese + 0.1 * (step.distance <= 2), 1),
    ],
)
def test_the_best_paid_mouse_is_worked_out(reward, cheese):
    found = best_paid(reward, mazes=10)
    assert found.cheese == cheese and not found.even
    assert found.pay >= found.fetching - 1e-9


def test_where_all_steps_pay_alike_nothing_is_best():
    assert best_paid(lambda step: 2.0, mazes=3).even


def test_trying_out_counts_cheese_and_pay():
    straight = try_out(planner(ROOM), rewards.cheese_only, mazes=60)
    assert straight.cheese == straight.pay == 1
    astray = try_out(random_policy(ROOM), rewards.near_the_cheese, mazes=60)
    assert astray.cheese < 0.8 and astray.pay == pytest.approx(astray.cheese + 0.1 * astray.near)


def test_a_mouse_is_trained_on_the_reward_and_can_be_played():
    short = replace(RECIPE, steps=4096)
    mouse = train_on(rewards.nearer_and_back, seed=3, recipe=short, curves=False)
    assert mouse.distribution == ROOM and mouse.card["steps"] == 4096
    assert 0 <= try_out(mouse, rewards.cheese_only, mazes=20).cheese <= 1


def test_the_shipped_mice_show_what_the_lesson_says():
    rows = load_results("rewards")
    assert {row["job"] for row in rows} == set(SWEEP.jobs())
    rates = {row["job"]: row["cheese"] for row in rows}
    assert min(rates[f"cheese only, seed {s}"] for s in range(5)) > 0.75
    for s in range(5):  # help that cancels on a round trip helps with every seed
        assert rates[f"nearer, and back, seed {s}"] > rates[f"cheese only, seed {s}"]
    assert max(row["cheese"] for row in rows if row["reward"] == "near the cheese") < 0.3
    assert mean_cheese("each step nearer") < 30
