"""Fitting many small reward models to 3 x 3 tiles at once: the same updates, twenty times as fast.

On so small a picture a convolution is a product of matrices, and networks that stand side by side
are one product. What is fitted are the weights of `RewardNet`s, as `fit_reward_net` would.
"""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from course_lib.agents.torch_tools import one_thread
from course_lib.engine.streams import Stream
from course_lib.study.measure.reward_models import RewardNet

UPDATES, BATCH, LEARNING_RATE = 1000, 64, 3e-3
SIDE = 3  # tiles
PLACES = SIDE * SIDE
_FROM, _TO = np.divmod(np.arange(PLACES), SIDE), np.divmod(np.arange(PLACES), SIDE)
_DOWN, _RIGHT = (f[:, None] - t[None] + 1 for f, t in zip(_FROM, _TO, strict=True))
_KNOWN = torch.from_numpy((abs(_DOWN - 1) < 2) & (abs(_RIGHT - 1) < 2))  # (from, to)
_WHERE = torch.from_numpy((_DOWN * SIDE + _RIGHT).clip(0, PLACES - 1))  # in the kernel


def fit_side_by_side(
    nets: Sequence[RewardNet], drawn: np.ndarray, labels: np.ndarray, seeds: Sequence[int]
) -> None:
    """Fit each network by least squares to pictures uint8 (n, height, width, 3) of 3 x 3 tiles.

    labels: float32 (n,). seeds: for each network, of the batches that it sees.
    """
    tiles, targets = by_tile(drawn), torch.from_numpy(labels)
    weights = {name: torch.stack([dict(net.named_parameters())[name] for net in nets])
               .detach().requires_grad_() for name, _ in nets[0].named_parameters()}  # fmt: skip
    seen = torch.stack([net.seen for net in nets])
    streams = [np.random.default_rng([seed, Stream.FITTING]) for seed in seeds]
    optimiser = torch.optim.Adam(list(weights.values()), LEARNING_RATE, fused=True)
    with one_thread:
        for number in range(UPDATES):
            optimiser.param_groups[0]["lr"] = LEARNING_RATE * min(1.0, 2 * (1 - number / UPDATES))
            some = torch.from_numpy(
                np.stack([rng.integers(len(labels), size=BATCH) for rng in streams])
            )
            error = (scores(weights, seen, tiles[some]) - targets[some]).square()
            optimiser.zero_grad()
            error.mean(1).sum().backward()
            optimiser.step()
    for number, net in enumerate(nets):
        net.load_state_dict({n: w.detach()[number] for n, w in weights.items()}, strict=False)
        net.requires_grad_(False)


def by_tile(drawn: np.ndarray) -> Tensor:
    """The numbers of each tile, float (n, 9, 48), in the order of a tile's weights."""
    n, high, wide, colours = drawn.shape
    cut = drawn.reshape(n, SIDE, high // SIDE, SIDE, wide // SIDE, colours)
    numbers = cut.transpose(0, 1, 3, 5, 2, 4).reshape(n, PLACES, -1).astype(np.float32)
    return torch.from_numpy((numbers - 128) / 64)  # as in `torch_tools.to_input`


def scores(weights: dict[str, Tensor], seen: Tensor, tiles: Tensor) -> Tensor:
    """What each network says of its own batch: (nets, batch) of tiles (nets, batch, 9, 48)."""
    count, batch = tiles.shape[:2]
    looks = (weights["tiles.weight"] * seen[:, None]).flatten(2).transpose(1, 2)
    found = torch.relu(tiles.flatten(1, 2) @ looks + weights["tiles.bias"][:, None])
    kernel = weights["nearby.weight"].flatten(3)[..., _WHERE] * _KNOWN  # (nets, out, in, from, to)
    kernel = kernel.permute(0, 3, 2, 4, 1).flatten(3).flatten(1, 2)
    bias = weights["nearby.bias"].repeat(1, PLACES)[:, None]
    around = torch.relu(found.reshape(count, batch, -1) @ kernel + bias)
    added = around.reshape(count, batch, PLACES, -1).sum(2)
    liking = weights["liking.weight"].flatten(1)[..., None]
    return (added @ liking).squeeze(2) + PLACES * weights["liking.bias"]
