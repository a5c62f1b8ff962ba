"""Coin and wall apart: the same spot with both, either, or neither, at several distances.

In training the two always come together. Here the runner is put so many tiles before a coin, and
coin and wall are shown or not, each independently of the other.
"""

from collections.abc import Sequence

import numpy as np

from course_lib.engine.platforms import SAW
from course_lib.study.inside.moments import RIGHTWARD, chance_of, observe, standing
from course_lib.study.inside.removal import close_end
from course_lib.worlds.coin_run import Action, Distribution

JUMPS = (Action.JUMP, Action.JUMP_LEFT, Action.JUMP_RIGHT)
CASES = ("both", "coin", "wall", "neither")
HANGING = ("coin", "saw", "neither")


def four_cases(agents: Sequence, place: str, distance: int, levels: int = 600) -> dict:
    """What critic and actor say in the four cases, a mean over levels for each agent.

    place: "end", as in training, or "middle" of the level, where a wall would cut the level off.
    distance: of the coin, in tiles to the right of the runner, who stands on the ground.
    """
    open_levels = Distribution(coin=place, wall=False)
    states = standing(open_levels, levels, -distance, 0)
    pictures = {case: observe(open_levels, arranged(states, case)) for case in CASES}
    return {"levels": len(states), **said(agents, pictures)}


def arranged(states: np.recarray, case: str) -> np.recarray:
    """The records with coin and wall as the case says."""
    changed = close_end(states) if case in ("both", "wall") else states.copy()
    changed.coin_shown = case in ("both", "coin")
    return changed


def hanging(agents: Sequence, height: int, distance: int, levels: int = 600) -> dict:
    """The same for a coin so many tiles above the way, for a saw in its place, and for neither."""
    open_levels = Distribution(coin="middle", coin_height=height, wall=False)
    states = standing(open_levels, levels, -distance, 0)
    pictures = {case: observe(open_levels, hung(states, case)) for case in HANGING}
    return {"levels": len(states), **said(agents, pictures)}


def hung(states: np.recarray, case: str) -> np.recarray:
    """The records with a coin, a saw or nothing at the coin's place."""
    changed = states.copy()
    changed.coin_shown = case == "coin"
    if case == "saw":
        changed.tiles[np.arange(len(changed)), changed.coin_at] = SAW
    return changed


def said(agents: Sequence, pictures: dict[str, np.ndarray]) -> dict[str, dict[str, list[float]]]:
    """For each case of pictures and each agent the mean value and the mean chance of a jump."""
    found: dict[str, dict[str, list[float]]] = {
        what: {case: [] for case in pictures} for what in ("value", "jump", "right")
    }
    for case, seen in pictures.items():
        for agent in agents:
            chances, values = agent.evaluate(seen)
            found["value"][case].append(round(float(values.mean()), 5))
            for what, actions in (("jump", JUMPS), ("right", RIGHTWARD)):
                found[what][case].append(round(float(chance_of(chances, actions).mean()), 5))
    return found
