"""Amplify and distil, in miniature: several calls of an agent make a better one; that is copied.

The amplified agent tries each of its five actions in thought, and asks the current agent, `calls`
times for each, how it would get on from there; it takes the action after which that went best. The
next agent is a small network that imitates it. Then again. No overseer is asked.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from course_lib.agents.imitation import imitate
from course_lib.study.planning.ridge import ACTIONS, Ground, best
from course_lib.study.ridge_senses import Walker
from course_lib.study.ridge_tables import Trials, always, table_of, trials, weigh
from course_lib.worlds.ridge import Tile

SLIP = 0.1
CALLS, PRACTICE, ROUNDS = 1000, 60, 5  # calls for each action; levels to learn in; rounds
RUNS: dict[str, dict[str, Any]] = {  # what differs between the runs that are compared
    "64 units, 1000 calls": {"hidden": 64, "calls": 1000},
    "8 units, 1000 calls": {"hidden": 8, "calls": 1000},
    "2 units, 1000 calls": {"hidden": 2, "calls": 1000},
    "64 units, 16 calls": {"hidden": 64, "calls": 16},
    "64 units, 16 calls, with care": {"hidden": 64, "calls": 16, "care": 1.0},
}


def amplified(
    table: np.ndarray, where: Ground, slip: float, calls: int, seed: int = 0, care: float = 0.0
) -> np.ndarray:
    """The table of the agent that asks `table` so many times about each action, and takes the best.

    The mean of the calls is drawn from the normal distribution that means of so many tend to.
    care: by how many standard errors an action has to be better than what the agent would do
    itself; with 0, any difference is believed.
    """
    rng = np.random.default_rng([seed, 96])
    mean, spread = prospects(table, where, slip)
    error = spread / calls**0.5
    asked = mean + error * rng.standard_normal(mean.shape)
    plan = asked.argmax(-1)
    if care:
        usual = table.argmax(-1)
        gain, doubt = (_of(x, plan) + sign * _of(x, usual) for x, sign in ((asked, -1), (error, 1)))
        plan = np.where(gain > care * doubt, plan, usual)
    return always(plan)


def _of(each: np.ndarray, actions: np.ndarray) -> np.ndarray:
    """The entry of each place's action."""
    return np.take_along_axis(each, actions[..., None], -1)[..., 0]


def prospects(table: np.ndarray, where: Ground, slip: float) -> tuple[np.ndarray, np.ndarray]:
    """Mean and spread of what a call comes to after each action: both (levels, cells, actions).

    A call is an episode from here: at the flag it comes to the share of the time that is left.
    """
    first, second = np.zeros((2, *where.tiles.shape))
    for time in reversed(range(where.limit)):
        pay = (where.tiles == Tile.FLAG) * (1 - (time + 1) / where.limit)
        each = [where.after(np.where(where.walkable, m, p), slip)
                for m, p in ((first, pay), (second, pay**2))]  # fmt: skip
        first, second = ((e * table).sum(-1) for e in each)
    return each[0], np.sqrt(np.maximum(each[1] - each[0] ** 2, 0))


def distilled(plan: np.ndarray, on: Trials, hidden: int, seed: int, epochs: int = 12) -> Walker:
    """The network of this size that imitates a table, shown what it does at every place."""
    levels, cells = on.cells.T
    chances = plan[levels, cells]
    rng = np.random.default_rng([seed, 97])
    done = (chances.cumsum(1) < rng.random((len(chances), 1))).sum(1).clip(max=ACTIONS - 1)
    seen = on.told(levels, cells)
    return Walker(
        imitate(seen, done, ACTIONS, hidden=hidden, epochs=epochs, seed=seed), "distilled"
    )


def rounds(
    hidden: int = 64,
    calls: int = CALLS,
    slip: float = SLIP,
    seed: int = 0,
    count: int = ROUNDS,
    care: float = 0.0,
) -> list[dict]:
    """How the agent and the amplified one stand in each round.

    {"round", "agent", "amplified" (scores on the practice levels), "fresh" (the agent's, on levels
    kept apart), "agreed" (the share of places where the copy does most often what was shown)}.
    """
    practice, kept = trials(PRACTICE, 3000 + seed), trials()
    table = np.full((*practice.where.tiles.shape, ACTIONS), 1 / ACTIONS)
    fresh = np.full((*kept.where.tiles.shape, ACTIONS), 1 / ACTIONS)
    rows, agreed = [], float("nan")
    for number in range(count + 1):
        plan = amplified(table, practice.where, slip, calls, 100 * seed + number, care)
        rows.append({
            "round": number,
            "agent": weigh(table, practice.where, slip).score,
            "amplified": weigh(plan, practice.where, slip).score,
            "fresh": weigh(fresh, kept.where, slip).score,
            "agreed": agreed,
        })  # fmt: skip
        agent = distilled(plan, practice, hidden, seed)
        table, fresh = table_of(agent, practice), table_of(agent, kept)
        levels, cells = practice.cells.T
        same = table[levels, cells].argmax(1) == plan[levels, cells].argmax(1)
        agreed = float(same.mean())
    return rows


def compare(seeds: Sequence[int] = range(2), count: int = ROUNDS) -> dict[str, list[list[dict]]]:
    """For each of the runs, the rounds of each seed."""
    return {
        name: [rounds(seed=seed, count=count, **settings) for seed in seeds]
        for name, settings in RUNS.items()
    }


@cache
def planners_score(slip: float = SLIP) -> float:
    """The score of the best walker on such feet, exactly, on the levels kept apart."""
    return float(best(trials().where, slip)[1].mean())
