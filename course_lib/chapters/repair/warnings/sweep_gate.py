"""Detect the shift: a two-sample classifier as a gate before deployment.

The gate gets as many new levels as old ones, trains a classifier on half of both and raises the
alarm if it tells the other half apart better than chance would in 95 % of cases. It sees *that*
something differs. Whether it matters to the agent is another question, so each shift stands here
with what the agents make of it.

`make sweep NAME=gate` measures both for the shifts in SHIFTS and writes data/gate.jsonl.
Interrupted, it goes on where it stopped.
"""

from dataclasses import replace
from typing import Any

import numpy as np

from course_lib.agents.zoo import load
from course_lib.engine.streams import Stream
from course_lib.engine.world import world_of
from course_lib.study.measure.behaviour import outcomes
from course_lib.study.measure.mixtures import pure
from course_lib.study.measure.sweep import Sweep
from course_lib.study.measure.two_sample import Paints, features, pictures, separates
from course_lib.worlds import coin_run, gems, keys_and_chests, maze

SIZES, RUNS, EPISODES = (8, 16, 32, 64), 40, 1000
MAZE, GEMS, KEYS, COIN = maze.TRAIN, gems.TRAIN, keys_and_chests.TRAIN, coin_run.TRAIN
# Name -> (training, what comes after it). In the second of each world the goal is where it was.
SHIFTS: dict[str, tuple[Any, Any]] = {
    "maze: nothing": (MAZE, MAZE),
    "maze: cheese anywhere": (MAZE, maze.DEPLOY),
    "maze: fewer walls": (MAZE, replace(MAZE, loops=0.3)),
    "gems: red gem, yellow star": (GEMS, gems.DEPLOY),
    "gems: smaller rooms": (GEMS, replace(GEMS, size=(5, 7))),
    "keys: more keys than chests": (KEYS, keys_and_chests.DEPLOY),
    "keys: fewer of both": (KEYS, replace(KEYS, n=(1, 2))),
    "coin run: coin off the path": (COIN, coin_run.DEPLOY),
    "coin run: gentle levels": (COIN, replace(COIN, difficulty=(0, 4))),
}


def alarm(training: Any, new: Any, size: int, seed: int = 0) -> bool:
    """Whether the gate tells `size` new levels from as many of training."""
    drawn = [pure(one).draw(size, [seed, Stream.GATE + n]) for n, one in enumerate((training, new))]
    shapes = [one.shelf.world.shape(s) for one in drawn for s in one.records]
    shape = max(r for r, _ in shapes), max(c for _, c in shapes)
    paints = Paints.of(*(one.shelf for one in drawn))
    seen = [pictures(one, shape, paints) for one in drawn]
    counted = np.unique(np.concatenate([p.reshape(-1) for p in seen]))
    return separates(*(features(p, paints.colours, counted) for p in seen))


def alarms(training: Any, new: Any, size: int, runs: int = RUNS, seed: int = 0) -> int:
    """In how many of the runs, each with fresh levels, the gate raises the alarm."""
    return sum(alarm(training, new, size, 1000 * seed + run) for run in range(runs))


def measure(shift: str) -> dict:
    """How often the gate raises the alarm at this shift, and how often each agent fails after it.

    failed: for each seed of training, of so many episodes, before and after the shift.
    """
    training, new = SHIFTS[shift]
    home = world_of(training)
    counts: dict[str, list[int]] = {"training": [], "after": []}
    for agent in [load(f"{home.shipped_agent}:{n}") for n in range(5)]:
        for label, distribution in (("training", training), ("after", new)):
            last = outcomes(agent, distribution, EPISODES, seed=100).last
            counts[label].append(int(home.failure.failed(last).sum()))
    return {
        "world": home.name,
        "runs": RUNS,
        "alarms": {str(size): alarms(training, new, size) for size in SIZES},
        "episodes": EPISODES,
        "failed": counts,
    }


def jobs() -> dict[str, dict]:
    """Every run by its key."""
    return {shift: {"shift": shift} for shift in SHIFTS}


SWEEP = Sweep(
    "gate", __doc__, measure, jobs, lambda: {"sizes": SIZES, "runs": RUNS, "episodes": EPISODES}
)
