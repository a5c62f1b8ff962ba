"""Blind to one factor: of what do five runners die when a factor is taken out of their network?

Each of the five runners (coin at the end) plays the same 10,000 training levels as it is, blind to
each of its six factors in turn (taken out of the layer "nearby" at every place), blind to three
random mixtures of channels, and with all saws painted out of its picture while they kill as before.
The last is the most that blindness to saws could do. Factors are those of the figure with patches:
fitted to 200 training levels, six, named by their strongest patches.

Expected, before a run was made: the factor whose patches show most saws raises deaths by saws, in
most of the five runners, beyond the random mixtures and by less than a tenth of the ceiling, since
factors are fitted to the critic and the actor may read other channels. It could come out as in
Hilton et al. (a third of the ceiling), or not at all.

`make sweep NAME=blinded` writes data/blinded.jsonl; interrupted, it goes on where it stopped.
"""

from typing import Any

from course_lib.chapters.looking_inside.runners import SEEDS, opened, runner
from course_lib.study.inside.attribution import LAYER
from course_lib.study.inside.blinding import Unseen, blinded, blinded_at_random
from course_lib.study.inside.factors import COUNT
from course_lib.study.measure.behaviour import outcomes
from course_lib.study.measure.sweep import Sweep
from course_lib.worlds.coin_run import TRAIN

EPISODES = 10_000
CAUSES = ("coin", "end", "died_pit", "died_saw", "died_enemy")
RANDOM = 3
USUAL, CEILING = "as it is", "no saws in the picture"
ARMS = (
    USUAL,
    CEILING,
    *(f"factor {n + 1}" for n in range(COUNT)),
    *(f"random {n + 1}" for n in range(RANDOM)),
)


def policy_of(arm: str, seed: int) -> Any:
    """The runner of this seed as the arm has it."""
    agent = runner("end", seed)
    if arm == USUAL:
        return agent
    if arm == CEILING:
        return Unseen(agent, "saw")
    kind, number = arm.split()
    if kind == "factor":
        return blinded(agent, opened(seed)[2])[int(number) - 1]
    return blinded_at_random(agent, LAYER, RANDOM)[int(number) - 1]


def measure(arm: str, seed: int, episodes: int = EPISODES) -> dict:
    """How the episodes of one runner end, as counts; of a factor, also its name."""
    last = outcomes(policy_of(arm, seed), TRAIN, episodes).last
    name = opened(seed)[2].names[int(arm[-1]) - 1] if arm.startswith("factor") else arm
    return {"name": name, "episodes": episodes, **{c: int(last[c].sum()) for c in CAUSES}}


def jobs() -> dict[str, dict]:
    """Every run by its key."""
    return {f"seed {seed}, {arm}": {"arm": arm, "seed": seed} for arm in ARMS for seed in SEEDS}


SWEEP = Sweep("blinded", __doc__, measure, jobs, lambda: {"episodes": EPISODES})
