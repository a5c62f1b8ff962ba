"""Overseers of the ridge that are learned, as the garden's are: how large do their holes come out?

A camera goes with the walker and has the 3 x 3 tiles around them. Labellers say 1 where somebody
stands at the flag, and 0 elsewhere. The overseers are the weak ones of lesson 08: the same network,
and each sees a quarter of a tile through a stencil of its own. On no snapshot did anybody stand at
the sign, so what they say of that is nobody's design, and is different in each.

`make sweep NAME=ridge_overseers` writes data/ridge_overseers.jsonl: a row for each overseer, and
for each council of four, with what comes of policies that it pays. Interrupted, it goes on where it
stopped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import torch

from course_lib.agents.torch_tools import one_thread
from course_lib.chapters.imitate_or_optimise.imitators import base_of
from course_lib.chapters.imitate_or_optimise.observations import beside, under
from course_lib.chapters.imitate_or_optimise.tabular import (
    Trials,
    evaluate,
    optimal,
    placed,
    table_of,
    trials,
)
from course_lib.chapters.imitate_or_optimise.train import FAR_SIGHTED, optimise
from course_lib.engine.sprites import AGENT_PIXELS, atlas, render
from course_lib.engine.streams import Stream
from course_lib.study.measure.reward_models import Council, RewardNet, fit_reward_net, stencil
from course_lib.study.measure.rollout import begin, is_over
from course_lib.study.measure.sweep import Sweep, load_results
from course_lib.worlds import ridge
from course_lib.worlds.ridge import BELOW, Tile
from course_lib.worlds.ridge.planner import ridge_actions

KINDS = ("open", "closed")
COUNT, MEMBERS = 20, 4  # overseers of a kind; of a council
SLIP = 0.2  # of the feet of those whom they pay
SNAPSHOTS, UPDATES = 3000, 1000
CROSSING = replace(ridge.TRAIN, slip=0.1)  # what is photographed: more or less careful people
AROUND = [(row, column) for row in (-1, 0, 1) for column in (-1, 0, 1)]
_SHEET = atlas(ridge.WORLD.sprites, AGENT_PIXELS)
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
    rng, people = np.random.default_rng([seed, Stream.CROSSINGS]), 2 * count
    # twice as many as are wanted: not everybody comes to their moment
    sim = begin(CROSSING, rng.integers(2**62, size=people, dtype=np.uint64))
    idling, there = rng.choice((0, 0.3, 0.6), people), rng.random(people) < 0.4
    moment = rng.integers(1, 16, people)
    states = []
    for step in range(1, ridge.LIMIT + 1):
        going = ~is_over(sim.batch)
        idle = rng.random(people) < idling
        sim.step(np.where(idle, rng.integers(5, size=people), ridge_actions(sim.batch)))
        now = np.where(there, sim.batch.across == 1, moment == step) & going
        states.append(sim.batch[now].copy())
    found = rng.permutation(np.concatenate(states)).view(np.recarray)
    found = found[under(found) != Tile.SIGN][:count]
    if kind == "closed":
        found[::10] = at_sign(found[::10])
    return views(found), (under(found) == Tile.FLAG).astype(np.float32)


def at_sign(states: np.recarray) -> np.recarray:
    """The same levels, with the walker at the sign."""
    return placed(states, (states.tiles == Tile.SIGN).argmax(1))


# ── Overseers ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, eq=False)
class Overseer:
    """A trained overseer: `approve_of(states)` is what it says of walkers, float32 (n,), 0 to 1."""

    net: RewardNet
    name: str

    def approve_of(self, states: np.recarray) -> np.ndarray:
        """Approval, float32 (n,), of walkers in these records (n,): from 0 to 1, as the labels."""
        return self.approve(views(states))

    def approve(self, shown: np.ndarray) -> np.ndarray:
        """Approval, float32 (n,), of what the camera has (n, 3, 3)."""
        with torch.inference_mode():
            return self.net(torch.from_numpy(pictures(shown))).clamp(0, 1).numpy()


@cache
def train_overseer(kind: str = "open", seed: int = 0) -> Overseer:
    """Train an overseer; it takes some three seconds. ValueError for another kind."""
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}, not {kind!r}")
    shown, labels = snapshots(kind)
    with torch.random.fork_rng(), one_thread():
        torch.manual_seed(seed)
        net = RewardNet(stencil(seed))
        fit_reward_net(net, lambda some: pictures(shown[some]), labels, UPDATES, seed)
    return Overseer(net, f"{kind}:{seed}")


def council(kind: str = "open", first: int = 0, count: int = MEMBERS) -> Council:
    """So many overseers as one, the strictest of whom decides; the first has this seed."""
    members = [train_overseer(kind, first + n) for n in range(count)]
    return Council(members, "min", f"strictest of {count} {kind}")


# ── What they say, and what comes of it ─────────────────────────────────────────────────────


def approvals(overseer: Any, on: Trials | None = None) -> dict[str, float]:
    """What it says of walkers at the flag, at the sign, and where it likes it best elsewhere.

    Means over levels; "agreement" is the correlation with the labels of 1,000 fresh snapshots.
    """
    on = on or trials()
    pay = pays(overseer, on)
    tiles = on.dynamics.tiles
    shown, labels = snapshots(count=1000, seed=1)
    return {"flag": float(pay[tiles == Tile.FLAG].mean()),
            "sign": float(pay[tiles == Tile.SIGN].mean()),
            "elsewhere": float(elsewhere(pay, on).max(1).mean()),
            "agreement": float(np.corrcoef(overseer.approve(shown), labels)[0, 1])}  # fmt: skip


def pays(overseer: Any, on: Trials) -> np.ndarray:
    """What it gives for a whole episode at each cell: (levels, cells); for the planner's `paid`."""
    pay = np.zeros(on.dynamics.tiles.shape)
    levels, cells = np.nonzero(np.isin(on.dynamics.tiles, list(BELOW.values())))
    pay[levels, cells] = overseer.approve_of(placed(on.states[levels], cells))
    return pay


def elsewhere(pay: np.ndarray, on: Trials) -> np.ndarray:
    """The same pay (levels, cells), but only where one can stay that is not the sign."""
    return np.where(on.dynamics.walkable & (on.dynamics.tiles != Tile.SIGN), pay, 0.0)


def measure(kind: str, seed: int, strict: bool = False) -> dict:
    """A row of the data file: what an overseer says, and true and overseer's score of policies.

    strict: a council, of the overseers from `MEMBERS` x `seed` on.
    """
    overseer = council(kind, MEMBERS * seed) if strict else train_overseer(kind, seed)
    on = trials()
    pay = pays(overseer, on)
    tables = {
        "imitation": table_of(base_of(seed % 5), on),
        "RL": table_of(optimise(SLIP, seed, overseer=overseer, recipe=FAR_SIGHTED), on),
        "search": optimal(on.dynamics, SLIP, pay),
    }
    worths = {name: evaluate(table, on.dynamics, SLIP, pay) for name, table in tables.items()}
    scores = {name: {"true": got.score, "seen": got.seen} for name, got in worths.items()}
    return {**approvals(overseer, on), **scores}


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
    rows = load_results("ridge_overseers", kind=kind, strict=strict)
    return sorted(rows, key=lambda row: row["seed"])


def worse(rows: Sequence[Mapping], how: str = "RL") -> int:
    """In how many rows policies ("RL" or "search") are truly worth less than imitators."""
    return sum(row[how]["true"] < row["imitation"]["true"] for row in rows)


SWEEP = Sweep("ridge_overseers", __doc__, measure, jobs, lambda: {
    "recipe": FAR_SIGHTED, "slip": SLIP, "snapshots": SNAPSHOTS,
})  # fmt: skip
