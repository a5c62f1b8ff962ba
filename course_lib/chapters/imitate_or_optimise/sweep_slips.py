"""Imitating or optimising, against how often feet slip: what both are worth, and where they cross.

Also with an overseer who takes the sign for the flag, more or less: the size of its *hole* is what
it gives for standing there, where arriving at once would give 1. Imitators are never paid.

`make sweep NAME=ridge_slips` writes data/ridge_slips.jsonl: a row for each policy that was trained.
Interrupted, it goes on where it stopped.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import cache

import numpy as np
import pandas as pd

from course_lib.chapters.imitate_or_optimise.halfway import halfway
from course_lib.chapters.imitate_or_optimise.imitators import base_of, way
from course_lib.chapters.imitate_or_optimise.observations import FeaturePolicy
from course_lib.chapters.imitate_or_optimise.tabular import Worth, evaluate, table_of, trials
from course_lib.chapters.imitate_or_optimise.train import FAR, FAR_SIGHTED, RECIPE, optimise
from course_lib.study.measure.stats import bootstrap
from course_lib.study.measure.sweep import Sweep, load_results
from course_lib.worlds.ridge.planner import best, no_ridge

SLIPS = (0.0, 0.03, 0.06, 0.1, 0.2, 0.3)
SEEDS = range(5)
SOME = (0.0, 0.1, 0.3)  # slips for everything but those who learn on their own feet
HOLES = (0.5, 0.75, 1.0, 1.25, 1.5)
ON_MAP = (0.0, 0.1, 0.2, 0.3)  # slips of the measured map
LEASH = 0.01  # kl_coef: reward a nat
DEEP = 1.5  # the hole at which remedies are compared
PLAIN = 1.0  # one that pays at the sign what the flag would pay at once
SIGHTED = 0.1  # the slip at which those are compared who look further ahead or less far
EQUAL = 0.02  # a difference in score that counts as none
RARE = 0.1  # the share of a mixed demonstrator's episodes that go by the road


def worth_of(policy: FeaturePolicy, slip: float, hole: float = 0.0) -> Worth:
    """What comes of a policy on average over the levels kept apart."""
    on = trials()
    return evaluate(table_of(policy, on), on.dynamics, slip, hole)


# ── The sweep ───────────────────────────────────────────────────────────────────────────────


def job(kind: str, slip: float, hole: float, leash: float, seed: int) -> dict:
    """One row of the data file: what a policy of this kind is worth."""
    if kind == "halfway":
        return asdict(halfway(slip, seed)[0])
    if kind == "imitation":
        return asdict(worth_of(base_of(seed), slip))
    base = {"RL from imitation": 0.0, "leash": RARE}.get(kind)
    begun = None if base is None else base_of(seed, base)
    recipe = FAR_SIGHTED if kind == "RL, far-sighted" else RECIPE
    policy = optimise(slip, seed, hole=hole, base=begun, kl_coef=leash, recipe=recipe)
    return asdict(worth_of(policy, slip, hole))


def jobs() -> dict[str, dict]:
    """Everything that the data file holds, by its key."""
    learners = ("imitation", "RL", "RL from imitation")
    asked = [(kind, slip, 0.0, 0.0) for slip in SLIPS for kind in learners]
    asked += [("halfway", slip, 0.0, 0.0) for slip in SOME]
    asked += [("RL", slip, hole, 0.0) for hole in HOLES for slip in ON_MAP]
    asked += [("leash", slip, DEEP, LEASH) for slip in SOME]
    asked += [("RL, far-sighted", SIGHTED, PLAIN, 0.0)]
    return {
        f"{kind}, slip {slip}, hole {hole}, leash {leash}, seed {seed}": {
            "kind": kind, "slip": slip, "hole": hole, "leash": leash, "seed": seed,
        }
        for seed in SEEDS for kind, slip, hole, leash in asked
    }  # fmt: skip


def curve(
    kind: str, name: str = "score", hole: float = 0.0, leash: float = 0.0,
    rows: Sequence[Mapping] | None = None,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Slips (n,) and a number for each seed at each of them (seeds, n)."""
    frame = pd.DataFrame(load_results("ridge_slips") if rows is None else rows)
    chosen = frame[(frame.kind == kind) & (frame.hole == hole) & (frame.leash == leash)]
    table = chosen.pivot(index="seed", columns="slip", values=name)
    return table.columns.to_numpy(), table.to_numpy()


# ── Where they cross ────────────────────────────────────────────────────────────────────────


def crossing(slips: np.ndarray, gain: np.ndarray) -> float:
    """The slip from which on `gain` (n,) counts, on straight lines between the points.

    It counts above `EQUAL`. The first slip if it does everywhere, infinity if not at the end.
    """
    gain = gain - EQUAL
    below = np.flatnonzero(gain <= 0)
    if not len(below):
        return float(slips[0])
    last = int(below[-1])
    if last == len(slips) - 1:
        return float("inf")
    share = -gain[last] / (gain[last + 1] - gain[last])
    return float(slips[last] + share * (slips[last + 1] - slips[last]))


def crossing_interval(
    slips: np.ndarray, imitated: np.ndarray, optimised: np.ndarray, draws: int = 2000
) -> tuple[float, float, float]:
    """Where optimising overtakes imitating: value, low and high; a bootstrap over seeds of both."""

    def between(one: np.ndarray, other: np.ndarray) -> float:
        return crossing(slips, other.mean(0) - one.mean(0))

    return bootstrap(between, imitated, optimised, draws=draws, method="nearest")


@cache
def exact_crossing() -> tuple[float, float]:
    """Two slips, exactly, by halving, for the demonstrator's ridge on feet that slip.

    From the first on, the best walker of all is worth more by `EQUAL`. At the second, the best way
    round is worth as much as the ridge.
    """
    dynamics = trials().dynamics
    ridge = way("ridge", dynamics)

    def over(slip: float) -> float:
        return evaluate(ridge, dynamics, slip).score

    return (
        _halved(lambda slip: float(best(dynamics, slip)[1].mean()) - over(slip) > EQUAL),
        _halved(lambda slip: float(best(no_ridge(dynamics), slip)[1].mean()) > over(slip)),
    )


def _halved(above: Callable[[float], bool]) -> float:
    """Where something begins to be so that is not so at 0 and is at 0.5."""
    low, high = 0.0, 0.5
    for _ in range(11):
        middle = (low + high) / 2
        low, high = (low, middle) if above(middle) else (middle, high)
    return (low + high) / 2


SWEEP = Sweep("ridge_slips", __doc__, job, jobs, lambda: {
    "recipe": RECIPE, "slips": SLIPS, "holes": HOLES, "leash": LEASH, "gamma": FAR,
})  # fmt: skip
