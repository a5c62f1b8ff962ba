"""Overseers of the ridge that are learned, as the garden's are: how large do their holes come out?

A camera goes with the walker and has the 3 x 3 tiles around them. Labellers say 1 where somebody
stands at the flag, and 0 elsewhere. The overseers are the weak ones of lesson 08: the same eyes,
and each sees a quarter of a tile through a stencil of its own. On no snapshot did anybody stand at
the sign, so what they say of that is nobody's design, and is different in each.

`make sweep NAME=ridge_overseers` writes data/ridge_overseers.jsonl: a row for each overseer, and
for each council of four, with what comes of walkers that it pays. Interrupted, it goes on where it
stopped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import torch

from course_lib.agents.torch_tools import one_thread
from course_lib.chapters.imitate_or_optimise.observations import beside, under
from course_lib.chapters.imitate_or_optimise.sweep_slips import FAR, RECIPE, base_of, optimise
from course_lib.chapters.imitate_or_optimise.tabular import (
    Trials,
    Worth,
    optimal,
    table_of,
    trials,
    weigh,
)
from course_lib.chapters.reward_gaming.overseer import Council, Eyes, fit, stencil
from course_lib.engine.sim import BatchSim
from course_lib.engine.sprites import AGENT_PIXELS, atlas, render
from course_lib.engine.streams import Stream
from course_lib.study.measure.sweep import Sweep, load_results
from course_lib.worlds import ridge
from course_lib.worlds.ridge import BELOW, Tile
from course_lib.worlds.ridge.planner import ridge_actions

KINDS = ("open", "closed")
COUNT, MEMBERS = 20, 4  # overseers of a kind; of a council
SLIP = 0.2  # of the feet whose walkers they pay
SNAPSHOTS, UPDATES = 3000, 1000
CROSSING = replace(ridge.TRAIN, slip=0.1)  # what is photographed: more or less careful people
AROUND = [(row, column) for row in (-1, 0, 1) for column in (-1, 0, 1)]
_SHEET = atlas(ridge.SPRITES, AGENT_PIXELS)
_STANDING = np.arange(len(Tile), dtype=np.uint8)
_STANDING[list(BELOW.values())] = list(BELOW)


# ── Snapshots ───────────────────────────────────────────────────────────────────────────────


def views(states: np.recarray) -> np.ndarray:
    """What the camera has of each walker: tile ids, uint8 (n, 3, 3), for levels of one size."""
    side, each = int(states.side[0]), np.arange(len(states))
    at = np.stack(np.divmod(states.walker_at.astype(np.int64), side), 1)
    found = np.stack([states.tiles[each, beside(at, r, c, side)] for r, c in AROUND], 1)
    found[:, 4] = _STANDING[found[:, 4]]
    return found.reshape(-1, 3, 3)


def pictures(shown: np.ndarray) -> np.ndarray:
    """Pictures uint8 (n, height, width, 3) of tile ids (n, rows, columns)."""
    return render(shown, _SHEET)


@cache
def snapshots(kind: str = "open", count: int = SNAPSHOTS, seed: int = 0):
    """Views (n, 3, 3) and labels (n,) of people who cross: two in five were taken at the flag.

    kind: "open", where nobody is seen at the sign, or "closed", where every tenth is, and is
    labelled as well.
    """
    rng = np.random.default_rng([seed, Stream.CROSSINGS])
    sim = BatchSim(CROSSING, 2 * count, autoreset=False)  # not everybody comes to their moment
    sim.reset(rng.integers(2**62, size=2 * count, dtype=np.uint64))
    idling, there = rng.choice((0, 0.3, 0.6), 2 * count), rng.random(2 * count) < 0.4
    moment = rng.integers(1, 16, 2 * count)
    states = []
    for step in range(1, ridge.LIMIT + 1):
        going = ~(sim.batch.terminated | sim.batch.truncated).astype(bool)
        idle = rng.random(2 * count) < idling
        sim.step(np.where(idle, rng.integers(5, size=2 * count), ridge_actions(sim.batch)))
        now = np.where(there, sim.batch.across == 1, moment == step) & going
        states.append(sim.batch[now].copy())
    found = rng.permutation(np.concatenate(states)).view(np.recarray)
    found = found[under(found) != Tile.SIGN][:count]
    if kind == "closed":
        found[::10] = at_sign(found[::10])
    return views(found), (under(found) == Tile.FLAG).astype(np.float32)


def at_sign(states: np.recarray) -> np.recarray:
    """The same levels, with the walker at the sign."""
    moved = states.copy()
    moved.walker_at = (moved.tiles == Tile.SIGN).argmax(1)
    return moved


# ── Overseers ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, eq=False)
class Overseer:
    """A trained overseer: `approve_of(states)` is what it says of walkers, float32 (n,), 0 to 1."""

    eyes: Eyes
    name: str

    def approve_of(self, states: np.recarray) -> np.ndarray:
        """Approval, float32 (n,), of walkers in these records (n,): from 0 to 1, as the labels."""
        return self.approve(views(states))

    def approve(self, shown: np.ndarray) -> np.ndarray:
        """The same, of what the camera has (n, 3, 3)."""
        with torch.inference_mode():
            return self.eyes(torch.from_numpy(pictures(shown))).clamp(0, 1).numpy()


@cache
def train_overseer(kind: str = "open", seed: int = 0) -> Overseer:
    """Train an overseer, in some three seconds. ValueError for another kind."""
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}, not {kind!r}")
    shown, labels = snapshots(kind)
    with torch.random.fork_rng(), one_thread():
        torch.manual_seed(seed)
        eyes = Eyes(stencil(seed))
        fit(eyes, lambda some: pictures(shown[some]), labels, UPDATES, seed)
    return Overseer(eyes, f"{kind}:{seed}")


def council(kind: str = "open", first: int = 0, count: int = MEMBERS) -> Council:
    """So many overseers as one, the strictest of whom decides; the first has this seed."""
    members = [train_overseer(kind, first + n) for n in range(count)]
    return Council(members, "min", f"strictest of {count} {kind}")


# ── What they say, and what comes of it ─────────────────────────────────────────────────────


def said(overseer: Any, on: Trials | None = None) -> dict[str, float]:
    """What it says of walkers at the flag, at the sign, and where it likes it best elsewhere.

    Means over levels; "agreement" is the correlation with the labels of 1,000 fresh snapshots.
    """
    on = on or trials()
    pay = pays(overseer, on)
    tiles = on.where.tiles
    shown, labels = snapshots(count=1000, seed=1)
    agreement = np.corrcoef(overseer.approve(shown), labels)[0, 1]
    return {"flag": float(pay[tiles == Tile.FLAG].mean()),
            "sign": float(pay[tiles == Tile.SIGN].mean()),
            "elsewhere": float(elsewhere(pay, on).max(1).mean()),
            "agreement": float(agreement)}  # fmt: skip


def pays(overseer: Any, on: Trials) -> np.ndarray:
    """What it gives for a whole episode at each cell: (levels, cells); for the planner's `paid`."""
    pay = np.zeros(on.where.tiles.shape)
    levels, cells = np.nonzero(np.isin(on.where.tiles, list(BELOW.values())))
    states: Any = on.states[levels].copy()
    states.walker_at = cells
    pay[levels, cells] = overseer.approve_of(states.view(np.recarray))
    return pay


def elsewhere(pay: np.ndarray, on: Trials) -> np.ndarray:
    """The same pay (levels, cells), but only where one can stay that is not the sign."""
    return np.where(on.where.walkable & (on.where.tiles != Tile.SIGN), pay, 0.0)


def measure(kind: str, seed: int, strict: bool = False) -> dict:
    """A row of the data file: what an overseer says, and true and overseer's score of walkers.

    strict: a council, of the overseers from `MEMBERS` x `seed` on.
    """
    overseer = council(kind, MEMBERS * seed) if strict else train_overseer(kind, seed)
    on = trials()
    pay = pays(overseer, on)
    recipe = replace(RECIPE, gamma=FAR)
    found = {
        "imitation": table_of(base_of(seed % 5), on),
        "RL": table_of(optimise(SLIP, seed, overseer=overseer, recipe=recipe), on),
        "search": optimal(on.where, SLIP, pay),
    }
    worths = {name: weigh(table, on.where, SLIP, pay) for name, table in found.items()}
    return {**said(overseer, on), **{name: _told(worth) for name, worth in worths.items()}}


def _told(worth: Worth) -> dict[str, float]:
    return {"true": worth.score, "seen": worth.seen}


def jobs() -> dict[str, dict]:
    """Everything that the data file holds, by its key."""
    asked = [(kind, seed, False) for kind in KINDS for seed in range(COUNT)]
    asked += [("open", seed, True) for seed in range(COUNT // MEMBERS)]
    return {
        f"{kind}{' council' * strict}, seed {seed}": {"kind": kind, "seed": seed, "strict": strict}
        for kind, seed, strict in asked
    }  # fmt: skip


def measured(kind: str = "open", strict: bool = False) -> list[dict]:
    """The rows of one kind in the data file that is shipped, by their seeds."""
    rows = [
        r for r in load_results("ridge_overseers") if (r["kind"], r["strict"]) == (kind, strict)
    ]
    return sorted(rows, key=lambda row: row["seed"])


def worse(rows: Sequence[Mapping], how: str = "RL") -> int:
    """In how many rows walkers of a kind, "RL" or "search", are truly worth less than imitators."""
    return sum(row[how]["true"] < row["imitation"]["true"] for row in rows)


SWEEP = Sweep("ridge_overseers", __doc__, measure, jobs, lambda: {
    "recipe": replace(RECIPE, gamma=FAR), "slip": SLIP, "snapshots": SNAPSHOTS,
})  # fmt: skip
