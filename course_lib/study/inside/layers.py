"""Activations of a named layer of a network, and what the rest of the network makes of them.

    picture -> tiles -> nearby -> scene -> mind -> policy, value

The first three are maps: a number for each channel and each place. `mind` is a plain list.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from course_lib.agents.agent import choose
from course_lib.agents.networks import Eye, Network
from course_lib.agents.torch_tools import to_input
from course_lib.agents.weights import blocks

LAYERS = ("tiles", "nearby", "scene", "mind")
BLOCK = 512  # pictures that are in the network at once
Edit = Callable[[Tensor], Tensor]


def check_layer(network: Network, layer: str) -> None:
    """Raises ValueError for a layer that there is not, or a network without an eye."""
    if layer not in LAYERS:
        raise ValueError(f"layer must be one of {', '.join(LAYERS)}, not {layer!r}")
    if not isinstance(network.eye, Eye):
        raise ValueError("this network sees no pictures, so it has none of these layers")


def upto(network: Network, layer: str, pictures: Tensor) -> Tensor:
    """The layer's activation for uint8 pictures: (batch, channels, rows, columns).

    Of the layer `mind` it is (batch, units). Nothing of it is negative: it is what the next layer
    gets.
    """
    x: Any = to_input(pictures)
    for name in LAYERS[: LAYERS.index(layer) + 1]:
        x = _stage(network, name, x)
    return x


def onward(network: Network, layer: str, activation: Tensor) -> tuple[Tensor, Tensor]:
    """Logits (batch, actions) and values (batch,) that follow from the layer's activation."""
    x = activation
    for name in LAYERS[LAYERS.index(layer) + 1 :]:
        x = _stage(network, name, x)
    return network.policy(x), network.value(x).squeeze(1)


def _stage(network: Network, name: str, x: Tensor) -> Tensor:
    if name == "mind":
        return torch.relu(network.mind(x.flatten(1)))
    return torch.relu(getattr(network.eye, name)(x))


def activations(agent: Any, observations: np.ndarray, layer: str) -> np.ndarray:
    """The layer's activations for observations: float32, (n, rows, columns, channels).

    Of the layer `mind` it is (n, units).
    """
    check_layer(agent.network, layer)
    with torch.inference_mode():
        parts = [
            upto(agent.network, layer, torch.from_numpy(o)) for o in blocks(observations, BLOCK)
        ]
    return channels_last(torch.cat(parts)).contiguous().numpy()


def channels_last(activation: Tensor) -> Tensor:
    """(n, rows, columns, channels) of (n, channels, rows, columns); other shapes as they are."""
    return activation.permute(0, 2, 3, 1) if activation.ndim == 4 else activation


def channels_first(activations: np.ndarray) -> Tensor:
    """The tensor that a network takes, of what `activations` gives."""
    tensor = torch.from_numpy(np.ascontiguousarray(activations, np.float32))
    return tensor.permute(0, 3, 1, 2).contiguous() if tensor.ndim == 4 else tensor


@dataclass(eq=False)
class Edited:
    """An agent with an edit of one layer's activation on the way through its network.

    edit: from the activation, a tensor (batch, channels, rows, columns), or (batch, units), to
    another of that shape. A policy like any other; the agent itself stays as it is.
    """

    agent: Any
    layer: str
    edit: Edit
    name: str = "edited"

    def __post_init__(self):
        check_layer(self.agent.network, self.layer)

    @property
    def distribution(self) -> Any:
        """What the agent was trained on."""
        return self.agent.distribution

    def evaluate(self, observations: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Action probabilities (batch, actions) and values (batch,) after the edit."""
        network, parts = self.agent.network, []
        with torch.inference_mode():
            for block in blocks(observations, BLOCK):
                activation = self.edit(upto(network, self.layer, torch.from_numpy(block)))
                parts.append(onward(network, self.layer, activation))
        logits, values = (torch.cat(side) for side in zip(*parts, strict=True))
        return torch.softmax(logits, 1).numpy(), values.numpy()

    def choose(self, observations, states, uniform: np.ndarray) -> np.ndarray:
        """Actions (batch,), drawn with uniform numbers (batch,)."""
        return choose(self.evaluate(observations)[0], uniform)
