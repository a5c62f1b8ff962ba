"""How a level looks: to people, to an agent, and as text."""

from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import Any

import numpy as np

from course_lib.engine.checks import check_whole
from course_lib.engine.sprites import AGENT_PIXELS, overlay, render_one

FIGURES = 12  # at most, in one level
STAGE = 18  # columns that people are shown at a time, of a level that a camera moves through


class Looks:
    """What can be asked of a world's records by eye; the fields are those of `World`."""

    name: str
    State: np.dtype
    Tile: type[IntEnum]
    sprites: Mapping[int, tuple]
    art: Mapping[int, tuple]
    legend: Mapping[str, int]
    observe: Callable
    figures: Callable | None
    camera: Callable | None
    shape: Callable[[Any], tuple[int, int]]
    agent_position: Callable[[Any], tuple[float, float]]
    sprites_of: Callable[[Any], Mapping[int, tuple]]

    def art_of(self, distribution=None) -> Mapping[int, tuple]:
        """The sprites as people see them, undressed by default: the world's art where it has some.

        Agents are shown four pixels a tile, and what they learned hangs on those.
        """
        sprites = self.sprites if distribution is None else self.sprites_of(distribution)
        return {**sprites, **self.art}

    def sprites_json(self, distribution=None) -> list:
        """The art as plain lists by tile id, ready for JSON; undressed by default."""
        sprites = self.art_of(distribution)
        return [list(map(list, sprites.get(t, ()))) for t in range(max(sprites) + 1)]

    def scenery(self, s) -> np.ndarray:
        """What is where in the level of record `s`, without figures: tile ids, uint8 `shape`."""
        view = np.empty(self.shape(s), np.uint8)
        self.observe(s, view)
        return view

    def floating(self, s) -> np.ndarray:
        """The figures of record `s`, those in front last: int16 (figures, 3), see above."""
        found = np.zeros((FIGURES, 3), np.int16)
        return found[: self.figures(s, found)] if self.figures else found[:0]

    def standing(self, s) -> list[list[float]]:
        """The figures as the browser paints them: a list of [tile id, x, y], in tiles."""
        return [[t, x / AGENT_PIXELS, y / AGENT_PIXELS] for t, y, x in self.floating(s).tolist()]

    def stage(self, s) -> list[float]:
        """What people are shown of the level: x, y, width and height of that part, in tiles.

        All of it, or `STAGE` columns with the agent in the middle where it can be.
        """
        rows, columns = self.shape(s)
        width = min(columns, STAGE) if self.camera else columns
        left = self.agent_position(s)[1] + 0.5 - width / 2
        return [min(max(0.0, left), columns - width), 0, width, rows]

    def tiles(self, s) -> np.ndarray:
        """What is where in record `s`, figures on the tile nearest to them: uint8 `shape`."""
        view = self.scenery(s)
        for tile, y, x in self.floating(s):
            row, column = (int(v + AGENT_PIXELS // 2) // AGENT_PIXELS for v in (y, x))
            view[min(max(row, 0), len(view) - 1), column] = tile
        return view

    def picture(self, s, pixels: int, sprites: Mapping[int, tuple] | None = None) -> np.ndarray:
        """The whole level of record `s`, uint8 (height * pixels, width * pixels, 3).

        sprites: by tile id, the world's own art by default. Raises ValueError for what is no
        record of this world, no size or no sprites.
        """
        self.check_record(s)
        check_whole("pixels", pixels, 1, 512)
        pixels = int(pixels)  # one of numpy's small numbers would overflow below
        if sprites is not None and (
            not isinstance(sprites, Mapping) or not set(self.Tile) <= set(sprites)
        ):
            raise ValueError(
                f"sprites must be a dict from each tile to its shapes, not {sprites!r:.80}"
            )
        sprites = self.art_of() if sprites is None else sprites
        out = render_one(self.scenery(s), sprites, pixels)
        if self.figures:
            overlay(self.floating(s)[None], sprites, pixels, out[None])
        return out

    def text(self, s) -> str:
        """The record drawn with one character a tile."""
        self.check_record(s)
        letter = {tile: char for char, tile in self.legend.items()}
        return "\n".join("".join(letter[t] for t in row) for row in self.tiles(s).tolist())

    def check_record(self, s) -> None:
        """Raise ValueError unless `s` is one record of this world."""
        if getattr(s, "dtype", None) != self.State or np.ndim(s):
            raise ValueError(f"a record of the {self.name!r} world is needed, not {s!r:.80}")
