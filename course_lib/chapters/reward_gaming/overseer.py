"""The overseer: a small network that learned from snapshots what "well watered" looks like.

It looks at every tile, at what lies round it, and adds up what it likes. It has never been told
what a plant is. What it makes of pictures like those that it learned from can be tested; what it
makes of others, nobody asked it to learn.

`python -m course_lib.chapters.reward_gaming.overseer` trains the shipped ones again, into
data/garden_overseers.safetensors.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from tqdm import tqdm

from course_lib import paths
from course_lib.agents.checkpoints import load_tensors, save_tensors
from course_lib.agents.torch_tools import blocks, one_thread, to_input
from course_lib.chapters.reward_gaming.snapshots import Snapshots, make, pictures, pile
from course_lib.engine.sprites import AGENT_PIXELS
from course_lib.engine.streams import Stream
from course_lib.worlds.garden import Tile

FILE = paths.DATA / "garden_overseers.safetensors"
FORMAT = "spot-the-difference overseers 1"
SEEDS = 5  # overseers of a kind that stand for it, unless more are asked for
SHIPPED = {"open": 5, "patched": 20, "closed": 20, "part": 20, "closed part": 20}
KINDS = tuple(SHIPPED)
PARTS = SHIPPED["part"]
UPDATES = 1500
BLOCK = 1024
VISIBLE = 12  # of the 48 numbers of a tile, that one part sees


class Eyes(nn.Module):
    """Pictures uint8 (batch, height, width, 3) become approval (batch,).

    seen: which of the 48 numbers of a tile it sees at all, float (3, 4, 4); all by default.
    """

    def __init__(self, seen: Tensor | None = None, channels: int = 8):
        super().__init__()
        self.tiles = nn.Conv2d(3, channels, AGENT_PIXELS, AGENT_PIXELS)
        self.nearby = nn.Conv2d(channels, channels, 3, 1, 1)
        self.liking = nn.Conv2d(channels, 1, 1)
        everything = torch.ones(3, AGENT_PIXELS, AGENT_PIXELS)
        self.register_buffer("seen", everything if seen is None else seen)

    def forward(self, x: Tensor) -> Tensor:
        """Approval (batch,) of pictures uint8 (batch, height, width, 3)."""
        return self.liked(x).flatten(1).sum(1)

    def liked(self, x: Tensor) -> Tensor:
        """How much it likes each place: (batch, rows, columns)."""
        return self.weighed(self.features(x))

    def features(self, x: Tensor) -> Tensor:
        """What it sees of each tile by itself: (batch, channels, rows, columns)."""
        x = to_input(x)
        x = nn.functional.conv2d(x, self.tiles.weight * self.seen, self.tiles.bias, AGENT_PIXELS)
        return torch.relu(x)

    def weighed(self, features: Tensor) -> Tensor:
        """What it makes of these, each beside its neighbours: (batch, rows, columns)."""
        return self.liking(torch.relu(self.nearby(features))).squeeze(1)


@dataclass(eq=False)
class Overseer:
    """A trained overseer. `approve` says how much it approves of pictures."""

    eyes: Eyes
    name: str = "overseer"
    optimiser: Any = field(default=None, repr=False)

    def approve(self, shown: np.ndarray) -> np.ndarray:
        """Approval, float32 (n,), of pictures uint8 (n, height, width, 3): from 0 to 1, as labels.

        What the network says beyond, in pictures unlike all that it learned from, is cut off.
        """
        with torch.inference_mode():
            parts = [self.eyes(torch.from_numpy(p)) for p in blocks(shown, BLOCK)]
        return torch.cat(parts).clamp(0, 1).numpy()

    def approve_of(self, tiles: np.ndarray, veiled: np.ndarray) -> np.ndarray:
        """The same as `approve` of their pictures, but sooner: it looks at each kind of tile once.

        tiles: ids (n, rows, columns). veiled: bool (n,), whether taken through a wet lens.
        """
        kinds = np.arange(2 * len(Tile), dtype=np.uint8)
        each = pictures((kinds % len(Tile))[:, None, None], kinds >= len(Tile))
        which = torch.from_numpy(tiles.astype(np.int64) + len(Tile) * veiled[:, None, None])
        with torch.inference_mode():
            table = self.eyes.features(torch.from_numpy(each))[:, :, 0, 0]
            parts = [
                self.eyes.weighed(table[some].permute(0, 3, 1, 2)).flatten(1).sum(1)
                for some in which.split(BLOCK)
            ]
        return torch.cat(parts).clamp(0, 1).numpy()

    def likes(self, shown: np.ndarray) -> np.ndarray:
        """What each tile of the pictures adds to the approval, before it is cut to 0 to 1.

        float32 (n, rows, columns).
        """
        with torch.inference_mode():
            return self.eyes.liked(torch.from_numpy(np.ascontiguousarray(shown))).numpy()

    def learn(self, labelled: Snapshots, updates: int, seed: int = 0, rate: float = 3e-3) -> None:
        """Take so many steps of least squares on batches of 64 of these labelled snapshots."""
        if self.optimiser is None:
            self.optimiser = torch.optim.Adam(self.eyes.parameters(), rate, fused=True)

        def shown(some: np.ndarray) -> np.ndarray:
            return pictures(labelled.tiles[some], labelled.veiled[some])

        fit(self.eyes, shown, labelled.labels, updates, seed, rate, self.optimiser)


@dataclass(frozen=True, eq=False)
class Council:
    """Several overseers as one: its approval is their mean, or the least of theirs ("min").

    Its members may be overseers of the garden or of the ridge; they are asked what it is asked.
    """

    members: Sequence[Any]
    how: str = "min"
    name: str = "council"

    def __post_init__(self):
        if self.how not in ("min", "mean"):
            raise ValueError(f"how must be 'min' or 'mean', not {self.how!r}")

    def approve(self, shown: np.ndarray) -> np.ndarray:
        """Approval, float32 (n,), of what its members' `approve` takes."""
        return self._together([member.approve(shown) for member in self.members])

    def approve_of(self, *what: np.ndarray) -> np.ndarray:
        """The same of what its members' `approve_of` takes."""
        return self._together([member.approve_of(*what) for member in self.members])

    def _together(self, said: list[np.ndarray]) -> np.ndarray:
        return np.stack(said).min(0) if self.how == "min" else np.stack(said).mean(0)


def fit(
    eyes: Eyes,
    shown: Callable[[np.ndarray], np.ndarray],
    labels: np.ndarray,
    updates: int = UPDATES,
    seed: int = 0,
    rate: float = 3e-3,
    optimiser: Any = None,
) -> None:
    """Train the eyes on labelled pictures: least squares, on batches of 64 of them.

    shown: from indices to their pictures, uint8 (64, height, width, 3). labels: float32 (n,).
    """
    rng = np.random.default_rng([seed, Stream.FITTING])
    eyes.requires_grad_(True)
    optimiser = optimiser or torch.optim.Adam(eyes.parameters(), rate, fused=True)
    group = optimiser.param_groups[0]
    for number in range(updates):
        group["lr"] = rate * min(1.0, 2 * (1 - number / updates))
        some = rng.integers(len(labels), size=64)
        error = (eyes(torch.from_numpy(shown(some))) - torch.from_numpy(labels[some])).square()
        optimiser.zero_grad()
        error.mean().backward()
        optimiser.step()
    eyes.requires_grad_(False)


def stencil(seed: int) -> Tensor:
    """Which numbers of a tile one part sees: 12 of 48, drawn by chance, float (3, 4, 4)."""
    rng = np.random.default_rng([seed, Stream.STENCIL])
    seen = np.zeros(3 * AGENT_PIXELS**2, np.float32)
    seen[rng.permutation(len(seen))[:VISIBLE]] = 1
    return torch.from_numpy(seen.reshape(3, AGENT_PIXELS, AGENT_PIXELS))


def train_overseer(
    kind: str = "open", seed: int = 0, updates: int = UPDATES, labelled: Snapshots | None = None
) -> Overseer:
    """Train an overseer, in a few seconds.

    kind: "open" learns from the snapshots that labellers were shown; "patched" also from those of
    water on the path, which somebody had thought of; "closed" also from those behind a wet lens.
    "part" and "closed part" learn from the same as "patched" and "closed", each through a stencil
    of its own.
    labelled: other snapshots to learn from. Raises ValueError for another kind.
    """
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}, not {kind!r}")
    if labelled is None:
        labelled = lessons_of(kind)
    with torch.random.fork_rng(), one_thread():
        torch.manual_seed(seed)
        made = Overseer(Eyes(stencil(seed) if kind.endswith("part") else None), f"{kind}:{seed}")
        made.learn(labelled, updates, seed)
    return made


def tested(overseer: Any, count: int = 1000) -> str:
    """How well it agrees with the labels of fresh snapshots of honest gardeners, in words."""
    fresh = make(count, covering=False, seed=100)
    said = overseer.approve(fresh.pictures())
    agreement = np.corrcoef(said, fresh.labels)[0, 1]
    return f"Correlation with the labels of {count:,} fresh snapshots: {agreement:.3f}"


def lessons_of(kind: str) -> Snapshots:
    """The labelled snapshots that an overseer of this kind learns from."""
    if kind == "open":
        return pile("shown")
    covering = pile("covering")
    return pile("shown") + (
        covering if kind.startswith("closed") else covering.chosen(~covering.veiled)
    )


@cache
def shipped() -> dict[str, dict[str, Tensor]]:
    """The weights of the shipped overseers, by their names."""
    tensors, _ = load_tensors(FILE, FORMAT)
    found: dict[str, dict[str, Tensor]] = {}
    for key, value in tensors.items():
        name, part = key.split("/")
        found.setdefault(name, {})[part] = value
    return found


def overseer(kind: str = "patched", seed: int = 0) -> Overseer:
    """The shipped overseer of this kind and seed; ValueError that lists those that there are."""
    name = f"{kind}:{seed}"
    if name not in shipped():
        raise ValueError(
            f"there is no overseer {name!r}; there are: {', '.join(sorted(shipped()))}"
        )
    eyes = Eyes()
    eyes.load_state_dict(shipped()[name])
    eyes.requires_grad_(False)
    return Overseer(eyes, name)


def council(kind: str = "patched", count: int = SEEDS, how: str = "min", first: int = 0) -> Council:
    """So many shipped overseers of a kind as one, beginning with the one of this seed."""
    members = [overseer(kind, first + n) for n in range(count)]
    return Council(members, how, f"{how} of {count} {kind}")


def main() -> None:
    """Make the file of overseers again from its seeds."""
    tensors = {}
    for kind, count in SHIPPED.items():
        for seed in tqdm(range(count), desc=kind):
            made = train_overseer(kind, seed)
            for part, value in made.eyes.state_dict().items():
                tensors[f"{made.name}/{part}"] = value.contiguous()
    save_tensors(FILE, tensors, {"format": FORMAT})


if __name__ == "__main__":
    main()
