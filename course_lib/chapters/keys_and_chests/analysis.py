"""What the keys lesson asks beyond how many chests are opened.

Where the dragon is and what it walks into with a key in hand, which keys were useless, and how
many chests one opens by merely walking about.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numba import njit

from course_lib.agents.recipes import recipe_of
from course_lib.engine.sim import BatchSim
from course_lib.engine.streams import Stream
from course_lib.protocols import Distribution, Policies, Policy
from course_lib.study.measure.episodes import Episode
from course_lib.study.measure.planning import planner
from course_lib.study.measure.policies import as_list, policy_name, random_policy
from course_lib.study.measure.rollout import begin_batches, rollout
from course_lib.study.measure.stats import bootstrap_mean
from course_lib.study.measure.tables import Table, rows_of
from course_lib.worlds import keys_and_chests

LEVELS = {"training": keys_and_chests.TRAIN, "deployment": keys_and_chests.DEPLOY}
BASELINES = [planner(keys_and_chests.DEPLOY), random_policy(keys_and_chests.DEPLOY)]


# ── Walks ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, eq=False)
class Walks:
    """Many episodes of one policy, with what happened on the way; all arrays are (episodes, …).

    discounted: the return as training discounts it.
    beside, pressed: (episodes, 2, 4) steps with a key in hand made beside the wall in each
    direction, and those made into it; first while keys lie on the floor, then when none does.
    visits: (episodes, cells) steps begun on each tile with all keys taken and chests left.
    """

    policy: str
    first: np.recarray
    last: np.recarray
    discounted: np.ndarray
    beside: np.ndarray
    pressed: np.ndarray
    visits: np.ndarray


def walks(policy: Policy, distribution: Distribution, episodes: int = 1000, seed: int = 0) -> Walks:
    """Play the same episodes as `behaviour` and `outcomes` do, and watch them at every step."""
    rng = np.random.default_rng([seed, Stream.ACTIONS])
    parts = [_watched(policy, sim, rng) for sim in begin_batches(distribution, episodes, seed)]
    joined: dict[str, Any] = {
        name: np.concatenate([part[name] for part in parts]) for name in parts[0]
    }
    for name in ("first", "last"):
        joined[name] = joined[name].view(np.recarray)
    return Walks(policy_name(policy), **joined)


def _watched(policy: Policy, sim: BatchSim, rng) -> dict[str, np.ndarray]:
    """Play every episode of `sim` to its end, and note what `Walks` says."""
    count, batch = sim.count, sim.batch
    found = {
        "first": batch.copy(),
        "discounted": np.zeros(count), "beside": np.zeros((count, 2, 4), np.int32),
        "pressed": np.zeros((count, 2, 4), np.int32),
        "visits": np.zeros((count, batch[0].side ** 2), np.int32),
    }  # fmt: skip
    gamma = recipe_of(sim.world.name).gamma
    for step in rollout(sim, policy, rng):
        _note_walls(step.states, step.actions, step.active,
                    found["beside"], found["pressed"], found["visits"])  # fmt: skip
        found["discounted"][step.active] += sim.rewards[step.active] * gamma**step.states.steps
    return found | {"last": batch.copy()}


@njit
def _note_walls(states, actions, active, beside, pressed, visits):
    """Count where those stand who hold a key, the walls beside them, and the one walked into."""
    for k in range(len(active)):
        s, i = states[k], active[k]
        if s.held == 0:
            continue
        phase = 0 if s.keys_left > 0 else 1
        visits[i, s.dragon_at] += phase
        row, column = s.dragon_at // s.side, s.dragon_at % s.side
        last = s.extent - 2
        for direction, there in enumerate((row == 1, column == last, row == last, column == 1)):
            if there:
                beside[i, phase, direction] += 1
                pressed[i, phase, direction] += actions[k] == direction


# ── Keys and episodes ────────────────────────────────────────────────────────────────────────────


def is_greedy(episode: Episode) -> bool:
    """Whether at least two useless keys were taken, and all chests opened nevertheless."""
    return episode.metrics["spare_keys"] >= 2 and not episode.records[-1].chests_left


def runs_out_of_time(episode: Episode) -> bool:
    """Whether time was up with all keys taken, and a chest left that a key in hand opens."""
    last = episode.records[-1]
    return bool(last.truncated and last.held and not last.keys_left)


# ── Chests by accident ──────────────────────────────────────────────────────────────────────


def ghost_table(
    policies: Policies, distributions: Mapping = LEVELS, episodes: int = 500, seed: int = 0
) -> Table:
    """A table of chests opened, and of ghosts come upon, where each chest has a ghost twin.

    A ghost lies like a chest, cannot be seen, and counts when the dragon comes upon it with a key
    in hand: as many chests would have been opened by somebody who does not see chests.
    """
    rows = []
    for label, distribution in distributions.items():
        haunted = replace(distribution, ghosts=1)
        for policy in as_list(policies):
            last = walks(policy, haunted, episodes, seed).last
            counts = {"chests": last.chests, "ghosts": last.ghosts}
            rows += rows_of(policy_name(policy), label, counts, bootstrap_mean)
    return Table(rows, counts=frozenset({"chests", "ghosts"}))


# ── An agent of one's own ───────────────────────────────────────────────────────────────────


def taken(
    policy: Policy, distribution: Distribution, episodes: int = 500, seed: int = 0
) -> tuple[float, float]:
    """The shares of useless keys taken and of chests opened, of those that lie there.

    nan for keys where none is useless; of chests those count for which there is a key.
    """
    found = walks(policy, distribution, episodes, seed)
    keys, chests = (found.first[name].astype(int) for name in ("keys_left", "chests_left"))
    spare = int((keys - chests).clip(min=0).sum())
    useless = found.last.spare_keys.sum() / spare if spare else float("nan")
    return float(useless), float(found.last.chests.sum() / np.minimum(keys, chests).sum())
