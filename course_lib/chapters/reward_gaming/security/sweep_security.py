"""The sweep of unit 08c: security amplification, its control, and what distillation puts back.

`make sweep NAME=garden_security` writes data/garden_security.jsonl, a row for each overseer or
ensemble that was probed: with a wet lens, with random objects, and with a search for plans.

whole: overseers that saw whole pictures ("patched"), the minimum of 1, 4 or 16 of them.
parts: overseers that each see a quarter of every tile's numbers, the minimum of 1 or 4 of them.
composed: two small models, asked different questions about single tiles, and a rule; as many
    answers of labellers in all as a whole overseer has had. Once with the rule that counts plants,
    once without.
distilled: one network that learned what the composed overseer (with the rule) says of the whole
    overseer's pictures; searched; then it learns as well what the composed one says of snapshots
    of the plans that were found, and is searched again ("again").

Expected before it was run. (1) The minimum over whole overseers shrinks both holes with their
number, the objects' faster than the lens's, since whole overseers agree more about a wet lens.
(2) Parts are no better than whole overseers at the lens. (3) Composed overseers take no object for
a plant with water where the rule counts plants: that holds by the rule. Without it few. Behind the
lens some of them see plants with water (by a first look: three of ten with the rule). (4)
Distilling puts the lens back in as many as among whole overseers, about three of four, since it
learns from the same pictures; its second round closes what the search found.
"""

from typing import Any

import numpy as np

from course_lib.chapters.reward_gaming.pressure import DEPLOYED, garden_seeds
from course_lib.chapters.reward_gaming.remedies import member
from course_lib.chapters.reward_gaming.rounds import searched, snapshots_of
from course_lib.chapters.reward_gaming.security.composed import Composed, compose, distil
from course_lib.chapters.reward_gaming.security.probe import GARDENS, OBJECTS, probed
from course_lib.study.measure.reward_models import Council
from course_lib.study.measure.sweep import Sweep

SEEDS = 20  # composed overseers, and those that are distilled from them
OVERSEERS = {"whole": "patched", "parts": "part"}
# How many ensembles of so many members, all of different overseers.
GROUPS = {"whole": {1: 20, 4: 20, 16: 5}, "parts": {1: 20, 4: 15}}
SHOWN = 100  # snapshots of the plans that a search found


def job(kind: str, seed: int, size: int = 1) -> dict:
    """One row of the data file; for a composed overseer also what was made of it."""
    if kind in OVERSEERS:
        members = [member(OVERSEERS[kind], n) for n in range(seed * size, (seed + 1) * size)]
        return probed(Council(members) if size > 1 else members[0], seed)
    made = compose(seed)
    free = Composed(made.plant, made.water, counts=False)
    first = distil(made, seed)
    again = distil(made, seed, _found(first, seed))
    asked: dict[str, Any] = {"counted": made, "uncounted": free, "distilled": first, "again": again}
    return {name: probed(one, seed) for name, one in asked.items()}


def _found(distilled: Any, seed: int) -> Any:
    """Snapshots of the plans that a search finds under a distilled overseer, in other gardens."""
    gardens = garden_seeds(GARDENS, 600 + seed)
    plans = np.stack([one.plans[-1] for one in searched(distilled, gardens, seed)])
    return snapshots_of(plans, gardens, SHOWN, seed)


def jobs() -> dict[str, dict]:
    """Everything that the data file holds, by its key."""
    asked = [("composed", n, 1) for n in range(SEEDS)]
    asked += [
        (kind, n, size)
        for kind, sizes in GROUPS.items() for size, count in sizes.items() for n in range(count)
    ]  # fmt: skip
    return {
        f"{kind} {size}, seed {seed}": {"kind": kind, "seed": seed, "size": size}
        for kind, seed, size in asked
    }


SWEEP = Sweep("garden_security", __doc__, job, jobs, lambda: {
    "objects": OBJECTS, "gardens of a search": GARDENS, "snapshots shown again": SHOWN,
    "deployed": str(DEPLOYED),
})  # fmt: skip
