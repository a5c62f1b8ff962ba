"""Overseers of the ridge that are learned from snapshots, and what they say of every place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import torch

from course_lib.agents.torch_tools import seeded
from course_lib.chapters.imitate_or_optimise.fooled.fitting import fit_side_by_side
from course_lib.chapters.imitate_or_optimise.fooled.snapshots import (
    pictures,
    snapshots,
    views,
    with_extra,
)
from course_lib.chapters.imitate_or_optimise.tabular import Trials, placed, trials
from course_lib.study.measure.reward_models import Council, RewardNet, stencil
from course_lib.worlds.ridge import BELOW, Tile

EYES = ("weak", "whole")  # a weak overseer sees a quarter of the numbers of each tile
MEMBERS = 4  # of an ensemble
COUNT = 20
_DIGITS = len(Tile) ** np.arange(9)


@dataclass(frozen=True, eq=False)
class Overseer:
    """A trained overseer: `approve_of(states)` is what it says of walkers, float32 (n,), 0 to 1."""

    net: RewardNet
    name: str
    _known: dict[int, float] = field(default_factory=dict, repr=False)

    def approve_of(self, states: np.recarray) -> np.ndarray:
        """Approval, float32 (n,), of walkers in these records (n,): from 0 to 1, as the labels."""
        return self.approve(views(states))

    def approve(self, shown: np.ndarray) -> np.ndarray:
        """Approval, float32 (n,), of what the camera has (n, 3, 3); each view is judged once."""
        keys = shown.reshape(-1, 9) @ _DIGITS
        new, first = np.unique(keys, return_index=True)
        unknown = [
            at for key, at in zip(new.tolist(), first, strict=True) if key not in self._known
        ]
        if unknown:
            with torch.inference_mode():
                said = self.net(torch.from_numpy(pictures(shown[unknown]))).clamp(0, 1)
            self._known.update(zip(keys[unknown].tolist(), said.tolist(), strict=True))
        return np.array([self._known[key] for key in keys.tolist()], np.float32)


def train_overseers(
    seeds: Iterable[int] = range(COUNT), extra: Mapping[str, int] | None = None, eyes: str = "weak"
) -> list[Overseer]:
    """Train overseers with these seeds, side by side; twenty take some ten seconds.

    extra: snapshots that are labelled as well, as for `with_extra`. ValueError for other eyes.
    """
    return list(_trained(tuple(seeds), tuple((extra or {}).items()), eyes))


@cache
def _trained(
    seeds: tuple[int, ...], extra: tuple[tuple[str, int], ...], eyes: str
) -> tuple[Overseer, ...]:
    if eyes not in EYES:
        raise ValueError(f"eyes must be one of {', '.join(EYES)}, not {eyes!r}")
    shown, labels = with_extra(dict(extra))
    nets = []
    for seed in seeds:
        with seeded(seed):
            nets.append(RewardNet(stencil(seed) if eyes == "weak" else None))
    fit_side_by_side(nets, pictures(shown), labels, seeds)
    return tuple(
        Overseer(net, f"{eyes} overseer {seed}") for net, seed in zip(nets, seeds, strict=True)
    )


def ensembles(members: Sequence[Overseer]) -> list[Council]:
    """Four weak overseers as one, of whom the least decides; no two ensembles share a member."""
    groups = range(0, len(members) - MEMBERS + 1, MEMBERS)
    return [Council(members[n : n + MEMBERS], "min", f"ensemble {n // MEMBERS}") for n in groups]


# ── What they say ───────────────────────────────────────────────────────────────────────────


def approvals(overseer: Any, on: Trials | None = None) -> dict[str, float]:
    """What it says of walkers at the flag, at the sign, and where it likes it best elsewhere.

    Means over levels; "agreement" is the correlation with the labels of 1,000 fresh snapshots.
    """
    on = on or trials()
    pay, tiles = pays(overseer, on), on.dynamics.tiles
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
