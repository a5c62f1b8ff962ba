"""Widgets for the notebook: drawn in the browser, described in words, pictured where none runs."""

from course_lib.widgets.arcade.widget import Arcade
from course_lib.widgets.editor.widget import LevelEditor
from course_lib.widgets.form.widget import Form
from course_lib.widgets.player.compare import Compare
from course_lib.widgets.player.widget import EpisodePlayer
from course_lib.widgets.shelf.widget import LevelShelf
from course_lib.widgets.spot.widget import SpotTheDifference
from course_lib.widgets.training.curves import LiveCurves
from course_lib.widgets.training.widget import LiveTraining

__all__ = [
    "Arcade",
    "Compare",
    "EpisodePlayer",
    "Form",
    "LevelEditor",
    "LevelShelf",
    "LiveCurves",
    "LiveTraining",
    "SpotTheDifference",
]
