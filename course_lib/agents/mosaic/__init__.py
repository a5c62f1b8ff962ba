"""What pictures have in common is looked at once, without torch; `agents.sight` learns by it."""

from course_lib.agents.mosaic.looked import Looked
from course_lib.agents.mosaic.mosaic import Mosaic

__all__ = ["Looked", "Mosaic"]
