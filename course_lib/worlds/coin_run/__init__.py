"""The coin run: platform levels with a coin somewhere. The rules are in `rules.py`."""

from course_lib.worlds.coin_run.rules import *  # noqa: F403
