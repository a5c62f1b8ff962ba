"""When doubt rises: before the agent passes by the goal, or only afterwards.

In the maze the moment is the mouse's first step on the corner. In the coin run it is the runner's
first step in a column beyond the coin. Only episodes that fail and have such a moment, after their
first step, are looked at; the agent acts alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from course_lib.agents.agent import Agent
from course_lib.chapters.repair.warnings.asking import Doubt
from course_lib.engine.platforms import MAX_COLUMNS
from course_lib.engine.streams import Stream
from course_lib.engine.world import world_of
from course_lib.study.measure.rollout import begin, level_seeds, rollout

AROUND = 10  # steps before and after the moment that are kept


def in_the_corner(states: np.recarray) -> np.ndarray:
    """Whether the mouse has come to the corner, bool (n,)."""
    return (states.corner > 0) | (states.mouse_at == states.corner_at)


def past_the_coin(states: np.recarray) -> np.ndarray:
    """Whether the runner has come to a column beyond the coin's, bool (n,)."""
    return states.rightmost > states.coin_at % MAX_COLUMNS


MOMENTS: dict[str, Callable[[np.recarray], np.ndarray]] = {
    "maze": in_the_corner, "coin_run": past_the_coin,
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Watched:
    """Failing episodes of one agent: its doubts by step, and when it passed by the goal.

    doubts: by name, (steps, episodes), nan where the episode was over. moment: (episodes,).
    """

    doubts: dict[str, np.ndarray]
    moment: np.ndarray


def watch(
    agent: Agent, doubts: Mapping[str, Doubt], distribution: Any, episodes: int = 500, seed: int = 0
) -> Watched:
    """Let the agent act alone, and note each doubt at each step, and the moment."""
    home = world_of(distribution)
    sim = begin(distribution, level_seeds(episodes, seed))
    passed = MOMENTS[home.name]
    moment = np.full(episodes, -1)
    found: dict[str, list[np.ndarray]] = {name: [] for name in doubts}
    for time, step in enumerate(rollout(sim, agent, [seed, Stream.ACTIONS])):
        now = step.active[passed(step.states) & (moment[step.active] < 0)]
        moment[now] = time
        for name, doubt in doubts.items():
            line = np.full(episodes, np.nan)
            line[step.active] = doubt(step.observations)
            found[name].append(line)
    counted = (moment > 0) & np.asarray(home.failure.failed(sim.batch), bool)
    tables = {name: np.array(lines)[:, counted] for name, lines in found.items()}
    return Watched(tables, moment[counted])


def first_request(doubt: np.ndarray, moment: np.ndarray, limit: float) -> dict[str, int]:
    """In how many episodes the agent would first ask before the moment, after it, or never.

    doubt: (steps, episodes). The moment itself counts as after: the goal was passed by.
    """
    asks = doubt > limit  # nan asks nothing
    first = np.where(asks.any(0), asks.argmax(0), -1)
    before = (first >= 0) & (first < moment)
    return {
        "before": int(before.sum()),
        "after": int(((first >= 0) & ~before).sum()),
        "never": int((first < 0).sum()),
    }


def around(doubt: np.ndarray, moment: np.ndarray, limit: float) -> dict[str, list[int]]:
    """How many episodes are under way, and in how many the agent would ask, step by step.

    Step 0 of 2 x AROUND + 1 is AROUND steps before the moment.
    """
    present, asking = [], []
    for offset in range(-AROUND, AROUND + 1):
        rows = moment + offset
        there = (rows >= 0) & (rows < len(doubt))
        values = doubt[rows[there], np.flatnonzero(there)]
        present.append(int(np.isfinite(values).sum()))
        asking.append(int((values > limit).sum()))
    return {"present": present, "asking": asking}
