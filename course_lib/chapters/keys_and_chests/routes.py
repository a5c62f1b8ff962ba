"""Where the extra steps go: to useless keys, to the order of the rest, or to no purpose.

An episode is a walk from thing to thing. The shortest walk past the same things in the same order
splits its steps level by level: what is longer than that walk was lost on the way; what the walk
itself costs beyond the planner's was chosen.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numba import njit

from course_lib.engine import grid
from course_lib.engine.grid import FREE, WALL
from course_lib.engine.streams import Stream
from course_lib.protocols import Distribution, Policy
from course_lib.study.measure.planning import planner
from course_lib.study.measure.rollout import begin_batches, play_out, resume, rollout

PARTS = ("useless keys", "order", "lost")


@dataclass(frozen=True, eq=False)
class Routes:
    """The steps of many episodes and what they were spent on; all arrays are (episodes,).

    first, last: the records in which episodes began and ended. best: the planner's steps.
    useless, order, lost: steps for useless keys; for taking the other things in another order than
    the planner; and beyond the shortest walk past the things that were taken. Together they are
    the steps beyond the planner's. An episode that ran out of time counts with the steps that it
    had, and its walk is finished by the planner, so its lost steps are a lower bound.
    """

    first: np.recarray
    last: np.recarray
    best: np.ndarray
    useless: np.ndarray
    order: np.ndarray
    lost: np.ndarray

    @property
    def more(self) -> np.ndarray:
        """Steps beyond the planner's, level by level."""
        return self.last.steps.astype(int) - self.best

    @property
    def available(self) -> np.ndarray:
        """Useless keys that lie in each level: keys minus chests, or none."""
        return (self.first.keys_left.astype(int) - self.first.chests_left).clip(min=0)

    @property
    def parts(self) -> dict[str, np.ndarray]:
        """The three parts of the extra steps by the names in PARTS."""
        return dict(zip(PARTS, (self.useless, self.order, self.lost), strict=True))


def routes(
    policy: Policy, distribution: Distribution, episodes: int = 500, seed: int = 0
) -> Routes:
    """Play the levels that `behaviour` plays and split the extra steps of each."""
    rng = np.random.default_rng([seed, Stream.ACTIONS])
    parts = [_played(policy, distribution, sim, rng)
             for sim in begin_batches(distribution, episodes, seed)]  # fmt: skip
    joined: list[Any] = [np.concatenate(part) for part in zip(*parts, strict=True)]
    first, last = (one.view(np.recarray) for one in joined[:2])
    walk, useful = joined[2:]
    best = _best(distribution, episodes, seed)
    return Routes(first, last, best, walk - useful, useful - best, last.steps.astype(int) - walk)


def _played(policy: Policy, distribution: Distribution, sim, rng) -> tuple[np.ndarray, ...]:
    """First and last records, and the shortest walks past all things and past the useful ones."""
    first: Any = sim.batch.copy()
    at, useful_at = first.dragon_at.copy(), first.dragon_at.copy()
    walk, useful = np.zeros(sim.count, int), np.zeros(sim.count, int)
    for step in rollout(sim, policy, rng):
        _note(step.states, sim.batch[step.active], step.active, at, walk, useful_at, useful)
    last: Any = sim.batch.copy()
    late = np.flatnonzero(~(last.terminated > 0))
    for total, place in ((walk, at), (useful, useful_at)):
        states = last[late]
        states.dragon_at = place[late]
        total[late] += _steps_left(distribution, states)
    return first, last, walk, useful


@cache
def _best(distribution: Any, episodes: int, seed: int) -> np.ndarray:
    """The planner's steps in these levels; kept, for many policies play the same ones."""
    sims = begin_batches(distribution, episodes, seed)
    return np.concatenate([_steps_left(distribution, sim.batch) for sim in sims])


def _steps_left(distribution: Distribution, states: np.recarray) -> np.ndarray:
    """Steps that the planner needs from these records, with all the time that it needs."""
    if not len(states):
        return np.zeros(0, int)
    states = states.copy()
    states.steps = states.truncated = 0
    return play_out(resume(distribution, states), planner(distribution), 0).steps.astype(int)


@njit
def _note(before, after, active, at, walk, useful_at, useful):
    """Lengthen the walks of those that took a key or opened a chest in this step."""
    steps, plain = np.empty(grid.CELLS, np.int32), np.empty(grid.CELLS, np.uint8)
    for k in range(len(active)):
        b, a, i = before[k], after[k], active[k]
        if a.keys == b.keys and a.chests == b.chests:
            continue
        for cell in range(a.side * a.side):  # nothing but walls is in the way
            plain[cell] = WALL if a.tiles[cell] == WALL else FREE
        grid.distances(plain, a.side, a.dragon_at, steps)
        walk[i] += steps[at[i]]
        at[i] = a.dragon_at
        if a.spare_keys == b.spare_keys:
            useful[i] += steps[useful_at[i]]
            useful_at[i] = a.dragon_at
