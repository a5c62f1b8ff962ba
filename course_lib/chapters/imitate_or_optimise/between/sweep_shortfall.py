"""Why imitators fall short, one cause at a time, and whether they then do what is shown rarely.

The demonstrator crosses by the ridge, and in 5 % of their walks by the road. Each imitator has one
thing wrong. Its walks end across by the ridge, across by the road, in the chasm, or nowhere.

Expected, before it was measured. (1) Every cause costs true score, and the size of the
cross-entropy does not tell the order of the scores. (2) Under no cause does imitation by
likelihood take the road clearly more often than it is shown (5 %), not even under the cause for
which the road would be right, slipping feet. (3) Being told what to do on one's own walks helps
the imitator of few walks more than as many further steps of the demonstrator. (4) Layers from play
are worse than layers from people; if they are not, what play leaves out did not matter here.
(5) Of ten starts of the smallest network some end in a worse optimum than others.

Before this was measured, one run had shown (seed 0) that layers of 64 units from play do no harm,
so both kinds of layers have 8 units here.

`make sweep NAME=ridge_shortfall` writes data/ridge_shortfall.jsonl.
"""

from dataclasses import asdict

from course_lib.chapters.imitate_or_optimise.between import starts
from course_lib.chapters.imitate_or_optimise.between.shortfall import (
    CAUSES,
    EPISODES,
    FEW,
    NARROW,
    RARELY,
    SLIPPING,
    TINY,
    cross_entropy,
    ends,
)
from course_lib.chapters.imitate_or_optimise.tabular import table_of, trials
from course_lib.study.measure.sweep import Sweep

SEEDS, STARTED = 5, 2
STUCK = "ten starts"  # a row of these has a list, one for each start


def measure(cause: str, seed: int) -> dict:
    """A row of the data file: how the walks of an imitator end that has this wrong."""
    on = trials()
    if cause == STUCK:
        ended = starts.train_from_starts(seed)
        found = [
            asdict(ends(table, on.dynamics, 0.0)) for table in starts.tables(ended.network, on)
        ]
        told = {
            name: getattr(ended, name).tolist() for name in ("loss", "before", "gradient", "alive")
        }
        return {"starts": found, **told}
    policy = CAUSES[cause](seed)
    slip = SLIPPING if cause == "slipping feet" else 0.0
    return {**asdict(ends(table_of(policy, on), on.dynamics, slip)),
            "cross_entropy": cross_entropy(policy)}  # fmt: skip


def jobs() -> dict[str, dict]:
    """Everything that the data file holds, by its key."""
    return {
        f"{cause}, seed {seed}": {"cause": cause, "seed": seed}
        for seed in range(SEEDS)
        for cause in (*CAUSES, STUCK)
        if cause != STUCK or seed < STARTED
    }


SWEEP = Sweep("ridge_shortfall", __doc__, measure, jobs, lambda: {
    "episodes": EPISODES, "few": FEW, "tiny": TINY, "narrow": NARROW, "rarely": RARELY,
    "slip": SLIPPING,
})  # fmt: skip
