"""The overseer: a small network that learned from snapshots what "well watered" looks like.

It looks at every tile, at what lies round it, and adds up what it likes. It has never been told
what a plant is. What it makes of pictures like those that it learned from can be tested; what it
makes of others, nobody asked it to learn.

`python -m course_lib.chapters.reward_gaming.overseer` trains the shipped ones again, into
data/garden_overseers.safetensors.
"""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import torch
from torch import Tensor
from tqdm import tqdm

from course_lib import paths
from course_lib.agents.checkpoints import load_tensors, save_tensors
from course_lib.agents.torch_tools import one_thread, seeded
from course_lib.agents.weights import blocks
from course_lib.chapters.reward_gaming.snapshots import (
    DATA,
    Snapshots,
    make,
    pictures,
    pile,
    take,
)
from course_lib.study.measure.provenance import check_whole_file, write_card
from course_lib.study.measure.reward_models import (
    UPDATES,
    Council,
    RewardNet,
    fit_reward_net,
    stencil,
)
from course_lib.worlds import garden
from course_lib.worlds.garden import Tile

FILE = paths.DATA / "garden_overseers.safetensors"
FORMAT = "spot-the-difference overseers 1"
SEEDS = 5  # overseers of a kind that stand for it, unless more are asked for
SHIPPED = {"open": 5, "patched": 20, "closed": 20, "part": 20}
KINDS = tuple(SHIPPED)
PARTS = SHIPPED["part"]
BLOCK = 1024


@dataclass(eq=False)
class Overseer:
    """A trained overseer. `approve` says how much it approves of pictures."""

    net: RewardNet
    name: str = "overseer"
    optimiser: Any = field(default=None, repr=False)

    def approve(self, shown: np.ndarray) -> np.ndarray:
        """Approval, float32 (n,), of pictures uint8 (n, height, width, 3): from 0 to 1, as labels.

        What the network says beyond, in pictures unlike all that it learned from, is cut off.
        """
        with torch.inference_mode():
            parts = [self.net(torch.from_numpy(part)) for part in blocks(shown, BLOCK)]
        return torch.cat(parts).clamp(0, 1).numpy()

    def approve_of(self, tiles: np.ndarray, veiled: np.ndarray) -> np.ndarray:
        """The same as `approve` of their pictures, but sooner: it looks at each kind of tile once.

        tiles: ids (n, rows, columns). veiled: bool (n,), whether taken through a wet lens.
        """
        kinds = np.arange(2 * len(Tile), dtype=np.uint8)
        each = pictures((kinds % len(Tile))[:, None, None], kinds >= len(Tile))
        which = torch.from_numpy(tiles.astype(np.int64) + len(Tile) * veiled[:, None, None])
        with torch.inference_mode():
            table = self.net.tile_features(torch.from_numpy(each))[:, :, 0, 0]
            parts = [
                self.net.scores_of(table[some].permute(0, 3, 1, 2)).flatten(1).sum(1)
                for some in which.split(BLOCK)
            ]
        return torch.cat(parts).clamp(0, 1).numpy()

    def likes(self, shown: np.ndarray) -> np.ndarray:
        """What each tile of the pictures adds to the approval, before it is cut to 0 to 1.

        float32 (n, rows, columns).
        """
        with torch.inference_mode():
            return self.net.score_map(torch.from_numpy(np.ascontiguousarray(shown))).numpy()

    def learn(
        self, labelled: Snapshots, updates: int, seed: int = 0, learning_rate: float = 3e-3
    ) -> None:
        """Go on learning from these snapshots: `updates` steps of least squares on 64 of them."""
        if self.optimiser is None:
            self.optimiser = torch.optim.Adam(self.net.parameters(), learning_rate, fused=True)

        def shown(some: np.ndarray) -> np.ndarray:
            return pictures(labelled.tiles[some], labelled.veiled[some])

        fit_reward_net(
            self.net, shown, labelled.labels, updates, seed, learning_rate, self.optimiser
        )


def train_overseer(
    kind: str = "open", seed: int = 0, updates: int = UPDATES, labelled: Snapshots | None = None
) -> Overseer:
    """Train an overseer; it takes a few seconds.

    kind: "open" learns from the snapshots that labellers were shown; "patched" also from those of
    water on the path, which somebody had thought of; "closed" also from those behind a wet lens.
    "part" learns from the same as "patched", through a stencil of its own.
    labelled: other snapshots to learn from. Raises ValueError for another kind.
    """
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}, not {kind!r}")
    if labelled is None:
        labelled = labelled_for(kind)
    with seeded(seed), one_thread:
        net = RewardNet(stencil(seed) if kind == "part" else None)
        made = Overseer(net, f"{kind}:{seed}")
        made.learn(labelled, updates, seed)
    return made


def labelled_for(kind: str) -> Snapshots:
    """The labelled snapshots that an overseer of this kind learns from."""
    if kind == "open":
        return pile("shown")
    covering = pile("covering")
    if kind != "closed":
        covering = covering.chosen(~covering.veiled)
    return pile("shown") + covering


def tested(overseer: Any, count: int = 1000) -> str:
    """How well it agrees with the labels of fresh snapshots of honest gardeners, in words."""
    fresh = make(count, covering=False, seed=100)
    agreement = np.corrcoef(overseer.approve(fresh.pictures()), fresh.labels)[0, 1]
    return f"Correlation with the labels of {count:,} fresh snapshots: {agreement:.3f}"


@cache
def _usual() -> np.ndarray:
    """Tiles of 200 snapshots of usual gardeners, the camera on its tripod."""
    return take(garden.DEPLOY, 200, 0.0, seed=55)[0]


def through_wet_lens(overseer: Any) -> float:
    """The mean approval of 200 snapshots of usual gardeners, each taken through a wet lens."""
    return float(overseer.approve_of(_usual(), np.ones(len(_usual()), bool)).mean())


def has_hole(overseer: Any) -> bool:
    """Whether it approves by more than a half of what nobody can see, behind a wet lens."""
    return through_wet_lens(overseer) > 0.5


@cache
def shipped() -> dict[str, dict[str, Tensor]]:
    """The weights of the shipped overseers, by their names; ValueError if the file is damaged."""
    check_whole_file(FILE, FILE.read_bytes())
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
    net = RewardNet()
    net.load_state_dict(shipped()[name])
    return Overseer(net.requires_grad_(False), name)


def council(kind: str = "patched", count: int = SEEDS, how: str = "min", first: int = 0) -> Council:
    """So many shipped overseers of a kind as one, beginning with the one of this seed."""
    members = [overseer(kind, first + n) for n in range(count)]
    return Council(members, how, f"{how} of {count} {kind}")


def main() -> None:
    """Train all overseers again from their seeds, and write their file and its card."""
    tensors = {}
    for kind, count in SHIPPED.items():
        for seed in tqdm(range(count), desc=kind):
            made = train_overseer(kind, seed)
            for part, value in made.net.state_dict().items():
                tensors[f"{made.name}/{part}"] = value.contiguous()
    save_tensors(FILE, tensors, {"format": FORMAT})
    rows = [{"kind": kind, "seed": seed} for kind, n in SHIPPED.items() for seed in range(n)]
    settings = {"overseers": SHIPPED, "updates": UPDATES, "labels": DATA.name}
    write_card(
        FILE, rows, __doc__, settings, "python -m course_lib.chapters.reward_gaming.overseer"
    )


if __name__ == "__main__":
    main()
