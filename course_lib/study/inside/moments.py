"""Sampled states: on the way of an agent, or beside a coin; and what is where in their pictures."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np

from course_lib.engine import platform_levels, platforms
from course_lib.engine.platforms import MAX_COLUMNS, TILE
from course_lib.engine.sim import BatchSim
from course_lib.engine.streams import Stream
from course_lib.protocols import Distribution
from course_lib.study.measure.rollout import begin, level_seeds, rollout
from course_lib.worlds.coin_run import Action, Tile, camera

KINDS = ("coin", "wall", "saw", "enemy", "pit", "crate", "platform", "runner", "ground", "sky")
RIGHTWARD = (Action.RIGHT, Action.JUMP_RIGHT)


@dataclass(eq=False)
class StateSample:
    """States of episodes: records (n,), and of which level each is, (n,)."""

    distribution: Distribution
    records: np.recarray
    level: np.ndarray

    @property
    def pictures(self) -> np.ndarray:
        """What the agent sees, uint8 (n, rows, columns, 3)."""
        return observe(self.distribution, self.records)

    @property
    def kinds(self) -> np.ndarray:
        """What is where in the pictures, see `kinds_of`."""
        return kinds_of(self.distribution, self.records)

    def one_a_level(self, wanted: np.ndarray, seed: int = 0) -> np.ndarray:
        """The indices of states for which `wanted` holds, one of each level, chosen at random."""
        order = np.random.default_rng([seed, Stream.ONE_A_LEVEL]).permutation(
            np.flatnonzero(wanted)
        )
        _, first = np.unique(self.level[order], return_index=True)
        return np.sort(order[first])


def sample_states(
    agent: Any, distribution: Distribution, levels: int = 200, every: int = 3, seed: int = 0
) -> StateSample:
    """Sample every third state (by default) of one episode of the agent in each of so many levels.

    The levels are the first `levels` of those that `outcomes` plays with this seed.
    """
    sim = begin(distribution, level_seeds(levels, seed))
    steps = islice(rollout(sim, agent, [seed, Stream.ACTIONS]), 0, None, every)
    parts, level = zip(*((step.states, step.active) for step in steps), strict=True)
    records = np.concatenate(parts).view(np.recarray)
    return StateSample(distribution, records, np.concatenate(level))


def observe(distribution: Distribution, states: np.recarray) -> np.ndarray:
    """What an agent sees in these states, uint8 (n, rows, columns, 3)."""
    return BatchSim(distribution, 1).observe(states)


# ── What is where in the picture ────────────────────────────────────────────────────────────


def _kind_of_tile() -> np.ndarray:
    """From a tile's id to its number in `KINDS`."""
    names = {tile: tile.name.lower() for tile in Tile}
    names |= {Tile.TURF: "ground", Tile.RISING: "runner", Tile.FALLING: "runner"}
    return np.array([KINDS.index(names[tile]) for tile in sorted(Tile)])


KIND_OF_TILE = _kind_of_tile()


def kinds_of(distribution: Distribution, states: np.recarray) -> np.ndarray:
    """For each place of each picture the number in `KINDS` of what is there: (n, rows, columns)."""
    tiles = BatchSim(distribution, 1, "tiles").observe(states)
    found = KIND_OF_TILE[tiles]
    height, width = tiles.shape[1:]
    for n, s in enumerate(states):
        _, left = camera(s, height, width)
        columns = left + np.arange(width)
        found[n][:, columns >= s.length - 1] = KINDS.index("wall")  # the one at the end
    return found


def around(places: np.ndarray, reach: int = 1) -> np.ndarray:
    """Bool (n, rows, columns): what is at most `reach` places from one that is True."""
    return np.any(list(neighbours(places, reach)), axis=0)


def neighbours(places: np.ndarray, reach: int = 1):
    """Yield the array (n, rows, columns, ...) moved by up to `reach` rows and columns each way.

    What moves in from beyond the edge is 0.
    """
    rows, columns = places.shape[1:3]
    edges = [(0, 0), (reach, reach), (reach, reach)] + [(0, 0)] * (places.ndim - 3)
    wide = np.pad(places, edges)
    for down in range(2 * reach + 1):
        for right in range(2 * reach + 1):
            yield wide[:, down : down + rows, right : right + columns]


# ── A runner put near the coin ──────────────────────────────────────────────────────────────


def standing(distribution: Distribution, levels: int, distance: int, seed: int) -> np.recarray:
    """Records in which the runner stands so far from the coin; none where it cannot stand."""
    states = begin(distribution, level_seeds(levels, seed)).batch
    fit = [_put(s, int(s.coin_at) % MAX_COLUMNS + distance) for s in states]
    return states[np.array(fit, bool)]


def _put(s, column: int) -> bool:
    """Put the runner of record `s` into this column; False if it cannot stand there.

    It cannot in a pit, saw, enemy or wall, nor where the coin is.
    """
    if not 1 <= column <= s.length - 2 or column == s.coin_at % MAX_COLUMNS:
        return False
    cell = platform_levels.surface(s, column)
    s.y, s.x = TILE * (cell // MAX_COLUMNS), TILE * (cell % MAX_COLUMNS)
    return cell % MAX_COLUMNS == column and not platforms.at_saw(s) and not platforms.at_enemy(s)


def chance_of(probabilities: np.ndarray, actions: Iterable[int]) -> np.ndarray:
    """The probability of one of these actions, (n,), of action probabilities (n, actions)."""
    return probabilities[:, list(actions)].sum(1)
