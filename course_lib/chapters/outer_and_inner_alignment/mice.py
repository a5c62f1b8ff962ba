"""Mice that are programs: what they are after is one word."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from course_lib.engine.sim import BatchSim
from course_lib.study.measure.rollout import begin, level_seeds, play_out
from course_lib.study.show.tables import SmallTable
from course_lib.worlds import maze
from course_lib.worlds.maze.planner import maze_actions, maze_ways


@dataclass(frozen=True)
class Seeker:
    """A mouse that knows the map and walks a shortest way to what it is after.

    after: "cheese" or "corner". name: what to call it in tables. mixes_up: the share of its steps
    in which it takes left for right and right for left.
    """

    after: str
    name: str
    mixes_up: float = 0.0

    def __post_init__(self) -> None:
        if self.after not in ("cheese", "corner"):
            raise ValueError(f"a mouse can be after the cheese or the corner, not {self.after!r}")

    def choose(self, observations, states: np.recarray, uniform: np.ndarray) -> np.ndarray:
        """The next steps (batch,). A seeker looks at the true states, and not at the pictures."""
        if self.after == "corner":
            states = states.copy()
            states.cheese_at = states.corner_at
        wanted = maze_actions(states)
        return np.where(uniform < self.mixes_up, (-wanted) % 4, wanted)  # 0 up, 1 right, 2 down ...


KINDS = ("elsewhere", "on the way to the corner", "in the corner itself")


def kinds_of(states: np.recarray) -> np.ndarray:
    """For each level (batch,) the number in `KINDS` that says where the cheese lies."""
    inside = states.cheese_at == states.corner_at
    return np.where(inside, 2, np.where(maze_ways(states)["detour"], 0, 1))


def by_kind(mouse: Seeker, mazes: int = 1000, seed: int = 0) -> SmallTable:
    """What a mouse does, deployed, by where the cheese lies: how many mazes end in which way."""
    sim: BatchSim = begin(maze.DEPLOY, level_seeds(mazes, seed))
    kinds = kinds_of(sim.batch)
    last = play_out(sim, mouse, seed)
    lines = [
        [name, *(str(int(n)) for n in _counts(last[kinds == kind]))]
        for kind, name in enumerate(KINDS)
    ]
    totals = ["all mazes", *(str(int(n)) for n in _counts(last))]
    heads = ["where the cheese lies", "mazes", "cheese", "corner first"]
    return SmallTable(heads, [*lines, totals], f"Numbers of mazes. {mouse.name}, deployed.")


def _counts(last: np.recarray) -> Sequence[int]:
    return len(last), (last.cheese > 0).sum(), (last.corner > 0).sum()
