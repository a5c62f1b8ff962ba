"""The prepared rounds, in rising difficulty: four worlds, plain swaps first, fine mixtures last.

`PREPARED` is the list. In each, A is what the world's agent was trained on, or nearly. Rounds in
which nothing differs stand among the others, at every difficulty.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from course_lib.engine.world import World, world, world_of, worlds
from course_lib.study.game.rounds import Round, between, nothing
from course_lib.study.measure.mixtures import mixed
from course_lib.worlds import coin_run, gems, keys_and_chests, maze


def rare(one: Any, other: Any, in_a: float, in_b: float, name: str) -> Round:
    """A round in which the other distribution makes a small part of A, and a larger one of B."""
    a, b = mixed(one, other, in_a), mixed(one, other, in_b)
    return Round(name, a, b, round(1 - (in_b - in_a), 3))


TRAINED = maze.TRAIN, gems.TRAIN, keys_and_chests.TRAIN, coin_run.TRAIN  # in the lessons' order
MAZE, GEMS, KEYS, COIN = TRAINED
RED = replace(GEMS, goal=("gem", "red"))
LONG = replace(COIN, length=24)
SMALL_VAULT = replace(KEYS, n=(1, 2))

PLAIN = [
    between(GEMS, RED, 0.0, "gems: at first sight"),
    between(MAZE, maze.DEPLOY, 0.0, "maze: the course's own"),
    between(COIN, coin_run.DEPLOY, 0.0, "coin run: the course's own"),
    between(KEYS, keys_and_chests.DEPLOY, 0.0, "keys and chests: the course's own"),
    between(GEMS, gems.DEPLOY, 0.0, "gems: the course's own"),
    nothing(MAZE, maze.DEPLOY, 0.0, "maze: look twice"),
    between(MAZE, replace(MAZE, loops=0.5), 0.0, "maze: a way round"),
    between(GEMS, replace(GEMS, layout="maze"), 0.0, "gems: indoors"),
]
FEW = [
    between(MAZE, replace(MAZE, mouse="start"), 0.0, "maze: the usual place"),
    between(MAZE, replace(MAZE, size=(5, 9), cheese="anywhere"), 0.0, "maze: two at once"),
    between(KEYS, replace(KEYS, keys=2), 0.0, "keys and chests: a full vault"),
    nothing(KEYS, keys_and_chests.DEPLOY, 0.3, "keys and chests: count them"),
    between(COIN, replace(COIN, wall=False), 0.0, "coin run: the end of the level"),
    between(MAZE, replace(MAZE, cheese=3), 0.0, "maze: near the corner"),
    between(COIN, replace(COIN, length=(12, 24)), 0.0, "coin run: a shorter way"),
    between(GEMS, replace(GEMS, size=(5, 7)), 0.0, "gems: closer together"),
]
SEVERAL = [
    between(KEYS, replace(KEYS, n=(2, 4)), 0.0, "keys and chests: a little more"),
    between(LONG, replace(LONG, difficulty=(0, 4)), 0.0, "coin run: a gentle day"),
    between(MAZE, replace(MAZE, loops=0.1), 0.0, "maze: one wall less"),
    rare(MAZE, maze.DEPLOY, 0.0, 0.3, "maze: now and then"),
    nothing(COIN, coin_run.DEPLOY, 0.5, "coin run: once more"),
    between(GEMS, RED, 0.5, "gems: mostly one colour"),
    between(KEYS, keys_and_chests.DEPLOY, 0.7, "keys and chests: mixed vaults"),
]
MANY = [
    rare(COIN, coin_run.DEPLOY, 0.02, 0.1, "coin run: a rare coin"),
    nothing(GEMS, RED, 0.9, "gems: red or yellow"),
    between(MAZE, maze.DEPLOY, 0.9, "maze: more often than not"),
    rare(MAZE, replace(MAZE, cheese=3), 0.05, 0.1, "maze: a few crumbs"),
    between(GEMS, RED, 1.0, "gems: 55 against 45"),
    between(COIN, coin_run.DEPLOY, 1.0, "coin run: 55 against 45"),
    between(KEYS, SMALL_VAULT, 1.0, "keys and chests: 55 against 45"),
]
TIERS: tuple[list[Round], ...] = (PLAIN, FEW, SEVERAL, MANY)
PREPARED: list[Round] = [game for tier in TIERS for game in tier]


STAY = 5  # rounds in one world, before a class


def turns(rounds: Sequence[Round]) -> list[int]:
    """The order of these rounds for a class, as numbers from 0: five in one world, then the next.

    In one of the five nothing differs, as far as there are such rounds, and it has another place in
    each turn. Rules that are new in every round cost a class its time. Worlds take turns in the
    order of their first rounds, each with its easiest; what is left over follows, in turns again.
    """
    left: dict[str, list[int]] = {game.world.name: [] for game in rounds}
    for number, game in enumerate(rounds):
        left[game.world.name].append(number)
    found: list[int] = []
    turn = 0
    while any(left.values()):
        for name, numbers in left.items():
            same = [number for number in numbers if not rounds[number].truth][:1]
            chosen = [number for number in numbers if number not in same][: STAY - len(same)]
            place = min(len(chosen), (3 * turn + 1) % STAY)
            chosen[place:place] = same
            found += chosen
            left[name] = [number for number in numbers if number not in chosen]
            turn += 1
    return found


def prepared(name: str | None = None) -> list[Round]:
    """The prepared rounds of a world, or of all, the easiest first."""
    return [game for game in PREPARED if name in (None, game.world.name)]


def with_shifts() -> list[World]:
    """The worlds that have a shift to spot: those of the prepared rounds first, then all others."""
    first = [world_of(distribution) for distribution in TRAINED]
    others = [home for home in map(world, worlds()) if home.attributes and home.changes]
    return list(dict.fromkeys([*first, *others]))
