"""The demonstrators of the ridge, the ways that they know, and those who imitate them.

A demonstrator has sure feet. By the *ridge* it is short; along the *brink* of the chasm it is
longer; by the *road* one keeps a step away from the brink, and it is the longest.
"""

from functools import cache
from typing import Any

import numpy as np

from course_lib.agents.imitation import imitate
from course_lib.chapters.imitate_or_optimise.observations import FeaturePolicy
from course_lib.chapters.imitate_or_optimise.tabular import (
    Trials,
    deterministic,
    sample_walks,
    trials,
)
from course_lib.engine.streams import Stream
from course_lib.worlds.ridge.planner import ACTIONS, Ground, best, no_ridge, only_ridge

WAYS = ("ridge", "brink", "road")
CAREFUL = 0.3  # the slip for which the road is laid out
DEMONSTRATIONS = 300  # episodes that an imitator has seen, each in a level of its own
HIDDEN = 64  # units of the network


def way(name: str, dynamics: Ground) -> np.ndarray:
    """The table of a demonstrator who goes this way; ValueError for a way that is not known."""
    if name not in WAYS:
        raise ValueError(f"the way must be one of {', '.join(WAYS)}, not {name!r}")
    if name == "ridge":
        return deterministic(best(only_ridge(dynamics), 0.0)[0][0])
    return deterministic(best(no_ridge(dynamics), CAREFUL if name == "road" else 0.0)[0][0])


def demonstrations(
    name: str = "ridge",
    episodes: int = DEMONSTRATIONS,
    seed: int = 0,
    rare: float = 0.0,
    feet: float = 0.0,
) -> tuple[np.ndarray, np.ndarray]:
    """What a demonstrator observed and did: features (n, 38) and actions (n,).

    rare: the share of the episodes in which they take the road, whatever their way is. feet: how
    often they stumble on purpose, as somebody would whose feet slip.
    """
    on = trials(episodes, 1000 + seed)
    rng = np.random.default_rng([seed, Stream.DEMONSTRATORS])
    table = way(name, on.dynamics)
    other = rng.random(episodes) < rare
    table = np.where(other[:, None, None], way("road", on.dynamics), table)
    return observed(table, on, rng, feet)


def observed(
    table: np.ndarray, on: Trials, rng: np.random.Generator, feet: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """An episode in each of the levels: features (n, 38) and actions (n,)."""
    levels = np.arange(len(on.states))
    cells, actions = sample_walks(table, on.dynamics, feet, levels, rng)
    who, when = np.nonzero(actions >= 0)
    return on.features(who, cells[who, when]), actions[who, when]


def imitator(
    name: str = "ridge",
    seed: int = 0,
    episodes: int = DEMONSTRATIONS,
    rare: float = 0.0,
    feet: float = 0.0,
    **settings: Any,
) -> FeaturePolicy:
    """An imitator of the demonstrator who goes this way; `settings` as for `imitate`."""
    seen, done = demonstrations(name, episodes, seed, rare, feet)
    settings = {"hidden": HIDDEN, **settings}
    return FeaturePolicy(imitate(seen, done, ACTIONS, seed=seed, **settings), "imitation")


@cache
def base_of(seed: int, rare: float = 0.0) -> FeaturePolicy:
    """The imitator of this seed; with `rare`, of a demonstrator who goes by the road so often."""
    return imitator(seed=seed, rare=rare)
