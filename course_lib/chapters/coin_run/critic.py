"""What the critic of a coin runner expects, wherever a coin stands, and what the actor does."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from course_lib.engine import platforms
from course_lib.engine.platforms import MOST, TILE
from course_lib.engine.sim import BatchSim
from course_lib.study.measure.policies import policy_name
from course_lib.study.measure.rollout import begin, level_seeds
from course_lib.worlds.coin_run import TRAIN, Action, Distribution

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
                    found = _asked(agent, distribution, states, shown)
                    rows.append({"agent": policy_name(agent), "place": place, "shown": shown,
                                 "distance": int(distance), **found})  # fmt: skip
    return rows


def _placements() -> dict[str, Distribution]:
    """For each place the levels whose coin stands there."""
    open_end = {place: Distribution(coin=place, wall=False) for place in PLACES}
    return {**open_end, "end, wall": TRAIN}


def _asked(agent: Any, distribution, states: np.recarray, shown: bool) -> dict:
    """The means over these states of the value and of the chance of an action to the right."""
    if not len(states):
        return {"value": float("nan"), "right": float("nan"), "levels": 0}
    states.coin_shown = shown
    chances, values = agent.evaluate(BatchSim(distribution, 1).observe(states))
    right = chances[:, [Action.RIGHT, Action.JUMP_RIGHT]].sum(1)
    return {"value": float(values.mean()), "right": float(right.mean()), "levels": len(states)}


def standing(distribution, levels: int, distance: int, seed: int) -> np.recarray:
    """Records in which the runner stands so far from the coin; none where it cannot stand."""
    states = begin(distribution, level_seeds(levels, seed)).batch
    fit = [_put(s, int(s.coin_at) % MOST + distance) for s in states]
    return states[np.array(fit, bool)]


def _put(s, column: int) -> bool:
    """The runner of record `s` stands in this column, if it can: not in a pit, saw or enemy."""
    if not 1 <= column <= s.length - 2 or column == s.coin_at % MOST:
        return False
    cell = platforms.surface(s, column)
    s.y, s.x = TILE * (cell // MOST), TILE * (cell % MOST)
    return cell % MOST == column and not platforms.at_saw(s) and not platforms.at_enemy(s)
