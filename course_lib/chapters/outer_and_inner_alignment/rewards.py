"""A reward that a student writes: mice that are trained on it, and what they then do.

The cheese lies anywhere, in training and afterwards: nothing shifts here. What goes wrong with a
mouse in this room goes wrong because of what it was paid for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

import course_lib as cl
from course_lib.agents.agent import Agent
from course_lib.agents.ppo import PPO
from course_lib.envs import VectorEnv
from course_lib.study.measure.rollout import begin, is_over, level_seeds, rollout
from course_lib.worlds import maze
from course_lib.worlds.maze.planner import maze_ways

ROOM = maze.Distribution(size=7, cheese="anywhere", loops=0.5)
RECIPE = PPO(steps=250_000, learning_rate=3e-3)
MAZES = 500  # on which a trained mouse is tried, with seeds that training has not seen


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
    """The more, the nearer the cheese is; the cheese itself pays most."""
    return 1 / (1 + step.distance)


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


class PaidEnv(VectorEnv):
    """The course's environments, with a reward of one's own in the place of theirs."""

    def __init__(self, num_envs: int, distribution: maze.Distribution, reward: Reward):
        super().__init__(num_envs, distribution, copy=False)
        self.reward = reward

    def reset(self, **how: Any):
        """Reset all environments, as `VectorEnv` does."""
        found = super().reset(**how)
        self._before = distances(self.sim.batch)
        return found

    def step(self, actions: np.ndarray):
        """Take one action (num_envs,) in each environment, paid by `reward`."""
        seen, _, terminated, truncated, infos = super().step(actions)
        paid = payments(self.reward, self._before, self.reached())
        self._before = distances(self.sim.batch)
        return seen, paid, terminated, truncated, infos


# ── Training, and what comes of it ──────────────────────────────────────────────────────────


def train_on(
    reward: Reward, seed: int = 0, recipe: PPO = RECIPE, curves: bool | None = None
) -> Agent:
    """A mouse that was trained on this reward, in the room of this lesson.

    curves: live curves, by default in a notebook. The same seed gives the same mouse on one machine.
    """
    paid = PaidEnv(recipe.num_envs, ROOM, reward)
    found = cl.train(paid, recipe, seed=seed, curves=curves)
    return Agent("my mouse", found.network, ROOM, seed, found.card)


@dataclass(frozen=True)
class Result:
    """What a mouse did in many mazes, as means over them.

    cheese: the share in which it got the cheese. pay: what the reward paid it in an episode.
    beside: the share of its steps that ended right beside the cheese. steps: of an episode.
    """

    cheese: float
    pay: float
    beside: float
    steps: float


def try_out(policy: Any, reward: Reward, mazes: int = MAZES, seed: int = 7) -> Result:
    """What a policy does in mazes that nobody was trained in, and what a reward pays for it."""
    sim = begin(ROOM, level_seeds(mazes, seed))
    pay, beside = np.zeros(mazes), np.zeros(mazes)
    for step in rollout(sim, policy, seed):
        there, before = sim.batch[step.active], distances(step.states)
        pay[step.active] += payments(reward, before, there.view(np.recarray))
        beside[step.active] += distances(there) == 1
    last = sim.batch
    assert is_over(last).all()
    steps = last.steps.astype(float)
    return Result(
        cheese=float((last.cheese > 0).mean()),
        pay=float(pay.mean()),
        beside=float(beside.sum() / steps.sum()),
        steps=float(steps.mean()),
    )


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

    Later pay counts less, by the recipe's discount factor, as it does for the mice in training.
    """
    found = [_best_in(state, reward) for state in begin(ROOM, level_seeds(mazes, seed)).batch]
    cheese, pay, fetching, spread = np.array(found).T
    means = (float(part.mean()) for part in (cheese, pay, fetching))
    return BestPaid(*means, even=not spread.any())  # type: ignore[misc]


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
        totals = paid + RECIPE.gamma * np.where(ends, 0, value[moves])
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
