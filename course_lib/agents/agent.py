"""A trained agent: a network, and what one has to know to use it. It is asked without torch."""

import sys
import threading
from typing import TYPE_CHECKING, Any

import numpy as np

from course_lib.agents.weights import Shape, Weights, blocks, forward, softmax
from course_lib.checks import as_numbers, check_kind, check_text, shown
from course_lib.engine.checks import check_whole
from course_lib.engine.world import World, world_of

if TYPE_CHECKING:
    from course_lib.agents.networks import Network

_building = threading.RLock()


class Agent:
    """A policy that was learned. `act` samples, as in training.

    network: a torch module such as `Network`, or the `Weights` of one. distribution: what it was
    trained on (None for a foreign environment). card: how it was made.
    """

    def __init__(
        self,
        name: str,
        network: "Network | Weights",
        distribution: Any = None,
        seed: int = 0,
        card: dict | None = None,
    ):
        check_text("name", name)
        if not isinstance(network, Weights):
            _check_module(network)
        card = {} if card is None else card
        check_kind("card", card, dict, "a dict")
        check_whole("seed", seed)
        if distribution is not None:
            world_of(distribution)  # says so if it is none
        self.name, self.distribution, self.seed, self.card = name, distribution, seed, card
        self._mind: Any = network  # Weights until somebody asks for a network
        self._rng = np.random.default_rng(seed)

    @property
    def world(self) -> World:
        """The world it was trained in."""
        return world_of(self.distribution)

    @property
    def network(self) -> "Network":
        """The network as a torch module, built when it is first asked for.

        It and `weights` are one: a change in place of either is seen in the other.
        """
        with _building:
            if isinstance(self._mind, Weights):
                from course_lib.agents.networks import network_of  # torch

                self._mind = network_of(self._mind)
            return self._mind

    @property
    def shape(self) -> Shape:
        """The sizes of its network."""
        return self._mind.shape

    @property
    def weights(self) -> dict[str, np.ndarray]:
        """The numbers of its network by name; they are its own, and no copy."""
        if isinstance(self._mind, Weights):
            return dict(self._mind.arrays)
        return {k: _array(v) for k, v in self._mind.state_dict().items()}

    def copy(self, *, name: str | None = None, distribution: Any = None) -> "Agent":
        """The same agent under another name, or as trained on something else; with one network."""
        name = self.name if name is None else name
        where = self.distribution if distribution is None else distribution
        return Agent(name, self._mind, where, self.seed, self.card)

    def evaluate(self, observations: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Action probabilities (batch, actions) and values (batch,).

        observations: pictures uint8 (batch, rows, columns, colours), or vectors (batch, n).
        """
        observations = as_numbers("observations", observations)
        if observations.ndim == 2:
            observations = observations.astype(np.float32, copy=False)
        expected = self.shape.observation
        if observations.shape[1:] != tuple(expected):
            raise ValueError(
                f"agent {self.name!r} sees observations of shape {tuple(expected)}; "
                f"these {len(observations)} have {observations.shape[1:]}. Is it another world, "
                "or another size?"
            )
        if observations.ndim == 4 and observations.dtype != np.uint8:
            observations = _as_pictures(observations)
        logits, values = self._forward(observations)
        return softmax(logits), values

    def _forward(self, observations: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Logits (batch, actions) and values (batch,), of torch only where numpy cannot say it.

        So what an agent does is the same to the last bit whether torch happens to be there or not.
        """
        if isinstance(self._mind, Weights):
            return forward(self._mind, observations)
        from course_lib.agents.networks import as_it_is, is_plain  # torch is here already

        if is_plain(self._mind):
            return forward(Weights(self.shape, self.weights), observations)
        return as_it_is(self._mind, blocks(observations))

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


def _as_pictures(values: np.ndarray) -> np.ndarray:
    """Pictures of another type as uint8; ValueError unless all are whole numbers to 255."""
    pictures = np.clip(np.nan_to_num(values), 0, 255).astype(np.uint8)
    wrong = values[pictures != values]
    if wrong.size:
        raise ValueError(f"pictures have whole numbers from 0 to 255, not {wrong.flat[0]}")
    return pictures


def _check_module(network: Any) -> None:
    """Raise TypeError unless it is a torch module."""
    torch = sys.modules.get("torch")  # without torch there is none
    if torch is None or not isinstance(network, torch.nn.Module):
        raise TypeError(f"network must be a network, such as agent.network, not {shown(network)}")


def _array(values: Any) -> np.ndarray:
    """The numbers of a tensor: its own memory, where numpy knows its type."""
    values = values.detach().cpu()
    return (values.float() if str(values.dtype) == "torch.bfloat16" else values).numpy()


def choose(probabilities: np.ndarray, uniform: np.ndarray) -> np.ndarray:
    """Actions (batch,) drawn from probabilities (batch, actions) with uniform numbers (batch,)."""
    steps = probabilities.cumsum(1)
    return (steps < (uniform * steps[:, -1])[:, None]).sum(1)
