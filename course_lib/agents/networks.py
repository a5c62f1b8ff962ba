"""The network of an agent: an eye, a mind, and two opinions.

    picture -> eye.tiles -> eye.scene -> mind -> policy (one number per action)
                                              -> value  (one number)

Every part is a module with a name, so that the lessons can hook into it.
"""

from collections import OrderedDict
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
import torch
from torch import Tensor, nn

from course_lib.agents.torch_tools import to_input
from course_lib.agents.weights import Shape, Weights
from course_lib.engine.sprites import AGENT_PIXELS


def _scaled(module: nn.Module, gain: float) -> nn.Module:
    """Start the module with orthogonal weights of this gain and no bias (as PPO's authors do)."""
    nn.init.orthogonal_(module.weight, gain)
    nn.init.zeros_(module.bias)
    return module


class Eye(nn.Module):
    """Pictures uint8 (batch, rows, columns, 3) become features (batch, features).

    `tiles` looks at one tile at a time (kernel and stride are one tile), `scene` at 3 x 3 of them.
    Pictures whose sides are no whole number of tiles get a grey edge below and to the right.
    """

    def __init__(self, shape: Shape):
        super().__init__()
        rows, columns, colours = shape.observation
        first, second, third = shape.channels
        self.tiles = _scaled(nn.Conv2d(colours, first, AGENT_PIXELS, AGENT_PIXELS), 2**0.5)
        self.nearby = _scaled(nn.Conv2d(first, second, 3, 1, 1), 2**0.5)
        self.scene = _scaled(nn.Conv2d(second, third, 3, 2, 1), 2**0.5)
        self.edge = (0, -columns % AGENT_PIXELS, 0, -rows % AGENT_PIXELS)
        high, wide = (-(-n // (2 * AGENT_PIXELS)) for n in (rows, columns))
        self.features = third * high * wide

    def forward(self, pictures: Tensor) -> Tensor:
        """Features (batch, features) of pictures uint8 (batch, rows, columns, 3)."""
        x = to_input(pictures)
        if any(self.edge):
            x = nn.functional.pad(x, self.edge)
        x = torch.relu(self.tiles(x))
        x = torch.relu(self.nearby(x))
        return torch.relu(self.scene(x)).flatten(1)


class Network(nn.Module):
    """Logits (batch, actions) and values (batch,) for a batch of observations."""

    def __init__(self, shape: Shape):
        super().__init__()
        self.shape = shape
        if len(shape.observation) == 3:
            self.eye: nn.Module = Eye(shape)
            seen = self.eye.features
        else:
            seen = shape.observation[0]
            self.eye = nn.Sequential(
                OrderedDict(look=_scaled(nn.Linear(seen, shape.hidden), 1.0), relu=nn.Tanh())
            )
            seen = shape.hidden
        self.mind = _scaled(nn.Linear(seen, shape.hidden), 2**0.5)
        self.policy = _scaled(nn.Linear(shape.hidden, shape.actions), 0.01)
        self.value = _scaled(nn.Linear(shape.hidden, 1), 1.0)

    def forward(self, observations: Tensor) -> tuple[Tensor, Tensor]:
        """Logits (batch, actions) and values (batch,)."""
        thought = torch.relu(self.mind(self.eye(observations)))
        return self.policy(thought), self.value(thought).squeeze(1)

    def multiplications(self) -> int:
        """Multiply-adds of one forward pass of one observation."""
        total = self.mind.weight.numel() + self.policy.weight.numel() + self.value.weight.numel()
        if isinstance(self.eye, Eye):
            rows, columns, _ = self.shape.observation
            tiles = -(-rows // AGENT_PIXELS) * -(-columns // AGENT_PIXELS)
            places = self.eye.features // self.shape.channels[2]
            each = self.eye.tiles.weight.numel() + self.eye.nearby.weight.numel()
            return total + each * tiles + self.eye.scene.weight.numel() * places
        return total + self.eye[0].weight.numel()


# ── Networks and weights: an agent is asked in numpy, see agent.py ──────────────────────────────


def network_of(weights: Weights) -> Network:
    """A network whose parameters are these arrays: a change of either is seen in the other."""
    with torch.device("meta"):  # without numbers of its own
        network = Network(weights.shape)
    tensors = {name: torch.from_numpy(values) for name, values in weights.arrays.items()}
    network.load_state_dict(tensors, assign=True)
    return network.eval()


def is_plain(network: nn.Module) -> bool:
    """Whether it is this file's network through and through, so that its numbers say it all.

    Not if it was given hooks, other parts or another way of computing, as in the lessons' studies.
    """
    if type(network) is not Network:
        return False
    parts = dict(network.named_modules())
    return (
        {name: type(part) for name, part in parts.items()} == _kinds(network.shape)
        and not any(
            part._forward_hooks or part._forward_pre_hooks or "forward" in vars(part)
            for part in parts.values()
        )
        and all(v.dtype == torch.float32 and v.device.type == "cpu" for v in network.parameters())
    )


@lru_cache(maxsize=64)
def _kinds(shape: Shape) -> dict[str, type]:
    """The class of each part of a network of this shape, by its name."""
    with torch.device("meta"):
        return {name: type(part) for name, part in Network(shape).named_modules()}


def as_it_is(network: nn.Module, pieces: Iterable[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Logits (batch, actions) and values (batch,) as the module itself computes them."""
    with torch.inference_mode():
        parts = [network(torch.from_numpy(some)) for some in pieces]
    return torch.cat([p[0] for p in parts]).numpy(), torch.cat([p[1] for p in parts]).numpy()
