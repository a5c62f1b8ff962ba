"""The garden: the round that keeps the most plants watered for the most steps.

A plan is a row of pours, each at a plant. Between two of them the gardener goes straight, and he
pours either on arrival or, if the plant still has water, when it has just run dry: for a given row
of plants, the score is linear in the time of each pour between those two, so nothing in between
is better. All rows are searched, but for those that cannot catch up with the best one found.
"""

import numpy as np

from course_lib.engine import grid
from course_lib.engine.compiled import njit
from course_lib.engine.record import RecordCache
from course_lib.worlds.garden import rules
from course_lib.worlds.garden.rules import MAX_PLANTS, Action, Tile

POUR = int(Action.POUR)
HORIZON = 30  # steps that the search looks ahead
KEPT = 1 << 17  # moments whose best action is remembered
_step = rules.step
# Of a pour in a row of them: its step and cell, the plant-steps won so far, what is tried next
# after it, its plant, and until when that would have been wet without it.
WHEN, AT, WON, TURN, PLANT, BEFORE = range(6)


@njit
def _apart(a, b, side):
    """Steps from one cell to another; nothing in a garden is in the way."""
    return abs(a // side - b // side) + abs(a % side - b % side)


@njit
def _hope(now, at, cells, until, count, side, end):
    """Plant-steps that could still be won if the gardener could be at every plant at once."""
    total = 0
    for j in range(count):
        soonest = now + _apart(at, cells[j], side)
        total += max(0, end - max(until[j], soonest))
    return total


@njit
def _explore(now, at, cells, until, count, side, drying, end):
    """The most plant-steps that can be won, and the plant of the first pour that leads to them.

    All rows of pours, depth first, and not by recursion: of a function that calls itself numba may
    keep something that jumps nowhere when it is loaded (numba issue 6061).
    """
    path = np.zeros((end - now + 2, 6), np.int64)  # a line for each pour of a row, after the start
    path[0, WHEN], path[0, AT], path[0, BEFORE] = now, at, until[0]
    depth, most, first = 0, 0, -1
    while depth >= 0:
        here = path[depth]
        if here[TURN] == 0:  # just begun
            if here[WON] > most:
                most, first = here[WON], path[1, PLANT]
            if here[WON] + _hope(here[WHEN], here[AT], cells, until, count, side, end) <= most:
                here[TURN] = 2 * count  # no row that begins like this can catch up
        if here[TURN] == 2 * count:
            until[here[PLANT]] = here[BEFORE]
            depth -= 1
            continue
        late, j = here[TURN] // count, here[TURN] % count
        here[TURN] += 1
        when = here[WHEN] + _apart(here[AT], cells[j], side) + 1
        if late and until[j] < when:
            continue
        when = until[j] + 1 if late else when
        gain = min(end, when + drying - 1) - max(until[j], when - 1)
        if when > end or gain <= 0:
            continue
        depth += 1
        path[depth] = (when, cells[j], here[WON] + gain, 0, j, until[j])
        until[j] = when + drying - 1
    return most, first


@njit
def best_pour(s, horizon):
    """The cell of the next pour of a best plan for record `s`, or -1, and the plant-steps it wins.

    Counted are the steps that are left, `horizon` at most, without those that are won anyway.
    """
    cells, until = np.empty(MAX_PLANTS, np.int64), np.empty(MAX_PLANTS, np.int64)
    now, end, count = s.steps, min(s.limit, s.steps + horizon), 0
    for cell in range(s.side * s.side):
        if s.tiles[cell] == Tile.DRY:
            cells[count] = cell
            until[count] = max(now, now + s.wet[cell] - 1)
            count += 1
    won, first = _explore(now, s.gardener_at, cells, until, count, s.side, s.drying, end)
    return (cells[first] if won > 0 else -1), won


@njit
def toward(s, cell):
    """The step that leads to `cell`; pouring, once there."""
    rows = cell // s.side - s.gardener_at // s.side
    columns = cell % s.side - s.gardener_at % s.side
    if rows:
        return grid.UP if rows < 0 else grid.DOWN
    if columns:
        return grid.LEFT if columns < 0 else grid.RIGHT
    return POUR


# ── The planner ─────────────────────────────────────────────────────────────────────────────

_PARTS = ("steps", "limit", "drying", "side", "gardener_at", "camera_at", "tiles", "wet")
_best = RecordCache(_PARTS, KEPT)


def _first_action(record) -> int:
    """The best action now; what is best up to the next pour is remembered too."""
    s = record.copy().reshape(1).view(np.recarray)[0]
    if s.truncated:
        return int(grid.UP)
    cell, _ = best_pour(s, HORIZON)
    actions = [-1]
    while actions[-1] != Action.POUR and not s.truncated:
        actions.append(int(toward(s, cell)) if cell >= 0 else idle(s))
        _best[s] = actions[-1]
        _step(s, actions[-1])
    return actions[1]


def idle(s) -> int:
    """An action that does no harm where nothing is left to win: a step to and fro."""
    return int(grid.UP if s.tiles[s.gardener_at - s.side] != grid.WALL else grid.DOWN)


def garden_actions(states: np.recarray) -> np.ndarray:
    """The first action of a best plan, int64 (batch,), looking 30 steps ahead."""
    return np.array([_best.recall(s, _first_action) for s in np.asarray(states)], np.int64)


@njit
def nearest_dry(s):
    """The nearest cell with a plant that has no water, or -1."""
    best, steps = -1, 10_000
    for cell in range(s.side * s.side):
        if s.tiles[cell] == Tile.DRY and s.wet[cell] == 0:
            apart = _apart(s.gardener_at, cell, s.side)
            if apart < steps:
                best, steps = cell, apart
    return best


@njit
def _careful(states, out):
    for i in range(len(states)):
        cell = nearest_dry(states[i])
        out[i] = -1 if cell < 0 else toward(states[i], cell)


def careful_actions(states: np.recarray) -> np.ndarray:
    """The step toward the nearest dry plant, or the pour there; -1 where none is dry."""
    out = np.empty(len(states), np.int64)
    _careful(states, out)
    return out
