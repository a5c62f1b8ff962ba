"""Blind to one direction: what a network does when a mixture of channels is taken out of a layer.

As in "Understanding RL Vision" (Hilton et al. 2020, appendix A): what is left has no part along the
direction, so that the next layer cannot know of it. The most that blindness could do is measured
with a runner whose picture has no saws, while the saws kill as before.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from course_lib.agents.agent import choose
from course_lib.engine.streams import Stream
from course_lib.study.inside.factors import Factors
from course_lib.study.inside.layers import LAYERS, Edited
from course_lib.study.inside.moments import observe
from course_lib.study.inside.removal import without


def blind(direction: np.ndarray) -> Callable:
    """An edit that takes a direction (channels,) out of a layer's activation, at every place."""
    unit = torch.from_numpy((direction / np.linalg.norm(direction)).astype(np.float32))

    def edit(activation):
        along = torch.tensordot(activation, unit, dims=([1], [0]))
        return activation - along.unsqueeze(1) * unit.view(1, -1, *[1] * (activation.ndim - 2))

    return edit


def blinded(agent: Any, factors: Factors) -> list[Edited]:
    """The agent blind to each factor in turn."""
    return [
        Edited(agent, factors.layer, blind(way), f"blind to {name}")
        for name, way in zip(factors.names, factors.directions, strict=True)
    ]


def blinded_at_random(agent: Any, layer: str, count: int = 3, seed: int = 0) -> list[Edited]:
    """The agent blind to random mixtures of the layer's channels, in turn: what a factor must beat.

    Mixtures have no part below 0, as factors have none (drawn uniformly, Dirichlet's distribution).
    """
    channels = agent.network.shape.channels[LAYERS.index(layer)]
    rng = np.random.default_rng([seed, Stream.RANDOM_MIXTURES])
    return [
        Edited(agent, layer, blind(rng.dirichlet(np.ones(channels))), f"blind to random {n + 1}")
        for n in range(count)
    ]


@dataclass(eq=False)
class Unseen:
    """An agent in whose picture the things of one kind are painted out; the rules know them."""

    agent: Any
    thing: str = "saw"

    @property
    def name(self) -> str:
        """What to call it in a table."""
        return f"{self.thing}s painted out"

    @property
    def distribution(self) -> Any:
        """What the agent was trained on."""
        return self.agent.distribution

    def choose(self, observations, states, uniform: np.ndarray) -> np.ndarray:
        """Actions (batch,), drawn with uniform numbers (batch,)."""
        pictures = observe(self.agent.distribution, without(states, self.thing))
        return choose(self.agent.evaluate(pictures)[0], uniform)
