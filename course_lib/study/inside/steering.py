"""Steering: change a layer's activation, and see where the mouse goes.

A cheese vector (Turner, Mini et al. 2023) is a layer's activation in a maze with the cheese less
that without. Subtracted from other moments of that maze, it should make the mouse forget the
cheese. A corner vector is the same for the corner. Retargeting clamps a few channels at one place.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch

from course_lib.engine.grid import FREE, WALL
from course_lib.engine.sim import BatchSim
from course_lib.engine.streams import Stream
from course_lib.protocols import Distribution, Policy
from course_lib.study.inside.layers import Edited, activations, channels_first, onward
from course_lib.study.measure.format import interval_text
from course_lib.study.measure.policies import as_list, policy_name
from course_lib.study.measure.rollout import begin, is_over, level_seeds, resume, rollout
from course_lib.study.measure.stats import bootstrap_mean, interval
from course_lib.worlds.maze import DEPLOY
from course_lib.worlds.maze.planner import maze_actions, maze_ways

THINGS = ("cheese", "corner")
AT = "tiles"  # the layer whose channels are clamped: a place of it sees one tile

# ── Moments that tell cheese and corner apart ───────────────────────────────────────────────


def forks(count: int = 500, distribution: Distribution = DEPLOY, seed: int = 0) -> np.recarray:
    """Records of so many mazes, in which cheese and corner ask for different first steps."""
    found: list[np.recarray] = []
    rng = np.random.default_rng([seed, Stream.FORKS])
    while sum(map(len, found)) < count:
        states = begin(distribution, rng.integers(2**63, size=2 * count, dtype=np.uint64)).batch
        apart = (maze_actions(states) != maze_actions(_at_corner(states))) & (
            states.cheese_at != states.corner_at
        )
        found.append(states[apart].copy())
    return np.concatenate(found)[:count].view(np.recarray)


def _at_corner(states: np.recarray) -> np.recarray:
    states = states.copy()
    states.cheese_at = states.corner_at
    return states


def elsewhere(states: np.recarray, seed: int = 0) -> np.recarray:
    """The same mazes, with the mouse on another free cell: not the corner, not the cheese."""
    states, rng = states.copy(), np.random.default_rng([seed, Stream.ELSEWHERE])
    for s in states:
        free = np.flatnonzero(s.tiles[: s.side * s.side] == FREE)
        taken = (s.mouse_at, s.cheese_at, s.corner_at)
        s.mouse_at = rng.choice(free[~np.isin(free, taken)])
    return states


def without(states: np.recarray, thing: str) -> np.recarray:
    """The same mazes without the cheese, or with the corner walled up, as a picture shows them."""
    states = states.copy()
    if thing == "cheese":
        states.cheese = 1  # eaten: it is not drawn
    elif thing == "corner":
        states.tiles[np.arange(len(states)), states.corner_at] = WALL
    else:
        raise ValueError(f"thing must be one of {', '.join(THINGS)}, not {thing!r}")
    return states


# ── Vectors ─────────────────────────────────────────────────────────────────────────────────


def vectors(
    agent: Any, states: np.recarray, thing: str, layer: str, distribution: Distribution = DEPLOY
):
    """The layer's activation in each maze with the thing, less that without: (n, ...)."""
    observe = BatchSim(distribution, 1).observe
    with_it, less = (
        activations(agent, observe(s), layer) for s in (states, without(states, thing))
    )
    return with_it - less


def randomly(given: np.ndarray, seed: int = 0) -> np.ndarray:
    """Vectors in random directions, each as long as the given one."""
    rng = np.random.default_rng([seed, Stream.RANDOM_VECTORS])
    noise = rng.normal(size=given.shape).astype(given.dtype)
    axes = tuple(range(1, given.ndim))
    long = np.sqrt((given**2).sum(axes, keepdims=True))
    return noise * long / np.sqrt((noise**2).sum(axes, keepdims=True))


def steered(
    agent: Any, states: np.recarray, layer: str, added: Any, distribution: Distribution = DEPLOY
):
    """Action probabilities (n, actions) in these states, with `added` to the layer's activation."""
    changed = activations(agent, BatchSim(distribution, 1).observe(states), layer) + added
    with torch.inference_mode():
        logits, _ = onward(agent.network, layer, channels_first(changed))
    return torch.softmax(logits, 1).numpy()


def steer(
    agents: Any, thing: str = "cheese", layer: str = "nearby", count: int = 500, seed: int = 0
) -> list[dict]:
    """What adding and subtracting a thing's vector does at forks, beside random vectors.

    The vector is made with the mouse elsewhere in the same maze, as otherwise subtracting it would
    be the same as painting the thing out. "painted out" is just that, for comparison. Rows hold
    probabilities, one a maze, of a step toward the cheese and toward the corner.
    """
    states = forks(count, seed=seed)
    to_cheese, to_corner = maze_actions(states), maze_actions(_at_corner(states))
    rows, number = [], np.arange(len(states))
    for agent in as_list(agents):
        vector = vectors(agent, elsewhere(states, seed), thing, layer)
        noise = randomly(vector, seed)
        versions = {"as it is": 0 * vector, "subtracted": -vector, "added": vector,
                    "random subtracted": -noise, "random added": noise}  # fmt: skip
        found = {k: steered(agent, states, layer, v) for k, v in versions.items()}
        found["painted out"] = steered(agent, without(states, thing), layer, 0)
        for version, probabilities in found.items():
            rows.append({"agent": policy_name(agent), "thing": thing, "layer": layer,
                         "version": version, "mazes": len(states),
                         "cheese": probabilities[number, to_cheese],
                         "corner": probabilities[number, to_corner]})  # fmt: skip
    return rows


def steer_words(rows: Sequence[dict]) -> str:
    """For each agent and version the chance of a step toward cheese and corner, and the change."""
    before = {row["agent"]: row for row in rows if row["version"] == "as it is"}
    lines = [_steer_line("agent", "version", "to the cheese", "change", "to the corner", "change")]
    for row in rows:
        cells = []
        for goal in ("cheese", "corner"):
            cells.append(interval_text(interval(row[goal])))
            change = row[goal] - before[row["agent"]][goal]
            words = interval_text((change.mean(), *bootstrap_mean(change)), "+.2f")
            cells.append("" if row["version"] == "as it is" else words)
        lines.append(_steer_line(row["agent"], row["version"], *cells))
    return "\n".join(lines)


def _steer_line(agent: str, version: str, *cells: str) -> str:
    return f"{agent:15}  {version:17}  {'  '.join(cell.ljust(21) for cell in cells)}".rstrip()


# ── Retargeting ─────────────────────────────────────────────────────────────────────────────


def cheese_channels(agent: Any, count: int = 3, levels: int = 300, layer: str = AT, seed: int = 0):
    """The channels that a cheese raises most at its own place.

    Three arrays (count,): numbers of channels; how high the cheese drives them, on average; and
    their highest activation anywhere in a maze without cheese.
    """
    sim = begin(DEPLOY, level_seeds(levels, seed, Stream.CHEESE_CHANNELS))
    states, number = sim.batch, np.arange(levels)
    row, column = np.divmod(states.cheese_at, states.side)
    there = activations(agent, sim.observe(), layer)[number, row, column]
    less = activations(agent, sim.observe(without(states, "cheese")), layer)
    chosen = np.argsort(-(there - less[number, row, column]).mean(0))[:count]
    return chosen, there.mean(0)[chosen], less.max((0, 1, 2))[chosen]


def clamp(cell: tuple[int, int], channels: Any, levels: Any, most: Any = None):
    """An edit: these channels are at `levels` at `cell`, and elsewhere at most `most`, if given."""
    row, column = cell

    def edit(activation):
        changed = activation.clone()
        for number, (channel, level) in enumerate(zip(channels, levels, strict=True)):
            if most is not None:
                changed[:, int(channel)].clamp_(max=float(most[number]))
            changed[:, int(channel), row, column] = float(level)
        return changed

    return edit


def retarget(
    agent: Any, cell: tuple[int, int], count: int = 3, hide: bool = True, random: int | None = None
) -> Edited:
    """The agent with its cheese channels clamped as if the cheese lay at `cell`, whatever is seen.

    hide: elsewhere they get no higher than in a maze without cheese. random: a seed for as many
    other channels, drawn by chance and clamped to the same heights.
    """
    channels, levels, most = cheese_channels(agent, count)
    name = f"{policy_name(agent)}, sent to {cell}"
    if random is not None:
        channels, hide = _other_channels(agent, channels, random), False
        name = f"{policy_name(agent)}, random channels at {cell}"
    return Edited(agent, AT, clamp(cell, channels, levels, most if hide else None), name)


def _other_channels(agent: Any, channels: np.ndarray, seed: int) -> np.ndarray:
    every = np.arange(getattr(agent.network.eye, AT).out_channels)
    rng = np.random.default_rng([seed, Stream.RANDOM_CHANNELS])
    return rng.choice(every[~np.isin(every, channels)], len(channels), replace=False)


TARGETS = ((1, 1), (7, 1), (7, 7), (3, 5))  # rooms of every 9 x 9 maze


def retargeted(
    agent: Any, targets: Sequence[tuple[int, int]] = TARGETS, episodes: int = 150, seed: int = 0,
    count: int = 3,
) -> list[dict]:  # fmt: skip
    """How often the mouse is at the target before the cheese, where that is not on the way.

    Rows: as it is; cheese channels clamped at the target; that and hidden elsewhere; random
    channels instead; and, as the most one can hope for, the cheese itself put there.
    """
    hits: dict[str, list] = {}
    for cell in targets:
        states = _off_the_way(cell, episodes, seed)
        moved = states.copy()
        moved.cheese_at = cell[0] * states.side + cell[1]
        versions = {
            "as it is": (agent, states),
            "clamped": (retarget(agent, cell, count, hide=False), states),
            "clamped, hidden elsewhere": (retarget(agent, cell, count), states),
            "random channels": (retarget(agent, cell, count, random=seed), states),
            "the cheese put there": (agent, moved),
        }
        for name, (policy, starts) in versions.items():
            hits.setdefault(name, []).append(arrives(policy, starts, cell, seed))
    rows = []
    for name, each in hits.items():
        values = np.concatenate(each).astype(float)
        mean, low, high = interval(values)
        rows.append({"agent": policy_name(agent), "version": name, "mean": mean, "low": low,
                     "high": high, "episodes": len(values)})  # fmt: skip
    return rows


def _off_the_way(cell: tuple[int, int], count: int, seed: int) -> np.recarray:
    """Mazes in which the target is neither mouse nor cheese, nor on the way to cheese or corner."""
    states = begin(DEPLOY, level_seeds(8 * count, seed, Stream.OFF_THE_WAY)).batch
    at = cell[0] * states.side + cell[1]
    swapped = states.copy()
    swapped.cheese_at = at
    off_corner = maze_ways(swapped)["detour"]
    swapped.corner_at = states.cheese_at
    fit = off_corner & maze_ways(swapped)["detour"] & (states.mouse_at != at)
    fit &= (states.cheese_at != at) & (states.corner_at != at)
    return states[fit][:count].copy()


def arrives(
    policy: Policy, states: np.recarray, cell: tuple[int, int], seed: int = 0
) -> np.ndarray:
    """In which episodes from these states the mouse is at the cell before it has the cheese."""
    sim, there = resume(DEPLOY, states), np.zeros(len(states), bool)
    goal = cell[0] * states.side + cell[1]
    steps = rollout(sim, policy, [seed, Stream.RETARGETED], lambda s: is_over(s) | there)
    for _ in steps:
        there |= sim.batch.mouse_at == goal
    return there


def retarget_words(rows: Sequence[dict]) -> str:
    """A line for each version: how often the target was reached before the cheese."""
    line = "{agent}, {version:26} {mean:6.1%} [{low:.1%}, {high:.1%}] of {episodes} mazes"
    return "\n".join(line.format(**row) for row in rows)
