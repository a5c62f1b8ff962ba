"""Snapshots of people on the ridge, with labels: what overseers of the ridge learn from.

A camera goes with the walker and has the 3 x 3 tiles around them. A label is 1 where somebody
stands at the flag, and 0 elsewhere. We leave the sign out of the usual snapshots, and add as many
labelled snapshots of any place as somebody asks for.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import numpy as np

from course_lib.chapters.imitate_or_optimise.observations import beside, under
from course_lib.chapters.imitate_or_optimise.tabular import placed
from course_lib.engine.grid import FREE, WALL
from course_lib.engine.sprites import AGENT_PIXELS, atlas, render
from course_lib.engine.streams import Stream
from course_lib.study.measure.rollout import begin, is_over
from course_lib.worlds import ridge
from course_lib.worlds.ridge import BELOW, Tile
from course_lib.worlds.ridge.planner import ridge_actions

SNAPSHOTS = 3000
CROSSING = replace(ridge.TRAIN, slip=0.1)  # what is photographed: more or less careful people
AROUND = [(row, column) for row in (-1, 0, 1) for column in (-1, 0, 1)]
PLACES = ("the sign", "beside the sign", "corners", "the brink", "the flag")
_SHEET = atlas(ridge.WORLD.sprites, AGENT_PIXELS)
_STANDING = np.arange(len(Tile), dtype=np.uint8)
_STANDING[list(BELOW.values())] = list(BELOW)


def views(states: np.recarray) -> np.ndarray:
    """What the camera has of each walker: tile ids, uint8 (n, 3, 3), for levels of one size."""
    side, each = int(states.side[0]), np.arange(len(states))
    at = np.stack(np.divmod(states.walker_at.astype(np.int64), side), 1)
    found = np.stack([states.tiles[each, beside(at, r, c, side)] for r, c in AROUND], 1)
    found[:, 4] = _STANDING[found[:, 4]]
    return found.reshape(-1, 3, 3)


def pictures(shown: np.ndarray) -> np.ndarray:
    """Pictures uint8 (n, height, width, 3) of tile ids (n, rows, columns)."""
    return render(shown, _SHEET)


@cache
def people(count: int = SNAPSHOTS, seed: int = 0) -> np.recarray:
    """Records (count,) of people who cross, none at the sign: two in five were met at the flag."""
    rng, many = np.random.default_rng([seed, Stream.CROSSINGS]), 2 * count
    # twice as many as are wanted: not everybody comes to their moment
    sim = begin(CROSSING, rng.integers(2**62, size=many, dtype=np.uint64))
    idling, there = rng.choice((0, 0.3, 0.6), many), rng.random(many) < 0.4
    moment = rng.integers(1, 16, many)
    states = []
    for step in range(1, ridge.LIMIT + 1):
        going = ~is_over(sim.batch)
        idle = rng.random(many) < idling
        sim.step(np.where(idle, rng.integers(5, size=many), ridge_actions(sim.batch)))
        now = np.where(there, sim.batch.across == 1, moment == step) & going
        states.append(sim.batch[now].copy())
    found = rng.permutation(np.concatenate(states)).view(np.recarray)
    return found[under(found) != Tile.SIGN][:count]


@cache
def snapshots(count: int = SNAPSHOTS, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Views (count, 3, 3) and labels (count,) of people who cross; none stands at the sign."""
    found = people(count, seed)
    return views(found), (under(found) == Tile.FLAG).astype(np.float32)


def with_extra(extra: Mapping[str, int]) -> tuple[np.ndarray, np.ndarray]:
    """The usual snapshots and their labels, and so many more of people at places (`PLACES`).

    ValueError for a place that is not known, or for less than 0 of them.
    """
    parts = [snapshots()]
    for place, count in extra.items():
        if place not in PLACES or count < 0:
            raise ValueError(f"0 or more at one of {', '.join(PLACES)}, not {count} at {place!r}")
        if count:
            some = people()[:: SNAPSHOTS // count][:count].view(np.recarray)
            states = moved_to(place, some)
            parts.append((views(states), (under(states) == Tile.FLAG).astype(np.float32)))
    shown, labels = zip(*parts, strict=True)
    return np.concatenate(shown), np.concatenate(labels)


def moved_to(place: str, states: np.recarray) -> np.recarray:
    """The same levels (n,), with the walkers at such a place, drawn where there are several."""
    fits = np.array([places_of(place, state) for state in states])
    rng = np.random.default_rng([len(states), Stream.CROSSINGS])
    return placed(states, (fits * rng.random(fits.shape)).argmax(1))


def places_of(place: str, state: np.record) -> np.ndarray:
    """Which cells (side x side,) of a level are such a place: bool."""
    side = int(state.side)
    tiles = np.array(state.tiles[: side * side]).reshape(side, side)
    free, wall = tiles == FREE, tiles == WALL
    if place in ("the sign", "the flag"):
        return (tiles == (Tile.SIGN if place == "the sign" else Tile.FLAG)).ravel()
    if place == "beside the sign":
        return (free & _next_to(tiles == Tile.SIGN).any(0)).ravel()
    if place == "the brink":
        return (free & _next_to(tiles == Tile.CHASM).any(0)).ravel()
    up, right, down, left = _next_to(wall)
    return (free & (up | down) & (left | right)).ravel()


def _next_to(found: np.ndarray) -> np.ndarray:
    """Whether such a tile lies above, right, below, left of each: bool (4, side, side)."""
    wide = np.pad(found, 1)
    return np.stack([wide[:-2, 1:-1], wide[1:-1, 2:], wide[2:, 1:-1], wide[1:-1, :-2]])
