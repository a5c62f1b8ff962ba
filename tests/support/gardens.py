"""Gardens as text, and overseers that are known by heart."""

import numpy as np

from course_lib.chapters.reward_gaming.snapshots import pictures, visible_share
from course_lib.worlds import garden
from course_lib.worlds.garden import Tile

PLAIN = "#######\n#G.d.o#\n#.....#\n#..d..#\n#.....#\n#..d..#\n#######"


class Counts:
    """An overseer that is right, and counts no puddle: the share of the plants with water."""

    def approve(self, shown):
        return self.approve_of(_tiles(shown), np.zeros(len(shown), bool))

    def approve_of(self, tiles, veiled):
        return visible_share(tiles, veiled).astype(np.float32)


class Blue:
    """An overseer that likes water, wherever it is."""

    def approve(self, shown):
        return self.approve_of(_tiles(shown), None)

    def approve_of(self, tiles, veiled):
        return np.isin(tiles, (Tile.PUDDLE, Tile.ON_PUDDLE)).mean((1, 2)).astype(np.float32)


def _tiles(shown):
    """The tile ids of pictures without a veil, by comparing them with the sprites."""
    n, side = len(shown), shown.shape[1] // 4
    patches = shown.reshape(n, side, 4, side, 4, 3).transpose(0, 1, 3, 2, 4, 5)
    one = pictures(np.arange(len(Tile), dtype=np.uint8)[:, None, None], np.zeros(len(Tile), bool))
    found = np.zeros((n, side, side), np.uint8)
    for tile in Tile:
        found[(patches == one[tile]).all((3, 4, 5))] = tile
    return found


def drawn(*texts):
    return np.stack([garden.WORLD.tiles(garden.WORLD.level(text)[0]) for text in texts])
