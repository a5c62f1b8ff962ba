"""When does the wrong goal appear during training? Agents of four worlds, kept along the way.

Five agents of each world learn by the recipe that `cl.train` uses. At each of twenty moments, which
lie closer together at first, the agent of that moment is measured in 500 fresh levels of its own
kind and in 500 of the deployment, in the maze and the coin run also in those that tell its two
goals apart. (`maze_moments` looks at mice more closely, with first steps and what happened where.)

Expected, before a run was made: there is no moment at which an agent wants the right thing first.
The wrong goal rises together with success in training, since both are one skill: "corner first" in
the maze, the end without the coin in the coin run. Useless keys rise with the chests, and stay.
Robots take gem and star alike often at first, and part by their seeds only as training ends.

`make sweep NAME=moments` trains the twenty agents and writes what they do to data/moments.jsonl.
Interrupted, it goes on where it stopped.
"""

from functools import partial

from course_lib.agents.agent import Agent
from course_lib.agents.recipes import recipe_of
from course_lib.agents.training import train
from course_lib.chapters.sweep_live import counts, deployed, jobs, settings
from course_lib.engine.world import world
from course_lib.study.measure.sweep import Sweep

SEEDS, MOMENTS = range(5), 20


def measure(name: str, seed: int) -> dict:
    """What the agent of this world and seed does at each moment of its training."""
    home, recipe = world(name), recipe_of(name)
    wanted = moments(recipe.steps)
    found: list[dict] = []

    def look(progress, trainer) -> None:
        last = progress.steps >= recipe.steps
        if (len(found) < MOMENTS - 1 and progress.steps >= wanted[len(found)]) or last:
            now = Agent("now", trainer.network, home.TRAIN)
            found.append({"steps": progress.steps, "training": counts(now, home.TRAIN),
                          "deployment": deployed(now)})  # fmt: skip

    agent = train(home.TRAIN, recipe, seed=seed, callback=look, bar=False)
    return {"steps": agent.card["steps"], "seconds": agent.card["training_seconds"],
            "moments": found}  # fmt: skip


def moments(steps: int) -> list[float]:
    """So many steps of a run, from its beginning to its end, closer together at first."""
    return [steps * (k / (MOMENTS - 1)) ** 2 for k in range(MOMENTS)]


SWEEP = Sweep("moments", __doc__, measure, partial(jobs, SEEDS), settings)
