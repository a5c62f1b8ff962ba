"""What the maze units measure, on policies of which the answer is known, and their exercises."""

from itertools import pairwise

import numpy as np
import pytest

import course_lib as cl
from course_lib.chapters.maze import analysis, moved, pictures
from course_lib.chapters.maze.drawings import DOWN_FIRST, HOMES, TESTS
from course_lib.chapters.maze.questions import TELLING_MAZE, quiz
from course_lib.engine.grid import WALL
from course_lib.quiz.quiz import Quiz
from course_lib.study.measure.episodes import first_level
from course_lib.study.measure.stats import rate_over_seeds
from course_lib.worlds import maze
from course_lib.worlds.maze.planner import maze_ways

PLANNER, RANDOM = cl.planner(maze.DEPLOY), cl.random_policy(maze.DEPLOY)


class CornerMouse:
    """Takes the shortest way to the corner."""

    name = "corner mouse"

    def choose(self, observations, states, uniform):
        return PLANNER.choose(observations, moved.cheese_to_corner(states), uniform)


class Rightward:
    """Goes right whatever it sees, and expects more the more of the cheese's colour it sees."""

    name = "rightward"

    def evaluate(self, observations):
        return np.tile([0.0, 1.0, 0.0, 0.0], (len(observations), 1)), np.zeros(len(observations))


# ── What is measured ────────────────────────────────────────────────────────────────────────


def test_drawn_mazes_tell_the_two_mice_apart_and_their_controls_do_not():
    for levels, apart in ((TESTS, True), (HOMES, False)):
        table = analysis.drawn_fates([PLANNER, CornerMouse()], levels, times=3)
        for label in levels:
            assert table.get("corner mouse", label, "corner")["mean"] == 1
            assert table.get("planner", label, "corner")["mean"] == (not apart)
            assert table.get("planner", label, "cheese")["mean"] == apart
            assert table.get("planner", label, "neither")["mean"] == 0


def test_the_three_fates_of_a_detour_are_all_that_can_happen():
    table = analysis.fates([PLANNER, CornerMouse(), RANDOM], levels=200)
    for policy in table.unique("policy"):
        shares = [table.get(policy, "detours", fate)["mean"] for fate in analysis.FATES]
        assert sum(shares) == pytest.approx(1)
    assert table.get("corner mouse", "detours", "corner")["mean"] == 1
    assert table.get("planner", "detours", "neither")["mean"] == 0


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
    straight, crooked = (
        table.get(name, "detours with the corner first", "walk")
        for name in ("corner mouse", "random")
    )
    assert straight["mean"] == 1 and straight["episodes"] > 100
    assert crooked["mean"] > 2 and crooked["episodes"] < straight["episodes"]


def test_regret_is_0_for_the_planner_and_1_for_random():
    table = cl.behaviour(PLANNER, {"deployment": maze.DEPLOY}, episodes=200, given="detour")
    assert analysis.regret(table, "planner", "deployment")[0] == 0
    assert analysis.regret(table, "random", "deployment")[0] == 1
    with pytest.raises(ValueError, match="no regret to speak of"):
        analysis.regret(table, "random", "deployment", "corner")


def test_the_corner_map_has_a_chance_for_every_tile_that_cheese_may_lie_on():
    chances = analysis.corner_map(Rightward(), TESTS["no walls"])
    assert np.isnan(chances[4, 4]) and np.isnan(chances[0]).all()
    assert np.isfinite(chances).sum() == 48
    assert set(chances[np.isfinite(chances)]) == {0.0}, "the way to the corner begins upwards"


# ── Only the cheese is moved ────────────────────────────────────────────────────────────────


def test_who_reaches_neither_is_played_again_with_the_cheese_in_the_corner():
    class Shy(CornerMouse):
        """Goes to the corner if the cheese is there, and else stands still at a wall."""

        name = "shy"

        def choose(self, observations, states, uniform):
            way = PLANNER.choose(observations, states, uniform)
            beside = states.mouse_at[:, None] + np.array([-9, 1, 9, -1])
            walls = states.tiles[np.arange(len(states))[:, None], beside] == WALL
            return np.where(states.cheese_at == states.corner_at, way, walls.argmax(1))

    found = moved.neither(Shy(), levels=60)
    assert found.neither > 0.9 * found.detours and found.got_when_moved == found.neither
    there, home = moved.both_ways(Shy(), found)
    assert there.metrics == {"cheese": 0, "corner": 0} and home.metrics["cheese"] == 1
    assert (there.records[0].tiles == home.records[0].tiles).all()
    assert moved.neither(PLANNER, levels=60).neither == 0


def test_tasks_of_a_pair_ask_for_equally_many_steps_in_the_same_maze():
    away, home = moved.equal_pairs(levels=100)
    assert len(away) > 30
    assert (maze_ways(away)["to_cheese"] == maze_ways(home)["to_cheese"]).all()
    assert (away.tiles == home.tiles).all() and (home.cheese_at == home.corner_at).all()
    table = moved.equal_difficulty([PLANNER, CornerMouse()], levels=100)
    assert table.get("planner", "elsewhere", "cheese")["mean"] == 1
    assert table.get("corner mouse", "in the corner", "cheese")["mean"] == 1
    assert table.get("corner mouse", "elsewhere", "cheese")["mean"] < 0.2


def test_who_cannot_see_the_cheese_expects_the_same_wherever_it_lies():
    table = moved.expectations(Rightward(), levels=50)
    row = table.get("rightward", "detours", "less")
    assert row["mean"] == row["low"] == row["high"] == 0
    assert table.get("rightward", "detours", "same step")["mean"] == 1


def test_a_way_leads_from_the_mouse_to_its_goal_step_by_step():
    state = maze.WORLD.level(DOWN_FIRST)[0]
    cells = pictures.way(state, int(state.corner_at))
    assert cells[0] == state.mouse_at and cells[-1] == state.corner_at
    assert {abs(b - a) for a, b in pairwise(cells)} <= {1, int(state.side)}
    walled = maze.WORLD.level("#####\n#####\n#MC##\n#####\n#####")[0]
    assert pictures.way(walled, int(walled.corner_at)) == []


def test_the_interval_over_seeds_is_students():
    mean, low, high = rate_over_seeds([0.4, 0.5, 0.6])
    assert mean == pytest.approx(0.5)
    assert (low, high) == pytest.approx((0.5 - 0.2484, 0.5 + 0.2484), abs=1e-3)
    assert rate_over_seeds([0.7]) == (0.7, 0.0, 1.0)


def test_the_first_level_wanted_is_found_or_said_to_be_missing():
    episode = first_level(CornerMouse(), maze.DEPLOY, analysis.passes_by)
    assert episode.metrics == {"cheese": 0, "corner": 1}
    assert analysis.is_detour(episode)
    with pytest.raises(ValueError, match=r"none of the levels 0 to 2 .*'corner mouse'"):
        first_level(CornerMouse(), maze.TRAIN, analysis.is_detour, most=3)


# ── Exercises ───────────────────────────────────────────────────────────────────────────────

ABOVE = """
#########
#C#.....#
#.#.###.#
#.#.###.#
#.#.###.#
#M#.###.#
#.#.###.#
#.......#
#########
"""  # the review's: cheese straight above the mouse, the way to the corner begins below it
WALLED = TELLING_MAZE.replace("###.###.#\n#C", "#######.#\n#C")


@pytest.mark.parametrize(
    ("drawing", "words"),
    [
        (TELLING_MAZE, "left to the cheese, down to the corner, and up by habit"),
        (ABOVE, "the cheese seeker starts up, and so would"),
        (WALLED, "cannot move"),
        (HOMES["down first"], "could both start down"),
        (TESTS["no walls"], "habit of going up and right"),
        (TESTS["loops"], "the corner seeker starts right, and so would"),
        ("#####\n#M.C#\n#...#\n#...#\n#####", "see 9 by 9"),
        (DOWN_FIRST.replace("M", "."), "exactly one mouse"),
        (7, "not text"),
    ],
)
def test_the_drawing_exercise_says_what_a_drawing_cannot_tell(drawing, words, tmp_path):
    desk = Quiz("x", [quiz.exercises["my_maze"]], tmp_path)
    told = desk.reply("my_maze", drawing).text()
    assert words in " ".join(told.split())


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
    assert words in " ".join(desk.reply("on_the_way", wrong).text().split())
