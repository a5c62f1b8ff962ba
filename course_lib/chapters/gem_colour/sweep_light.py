"""Shape or light, and why some robots reach neither: measured on many robots of the gem lesson.

`make sweep NAME=gem_light` puts the ten shipped robots and forty that are trained for less time
(with seeds and recipe of the first forty in `gem_preferences`) before every pair of
`light.PAINTED`, in the colour of training and in red, and writes what they reach to
data/gem_light.jsonl. Interrupted, it goes on where it stopped.

Said beforehand. If what is left between two red objects is a preference for the shape, then it
stays where both have the same light, and is gone where the same gem comes in two lights. If it is
a preference for more light, it is the other way round, and turns where the lights are exchanged.
"""

from dataclasses import replace

from course_lib.agents.agent import Agent
from course_lib.agents.recipes import recipe_of
from course_lib.agents.training import train
from course_lib.agents.zoo import load
from course_lib.chapters.gem_colour.light import PAINTED, repainted
from course_lib.chapters.gem_colour.sweep_preferences import EPISODES, ROOMS, reached
from course_lib.chapters.gem_colour.wandering import Stirred, wandering
from course_lib.study.measure.policies import Greedy
from course_lib.study.measure.sweep import Sweep
from course_lib.worlds.art import DARK
from course_lib.worlds.gems import DEPLOY, TRAIN

SHIPPED, SHORTER = "longer", "shorter"  # how long they were trained
COLOURS = ("red", "yellow")

LOOKED_AT = 10  # the first seeds, of which there are robots of either length of training
SEEDS = range(40)  # of those trained for less time


def measure(training: str, seed: int) -> dict:
    """What one robot reaches before every pair; the first seeds are looked at more closely."""
    agent = robot(training, seed)
    painted = {
        colour: {name: reached(repainted(agent, name, colour), DEPLOY) for name in PAINTED}
        for colour in COLOURS
    }
    found = {"deployment": reached(agent, DEPLOY), "painted": painted}
    return found | (moves(agent) if seed < LOOKED_AT else {})


def moves(agent: Agent) -> dict:
    """How the robot moves where it reaches neither, and what a tenth of random steps changes."""
    unseen = replace(TRAIN, goal=("gem", DARK))
    return {
        "greedy": reached(Greedy(agent), DEPLOY),
        "stirred": reached(Stirred(agent), DEPLOY),
        "unseen": reached(agent, unseen),
        "unseen, stirred": reached(Stirred(agent), unseen),
        "wandering": wandering(agent, DEPLOY, EPISODES, ROOMS),
        "wandering, unseen": wandering(agent, unseen, EPISODES, ROOMS),
    }


def robot(training: str, seed: int) -> Agent:
    """A shipped robot, or one trained anew for less time with this seed."""
    if training == SHIPPED:
        return load(f"gems/yellow-gem:{seed}")
    return train(TRAIN, recipe_of("gems", "curve"), seed=seed, bar=False)


def jobs() -> dict[str, dict]:
    """Every run by its key, the shipped robots first."""
    kinds = ((SHIPPED, range(LOOKED_AT)), (SHORTER, SEEDS))
    return {
        f"{training} training, seed {seed}": {"training": training, "seed": seed}
        for training, seeds in kinds
        for seed in seeds
    }


SWEEP = Sweep(
    "gem_light",
    __doc__,
    measure,
    jobs,
    lambda: {"recipe": recipe_of("gems", "curve"), "episodes": EPISODES},
)
