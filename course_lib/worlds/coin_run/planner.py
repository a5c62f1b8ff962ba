"""A way to the coin: a search through the moments of a coin run, which is also its planner.

Where the enemies are follows from the number of steps alone, so a moment is the runner's place,
its speed and the time. The search goes through them in order of time (breadth first), by the
world's own rules. It visits each place and speed once, at the earliest step that reaches it
alive: so the way it finds is a shortest one unless waiting for an enemy at a place already
visited would have led to a shorter one. Where that finds no way at all, a second search counts
a place anew at each of `WAITS` successive steps.
"""

import numpy as np

from course_lib.engine.compiled import njit
from course_lib.engine.platforms import FALL, LEAP, MAX_COLUMNS, ROWS, RUN, TILE
from course_lib.engine.record import RecordCache
from course_lib.worlds.coin_run import rules

WAITS = 37  # an enemy's full round takes 34 steps: 8 + 8 pixels, there and back, and two turns
KEPT = 1 << 18  # moments whose best action is remembered
_SPEEDS = LEAP + FALL + 1
_ACROSS = MAX_COLUMNS * TILE // RUN
_PLACES = ROWS * TILE * _ACROSS * _SPEEDS
_step, _enemies = rules.step, rules.platforms.walk_enemies
_ACTIONS = len(rules.Action)


@njit
def _number(s):
    """One number for the runner's place and speed."""
    return (int(s.y) * _ACROSS + int(s.x) // RUN) * _SPEEDS + int(s.speed) + LEAP


@njit
def _recall(s, number, enemies):
    """Record `s` is at the moment of this number; `enemies` holds where they are then."""
    s.speed = number % _SPEEDS - LEAP
    s.x = (number // _SPEEDS) % _ACROSS * RUN
    s.y = number // _SPEEDS // _ACROSS
    s.steps = enemies.steps
    for n in range(s.enemies):
        s.enemy_x[n], s.enemy_way[n] = enemies.enemy_x[n], enemies.enemy_way[n]
    s.coin = s.end = s.died = s.terminated = s.truncated = 0
    s.died_pit = s.died_saw = s.died_enemy = 0


@njit
def _search(s, enemies, waits, seen, queue, parent, action, cause):
    """The place in `queue` of the last moment before the coin is taken, or -1 if none is found.

    s, enemies: two copies of the record to start from. seen: uint8 (waits * places,), all 0.
    `parent` and `action` lead back from each moment; cause[0] is the last action.
    """
    queue[0], parent[0] = _number(s), -1
    head, tail, layer = 0, 1, 1  # `layer` is where the moments of the next step begin
    while head < tail:
        for choice in range(_ACTIONS):
            _recall(s, queue[head], enemies)
            _step(s, choice)
            if s.coin:
                cause[0] = choice
                return head
            if not s.terminated and not s.truncated:
                number = _number(s)
                mark = (s.steps % waits) * _PLACES + number
                if not seen[mark] and tail < len(queue):
                    seen[mark] = 1
                    queue[tail], parent[tail], action[tail] = number, head, choice
                    tail += 1
        head += 1
        if head == layer:
            layer = tail
            enemies.steps += 1
            _enemies(enemies)
    return -1


def _way(record, waits: int) -> np.ndarray:
    """Actions that lead to the coin, or none."""
    most = min(waits * _PLACES, 4_000_000)
    queue, parent = np.empty((2, most), np.int32)
    action, cause = np.empty(most, np.int8), np.zeros(1, np.int64)
    s, enemies = (record.copy().reshape(1).view(np.recarray)[0] for _ in range(2))
    seen = np.zeros(waits * _PLACES, np.uint8)
    at = _search(s, enemies, waits, seen, queue, parent, action, cause)
    if at < 0:
        return np.zeros(0, np.int64)
    way = [int(cause[0])]
    while parent[at] >= 0:
        way.append(int(action[at]))
        at = parent[at]
    return np.array(way[::-1], np.int64)


def way_to_coin(state) -> np.ndarray:
    """Actions that lead from this record to the coin, int64 (steps,); empty if none are found."""
    record = np.asarray(state)
    way = _way(record, 1)
    return way if len(way) else _way(record, WAITS)


# ── The planner ─────────────────────────────────────────────────────────────────────────────

_PARTS = ("steps", "limit", "coin_at", "length", "y", "x", "speed", "enemies", "home_at",
          "enemy_x", "enemy_way", "tiles")  # fmt: skip
_best = RecordCache(_PARTS, KEPT)


def _first_action(record) -> int:
    """The best action now; what is best in the moments that follow from it is remembered too."""
    way = way_to_coin(record)
    s = record.copy().reshape(1).view(np.recarray)[0]
    for best in way:
        _best[s] = int(best)
        _step(s, best)
    return int(way[0]) if len(way) else int(rules.Action.STAY)


def coin_run_actions(states: np.recarray) -> np.ndarray:
    """The first action of a way to the coin, int64 (batch,); to stay, where there is none."""
    return np.array([_best.recall(s, _first_action) for s in np.asarray(states)], np.int64)


def off_path(states: np.recarray) -> np.ndarray:
    """Of which levels (batch,) the coin stands elsewhere than at the end."""
    return states.coin_at % MAX_COLUMNS != states.end_column


CONDITIONS = {"off_path": off_path}
