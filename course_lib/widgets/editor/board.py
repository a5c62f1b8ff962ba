"""A level as a drawing that can be changed: what the editor does, without any widget."""

from collections.abc import Iterable
from enum import IntEnum
from typing import Any

import numpy as np

from course_lib.checks import as_items, shown
from course_lib.engine.checks import is_whole
from course_lib.engine.traits import Brushes
from course_lib.engine.world import World, world_of
from course_lib.protocols import Distribution
from course_lib.study.measure.episodes import start_level
from course_lib.widgets.editor.drawing import Drawing, brushes_of


class Board:
    """One level that can be edited, with what it was before.

    Every change makes a new level by the world's own rules for drawings. Where these refuse it,
    ValueError says why, and the level is as it was.
    """

    def __init__(self, distribution: Distribution, seed: int = 0, level: Any = None):
        self.distribution, self.home = distribution, world_of(distribution)
        self.seed, self.record = seed, first_record(distribution, seed, level)
        self.kit = brushes_of(self.home, self.record)
        self.past: list[np.recarray] = []
        self.future: list[np.recarray] = []

    @property
    def tiles(self) -> np.ndarray:
        """The level as it is drawn: tile ids, uint8 (rows, columns)."""
        return editor_tiles(self.home, self.record, self.kit)

    @property
    def text(self) -> str:
        """The level as text."""
        return written(self.home, self.tiles)

    def keep(self, record: np.recarray) -> None:
        """Make this record the level; undo leads back."""
        if not np.array_equal(record, self.record):
            self.past, self.future = [*self.past, self.record], []
            self.record = record

    def undo(self) -> None:
        """Take the last change back; nothing happens before the first."""
        if self.past:
            self.future.append(self.record)
            self.record = self.past.pop()

    def redo(self) -> None:
        """Make the change again that was undone last, if there is one."""
        if self.future:
            self.past.append(self.record)
            self.record = self.future.pop()

    # ── Changes: each gives a new record and leaves the board as it is ──────────────────────

    def read(self, text: str) -> np.recarray:
        """The record (1,) of a level drawn as text."""
        if not isinstance(text, str):
            raise ValueError(f"a level is text, not {shown(text)}")
        plain = "".join(self.kit.plain.get(letter, letter) for letter in text)
        return self.home.level(plain, **self._options(plain))

    def moved(self, start: Iterable[int], end: Iterable[int]) -> np.recarray:
        """The record in which what is at `start` lies at `end` instead, with floor left behind."""
        start, end = self._cell(start), self._cell(end)
        if start == end:
            return self.record
        drawing = Drawing(self.kit, self.tiles)
        drawing.lay(end, drawing.take(start))
        return self.read(written(self.home, drawing.tiles))

    def put(self, tile: Any, cells: Iterable[Iterable[int]]) -> np.recarray:
        """The record with this tile (a name, or of the world's `Tile`) on each of these cells.

        Of what there is only one of, it lies on the last cell, and no longer where it was.
        """
        brush, drawing = self._brush(tile), Drawing(self.kit, self.tiles)
        found = [self._cell(cell) for cell in cells]
        if brush in self.kit.alone:
            drawing.clear(brush)
            found = found[-1:]
        for cell in found:
            drawing.lay(cell, brush)
        return self.read(written(self.home, drawing.tiles))

    def _options(self, text: str) -> dict[str, Any]:
        """What a drawing does not show, as the distribution has it; chances follow the seed."""
        home = self.home
        d: Any = self.distribution
        options = {"side": d.grid[0], "limit": d.limit}
        undrawn = {name: getattr(d, name) for name in home.undrawn_fields}
        if undrawn:
            undrawn["seed"] = self.seed
        own = home.level_options(d, text) if home.level_options else {}
        return {**options, **undrawn, **own}

    def _brush(self, tile: Any) -> IntEnum:
        for brush in self.kit.tiles:
            named = isinstance(tile, str) and tile.upper() == brush.name
            if named or (is_whole(tile) and tile == brush):
                return brush
        names = ", ".join(brush.name.lower() for brush in self.kit.tiles)
        raise ValueError(f"{shown(tile)} cannot be put into this world; allowed: {names}")

    def _cell(self, cell: Iterable[int]) -> tuple[int, int]:
        rows, columns = self.tiles.shape
        place = as_items("a cell", cell, "whole numbers, its row and its column", 2, 2)
        whole = all(map(is_whole, place))
        if not whole or not (0 <= place[0] < rows and 0 <= place[1] < columns):
            raise ValueError(
                f"a cell is (row, column) with rows 0 to {rows - 1} and columns 0 to "
                f"{columns - 1}, not {shown(cell)}"
            )
        return int(place[0]), int(place[1])


def first_record(distribution: Distribution, seed: int, level: Any) -> np.recarray:
    """The record (1,) of a seed's level, of a drawing, or of another record, at its start."""
    sim = start_level(distribution, seed, level)
    record = sim.batch.copy().view(np.recarray)
    sim.world.restart(record)
    return record


def editor_tiles(home: World, record: np.recarray, kit: Brushes) -> np.ndarray:
    """The level of a record (1,) as a drawing has it: all of it, and a hidden coin too."""
    s = record.copy().view(np.recarray)[0]
    for name, value in kit.shown.items():
        s[name] = value
    tiles = home.tiles(s)
    if "extent" in (home.State.names or ()):  # the maze or room lies in the picture's top left
        tiles = tiles[: s["extent"], : s["extent"]].copy()
    legend = home.legend
    for letter, plain in kit.plain.items():
        if legend[plain] in kit.alone:
            tiles[tiles == legend[letter]] = legend[plain]
    return tiles


def written(home: World, tiles: np.ndarray) -> str:
    """A drawing, tile ids (rows, columns), as text."""
    letter = {tile: char for char, tile in home.legend.items()}
    return "\n".join("".join(letter[tile] for tile in row) for row in tiles.tolist())
