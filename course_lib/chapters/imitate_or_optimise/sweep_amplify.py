"""Amplify and distil, in miniature: several calls of an agent make a better one; that is copied.

The amplified agent tries each of its five actions in thought, and asks the current agent, `calls`
times for each, how it would get on from there; it takes the action after which that went best. The
next agent is a small network that imitates it. Then again. No overseer is asked.

`make sweep NAME=ridge_amplify` writes data/ridge_amplify.jsonl: a row for each network's size,
number of calls and seed, with how the agents stand in each round. Interrupted, it goes on where it
stopped.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np

from course_lib.agents.imitation import imitate
from course_lib.chapters.imitate_or_optimise.observations import FeaturePolicy
from course_lib.chapters.imitate_or_optimise.tabular import (
    Trials,
    deterministic,
    evaluate,
    table_of,
    trials,
    uniform_table,
)
from course_lib.engine.streams import Stream
from course_lib.study.measure.sweep import Sweep, load_results
from course_lib.worlds.ridge import Tile
from course_lib.worlds.ridge.planner import ACTIONS, Ground, best

SLIP = 0.1
PRACTICE, ROUNDS = 60, 8  # levels to learn in; rounds
UNITS, CALLS = (1, 2, 4, 8, 16, 64), (4, 16, 64, 256, 1000)  # of the network; for each action
SURE = 0.0  # how often feet slip in the calls of those who err alike everywhere
CARE = 1.0  # of those who believe only in clear differences, in standard errors
SEEDS = range(5)


def amplified(
    table: np.ndarray, dynamics: Ground, slip: float, calls: int, seed: int = 0, care: float = 0.0
) -> np.ndarray:
    """The table of the agent that asks `table` so many times about each action, and takes the best.

    The mean of the calls is drawn from the normal distribution that means of so many tend to.
    care: by how many standard errors an action has to be better than what the agent would do
    itself; with 0, any difference is believed.
    """
    rng = np.random.default_rng([seed, Stream.CALLS])
    mean, spread = prospects(table, dynamics, slip)
    error = spread / calls**0.5
    asked = mean + error * rng.standard_normal(mean.shape)
    plan = asked.argmax(-1)
    if care:
        usual = table.argmax(-1)
        gain, doubt = (_of(x, plan) + sign * _of(x, usual) for x, sign in ((asked, -1), (error, 1)))
        plan = np.where(gain > care * doubt, plan, usual)
    return deterministic(plan)


def _of(each: np.ndarray, actions: np.ndarray) -> np.ndarray:
    """The entry of each place's action."""
    return np.take_along_axis(each, actions[..., None], -1)[..., 0]


def prospects(table: np.ndarray, dynamics: Ground, slip: float) -> tuple[np.ndarray, np.ndarray]:
    """Mean and spread of what a call comes to after each action: both (levels, cells, actions).

    A call is an episode from here: at the flag it comes to the share of the time that is left.
    """
    first, second = np.zeros((2, *dynamics.tiles.shape))
    for time in reversed(range(dynamics.limit)):
        pay = (dynamics.tiles == Tile.FLAG) * (1 - (time + 1) / dynamics.limit)
        each = [dynamics.after(np.where(dynamics.walkable, m, p), slip)
                for m, p in ((first, pay), (second, pay**2))]  # fmt: skip
        first, second = ((e * table).sum(-1) for e in each)
    return each[0], np.sqrt(np.maximum(each[1] - each[0] ** 2, 0))


def distilled(
    plan: np.ndarray, on: Trials, hidden: int, seed: int, epochs: int = 12
) -> FeaturePolicy:
    """The network of this size that imitates a table, shown what it does at every place."""
    levels, cells = on.cells.T
    probabilities = plan[levels, cells]
    rng = np.random.default_rng([seed, Stream.DISTILLED])
    drawn = rng.random((len(cells), 1))
    done = (probabilities.cumsum(1) < drawn).sum(1).clip(max=ACTIONS - 1)
    seen = on.features(levels, cells)
    agent = imitate(seen, done, ACTIONS, hidden=hidden, epochs=epochs, seed=seed)
    return FeaturePolicy(agent, "distilled")


def rounds(
    units: int = 64, calls: int = 1000, care: float = 0.0, seed: int = 0, count: int = ROUNDS,
    slip: float = SLIP, thought: float = SLIP,
) -> list[dict]:  # fmt: skip
    """How the agent and the amplified one stand in each round, the untrained agent in round 0.

    units: of the network's hidden layers. thought: how often feet slip in the calls, who may be
    wrong about it. {"round", "agent", "amplified" (scores on the practice
    levels), "fresh" (the agent's, on levels kept apart), "firm" (the same if it always does what
    it does most often), "shown_best", "copied_best" (None in round 0: the share of places where
    what the agent was shown, and what it does most often, is truly the best of the five actions)}.
    """
    practice, kept = trials(PRACTICE, 3000 + seed), trials()
    table, fresh = uniform_table(practice), uniform_table(kept)
    rows: list[dict] = []
    plan = wise = None
    for number in range(count + 1):
        rows.append({
            "round": number,
            "agent": evaluate(table, practice.dynamics, slip).score,
            "fresh": evaluate(fresh, kept.dynamics, slip).score,
            "firm": evaluate(deterministic(fresh.argmax(-1)), kept.dynamics, slip).score,
            "shown_best": _alike(plan, wise, practice),
            "copied_best": _alike(table, wise, practice),
        })  # fmt: skip
        plan = amplified(table, practice.dynamics, thought, calls, 100 * seed + number, care)
        wise = prospects(table, practice.dynamics, slip)[0]
        rows[-1]["amplified"] = evaluate(plan, practice.dynamics, slip).score
        if number < count:
            agent = distilled(plan, practice, units, seed)
            table, fresh = table_of(agent, practice), table_of(agent, kept)
    return rows


def _alike(one: np.ndarray | None, other: np.ndarray | None, on: Trials) -> float | None:
    """The share of places where both are largest at the same action; None without both."""
    if one is None or other is None:
        return None
    levels, cells = on.cells.T
    return float((one[levels, cells].argmax(1) == other[levels, cells].argmax(1)).mean())


# ── The sweep ───────────────────────────────────────────────────────────────────────────────


def job(units: int, calls: int, care: float, thought: float, seed: int) -> dict:
    """One row of the data file: all rounds of one run."""
    return {"rounds": rounds(units, calls, care, seed, thought=thought)}


def jobs() -> dict[str, dict]:
    """Everything that the data file holds, by its key: a name and a seed."""
    settings = {(units, max(CALLS), 0.0, SLIP) for units in UNITS}
    settings |= {(max(UNITS), calls, care, SLIP) for calls in CALLS for care in (0.0, CARE)}
    settings |= {(max(UNITS), max(CALLS), 0.0, SURE)}
    names = ("units", "calls", "care", "thought", "seed")
    return {
        f"{name_of(*each)}, seed {seed}": dict(zip(names, (*each, seed), strict=True))
        for seed in SEEDS
        for each in sorted(settings)
    }


def name_of(units: int, calls: int, care: float = 0.0, thought: float = SLIP) -> str:
    """What such runs are called in figures."""
    more = ", with care" * (care > 0) + ", wrong about feet" * (thought != SLIP)
    return f"{units} unit{'s' * (units > 1)}, {calls} calls{more}"


def own(units: int, calls: int, care: float = 0.0) -> dict[str, list[list[dict]]]:
    """One run with these settings, made now (5 to 10 s), in the form of `runs`."""
    return {name_of(units, calls, care): [rounds(units, calls, care)]}


def runs() -> dict[str, list[list[dict]]]:
    """From a run's name to the rounds of each seed, as in the data file that is shipped."""
    found: dict[str, list[list[dict]]] = {}
    for row in load_results("ridge_amplify"):
        name = name_of(row["units"], row["calls"], row["care"], row["thought"])
        found.setdefault(name, []).append(row["rounds"])
    return found


def ends(found: dict[str, list[list[dict]]], names: Sequence[str], key: str) -> np.ndarray:
    """A number of the last round of these runs: (seeds, runs)."""
    return np.array([[rows[-1][key] for rows in found[name]] for name in names]).T


@cache
def planners_score(slip: float = SLIP) -> float:
    """The score of the best walker on such feet, exactly, on the levels kept apart."""
    return float(best(trials().dynamics, slip)[1].mean())


SWEEP = Sweep("ridge_amplify", __doc__, job, jobs, lambda: {
    "slip": SLIP, "practice": PRACTICE, "rounds": ROUNDS, "units": UNITS, "calls": CALLS,
    "care": CARE, "thought": SURE,
})  # fmt: skip
