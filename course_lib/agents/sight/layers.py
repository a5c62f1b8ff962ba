"""The network's layers by torch, each computed once for what pictures have in common."""

from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from course_lib.agents.mosaic.kernels import scatter
from course_lib.agents.mosaic.mosaic import Part
from course_lib.agents.networks import Network
from course_lib.agents.torch_tools import to_input


class _Gather(torch.autograd.Function):
    """Rows of a table (rows, channels) by number, (n,) -> (n, channels); past the end, zeros.

    Torch's own way back (embedding_dense_backward) takes four times as long.
    """

    @staticmethod
    def forward(ctx: Any, table: Tensor, numbers: np.ndarray) -> Tensor:
        ctx.rows, ctx.numbers = len(table), numbers
        with_zeros = F.pad(table, (0, 0, 0, 1))
        return with_zeros.index_select(0, torch.from_numpy(numbers))

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None]:
        gradient = gradients[0].contiguous()
        sums = gradient.new_zeros(ctx.rows, gradient.shape[1])
        scatter(gradient.numpy(), ctx.numbers, sums.numpy())
        return sums, None


def gathered(table: Tensor, numbers: np.ndarray) -> Tensor:
    """Rows of a table (rows, channels) by numbers (n, k), side by side: (n, k x channels)."""
    rows: Any = _Gather.apply(table, numbers.ravel())
    return rows.view(len(numbers), -1)


def features(eye: Any, part: Part) -> Tensor:
    """What the eye makes of each window: (windows, channels)."""
    seen = to_input(torch.from_numpy(part.patches)).flatten(1)
    first = torch.relu(F.linear(seen, eye.tiles.weight.flatten(1), eye.tiles.bias))
    second = torch.relu(_of_nine(eye.nearby, gathered(first, part.cells)))
    return torch.relu(_of_nine(eye.scene, gathered(second, part.windows)))


def _of_nine(layer: torch.nn.Module, seen: Tensor) -> Tensor:
    """A 3 x 3 convolution of one place, whose neighbours' features stand one after the other."""
    return F.linear(seen, layer.weight.permute(0, 2, 3, 1).flatten(1), layer.bias)


def opinions(network: Network, part: Part) -> tuple[Tensor, Tensor]:
    """Logits (n, actions) and values (n,) of the pictures of a part, with gradients."""
    table = features(network.eye, part)
    mind = network.mind.weight  # its inputs are in order of channels, not of places
    weight = mind.view(len(mind), table.shape[1], -1).transpose(1, 2).flatten(1)
    thought = torch.relu(F.linear(gathered(table, part.numbers), weight, network.mind.bias))
    return network.policy(thought), network.value(thought).squeeze(1)
