"""The one loop in which policies act, and the one way to seed the levels in which they act."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from course_lib.checks import as_seeds
from course_lib.engine.checks import check_whole
from course_lib.engine.sim import BatchSim
from course_lib.engine.streams import Stream
from course_lib.protocols import Distribution, Policy
from course_lib.study.measure.policies import as_batch_policy

BATCH = 500  # episodes that run side by side
Over = Callable[[np.recarray], np.ndarray]  # from records (n,) to bool (n,)


def level_seeds(
    count: int, seed: int = 0, stream: Stream = Stream.LEVELS, below: int = 2**63
) -> np.ndarray:
    """Seeds of `count` levels, uint64 (count,), all of which follow from `seed`.

    Fewer levels are the first of more. Levels of different streams have nothing in common. Raises
    ValueError for what is no seed.
    """
    check_whole("seed", seed)
    check_whole("count", count, 0, 10**7)
    rng = np.random.default_rng([int(seed), stream])
    return rng.integers(below, size=count, dtype=np.uint64)


def begin(distribution: Any, seeds: Sequence[int] | np.ndarray, view: str = "picture") -> BatchSim:
    """Environments at the start of the levels of these seeds; each plays one episode."""
    if not (isinstance(seeds, np.ndarray) and seeds.dtype == np.uint64 and seeds.ndim == 1):
        seeds = as_seeds("seeds", seeds)
    sim = BatchSim(distribution, len(seeds), view, autoreset=False)
    sim.reset(np.asarray(seeds, np.uint64))
    return sim


def resume(distribution: Any, states: np.ndarray) -> BatchSim:
    """Environments that go on from copies of these records (n,), each to the end of its episode."""
    sim = BatchSim(distribution, len(states), autoreset=False)
    sim.batch[:] = states
    return sim


def begin_batches(distribution: Distribution, episodes: int, seed: int = 0) -> Iterator[BatchSim]:
    """The levels that policies are measured on, at their start, `BATCH` side by side at most."""
    seeds = level_seeds(episodes, seed)
    for first in range(0, episodes, BATCH):
        yield begin(distribution, seeds[first : first + BATCH])


@dataclass(frozen=True, eq=False)
class Step:
    """One step of the environments that were under way; the simulator stands after it.

    active: their numbers, (n,). observations (n, ...) and states (n,): before the step.
    uniform (n,): the random numbers that the policy was given. actions: (n,).
    """

    active: np.ndarray
    observations: np.ndarray
    states: np.recarray
    uniform: np.ndarray
    actions: np.ndarray


def is_over(states: np.recarray) -> np.ndarray:
    """Whether the episodes of these records (n,) have ended, bool (n,)."""
    return (states.terminated | states.truncated) > 0


def rollout(sim: BatchSim, policy: Policy, rng: Any, over: Over = is_over) -> Iterator[Step]:
    """Let a policy act until `over` holds in every environment; yield after each step.

    An environment in which `over` once held is no longer asked for, though it moves on if its
    episode has not ended. Every step draws one random number for each environment, under way or
    not, so that what happens in one of them does not depend on the others.
    rng: a numpy generator, or a seed of one. Raises TypeError or ValueError for what is no policy
    of this world, as `as_batch_policy` does; ValueError where the rules end no episode.
    """
    rng = np.random.default_rng(rng)  # hands a generator through
    choose, actions = as_batch_policy(policy, sim.world), np.zeros(sim.count, np.int64)
    active, taken, longest = np.arange(sim.count), 0, int(sim.batch.limit.max())
    while len(active := active[~over(sim.batch)[active]]):
        states: Any = sim.batch[active]
        observations, uniform = sim.observe()[active], rng.random(sim.count)[active]
        actions[active] = choose(observations, states, uniform)
        sim.step(actions)
        taken += 1
        if taken > longest:
            _check_clock(sim, active, taken)
        yield Step(active, observations, states, uniform, actions[active])


def _check_clock(sim: BatchSim, active: np.ndarray, taken: int) -> None:
    """Raise ValueError if a clock stands still, or its time is over and the episode is not."""
    under_way = active[~is_over(sim.batch)[active]]
    steps, limits = sim.batch.steps[under_way], sim.batch.limit[under_way]
    for n in np.flatnonzero((steps < taken) | (steps >= limits))[:1]:
        raise ValueError(
            f"{sim.world.title}: an episode does not end. After {taken} steps its clock says "
            f"{steps[n]}, with a limit of {limits[n]}. `step` has to begin with `cl.tick(s)` and "
            "to end with `cl.time_out(s)`"
        )


def play_out(sim: BatchSim, policy: Policy, rng: Any) -> np.recarray:
    """Let a policy finish every episode; the records (n,) in which they ended."""
    for _ in rollout(sim, policy, rng):
        pass
    return sim.batch
