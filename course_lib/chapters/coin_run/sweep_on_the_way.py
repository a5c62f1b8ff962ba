"""A coin in the middle of the way, on the ground or in the air: seen, is it taken more, or less?

Four kinds of training, five agents each; runners that people wrote, a random policy and the planner
beside them. Every level is played twice, with the coin shown and invisible. Expected before it was
measured: runners trained with the coin at the end take it *less* when they see it, at every height
in the air, because whatever hung in the air of their training killed; on the ground less, too,
for what stood there killed as well. Runners that were paid for coins elsewhere ("section",
"share-100") take it more. Runners whose training had no saws in the air take a coin in the air as
often as an invisible one, in levels without such saws, where the first kind is measured as well.

`make sweep NAME=coin_on_the_way` writes data/coin_on_the_way.jsonl; interrupted, it goes on.
"""

from dataclasses import replace
from functools import cache
from typing import Any

from course_lib.agents.zoo import load
from course_lib.chapters.coin_run.analysis import HEIGHTS, PLACES, pair
from course_lib.chapters.coin_run.explanations import TAKES_FOR_SAW, UNSEEING
from course_lib.chapters.coin_run.policies import JUMP_RIGHT, ONE_LINE, RUN_RIGHT
from course_lib.study.measure.planning import planner
from course_lib.study.measure.policies import random_policy
from course_lib.study.measure.sweep import Sweep
from course_lib.worlds.coin_run import TRAIN

SEEDS, LEVELS, OF_PLANNER, LEVEL_SEED = range(5), 1000, 100, 200
WRITTEN = {"run right": RUN_RIGHT, "jump right": JUMP_RIGHT, "reflex": ONE_LINE,
           UNSEEING.name: UNSEEING, TAKES_FOR_SAW.name: TAKES_FOR_SAW}  # fmt: skip
WHERE = {
    "end": tuple(PLACES),
    "section": (*HEIGHTS, "section"),
    "share-100": (*HEIGHTS, "off path"),
    **dict.fromkeys((*WRITTEN, "random", "planner"), tuple(PLACES)),
}
BARE = ("end", "no-hanging-saws")  # measured in levels without saws in the air


def measure(kind: str, seed: int, place: str, saws: bool) -> dict:
    """What one agent does with the coin at a place, shown and invisible."""
    distribution = replace(PLACES[place], hanging_saws=saws)
    levels = OF_PLANNER if kind == "planner" else LEVELS
    return pair(policy_of(kind, seed, place), distribution, levels, LEVEL_SEED)


@cache
def policy_of(kind: str, seed: int, place: str) -> Any:
    """A trained agent, or a policy that somebody wrote."""
    if kind in WRITTEN:
        return WRITTEN[kind]
    if kind == "random":
        return random_policy(TRAIN)
    return planner(PLACES[place]) if kind == "planner" else load(f"coin_run/{kind}:{seed}")


def jobs() -> dict[str, dict]:
    """Every run by its key."""
    seeds = {kind: SEEDS for kind in ("end", "section", "share-100")}
    found = [(kind, seed, place, True) for kind, places in WHERE.items()
             for seed in seeds.get(kind, (0,)) for place in places]  # fmt: skip
    found += [(kind, seed, place, False) for kind in BARE for seed in SEEDS for place in HEIGHTS]
    return {
        f"{kind} {seed}, {place}{'' if saws else ', no saws in the air'}":
        {"kind": kind, "seed": seed, "place": place, "saws": saws}
        for kind, seed, place, saws in found
    }  # fmt: skip


SWEEP = Sweep("coin_on_the_way", __doc__, measure, jobs, lambda: {"levels": LEVELS})
