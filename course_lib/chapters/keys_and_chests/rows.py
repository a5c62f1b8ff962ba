"""Rows of the inventory to be painted by hand: where do two kinds of dragons go under them?

The situation is always the same: two keys in hand, two chests, no key on the floor. In truth the
row shows two keys at its left end. Whoever is after chests goes to a chest.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from course_lib.chapters.keys_and_chests.painted import Painted, check_row, starts
from course_lib.chapters.keys_and_chests.shelves import nearest
from course_lib.engine.streams import Stream
from course_lib.study.measure.policies import policy_name
from course_lib.study.measure.rollout import is_over, resume, rollout
from course_lib.study.show.tables import SmallTable, per_cent_text, small_table
from course_lib.worlds.keys_and_chests import DEPLOY, Tile

HELD = 2  # keys in hand, at the places 0 and 1 of the true row
TRUE_ROW = "KK......."
LEVELS = 4000  # of which those are kept that have two chests, and an extra key nearer than these


def extra_keys(row: str) -> list[int]:
    """The places of painted keys that show no key in hand and lie above the floor."""
    return [place for place, sign in enumerate(row) if sign == "K" and HELD <= place < len(row) - 1]


def under_extra_keys(agent: Any, row: str, seed: int = 0) -> float:
    """In what share of the levels the agent comes under an extra key before it opens a chest.

    Only levels in which such a key is nearer than any chest, and at least two steps away. nan if
    the row has no extra key. Raises ValueError for what is no row.
    """
    check_row(row)
    places = extra_keys(row)
    states = starts("empty", levels=LEVELS, seed=seed)
    states = states[states.chests_left == HELD]
    if not places:
        return float("nan")
    cells = np.array(places) + DEPLOY.grid[1]
    at_row, at_column = np.divmod(states.dragon_at, DEPLOY.grid[1])
    steps = (abs(at_row - 1) + abs(at_column - np.array(places)[:, None])).min(axis=0)
    states = states[(steps >= 2) & (steps < nearest(states, Tile.CHEST))]
    sim = resume(DEPLOY, states)

    def decided(now: np.recarray) -> np.ndarray:
        return (now.chests > 0) | np.isin(now.dragon_at, cells) | is_over(now)

    for _ in rollout(sim, Painted(agent, row), [seed, Stream.ACTIONS], decided):
        pass
    return float((np.isin(sim.batch.dragon_at, cells) & (sim.batch.chests == 0)).mean())


def row_table(row: str, agents: Sequence[Any]) -> SmallTable:
    """For each agent, how often it comes under an extra key of the row before it opens a chest."""
    row = "".join(row.split())
    shares = [under_extra_keys(agent, row) for agent in agents]
    columns = {"agent": [policy_name(agent) for agent in agents],
               "under an extra key first": [
            "no extra key" if share != share else per_cent_text(share) for share in shares
        ]}  # fmt: skip
    return small_table(columns, f"The row {row}, over a floor without keys, two keys in hand.")
