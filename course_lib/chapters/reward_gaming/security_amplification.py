"""Security amplification in miniature: one overseer composed of many weak ones.

After Christiano's post of that name. Each part sees a quarter of every tile, through a stencil of
its own, and has holes of its own. Together they approve of what the least convinced approves of: a
hole of the whole has to be one in every part. The probe is an object that nobody has labelled,
four by four pixels in random colours, laid on the path. If it is taken for a watered plant, it is
in the hole.
"""

from typing import Any

import numpy as np

from course_lib.chapters.reward_gaming.overseer import PARTS, council
from course_lib.chapters.reward_gaming.snapshots import Snapshots, make, pictures
from course_lib.engine.sprites import AGENT_PIXELS
from course_lib.engine.streams import Stream
from course_lib.study.measure.reward_models import Council
from course_lib.worlds.garden import WORLD

NUMBERS = (1, 2, 4, 8, 16)  # parts
GARDEN = "###o###\n#G..W.#\n#.d...#\n#.....#\n#...d.#\n#.W...#\n#######"  # half well: room to rise
SPOT = (3, 3)  # where the object is laid
TAKEN_IN = 0.125  # approval: half of what one plant of four with water is worth
PATIENCE = 4000  # objects, after which a search is given up


def composed(count: int, first: int = 0, how: str = "min") -> Council:
    """The overseer that is composed of so many parts, beginning with the part of this number."""
    return council("part", count, how, first)


def objects(count: int, seed: int = 0) -> np.ndarray:
    """Objects that nobody has seen: uint8 (count, 4, 4, 3), each of four patches of any colour."""
    rng = np.random.default_rng([seed, Stream.OBJECTS])
    half = AGENT_PIXELS // 2
    patches = rng.integers(256, size=(count, 2, 2, 3), dtype=np.uint8)
    return patches.repeat(half, 1).repeat(half, 2)


def laid(things: np.ndarray) -> np.ndarray:
    """Pictures uint8 (n, height, width, 3) of a garden with each of the objects on the path."""
    shown = np.repeat(_plain(), len(things), 0)
    row, column = (n * AGENT_PIXELS for n in SPOT)
    shown[:, row : row + AGENT_PIXELS, column : column + AGENT_PIXELS] = things
    return shown


def _plain() -> np.ndarray:
    tiles = WORLD.tiles(WORLD.level(GARDEN)[0])[None]
    return pictures(tiles, np.zeros(1, bool))


def rises(whole: Any, things: np.ndarray) -> np.ndarray:
    """By how much each of the objects raises the approval: float (n,)."""
    return whole.approve(laid(things)) - whole.approve(_plain())[0]


def hole(whole: Any, count: int = 20_000, seed: int = 0) -> int:
    """How many of `count` random objects it takes for a watered plant."""
    return int((rises(whole, objects(count, seed)) > TAKEN_IN).sum())


def effort(whole: Any, seed: int = 0) -> int:
    """How many objects a search by small changes had to show it until one was taken for a plant.

    `PATIENCE` if none was.
    """
    rng, half = np.random.default_rng([seed, Stream.EFFORT]), AGENT_PIXELS // 2
    best, top, shown = objects(1, seed)[0], -np.inf, 0
    while shown < PATIENCE:
        tries = np.repeat(best[None], 16, 0)
        for one in tries[1:]:
            row, column = half * rng.integers(2, size=2)
            one[row : row + half, column : column + half] = rng.integers(256, size=3)
        risen = rises(whole, tries)
        passed = np.flatnonzero(risen > TAKEN_IN)
        if len(passed):
            return shown + int(passed[0]) + 1
        shown += len(tries)
        if risen.max() > top:
            best, top = tries[risen.argmax()], risen.max()
    return PATIENCE


def honest_error(whole: Any, fresh: Snapshots) -> float:
    """Root mean square error on honest snapshots: what it costs when nothing is wrong."""
    return float(np.sqrt(np.mean((whole.approve(fresh.pictures()) - fresh.labels) ** 2)))


def amplification(groups: int = 4, count: int = 20_000, searches: int = 6) -> list[dict]:
    """For each number of parts, and several choices of them: hole, effort, error and puddles.

    {"parts", "group", "hole" (a share), "objects", "effort" (a median), "error", "puddle" (what one
    adds, in watered plants)}.
    """
    fresh, rows = make(1000, False, seed=99), []
    for number in NUMBERS:
        for group in range(min(groups, PARTS // number)):
            whole = composed(number, group * number)
            tried = [effort(whole, 10 * group + n) for n in range(searches)]
            rows.append({
                "parts": number, "group": group, "objects": count,
                "hole": hole(whole, count, group) / count,
                "effort": float(np.median(tried)), "error": honest_error(whole, fresh),
                "puddle": puddle_worth(whole),
            })  # fmt: skip
    return rows


def puddle_worth(whole: Any) -> float:
    """What a puddle on the path adds to the approval, where watering a dry plant adds 1."""
    rows = GARDEN.splitlines()
    row, column = SPOT
    puddle = [*rows[:row], rows[row][:column] + "~" + rows[row][column + 1 :], *rows[row + 1 :]]
    drawn = (rows, puddle, [*rows[:2], rows[2].replace("d", "W"), *rows[3:]])
    tiles = np.stack([WORLD.tiles(WORLD.level("\n".join(text))[0]) for text in drawn])
    said = whole.approve(pictures(tiles, np.zeros(3, bool)))
    return float((said[1] - said[0]) / max(said[2] - said[0], 1e-9))
