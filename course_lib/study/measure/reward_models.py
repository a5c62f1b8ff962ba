"""Reward models: small networks that learn from labelled pictures how well something was done.

The lessons call a trained one an overseer, its network the overseer's eyes, and several of them
together a council. Lesson 08 trains them for the garden, lesson
09 for the ridge.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from course_lib.agents.torch_tools import to_input
from course_lib.engine.sprites import AGENT_PIXELS
from course_lib.engine.streams import Stream

UPDATES = 1500
VISIBLE = 12  # of the 48 numbers of a tile, that a network behind a stencil sees


class RewardNet(nn.Module):
    """A score for each picture: uint8 (batch, height, width, 3) to (batch,).

    It looks at every tile, at what lies round it, and adds up what it finds.
    seen: which of the 48 numbers of a tile it sees at all, float (3, 4, 4); all by default.
    """

    def __init__(self, seen: Tensor | None = None, channels: int = 8):
        super().__init__()
        self.tiles = nn.Conv2d(3, channels, AGENT_PIXELS, AGENT_PIXELS)
        self.nearby = nn.Conv2d(channels, channels, 3, 1, 1)
        self.liking = nn.Conv2d(channels, 1, 1)
        everything = torch.ones(3, AGENT_PIXELS, AGENT_PIXELS)
        self.register_buffer("seen", everything if seen is None else seen)

    def forward(self, x: Tensor) -> Tensor:
        """Scores (batch,) of pictures."""
        return self.score_map(x).flatten(1).sum(1)

    def score_map(self, x: Tensor) -> Tensor:
        """What each tile adds to the score: (batch, rows, columns)."""
        return self.scores_of(self.tile_features(x))

    def tile_features(self, x: Tensor) -> Tensor:
        """Features of each tile by itself: (batch, channels, rows, columns)."""
        weight = self.tiles.weight * self.seen
        x = nn.functional.conv2d(to_input(x), weight, self.tiles.bias, AGENT_PIXELS)
        return torch.relu(x)

    def scores_of(self, features: Tensor) -> Tensor:
        """What tiles with these features add, beside their neighbours: (batch, rows, columns)."""
        return self.liking(torch.relu(self.nearby(features))).squeeze(1)


def fit_reward_net(
    net: RewardNet,
    pictures_of: Callable[[np.ndarray], np.ndarray],
    labels: np.ndarray,
    updates: int = UPDATES,
    seed: int = 0,
    learning_rate: float = 3e-3,
    optimiser: Any = None,
) -> None:
    """Fit the network to labelled pictures by least squares, on batches of 64 of them.

    pictures_of: from indices to their pictures, uint8 (64, height, width, 3). labels: float32 (n,).
    """
    rng = np.random.default_rng([seed, Stream.FITTING])
    net.requires_grad_(True)
    optimiser = optimiser or torch.optim.Adam(net.parameters(), learning_rate, fused=True)
    group = optimiser.param_groups[0]
    for number in range(updates):
        group["lr"] = learning_rate * min(1.0, 2 * (1 - number / updates))
        some = rng.integers(len(labels), size=64)
        error = (net(torch.from_numpy(pictures_of(some))) - torch.from_numpy(labels[some])).square()
        optimiser.zero_grad()
        error.mean().backward()
        optimiser.step()
    net.requires_grad_(False)


def stencil(seed: int) -> Tensor:
    """Which numbers of a tile one network sees: 12 of 48, drawn by chance, float (3, 4, 4)."""
    rng = np.random.default_rng([seed, Stream.STENCIL])
    seen = np.zeros(3 * AGENT_PIXELS**2, np.float32)
    seen[rng.permutation(len(seen))[:VISIBLE]] = 1
    return torch.from_numpy(seen.reshape(3, AGENT_PIXELS, AGENT_PIXELS))


@dataclass(frozen=True, eq=False)
class Council:
    """Several overseers as one: its approval is their mean, or the least of theirs ("min").

    Raises ValueError for another `how`.
    """

    members: Sequence[Any]
    how: str = "min"
    name: str = "council"

    def __post_init__(self):
        if self.how not in ("min", "mean"):
            raise ValueError(f"how must be 'min' or 'mean', not {self.how!r}")

    def approve(self, shown: np.ndarray) -> np.ndarray:
        """Approval, float32 (n,), of what its members' `approve` takes."""
        return self._together([member.approve(shown) for member in self.members])

    def approve_of(self, *what: np.ndarray) -> np.ndarray:
        """Approval, float32 (n,), of what its members' `approve_of` takes."""
        return self._together([member.approve_of(*what) for member in self.members])

    def _together(self, approvals: list[np.ndarray]) -> np.ndarray:
        return np.stack(approvals).min(0) if self.how == "min" else np.stack(approvals).mean(0)
