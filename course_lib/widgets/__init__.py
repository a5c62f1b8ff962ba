"""Widgets for the notebook: drawn in the browser, described in words, pictured where none runs."""

from course_lib.widgets.arcade import Arcade
from course_lib.widgets.compare import Compare
from course_lib.widgets.curves import LiveCurves
from course_lib.widgets.editor import LevelEditor
from course_lib.widgets.player import EpisodePlayer
from course_lib.widgets.shelf import LevelShelf
from course_lib.widgets.spot import SpotTheDifference
from course_lib.widgets.training import LiveTraining

__all__ = [
    "Arcade",
    "Compare",
    "EpisodePlayer",
    "LevelEditor",
    "LevelShelf",
    "LiveCurves",
    "LiveTraining",
    "SpotTheDifference",
]
