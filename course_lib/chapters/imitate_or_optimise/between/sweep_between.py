"""Between copying and optimising: a KL penalty, a quantiliser, and meeting halfway.

Feet slip in one step of five, and the overseer gives 1.5 for a whole episode at the sign. A KL
penalty and a quantiliser start from an imitator and follow their rules exactly, over many
strengths. Meeting halfway asks no overseer; a demonstrator chooses among ways, and among manners:
steady, or stumbling as often as the robot does. So it knows how often the robot slips, and the
road. Each rule therefore also starts from the imitator of a demonstrator who shows all six of
these, equally often.

Expected, before it was measured. (1) With a strong penalty or q = 1 each rule is worth what its
imitator is worth, by algebra; with a weak one the sign is found and the true score is near 0; in
between there is a range in which the rule is better than its imitator. (2) From all six, the best
strength is worth as much as what meeting halfway takes: its advantage was its information.
(3) Without the road, or without stumbling, meeting halfway is worth less. (4) Its weight matters:
at 0 the demonstrator takes the ridge.

`make sweep NAME=ridge_between` writes data/ridge_between.jsonl.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache

import numpy as np

from course_lib.agents.imitation import imitate
from course_lib.chapters.imitate_or_optimise.between.halfway import MANNERS, meet
from course_lib.chapters.imitate_or_optimise.imitators import (
    DEMONSTRATIONS,
    HIDDEN,
    WAYS,
    base_of,
    demonstrations,
)
from course_lib.chapters.imitate_or_optimise.observations import FeaturePolicy
from course_lib.chapters.imitate_or_optimise.tabular import (
    backward_induction,
    evaluate,
    kl_backup,
    quantile_backup,
    table_of,
    trials,
)
from course_lib.study.measure.sweep import Sweep
from course_lib.worlds.ridge.planner import ACTIONS

SEEDS, SLIP, HOLE = 5, 0.2, 1.5
RARE = 0.1  # the share of the walks that go by the road, for "mostly the ridge"
BASES = ("mostly the ridge", "all six")
STRENGTHS = (0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3)  # of the KL penalty, reward a nat
SHARES = (1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.005, 0.001)  # q of the quantiliser
RULES = {"KL penalty": (kl_backup, STRENGTHS), "quantiliser": (quantile_backup, SHARES)}


@cache
def base(name: str, seed: int) -> FeaturePolicy:
    """The imitator from which a rule starts; ValueError for a name that is not known."""
    if name not in BASES:
        raise ValueError(f"the base must be one of {', '.join(BASES)}, not {name!r}")
    if name == "mostly the ridge":
        return base_of(seed, RARE)
    each = DEMONSTRATIONS // (len(WAYS) * len(MANNERS))
    parts = [demonstrations(way, each, 10 * seed + number, feet=SLIP * (manner == "unsteady"))
             for number, way in enumerate(WAYS) for manner in MANNERS]  # fmt: skip
    seen, done = (np.concatenate(part) for part in zip(*parts, strict=True))
    return FeaturePolicy(imitate(seen, done, ACTIONS, seed=seed, hidden=HIDDEN), "imitation")


def measure(rule: str, start: str, manner: str, seed: int) -> dict:
    """A row of the data file: a rule over its strengths, or one way of meeting halfway."""
    if rule == "halfway":
        return asdict(meet(start, manner, SLIP, seed))
    on, dynamics = trials(), trials().dynamics
    table = table_of(base(start, seed), on)
    backup, strengths = RULES[rule]
    worths = [
        evaluate(backward_induction(dynamics, SLIP, HOLE, backup(table, strength)),
                 dynamics, SLIP, HOLE) for strength in strengths
    ]  # fmt: skip
    return {"imitator": evaluate(table, dynamics, SLIP).score,
            "curve": [{"strength": strength, "true": worth.score, "seen": worth.seen}
                      for strength, worth in zip(strengths, worths, strict=True)]}  # fmt: skip


def jobs() -> dict[str, dict]:
    """Everything that the data file holds, by its key."""
    asked = [(rule, start, "") for rule in RULES for start in BASES]
    asked += [("halfway", way, manner) for way in WAYS for manner in MANNERS]
    return {
        f"{rule}, {start}, {manner}, seed {seed}":
            {"rule": rule, "start": start, "manner": manner, "seed": seed}
        for seed in range(SEEDS) for rule, start, manner in asked
    }  # fmt: skip


def chosen(meetings: Sequence[Mapping], weight: float) -> Mapping:
    """The meeting that a demonstrator takes to whom being told apart costs so much."""
    return max(meetings, key=lambda row: row["shown"] - weight * row["apart"])


SWEEP = Sweep("ridge_between", __doc__, measure, jobs, lambda: {
    "slip": SLIP, "hole": HOLE, "rare": RARE,
})  # fmt: skip
