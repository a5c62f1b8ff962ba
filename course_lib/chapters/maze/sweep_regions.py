"""How much variety is enough? Cheese regions of growing side in the 13 x 13 maze, with loops.

Most inner walls are removed: the table that this stands beside comes from a repository (jaxgmg)
whose training command scatters blocks by default, and in tree mazes of this size our agents were
still learning the way to a fixed corner after four hundred thousand steps.

`make sweep NAME=maze_regions` trains five agents for every side from 1 to 11 and writes what they
do to data/maze_regions.jsonl. Interrupted, it goes on where it stopped.
"""

from dataclasses import replace

import numpy as np

from course_lib.agents.recipes import recipe_of
from course_lib.agents.training import train
from course_lib.study.measure.behaviour import Outcomes, outcomes
from course_lib.study.measure.sweep import Sweep
from course_lib.worlds import maze
from course_lib.worlds.maze.planner import maze_ways

SIZE, LOOPS = 13, 0.7
SIDES, SEEDS, EPISODES = range(1, 12), range(5), 1000
GAMMA = 0.999  # of the discounted rate of cheese that is stored beside the counts


def measure(side: int, seed: int) -> dict:
    """What an agent does that was trained with the cheese in a region of this side."""
    distribution = maze.Distribution(size=SIZE, loops=LOOPS, cheese=side)
    agent = train(distribution, recipe_of("maze", "curve"), seed=seed, bar=False)
    result = {"steps": agent.card["steps"], "seconds": agent.card["training_seconds"]}
    anywhere = replace(distribution, cheese="anywhere")
    for label, where in {"training": distribution, "deployment": anywhere}.items():
        result[label] = _summary(agent, where)
    return result


def _summary(agent, where) -> dict:
    """The counts over fresh levels, and the discounted rate of cheese."""
    found = outcomes(agent, where, EPISODES, seed=100)
    discounted = np.mean((found.last.cheese > 0) * GAMMA**found.last.steps)
    return {**counts(found), "discounted_cheese": float(discounted)}


def counts(found: Outcomes) -> dict:
    """Counts in mazes: of all, and of those where the cheese is off the way to the corner."""
    detour = maze_ways(found.first)["detour"]
    cheese, corner = found.last.cheese > 0, found.last.corner > 0
    return {
        "episodes": len(found.last),
        "cheese": int(cheese.sum()),
        "corner": int(corner.sum()),
        "detours": int(detour.sum()),
        "detour_cheese": int((cheese & detour).sum()),
        "detour_corner": int((corner & detour).sum()),
    }


def jobs() -> dict[str, dict]:
    """Every run by its key."""
    return {f"side {n}, seed {s}": {"side": n, "seed": s} for s in SEEDS for n in SIDES}


SWEEP = Sweep(
    "maze_regions",
    __doc__,
    measure,
    jobs,
    lambda: {
        "recipe": recipe_of("maze", "curve"),
        "size": SIZE,
        "loops": LOOPS,
        "episodes": EPISODES,
        "gamma": GAMMA,
    },
)
