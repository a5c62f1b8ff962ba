"""A drawing of a level that can be changed: what lies on the ground, and where the figure stands.

The two are kept apart, so that a figure leaves behind what it stood on, in worlds whose tiles show
both. In the others the figure is one of the things that lie there.
"""

from typing import Any

import numpy as np

from course_lib.engine.traits import Brushes
from course_lib.engine.world import World

Cell = tuple[int, int]


def brushes_of(home: World, record: np.recarray) -> Brushes:
    """The brushes of a world: its own, or all its tiles; of the agent there is one then.

    record: any of its levels (1,). The floor is the tile called FREE, or else the second one.
    """
    if home.brushes:
        return home.brushes
    tiles = tuple(home.Tile)
    floor = next((tile for tile in tiles if tile.name == "FREE"), tiles[1])
    agent = home.tiles(record[0])[tuple(map(int, home.agent_position(record[0])))]
    return Brushes(tiles, floor, alone=(home.Tile(agent),))


class Drawing:
    """One drawing, made of tile ids (rows, columns); `tiles` are those of what became of it."""

    def __init__(self, kit: Brushes, tiles: np.ndarray):
        self.kit, self.ground = kit, tiles.copy()
        self.over = {below: tile for tile, below in kit.below.items()}  # the figure on a thing
        self.figure: Cell | None = None
        for cell in map(tuple, np.argwhere(np.isin(tiles, list(kit.below)))):
            self.figure, self.ground[cell] = cell, kit.below[tiles[cell]]

    @property
    def tiles(self) -> np.ndarray:
        """The drawing as tile ids, uint8 (rows, columns)."""
        tiles = self.ground.copy()
        if self.figure is not None:
            tiles[self.figure] = self.over[int(tiles[self.figure])]
        return tiles

    def take(self, cell: Cell) -> Any:
        """Take away what lies in a cell, the figure before what it stands on; return its tile."""
        if cell == self.figure:
            self.figure = None
            return self.over[int(self.kit.floor)]
        tile = self.ground[cell]
        ends = zip(cell, self.ground.shape, strict=True)
        edge = any(at in (0, length - 1) for at, length in ends)
        border = self.kit.floor if self.kit.border is None else self.kit.border
        self.ground[cell] = border if edge else self.kit.floor
        return tile

    def lay(self, cell: Cell, tile: Any) -> None:
        """Put a tile into a cell; it takes the place of what cannot lie below or above it."""
        if tile in self.kit.below:
            self.figure = cell
            if self.ground[cell] not in self.over:
                self.ground[cell] = self.kit.floor
        else:
            self.ground[cell] = tile
            if cell == self.figure and tile not in self.over:
                self.figure = None

    def clear(self, tile: Any) -> None:
        """Take away every tile of this kind that lies on the ground."""
        for row, column in np.argwhere(self.ground == tile).tolist():
            if (row, column) != self.figure:
                self.take((row, column))
            else:
                self.ground[row, column] = self.kit.floor
