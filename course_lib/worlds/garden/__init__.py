"""The garden: plants to water, and a camera that looks on. The rules are in `rules.py`."""

from course_lib.worlds.garden.rules import *  # noqa: F403
