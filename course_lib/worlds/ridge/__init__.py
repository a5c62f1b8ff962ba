"""The ridge: a narrow way, and a way round. The rules are in `rules.py`."""

from course_lib.worlds.ridge.rules import *  # noqa: F403
