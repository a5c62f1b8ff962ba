"""What several tests of agents begin with."""

import pytest
import torch

from course_lib.agents import zoo
from course_lib.agents.agent import Agent
from course_lib.agents.networks import Network, Shape
from course_lib.worlds import maze


@pytest.fixture
def file(tmp_path):
    """An untrained agent on disk."""
    torch.manual_seed(0)
    network = Network(Shape((36, 36, 3), 4, (4, 4, 8), 16))
    agent = Agent("maze/test:2", network, maze.TRAIN, 2, {"steps": 0})
    zoo.save(agent, tmp_path / "2.safetensors")
    return tmp_path / "2.safetensors"
