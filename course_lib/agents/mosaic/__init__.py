"""Networks looked through once for all that pictures have in common. Without torch: `Looked`."""

from course_lib.agents.mosaic.looked import Looked
from course_lib.agents.mosaic.mosaic import Mosaic

__all__ = ["Looked", "Mosaic"]
