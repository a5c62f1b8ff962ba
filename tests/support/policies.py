"""Policies that know little: a student's function, and an untrained network."""

import numpy as np

from course_lib.agents.agent import Agent
from course_lib.agents.networks import Network, Shape
from course_lib.worlds import maze


def right(observation) -> int:
    """A student's policy: a plain function."""
    assert observation.dtype == np.uint8 and observation.ndim == 3
    return maze.Action.RIGHT


def untrained(distribution=maze.TRAIN) -> Agent:
    """An agent that knows nothing."""
    side = distribution.grid[0] * 4
    network = Network(Shape((side, side, 3), 4, (4, 4, 8), 16))
    return Agent("novice", network, distribution)
