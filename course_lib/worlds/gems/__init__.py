"""The gems: objects of some colour and shape. The rules are in `rules.py`."""

from course_lib.worlds.gems.rules import *  # noqa: F403
