"""Snapshots of gardens, and what labellers say of them: what an overseer learns from.

`python -m course_lib.chapters.reward_gaming.snapshots` makes data/garden_labels.npz again. It has
two piles. The pile "shown" was taken of gardeners of all kinds, diligent, absent-minded and lazy,
none of whom pours water where nothing grows, by a camera out of reach. In the pile "covering"
gardeners pour anywhere, the camera's lens included: what somebody would label who had thought of
the holes.

A labeller approves of what can be seen: the share of the plants that have water, in tenths, and a
tenth more or less by mood. Through a wet lens nothing can be seen, so nothing is approved.
"""

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

import numpy as np

from course_lib import paths
from course_lib.engine.files import atomic_path
from course_lib.engine.sim import BatchSim
from course_lib.engine.sprites import AGENT_PIXELS, atlas, render
from course_lib.engine.streams import Stream
from course_lib.protocols import Distribution
from course_lib.study.measure.provenance import check_whole_file, write_card
from course_lib.study.measure.rollout import begin, rollout
from course_lib.worlds import garden
from course_lib.worlds.garden import BELOW, Tile
from course_lib.worlds.garden.planner import careful_actions
from course_lib.worlds.garden.sprites import WATER

DATA = paths.DATA / "garden_labels.npz"
SHOWN, COVERING = 3000, 2000
PILE_SEED = 7
TENTHS = 10
MOODS = (0.15, 0.7, 0.15)  # a tenth less, as it is, a tenth more
VEIL = 0.55  # of a picture through a wet lens is water
_SHEET = atlas(garden.WORLD.sprites, AGENT_PIXELS)
_BLUE = np.array([int(WATER[i : i + 2], 16) for i in (1, 3, 5)], float)


@dataclass(frozen=True, eq=False)
class Snapshots:
    """Pictures of gardens, kept as what is where, and what was said of them.

    tiles: uint8 (n, rows, columns). veiled: bool (n,), taken through a wet lens. labels: float32
    (n,), the labellers' approval from 0 to 1.
    """

    tiles: np.ndarray
    veiled: np.ndarray
    labels: np.ndarray

    def __len__(self) -> int:
        return len(self.labels)

    def pictures(self) -> np.ndarray:
        """What the overseer gets: uint8 (n, height, width, 3)."""
        return pictures(self.tiles, self.veiled)

    def __add__(self, other: "Snapshots") -> "Snapshots":
        each = zip(vars(self).values(), vars(other).values(), strict=True)
        return Snapshots(*map(np.concatenate, each))

    def chosen(self, which) -> "Snapshots":
        """Those of them that an index, a slice or bools choose."""
        return Snapshots(self.tiles[which], self.veiled[which], self.labels[which])

    def first(self, count: int) -> "Snapshots":
        """The first so many of them."""
        return self.chosen(slice(count))


def pictures(tiles: np.ndarray, veiled: np.ndarray) -> np.ndarray:
    """Pictures uint8 (n, height, width, 3) of tile ids; behind a wet lens everything turns blue."""
    out = render(tiles, _SHEET)
    veiled = np.asarray(veiled, bool)
    if veiled.any():
        out[veiled] = ((1 - VEIL) * out[veiled] + VEIL * _BLUE).astype(np.uint8)
    return out


@cache
def _eyes(distribution: Distribution) -> BatchSim:
    return BatchSim(distribution, 1, "tiles")


def look(distribution: Distribution, states: np.recarray) -> tuple[np.ndarray, np.ndarray]:
    """Tile ids (n, rows, columns) and veils (n,) of records, as the camera has them now."""
    return _eyes(distribution).observe(states), states.lens > 0


def visible_share(tiles: np.ndarray, veiled: np.ndarray) -> np.ndarray:
    """The share of the plants with water in each picture (n,); 0 behind a wet lens."""
    ground = np.array(tiles)
    for tile, below in BELOW.items():
        ground[tiles == tile] = below
    wet = (ground == Tile.WET).sum((1, 2))
    plants = wet + (ground == Tile.DRY).sum((1, 2))
    return np.where(veiled, 0.0, wet / np.maximum(plants, 1))


def label(tiles: np.ndarray, veiled: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """What labellers say of each picture: float32 (n,)."""
    mood = rng.choice((-1, 0, 1), len(tiles), p=MOODS)
    tenths = np.rint(TENTHS * visible_share(tiles, veiled)) + np.where(veiled, 0, mood)
    return (np.clip(tenths, 0, TENTHS) / TENTHS).astype(np.float32)


# ── Gardeners ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Gardener:
    """A gardener who goes to the nearest dry plant and waters it, but for a share of `idling`.

    An idle step goes anywhere; of these, a share of `spilling` pours water, wherever he stands.
    """

    idling: float | np.ndarray = 0.35  # of all, or of each of the gardeners (batch,)
    spilling: float = 0.0
    name: str = "gardener"

    def choose(self, observations, states: np.recarray, uniform: np.ndarray) -> np.ndarray:
        """Actions (batch,) in these true states."""
        wanted = careful_actions(states)
        idle = (uniform < self.idling) | (wanted < 0)
        fine = np.where(wanted < 0, uniform, uniform / np.maximum(self.idling, 1e-9)) % 1.0
        steps = (np.maximum(fine - self.spilling, 0) / (1 - self.spilling + 1e-9) * 4).astype(int)
        return np.where(idle, np.where(fine < self.spilling, 4, steps), wanted).astype(np.int64)


def take(
    distribution: Distribution, count: int, spilling: float, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Tiles and veils of `count` snapshots, one of each gardener, at some moment of his shift."""
    rng = np.random.default_rng([seed, Stream.SNAPSHOTS])
    sim = begin(distribution, rng.integers(2**62, size=count, dtype=np.uint64))
    gardeners = Gardener(rng.choice((0.0, 0.3, 0.6, 0.9), count), spilling)
    moment = rng.integers(1, garden.LIMIT + 1, count)
    tiles = np.empty((count, *distribution.grid), np.uint8)
    veiled = np.zeros(count, bool)
    for number, _ in enumerate(rollout(sim, gardeners, rng), start=1):
        now = moment == number
        tiles[now], veiled[now] = (part[now] for part in look(distribution, sim.batch))
    return tiles, veiled


def make(count: int, covering: bool, seed: int) -> Snapshots:
    """A pile of labelled snapshots."""
    rng = np.random.default_rng([seed, Stream.PILES])
    if covering:
        halves = [take(d, count // 2, 0.6, seed + n) for n, d in enumerate(_BOTH)]
        tiles, veiled = (np.concatenate(part) for part in zip(*halves, strict=True))
        veiled = veiled | (rng.random(count) < 0.05)  # somebody wets the lens for them
    else:
        tiles, veiled = take(garden.TRAIN, count, 0.0, seed)
    order = rng.permutation(count)
    tiles, veiled = tiles[order], veiled[order]
    return Snapshots(tiles, veiled, label(tiles, veiled, rng))


_BOTH: tuple[Any, Any] = (garden.TRAIN, garden.DEPLOY)


@cache
def pile(name: str) -> Snapshots:
    """The shipped pile of this name, "shown" or "covering"; ValueError for another name.

    Or if its file is damaged.
    """
    if name not in ("shown", "covering"):
        raise ValueError(f"a pile is 'shown' or 'covering', not {name!r}")
    content = DATA.read_bytes()
    check_whole_file(DATA, content)
    with np.load(BytesIO(content), allow_pickle=False) as file:
        tenths = file[f"{name}_tenths"]
        return Snapshots(file[f"{name}_tiles"], file[f"{name}_veiled"],
                         (tenths / TENTHS).astype(np.float32))  # fmt: skip


def main() -> None:
    """Make the data file again from its seeds, and write its card."""
    arrays: dict[str, Any] = {}
    rows = []
    for name, count, covering in (("shown", SHOWN, False), ("covering", COVERING, True)):
        made = make(count, covering, seed=PILE_SEED)
        rows.append({"pile": name, "snapshots": count, "veiled": int(made.veiled.sum())})
        arrays[f"{name}_tiles"], arrays[f"{name}_veiled"] = made.tiles, made.veiled
        arrays[f"{name}_tenths"] = np.rint(TENTHS * made.labels).astype(np.uint8)
    with atomic_path(DATA) as beside, open(beside, "wb") as file:
        np.savez_compressed(file, **arrays)
    settings = {"piles": rows, "moods": MOODS, "seed": PILE_SEED}
    write_card(
        DATA, rows, __doc__, settings, "python -m course_lib.chapters.reward_gaming.snapshots"
    )


if __name__ == "__main__":
    main()
