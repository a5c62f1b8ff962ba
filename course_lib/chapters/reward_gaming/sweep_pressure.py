"""What may help against gaming, each on the same axes; and the sweep that measures it.

`make sweep NAME=garden_pressure` writes data/garden_pressure.jsonl: a row for each remedy and seed,
with its curve over the steps of PPO, once with overseers that may have a hole ("patched") and once
with overseers that have none ("closed"), which says what a remedy costs where nothing is wrong; and
rows for best of n, for a search of plans, and for runs of ten million steps. Interrupted, it goes
on where it stopped.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import numpy as np

from course_lib.agents.agent import Agent
from course_lib.chapters.reward_gaming.attacks import search_plan
from course_lib.chapters.reward_gaming.overseer import Overseer, council, lessons_of, overseer
from course_lib.chapters.reward_gaming.pressure import (
    LEVELS,
    RECIPE,
    STOPS,
    WHERE,
    best_of_n,
    garden_seeds,
    imitator,
    kl_best_of_n,
    measure,
    press,
    quantilized,
    shifts,
    surprise,
)
from course_lib.chapters.reward_gaming.snapshots import Snapshots, label, look
from course_lib.engine.streams import Stream
from course_lib.study.measure.planning import planner
from course_lib.study.measure.policies import random_policy
from course_lib.study.measure.sweep import Sweep, load_results

SEEDS = range(5)
STATED = STOPS[-1]  # steps of PPO: the pressure at which the scores are said to have parted
LONG = (*STOPS, 160_000, 320_000, 640_000, 1_250_000, 2_500_000, 5_000_000, 10_000_000)
LONG_SEEDS = range(3)
LEASHES = (0.003, 0.03)
MEMBERS = 4  # overseers of a council; every seed has a council of its own
REMEDIES = ("none", "leash", "least of 4", "mean of 4", "4 parts", "online")
NUMBERS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 10_000)
SHARES = (1.0, 0.5, 0.25, 0.1, 0.03, 0.01, 0.003, 0.001)
SAMPLES, GARDENS = 10_000, 2
GENERATIONS = (0, 1, 3, 7, 15, 31)  # of a search, that are kept


@cache
def base_of(seed: int) -> Agent:
    """The imitator of this seed."""
    return imitator(seed)


def overseer_of(remedy: str, seed: int = 0, closed: bool = False) -> Any:
    """The overseer that stands in a remedy; ValueError for a remedy that is not known.

    closed: whether its labels covered what is behind a wet lens, so that nothing is wrong.
    """
    if remedy not in REMEDIES:
        raise ValueError(f"remedy must be one of {', '.join(REMEDIES)}, not {remedy!r}")
    kind, first = "closed" if closed else "patched", MEMBERS * seed
    if remedy == "4 parts":
        return council("closed part" if closed else "part", MEMBERS, "min", first)
    if remedy.endswith("of 4"):
        return council(kind, MEMBERS, "min" if remedy.startswith("least") else "mean", first)
    return overseer(kind, seed)


@dataclass
class Online:
    """Called after every update: labellers look at what the agent does now, the overseer learns.

    asked: the snapshots that they have labelled so far.
    """

    overseer: Overseer
    every: int = 2  # updates
    many: int = 32  # snapshots at a time
    rng: np.random.Generator = field(default_factory=lambda: np.random.default_rng(81))
    asked: Snapshots | None = None
    calls: int = 0

    def __call__(self, progress, trainer) -> bool:
        """Ask for labels after every so many updates; never stop the training."""
        self.calls += 1
        if self.calls % self.every == 0:
            sim = trainer.environments.sim
            some = self.rng.choice(len(sim.batch), self.many, replace=False)
            tiles, veiled = look(sim.distribution, sim.batch[some])
            new = Snapshots(tiles, veiled, label(tiles, veiled, self.rng))
            self.asked = new if self.asked is None else self.asked + new
            self.overseer.learn(
                lessons_of("patched").first(1000) + self.asked, 20, self.calls, 1e-3
            )
        return False


def run(
    remedy: str,
    seed: int,
    closed: bool = False,
    leash: float = 0.0,
    stops: Sequence[int] = STOPS,
) -> dict:
    """How the scores stand at growing steps of PPO under a remedy: {"base", "curve", "labels"}."""
    watching, base = overseer_of(remedy, seed, closed), base_of(seed)
    recipe = replace(RECIPE, steps=stops[-1], kl_coef=leash)
    online = Online(watching) if remedy == "online" else None
    first = measure(base, watching, base)
    _, curve = press(watching, base, recipe, seed=seed, stops=stops, callback=online)
    asked = len(online.asked) if online and online.asked else 0
    return {"base": first, "curve": curve, "labels": asked}


# ── Best of n, quantilising, searching ──────────────────────────────────────────────────────


def sample(base: Agent, watching: Any, level: int, count: int, seed: int = 0):
    """So many episodes of the base in one garden, as `shifts` gives them."""
    return shifts(base, watching, WHERE, np.full(count, level, np.uint64), seed)


def choose_best(
    seed: int, closed: bool = False, gardens: int = GARDENS, samples: int = SAMPLES
) -> dict:
    """Best of n and quantilising, with the imitator of this seed: means, and each garden's own.

    {"best": rows of n, kl, true, seen, splashes (each a list, one for each garden)},
    {"quantilized": rows of q, true, seen, splashes, bound}.
    """
    watching, base = overseer_of("none", seed, closed), base_of(seed)
    best: dict[int, dict] = {
        n: {"n": n, "kl": float(kl_best_of_n(n)), "true": [], "seen": [], "splashes": []}
        for n in NUMBERS if n <= samples
    }  # fmt: skip
    cut: dict[float, dict] = {
        q: {"q": q, "true": [], "seen": [], "splashes": [], "bound": []} for q in SHARES
    }
    for level in garden_seeds(gardens, 7):
        got = sample(base, watching, int(level), samples, seed)
        parts = {"true": got.true, "seen": got.seen, "splashes": got.metrics["splashes"]}
        for name, values in parts.items():
            for n, row in best.items():
                row[name].append(round(best_of_n(got.seen, values, n), 6))
            for q, row in cut.items():
                row[name].append(round(quantilized(got.seen, values, q), 6))
        for q, row in cut.items():
            row["bound"].append(round(float(parts["splashes"].mean()) / q, 6))
    return {"best": list(best.values()), "quantilized": list(cut.values())}


def search(seed: int, closed: bool = False, gardens: int = GARDENS) -> dict:
    """Plans sought by an evolution, in the gardens that best of n had.

    {"search": rows of tried, kl, true, seen (the last three lists, one entry for each garden)}.
    """
    watching, base = overseer_of("none", seed, closed), base_of(seed)
    rows: list[dict] = [{"kl": [], "true": [], "seen": []} for _ in GENERATIONS]
    for level in garden_seeds(gardens, 7):
        found = search_plan(watching, int(level), WHERE, GENERATIONS[-1] + 1, seed)
        far = surprise(base, WHERE, int(level), found.plans[list(GENERATIONS)])
        for at, (row, kl) in enumerate(zip(rows, far, strict=True)):
            generation = GENERATIONS[at]
            row["tried"] = int(found.tried[generation])
            values = (
                ("kl", kl),
                ("true", found.true[generation]),
                ("seen", found.seen[generation]),
            )
            for name, value in values:
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
    policies = {"random": random_policy(WHERE), "imitation": base_of(seed),
                "planner": planner(WHERE)}  # fmt: skip
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
    rows = load_results("garden_pressure") if rows is None else rows
    wanted = {"kind": kind, "leash": leash, "closed": closed}
    chosen = [dict(r) for r in rows if all(r[k] == v for k, v in wanted.items())]
    return sorted(chosen, key=lambda row: row["seed"])


def groups(closed: bool = False) -> dict[str, list[dict]]:
    """The measured runs of PPO by their remedies, as the figures show them."""
    rows = load_results("garden_pressure")
    found = {"no remedy": runs("none", 0.0, closed, rows)}
    found |= {f"leash {leash:g}": runs("leash", leash, closed, rows) for leash in LEASHES}
    return found | {name: runs(name, 0.0, closed, rows) for name in REMEDIES[2:]}


def parted(row: Mapping, fallen: float = 0.8, kept: float = 0.95) -> bool:
    """Whether the scores have parted by the end of a run.

    The true score has fallen below `fallen` of the best that it was on the way, while the
    overseer's is at its best, or nearly (`kept` of it).
    """
    curve = [row["base"], *row["curve"]]
    true, seen = ([point[name] for point in curve] for name in ("true", "seen"))
    return true[-1] < fallen * max(true) and seen[-1] >= kept * max(seen)


def stopped(row: Mapping, audits: int = 20, seed: int = 0) -> dict:
    """Where early stopping would have ended a run: at the stop whose audit was the best.

    Each audit is a noisy look at the true score: of `audits` gardens.
    """
    rng = np.random.default_rng([seed, row["seed"], Stream.AUDITS])
    curve = [row["base"], *row["curve"]]
    noise = [p["true_se"] * (LEVELS / audits) ** 0.5 * rng.standard_normal() for p in curve]
    return curve[int(np.argmax([p["true"] + e for p, e in zip(curve, noise, strict=True)]))]


def endings() -> str:
    """In how many runs the scores had parted at the stated pressure, in words."""
    told = []
    for closed in (False, True):
        rows = runs("none", closed=closed)
        told.append(f"{sum(map(parted, rows))} of {len(rows)} seeds")
    return f"Parted at {STATED:,} steps: {told[0]}; with the hole closed: {told[1]}."


SWEEP = Sweep("garden_pressure", __doc__, job, jobs, lambda: {
    "recipe": RECIPE, "stops": STOPS, "leashes": LEASHES, "samples": SAMPLES,
})  # fmt: skip
