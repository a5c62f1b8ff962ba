"""Two ways to look: taken apart into what is alike, or plainly.

Both have the same doors. `begin` when the network has changed; `taken` makes of observations what
is kept of them; `opinions` says what the network makes of that, and `learning` the same with
gradients.
"""

import numpy as np
import torch
from torch import Tensor

from course_lib.agents.mosaic import Looked, Mosaic
from course_lib.agents.networks import Network
from course_lib.agents.sight.layers import opinions


class Mosaics:
    """Of pictures the numbers of their windows are kept, which hold for one rollout.

    The modules of the network are not called, so that hooks would not be: `Plainly` is for those.
    """

    def __init__(self, network: Network, anchor: Network | None = None):
        self.network, self.anchor = network, anchor
        self.mosaic = Mosaic(*network.shape.observation)
        self.microbatch = 10**9  # the more pictures at once, the more they have in common
        self.begin()

    def begin(self) -> None:
        """Forget what was seen: it was another network that looked at it.

        Each rollout is numbered from 0, so that a run that goes on from a checkpoint computes in
        the same order as one that was never stopped.
        """
        self.mosaic.clear()
        self._looked = _looked(self.network, self.mosaic)
        self._anchored = _looked(self.anchor, self.mosaic) if self.anchor is not None else None

    def taken(self, pictures: np.ndarray) -> Tensor:
        """The numbers of windows (n, places) of pictures uint8 (n, rows, columns, colours)."""
        return torch.from_numpy(self.mosaic.numbers(pictures))

    def opinions(self, taken: Tensor) -> tuple[Tensor, Tensor]:
        """Logits (n, actions) and values (n,)."""
        logits, values = self._looked.opinions(taken.numpy())
        return torch.from_numpy(logits), torch.from_numpy(values)

    def anchored(self, taken: Tensor) -> Tensor:
        """The anchor's logits (n, actions)."""
        assert self._anchored is not None
        return torch.from_numpy(self._anchored.opinions(taken.numpy())[0])

    def learning(self, taken: Tensor) -> tuple[Tensor, Tensor]:
        """Logits and values, with gradients."""
        return opinions(self.network, self.mosaic.part(taken.numpy()))


class Plainly:
    """Observations as they are, vectors or pictures: `microbatch` of them at once."""

    def __init__(self, network: Network, anchor: Network | None = None, microbatch: int = 1024):
        self.network, self.anchor, self.microbatch = network, anchor, microbatch

    def begin(self) -> None:
        """Do nothing: no observation is remembered."""

    def taken(self, observations: np.ndarray) -> Tensor:
        """The observations (n, ...) themselves: pictures as they are, vectors as floats."""
        kind = np.uint8 if observations.ndim == 4 else np.float32
        return torch.from_numpy(np.asarray(observations, kind))

    def opinions(self, taken: Tensor) -> tuple[Tensor, Tensor]:
        """Logits (n, actions) and values (n,)."""
        return self._asked(self.network, taken)

    def anchored(self, taken: Tensor) -> Tensor:
        """The anchor's logits (n, actions)."""
        assert self.anchor is not None
        return self._asked(self.anchor, taken)[0]

    def learning(self, taken: Tensor) -> tuple[Tensor, Tensor]:
        """Logits and values, with gradients."""
        return self.network(taken)

    def _asked(self, network: Network, taken: Tensor) -> tuple[Tensor, Tensor]:
        with torch.inference_mode():
            parts = [network(some) for some in taken.split(self.microbatch)]
            return torch.cat([p[0] for p in parts]), torch.cat([p[1] for p in parts])


def _looked(network: Network, mosaic: Mosaic) -> Looked:
    """What a network makes of pictures; its weights are shared, so no step may come between."""
    weights = {name: values.detach().numpy() for name, values in network.named_parameters()}
    return Looked(weights, mosaic, _product)


def _product(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The product of two matrices by torch, whose threads `one_thread` holds to one."""
    return torch.mm(torch.from_numpy(a), torch.from_numpy(b)).numpy()
