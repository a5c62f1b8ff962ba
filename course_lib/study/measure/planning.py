"""What would be best: the planner of a world, which looks at the true state, as a policy."""

from dataclasses import dataclass

import numpy as np

from course_lib.engine.world import world, world_of, worlds
from course_lib.protocols import Distribution


@dataclass(frozen=True)
class Planner:
    """A policy that does what is best for the intended goal, in the fewest steps."""

    distribution: Distribution
    name: str = "planner"

    def choose(self, observations, states: np.recarray, uniform) -> np.ndarray:
        """The best action (batch,) in each true state (batch,)."""
        best = world_of(self.distribution).planner
        assert best is not None  # `planner` made sure of it
        return best(states)


def planner(distribution) -> Planner:
    """The optimal policy of this distribution's world; it sees the true state, not the picture.

    Raises ValueError for a world without a planner.
    """
    home = world_of(distribution)
    if home.planner is None:
        able = ", ".join(name for name in worlds() if world(name).planner)
        raise ValueError(f"there is no planner for {home.name!r}; there are: {able}")
    return Planner(distribution)
