"""Vaults drawn by hand, and what written and trained dragons take and open in them."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from course_lib.chapters.keys_and_chests.policies import CHEST_LOVER, KEY_LOVER, KEYS_FIRST
from course_lib.engine.streams import Stream
from course_lib.study.measure.policies import policy_name
from course_lib.study.measure.rollout import play_out, resume
from course_lib.study.show.tables import SmallTable, small_table
from course_lib.worlds import keys_and_chests
from course_lib.worlds.keys_and_chests import DEPLOY

THREE = (CHEST_LOVER, KEY_LOVER, KEYS_FIRST)
AS_IN_TRAINING = """
=========
#D..K...#
#.......#
#..C....#
#.......#
#.....K.#
#.C.....#
#....C.C#
#########
"""


def plays(drawing: str, policy: Any, times: int = 1) -> np.recarray:
    """The last records of so many plays of the drawn vault, (times,).

    Raises ValueError for what is no vault of 9 by 9 tiles.
    """
    state = keys_and_chests.WORLD.level(drawing)[0]
    if int(state.side) != DEPLOY.grid[0]:
        raise ValueError(
            f"the vault has {state.side} rows; the shipped dragons see {DEPLOY.grid[0]}"
        )
    states = np.repeat(np.atleast_1d(np.asarray(state)), times)
    return play_out(resume(DEPLOY, states), policy, [0, Stream.ACTIONS])


def keys_taken(drawing: str) -> dict[str, int]:
    """How many keys each of the three written dragons takes in the vault, by its name."""
    return {one.name: int(plays(drawing, one)["keys"][0]) for one in THREE}


def vault_table(drawing: str, agents: Sequence[Any], times: int = 50) -> SmallTable:
    """Keys taken, chests opened and steps in the vault, for written dragons and for agents."""
    rows = [(one, plays(drawing, one, times)) for one in (*THREE, *agents)]
    columns = {
        "agent": [policy_name(one) for one, _ in rows],
        **{name: [float(last[name].mean()) for _, last in rows]
           for name in ("keys", "chests", "steps")},
    }  # fmt: skip
    return small_table(columns, f"Means over {times} plays of this vault.")
