"""What the critic of a coin runner expects, wherever a coin stands, and what the actor does."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from course_lib.study.inside.moments import chance_of_right, observe, standing
from course_lib.study.measure.policies import policy_name
from course_lib.worlds.coin_run import TRAIN, Distribution

PLACES = ("beginning", "middle", "end", "beyond")


def critic(
    agents: Any, levels: int = 150, distances: Sequence[int] = range(-8, 7), seed: int = 0
) -> list[dict]:
    """What the critic expects, and how likely the actor goes right, near a coin and without one.

    The runner is put on the ground so many tiles before (-) or behind a place, in the same levels
    with the coin there shown and invisible. No wall stands at the end, except at the place "end,
    wall". Gives a row for each agent, place, `shown` and distance: the means of value and of the
    chance of going right, over so many levels.
    """
    rows = []
    for place, distribution in _placements().items():
        for distance in distances:
            states = standing(distribution, levels, distance, seed)
            for agent in agents:
                for shown in (True, False):
                    means = _means(agent, distribution, states, shown)
                    rows.append({"agent": policy_name(agent), "place": place, "shown": shown,
                                 "distance": int(distance), **means})  # fmt: skip
    return rows


def _placements() -> dict[str, Distribution]:
    """For each place the levels whose coin stands there."""
    open_end = {place: Distribution(coin=place, wall=False) for place in PLACES}
    return {**open_end, "end, wall": TRAIN}


def _means(agent: Any, distribution, states: np.recarray, shown: bool) -> dict:
    """The means over these states of the value and of the chance of an action to the right."""
    if not len(states):
        return {"value": float("nan"), "right": float("nan"), "levels": 0}
    states.coin_shown = shown
    probabilities, values = agent.evaluate(observe(distribution, states))
    right = chance_of_right(probabilities)
    return {"value": float(values.mean()), "right": float(right.mean()), "levels": len(states)}
