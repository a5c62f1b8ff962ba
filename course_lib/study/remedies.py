"""What may help against gaming, each on the same axes; and the sweep that measures it.

`make sweep NAME=remedies` writes data/garden_pressure.jsonl: a row for each remedy and seed, with
its curve over the steps of PPO; and a row for best of n with each seed. Interrupted, it goes on
where it stopped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from course_lib.agents.agent import Agent
from course_lib.study.overseer import Overseer, council, lessons_of, overseer
from course_lib.study.parts import composed
from course_lib.study.planning import planner
from course_lib.study.policies import random_policy
from course_lib.study.pressure import (
    RECIPE,
    STOPS,
    WHERE,
    best_of_n,
    imitator,
    kl_best_of_n,
    level_seeds,
    measure,
    press,
    quantilized,
    shifts,
)
from course_lib.study.snapshots import Snapshots, label, look
from course_lib.study.sweep import from_command_line, read_rows

DATA = Path(__file__).parent.parent / "data" / "garden_pressure.jsonl"
SEEDS = range(5)
FEW = (0, 2)  # of these, for the remedies: their overseers have the hole
STATED = STOPS[-1]  # steps of PPO: the pressure at which the scores are said to have parted
LEASHES = (0.01, 0.1)
NUMBERS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 10_000)
SHARES = (1.0, 0.5, 0.25, 0.1, 0.03, 0.01, 0.003, 0.001)
SAMPLES, GARDENS = 10_000, 2
REMEDIES = ("none", "closed", "leash", "online", "least of 5", "8 parts", "mean of 5")


@cache
def base_of(seed: int) -> Agent:
    """The imitator of this seed."""
    return imitator(seed)


def overseer_of(remedy: str, seed: int = 0) -> Any:
    """The overseer that stands in a remedy; ValueError for a remedy that is not known."""
    if remedy not in REMEDIES:
        raise ValueError(f"remedy must be one of {', '.join(REMEDIES)}, not {remedy!r}")
    if remedy in ("least of 5", "mean of 5"):
        return council("patched", 5, "min" if remedy.startswith("least") else "mean")
    if remedy == "8 parts":
        return composed(8)
    return overseer("closed" if remedy == "closed" else "patched", seed)


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
        self.calls += 1
        if self.calls % self.every == 0:
            lanes = trainer.environments.lanes
            some = self.rng.choice(len(lanes.batch), self.many, replace=False)
            tiles, veiled = look(lanes.distribution, lanes.batch[some])
            new = Snapshots(tiles, veiled, label(tiles, veiled, self.rng))
            self.asked = new if self.asked is None else self.asked + new
            self.overseer.learn(
                lessons_of("patched").first(1000) + self.asked, 20, self.calls, 1e-3
            )
        return False


def run(remedy: str, seed: int, leash: float = 0.0, steps: int = STATED) -> dict:
    """How the scores stand at growing steps of PPO under a remedy: {"base", "curve", "labels"}."""
    watching, base = overseer_of(remedy, seed), base_of(seed)
    recipe = replace(RECIPE, steps=steps, leash=leash)
    online = Online(watching) if remedy == "online" else None
    stops = [stop for stop in STOPS if stop <= steps]
    first = measure(base, overseer_of(remedy, seed), base)
    _, curve = press(watching, base, recipe, seed=seed, stops=stops, watch=online)
    asked = len(online.asked) if online and online.asked else 0
    return {"base": first, "curve": curve, "labels": asked}


# ── Best of n, and quantilizing ─────────────────────────────────────────────────────────────


def sample(base: Agent, watching: Any, level: int, count: int, seed: int = 0):
    """So many episodes of the base in one garden, as `shifts` gives them."""
    return shifts(base, watching, WHERE, np.full(count, level, np.uint64), seed)


def choose_best(seed: int, gardens: int = GARDENS, samples: int = SAMPLES) -> dict:
    """Best of n and quantilizing, with the imitator of this seed: means, and each garden's own.

    {"best": rows of n, kl, true, seen, splashes (each a list, one for each garden)},
    {"quantilized": rows of q, true, seen, splashes, bound}.
    """
    watching, base = overseer(seed=seed), base_of(seed)
    best = {n: {"n": n, "kl": float(kl_best_of_n(n)), "true": [], "seen": [], "splashes": []}
            for n in NUMBERS if n <= samples}  # fmt: skip
    cut = {q: {"q": q, "true": [], "seen": [], "splashes": [], "bound": []} for q in SHARES}
    for level in level_seeds(gardens, 7):
        got = sample(base, watching, int(level), samples, seed)
        parts = {"true": got.true, "seen": got.seen, "splashes": got.tallies["splashes"]}
        for name, values in parts.items():
            for n, row in best.items():
                row[name].append(round(best_of_n(got.seen, values, n), 6))
            for q, row in cut.items():
                row[name].append(round(quantilized(got.seen, values, q), 6))
        for q, row in cut.items():
            row["bound"].append(round(float(parts["splashes"].mean()) / q, 6))
    return {"best": list(best.values()), "quantilized": list(cut.values())}


# ── The sweep ───────────────────────────────────────────────────────────────────────────────


def job(kind: str, seed: int, leash: float = 0.0) -> dict:
    """One row of the data file."""
    if kind == "best of n":
        return choose_best(seed)
    if kind == "beside":
        return beside(seed)
    return run(kind, seed, leash)


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
    every = ("beside", "none", "closed", "best of n")
    asked = [(kind, seed, 0.0) for kind in every for seed in SEEDS]
    for seed in FEW:
        asked += [(kind, seed, 0.0) for kind in REMEDIES if kind not in (*every, "leash")]
        asked += [("leash", seed, leash) for leash in LEASHES]
    return {
        f"{kind}{f' {leash}' if leash else ''}, seed {seed}": {
            "kind": kind, "seed": seed, "leash": leash,
        }
        for kind, seed, leash in asked
    }  # fmt: skip


def measured() -> list[dict]:
    """The rows of the data file that is shipped."""
    return read_rows(DATA)


def runs(kind: str, leash: float = 0.0, rows: Sequence[Mapping] | None = None) -> list[dict]:
    """The rows of one kind (and leash), in the order of their seeds."""
    rows = measured() if rows is None else rows
    chosen = [dict(r) for r in rows if r["kind"] == kind and r["leash"] == leash]
    return sorted(chosen, key=lambda row: row["seed"])


def groups() -> dict[str, list[dict]]:
    """The measured runs of PPO by their remedies, as the figures show them."""
    found = {"no remedy": runs("none")}
    found |= {f"leash {leash:g}": runs("leash", leash) for leash in LEASHES}
    found |= {name: runs(name) for name in ("least of 5", "mean of 5", "8 parts", "online")}
    return {**found, "hole closed": runs("closed")}


def parted(row: Mapping, fallen: float = 0.8, kept: float = 0.95) -> bool:
    """Whether the scores have parted by the end of a run.

    The true score has fallen below `fallen` of the best that it was on the way, while the
    overseer's is at its best, or nearly (`kept` of it).
    """
    curve = [row["base"], *row["curve"]]
    true, seen = ([point[name] for point in curve] for name in ("true", "seen"))
    return true[-1] < fallen * max(true) and seen[-1] >= kept * max(seen)


def stopped(row: Mapping, audits: int = 20, seed: int = 0) -> dict:
    """Where early stopping would have ended a run: at the first stop whose audit was the best.

    Each audit is a noisy look at the true score: of `audits` gardens.
    """
    rng = np.random.default_rng([seed, row["seed"], 82])
    curve = [row["base"], *row["curve"]]
    noise = [p["true_se"] * (200 / audits) ** 0.5 * rng.standard_normal() for p in curve]
    return curve[int(np.argmax([p["true"] + e for p, e in zip(curve, noise, strict=True)]))]


def endings() -> str:
    """In how many runs the scores had parted, and what early stopping would have kept, in words."""
    none, closed = runs("none"), runs("closed")
    kept = np.mean([stopped(row)["true"] for row in none])
    return (
        f"Parted at {STATED:,} steps: {sum(map(parted, none))} of {len(none)} seeds; "
        f"with the hole closed {sum(map(parted, closed))} of {len(closed)}.\n"
        f"With early stopping (audits of 20 gardens) the true score would be {kept:.2f}."
    )


def main() -> None:
    """The data file is complete."""
    from_command_line(__doc__, job, jobs(), DATA)


if __name__ == "__main__":
    main()
