"""An overseer that is taken apart into different questions, and one that learns from it.

The whole overseer answers one question about a whole picture: how well watered is this garden? The
composed one asks two small models about each tile by itself, "is a plant here?" and "is water
here?", and a rule puts their answers together: of the tiles with a plant, the share with water. A
third question costs no label: are there as many plants as a garden can have? If not, it says that
it cannot judge, and approves of nothing.

After Christiano's *Security amplification*: each model sees little, so that what can go wrong in
its answer is little as well. A distilled overseer is one network that learns what the composed one
says of pictures.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from course_lib.agents.torch_tools import one_thread, seeded
from course_lib.chapters.reward_gaming.overseer import Overseer, labelled_for, train_overseer
from course_lib.chapters.reward_gaming.snapshots import Snapshots, pictures
from course_lib.engine.sprites import AGENT_PIXELS
from course_lib.engine.streams import Stream
from course_lib.worlds.garden import BELOW, DEPLOY, Tile

QUESTIONS = ("plant", "water")
YES = {"plant": (Tile.DRY, Tile.WET), "water": (Tile.WET, Tile.PUDDLE)}
SLIPS = 0.02  # of a labeller's answers about a tile are wrong
UPDATES, BATCH, RATE = 1500, 64, 0.01
PLANTS = (2, DEPLOY.plants)  # tiles with a plant that a garden can have; two may share a tile
VALUES = 3 * AGENT_PIXELS**2  # numbers of one tile's picture


class TileNet(nn.Module):
    """The answer to one question about one tile: (n, 48), numbers from 0 to 1, to logits (n,)."""

    def __init__(self, hidden: int = 16):
        super().__init__()
        self.seen, self.answer = nn.Linear(VALUES, hidden), nn.Linear(hidden, 1)

    def forward(self, x: Tensor) -> Tensor:
        """Logits (n,): above 0 is yes."""
        return self.answer(torch.relu(self.seen(x))).squeeze(1)


def tile_labels(question: str, count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """So many tiles, uint8 (n, 48), and what labellers say of them: float32 (n,), 0 or 1.

    The tiles are drawn from the pictures that the whole overseer learns from.
    """
    rng = np.random.default_rng([seed, QUESTIONS.index(question), Stream.PILES])
    known = labelled_for("patched")
    some = rng.integers(len(known), size=count)
    places = rng.integers(known.tiles.shape[1], size=(2, count))
    shown = pictures(known.tiles[some], known.veiled[some])
    kinds = known.tiles[some, *places]
    ground = np.array([BELOW.get(Tile(k), k) for k in kinds])
    said = np.isin(ground, YES[question]) ^ (rng.random(count) < SLIPS)
    return split(shown)[np.arange(count), places[0], places[1]], said.astype(np.float32)


def split(shown: np.ndarray) -> np.ndarray:
    """Pictures uint8 (n, height, width, 3), tile by tile: (n, rows, columns, 48)."""
    n, height, width, _ = shown.shape
    rows, columns = height // AGENT_PIXELS, width // AGENT_PIXELS
    cut = shown.reshape(n, rows, AGENT_PIXELS, columns, AGENT_PIXELS, 3)
    return cut.transpose(0, 1, 3, 2, 4, 5).reshape(n, rows, columns, VALUES)


def train_answer(question: str, count: int, seed: int) -> TileNet:
    """A model for one question, from so many answers of labellers."""
    tiles, said = tile_labels(question, count, seed)
    x, y = torch.from_numpy(tiles).float() / 255, torch.from_numpy(said)
    rng = np.random.default_rng([seed, Stream.FITTING])
    with seeded(seed), one_thread:
        net = TileNet()
        optimiser = torch.optim.Adam(net.parameters(), RATE, fused=True)
        for number in range(UPDATES):
            optimiser.param_groups[0]["lr"] = RATE * min(1.0, 2 * (1 - number / UPDATES))
            some = torch.from_numpy(rng.integers(len(y), size=BATCH))
            loss = nn.functional.binary_cross_entropy_with_logits(net(x[some]), y[some])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return net.requires_grad_(False)


@dataclass(frozen=True, eq=False)
class Composed:
    """Small models, one for each question, whose answers a rule puts together.

    counts: whether the rule refuses pictures with more or fewer plants than a garden can have.
    """

    plant: TileNet
    water: TileNet
    counts: bool = True
    name: str = "composed"

    def approve(self, shown: np.ndarray) -> np.ndarray:
        """Approval, float32 (n,), of pictures uint8 (n, height, width, 3)."""
        tiles = split(shown)
        return self._rule(*(self._says(net, tiles) for net in (self.plant, self.water)))

    def approve_of(self, tiles: np.ndarray, veiled: np.ndarray) -> np.ndarray:
        """The same of tiles (n, rows, columns) and veils (n,), but sooner."""
        kinds = np.arange(2 * len(Tile), dtype=np.uint8)
        each = split(pictures((kinds % len(Tile))[:, None, None], kinds >= len(Tile)))
        which = tiles.astype(np.int64) + len(Tile) * veiled[:, None, None]
        return self._rule(
            *(self._says(net, each)[:, 0, 0][which] for net in (self.plant, self.water))
        )

    def _says(self, net: TileNet, tiles: np.ndarray) -> np.ndarray:
        with torch.inference_mode():
            x = torch.from_numpy(tiles.reshape(-1, VALUES)).float() / 255
            return (net(x) > 0).numpy().reshape(tiles.shape[:-1])

    def _rule(self, plant: np.ndarray, water: np.ndarray) -> np.ndarray:
        plants, wet = plant.sum((1, 2)), (plant & water).sum((1, 2))
        share = wet / np.maximum(plants, 1)
        if self.counts:
            share = np.where((plants >= PLANTS[0]) & (plants <= PLANTS[1]), share, 0)
        return share.astype(np.float32)


def compose(seed: int, counts: bool = True, labels: int | None = None) -> Composed:
    """A composed overseer; it takes a few seconds.

    labels: answers about tiles, shared among the questions; by default as many as the whole
    overseer has had answers about pictures.
    """
    each = (len(labelled_for("patched")) if labels is None else labels) // len(QUESTIONS)
    plant, water = (train_answer(question, each, seed) for question in QUESTIONS)
    return Composed(plant, water, counts, f"composed:{seed}")


def distil(teacher: Any, seed: int, extra: Snapshots | None = None) -> Overseer:
    """One network that learns what the teacher says of the whole overseer's pictures.

    extra: further snapshots; their labels do not count, the teacher gives its own.
    """
    known = labelled_for("patched")
    known = known if extra is None else known + extra
    return train_overseer(
        "patched", seed, labelled=Snapshots(
            known.tiles, known.veiled, teacher.approve_of(known.tiles, known.veiled)
        ),
    )  # fmt: skip
