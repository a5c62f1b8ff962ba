"""What may help against gaming, each a change to the overseer or to training."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import numpy as np

from course_lib.agents.agent import Agent
from course_lib.chapters.reward_gaming.overseer import (
    Overseer,
    council,
    labelled_for,
    overseer,
)
from course_lib.chapters.reward_gaming.pressure import (
    LEVELS,
    RECIPE,
    STOPS,
    imitator,
    measure,
    press,
)
from course_lib.chapters.reward_gaming.snapshots import Snapshots, label, look
from course_lib.engine.streams import Stream

MEMBERS = 4  # overseers of a council; every seed has a council of its own
REMEDIES = ("none", "leash", "least of 4", "mean of 4", "4 parts", "online")


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
        """Ask for labels and learn, after every second update; training always goes on."""
        self.calls += 1
        if self.calls % self.every == 0:
            sim = trainer.environments.sim
            some = self.rng.choice(len(sim.batch), self.many, replace=False)
            tiles, veiled = look(sim.distribution, sim.batch[some])
            new = Snapshots(tiles, veiled, label(tiles, veiled, self.rng))
            self.asked = new if self.asked is None else self.asked + new
            known = labelled_for("patched").first(1000)
            self.overseer.learn(known + self.asked, 20, self.calls, 1e-3)
        return False


def run(
    remedy: str,
    seed: int,
    closed: bool = False,
    leash: float = 0.0,
    stops: Sequence[int] = STOPS,
) -> dict:
    """How the scores stand at growing steps of PPO under a remedy: {"base", "curve", "labels"}.

    leash: what the lessons call the weight of the KL penalty, `kl_coef` of the recipe.
    """
    watching, base = overseer_of(remedy, seed, closed), base_of(seed)
    recipe = replace(RECIPE, steps=stops[-1], kl_coef=leash)
    online = Online(watching) if remedy == "online" else None
    first = measure(base, watching, base)
    _, curve = press(watching, base, recipe, seed=seed, stops=stops, callback=online)
    asked = len(online.asked) if online and online.asked else 0
    return {"base": first, "curve": curve, "labels": asked}


# ── Reading a run ───────────────────────────────────────────────────────────────────────────


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
