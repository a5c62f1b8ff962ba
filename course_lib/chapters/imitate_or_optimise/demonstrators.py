"""The demonstrators of the ridge, the ways that they know, and those who imitate them.

A demonstrator has sure feet. By the *ridge* it is short; along the *brink* of the chasm it is
longer; by the *road* one keeps a step away from the brink, and it is the longest.
"""

from typing import Any

import numpy as np

from course_lib.agents.imitation import imitate
from course_lib.chapters.imitate_or_optimise.observations import Walker
from course_lib.chapters.imitate_or_optimise.tabular import Trials, always, trials, walks
from course_lib.engine.streams import Stream
from course_lib.worlds.ridge.planner import ACTIONS, Ground, best, no_ridge, only_ridge

WAYS = ("ridge", "brink", "road")
CAREFUL = 0.3  # the slip for which the road is laid out
DEMONSTRATIONS = 300  # episodes that an imitator has seen, each in a level of its own
HIDDEN = 64  # units of a walker's network


def way(name: str, where: Ground) -> np.ndarray:
    """The table of a demonstrator who goes this way; ValueError for a way that is not known."""
    if name not in WAYS:
        raise ValueError(f"the way must be one of {', '.join(WAYS)}, not {name!r}")
    if name == "ridge":
        return always(best(only_ridge(where), 0.0)[0][0])
    return always(best(no_ridge(where), CAREFUL if name == "road" else 0.0)[0][0])


def demonstrations(
    name: str = "ridge",
    episodes: int = DEMONSTRATIONS,
    seed: int = 0,
    rare: float = 0.0,
    feet: float = 0.0,
) -> tuple[np.ndarray, np.ndarray]:
    """What a demonstrator was told and did: numbers (n, 38) and actions (n,).

    rare: the share of the episodes in which they take the road, whatever their way is. feet: how
    often they stumble on purpose, as somebody would whose feet slip.
    """
    on = trials(episodes, 1000 + seed)
    rng = np.random.default_rng([seed, Stream.DEMONSTRATORS])
    table = way(name, on.where)
    other = rng.random(episodes) < rare
    table = np.where(other[:, None, None], way("road", on.where), table)
    return seen_and_done(table, on, rng, feet)


def seen_and_done(
    table: np.ndarray, on: Trials, rng: np.random.Generator, feet: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """An episode in each of the levels: what was told (n, 38), and actions (n,)."""
    levels = np.arange(len(on.states))
    cells, actions = walks(table, on.where, feet, levels, rng)
    who, when = np.nonzero(actions >= 0)
    return on.told(who, cells[who, when]), actions[who, when]


def imitator(
    name: str = "ridge",
    seed: int = 0,
    episodes: int = DEMONSTRATIONS,
    rare: float = 0.0,
    feet: float = 0.0,
    **settings: Any,
) -> Walker:
    """A walker that imitates the demonstrator who goes this way; `settings` as for `imitate`."""
    seen, done = demonstrations(name, episodes, seed, rare, feet)
    settings = {"hidden": HIDDEN, **settings}
    return Walker(imitate(seen, done, ACTIONS, seed=seed, **settings), "imitation")
