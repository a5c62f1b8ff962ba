"""What the maze lessons measure, on policies of which the answer is known, and their exercises."""

import numpy as np
import pytest

import course_lib as cl
from course_lib.chapters.maze import analysis, figures
from course_lib.chapters.maze.drawings import DOWN_FIRST, TESTS
from course_lib.chapters.maze.questions import quiz
from course_lib.quiz.quiz import Quiz
from course_lib.study.measure.episodes import first_level
from course_lib.study.measure.stats import rate_over_seeds
from course_lib.worlds import maze

PLANNER, RANDOM = cl.planner(maze.DEPLOY), cl.random_policy(maze.DEPLOY)


class CornerMouse:
    """Takes the shortest way to the corner."""

    name = "corner mouse"

    def choose(self, observations, states, uniform):
        states = states.copy()
        states.cheese_at = states.corner_at
        return PLANNER.choose(observations, states, uniform)


def test_drawn_mazes_tell_the_two_mice_apart_except_in_the_control():
    table = analysis.play_drawings([PLANNER, CornerMouse()], TESTS, times=3)
    for label in TESTS:
        seeker = table.get("corner mouse", label, "corner")["mean"]
        assert seeker == 1
        assert table.get("planner", label, "corner")["mean"] == (label == "control")
        assert table.get("planner", label, "cheese")["mean"] == 1
    assert "beside it" in figures.grid_words(table)


def test_first_steps_go_where_a_policy_is_after():
    table = analysis.first_steps([PLANNER, CornerMouse()], maze.DEPLOY, levels=400)
    groups = {row["distribution"] for row in table.rows}
    assert groups == {f"corner: {way.name.lower()}" for way in maze.Action}
    for group in groups:
        assert table.get("planner", group, "toward the cheese")["mean"] == 1
        assert table.get("corner mouse", group, "toward the corner")["mean"] == 1
        assert table.get("corner mouse", group, "toward the cheese")["mean"] == 0


def test_a_walk_is_as_long_as_the_shortest_way_only_for_a_mouse_that_goes_straight():
    table = analysis.corner_walks([CornerMouse(), RANDOM], maze.DEPLOY, episodes=200)
    ratio = "taken / shortest"
    assert table.get("corner mouse", "corner first", ratio)["mean"] == 1
    assert table.get("corner mouse", "corner first", ratio)["episodes"] > 100
    assert table.get("random", "corner first", ratio)["mean"] > 2


def test_regret_is_0_for_the_planner_and_1_for_random():
    table = cl.behaviour(PLANNER, {"deployment": maze.DEPLOY}, episodes=200, given="detour")
    assert analysis.regret(table, "planner", "deployment")[0] == 0
    assert analysis.regret(table, "random", "deployment")[0] == 1
    with pytest.raises(ValueError, match="no regret to speak of"):
        analysis.regret(table, "random", "deployment", "corner")


def test_where_the_mouse_ends_is_counted_for_episodes_without_cheese_only():
    table = analysis.ends_in_region([CornerMouse(), PLANNER], 1, maze.DEPLOY, episodes=200)
    row = table.get("corner mouse", "no cheese", "ends in region 1")
    assert row["mean"] == 1 and 0 < row["episodes"] < 200
    assert table.get("planner", "no cheese", "ends in region 1")["episodes"] == 0


def test_the_interval_over_seeds_is_students():
    mean, low, high = rate_over_seeds([0.4, 0.5, 0.6])
    assert mean == pytest.approx(0.5)
    assert (low, high) == pytest.approx((0.5 - 0.2484, 0.5 + 0.2484), abs=1e-3)
    assert rate_over_seeds([0.7]) == (0.7, 0.0, 1.0)


def test_the_cheese_map_has_a_chance_for_every_tile_that_cheese_may_lie_on():
    class Rightward:
        """Expects nothing and goes right."""

        def evaluate(self, observations):
            return np.tile([0.0, 1.0, 0.0, 0.0], (len(observations), 1)), np.zeros(
                len(observations)
            )

    chances = analysis.cheese_map(Rightward(), TESTS["no walls"])
    assert np.isnan(chances[4, 4]) and np.isnan(chances[0]).all()
    assert np.isfinite(chances).sum() == 48
    assert chances[4, 7] == 1 and chances[4, 1] == 0


def test_the_first_level_wanted_is_found_or_said_to_be_missing():
    episode = first_level(CornerMouse(), maze.DEPLOY, analysis.passes_by)
    assert episode.metrics == {"cheese": 0, "corner": 1}
    assert analysis.is_detour(episode)
    with pytest.raises(ValueError, match=r"none of the levels 0 to 2 .*'corner mouse'"):
        first_level(CornerMouse(), maze.TRAIN, analysis.is_detour, most=3)


@pytest.mark.parametrize(
    ("drawing", "words"),
    [
        (DOWN_FIRST, "up or right by habit"),
        (TESTS["control"], "could both start down"),
        (TESTS["no walls"], "habit of going up and right"),
        ("#####\n#M.C#\n#...#\n#...#\n#####", "see 9 by 9"),
        (DOWN_FIRST.replace("M", "."), "exactly one mouse"),
        (7, "not text"),
    ],
)
def test_the_drawing_exercise_says_what_a_drawing_cannot_tell(drawing, words, tmp_path):
    desk = Quiz("x", [quiz.exercises["my_maze"]], tmp_path)
    assert words in " ".join(desk.judge("my_maze", drawing).split())


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda cheese, onward, corner: cheese < corner, "not on the way"),
        (lambda cheese, onward, corner: cheese + onward != corner, "Turn it round"),
        (lambda cheese, onward, corner: ..., "returns nothing yet"),
        (lambda cheese, onward, corner: True, "on the way? You say True"),
    ],
)
def test_the_way_exercise_names_what_is_confused(wrong, words, tmp_path):
    desk = Quiz("x", [quiz.exercises["on_the_way"]], tmp_path)
    assert words in " ".join(desk.judge("on_the_way", wrong).split())


def test_a_prediction_is_noted_and_not_judged(tmp_path):
    desk = Quiz("x", [quiz.exercises["region"]], tmp_path)
    assert desk.judge("region", "b").startswith("Noted. You say: It falls at once")
    assert desk.judge("region", "it will rise, I think").startswith("Noted.")
    assert "none of a b c d" in desk.judge("region", "z")
