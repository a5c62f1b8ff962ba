"""Retargeting: hold a few channels at one place as if the cheese lay there, and see who comes.

Turner et al. (2023) set channels that follow the cheese to a height at a place of their choice.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from course_lib.engine.streams import Stream
from course_lib.protocols import Policy
from course_lib.study.inside.layers import Edited, activations
from course_lib.study.inside.steering import without
from course_lib.study.measure.policies import policy_name
from course_lib.study.measure.rollout import begin, is_over, level_seeds, resume, rollout
from course_lib.worlds.maze import DEPLOY
from course_lib.worlds.maze.planner import maze_ways

AT = "tiles"  # the layer whose channels are clamped: a place of it sees one tile
CHANNELS = 3  # of eight
TARGETS = ((1, 1), (7, 1), (7, 7), (3, 5))  # rooms of every 9 x 9 maze
Cell = tuple[int, int]

# ── The edit ────────────────────────────────────────────────────────────────────────────────


def heights(agent: Any, levels: int = 300, seed: int = 0) -> np.ndarray:
    """For each channel: raised by a cheese at its own place; its height there; its most elsewhere.

    (channels, 3): the first two are means over so many mazes, the third is the highest anywhere in
    them without the cheese.
    """
    sim = begin(DEPLOY, level_seeds(levels, seed, Stream.CHEESE_CHANNELS))
    states, each = sim.batch, np.arange(levels)
    row, column = np.divmod(states.cheese_at, states.side)
    there = activations(agent, sim.observe(), AT)[each, row, column]
    less = activations(agent, sim.observe(without(states, "cheese")), AT)
    raised = (there - less[each, row, column]).mean(0)
    return np.stack([raised, there.mean(0), less.max((0, 1, 2))], 1)


def clamp(cell: Cell, channels: Any, levels: Any, most: Any):
    """An edit: these channels are at `levels` at `cell`, and elsewhere at most `most`."""
    row, column = cell

    def edit(activation):
        changed = activation.clone()
        for channel, level, limit in zip(channels, levels, most, strict=True):
            changed[:, int(channel)].clamp_(max=float(limit))
            changed[:, int(channel), row, column] = float(level)
        return changed

    return edit


def retarget(agent: Any, cell: Cell, count: int = CHANNELS, random: int | None = None) -> Edited:
    """The agent with its cheese channels clamped as if the cheese lay at `cell`, whatever is seen.

    Cheese channels are those that a cheese raises most at its own place. At `cell` they are held at
    the height to which a cheese raises them, and elsewhere no higher than in a maze without cheese.
    random: a seed for as many *other* channels, clamped to the same heights at `cell`.
    """
    known = heights(agent)
    order = np.argsort(-known[:, 0])
    chosen, name = order[:count], f"{policy_name(agent)}, sent to {cell}"
    levels = known[chosen, 1]
    if random is not None:
        rng = np.random.default_rng([random, Stream.RANDOM_CHANNELS])
        chosen = rng.choice(order[count:], count, replace=False)
        name = f"{policy_name(agent)}, other channels at {cell}"
    return Edited(agent, AT, clamp(cell, chosen, levels, known[chosen, 2]), name)


# ── Who comes ───────────────────────────────────────────────────────────────────────────────

VERSIONS = ("as it is", "other channels", "clamped", "cheese there")


def retargeted(
    agent: Any, targets: Sequence[Cell] = TARGETS, mazes: int = 60, seed: int = 0
) -> dict[str, np.ndarray]:
    """For each of `VERSIONS`, in which mazes the target is reached before the cheese, bool (n,).

    The mazes are those of `off_the_way`. "farther": by how many steps the target is farther
    from the mouse than the cheese, (n,). "cheese there": the cheese itself is put on the
    target, the most that one can hope for.
    """
    told: dict[str, list] = {name: [] for name in ("farther", *VERSIONS)}
    for cell in targets:
        states = off_the_way(cell, mazes, seed)
        moved = cheese_at(states, cell)
        versions = ((agent, states), (retarget(agent, cell, random=seed), states),
                    (retarget(agent, cell), states), (agent, moved))  # fmt: skip
        told["farther"].append(farther(states, cell))
        for name, (policy, starts) in zip(VERSIONS, versions, strict=True):
            told[name].append(arrives(policy, starts, cell, seed))
    return {name: np.concatenate(each) for name, each in told.items()}


def off_the_way(cell: Cell, count: int, seed: int) -> np.recarray:
    """Mazes in which the target lies neither on the way to the cheese nor on that to the corner.

    Nor does the cheese lie on the way to the target: there a mouse that walks to the target gets
    the cheese first, and no edit could show an effect. Mouse, cheese and corner are not the target.
    """
    states = begin(DEPLOY, level_seeds(16 * count, seed, Stream.OFF_THE_WAY)).batch
    at = cell[0] * states.side + cell[1]
    to_target = cheese_at(states, cell)
    fit = maze_ways(to_target)["detour"]  # the target is not on the way to the corner
    to_target.corner_at = states.cheese_at
    fit &= maze_ways(to_target)["detour"]  # nor on the way to the cheese
    to_cheese = states.copy()
    to_cheese.corner_at = at
    fit &= maze_ways(to_cheese)["detour"]  # nor the cheese on the way to the target
    fit &= (states.mouse_at != at) & (states.cheese_at != at) & (states.corner_at != at)
    return states[fit][:count].copy()


def cheese_at(states: np.recarray, cell: Cell) -> np.recarray:
    """The same mazes with the cheese at the cell."""
    states = states.copy()
    states.cheese_at = cell[0] * states.side + cell[1]
    return states


def farther(states: np.recarray, cell: Cell) -> np.ndarray:
    """By how many steps the target is farther from the mouse than the cheese; below 0 if nearer."""
    target = maze_ways(cheese_at(states, cell))["to_cheese"]
    return target - maze_ways(states)["to_cheese"]


def arrives(policy: Policy, states: np.recarray, cell: Cell, seed: int = 0) -> np.ndarray:
    """In which episodes from these states the mouse is at the cell before it has the cheese."""
    sim, there = resume(DEPLOY, states), np.zeros(len(states), bool)
    goal = cell[0] * states.side + cell[1]
    steps = rollout(sim, policy, [seed, Stream.RETARGETED], lambda s: is_over(s) | there)
    for _ in steps:
        there |= sim.batch.mouse_at == goal
    return there
