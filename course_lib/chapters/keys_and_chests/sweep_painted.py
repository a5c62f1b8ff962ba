"""A key painted at the far end of the inventory: who goes there first, over which floor?

Five agents that were trained with few keys and five with many begin deployment levels at least
three steps from the place under the last tile of the row. Once the picture is as it is, once a key
is painted there. The floor is full of keys; or full, with as many keys in hand as there are
chests; or without a key, with as many in hand. What comes first: something from the floor, or the
place? All starts, and those from which the place is nearer than anything that can be had.

Expected, by the review of the former lesson and before any run: with a full floor the few-keys
agents take real keys first (70 % sure), with an empty one they go under the painted key (85 %
sure), and the many-keys agents do not (90 % sure). A trial of 200 levels added that this depends
on what is nearer. The condition with a full floor and keys in hand was added after that trial, as
the two others differ in the hand as well; expected of it, before it was run: as with a full floor.

`make sweep NAME=key_painted` measures it into data/key_painted.jsonl. Interrupted, it goes on
where it stopped.
"""

from typing import Any

from course_lib.agents.zoo import load
from course_lib.chapters.keys_and_chests.painted import AWAY, FLOORS, PLACE, Painted, firsts
from course_lib.chapters.keys_and_chests.policies import KEY_LOVER
from course_lib.study.measure.policies import random_policy
from course_lib.study.measure.sweep import Sweep
from course_lib.worlds.keys_and_chests import DEPLOY

SEEDS = range(5)
STARTS: dict[str, dict] = {"all": {"levels": 500}, "nearer": {"levels": 8000, "nearer": True}}


def measure(who: str, seed: int, floor: str) -> dict:
    """How many starts there are, and in how many each fate came first, plain and painted."""
    policy = _policy(who, seed)
    return {
        name: {
            label: {fate: int(hits.sum()) for fate, hits in firsts(one, floor, **which).items()}
            for label, one in (("plain", policy), ("painted", Painted(policy)))
        }
        for name, which in STARTS.items()
    }


def _policy(who: str, seed: int) -> Any:
    if who == "random":
        return random_policy(DEPLOY)
    return KEY_LOVER if who == KEY_LOVER.name else load(f"keys_and_chests/{who}:{seed}")


def jobs() -> dict[str, dict]:
    """Every run by its key."""
    who = [("random", 0), (KEY_LOVER.name, 0)]
    who += [(kind, seed) for kind in ("few-keys", "many-keys") for seed in SEEDS]
    return {
        f"{name}, seed {seed}, {floor}": {"who": name, "seed": seed, "floor": floor}
        for name, seed in who
        for floor in FLOORS
    }


SWEEP = Sweep("key_painted", __doc__, measure, jobs, lambda: {
    "starts": STARTS, "column": PLACE, "least_steps": AWAY, "levels": DEPLOY,
})  # fmt: skip
