"""Whether a trained classifier tells two samples of levels apart, looking at their pictures.

Trained on half of both samples, it sorts the other half, and is sure when chance alone would do as
well in at most 5 % of cases (Lopez-Paz and Oquab 2017, "Revisiting classifier two-sample tests",
arXiv 1610.06545).
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import bdtrc

from course_lib.engine.sprites import rasterise
from course_lib.study.measure.mixtures import Levels, Shelf

SURE = 0.95  # how sure it is to be


@dataclass(frozen=True, eq=False)
class Paints:
    """All colours that occur on some shelves of one world, each once, (colours, 3).

    number: by shelf and part, for each tile id the number of its colour. black: that of what lies
    beyond a level.
    """

    colours: np.ndarray
    number: dict[Shelf, list[np.ndarray]]
    black: int

    @classmethod
    def of(cls, *shelves: Shelf) -> "Paints":
        """The colours of the tiles on these shelves."""
        palettes = {s: [palette(s.world.sprites_of(d)) for _, d in s.parts] for s in shelves}
        each = [one for own in palettes.values() for one in own]
        every = np.concatenate([np.zeros((1, 3), np.float32), *each])
        colours, at = np.unique(every, axis=0, return_inverse=True)
        ends = np.cumsum([len(one) for one in each])
        numbers = iter(np.split(at.reshape(-1)[1:], ends[:-1]))
        return cls(colours, {s: [next(numbers) for _ in own] for s, own in palettes.items()},
                   int(at.reshape(-1)[0]))  # fmt: skip


def pictures(levels: Levels, shape: tuple[int, int], paints: Paints) -> np.ndarray:
    """One pixel for each tile: the number of its colour, (levels, rows, columns).

    shape: rows and columns that all pictures are padded to; beyond a level it is black.
    """
    home, numbers = levels.shelf.world, paints.number[levels.shelf]
    pixels = np.full((len(levels.records), *shape), paints.black, np.uint8)
    for i, state in enumerate(levels.records):
        tiles = home.tiles(state)
        rows, columns = tiles.shape
        pixels[i, :rows, :columns] = numbers[levels.parts[i]][tiles]
    return pixels


def palette(sprites) -> np.ndarray:
    """The mean colour of each tile's sprite, by tile id."""
    colours = np.zeros((max(sprites) + 1, 3), np.float32)
    for tile, sprite in sprites.items():
        colours[tile] = rasterise(sprite, 8).reshape(-1, 3).mean(0) / 255
    return colours


def features(pixels: np.ndarray, colours: np.ndarray, counted: np.ndarray) -> np.ndarray:
    """The colours of the pixels in a row, and after them how many there are of those `counted`."""
    flat = colours[pixels].reshape(len(pixels), -1)
    same = [(pixels == number).sum((1, 2)) for number in counted]
    return np.concatenate([flat, np.stack(same, 1).astype(np.float32)], axis=1)


def separates(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether a classifier, trained on half of each, tells the other halves apart (p <= 0.05)."""
    from sklearn.linear_model import LogisticRegression

    half = len(one) // 2
    train, test = (np.concatenate([one[s], other[s]]) for s in (np.s_[:half], np.s_[half:]))
    scale = train.std(0)
    kept = scale > 0
    mean, scale = train[:, kept].mean(0), scale[kept]
    if not kept.any():
        return False
    model = LogisticRegression(C=0.1, max_iter=200)
    model.fit((train[:, kept] - mean) / scale, np.repeat([0, 1], half))
    truth = np.repeat([0, 1], len(one) - half)
    hits = int((model.predict((test[:, kept] - mean) / scale) == truth).sum())
    return by_chance(hits, len(test)) <= 1 - SURE


def by_chance(hits: int, count: int) -> float:
    """The probability that tossing a coin `count` times gives so many hits or more."""
    return float(bdtrc(hits - 1, count, 0.5)) if hits > 0 else 1.0
