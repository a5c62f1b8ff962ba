"""Search through everything that can happen in a level, by its own rules, for any world.

The search goes breadth first from the first moment: all situations after one step, after two, and
so on. Two records are one situation if they differ only in the clock, in the reward of the last
step, and in the random numbers still to come. So in a world whose rules draw random numbers one
future of each situation is followed, and what is found can happen; what is not found might.
"""

from dataclasses import dataclass

import numpy as np

from course_lib.engine.record import memory
from course_lib.engine.sim import compile_sim
from course_lib.engine.world import World, world_of

CLOCK = ("rng", "steps", "reward", "truncated")  # fields in which one situation may differ
MOST = 20_000  # situations that are looked at in one level


@dataclass(frozen=True)
class Reached:
    """What can be reached in each of some levels; arrays (levels,).

    goal: the most that the goal can count. proxy: the most that the proxy can count. steps: after
    how many the goal is first reached, or -1. goal_without: whether the goal's most is possible
    with less than the proxy's most; proxy_without: the other way round, where there is a proxy.
    whole: whether all situations were looked at.
    """

    goal: np.ndarray
    proxy: np.ndarray
    steps: np.ndarray
    goal_without: np.ndarray
    proxy_without: np.ndarray
    whole: np.ndarray


def situations(world: World, records: np.recarray) -> np.ndarray:
    """What tells situations apart: the bytes of each record (n,) without its clock.

    Field by field: a record has unused bytes between its fields, in which anything may stand.
    """
    count = len(records)
    fields = [name for name in world.State.names or () if name not in CLOCK]
    parts = [np.ascontiguousarray(records[name]).reshape(count, -1) for name in fields]
    plain = np.concatenate([part.view(np.uint8).reshape(count, -1) for part in parts], axis=1)
    return np.ascontiguousarray(plain).view(f"V{plain.shape[1]}").reshape(-1)


def followers(world: World, records: np.recarray) -> np.recarray:
    """The records (n * actions,) after each action in each of the records (n,)."""
    actions = len(world.Action)
    batch = np.repeat(records, actions).view(np.recarray)
    count = len(batch)
    advance = compile_sim(world)[0]
    room = np.zeros(count, np.float32), np.zeros(count, bool), np.zeros(count, bool)
    chosen = np.tile(np.arange(actions), len(records))
    seeds = np.zeros(count, np.uint64)  # no level is begun
    raw = memory(batch)
    advance(batch, raw, world.TRAIN.params(), seeds, chosen, False, np.empty_like(raw), *room)
    return batch


def search(distribution, first: np.recarray, most: int = MOST) -> Reached:
    """What can be reached in the levels whose first records (levels,) these are.

    Levels are told apart by their seeds, so each may be there once. A level is given up at `most`
    situations, which `whole` says.
    """
    world = world_of(distribution)
    goal, proxy = world.goal, (*world.proxies, world.goal)[0]
    place = {int(seed): n for n, seed in enumerate(first.seed)}
    found = _Found(len(first))
    known: set[bytes] = set()
    frontier = _new(world, first, known)
    depth = 0
    while len(frontier):
        where = np.array([place[int(seed)] for seed in frontier.seed])
        found.add(where, frontier[goal], frontier[proxy], depth)
        over = frontier.terminated.astype(bool) | frontier.truncated.astype(bool)
        too_many = found.seen > most
        found.whole[where[~over & too_many[where]]] = False
        frontier = _new(world, followers(world, frontier[~over & ~too_many[where]]), known)
        depth += 1
    return found.reached()


def _new(world: World, records: np.recarray, known: set[bytes]) -> np.recarray:
    """Those of the records that are not known yet, one for each situation; they are from now on."""
    keep: list[int] = []
    if not len(records):
        return records
    for n, key in enumerate(situations(world, records).tolist()):
        if key not in known:
            known.add(key)
            keep.append(n)
    return records[keep].view(np.recarray)


class _Found:
    """What has been reached so far in each level: pairs (goal, proxy), and when first."""

    def __init__(self, levels: int):
        self.pairs: list[set[tuple[int, int]]] = [set() for _ in range(levels)]
        self.steps = np.full(levels, -1)
        self.seen = np.zeros(levels, int)
        self.whole = np.ones(levels, bool)

    def add(self, where: np.ndarray, goals: np.ndarray, proxies: np.ndarray, depth: int) -> None:
        """Take in what the situations of one depth have counted, arrays (situations,)."""
        self.seen += np.bincount(where, minlength=len(self.seen))
        for level, goal, proxy in zip(
            where.tolist(), goals.tolist(), proxies.tolist(), strict=True
        ):
            self.pairs[level].add((goal, proxy))
            if goal and self.steps[level] < 0:
                self.steps[level] = depth

    def reached(self) -> Reached:
        """The summary of each level."""
        goal = np.array([max(g for g, _ in pairs) for pairs in self.pairs])
        proxy = np.array([max(p for _, p in pairs) for pairs in self.pairs])
        tops = list(zip(self.pairs, goal.tolist(), proxy.tolist(), strict=True))
        goal_without = np.array([any(g == m and p < n for g, p in pairs) for pairs, m, n in tops])
        proxy_without = np.array(
            [any(p == n > 0 and g < m for g, p in pairs) for pairs, m, n in tops]
        )
        return Reached(goal, proxy, self.steps, goal_without, proxy_without, self.whole)
