"""The worlds, one file each, all in the same order: who has read one can read them all."""

from course_lib.worlds import coin_run, garden, gems, keys_and_chests, maze, ridge

__all__ = ["coin_run", "garden", "gems", "keys_and_chests", "maze", "ridge"]
