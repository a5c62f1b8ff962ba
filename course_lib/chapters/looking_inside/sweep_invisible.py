"""Training levels with the coin invisible: does what a runner does there depend on seeing it?

Runners of three kinds of training (coin at the end; where sections begin; off the path), five
each, play the same 500 levels with the coin at the end, shown and invisible, by the same dice.

Expected: runners of the end take it as often when it is invisible, for keeping right leads to it.
Runners of sections take it less often, if seeing the coin is what makes them go on; a first look at
two of them (62 of 87 %, 0 of 84 %) said so. Runners of coins off the path: a first look at one said
that it takes it as often, so that passing this control does not show what a runner would do with a
coin elsewhere.

`make sweep NAME=coin_invisible` writes data/coin_invisible.jsonl; interrupted, it goes on.
"""

from course_lib.chapters.looking_inside.runners import SEEDS, runner
from course_lib.study.measure.behaviour import outcomes
from course_lib.study.measure.sweep import Sweep
from course_lib.worlds.coin_run import TRAIN, Distribution

LEVELS = 500
KINDS = ("end", "section", "share-100")
INVISIBLE = Distribution(coin_shown=False)


def measure(recipe: str, seed: int, levels: int = LEVELS) -> dict:
    """In how many levels one runner takes the coin, shown and invisible."""
    agent = runner(recipe, seed)
    pairs = {"shown": TRAIN, "invisible": INVISIBLE}
    taken = {name: int(outcomes(agent, d, levels).last.coin.sum()) for name, d in pairs.items()}
    return {"levels": levels, **taken}


def jobs() -> dict[str, dict]:
    """Every run by its key."""
    return {f"{recipe}, seed {seed}": {"recipe": recipe, "seed": seed}
            for recipe in KINDS for seed in SEEDS}  # fmt: skip


SWEEP = Sweep("coin_invisible", __doc__, measure, jobs, lambda: {"levels": LEVELS})
