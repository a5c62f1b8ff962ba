"""A remedy: an overseer that approves less of pictures unlike all that it learned from.

What it adds up of a picture, one number for each of its eight channels, is compared with the same
sums over the pictures that it learned from: their Mahalanobis distance from the mean, which counts
each direction in units of its own spread (Lee et al. 2018, arXiv 1807.03888, use it in this way).
Up to the distance that one training picture in a hundred exceeds nothing is taken off; beyond it,
approval falls in proportion, and is gone at twice that distance.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch

from course_lib.chapters.reward_gaming.overseer import BLOCK, Overseer, labelled_for
from course_lib.chapters.reward_gaming.snapshots import Snapshots, pictures
from course_lib.worlds.garden import Tile

QUANTILE = 0.99  # of the training pictures' distances, up to which nothing is taken off


def every_tile() -> np.ndarray:
    """A picture of each kind of tile, and of each through a wet lens: uint8 (kinds, 4, 4, 3)."""
    kinds = np.arange(2 * len(Tile), dtype=np.uint8)
    return pictures((kinds % len(Tile))[:, None, None], kinds >= len(Tile))


def sums(overseer: Overseer, tiles: np.ndarray, veiled: np.ndarray) -> np.ndarray:
    """What each channel of the overseer's network adds up to: float64 (n, channels).

    tiles, veiled: as in `Overseer.approve_of`.
    """
    net = overseer.net
    which = torch.from_numpy(tiles.astype(np.int64) + len(Tile) * veiled[:, None, None])
    with torch.inference_mode():
        table = net.tile_features(torch.from_numpy(every_tile()))[:, :, 0, 0]
        parts = [
            torch.relu(net.nearby(table[some].permute(0, 3, 1, 2))).sum((2, 3))
            for some in which.split(BLOCK)
        ]
    return torch.cat(parts).numpy().astype(float)


@dataclass(frozen=True, eq=False)
class Wary:
    """An overseer that trusts itself less, the further a picture is from those it learned from.

    learned: the snapshots that its overseer learned from.
    """

    overseer: Overseer
    learned: Snapshots
    name: str = "distance penalty"

    @cached_property
    def _known(self) -> tuple[np.ndarray, np.ndarray, float]:
        """Mean and inverse covariance of the training pictures' sums, and the threshold."""
        known = sums(self.overseer, self.learned.tiles, self.learned.veiled)
        spread = np.cov(known.T) + 1e-6 * np.eye(known.shape[1])
        mean, inverse = known.mean(0), np.linalg.inv(spread)
        return mean, inverse, float(np.quantile(_mahalanobis(known, mean, inverse), QUANTILE))

    def distances(self, tiles: np.ndarray, veiled: np.ndarray) -> np.ndarray:
        """How far pictures are, (n,), where 1 is the distance up to which nothing is taken off."""
        mean, inverse, threshold = self._known
        return _mahalanobis(sums(self.overseer, tiles, veiled), mean, inverse) / threshold

    def approve_of(self, tiles: np.ndarray, veiled: np.ndarray) -> np.ndarray:
        """Approval, float32 (n,): the overseer's, times what is left at that distance."""
        left = np.clip(2 - self.distances(tiles, veiled), 0, 1)
        return (self.overseer.approve_of(tiles, veiled) * left).astype(np.float32)


def wary(overseer: Overseer, kind: str = "patched") -> Wary:
    """This overseer with the penalty, its distances taken from what its kind learned from."""
    return Wary(overseer, labelled_for(kind))


def _mahalanobis(values: np.ndarray, mean: np.ndarray, inverse: np.ndarray) -> np.ndarray:
    off = values - mean
    return np.sqrt(np.einsum("ni,ij,nj->n", off, inverse, off))
