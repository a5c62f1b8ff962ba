"""One key more is painted at the far end of the inventory: does an agent go there first?

Rules, levels and true states stay as they are. The painted key is in the picture only, in the last
place of the row that lies above the floor. Training never showed a key there.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from course_lib.chapters.keys_and_chests.display import strip
from course_lib.chapters.keys_and_chests.shelves import nearest
from course_lib.engine.sim import BatchSim
from course_lib.engine.streams import Stream
from course_lib.study.measure.policies import policy_name
from course_lib.study.measure.rollout import begin, is_over, level_seeds, resume, rollout
from course_lib.worlds.keys_and_chests import DEPLOY, Tile

PLACE = DEPLOY.grid[1] - 2  # the column, from 0: the last one that lies above a tile of the floor
BENEATH = DEPLOY.grid[1] + PLACE  # the cell under it
FAR_END = "?" * PLACE + "K?"  # the row as it is, with a key at the far end
AWAY = 3  # steps at least from the start to that cell
FLOORS = ("full", "full, keys in hand", "empty")
FATES = ("floor", "place", "neither")


@dataclass(frozen=True)
class Painted:
    """An agent in whose pictures the inventory is painted over; `row` as in `paint`."""

    agent: Any
    row: str = FAR_END

    @property
    def name(self) -> str:
        """The agent's name, and what it sees in the row."""
        return f"{policy_name(self.agent)}, {self.row}"

    def choose(self, observations, states: np.recarray, uniform) -> np.ndarray:
        """The agent's actions (batch,), had the pictures looked like this."""
        return self.agent.choose(paint(observations, self.row), states, uniform)

    def evaluate(self, observations) -> tuple[np.ndarray, np.ndarray]:
        """The agent's probabilities and values for these pictures."""
        return self.agent.evaluate(paint(observations, self.row))


def paint(observations: np.ndarray, row: str = FAR_END) -> np.ndarray:
    """The pictures (batch, height, width, 3) with the inventory painted over; new ones.

    row: a sign for each place, "K" for a key, "." for none, "?" for what is there.
    Raises ValueError for another sign or number of signs.
    """
    check_row(row)
    seen = np.array(observations)
    tiles = strip(seen).copy()
    empty = tiles[:, :, -1:].copy()  # no level has so many keys that the last place is filled
    for place, sign in enumerate(row):
        if sign != "?":
            tiles[:, :, place] = _key() if sign == "K" else empty[:, :, 0]
    seen[:, : tiles.shape[1]] = tiles.reshape(seen[:, : tiles.shape[1]].shape)
    return seen


def check_row(row: str, signs: str = "K.?") -> None:
    """Raise ValueError unless the row has a sign for each place of the inventory."""
    if not isinstance(row, str) or len(row) != len(FAR_END) or set(row) - set(signs):
        raise ValueError(f"a row is {len(FAR_END)} signs out of {' '.join(signs)}, not {row!r}")


@cache
def _key() -> np.ndarray:
    """The picture of a key in the inventory, (pixels, pixels, 3)."""
    sim = BatchSim(DEPLOY, 1)
    sim.reset(np.zeros(1, np.uint64))
    sim.batch.held = 1
    return strip(sim.observe())[0, :, 0]


def starts(floor: str, nearer: bool = False, levels: int = 500, seed: int = 0) -> np.recarray:
    """Deployment levels whose dragon stands at least 3 steps from the place under the painted key.

    floor: "full" leaves the levels as they are. "full, keys in hand" gives the dragon as many keys
    as there are chests. "empty" does so, too, and takes all keys from the floor, so that the next
    thing to be had is a chest. So few keys in hand, four at most, were seen in training.
    nearer: only where the place is nearer than anything that can be had on the floor.
    Raises ValueError for another word.
    """
    if floor not in FLOORS:
        raise ValueError(f"floor must be one of {'; '.join(FLOORS)}, not {floor!r}")
    states: Any = begin(DEPLOY, level_seeds(levels, seed)).batch.copy()
    if floor != "full":
        states.held = states.chests_left
    if floor == "empty":
        states.tiles[states.tiles == Tile.KEY] = Tile.FREE
        states.keys_left = 0
    row, column = np.divmod(states.dragon_at, states.side)
    steps = abs(row - 1) + abs(column - PLACE)
    kept = steps >= AWAY
    if nearer:
        wanted = {"full": [Tile.KEY], "empty": [Tile.CHEST]}.get(floor, [Tile.KEY, Tile.CHEST])
        kept &= steps < np.min([nearest(states, tile) for tile in wanted], axis=0)
    return states[kept]


def firsts(policy: Any, floor: str, **which: Any) -> dict[str, np.ndarray]:
    """What comes first in each level: something from the floor, the place, or neither in time.

    From each of FATES to bool (starts,). From the floor is a key or an opened chest.
    which: of the levels, as in `starts`.
    """
    sim = resume(DEPLOY, starts(floor, **which))
    before = sim.batch.copy()
    for _ in rollout(sim, policy, [which.get("seed", 0), Stream.ACTIONS], _decided):
        pass
    last = sim.batch
    got = (last["keys"] > before["keys"]) | (last.chests > before.chests)
    place = ~got & (last.dragon_at == BENEATH)
    return {"floor": got, "place": place, "neither": ~got & ~place}


def _decided(states: np.recarray) -> np.ndarray:
    """Whether something was taken or opened, the place was reached, or time is up, bool (n,)."""
    return (
        (states["keys"] > 0) | (states.chests > 0) | (states.dragon_at == BENEATH) | is_over(states)
    )
