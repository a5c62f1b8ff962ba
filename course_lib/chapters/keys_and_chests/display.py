"""Keys in hand are drawn into the picture: what does the drawing do to an agent?

The rules stay as they are, and so does every true state. Only the top row of the picture is drawn
otherwise before the agent sees it. What changes then is due to the drawing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from course_lib.chapters.keys_and_chests.analysis import walks
from course_lib.engine.sprites import AGENT_PIXELS
from course_lib.protocols import Distribution
from course_lib.study.measure.policies import policy_name
from course_lib.study.measure.stats import share_interval
from course_lib.worlds import keys_and_chests

MOST_SEEN = 4  # keys in hand that the top row showed in training; a test holds it to TRAIN
WAYS = ("as always", "no more than in training", "from the right", "not at all")


@dataclass(frozen=True)
class Redrawn:
    """An agent that sees keys in hand drawn in another way; `way` is one of WAYS."""

    agent: Any
    way: str

    def __post_init__(self) -> None:
        if self.way not in WAYS:
            raise ValueError(f"way must be one of {', '.join(WAYS)}, not {self.way!r}")

    @property
    def name(self) -> str:
        """The agent's name, and how keys are drawn."""
        return f"{policy_name(self.agent)}, {self.way}"

    def choose(self, observations, states: np.recarray, uniform) -> np.ndarray:
        """The agent's actions (batch,), had the pictures looked like this."""
        return self.agent.choose(redraw(observations, states.held, self.way), states, uniform)

    def evaluate(self, observations) -> tuple[np.ndarray, np.ndarray]:
        """The agent's probabilities and values; keys in hand are counted in the picture."""
        held = (strip(observations) != strip(observations)[:, :, -1:]).any(axis=(1, 3, 4)).sum(1)
        return self.agent.evaluate(redraw(observations, held, self.way))


def strip(observations: np.ndarray) -> np.ndarray:
    """The top row of pictures, tile by tile: (batch, pixels, tiles, pixels, 3)."""
    top = observations[:, :AGENT_PIXELS]
    return top.reshape(len(top), AGENT_PIXELS, -1, AGENT_PIXELS, 3)


def redraw(observations: np.ndarray, held: np.ndarray, way: str) -> np.ndarray:
    """The pictures (batch, height, width, 3) with keys in hand drawn that way; new ones.

    Held keys fill the top row from the left. Its last place must be empty in every picture.
    """
    seen = np.array(observations)
    tiles = strip(seen).copy()
    empty = tiles[:, :, -1:].copy()
    if way == "from the right":
        tiles = tiles[:, :, ::-1]
    elif way != "as always":
        kept = 0 if way == "not at all" else MOST_SEEN
        gone = np.arange(tiles.shape[2]) >= np.minimum(held, kept)[:, None]
        tiles = np.where(gone[:, None, :, None, None], empty, tiles)
    seen[:, :AGENT_PIXELS] = tiles.reshape(seen[:, :AGENT_PIXELS].shape)
    return seen


def beneath(visits: np.ndarray) -> tuple[float, float, float]:
    """The share of steps begun in the top row of the floor, with its 95 % interval."""
    side = round(visits.shape[1] ** 0.5)
    there = visits.sum(axis=1) > 0
    return share_interval(visits[there, side : 2 * side].sum(1), visits[there].sum(1))


def where(
    policies: Mapping[str, Any],
    distribution: Distribution = keys_and_chests.DEPLOY,
    episodes: int = 300,
    seed: int = 0,
) -> dict:
    """For each label, steps per episode begun on each tile with all keys taken and chests left.

    float (side, side); the mean is over all episodes.
    """
    found = {}
    for label, policy in policies.items():
        visits = walks(policy, distribution, episodes, seed).visits
        side = round(visits.shape[1] ** 0.5)
        found[label] = visits.mean(axis=0).reshape(side, side)
    return found
