"""Stuck in training: the smallest network, learning the same walks from ten starts at once.

One unit in each of two layers, as in the small network of `shortfall`. All data are used in every
step, so that what differs is the start alone. Where the gradient is nearly 0, the loss falls no
more and is higher than from other starts, training has got stuck in a worse optimum: network and
data would do. A start whose unit is dead (0 everywhere) is another thing, and is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from course_lib.agents.torch_tools import one_thread
from course_lib.chapters.imitate_or_optimise.between.shortfall import shown
from course_lib.chapters.imitate_or_optimise.tabular import Trials, uniform_table
from course_lib.worlds.ridge.planner import ACTIONS

STARTS, WALKS, STEPS, LEARNING_RATE = 10, 100, 3000, 1e-2


class ManyNetworks(nn.Module):
    """Networks of one unit in each layer, side by side: (batch, 38) to (starts, batch, actions)."""

    def __init__(self, starts: int, seen: int, seed: int):
        super().__init__()
        generator = torch.Generator().manual_seed(seed)

        def layer(inputs: int, outputs: int) -> tuple[nn.Parameter, nn.Parameter]:
            weights = torch.randn(starts, inputs, outputs, generator=generator) / inputs**0.5
            return nn.Parameter(weights), nn.Parameter(torch.zeros(starts, 1, outputs))

        self.look, self.look_bias = layer(seen, 1)
        self.mind, self.mind_bias = layer(1, 1)
        self.policy, self.policy_bias = layer(1, ACTIONS)

    def forward(self, x: Tensor) -> Tensor:
        """Logits (starts, batch, actions) of features (batch, 38)."""
        return self.thought(x) @ self.policy + self.policy_bias

    def thought(self, x: Tensor) -> Tensor:
        """What the last unit says (starts, batch, 1)."""
        return torch.relu(torch.tanh(x @ self.look + self.look_bias) @ self.mind + self.mind_bias)


@dataclass(frozen=True)
class Ended:
    """Where ten starts end, each (starts,).

    loss: the cross-entropy. before: what it was 500 steps earlier. gradient: its norm. alive: the
    share of the data at which the last unit is not 0.
    """

    network: ManyNetworks
    loss: np.ndarray
    before: np.ndarray
    gradient: np.ndarray
    alive: np.ndarray


def train_from_starts(seed: int, starts: int = STARTS, steps: int = STEPS) -> Ended:
    """Train the networks on the walks of this seed; it takes some ten seconds."""
    seen, done = (torch.from_numpy(part) for part in shown(seed, WALKS))
    network, before = ManyNetworks(starts, seen.shape[1], seed), torch.zeros(starts)
    optimiser = torch.optim.Adam(network.parameters(), LEARNING_RATE)
    with one_thread:
        for step in range(steps):
            optimiser.param_groups[0]["lr"] = LEARNING_RATE * max(1 - step / steps, 0.01)
            logits = network(seen).permute(0, 2, 1)
            loss = nn.functional.cross_entropy(
                logits, done.expand(starts, -1), reduction="none"
            ).mean(1)
            optimiser.zero_grad()
            loss.sum().backward()
            optimiser.step()
            if step == steps - 500:
                before = loss.detach()
    squares = [p.grad.square().flatten(1).sum(1) for p in network.parameters()]
    gradient = torch.stack(squares).sum(0).sqrt()
    alive = (network.thought(seen).detach() > 0).float().mean((1, 2))
    return Ended(network, *(x.detach().numpy() for x in (loss, before, gradient, alive)))


def tables(network: ManyNetworks, on: Trials) -> Sequence[np.ndarray]:
    """The tabular policy (levels, cells, actions) of each of the networks."""
    seen = torch.from_numpy(on.features(on.cells[:, 0], on.cells[:, 1]))
    with torch.inference_mode():
        each = network(seen).softmax(-1).numpy()
    found = []
    for probabilities in each:
        table = uniform_table(on)
        table[on.cells[:, 0], on.cells[:, 1]] = probabilities
        found.append(table)
    return found
