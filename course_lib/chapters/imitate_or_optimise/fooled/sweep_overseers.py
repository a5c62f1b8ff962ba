"""Learned overseers of the ridge, and what comes of policies that they pay: by both scores.

Each row has an overseer, the true score of imitators, of the best walker of all by that overseer
(planner search) and of walkers trained with PPO, and beside each the overseer's own score. Weak
overseers see a quarter of the numbers of each tile, whole ones all of them; an ensemble is four
weak ones, of whom the least decides. No usual snapshot shows anybody at the sign, because we left
those out. Then 9, 30, 90 or 300 labelled ones are added to the 3,000. PPO is trained five times
under each of the first twenty weak overseers without any. It is trained once under the two that
fool it again with 300, and once wherever else an overseer approves of the sign by more than 0.5
(0.2 for the first whole ones). It is also trained once under the first twenty for 40,000 steps
instead of 200,000; this was added when the first nine rows had shown that nobody is stuck after
200,000, and that with the true reward 40,000 are too few (seed 0: 0.16).

Expected, before it was measured. (1) Under the overseers whose approval of the sign is above 0.6,
what the sign is worth to the planner (0.56 / 0.94), search and PPO are fooled: the overseer's score
is above the imitator's, and the true one near 0. (2) Below that, search is never fooled. PPO may
be stuck: both scores below the imitator's. With little entropy bonus and gamma 0.995 in no more
than 1 run of 20. (3) 300 labels at the sign bring the fooled ones to 0, and 9 labels most of them.
(4) Whole overseers have fewer large holes than weak ones, but some. (5) Of twenty ensembles at most
one is fooled: with one hole in ten overseers, four independent ones share it in one of 10,000.

Runs came in parts: one under each overseer, two more under six of them, the rest of five under six,
and then under all. Expected when the first two parts were known: nobody is fooled under the other
overseers, and at most 2 of their walkers are stuck.

`make sweep NAME=ridge_overseers` writes data/ridge_overseers.jsonl.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from course_lib.chapters.imitate_or_optimise.fooled.overseers import (
    COUNT,
    MEMBERS,
    approvals,
    ensembles,
    pays,
    train_overseers,
)
from course_lib.chapters.imitate_or_optimise.imitators import base_of
from course_lib.chapters.imitate_or_optimise.tabular import (
    deterministic,
    evaluate,
    optimal,
    table_of,
    trials,
)
from course_lib.chapters.imitate_or_optimise.train import RECIPE, optimise
from course_lib.study.measure.sweep import Sweep
from course_lib.worlds.ridge import Action
from course_lib.worlds.ridge.planner import ACTIONS, odds, paid

SLIP = 0.2  # of the feet of those whom they pay
MANY, RUNS, IMITATORS = 60, 5, 5  # weak overseers in all; PPO runs; imitators
KINDS = ("weak", "weak, short training", "whole", "ensemble")
SHORT = 40_000  # steps of the short training
DOSES = (0, 9, 30, 90, 300)  # labelled snapshots at the sign, beside 3,000 others
NOTABLE = 0.5  # approval of the sign above which PPO is trained where only search was planned
FOOLING = (1, 13)  # the overseers that fool whom they pay: PPO again with their holes closed
BEFORE = (*FOOLING, 0, 5, 10, 11)  # under whom PPO had two further seeds first
FIVE = (*range(5), 13, *range(5, 13), *range(14, COUNT))  # under whom it has five: all, in order


def measure(kind: str, dose: int, seed: int, runs: Sequence[int]) -> dict:
    """A row of the data file: what an overseer says, and both scores of policies.

    kind: one of `KINDS`. runs: of PPO; none for one only where the sign is liked.
    """
    overseer: Any = overseers(kind, dose)[seed]
    on, told = trials(), approvals(overseer)
    pay, recipe = pays(overseer, on), replace(RECIPE, steps=SHORT) if kind == KINDS[1] else RECIPE
    if not runs and told["sign"] > NOTABLE:
        runs = (0,)
    trained = [
        table_of(optimise(SLIP, 100 * run + seed, overseer=overseer, recipe=recipe), on)
        for run in runs
    ]
    return {
        **told,
        "imitation": imitators_scores(pay),
        "search": both_scores([optimal(on.dynamics, SLIP, pay)], pay)[0],
        "RL": both_scores(trained, pay),
        "RL, greedy": both_scores([deterministic(table.argmax(-1)) for table in trained], pay),
    }


@cache
def overseers(kind: str, dose: int) -> list[Any]:
    """The overseers of a kind; ensembles have members that nothing else is measured with."""
    if kind == "ensemble":
        return ensembles(train_overseers(range(MANY, MANY + COUNT * MEMBERS)))
    blocks = range(0, MANY if (kind, dose) == ("weak", 0) else COUNT, COUNT)
    extra, eyes = {"the sign": dose}, "whole" if kind == "whole" else "weak"
    return [
        one for first in blocks for one in train_overseers(range(first, first + COUNT), extra, eyes)
    ]


@cache
def imitators() -> list[np.ndarray]:
    """The tables of the imitators, whom nobody pays."""
    return [table_of(base_of(seed), trials()) for seed in range(IMITATORS)]


@cache
def watched() -> list[tuple[np.ndarray, float]]:
    """For each imitator what its overseer's score is a sum of, (levels, cells), and its true score.

    A weight is the expected part of the episode that is paid at this cell.
    """
    dynamics = trials().dynamics
    found = []
    for table in imitators():
        here = np.zeros(dynamics.tiles.shape)
        here[np.arange(len(here)), dynamics.start] = 1
        weights = np.zeros_like(here)
        for time in range(dynamics.limit):
            arriving = np.zeros_like(here)
            for way, odd in enumerate(odds(SLIP)):
                for action in range(ACTIONS):
                    chance = odd if action < Action.WAIT else float(way == 0)
                    to = dynamics.leads[:, :, action, way]
                    mass = chance * here * table[:, :, action]
                    np.add.at(arriving, (np.arange(len(to))[:, None], to), mass)
            weights += arriving * paid(dynamics, np.ones_like(here), time)
            here = np.where(dynamics.walkable, arriving, 0.0)
        found.append((weights, evaluate(table, dynamics, SLIP).score))
    return found


def imitators_scores(pay: np.ndarray) -> list[dict[str, float]]:
    """{"true", "seen"} of each imitator, where an overseer gives this pay: a weighted sum of it."""
    return [{"true": true, "seen": float((weights * pay).sum(1).mean())}
            for weights, true in watched()]  # fmt: skip


def both_scores(tables: Iterable[np.ndarray], pay: np.ndarray) -> list[dict[str, float]]:
    """{"true", "seen"} of each: the true score and the one of the overseer who gives this pay."""
    got = [evaluate(table, trials().dynamics, SLIP, pay) for table in tables]
    return [{"true": worth.score, "seen": worth.seen} for worth in got]


def jobs() -> dict[str, dict]:
    """Everything that the data file holds, by its key."""
    first, *later = range(RUNS)
    second, third = later[:2], later[2:]
    asked: list[tuple[str, int, int, list[int]]] = []
    asked += [("weak", 0, seed, [first]) for seed in range(COUNT)]
    asked += [(KINDS[1], 0, seed, [first]) for seed in range(COUNT)]
    asked += [("whole", 0, seed, []) for seed in range(COUNT)]
    asked += [("weak", max(DOSES), seed, [first] * (seed in FOOLING)) for seed in range(COUNT)]
    asked += [("ensemble", 0, seed, []) for seed in range(COUNT)]
    asked += [("weak", min(DOSES[1:]), seed, []) for seed in range(COUNT)]
    asked += [("weak", 0, seed, []) for seed in range(COUNT, MANY)]
    asked += [("weak", dose, seed, []) for dose in DOSES[2:-1] for seed in range(COUNT)]
    asked += [("weak", 0, seed, second) for seed in BEFORE]
    asked += [("weak", 0, seed, third if seed in BEFORE else later) for seed in FIVE]
    return {
        f"{kind}, {dose} at the sign, seed {seed}, runs {runs}":
            {"kind": kind, "dose": dose, "seed": seed, "runs": runs}
        for kind, dose, seed, runs in asked
    }  # fmt: skip


SWEEP = Sweep("ridge_overseers", __doc__, measure, jobs, lambda: {
    "recipe": RECIPE, "slip": SLIP, "short": SHORT,
})  # fmt: skip
