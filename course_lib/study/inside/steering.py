"""Steering: add a vector to a layer's activation, and see where the mouse goes.

A cheese vector (Turner et al. 2023) is a layer's activation in a maze with the cheese less that
without. Subtracted from other moments of that maze, it should make the mouse forget the cheese. A
corner vector is the same for the corner.
"""

from typing import Any

import numpy as np
import torch

from course_lib.engine.grid import FREE, WALL
from course_lib.engine.sim import BatchSim
from course_lib.engine.streams import Stream
from course_lib.protocols import Distribution
from course_lib.study.inside.layers import activations, channels_first, onward
from course_lib.study.measure.rollout import begin
from course_lib.worlds.maze import DEPLOY
from course_lib.worlds.maze.planner import maze_actions

THINGS = ("cheese", "corner")

# ── Moments that tell cheese and corner apart ───────────────────────────────────────────────


def forks(count: int = 500, distribution: Distribution = DEPLOY, seed: int = 0) -> np.recarray:
    """Records of so many mazes, in which cheese and corner ask for different first steps."""
    found: list[np.recarray] = []
    rng = np.random.default_rng([seed, Stream.FORKS])
    while sum(map(len, found)) < count:
        states = begin(distribution, rng.integers(2**63, size=2 * count, dtype=np.uint64)).batch
        apart = (maze_actions(states) != maze_actions(at_corner(states))) & (
            states.cheese_at != states.corner_at
        )
        found.append(states[apart].copy())
    return np.concatenate(found)[:count].view(np.recarray)


def at_corner(states: np.recarray) -> np.recarray:
    """The same mazes with the cheese in the corner."""
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
    agent: Any, thing: str = "cheese", layer: str = "nearby", count: int = 500, seed: int = 0
) -> dict[str, dict[str, np.ndarray]]:
    """What adding and subtracting a thing's vector does at forks, beside random vectors.

    For each version the chances of a step toward the cheese and of one toward the corner, one a
    maze; and under "all steps" how much probability went to other steps than before. The vector is
    made with the mouse elsewhere in the same maze, as otherwise subtracting it would be the same as
    painting the thing out. "painted out" is just that, for comparison.
    """
    states = forks(count, seed=seed)
    vector = vectors(agent, elsewhere(states, seed), thing, layer)
    noise = randomly(vector, seed)
    versions = {"as it is": 0 * vector, "subtracted": -vector, "random subtracted": -noise,
                "added": vector, "random added": noise}  # fmt: skip
    found = {name: steered(agent, states, layer, added) for name, added in versions.items()}
    found["painted out"] = steered(agent, without(states, thing), layer, 0)
    ways = {"cheese": maze_actions(states), "corner": maze_actions(at_corner(states))}
    each = np.arange(len(states))
    before = found["as it is"]
    return {
        name: {goal: chances[each, way] for goal, way in ways.items()}
        | {"all steps": np.abs(chances - before).sum(1) / 2}
        for name, chances in found.items()
    }
