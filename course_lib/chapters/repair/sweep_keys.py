"""How rare is too rare, for keys? Vaults with more keys than chests among those with fewer.

`make sweep NAME=key_shares` trains five agents for every share of vaults in which the numbers are
as deployed, and writes what they do to data/key_shares.jsonl. Interrupted, it goes on where it
stopped.
"""

from dataclasses import replace

from course_lib.agents.recipes import recipe_of
from course_lib.chapters.repair.mixture import train_on
from course_lib.protocols import Distribution
from course_lib.study.measure.behaviour import outcomes
from course_lib.study.measure.mixtures import mixed
from course_lib.study.measure.planning import planner
from course_lib.study.measure.policies import random_policy
from course_lib.study.measure.sweep import Sweep
from course_lib.worlds import keys_and_chests

SMALL = replace(keys_and_chests.TRAIN, n=(1, 2), size=7)
DEPLOYED = replace(SMALL, keys=2, chests=1)
RECIPE = replace(recipe_of("keys_and_chests"), steps=150_000, microbatch=256)
SHARES, SEEDS, EPISODES = (0.0, 0.03, 0.1, 0.3, 1.0), range(5), 1000


def measure(share: float, seed: int) -> dict:
    """What an agent does that was trained with this share of vaults with many keys."""
    agent = train_on(mixed(SMALL, DEPLOYED, share), RECIPE, seed=seed)
    return {
        "steps": agent.card["steps"],
        "seconds": agent.card["training_seconds"],
        "training": counts(agent, SMALL),
        "deployment": counts(agent, DEPLOYED),
    }


def counts(policy, distribution: Distribution, episodes: int = EPISODES) -> dict:
    """Sums over fresh levels: chests opened, keys taken, those of no use, steps; and what is there.

    possible: chests that could be opened. useless: keys that lie there beyond those.
    """
    found = outcomes(policy, distribution, episodes, seed=100)
    keys, chests = found.first.keys_left.astype(int), found.first.chests_left.astype(int)
    metrics = {name: int(found.last[name].sum()) for name in ("chests", "keys", "spare_keys")}
    return {
        "episodes": episodes,
        **metrics,
        "steps": int(found.last.steps.sum()),
        "possible": int(keys.clip(max=chests).sum()),
        "useless": int((keys - chests).clip(min=0).sum()),
    }


def unlearned() -> dict[str, dict]:
    """The same counts, deployed, of a random policy and of the planner."""
    both = (random_policy(DEPLOYED), planner(DEPLOYED))
    return {one.name: counts(one, DEPLOYED) for one in both}


def jobs() -> dict[str, dict]:
    """Every run by its key."""
    return {f"share {x}, seed {s}": {"share": x, "seed": s} for s in SEEDS for x in SHARES}


SWEEP = Sweep("key_shares", __doc__, measure, jobs, lambda: {
    "recipe": RECIPE, "episodes": EPISODES, "training": SMALL, "deployed": DEPLOYED,
    "unlearned": unlearned(),
})  # fmt: skip
