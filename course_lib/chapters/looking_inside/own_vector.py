"""A vector of one's own: made from a pair of drawn mazes, tried in mazes that it was not made from.

The pair differs in one thing, and what it does to a layer's activation is the vector. Added with
some strength at other moments, it should say "here is that thing" in mazes without it.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from course_lib.agents.zoo import load
from course_lib.chapters.looking_inside.vector_kind import Pair
from course_lib.engine.sim import BatchSim
from course_lib.quiz.kinds import Verdict
from course_lib.study.inside import retargeting, steering
from course_lib.study.inside.layers import activations
from course_lib.study.measure.stats import over_seeds
from course_lib.study.show.tables import SmallTable
from course_lib.worlds import maze
from course_lib.worlds.maze.planner import maze_actions

LAYER, SIDE, HELD_OUT = "nearby", 9, 7  # the last: a seed that the sweep does not use
ENOUGH, MICE = 0.2, 4  # so much beyond a random vector, in so many of five mice


@dataclass(frozen=True)
class Tried:
    """What a vector does at held-out forks: chances of a step to the cell, one number a mouse."""

    cell: tuple[int, int]
    mazes: int
    before: list[float]
    added: list[float]
    random: list[float]

    @property
    def gain(self) -> list[float]:
        """For each mouse how much more the vector does than a random one of the same length."""
        return [a - r for a, r in zip(self.added, self.random, strict=True)]

    def table(self) -> SmallTable:
        """A line a mouse: the chance of a step to the cell, as it is and with either vector."""
        columns = zip(self.before, self.added, self.random, strict=True)
        lines = [[f"mouse {n}", *(f"{100 * chance:.0f} %" for chance in each)]
                 for n, each in enumerate(columns)]  # fmt: skip
        mean, low, high = (100 * value for value in over_seeds(self.gain))
        return SmallTable(
            ["mouse", "as it is", "your vector added", "a random vector added"], lines,
            f"Chance of a first step toward row {self.cell[0]}, column {self.cell[1]}, in "
            f"{self.mazes} mazes that the vector was not made from. Yours beyond the random one: "
            f"{mean:.0f} points [{low:.0f}, {high:.0f}] over {len(self.gain)} mice.",
        )  # fmt: skip


def try_vector(mine: Pair, kind: str = "everywhere") -> Tried:
    """Add the vector of a pair of drawings to five mice's layer `nearby`, in mazes new to it.

    mine: a maze with the cheese, the same or another one without it, and a strength. The cell is
    where the cheese lies in the first. Raises ValueError for what cannot be drawn or has no cell.
    """
    first, second, strength = mine
    states, cell = _states(first), _cell(first)
    other = _states(second)
    starts, to_cell = held_out(cell)
    looks, each = BatchSim(maze.DEPLOY, 1).observe, np.arange(len(starts))
    told: dict[str, list[float]] = {"before": [], "added": [], "random": []}
    for agent in mice(kind):
        one, two = (activations(agent, looks(s), LAYER) for s in (states, other))
        vector = np.repeat(strength * (one - two), len(starts), 0)
        ways = {"before": 0 * vector, "added": vector, "random": steering.randomly(vector)}
        for name, added in ways.items():
            chances = steering.steered(agent, starts, LAYER, added)
            told[name].append(float(chances[each, to_cell].mean()))
    return Tried(cell, len(starts), **told)


@cache
def mice(kind: str) -> list[Any]:
    """The five shipped mice that were trained in one way."""
    return [load(f"maze/{kind}:{seed}") for seed in range(5)]


@cache
def held_out(cell: tuple[int, int], count: int = 200) -> tuple[np.recarray, np.ndarray]:
    """Mazes in which cell and cheese ask for different first steps, and the step to the cell."""
    states = retargeting.off_the_way(cell, count, HELD_OUT)
    there = states.copy()
    there.cheese_at = cell[0] * states.side + cell[1]
    to_cell = maze_actions(there)
    apart = to_cell != maze_actions(states)
    return states[apart], to_cell[apart]


def _states(drawing: str) -> Any:
    """The record of a drawing; one without cheese gets a hidden one. ValueError if it is none."""
    if not isinstance(drawing, str):
        raise ValueError(f"{drawing!r:.60} is not text; draw the maze between three quotes")
    bare = "C" not in drawing
    if bare:
        drawing = drawing.replace(".", "C", 1)
    states = maze.WORLD.level(drawing)
    if states[0].side != SIDE:
        raise ValueError(f"a maze has {states[0].side} rows; the mice see {SIDE} by {SIDE}")
    return steering.without(states, "cheese") if bare else states


def _cell(drawing: str) -> tuple[int, int]:
    """The row and column of the cheese in a drawing; both odd, as only rooms are in every maze."""
    if "C" not in drawing:
        raise ValueError("the first maze of the pair has no cheese, C")
    state = _states(drawing)[0]
    row, column = divmod(int(state.cheese_at), SIDE)
    if row % 2 == 0 or column % 2 == 0:
        raise ValueError(
            f"the cheese lies in row {row}, column {column}; put it on an odd row and an odd "
            "column, for only these cells are free in every maze"
        )
    return row, column


def examine_vector(mine: Pair) -> Verdict:
    """Whether the vector turns most mice to its cell, more than a random one does."""
    if mine[0] == mine[1]:
        return Verdict(False, "Your two mazes are still the same: the vector is zero.", kept=False)
    found = try_vector(mine)
    many = sum(gain > ENOUGH for gain in found.gain)
    row, column = found.cell
    if many >= MICE:
        return Verdict(
            True,
            f"It turns {many} of 5 mice toward row {row}, column {column}, by more than 20 points "
            "beyond a random vector, in mazes that it was not made from. It could have done "
            "nothing, as it does in mice of the corner.",
        )
    if max(found.gain) < 0.02:
        return Verdict(
            False,
            "It does no more than a random vector of the same length. Do your two mazes differ in "
            "the cheese, and is the strength above 0?",
        )
    return Verdict(
        False,
        f"It turns {many} of 5 mice by more than 20 points beyond a random vector. Try another "
        "strength; too much of it drowns everything else that the layer says.",
    )
