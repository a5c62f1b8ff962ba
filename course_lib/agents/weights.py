"""The numbers of a network, and what they make of what is seen: in numpy, without torch.

An agent is asked a thousand times as often as one is trained, and importing torch takes seconds and
180 MB. So playing and measuring need this module only. `networks.py` has the same network in torch,
for training and for looking inside; both must say the same (tests/agents/test_weights.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import as_strided

from course_lib.engine.sprites import AGENT_PIXELS

BLOCK = 256  # pictures at once: their activations stay in the processor's cache
GREY = 128  # what a network sees as 0


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

    observations: pictures (batch, rows, columns, 3) from 0 to 255, or vectors (batch, n).
    """
    arrays = weights.arrays
    see = _look if len(weights.shape.observation) == 1 else _eye
    parts = []
    for some in blocks(observations):
        thought = _relu(_linear(arrays, "mind", see(arrays, some)))
        parts.append((_linear(arrays, "policy", thought), _linear(arrays, "value", thought)[:, 0]))
    if len(parts) == 1:
        return parts[0]
    return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])


def softmax(logits: np.ndarray) -> np.ndarray:
    """Probabilities (batch, actions) of logits (batch, actions)."""
    shares = np.exp(logits - logits.max(1, keepdims=True))
    return shares / shares.sum(1, keepdims=True)


def blocks(array: np.ndarray, size: int = BLOCK) -> list[np.ndarray]:
    """An array in pieces of `size` along its first axis; at least one, even if it is empty."""
    array = np.ascontiguousarray(array)
    return [array[i : i + size] for i in range(0, max(1, len(array)), size)]


# ── Layers; activations are (batch, rows, columns, channels), C-contiguous ──────────────────────


def _look(arrays: Mapping[str, np.ndarray], vectors: np.ndarray) -> np.ndarray:
    return np.tanh(_linear(arrays, "eye.look", vectors.astype(np.float32, copy=False)))


def _eye(arrays: Mapping[str, np.ndarray], pictures: np.ndarray) -> np.ndarray:
    """Features (batch, features), in the order in which torch flattens them."""
    x = _tiles(arrays["eye.tiles.weight"], arrays["eye.tiles.bias"], pictures)
    x = _conv(arrays, "eye.nearby", x, 1)
    x = _conv(arrays, "eye.scene", x, 2)
    features = x.shape[1] * x.shape[2] * x.shape[3]
    return np.ascontiguousarray(x.transpose(0, 3, 1, 2)).reshape(len(x), features)


def _linear(arrays: Mapping[str, np.ndarray], name: str, x: np.ndarray) -> np.ndarray:
    found = x @ arrays[f"{name}.weight"].T
    found += arrays[f"{name}.bias"]
    return found


def _relu(x: np.ndarray) -> np.ndarray:
    return np.maximum(x, 0, out=x)


def _tiles(weight: np.ndarray, bias: np.ndarray, pictures: np.ndarray) -> np.ndarray:
    """The first layer, whose kernel and stride are one tile: one matrix product."""
    size = AGENT_PIXELS
    n, rows, columns, colours = pictures.shape
    if rows % size or columns % size:
        edge = ((0, 0), (0, -rows % size), (0, -columns % size), (0, 0))
        pictures = np.pad(pictures, edge, constant_values=GREY)
    high, wide = pictures.shape[1] // size, pictures.shape[2] // size
    split = pictures.reshape(n, high, size, wide, size, colours).transpose(0, 1, 3, 2, 4, 5)
    x = split.astype(np.float32, order="C").reshape(-1, size * size * colours)
    x -= GREY
    kernel = weight.transpose(2, 3, 1, 0).reshape(-1, len(weight)) * np.float32(1 / 64)
    found = x @ kernel
    found += bias
    return _relu(found).reshape(n, high, wide, len(weight))


def _conv(arrays: Mapping[str, np.ndarray], name: str, x: np.ndarray, stride: int) -> np.ndarray:
    """A layer that looks at 3 x 3 places, with a border of zeros around them."""
    weight = arrays[f"{name}.weight"]
    n, rows, columns, channels = x.shape
    padded = np.zeros((n, rows + 2, columns + 2, channels), np.float32)
    padded[:, 1:-1, 1:-1] = x
    high, wide = -(-rows // stride), -(-columns // stride)
    each, line, step, item = padded.strides
    seen = as_strided(  # three places of a line lie side by side in memory
        padded,
        (n, high, wide, 3, 3 * channels),
        (each, line * stride, step * stride, line, item),
        writeable=False,
    )
    kernel = weight.transpose(2, 3, 1, 0).reshape(9 * channels, len(weight))
    found = seen.reshape(n * high * wide, 9 * channels) @ kernel
    found += arrays[f"{name}.bias"]
    return _relu(found).reshape(n, high, wide, len(weight))
