"""How a network that learns looks at what its environments show: taken apart, or plainly."""

from course_lib.agents.sight.ways import Mosaics, Plainly

__all__ = ["Mosaics", "Plainly"]
