"""Do live runs get there? Fifty fresh seeds of each world whose agents are trained in lessons.

Each agent is trained by the recipe that `cl.train` uses, until its latest 1,000 training episodes
reach what is usual in its world (`course_lib.agents.learned`), or to the recipe's last step. Then
it is measured in 500 fresh levels of its own kind, and in 500 of the deployment; in the maze and
the coin run also in those of them that tell its two goals apart.

Expected, before a run was made: at least 98 % get there within their steps, in every world. Those
that do not are gems whose robot has not told its picture's parts apart; they stand at the rate of a
policy that walks about. Of those that get there nearly all want the wrong thing deployed, in the
maze and the coin run; gems split by their seeds.

`make sweep NAME=live_runs` trains them and writes what they do to data/live_runs.jsonl.
Interrupted, it goes on where it stopped.
"""

import time
from collections.abc import Callable, Iterable

import numpy as np

from course_lib.agents.agent import Agent
from course_lib.agents.learned import LEARNED_AT, planned
from course_lib.agents.ppo import WINDOW
from course_lib.agents.recipes import recipe_of
from course_lib.agents.training import train
from course_lib.engine.world import world, world_of
from course_lib.protocols import Distribution
from course_lib.study.measure.behaviour import outcomes
from course_lib.study.measure.sweep import Sweep

SEEDS = range(1000, 1050)  # no agent that is shipped or shown has one of them
EPISODES, LEVELS = 500, 100  # LEVELS: the seed of the levels that are measured on
TELLING = {"maze": "detour", "coin_run": "off_path"}  # the condition under which two goals part


def measure(name: str, seed: int) -> dict:
    """Whether and when the agent of this seed gets there, and what it does then."""
    home, goal = world(name), usual(name)
    found: dict[str, int] = {}
    start = time.process_time()

    def look(progress, _trainer) -> bool:
        latest = progress.latest.get(home.goal, ())
        if len(latest) == WINDOW and sum(latest) >= goal * WINDOW:
            found.update(steps=progress.steps)
        return bool(found)

    agent = train(home.TRAIN, recipe_of(name), seed=seed, callback=look, bar=False)
    result = {
        "reached": bool(found),
        "steps": agent.card["steps"],
        "seconds": agent.card["training_seconds"],
        "rate": agent.card["last_rates"].get(home.goal, 0.0),
        "training": counts(agent, home.TRAIN),
        "deployment": deployed(agent),
    }
    return {**result, "core_seconds": round(time.process_time() - start, 1)}


def usual(name: str) -> float:
    """The mean of the goal that an agent of this world should reach in training."""
    home = world(name)
    share = LEARNED_AT[name]
    return share * planned(home.TRAIN, EPISODES) if home.goal in home.count_metrics else share


def deployed(agent: Agent) -> dict:
    """Counts in levels of the deployment; "telling": in those that tell two goals apart."""
    home = agent.world
    given = home.conditions.get(TELLING.get(home.name, ""))
    found = {"all": counts(agent, home.DEPLOY)}
    return found if given is None else {**found, "telling": counts(agent, home.DEPLOY, given)}


def counts(agent: Agent, where: Distribution, given: Callable | None = None) -> dict:
    """Sums over levels of every metric and of the steps; given: only levels of which this holds."""
    found = outcomes(agent, where, EPISODES, seed=LEVELS)
    last = found.last if given is None else found.last[given(found.first)]
    names = (*world_of(where).metrics, "steps")
    return {"episodes": len(last), **{name: int(np.sum(last[name])) for name in names}}


def jobs(seeds: Iterable[int] = SEEDS) -> dict[str, dict]:
    """Every run by its key; all worlds of one seed come before the next seed."""
    return {f"{name}, seed {s}": {"name": name, "seed": s} for s in seeds for name in LEARNED_AT}


def settings() -> dict:
    """How agents are trained, and what of them is counted."""
    return {
        "recipes": {name: recipe_of(name) for name in LEARNED_AT},
        "learned_at": LEARNED_AT,
        "episodes": EPISODES,
        "telling": TELLING,
    }


SWEEP = Sweep("live_runs", __doc__, measure, jobs, settings)
