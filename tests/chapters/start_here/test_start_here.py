"""Lesson 00: the maze that it shows first, and its predictions."""

import course_lib as cl
from course_lib.chapters.start_here.levels import leaves_it
from course_lib.chapters.start_here.questions import quiz
from course_lib.study.measure.episodes import first_level, play
from course_lib.worlds import maze
from course_lib.worlds.maze.planner import maze_ways


def test_the_maze_shown_first_has_its_cheese_near_and_ends_without_it():
    episode = first_level(cl.load("maze/corner"), maze.DEPLOY, leaves_it)
    ways = maze_ways(episode.records[:1])
    assert ways["detour"][0] and 3 * ways["to_cheese"][0] <= ways["to_corner"][0]
    assert episode.metrics["corner"] and not episode.metrics["cheese"]


def test_a_mouse_that_takes_the_cheese_is_not_what_is_looked_for():
    assert not any(
        leaves_it(play(cl.planner(maze.DEPLOY), maze.DEPLOY, seed=seed)) for seed in range(10)
    )


def test_every_number_of_mazes_out_of_a_hundred_is_an_answer_to_how_good():
    assert all(quiz.exercises["how_good"].truth(value) for value in (0, 23.5, 60.2, 99, 100))
