"""How much variety is enough? Regions of growing side, and agents that have learned their own.

The mazes are those of the lesson, 9 x 9 trees. In training the cheese lies in a square region at
the corner, of side 1 (the corner itself) to 7 (anywhere). Each agent is trained until it gets the
cheese in at least 96.5 % of 2,000 fixed mazes of its own kind, or for 1.6 million steps, 2.4
million at side 7; so what it does elsewhere is not for want of skill at home. All are then deployed
in the same 1,000 mazes with the cheese anywhere.

Expected, before a run was made: corner first falls from more than nine in ten at side 1 to the
planner's own rate at side 7; in between, many agents reach neither, and end in the region that
they know; cheese is found where it lay in training, and seldom outside.

`make sweep NAME=maze_learned` trains five agents for every one of five sides and writes what they
do to data/maze_learned.jsonl. Interrupted, it goes on where it stopped.
"""

from dataclasses import replace

import numpy as np

from course_lib.agents.agent import Agent
from course_lib.agents.recipes import recipe_of
from course_lib.agents.training import train, until_passed
from course_lib.chapters.maze.sweep_regions import counts
from course_lib.protocols import Policy
from course_lib.study.measure.behaviour import outcomes
from course_lib.study.measure.planning import planner
from course_lib.study.measure.policies import random_policy
from course_lib.study.measure.sweep import Sweep
from course_lib.worlds import maze
from course_lib.worlds.maze.planner import maze_ways

SIDES, SEEDS, EPISODES = (1, 2, 3, 5, 7), range(5), 1000
PLACES = range(1, 8)  # from the corner: in a region of this side, and in no smaller one
MOST = {7: 2_400_000}  # steps of a run where the recipe's are too few
LEARNED, LOOK_EVERY = 0.965, 24  # of the cheese at home; updates between two looks
LEVELS, EXAM = 100, 200  # seeds of the levels that are measured on, and of those that stop a run
EXAMINED = 2000  # mazes of the exam: one that is passed by luck would be no exam
FATES = ("cheese", "corner then cheese", "corner", "neither")


def measure(side: int, seed: int) -> dict:
    """What an agent does that has learned mazes with the cheese in a region of this side."""
    return measured(trained(side, seed))


def trained(side: int, seed: int) -> Agent:
    """An agent that was trained until it got the cheese in 96.5 % of the mazes of its exam."""
    own = maze.Distribution(cheese=side)
    learned = until_passed(
        lambda network: cheese_rate(Agent("exam", network, own), own),
        "cheese", LEARNED, near=0.02, every=LOOK_EVERY,
    )  # fmt: skip
    name = f"cheese within {side}, seed {seed}"
    recipe = recipe_of("maze", "learned")
    recipe = replace(recipe, steps=MOST.get(side, recipe.steps))
    agent = train(own, recipe, seed=seed, name=name, callback=learned, bar=False)
    agent.card["learned"] = LEARNED
    return agent


def cheese_rate(agent: Policy, own: maze.Distribution) -> float:
    """How often the agent gets the cheese in the mazes of the exam."""
    return float(np.mean(outcomes(agent, own, EXAMINED, seed=EXAM).last.cheese > 0))


def measured(agent: Agent) -> dict:
    """What training took, and counts over fresh levels of its own kind and with cheese anywhere."""
    return {
        "steps": agent.card["steps"],
        "seconds": agent.card["training_seconds"],
        "training": counts(outcomes(agent, agent.distribution, EPISODES, seed=LEVELS)),
        "deployment": deployed(agent),
    }


def deployed(policy: Policy) -> dict:
    """Counts with the cheese anywhere, and for the detours what happened, where.

    "fates": by where the cheese lay, the number of detours that ended in each of `FATES`; the
    place is the side of the smallest region at the corner that holds it, from 1. "ends": the same
    for where the mouse stood in the end, of detours that reached neither.
    """
    found = outcomes(policy, maze.DEPLOY, EPISODES, seed=LEVELS)
    detour = maze_ways(found.first)["detour"]
    first, last = found.first[detour], found.last[detour]
    cheese, corner = last.cheese > 0, last.corner > 0
    fates = [cheese & ~corner, cheese & corner, corner & ~cheese, ~cheese & ~corner]
    lay, ended = ring(first, first.cheese_at), ring(last, last.mouse_at)
    places = [side for side in PLACES if (lay == side).any()]
    return {
        **counts(found),
        "fates": {side: [int((fate & (lay == side)).sum()) for fate in fates] for side in places},
        "ends": {side: int((fates[-1] & (ended == side)).sum()) for side in PLACES},
    }


def ring(states: np.recarray, cells: np.ndarray) -> np.ndarray:
    """The side of the smallest region at the corner that holds each cell, from 1, (batch,)."""
    row, column = np.divmod(cells, states.side)
    return np.maximum(row, states.extent - 1 - column)


def jobs() -> dict[str, dict]:
    """Every run by its key; all sides of one seed come before the next seed."""
    return {f"side {n}, seed {s}": {"side": n, "seed": s} for s in SEEDS for n in SIDES}


def unlearned() -> dict[str, dict]:
    """The same counts, deployed, of a random policy and of the planner."""
    return {one.name: deployed(one) for one in (random_policy(maze.DEPLOY), planner(maze.DEPLOY))}


SWEEP = Sweep("maze_learned", __doc__, measure, jobs, lambda: {
    "recipe": recipe_of("maze", "learned"), "most": MOST, "learned": LEARNED, "exam": EXAMINED,
    "episodes": EPISODES, "fates": FATES, "unlearned": unlearned(),
})  # fmt: skip
