"""Keys and chests: only chests pay. The rules are in `rules.py`."""

from course_lib.worlds.keys_and_chests.rules import *  # noqa: F403
