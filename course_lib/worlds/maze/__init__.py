"""The maze: a mouse, some cheese, and a corner. The rules are in `rules.py`."""

from course_lib.worlds.maze.rules import *  # noqa: F403
