"""Rounds of amplify and train: the agent's calls make a better one, of whom the agent learns.

Learning from the choice of a search over one's own actions is policy improvement by rollouts, as in
*expert iteration* (Anthony, Tian and Barber 2017); that the better agent consists of calls of the
learner is *iterated amplification* (Christiano, Shlegeris and Amodei 2018). The calls are paid what
an evaluation says, which is the true reward unless it has a flaw.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import torch

from course_lib.chapters.imitate_or_optimise.amplified.calls import (
    SLIP,
    Asked,
    acting,
    asked,
    best_of,
)
from course_lib.chapters.imitate_or_optimise.amplified.exact import expected, occupancy, scores
from course_lib.chapters.imitate_or_optimise.amplified.learners import Networks, learn, targets
from course_lib.chapters.imitate_or_optimise.tabular import Trials, deterministic, trials
from course_lib.worlds.ridge.planner import Ground

PRACTICE, ROUNDS, STEPS = 40, 12, 150  # levels to learn in; rounds; gradient steps in each
LOOK = (0, 1, 2, 4, 8, 12)  # the rounds after which agents are evaluated
GOOD = 16  # units of the agent that is good already


@dataclass
class Learner:
    """One agent that learns: by which objective, from which seed, of which calls.

    flaw: what is paid at the sign, in the calls and in what is seen. ask: another way to come to an
    evaluation. on_policy: places count by how often the agent is there, instead of all alike.
    """

    objective: str
    seed: int
    flaw: float = 0.0
    on_policy: bool = False
    ask: Asked | None = None
    rows: list[dict] = field(default_factory=list)

    def told(self, table: np.ndarray, dynamics: Ground, number: int) -> np.ndarray:
        """The evaluation of the amplified agent, from calls that this number seeds."""
        return (self.ask or asked(self.flaw))(table, dynamics, number)

    def look(self, number: int, table: np.ndarray, on: Trials, amplified: bool) -> None:
        """Keep how the agent stands after this round, on these levels: scores, true and seen.

        Of the agent as it draws its actions, of the agent that always takes its likeliest action
        (greedy), and, if wanted, of the amplified agent.
        """
        tables = {"sampled": table, "greedy": deterministic(table.argmax(-1))}
        if amplified:
            ask = self.ask or asked(self.flaw)
            tables["amplified"] = acting(ask, table, on.dynamics, 10_000 + self.seed)
        row: dict = {"round": number}
        for name, each in tables.items():
            row[name], row[f"{name}_seen"] = scores(each, on.dynamics, SLIP, self.flaw)
        self.rows.append(row)


def practice(seed: int) -> Trials:
    """The levels that this seed learns in."""
    return trials(PRACTICE, 3000 + seed)


def places(on: Trials, seed: int, count: int) -> np.ndarray:
    """So many of the places where one can stand, level and cell (2, count), without repetition."""
    return on.cells[np.random.default_rng(seed).permutation(len(on.cells))[:count]].T


def rounds(
    learners: Sequence[Learner], units: int, base: Networks | None = None, count: int = ROUNDS,
    steps: int = STEPS, look: Sequence[int] = LOOK, amplified: Sequence[int] = (),
) -> Networks:  # fmt: skip
    """Let all learn for so many rounds, each by itself; what was looked at is in their `rows`.

    base: networks to begin as, one for each learner. look: the rounds after which agents are
    evaluated. amplified: those after which amplified agents are as well; the last one always.
    """
    kept, grounds = trials(), [practice(each.seed) for each in learners]
    fewest = min(len(on.cells) for on in grounds)
    where = [places(on, each.seed, fewest) for on, each in zip(grounds, learners, strict=True)]
    seen = np.stack([on.features(*at) for on, at in zip(grounds, where, strict=True)])
    networks = base or _alike(learners, units)
    for number in range(count + 1):
        if number in look:
            for each, table in zip(learners, networks.tables(kept), strict=True):
                each.look(number, table, kept, number in amplified or number == count)
        if number == count:
            break
        wanted = []
        for n, (each, on, at) in enumerate(zip(learners, grounds, where, strict=True)):
            table = networks.chosen([n]).tables(on)[0]
            told = each.told(table, on.dynamics, 100 * each.seed + number)[*at]
            visits = occupancy(table, on.dynamics, SLIP) if each.on_policy else on.dynamics.walkable
            wanted.append(targets(each.objective, told, visits[*at].astype(float)))
        by_log, by_chance = (np.stack(x) for x in zip(*wanted, strict=True))
        networks = learn(networks, seen, by_log, by_chance, steps, number)
    return networks


def _alike(learners: Sequence[Learner], units: int) -> Networks:
    """Untrained networks; learners of one seed begin as the same one, whatever they learn."""
    seeds = sorted({each.seed for each in learners})
    fresh = [Networks.fresh(1, units, seed) for seed in seeds]
    together = zip(*(each.layers for each in fresh), strict=True)
    networks = Networks([torch.cat(layers) for layers in together])
    return networks.chosen([seeds.index(each.seed) for each in learners])


@cache
def good(seeds: tuple[int, ...], units: int = GOOD, count: int = ROUNDS) -> Networks:
    """Agents that learned of sound calls, before any flaw: one for each seed."""
    return rounds([Learner("copy", seed) for seed in seeds], units, count=count, look=())


def nested(table: np.ndarray, candidates: int, flaw: float, depth: int) -> list[dict]:
    """True and seen scores when amplified agents call amplified agents, so many deep; no learning.

    Each draws so many candidates from the agent that it calls and takes the one that its calls say
    is best; with 0, it tries all five actions, however unlikely. The calls' means are exact.
    """
    dynamics, rows = trials().dynamics, []
    for number in range(depth + 1):
        true, seen = scores(table, dynamics, SLIP, flaw)
        rows.append({"depth": number, "true": true, "seen": seen})
        told = expected(table, dynamics, SLIP, flaw)[0]
        best = deterministic(told.argmax(-1))
        table = best_of(table, told, candidates) if candidates else best
    return rows
