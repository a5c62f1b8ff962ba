"""Widgets for the notebook: drawn in the browser, described in words, pictured where none runs.

Each opens its room when it is first asked for: a game brings instruments that an arcade needs not.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from course_lib.widgets.arcade.widget import Arcade
    from course_lib.widgets.editor.widget import LevelEditor
    from course_lib.widgets.form.widget import Form
    from course_lib.widgets.player.compare import Compare
    from course_lib.widgets.player.widget import EpisodePlayer
    from course_lib.widgets.shelf.widget import LevelShelf
    from course_lib.widgets.spot.widget import SpotTheDifference
    from course_lib.widgets.training.curves import LiveCurves
    from course_lib.widgets.training.widget import LiveTraining

_ROOMS = {
    "Arcade": "arcade.widget",
    "Compare": "player.compare",
    "EpisodePlayer": "player.widget",
    "Form": "form.widget",
    "LevelEditor": "editor.widget",
    "LevelShelf": "shelf.widget",
    "LiveCurves": "training.curves",
    "LiveTraining": "training.widget",
    "SpotTheDifference": "spot.widget",
}

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


def __getattr__(name: str) -> Any:
    """A widget, imported now."""
    if name not in _ROOMS:
        raise AttributeError(f"course_lib.widgets has no {name!r}; it has: {', '.join(__all__)}")
    found = getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted([*globals(), *_ROOMS])
