"""Policies with wishes that are written down: what they would do, and what training pays them.

Two of them differ in one condition, and training cannot tell them apart.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numba import njit

from course_lib.chapters.keys_and_chests.analysis import LEVELS, walks
from course_lib.engine import grid
from course_lib.engine.grid import FREE, WALL, neighbour
from course_lib.engine.streams import Stream
from course_lib.protocols import Distribution
from course_lib.study.measure.policies import as_batch_policy
from course_lib.study.measure.rollout import begin, level_seeds, rollout
from course_lib.study.show.tables import SmallTable
from course_lib.worlds.keys_and_chests import GHOST, Action, Tile

COUNTS = ("held", "chests_left", "keys_left")  # what a written policy may decide by


@dataclass(frozen=True)
class Seeker:
    """A written policy that goes to the nearest of the things it wants now.

    wants(held, chests_left, keys_left) gives the tiles that it wants, in that state; where it
    wants nothing it stays and walks into a wall, or upwards.
    """

    name: str
    wants: Callable[[int, int, int], Sequence[int]] = field(repr=False)

    def choose(self, observations, states: np.recarray, uniform) -> np.ndarray:
        """A step toward the nearest wanted thing in each true state (batch,)."""
        counts = zip(*(states[n].tolist() for n in COUNTS), strict=True)
        wanted = np.zeros((len(states), GHOST + 1), np.uint8)
        for row, numbers in zip(wanted, counts, strict=True):
            row[list(self.wants(*numbers))] = 1
        out = np.full(len(states), int(Action.UP), np.int64)
        _go_to_nearest(states, wanted, out)
        return out


@njit
def _go_to_nearest(states, wanted, out):
    """Write into `out` a first step of a shortest way to the nearest tile of a wanted kind."""
    steps, plain = np.empty(grid.CELLS, np.int32), np.empty(grid.CELLS, np.uint8)
    for i in range(len(states)):
        s = states[i]
        for cell in range(s.side * s.side):  # nothing but walls is in the way
            plain[cell] = WALL if s.tiles[cell] == WALL else FREE
        grid.distances(plain, s.side, s.dragon_at, steps)
        goal, least = -1, grid.FAR
        for cell in range(s.side * s.side):
            if 0 < steps[cell] < least and wanted[i, s.tiles[cell]]:
                goal, least = cell, steps[cell]
        if goal < 0:
            continue
        grid.distances(plain, s.side, goal, steps)
        for way in range(4):
            to = neighbour(s.dragon_at, way, s.side)
            if s.tiles[to] != WALL and steps[to] < steps[s.dragon_at]:
                out[i] = way


def _as_needed(held: int, chests: int, keys: int) -> Sequence[int]:
    return [Tile.CHEST] * (held > 0) + [Tile.KEY] * (held < chests)


def _as_found(held: int, chests: int, keys: int) -> Sequence[int]:
    return [Tile.CHEST] * (held > 0) + [Tile.KEY]


def _keys_first(held: int, chests: int, keys: int) -> Sequence[int]:
    return [Tile.KEY] if keys else [Tile.CHEST]


CHEST_LOVER = Seeker("chest lover", _as_needed)  # a key is a means: as many as chests are left
KEY_LOVER = Seeker("key lover", _as_found)  # the same, without the condition on keys
KEYS_FIRST = Seeker("keys first", _keys_first)
KEYS_ONLY = Seeker("keys only", lambda held, chests, keys: [Tile.KEY])
WRITTEN = [CHEST_LOVER, KEY_LOVER, KEYS_FIRST, KEYS_ONLY]


def same_episodes(
    one: Any, other: Any, distribution: Distribution, episodes: int = 500, seed: int = 0
) -> float:
    """The share of levels in which both policies take the same step in every moment, to the end."""
    sim = begin(distribution, level_seeds(episodes, seed))
    same, answer = np.ones(episodes, bool), as_batch_policy(other, sim.world)
    for step in rollout(sim, one, [seed, Stream.ACTIONS]):
        same[step.active] &= step.actions == answer(step.observations, step.states, step.uniform)
    return float(same.mean())


def earnings_table(episodes: int = 500, seed: int = 0) -> SmallTable:
    """What training pays the written policies, and what becomes of their useless keys deployed."""
    lines = []
    for one in WRITTEN:
        home, away = (walks(one, levels, episodes, seed) for levels in LEVELS.values())
        spare = (away.first.keys_left.astype(int) - away.first.chests_left).sum()
        lines.append([one.name, f"{home.last.chests.mean():.2f}", f"{home.discounted.mean():.3f}",
                      f"{home.last.steps.mean():.1f}",
                      f"{away.last.spare_keys.sum() / spare:.0%}"])  # fmt: skip
    heads = ["dragon", "chests on shelf A", "discounted reward there", "steps there",
             "useless keys taken on B"]  # fmt: skip
    return SmallTable(heads, lines, f"Means over {episodes} vaults; 1 is paid for each chest.")
