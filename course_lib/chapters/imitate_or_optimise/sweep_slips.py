"""Imitating or optimising, against how often feet slip: what both are worth, and where they cross.

Also with an overseer who takes the sign for the flag, more or less: the size of its *hole* is what
it gives for standing there, where arriving at once would give 1. Imitators are never paid.

`make sweep NAME=ridge_slips` writes data/ridge_slips.jsonl: a row for each walker that was trained.
Interrupted, it goes on where it stopped.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from functools import cache
from typing import Any

import numpy as np

from course_lib.agents.ppo import PPO
from course_lib.agents.training import train
from course_lib.chapters.imitate_or_optimise.demonstrators import HIDDEN, imitator, way
from course_lib.chapters.imitate_or_optimise.halfway import halfway
from course_lib.chapters.imitate_or_optimise.observations import Practice, Walker
from course_lib.chapters.imitate_or_optimise.tabular import Worth, table_of, trials, weigh
from course_lib.study.measure.stats import bootstrap, rate_over_seeds
from course_lib.study.measure.sweep import Sweep, load_results
from course_lib.worlds.ridge import TRAIN
from course_lib.worlds.ridge.planner import best, no_ridge

RECIPE = PPO(
    steps=400_000, update_epochs=3, ent_coef=0.02, gamma=0.98, value_init_scale=0.01,
    num_minibatches=8, hidden=HIDDEN,
)  # fmt: skip
SLIPS = (0.0, 0.03, 0.06, 0.1, 0.2, 0.3)
SEEDS = range(5)
SOME = (0.0, 0.1, 0.3)  # slips for everything but those who learn on their own feet
HOLES = (0.5, 0.75, 1.0, 1.25, 1.5)
ON_MAP = (0.0, 0.1, 0.2, 0.3)  # slips of the measured map
LEASH = 0.01  # reward a nat
DEEP = 1.5  # the hole at which remedies are compared
PLAIN = 1.0  # one that pays at the sign what the flag would pay at once
SIGHTED = 0.1  # the slip at which those are compared who look further ahead or less far
FAR = 0.995  # gamma of those who look further ahead: the usual recipe loses 2 % a step
EQUAL = 0.02  # a difference in score that counts as none
RARE = 0.1  # the share of a mixed demonstrator's episodes that go by the road


def optimise(
    slip: float, seed: int = 0, *, hole: float = 0.0, base: Walker | None = None,
    leash: float = 0.0, overseer: Any = None, recipe: PPO = RECIPE,
) -> Walker:  # fmt: skip
    """A walker trained with PPO on its own feet; it practises from anywhere, and is weighed later.

    base: a walker to begin as, and to be tied to by the leash (reward a nat). overseer: who pays,
    as in `Practice`.
    """
    where = replace(TRAIN, slip=slip, start="anywhere")
    anchor = None if base is None else base.agent
    agent = train(
        Practice(recipe.num_envs, where, hole, overseer), replace(recipe, kl_coef=leash),
        seed=seed, anchor=anchor, bar=False,
    )  # fmt: skip
    return Walker(agent, "RL" if base is None else "RL from imitation")


@cache
def base_of(seed: int, rare: float = 0.0) -> Walker:
    """The imitator of this seed; with `rare`, of a demonstrator who goes by the road so often."""
    return imitator(seed=seed, rare=rare)


def worth_of(walker: Walker, slip: float, hole: float = 0.0) -> Worth:
    """What comes of a walker on average over the levels kept apart."""
    on = trials()
    return weigh(table_of(walker, on), on.where, slip, hole)


# ── The sweep ───────────────────────────────────────────────────────────────────────────────


def job(kind: str, slip: float, hole: float, leash: float, seed: int) -> dict:
    """One row of the data file: what a walker of this kind is worth."""
    if kind == "halfway":
        return asdict(halfway(slip, seed)[0])
    if kind == "imitation":
        return asdict(worth_of(base_of(seed), slip))
    base = {"RL from imitation": 0.0, "leash": RARE}.get(kind)
    begun = None if base is None else base_of(seed, base)
    recipe = replace(RECIPE, gamma=FAR) if kind == "RL, far-sighted" else RECIPE
    walker = optimise(slip, seed, hole=hole, base=begun, leash=leash, recipe=recipe)
    return asdict(worth_of(walker, slip, hole))


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
    found = [r for r in (load_results("ridge_slips") if rows is None else rows)
             if (r["kind"], r["hole"], r["leash"]) == (kind, hole, leash)]  # fmt: skip
    slips = sorted({r["slip"] for r in found})
    by_seed: dict[int, list[float]] = {}
    for row in sorted(found, key=lambda r: r["slip"]):
        by_seed.setdefault(row["seed"], []).append(row[name])
    return np.array(slips), np.array(list(by_seed.values()))


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

    def overtaken(one, other):
        return crossing(slips, other.mean(0) - one.mean(0))

    return bootstrap(overtaken, imitated, optimised, draws=draws, method="nearest")


@cache
def exact_crossing() -> tuple[float, float]:
    """Two slips, exactly, by halving, for the demonstrator's ridge on feet that slip.

    From the first on, the best walker of all is worth more by `EQUAL`. At the second, the best way
    round is worth as much as the ridge.
    """
    where = trials().where
    ridge = way("ridge", where)

    def over(slip: float) -> float:
        return weigh(ridge, where, slip).score

    return (
        _halved(lambda slip: float(best(where, slip)[1].mean()) - over(slip) > EQUAL),
        _halved(lambda slip: float(best(no_ridge(where), slip)[1].mean()) > over(slip)),
    )


def _halved(above: Callable[[float], bool]) -> float:
    """Where something begins to be so that is not so at 0 and is at 0.5."""
    low, high = 0.0, 0.5
    for _ in range(11):
        middle = (low + high) / 2
        low, high = (low, middle) if above(middle) else (middle, high)
    return (low + high) / 2


def told_rate(values: Any) -> str:
    """A mean over seeds with its interval."""
    mean, low, high = rate_over_seeds(values)
    return f"{mean:.2f} [{low:.2f}, {high:.2f}]"


SWEEP = Sweep("ridge_slips", __doc__, job, jobs, lambda: {
    "recipe": RECIPE, "slips": SLIPS, "holes": HOLES, "leash": LEASH, "gamma": FAR,
})  # fmt: skip
