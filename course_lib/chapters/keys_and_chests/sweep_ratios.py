"""When does greed begin? Useless keys and extra steps over keys and chests in all proportions.

Five agents that were trained with few keys and five with many play the same 500 levels for each
pair of numbers, and so do four written policies and a random one. Of each the file holds the share
of the useless keys that lie there and were taken, the share of chests, and the steps beyond the
planner's, level by level, split as `routes.py` says: for useless keys, for the order of the other
things, and lost on the way.

Expected, after a trial of two agents on 200 levels and before this was run: the share of available
useless keys that the few-keys agents take is about as large with the first useless key as with
the fifth, 70 % or more, and no agent of theirs takes fewer than the written chest lover, who
takes them only in passing; the many-keys agents stay below 35 % everywhere. In 6 keys to 1 chest
the few-keys agents take about 70 % of the five useless keys, and still open the chest in more than
80 % of levels. Most of the few-keys agents' extra steps are lost, not spent on keys.

`make sweep NAME=key_ratios` measures it into data/key_ratios.jsonl. Interrupted, it goes on where
it stopped.
"""

from functools import cache
from typing import Any

import numpy as np

from course_lib.agents.zoo import load
from course_lib.chapters.keys_and_chests.policies import WRITTEN
from course_lib.chapters.keys_and_chests.routes import routes
from course_lib.study.measure.policies import random_policy
from course_lib.study.measure.stats import bootstrap_mean
from course_lib.study.measure.sweep import Sweep
from course_lib.worlds import keys_and_chests

EPISODES, SEEDS = 500, range(5)
PAIRS = ((2, 4), (3, 3), (4, 3), (3, 2), (4, 2), (6, 1), (6, 6), (6, 5), (7, 5), (8, 4))
LEVELS = {"training": keys_and_chests.TRAIN, "deployment": keys_and_chests.DEPLOY} | {
    f"{keys} : {chests}": keys_and_chests.Distribution(n=1, keys=keys, chests=chests)
    for keys, chests in PAIRS
}


def measure(who: str, seed: int, levels: str) -> dict:
    """What a policy takes and opens in these levels, and what its extra steps were spent on."""
    found = routes(_policy(who, seed), LEVELS[levels], EPISODES)
    first, last = found.first, found.last
    possible = np.minimum(first.keys_left, first.chests_left)
    parts = {name: round(float(steps.mean()), 3) for name, steps in found.parts.items()}
    return {
        "episodes": EPISODES,
        "available": int(found.available.sum()),
        "useless": int(last.spare_keys.sum()),
        "possible": int(possible.sum()),
        "chests": int(last.chests.sum()),
        "out_of_time": int((last.terminated == 0).sum()),
        "best": round(float(found.best.mean()), 3),
        "more": _rounded(found.more),
        "parts": parts,
        "lost_in_time": round(float(np.where(last.terminated > 0, found.lost, 0).mean()), 3),
    }


def _rounded(values: np.ndarray) -> list[float]:
    """A mean with its 95 % interval over levels."""
    return [round(float(x), 3) for x in (values.mean(), *bootstrap_mean(values))]


@cache
def _policy(who: str, seed: int) -> Any:
    if who == "random":
        return random_policy(keys_and_chests.DEPLOY)
    written = {one.name: one for one in WRITTEN}
    return written[who] if who in written else load(f"keys_and_chests/{who}:{seed}")


def jobs() -> dict[str, dict]:
    """Every run by its key; all policies play one kind of levels before the next."""
    who = [("random", 0), *((one.name, 0) for one in WRITTEN)]
    who += [(kind, seed) for kind in ("few-keys", "many-keys") for seed in SEEDS]
    return {
        f"{levels}, {name}, seed {seed}": {"who": name, "seed": seed, "levels": levels}
        for levels in LEVELS
        for name, seed in who
    }


SWEEP = Sweep("key_ratios", __doc__, measure, jobs, lambda: {
    "levels": LEVELS, "episodes": EPISODES,
})  # fmt: skip
