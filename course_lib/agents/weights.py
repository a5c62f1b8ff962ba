"""The numbers of a network, and what they make of what is seen: in numpy, without torch.

An agent is asked a thousand times as often as one is trained, and importing torch takes seconds and
180 MB. So playing and measuring need this module only. `networks.py` has the same network in torch,
for training and for looking inside; both must say the same (tests/agents/test_weights.py).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from threadpoolctl import ThreadpoolController

from course_lib.agents.mosaic import Looked, Mosaic
from course_lib.engine.sprites import AGENT_PIXELS
from course_lib.process import ForAWhile

BLOCK = 256  # pictures at once: their activations stay in the processor's cache
MANY = 1024  # pictures at once as a mosaic: the more, the more they have in common


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

    @property
    def parts(self) -> dict[str, tuple[int, ...]]:
        """The shape of each array of numbers, by the name that torch has for it."""
        hidden = self.hidden
        if len(self.observation) == 1:
            weights: dict[str, tuple[int, ...]] = {
                "eye.look": (hidden, self.observation[0]),
                "mind": (hidden, hidden),
            }
        else:
            rows, columns, colours = self.observation
            first, second, third = self.channels
            high, wide = (-(-n // (2 * AGENT_PIXELS)) for n in (rows, columns))
            weights = {
                "eye.tiles": (first, colours, AGENT_PIXELS, AGENT_PIXELS),
                "eye.nearby": (second, first, 3, 3),
                "eye.scene": (third, second, 3, 3),
                "mind": (hidden, third * high * wide),
            }
        weights |= {"policy": (self.actions, hidden), "value": (1, hidden)}
        both = {f"{name}.weight": size for name, size in weights.items()}
        return both | {f"{name}.bias": size[:1] for name, size in weights.items()}


@dataclass(frozen=True, eq=False)
class Weights:
    """A network's numbers: float32 arrays by name, of the sizes that its shape says.

    Raises ValueError, which names them, for arrays that are missing, too many or of other sizes.
    """

    shape: Shape
    arrays: Mapping[str, np.ndarray]

    def __post_init__(self):
        wanted, found = self.shape.parts, {k: v.shape for k, v in self.arrays.items()}
        for name in sorted(wanted.keys() | found.keys()):
            if wanted.get(name) != found.get(name):
                have, want = found.get(name, "missing"), wanted.get(name, "absent")
                raise ValueError(f"{name} is {have}, and should be {want}")


def forward(weights: Weights, observations: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Logits (batch, actions) and values (batch,), float32.

    observations: pictures uint8 (batch, rows, columns, colours), or vectors (batch, n).
    """
    arrays = weights.arrays
    pictures = len(weights.shape.observation) == 3
    asked, size = (_pictures, MANY) if pictures else (_vectors, BLOCK)
    with _one_core:
        parts = [asked(arrays, some) for some in blocks(observations, size)]
    if len(parts) == 1:
        return parts[0]
    return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])


@cache
def _linear_algebra() -> ThreadpoolController:
    """The libraries in which numpy multiplies matrices, as far as their threads can be counted."""
    return ThreadpoolController().select(user_api="blas")


def _hold_products() -> Callable[[], object]:
    """Let numpy multiply matrices on one thread."""
    return _linear_algebra().limit(limits=1).restore_original_limits


# More threads wait for each other at products as small as these: on two cores that others use, too,
# an agent took ten times as long. And an agent does the same, however many there are.
_one_core = ForAWhile(_hold_products)


def softmax(logits: np.ndarray) -> np.ndarray:
    """Probabilities (batch, actions) of logits (batch, actions)."""
    shares = np.exp(logits - logits.max(1, keepdims=True))
    return shares / shares.sum(1, keepdims=True)


def blocks(array: np.ndarray, size: int = BLOCK) -> list[np.ndarray]:
    """An array in pieces of `size` along its first axis; at least one, even if it is empty."""
    array = np.ascontiguousarray(array)
    return [array[i : i + size] for i in range(0, max(1, len(array)), size)]


Arrays = Mapping[str, np.ndarray]


def _pictures(arrays: Arrays, pictures: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    # Nothing is kept from one call to the next, or rounding would differ with what came before.
    mosaic = Mosaic(*pictures.shape[1:])
    return Looked(arrays, mosaic).opinions(mosaic.numbers(pictures))


def _vectors(arrays: Arrays, vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    seen = np.tanh(_linear(arrays, "eye.look", vectors.astype(np.float32, copy=False)))
    thought = np.maximum(_linear(arrays, "mind", seen), 0)
    return _linear(arrays, "policy", thought), _linear(arrays, "value", thought)[:, 0]


def _linear(arrays: Arrays, name: str, x: np.ndarray) -> np.ndarray:
    found = x @ arrays[f"{name}.weight"].T
    found += arrays[f"{name}.bias"]
    return found
