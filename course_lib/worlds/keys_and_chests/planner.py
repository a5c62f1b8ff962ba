"""Keys and chests: the tour that opens the most chests, in the fewest steps.

The search is exact. It goes breadth first through all situations that can follow: where the
dragon is, and which of the objects are gone. Distances between objects would not be enough,
because a chest on the way is opened whether the dragon wants that or not, and takes a key.
Each object doubles the number of situations, so there is a cap on them.
"""

import numpy as np

from course_lib.engine import grid
from course_lib.engine.compiled import njit
from course_lib.engine.grid import WALL, neighbour
from course_lib.worlds.keys_and_chests.rules import Tile

MOST_OBJECTS = 12  # keys and chests of a level that the planner takes on
NONE = -1


@njit
def _number_objects(s, number):
    """`number[cell]` is the object there: keys first, then chests, else -1; returns (keys, all)."""
    found = 0
    number[:] = NONE
    for tile in (Tile.KEY, Tile.CHEST):
        for cell in range(s.side * s.side):
            if s.tiles[cell] == tile:
                number[cell] = found
                found += 1
        if tile == Tile.KEY:
            keys = found
    return keys, found


@njit
def _count_bits(bits):
    count = 0
    while bits:
        bits &= bits - 1
        count += 1
    return count


@njit
def _after(s, number, keys, cell, gone):
    """Which objects are gone (bits) once the dragon has come to `cell`, and the chests opened."""
    taken = _count_bits(gone & ((1 << keys) - 1))
    opened = _count_bits(gone >> keys)
    thing = number[cell]
    if thing == NONE or gone >> thing & 1:
        return gone, opened
    if thing < keys:
        return gone | 1 << thing, opened
    if s.held + taken - opened > 0:
        return gone | 1 << thing, opened + 1
    return gone, opened


@njit
def _best_action(s, number, first, queue):
    """The first step of the best tour.

    A situation is cell * 2**objects + gone. first: room for the first step of the way to each,
    queue: room for as many situations.
    """
    keys, objects = _number_objects(s, number)
    situations = s.side * s.side << objects
    first[:situations] = NONE
    most = min(s.held + keys, objects - keys)
    best, best_action = 0, grid.UP
    queue[0] = s.dragon_at << objects
    first[queue[0]] = grid.UP
    head, tail, steps = 0, 1, 0
    while head < tail and steps < s.limit - s.steps:
        steps += 1
        for at in range(head, tail):
            cell, gone = queue[at] >> objects, queue[at] & ((1 << objects) - 1)
            for direction in range(4):
                to = neighbour(cell, direction, s.side)
                if s.tiles[to] == WALL:
                    continue
                then, opened = _after(s, number, keys, to, gone)
                situation = to << objects | then
                if first[situation] != NONE:
                    continue
                first[situation] = direction if steps == 1 else first[queue[at]]
                queue[tail] = situation
                tail += 1
                if opened > best:
                    best, best_action = opened, first[situation]
                    if best == most:
                        return best_action
        head = at + 1
    return best_action


@njit
def _keys_and_chests_actions(states, out, first, queue):
    number = np.empty(grid.CELLS, np.int8)
    for i in range(len(states)):
        out[i] = _best_action(states[i], number, first, queue)


def keys_and_chests_actions(states: np.recarray) -> np.ndarray:
    """The first step of a shortest tour that opens as many chests as possible, int64 (batch,).

    Raises ValueError where a level holds more objects than the exact search can take on.
    """
    out = np.zeros(len(states), np.int64)
    if not len(states):
        return out
    objects = int((states.keys_left + states.chests_left).max())
    if objects > MOST_OBJECTS:
        raise ValueError(
            f"the planner is exact for at most {MOST_OBJECTS} keys and chests together; a level "
            f"has {objects}. Other policies can be measured with baselines=False"
        )
    situations = int(states.side.max()) ** 2 << objects
    first, queue = np.empty(situations, np.int8), np.empty(situations, np.int32)
    _keys_and_chests_actions(states, out, first, queue)
    return out


def more_keys(states: np.recarray) -> np.ndarray:
    """For each level (batch,): whether it has more keys than chests, so that some are useless."""
    return states.held + states.keys_left > states.chests_left


CONDITIONS = {"more_keys": more_keys}
