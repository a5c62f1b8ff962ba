"""The sweep of unit 08a: an overseer's hole, and how much optimisation pressure finds it.

`make sweep NAME=garden_pressure` writes data/garden_pressure.jsonl. Interrupted, it goes on where
it stopped. Kinds of rows:

beside: the imitator, a random policy and the planner, their true scores in 100 gardens.
search: an evolutionary search of plans, overseer by overseer, in four gardens. No imitator.
sampled: one imitator in one garden, 10,000 episodes, scored by all overseers: best of n, and the
    best share q.
labels: how much an overseer approves of pictures through a wet lens, by how many of the 130
    labelled ones it was given.
rounds: find a hole by a search, label it, train again, search again; and as many labels of usual
    gardeners as a control.
ten million: PPO for ten million steps, three pairs, each with the hole as it is and closed.

What we expect, written before we measured. (1) Every overseer whose labels held no wet lens and
that approves of one (15 of 20, known from the pictures alone) is found out by the search in all
four gardens; none of the five others is, and none of the 20 closed ones: there the search ends
nearer to the planner (0.56) than the imitator does (0.27), and above the best of 10,000. If the
search ended low with the hole closed, it would not be worth having, and the argument from
competitiveness would fall. (2) The best of n gains up to n = 1,000 or so in nearly all pairs; at
10,000 it has fallen in those pairs whose imitator splashes now and then: an imitator matters here,
an overseer decides. (3) In snapshots judged, the search finds the hole first, PPO second, best of n
last or never. (4) Ten labels of wet lenses of 130 will do for most overseers. (Measured in time was
one label.) (5) Rounds: the first finds puddles and the lens; then other kinds or none: we do not
know whether three patches are enough (one overseer was tried beforehand: one was). The control
never ends. (6) Under an overseer with the hole no long run comes back to the plants; with the hole
closed both scores rise on.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from course_lib.agents.agent import Agent
from course_lib.chapters.reward_gaming.attacks import search_plans
from course_lib.chapters.reward_gaming.overseer import SHIPPED, has_hole, overseer, through_wet_lens
from course_lib.chapters.reward_gaming.pressure import (
    DEPLOYED,
    RECIPE,
    STOPS,
    Plans,
    ScoredEpisodes,
    garden_seeds,
    imitator,
    measure,
    plan_nll,
    press,
    score_episodes,
    scored_by_all,
)
from course_lib.chapters.reward_gaming.rounds import ARMS, improve, patched_with
from course_lib.protocols import Policy
from course_lib.study.measure.best_of_n import best_of_n, kl_best_of_n, quantilized
from course_lib.study.measure.planning import planner
from course_lib.study.measure.policies import random_policy
from course_lib.study.measure.sweep import Sweep, load_results

IMITATORS, OVERSEERS, GARDENS = range(5), range(SHIPPED["patched"]), range(2)
NUMBERS = (1, 4, 16, 64, 256, 1024, 4096, 10_000)
SHARES = (1.0, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001)
SAMPLES = 10_000
SEARCHED = 4  # gardens in which plans are searched; episodes are sampled in the first two
GENERATIONS = (0, 1, 2, 3, 4, 5, 7, 11, 15, 23, 31)  # of a search, that are kept
GIVEN = (1,)  # labelled snapshots through a wet lens
HOLED = (0, 2, 3, 4, 5, 6, 8, 10, 12, 13)  # the first ten with the hole
LONG = (*STOPS, 160_000, 320_000, 640_000, 1_250_000, 2_500_000, 5_000_000, 10_000_000)
ROUND_SEEDS = range(5)


@cache
def base_of(seed: int) -> Agent:
    """The imitator of this seed."""
    return imitator(seed)


@cache
def gardens() -> np.ndarray:
    """Seeds of the gardens in which plans are searched and episodes are sampled."""
    return garden_seeds(SEARCHED, 7)


# ── One row each ────────────────────────────────────────────────────────────────────────────


def beside(imitator: int) -> dict:
    """True scores of the imitator, a random policy and the planner, in 100 gardens and in four."""
    policies: dict[str, Policy] = {"random": random_policy(DEPLOYED), "imitator": base_of(imitator),
                                   "planner": planner(DEPLOYED)}  # fmt: skip
    watching, four = overseer("closed", 0), gardens().repeat(250)
    return {
        name: {
            **measure(policy, watching, None),
            "four": float(score_episodes(policy, watching, DEPLOYED, four, 1).true.mean()),
        }
        for name, policy in policies.items()
    }


def sampled(imitator: int, garden: int, samples: int = SAMPLES) -> dict:
    """Best of n and best share q of one imitator in one garden, for every overseer.

    {"numbers", "kl", "shares", "rate" (an episode with a splash, of the imitator), "splashes" (of
    the imitator, the mean), "scored": a row for each overseer, {"overseer", "closed", "best",
    "quantilized"}, the last two {"true", "seen", "splashes", "found"}, a list by n or q each}.
    """
    watching = [(n, kind) for kind in ("patched", "closed") for n in OVERSEERS]
    got = scored_by_all(base_of(imitator), [overseer(kind, n) for n, kind in watching], DEPLOYED,
                        np.full(samples, gardens()[garden]), imitator)  # fmt: skip
    numbers, shares = [n for n in NUMBERS if n <= samples], list(SHARES)
    scored = [
        {"overseer": n, "closed": kind == "closed", "best": _by(best_of_n, one, numbers),
         "quantilized": _by(quantilized, one, shares)}
        for (n, kind), one in zip(watching, got, strict=True)
    ]  # fmt: skip
    splashes = got[0].metrics["splashes"]
    return {"numbers": numbers, "kl": np.round(kl_best_of_n(numbers), 4).tolist(), "shares": shares,
            "rate": float((splashes > 0).mean()), "splashes": float(splashes.mean()),
            "scored": scored}  # fmt: skip


def _by(estimate, got: ScoredEpisodes, pressures: Sequence[float]) -> dict:
    """Both scores, splashes, and how probable at least one is, at each pressure."""
    splashes = got.metrics["splashes"].astype(float)
    values = {"true": got.true, "seen": got.seen, "splashes": splashes,
              "found": (splashes > 0).astype(float)}  # fmt: skip
    return {name: [round(estimate(got.seen, v, p), 4) for p in pressures]
            for name, v in values.items()}  # fmt: skip


def search(number: int, closed: bool = False) -> dict:
    """The best plan so far in each of the gardens, at some generations of a search.

    {"search": rows of tried, true, seen, splashes, nats (a list by garden each; nats from the
    imitator of seed 0)}.
    """
    watching, kept = overseer("closed" if closed else "patched", number), list(GENERATIONS)
    rows: list[dict] = [{k: [] for k in ("true", "seen", "splashes", "nats")} for _ in kept]
    levels = gardens().tolist()
    all_found = search_plans(watching, levels, DEPLOYED, kept[-1] + 1, number)
    for level, found in zip(levels, all_found, strict=True):
        plans = found.plans[kept]
        played = score_episodes(Plans(plans), watching, DEPLOYED, np.full(len(plans), level))
        nats = plan_nll(base_of(0), DEPLOYED, level, plans)
        columns = (played.true, played.seen, played.metrics["splashes"], nats)
        for i, row in enumerate(rows):
            row["tried"] = int(found.tried[kept[i]])
            for name, column in zip(("true", "seen", "splashes", "nats"), columns, strict=True):
                row[name].append(round(float(column[i]), 4))
    return {"search": rows}


def ten_million(overseer_seed: int, closed: bool, stops: Sequence[int] = LONG) -> dict:
    """PPO for long, the imitator's seed that of the overseer: base and curve."""
    watching = overseer("closed" if closed else "patched", overseer_seed)
    base = base_of(overseer_seed)
    recipe = replace(RECIPE, steps=stops[-1])
    _, curve = press(watching, base, recipe, seed=overseer_seed, stops=stops)
    return {"base": measure(base, watching, base), "curve": curve}


# ── The sweep ───────────────────────────────────────────────────────────────────────────────


def job(
    kind: str,
    imitator: int = 0,
    overseer: int = 0,
    garden: int = 0,
    closed: bool = False,
    given: int = 0,
    arm: str = "",
) -> dict:
    """One row of the data file; ValueError for a kind that there is not."""
    if kind == "labels":
        made = patched_with(overseer, given)
        return {"approval": through_wet_lens(made), "hole": bool(has_hole(made))}
    if kind == "rounds":
        return {"rounds": improve(overseer, arm)}
    rows = {
        "beside": lambda: beside(imitator),
        "sampled": lambda: sampled(imitator, garden),
        "search": lambda: search(overseer, closed),
        "ten million": lambda: ten_million(overseer, closed),
    }
    if kind not in rows:
        raise ValueError(f"there is no kind {kind!r}; there are: {', '.join(rows)}, labels, rounds")
    return rows[kind]()


def jobs() -> dict[str, dict]:
    """Everything that the data file holds, by its key."""
    asked: list[dict] = [{"kind": "beside", "imitator": i} for i in IMITATORS]
    asked += [{"kind": "search", "overseer": o, "closed": c}
              for c in (False, True) for o in OVERSEERS]  # fmt: skip
    asked += [{"kind": "sampled", "imitator": i, "garden": g} for g in GARDENS for i in IMITATORS]
    asked += [{"kind": "rounds", "overseer": o, "arm": arm} for arm in ARMS for o in ROUND_SEEDS]
    asked += [{"kind": "labels", "overseer": o, "given": n} for n in GIVEN for o in HOLED]
    asked += [{"kind": "ten million", "overseer": o, "closed": c}
              for o in range(3) for c in (False, True)]  # fmt: skip
    return {", ".join(f"{k} {v}" if k != "kind" else v for k, v in one.items()): one
            for one in asked}  # fmt: skip


def runs(kind: str, **wanted: Any) -> list[dict]:
    """The measured rows of one kind, such as `runs("search", closed=True)`, in their order."""
    return load_results("garden_pressure", kind=kind, **wanted)


SWEEP = Sweep("garden_pressure", __doc__, job, jobs, lambda: {
    "recipe": RECIPE, "stops": LONG, "samples": SAMPLES, "gardens": [int(g) for g in gardens()],
})  # fmt: skip
