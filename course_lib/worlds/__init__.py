"""The worlds, one file each, all in the same order: who has read one can read them all."""

from course_lib.worlds import coin_run, maze

__all__ = ["coin_run", "maze"]
