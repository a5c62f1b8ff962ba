"""When does the preference for the corner appear? Agents that were kept along the way.

Five mice learn mazes with the cheese in the corner by the recipe that `cl.train` uses. At each of
fourteen moments the mouse of that moment is measured: in fresh training mazes, in mazes with the
cheese anywhere, and by the chance of its first step toward the cheese and toward the corner where
the two part.

Expected, before a run was made: there is no time at which it goes for the cheese. Corner first on
detours rises together with the cheese in training, step for step, because both are one skill;
cheese on detours falls below the random mouse's rate at the same time. A mouse that learned
"cheese" first and "corner" later would show a hump in the cheese on detours.

`make sweep NAME=maze_moments` trains the five and writes what they do to data/maze_moments.jsonl.
Interrupted, it goes on where it stopped.
"""

import numpy as np

from course_lib.agents.agent import Agent
from course_lib.agents.recipes import recipe_of
from course_lib.agents.training import train
from course_lib.chapters.maze.sweep_learned import EPISODES, LEVELS, deployed, unlearned
from course_lib.chapters.maze.sweep_regions import counts
from course_lib.engine.sim import BatchSim
from course_lib.study.measure.behaviour import outcomes
from course_lib.study.measure.rollout import begin, level_seeds
from course_lib.study.measure.sweep import Sweep
from course_lib.worlds import maze
from course_lib.worlds.maze.planner import maze_actions

SEEDS = range(5)
MOMENTS = (0, 20_000, 40_000, 60_000, 80_000, 100_000, 130_000, 160_000, 200_000, 250_000,
           300_000, 400_000, 500_000, 600_000)  # fmt: skip


def measure(seed: int) -> dict:
    """What the mouse of this seed does at each moment of its training."""
    moments: list[dict] = []

    def look(progress, trainer) -> None:
        if len(moments) < len(MOMENTS) and progress.steps >= MOMENTS[len(moments)]:
            moments.append(
                {"steps": progress.steps, **at_a_moment(Agent("now", trainer.network, maze.TRAIN))}
            )

    agent = train(maze.TRAIN, recipe_of("maze"), seed=seed, callback=look, bar=False)
    return {"seconds": agent.card["training_seconds"], "moments": moments}


def at_a_moment(agent: Agent) -> dict:
    """Counts in training mazes and with the cheese anywhere, and mean chances of first steps."""
    return {
        "training": counts(outcomes(agent, maze.TRAIN, EPISODES, seed=LEVELS)),
        "deployment": deployed(agent),
        "first_step": first_step(agent),
    }


def first_step(agent: Agent) -> dict:
    """Mean chances of a first step toward cheese and corner, where these ask for different ones.

    "near": the same where the cheese is one step away.
    """
    states = begin(maze.DEPLOY, level_seeds(4 * EPISODES, LEVELS)).batch
    there = states.copy()
    there.cheese_at = there.corner_at
    to_cheese, to_corner = maze_actions(states), maze_actions(there)
    parted = to_cheese != to_corner
    states, to_cheese, to_corner = states[parted], to_cheese[parted], to_corner[parted]
    chances, _ = agent.evaluate(BatchSim(maze.DEPLOY, len(states)).observe(states))
    rows = np.arange(len(states))
    each = {"cheese": chances[rows, to_cheese], "corner": chances[rows, to_corner]}
    near = abs(states.mouse_at - states.cheese_at)
    near = (near == 1) | (near == states.side)
    found = {name: round(float(some.mean()), 4) for name, some in each.items()}
    close = {name: round(float(some[near].mean()), 4) for name, some in each.items()}
    return {"levels": len(states), **found, "near": {"levels": int(near.sum()), **close}}


def jobs() -> dict[str, dict]:
    """Every run by its key."""
    return {f"seed {seed}": {"seed": seed} for seed in SEEDS}


SWEEP = Sweep("maze_moments", __doc__, measure, jobs, lambda: {
    "recipe": recipe_of("maze"), "episodes": EPISODES, "unlearned": unlearned(),
})  # fmt: skip
