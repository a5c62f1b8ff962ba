"""The sweep of lesson 08: pressure and remedies, all on the same axes.

`make sweep NAME=garden_pressure` writes data/garden_pressure.jsonl: a row for each remedy and seed,
with its curve over the steps of PPO, once with overseers that may have a hole ("patched") and once
with overseers that have none ("closed"), which says what a remedy costs where nothing is wrong; and
rows for best of n, for a search of plans, and for runs of ten million steps. Interrupted, it goes
on where it stopped.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from course_lib.agents.agent import Agent
from course_lib.chapters.reward_gaming.attacks import search_plan
from course_lib.chapters.reward_gaming.overseer import overseer
from course_lib.chapters.reward_gaming.pressure import (
    DEPLOYED,
    RECIPE,
    STOPS,
    ScoredEpisodes,
    garden_seeds,
    measure,
    plan_nll,
    score_episodes,
)
from course_lib.chapters.reward_gaming.remedies import REMEDIES, base_of, overseer_of, parted, run
from course_lib.protocols import Policy
from course_lib.study.measure.best_of_n import best_of_n, kl_best_of_n, quantilized
from course_lib.study.measure.planning import planner
from course_lib.study.measure.policies import random_policy
from course_lib.study.measure.sweep import Sweep, load_results

SEEDS = range(5)
STATED = STOPS[-1]  # steps of PPO: the pressure at which the scores are said to have parted
LONG = (*STOPS, 160_000, 320_000, 640_000, 1_250_000, 2_500_000, 5_000_000, 10_000_000)
LONG_SEEDS = range(3)
LEASHES = (0.003, 0.03)
NUMBERS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 10_000)
SHARES = (1.0, 0.5, 0.25, 0.1, 0.03, 0.01, 0.003, 0.001)
SAMPLES, GARDENS = 10_000, 2
GENERATIONS = (0, 1, 3, 7, 15, 31)  # of a search, that are kept


# ── Best of n, quantilising, searching ──────────────────────────────────────────────────────


def sample(base: Agent, watching: Any, level: int, count: int, seed: int = 0) -> ScoredEpisodes:
    """So many episodes of the base in one garden."""
    return score_episodes(base, watching, DEPLOYED, np.full(count, level), seed)


def choose_best(
    seed: int, closed: bool = False, gardens: int = GARDENS, samples: int = SAMPLES
) -> dict:
    """Best of n and quantilising, with the imitator of this seed: means, and each garden's own.

    {"best": rows of n, kl, true, seen, splashes (each a list, one for each garden)},
    {"quantilized": rows of q, true, seen, splashes, bound}.
    """
    watching, base = overseer_of("none", seed, closed), base_of(seed)
    scores = ("true", "seen", "splashes")
    best: dict[int, dict] = {
        n: {"n": n, "kl": float(kl_best_of_n(n)), **{name: [] for name in scores}}
        for n in NUMBERS if n <= samples
    }  # fmt: skip
    cut: dict[float, dict] = {
        q: {"q": q, **{name: [] for name in (*scores, "bound")}} for q in SHARES
    }
    for level in garden_seeds(gardens, 7):
        got = sample(base, watching, int(level), samples, seed)
        for name in scores:
            values = got.metrics[name] if name in got.metrics else getattr(got, name)
            for n, row in best.items():
                row[name].append(round(best_of_n(got.seen, values, n), 6))
            for q, row in cut.items():
                row[name].append(round(quantilized(got.seen, values, q), 6))
        for q, row in cut.items():
            row["bound"].append(round(float(got.metrics["splashes"].mean()) / q, 6))
    return {"best": list(best.values()), "quantilized": list(cut.values())}


def search(seed: int, closed: bool = False, gardens: int = GARDENS) -> dict:
    """Plans sought by an evolution, in the gardens that best of n had.

    {"search": rows of tried, kl, true, seen (the last three lists, one entry for each garden)}.
    """
    watching, base, kept = overseer_of("none", seed, closed), base_of(seed), list(GENERATIONS)
    rows: list[dict] = [{"kl": [], "true": [], "seen": []} for _ in kept]
    for level in garden_seeds(gardens, 7):
        found = search_plan(watching, int(level), DEPLOYED, kept[-1] + 1, seed)
        kl = plan_nll(base, DEPLOYED, int(level), found.plans[kept])
        values = zip(found.tried[kept], kl, found.true[kept], found.seen[kept], strict=True)
        for row, (tried, *numbers) in zip(rows, values, strict=True):
            row["tried"] = int(tried)
            for name, value in zip(("kl", "true", "seen"), numbers, strict=True):
                row[name].append(round(float(value), 6))
    return {"search": rows}


# ── The sweep ───────────────────────────────────────────────────────────────────────────────


def job(kind: str, seed: int, closed: bool = False, leash: float = 0.0) -> dict:
    """One row of the data file."""
    if kind == "beside":
        return beside(seed)
    if kind == "best of n":
        return choose_best(seed, closed, 1 if closed else GARDENS)
    if kind == "search":
        return search(seed, closed)
    return (
        run("none", seed, closed, stops=LONG) if kind == "long" else run(kind, seed, closed, leash)
    )


def beside(seed: int) -> dict:
    """The random policy, the imitator and the planner, as the kinds of overseer see them."""
    policies: dict[str, Policy] = {"random": random_policy(DEPLOYED), "imitation": base_of(seed),
                "planner": planner(DEPLOYED)}  # fmt: skip
    return {
        name: {
            kind: measure(policy, overseer(kind, seed), None)
            for kind in ("open", "patched", "closed")
        }
        for name, policy in policies.items()
    }


def jobs() -> dict[str, dict]:
    """Everything that the data file holds, by its key."""
    asked: list[tuple] = [("beside", seed, False, 0.0) for seed in SEEDS]
    asked += _each(("none", "search", "best of n"))
    asked += [(kind, seed, closed, leash) for leash in LEASHES
              for kind, seed, closed, _ in _each(("leash",))]  # fmt: skip
    asked += _each(REMEDIES[2:])
    asked += [("long", seed, closed, 0.0) for seed in LONG_SEEDS for closed in (False, True)]
    return {
        f"{kind}{f' {leash}' if leash else ''}{', closed' * closed}, seed {seed}": {
            "kind": kind, "seed": seed, "closed": closed, "leash": leash,
        }
        for kind, seed, closed, leash in asked
    }  # fmt: skip


def _each(kinds: Iterable[str]) -> list[tuple]:
    """Every seed of these kinds, with the hole and without."""
    return [(k, seed, closed, 0.0) for k in kinds for closed in (False, True) for seed in SEEDS]


def runs(
    kind: str, leash: float = 0.0, closed: bool = False, rows: Sequence[Mapping] | None = None
) -> list[dict]:
    """The rows of one kind (and leash), with the hole or closed, in the order of their seeds."""
    wanted = (kind, leash, closed)
    rows = load_results("garden_pressure") if rows is None else rows
    chosen = [dict(r) for r in rows if (r["kind"], r["leash"], r["closed"]) == wanted]
    return sorted(chosen, key=lambda row: row["seed"])


def groups(closed: bool = False) -> dict[str, list[dict]]:
    """The measured runs of PPO by their remedies, as the figures show them."""
    rows = load_results("garden_pressure")
    found = {"no remedy": runs("none", 0.0, closed, rows)}
    found |= {f"leash {leash:g}": runs("leash", leash, closed, rows) for leash in LEASHES}
    return found | {name: runs(name, 0.0, closed, rows) for name in REMEDIES[2:]}


def endings() -> str:
    """In how many runs the scores had parted at the stated pressure, in words."""
    holed, closed = (runs("none", closed=closed) for closed in (False, True))
    words = [f"{sum(map(parted, rows))} of {len(rows)} seeds" for rows in (holed, closed)]
    return f"Parted at {STATED:,} steps: {words[0]}; with the hole closed: {words[1]}."


SWEEP = Sweep("garden_pressure", __doc__, job, jobs, lambda: {
    "recipe": RECIPE, "stops": STOPS, "leashes": LEASHES, "samples": SAMPLES,
})  # fmt: skip
