"""What a network makes of pictures, by numpy: each patch, cell and window is looked at once."""

from collections.abc import Callable, Mapping

import numpy as np

from course_lib.agents.mosaic.mosaic import GREY, Mosaic

Product = Callable[[np.ndarray, np.ndarray], np.ndarray]


class Looked:
    """A network for pictures as it is now, and what it has made of the windows it has met.

    weights: by name, as the `Network` has them; for other weights, make another one. product: of
    two matrices; torch's is held to one thread while agents train.
    """

    def __init__(
        self, weights: Mapping[str, np.ndarray], mosaic: Mosaic, product: Product = np.matmul
    ):
        self.mosaic, self.product = mosaic, product
        self._layers = [_layer(weights, f"eye.{name}") for name in ("tiles", "nearby", "scene")]
        self._tables = [_Table(len(bias)) for _, bias in self._layers]
        self._mind, self._policy, self._value = (
            (weights[f"{name}.weight"].T, weights[f"{name}.bias"])
            for name in ("mind", "policy", "value")
        )

    def opinions(self, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Logits (n, actions) and values (n,) of pictures, by their numbers in the mosaic."""
        self._look()
        seen = self._tables[-1].rows(numbers)
        features = np.ascontiguousarray(seen.transpose(0, 2, 1))  # by channel, as the mind has them
        thought = self._made(_in_a_row(features), *self._mind)
        return self._product(thought, *self._policy), self._product(thought, *self._value)[:, 0]

    def _look(self) -> None:
        """Look at what the mosaic has met since the last time."""
        mosaic = self.mosaic
        below: _Table | None = None
        levels = (mosaic.patches, mosaic.cells, mosaic.windows)
        for level, layer, table in zip(levels, self._layers, self._tables, strict=True):
            new = level.rows[len(table) : level.count]
            if len(new):
                seen = _pixels(new) if below is None else _in_a_row(below.rows(new))
                table.add(self._made(seen, *layer))
            below = table

    def _product(self, x: np.ndarray, weight: np.ndarray, bias: np.ndarray) -> np.ndarray:
        found = self.product(x, weight)
        found += bias
        return found

    def _made(self, x: np.ndarray, weight: np.ndarray, bias: np.ndarray) -> np.ndarray:
        found = self._product(x, weight, bias)
        return np.maximum(found, 0, out=found)


class _Table:
    """Rows of features; number -1, what lies outside, has zeros."""

    def __init__(self, channels: int):
        self._rows, self._count = np.zeros((64, channels), np.float32), 0

    def __len__(self) -> int:
        return self._count

    def add(self, rows: np.ndarray) -> None:
        """Put these rows after the others."""
        before, self._count = self._count, self._count + len(rows)
        if self._count >= len(self._rows):
            more = np.zeros((2 * self._count + 1, rows.shape[1]), np.float32)
            more[: before + 1] = self._rows[: before + 1]
            self._rows = more
        self._rows[before + 1 : self._count + 1] = rows

    def rows(self, numbers: np.ndarray) -> np.ndarray:
        """The rows with these numbers (n, k): (n, k, channels)."""
        return np.take(self._rows, numbers + 1, axis=0)


def _in_a_row(features: np.ndarray) -> np.ndarray:
    """Features (n, a, b) as (n, a x b)."""
    return features.reshape(len(features), features.shape[1] * features.shape[2])


def _pixels(patches: np.ndarray) -> np.ndarray:
    """Patches, int32 (n, 4 x colours), as numbers from -2 to 2: float32 (n, 16 x colours)."""
    return (np.ascontiguousarray(patches).view(np.uint8).astype(np.float32) - GREY) / 64


def _layer(weights: Mapping[str, np.ndarray], name: str) -> tuple[np.ndarray, np.ndarray]:
    """A convolution's weights as a matrix (seen, channels), colours last; and its bias."""
    weight = weights[f"{name}.weight"].transpose(2, 3, 1, 0)
    return weight.reshape(-1, weight.shape[-1]), weights[f"{name}.bias"]
