"""Imitation: a network learns to do what somebody was seen doing (behaviour cloning)."""

import numpy as np
import torch

from course_lib.agents.agent import Agent
from course_lib.agents.networks import Network, Shape
from course_lib.agents.torch_tools import keep_freed_memory, one_thread, seeded
from course_lib.protocols import Distribution


def imitate(
    observations: np.ndarray,
    actions: np.ndarray,
    count: int,
    *,
    distribution: Distribution | None = None,
    epochs: int = 20,
    channels: tuple[int, int, int] = (8, 16, 32),
    hidden: int = 128,
    learning_rate: float = 2e-3,
    seed: int = 0,
    name: str = "imitation",
) -> Agent:
    """Train an agent to do what was done, by cross-entropy on what was seen and what was done.

    observations: uint8 (n, ...). actions: whole numbers (n,) below `count`, the number of actions.
    The value head is left untrained. Raises ValueError unless there are as many of both.
    """
    if len(observations) != len(actions) or not len(actions):
        raise ValueError(
            f"there must be as many observations as actions, and at least one of each; "
            f"these are {len(observations)} and {len(actions)}"
        )
    keep_freed_memory()
    with seeded(seed), one_thread:
        network = Network(Shape(tuple(observations.shape[1:]), count, channels, hidden))
        seen, done = torch.from_numpy(np.ascontiguousarray(observations)), torch.from_numpy(actions)
        optimiser = torch.optim.Adam(network.parameters(), learning_rate, fused=True)
        total = epochs * -(-len(actions) // 64)
        schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.05, total)
        for _ in range(epochs):
            for some in torch.randperm(len(done)).split(64):
                loss = torch.nn.functional.cross_entropy(network(seen[some])[0], done[some])
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()
                schedule.step()
    network.eval()
    card = {"imitated": len(actions), "epochs": epochs, "last_loss": round(loss.item(), 4)}
    return Agent(name, network, distribution, seed, card)
