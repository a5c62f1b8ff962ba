"""An agent that has not learned its levels says so, and what is usual in them."""

import numpy as np
import pytest

from course_lib.agents.cohorts import Cohorts
from course_lib.agents.learned import LEARNED_AT, planned, verdict
from course_lib.agents.ppo import PPO
from course_lib.agents.training import train
from course_lib.engine.world import world
from course_lib.worlds import keys_and_chests, maze, ridge

TINY = PPO(steps=8192, num_envs=64, num_steps=16, num_minibatches=4, channels=(2, 2, 2), hidden=8)


def after(hits: int, of: int, metric: str = "cheese") -> Cohorts:
    """A run whose latest episodes got the goal so often."""
    cohorts = Cohorts(of, of)
    cohorts.finish(9, np.ones(of, bool), {metric: np.arange(of) < hits})
    return cohorts


def test_a_mark_that_lies_within_the_interval_counts_as_reached():
    assert verdict(maze.TRAIN, after(885, 1000)).learned
    assert not verdict(maze.TRAIN, after(860, 1000)).learned


def test_the_sentence_names_the_rate_its_interval_what_is_usual_and_what_to_try():
    said = str(verdict(maze.TRAIN, after(752, 1000)))
    assert "cheese in 75 % of its latest 1,000 episodes" in said
    assert "95 % interval 72 to 78 %; 90 % is usual" in said
    assert "more steps, or another seed" in said


def test_where_the_goal_is_counted_the_planner_says_what_can_be_had():
    best = planned(keys_and_chests.TRAIN)
    found = verdict(keys_and_chests.TRAIN, after(500, 1000, "chests"))
    assert 1 < best < 3 and found.usual == pytest.approx(LEARNED_AT["keys_and_chests"] * best)
    assert f"the planner gets {best:.2f}" in str(found) and not found.learned


def test_worlds_without_a_mark_and_runs_of_few_episodes_have_no_verdict():
    assert verdict(None, after(1, 2)) is None
    assert verdict(ridge.TRAIN, after(0, 1000, world("ridge").goal)) is None
    assert verdict(maze.TRAIN, after(0, 10)) is None


def test_a_run_that_is_over_says_so_and_its_card_keeps_it(capsys):
    agent = train(maze.TRAIN, TINY, seed=0)
    assert "has not learned its training levels (cheese in" in capsys.readouterr().out
    assert agent.card["learned"] is False


def test_a_run_that_was_stopped_or_is_to_be_quiet_says_nothing(capsys):
    stopped = train(
        maze.TRAIN, TINY, seed=0, callback=lambda progress, trainer: progress.steps > 6000
    )
    quiet = train(maze.TRAIN, TINY, seed=0, bar=False)
    assert capsys.readouterr().out == ""
    assert stopped.card["finished"] is False
    assert stopped.card["learned"] is quiet.card["learned"] is False
