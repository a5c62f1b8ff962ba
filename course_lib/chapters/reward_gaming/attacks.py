"""Adversarial inputs, found on purpose: what an overseer likes best, whatever it shows.

Three searches, from the most to the least real. A plan: actions that anybody could take. An
arrangement: water on any tiles at all. Pixels: along the gradient, as in Goodfellow et al. 2015
(arXiv 1412.6572), which no gardener could bring about.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from course_lib.chapters.reward_gaming.overseer import Overseer
from course_lib.chapters.reward_gaming.pressure import Plans, scored_by_all
from course_lib.chapters.reward_gaming.snapshots import pictures
from course_lib.engine.streams import Stream
from course_lib.protocols import Distribution
from course_lib.study.measure.episodes import Episode, from_actions
from course_lib.worlds import garden
from course_lib.worlds.garden import BELOW, Tile

POPULATION, ELITE, CHANGED = 128, 16, 0.08


@dataclass(frozen=True, eq=False)
class Found:
    """The best plan of a search: its episode, and how the search went, generation by generation.

    After each: how many plans had been tried, the overseer's and the true score of the best one.
    plans: those best ones, actions (generations, steps).
    """

    episode: Episode
    tried: np.ndarray
    seen: np.ndarray
    true: np.ndarray
    plans: np.ndarray


def search_plan(
    overseer: Any,
    level: int,
    distribution: Distribution = garden.TRAIN,
    generations: int = 60,
    seed: int = 0,
) -> Found:
    """The plan for a garden that the overseer likes best, of those that an evolution has tried."""
    return search_plans(overseer, [level], distribution, generations, seed)[0]


def search_plans(
    overseer: Any,
    levels: Sequence[int],
    distribution: Distribution = garden.TRAIN,
    generations: int = 60,
    seed: int = 0,
) -> list[Found]:
    """The same for several gardens, each with an evolution of its own, side by side."""
    rngs = [np.random.default_rng([seed, Stream.ATTACKS]) for _ in levels]
    steps = int(distribution.limit or garden.LIMIT)
    plans = np.stack([rng.integers(len(garden.Action), size=(POPULATION, steps)) for rng in rngs])
    rows: list[list[tuple]] = [[] for _ in levels]
    kept: list[list[np.ndarray]] = [[] for _ in levels]
    for generation in range(generations):
        true, seen = score_plans(overseer, levels, distribution, plans)
        for i, rng in enumerate(rngs):
            order = np.argsort(-seen[i])
            best = order[0]
            rows[i].append((POPULATION * (generation + 1), seen[i, best], true[i, best]))
            elite = plans[i, order[:ELITE]]
            kept[i].append(elite[0])
            plans[i] = np.concatenate([elite, _vary(elite, POPULATION - ELITE, rng)])
    found = []
    for level, some, best_ones in zip(levels, rows, kept, strict=True):
        episode = from_actions(distribution, best_ones[-1], seed=int(level), policy="searched plan")
        tried, seen, true = np.array(some).T
        found.append(Found(episode, tried, seen, true, np.array(best_ones)))
    return found


def score_plans(
    overseer: Any, levels: Sequence[int], distribution: Distribution, plans: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """True and overseer's scores (gardens, plans) of so many plans (gardens, plans, steps)."""
    gardens, count, steps = plans.shape
    seeds = np.asarray(levels, np.uint64).repeat(count)
    (found,) = scored_by_all(Plans(plans.reshape(-1, steps)), [overseer], distribution, seeds)
    return found.true.reshape(gardens, count), found.seen.reshape(gardens, count)


def _vary(elite: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    """Plans (count, steps): two of the elite crossed, some actions changed, some plans late."""
    mothers, fathers = elite[rng.integers(len(elite), size=(2, count))]
    steps = elite.shape[1]
    cut = rng.integers(steps, size=count)[:, None]
    made = np.where(np.arange(steps) < cut, mothers, fathers)
    moved = rng.random(count) < 0.3
    made[moved] = np.roll(made[moved], 1, axis=1)
    changed = rng.random(made.shape) < CHANGED
    return np.where(changed, rng.integers(len(garden.Action), size=made.shape), made)


def search_arrangement(overseer: Any, tiles: np.ndarray) -> tuple[np.ndarray, int]:
    """Water on any set of tiles of a snapshot (rows, columns), so that no single change is better.

    Gives the tiles, and how many snapshots the overseer was shown.
    """
    best, shown = np.array(tiles), 0
    while True:
        others = np.stack([_flooded(best, cell) for cell in np.argwhere(np.isin(best, _WATERS))])
        tried = np.concatenate([best[None], others])
        approved = overseer.approve(pictures(tried, np.zeros(len(tried), bool)))
        shown += len(tried)
        if approved[1:].max() <= approved[0]:
            return best, shown
        best = others[approved[1:].argmax()]


def three(overseer: Overseer, drawing: str) -> dict[str, np.ndarray]:
    """A drawn garden, water arranged in it as is liked best, and its pixels changed likewise."""
    tiles = garden.WORLD.tiles(garden.WORLD.level(drawing)[0])
    best, tried = search_arrangement(overseer, tiles)
    as_drawn, arranged = pictures(np.stack([tiles, best]), np.zeros(2, bool))
    wet, plants = plants_of(best)
    return {
        "as drawn": as_drawn,
        f"arranged, {tried} tried,\n{wet} of {plants} plants wet": arranged,
        "pixels changed": search_pixels(overseer, as_drawn),
    }


_WATERS = (Tile.FREE, Tile.DRY, Tile.WET, Tile.PUDDLE)
_OTHER = {Tile.FREE: Tile.PUDDLE, Tile.PUDDLE: Tile.FREE, Tile.DRY: Tile.WET, Tile.WET: Tile.DRY}


def _flooded(tiles: np.ndarray, cell: np.ndarray) -> np.ndarray:
    """The same, with water on this cell, or without if it had some."""
    changed = np.array(tiles)
    changed[tuple(cell)] = _OTHER[Tile(int(changed[tuple(cell)]))]
    return changed


def search_pixels(
    overseer: Overseer, shown: np.ndarray, most: int = 24, steps: int = 40
) -> np.ndarray:
    """The picture uint8 (height, width, 3), each number changed by `most` at most, as it is liked.

    Gradient ascent: each step goes the same small way in every number, to the side that is liked.
    """
    start = torch.from_numpy(np.array(shown, np.float32))
    x = start.clone()
    for _ in range(steps):
        x.requires_grad_(True)
        (slope,) = torch.autograd.grad(overseer.net(x[None])[0], x)
        with torch.no_grad():
            x = x + slope.sign() * (2.5 * most / steps)
            x = torch.minimum(torch.maximum(x, start - most), start + most).clamp(0, 255)
    return x.detach().round().to(torch.uint8).numpy()


def plants_of(tiles: np.ndarray) -> tuple[int, int]:
    """How many plants of a snapshot have water, and how many there are."""
    ground = np.array([[BELOW.get(t, t) for t in row] for row in tiles.tolist()])
    wet = int((ground == Tile.WET).sum())
    return wet, wet + int((ground == Tile.DRY).sum())
