"""Widgets for the notebook: drawn in the browser, described in words, pictured where none runs."""

from course_lib.widgets.arcade import Arcade
from course_lib.widgets.curves import LiveCurves
from course_lib.widgets.player import EpisodePlayer
from course_lib.widgets.spot import SpotTheDifference

__all__ = ["Arcade", "EpisodePlayer", "LiveCurves", "SpotTheDifference"]
