"""A reward that a student writes: what it may look at, what it pays, and what pays best under it.

The cheese lies anywhere, in training and afterwards: nothing shifts here. What goes wrong with a
mouse in this room goes wrong because of what it was paid for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from course_lib.study.measure.rollout import begin, level_seeds
from course_lib.worlds import maze
from course_lib.worlds.maze.planner import maze_ways

ROOM = maze.Distribution(size=7, cheese="anywhere", loops=0.5)
GAMMA = 0.99  # how much less pay counts for each step that it comes later


@dataclass(slots=True)
class Step:
    """What a reward may look at, after each step of the mouse.

    cheese: 1 if this step reached the cheese, else 0. distance: how many steps the cheese is away
    now, along the corridors. nearer: 1 if the step led nearer to the cheese, -1 if it led away, 0
    if the mouse bumped into a wall. A mouse sees the maze and no clock, so there is no clock here.
    """

    cheese: int
    distance: int
    nearer: int


Reward = Callable[[Step], float]


# ── Rewards that people might write ─────────────────────────────────────────────────────────


def cheese_only(step: Step) -> float:
    """1 for the cheese."""
    return step.cheese


def near_the_cheese(step: Step) -> float:
    """1 for the cheese, and a tenth for each step that ends within two steps of it."""
    return step.cheese + 0.1 * (step.distance <= 2)


def each_step_nearer(step: Step) -> float:
    """1 for the cheese, and a tenth for each step that leads nearer."""
    return step.cheese + 0.1 * (step.nearer == 1)


def nearer_and_back(step: Step) -> float:
    """The same, with a tenth taken back for each step that leads away."""
    return step.cheese + 0.1 * step.nearer


REWARDS: dict[str, Reward] = {
    "cheese only": cheese_only,
    "near the cheese": near_the_cheese,
    "each step nearer": each_step_nearer,
    "nearer, and back": nearer_and_back,
}


# ── Paying ──────────────────────────────────────────────────────────────────────────────────


def distances(states: np.recarray) -> np.ndarray:
    """Steps from mouse to cheese, int64 (n,)."""
    return maze_ways(np.asarray(states).view(np.recarray))["to_cheese"]


def payments(reward: Reward, before: np.ndarray, states: np.recarray) -> np.ndarray:
    """What a reward pays for the steps that led to these records, float32 (n,).

    before: the distances from which the steps began, (n,).
    """
    after, paid = distances(states), np.empty(len(states), np.float32)
    columns = (states.cheese, after, before - after)
    for i, facts in enumerate(zip(*(column.tolist() for column in columns), strict=True)):
        paid[i] = reward(Step(*facts))
    return paid


# ── The best-paid mouse, exactly ────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class BestPaid:
    """What the best-paid behaviour is of a mouse that sees the maze and no clock.

    cheese: the share of mazes in which it gets the cheese. pay: what it is paid in an episode.
    fetching: what walking straight to the cheese is paid. even: whether all steps pay alike.
    """

    cheese: float
    pay: float
    fetching: float
    even: bool


def best_paid(reward: Reward, mazes: int = 40, seed: int = 11) -> BestPaid:
    """What pays best under a reward, by dynamic programming, in a few mazes of the room.

    Later pay counts less, by the discount factor, as it does for the mice in training.
    """
    found = [_best_in(state, reward) for state in begin(ROOM, level_seeds(mazes, seed)).batch]
    cheese, pay, fetching, spread = np.array(found).T
    return BestPaid(
        float(cheese.mean()), float(pay.mean()), float(fetching.mean()), not spread.any()
    )


def _best_in(state: Any, reward: Reward) -> tuple[float, float, float, bool]:
    """In one maze: cheese 0 or 1, the best pay, the pay for fetching, and whether pays differ."""
    far, moves = _moves(state)
    ends = far[moves] == 0
    paid = np.array(
        [[reward(Step(int(far[to] == 0), int(far[to]), int(far[at] - far[to]))) for to in row]
         for at, row in enumerate(moves)], float,
    )  # fmt: skip
    value = np.zeros(len(far))
    while True:
        totals = paid + GAMMA * np.where(ends, 0, value[moves])
        if np.abs(totals.max(1) - value).max() < 1e-6:
            break
        value = totals.max(1)
    cheese, pay = _follow(totals.argmax(1), moves, ends, paid, int(state["limit"]))
    start = int(far[0])
    straight = sum(float(reward(Step(int(d == 0), d, 1))) for d in range(start - 1, -1, -1))
    return cheese, pay, straight, bool(np.ptp(paid[far > 0]) > 1e-9)


def _follow(choice, moves, ends, paid, limit: int) -> tuple[float, float]:
    """Whether these choices, a cell each, lead to the cheese, and what they are paid."""
    cell, pay = 0, 0.0
    for _ in range(limit):
        action = choice[cell]
        pay += paid[cell, action]
        if ends[cell, action]:
            return 1.0, pay
        cell = moves[cell, action]
    return 0.0, pay


def _moves(state: Any) -> tuple[np.ndarray, np.ndarray]:
    """Distances to the cheese (cells,), the start first, and where each action leads (cells, 4)."""
    side = int(state["side"])
    free = np.flatnonzero(state["tiles"][: side * side] != maze.Tile.WALL)
    free = np.concatenate([[state["mouse_at"]], free[free != state["mouse_at"]]]).astype(int)
    place = {int(cell): number for number, cell in enumerate(free)}
    states = np.repeat(np.asarray(state)[None], len(free)).view(np.recarray)
    states.mouse_at = free
    leads = (-side, 1, side, -1)  # up, right, down, left
    moves = np.array([[place.get(int(c) + lead, place[int(c)]) for lead in leads] for c in free])
    return distances(states), moves
