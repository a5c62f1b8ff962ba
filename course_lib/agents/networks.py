"""The network of an agent: an eye, a mind, and two opinions.

    picture -> eye.tiles -> eye.scene -> mind -> policy (one number per action)
                                              -> value  (one number)

Every part is a module with a name, so that the lessons can hook into it.
"""

from collections import OrderedDict
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from course_lib.agents.torch_tools import to_input
from course_lib.engine.sprites import AGENT_PIXELS


@dataclass(frozen=True)
class Shape:
    """The sizes of a network: observation (rows, columns, 3), actions, channels, hidden units."""

    observation: tuple[int, ...]
    actions: int
    channels: tuple[int, int, int] = (8, 16, 32)
    hidden: int = 128

    def __post_init__(self):
        if len(self.observation) not in (1, 3):
            raise ValueError(
                f"an observation is a picture (rows, columns, colours) or a vector, "
                f"not an array of shape {self.observation}"
            )


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
