"""A trained agent: a network, and what one has to know to use it."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from course_lib.agents.networks import Network
from course_lib.agents.torch_tools import blocks
from course_lib.checks import as_numbers, check_kind, check_text
from course_lib.engine.checks import check_whole
from course_lib.engine.world import World, world_of


@dataclass(eq=False)
class Agent:
    """A policy that was learned. `act` samples, as in training.

    distribution: what it was trained on (None for a foreign environment). card: how it was made.
    """

    name: str
    network: Network
    distribution: Any = None
    seed: int = 0
    card: dict = field(default_factory=dict)

    def __post_init__(self):
        check_text("name", self.name)
        check_kind("network", self.network, nn.Module, "a network, such as agent.network")
        check_kind("card", self.card, dict, "a dict")
        check_whole("seed", self.seed)
        if self.distribution is not None:
            world_of(self.distribution)  # says so if it is none
        self._rng = np.random.default_rng(self.seed)

    @property
    def world(self) -> World:
        """The world it was trained in."""
        return world_of(self.distribution)

    def evaluate(self, observations: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Action probabilities (batch, actions) and values (batch,).

        observations: pictures uint8 (batch, rows, columns, colours), or vectors (batch, n).
        """
        observations = as_numbers("observations", observations)
        if observations.ndim == 2:
            observations = observations.astype(np.float32, copy=False)
        expected = self.network.shape.observation
        if observations.shape[1:] != tuple(expected):
            raise ValueError(
                f"agent {self.name!r} sees observations of shape {tuple(expected)}; "
                f"these {len(observations)} have {observations.shape[1:]}. Is it another world, "
                "or another size?"
            )
        with torch.inference_mode():
            parts = [self.network(torch.from_numpy(o)) for o in blocks(observations)]
        logits: Tensor = torch.cat([p[0] for p in parts])
        values = torch.cat([p[1] for p in parts])
        return torch.softmax(logits, 1).numpy(), values.numpy()

    def choose(
        self, observations: np.ndarray, states: np.recarray | None, uniform: np.ndarray
    ) -> np.ndarray:
        """Actions (batch,) for observations (batch, ...), drawn with uniform numbers (batch,)."""
        return choose(self.evaluate(observations)[0], uniform)

    def act(self, observation: np.ndarray) -> int:
        """An action for one observation, drawn from the agent's own probabilities."""
        probabilities, _ = self.evaluate(as_numbers("an observation", observation)[None])
        return int(choose(probabilities, self._rng.random(1))[0])

    def __repr__(self) -> str:
        where = "" if self.distribution is None else f", trained on {self.distribution}"
        return f"<Agent {self.name}{where}, seed {self.seed}>"


def choose(probabilities: np.ndarray, uniform: np.ndarray) -> np.ndarray:
    """Actions (batch,) drawn from probabilities (batch, actions) with uniform numbers (batch,)."""
    steps = probabilities.cumsum(1)
    return (steps < (uniform * steps[:, -1])[:, None]).sum(1)
