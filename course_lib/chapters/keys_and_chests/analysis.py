"""What the keys lesson asks beyond how many chests are opened.

How many steps were wasted once no more keys were needed, what the dragon walks into with a key
in hand, and how many chests one opens by merely walking about.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numba import njit

from course_lib.agents.recipes import recipe_of
from course_lib.engine.sim import BatchSim
from course_lib.engine.streams import Stream
from course_lib.protocols import Distribution, Policies, Policy
from course_lib.study.measure.episodes import Episode
from course_lib.study.measure.format import interval_text
from course_lib.study.measure.planning import planner
from course_lib.study.measure.policies import as_list, policy_name, random_policy
from course_lib.study.measure.rollout import begin_batches, play_out, resume, rollout
from course_lib.study.measure.stats import bootstrap_mean, of_rate, over_seeds, share_interval
from course_lib.study.measure.tables import Table, as_row, row_of, rows_of
from course_lib.worlds import keys_and_chests

WALLS = ("inventory", "right", "floor", "left")  # what lies beyond the wall, by Action
LEVELS = {"training": keys_and_chests.TRAIN, "deployment": keys_and_chests.DEPLOY}
BASELINES = [planner(keys_and_chests.DEPLOY), random_policy(keys_and_chests.DEPLOY)]
TOLD = ("chests", "keys", "spare_keys", "more steps")  # what the lesson tells of an agent, in short


# ── Walks ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, eq=False)
class Walks:
    """Many episodes of one policy, with what happened on the way; all arrays are (episodes, …).

    enough_at: after how many steps the dragon first held a key for every chest left; -1 if never.
    enough: the records at that moment. discounted: the return as training discounts it.
    beside, pressed: (episodes, 2, 4) steps with a key in hand made beside the wall in each
    direction, and those made into it; first while keys lie on the floor, then when none does.
    visits: (episodes, cells) steps begun on each tile with all keys taken and chests left.
    """

    policy: str
    first: np.recarray
    last: np.recarray
    enough_at: np.ndarray
    enough: np.recarray
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
    for name in ("first", "last", "enough"):
        joined[name] = joined[name].view(np.recarray)
    return Walks(policy_name(policy), **joined)


def _watched(policy: Policy, sim: BatchSim, rng) -> dict[str, np.ndarray]:
    """Play every episode of `sim` to its end, and note what `Walks` says."""
    count, batch = sim.count, sim.batch
    found = {
        "first": batch.copy(), "enough_at": np.full(count, -1), "enough": batch.copy(),
        "discounted": np.zeros(count), "beside": np.zeros((count, 2, 4), np.int32),
        "pressed": np.zeros((count, 2, 4), np.int32),
        "visits": np.zeros((count, batch[0].side ** 2), np.int32),
    }  # fmt: skip
    gamma = recipe_of(sim.world.name).gamma
    for step in rollout(sim, policy, rng):
        _note_walls(step.states, step.actions, step.active,
                    found["beside"], found["pressed"], found["visits"])  # fmt: skip
        found["discounted"][step.active] += sim.rewards[step.active] * gamma**step.states.steps
        now = (batch.held >= batch.chests_left) & (batch.chests_left > 0)
        now &= found["enough_at"] < 0
        found["enough_at"][now] = batch.steps[now]
        found["enough"][now] = batch[now]
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


# ── Steps wasted ────────────────────────────────────────────────────────────────────────────


def more_steps(
    policies: Policies,
    distributions: Mapping = LEVELS,
    episodes: int = 500,
    seed: int = 0,
    baselines: bool = True,
) -> Table:
    """A table of steps beside the planner's on the same levels, and of useless keys.

    more steps: the policy's minus the planner's, level by level. An episode that runs out of time
    counts with the steps it had, so the true number is larger. baselines: the planner and a
    random policy stand beside.
    """
    rows: list[dict] = []
    for label, distribution in distributions.items():
        best = walks(planner(distribution), distribution, episodes, seed).last.steps.astype(int)
        for policy in as_list(policies) + (BASELINES if baselines else []):
            last = walks(policy, distribution, episodes, seed).last
            metrics = {
                "chests": last.chests, "keys": last.keys, "spare_keys": last.spare_keys,
                "steps": last.steps, "more steps": last.steps - best,
            }  # fmt: skip
            rows += rows_of(policy_name(policy), label, metrics, bootstrap_mean)
            rows.append(row_of(policy_name(policy), label, "out of time", last.truncated, of_rate))
    return Table(rows, counts=frozenset(metrics))


def after_enough(
    policies: Policies, distributions: Mapping = LEVELS, episodes: int = 500, seed: int = 0
) -> Table:
    """A table of steps wasted after the moment from which every chest left has its key in hand.

    to the end: the steps from that moment to the end. planner: what the planner needs from that
    very moment. wasted: the difference. Episodes without such a moment are left out. The planner
    and a random policy stand beside.
    """
    rows: list[dict] = []
    for label, distribution in distributions.items():
        for policy in as_list(policies) + BASELINES:
            found = walks(policy, distribution, episodes, seed)
            taken, least = steps_after_enough(found, distribution)
            metrics = {"to the end": taken, "planner": least, "wasted": taken - least}
            rows += rows_of(found.policy, label, metrics, bootstrap_mean)
    return Table(rows, counts=frozenset(metrics))


def steps_after_enough(found: Walks, distribution: Distribution) -> tuple[np.ndarray, np.ndarray]:
    """Steps from the moment of enough keys to the end, and those that the planner needs."""
    there = found.enough_at >= 0
    taken = found.last.steps[there].astype(int) - found.enough_at[there]
    states: Any = found.enough[there].copy()
    states.steps = 0  # the planner gets all the time it needs
    if not len(states):
        return taken, taken
    last = play_out(resume(distribution, states), planner(distribution), 0)
    return taken, last.steps.astype(int)


def useless_keys(episode: Episode, useful_keys: Callable[[int, int], int]) -> list[int]:
    """The steps at which a key was taken when no more were worth fetching, as the function says."""
    before = episode.records[:-1]
    took = np.flatnonzero(np.diff(episode.records["keys"].astype(int)))
    return [
        int(step) + 1
        for step in took
        if not useful_keys(int(before[step].held), int(before[step].chests_left))
    ]


def is_greedy(episode: Episode) -> bool:
    """Whether at least two useless keys were taken, and all chests opened nevertheless."""
    return episode.metrics["spare_keys"] >= 2 and not episode.records[-1].chests_left


def runs_out_of_time(episode: Episode) -> bool:
    """Whether time was up with all keys taken, and a chest left that a key in hand opens."""
    last = episode.records[-1]
    return bool(last.truncated and last.held and not last.keys_left)


# ── Walking into walls ──────────────────────────────────────────────────────────────────────


def into_walls(
    policies: Policies,
    distribution: Distribution = keys_and_chests.DEPLOY,
    episodes: int = 500,
    seed: int = 0,
    floor_empty: bool = False,
) -> Table:
    """A table of what is walked into with a key in hand: of 100 steps beside a wall, how many.

    Keys in hand are shown along the top wall; the three other walls are the control. `presses` is
    the mean number per episode of steps into the inventory.
    floor_empty: only steps made when no key lies on the floor any more, with chests left.
    """
    rows: list[dict] = []
    for policy in as_list(policies):
        found = walks(policy, distribution, episodes, seed)
        phase = 1 if floor_empty else slice(None)
        counts = (found.pressed[:, phase], found.beside[:, phase])
        pressed, beside = (each.reshape(len(each), -1, 4).sum(1) for each in counts)
        there = beside.sum(1) > 0
        rows.append(row_of(found.policy, "key in hand", "presses", pressed[:, 0], bootstrap_mean))
        for number, wall in enumerate(WALLS):
            share = share_interval(pressed[there, number], beside[there, number])
            rows.append(as_row(found.policy, "key in hand", f"into {wall}", *share, len(pressed)))
    return Table(rows, counts=frozenset({"presses"}))


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


# ── Seeds ───────────────────────────────────────────────────────────────────────────────────


def seed_words(table: Table, groups: Mapping[str, Sequence], metrics: Sequence[str]) -> str:
    """For each group of agents, each metric by training seed, and its mean over seeds."""
    lines = []
    for label in table.unique("distribution"):
        for group, agents in groups.items():
            for metric in metrics:
                values = table.means(map(policy_name, agents), label, metric)
                each = " ".join(f"{value:.2f}" for value in values)
                mean = interval_text(over_seeds(values))
                lines.append(f"{label}, {group}, {metric}: {each}. Over seeds: {mean}.")
    return "\n".join(lines)
