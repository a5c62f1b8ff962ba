"""Patch, search again: holes of an overseer are found by a search, labelled, and searched again.

Leike et al. 2018 (arXiv 1811.07871) write that reward gaming is in principle solvable by improving
the reward model. Here that is done, round after round: train an overseer; search for the plans that
it likes best in gardens that nobody has searched before; label snapshots of just these plans, add
them to what it learns from; train it again.
"""

from typing import Any

import numpy as np

from course_lib.chapters.reward_gaming.attacks import Found, search_plans
from course_lib.chapters.reward_gaming.overseer import labelled_for, pile, train_overseer
from course_lib.chapters.reward_gaming.pressure import DEPLOYED, Plans, garden_seeds
from course_lib.chapters.reward_gaming.snapshots import Snapshots, label, look, take
from course_lib.engine.streams import Stream
from course_lib.study.measure.rollout import begin, rollout

ROUNDS, GARDENS, LABELS, GENERATIONS = 4, 3, 50, 24
ARMS = {"searched": ROUNDS, "usual": 2}  # and how many rounds each has: the control has one patch


def searched(overseer: Any, gardens: np.ndarray, seed: int = 0) -> list[Found]:
    """What a search finds under this overseer, in each of the gardens (seeds uint64)."""
    return search_plans(overseer, gardens.tolist(), DEPLOYED, GENERATIONS, seed)


def snapshots_of(plans: np.ndarray, gardens: np.ndarray, count: int, seed: int) -> Snapshots:
    """So many labelled snapshots, at any moments, of plans (n, steps) carried out in n gardens."""
    rng = np.random.default_rng([seed, Stream.SNAPSHOTS])
    sim = begin(DEPLOYED, np.asarray(gardens, np.uint64))
    seen = [look(DEPLOYED, sim.batch) for _ in rollout(sim, Plans(plans), 0)]
    tiles, veiled = (np.concatenate(part) for part in zip(*seen, strict=True))
    some = rng.choice(len(tiles), count, replace=False)
    return Snapshots(tiles[some], veiled[some], label(tiles[some], veiled[some], rng))


def usual_snapshots(count: int, seed: int) -> Snapshots:
    """So many labelled snapshots of usual gardeners, the camera on its tripod: the control."""
    tiles, veiled = take(DEPLOYED, count, 0.0, 10_000 + seed)
    rng = np.random.default_rng([seed, Stream.PILES])
    return Snapshots(tiles, veiled, label(tiles, veiled, rng))


def improve(seed: int, arm: str = "searched") -> list[dict]:
    """Rounds of one overseer that begins without any patch: what each search found.

    arm: "searched" labels snapshots of the plans that were found, "usual" as many of usual
    gardeners. Rows of {"labels", "true", "seen", "puddles", "splashes"}, the last four a list with
    an entry for each garden.
    """
    known, rows = labelled_for("open"), []
    first = len(known)
    for number in range(ARMS[arm]):
        watching = train_overseer("open", seed, labelled=known)
        gardens = garden_seeds(GARDENS, 100 + number)
        found = searched(watching, gardens, seed)
        ends = [one.episode.metrics for one in found]
        rows.append({
            "labels": len(known) - first,
            "true": [round(float(one.true[-1]), 4) for one in found],
            "seen": [round(float(one.seen[-1]), 4) for one in found],
            **{k: [int(end[k]) for end in ends] for k in ("puddles", "splashes")},
        })  # fmt: skip
        where = 100 * seed + number
        best = np.stack([one.plans[-1] for one in found])
        known = known + (
            snapshots_of(best, gardens, LABELS, where)
            if arm == "searched" else usual_snapshots(LABELS, where)
        )  # fmt: skip
    return rows


def patched_with(seed: int, count: int) -> Any:
    """An overseer that learned from all that "patched" ones did, and from `count` wet lenses."""
    covering = pile("covering")
    veiled = np.flatnonzero(covering.veiled)[:count]
    return train_overseer(
        "patched", seed, labelled=labelled_for("patched") + covering.chosen(veiled)
    )
