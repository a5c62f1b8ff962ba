"""What pictures have in common: the same tile, seen again, is not looked at again.

A picture of the course is made of tiles, few of which differ. So the distinct *patches* (a tile's
4 x 4 pixels) are numbered, then the distinct *cells* (3 x 3 patches, what the network's second
layer sees at one place), then the distinct *windows* (3 x 3 cells, every other row and column: what
the third sees). Of the 100,000 windows of a rollout in the maze some 5,000 differ. Each layer is
then computed once for each of them, which is exact, and gathered by number:

    patches -> f1 = relu(patches x W1) -> f2 = relu(f1[cells] x W2) -> f3 = relu(f2[windows] x W3)
    features of a picture = f3[its numbers]

It works for any pictures; where nothing is alike, nothing is saved.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from course_lib.agents.mosaic.kernels import compact, number
from course_lib.engine.sprites import AGENT_PIXELS

GREY = 128  # what an agent's network takes for nothing, see torch_tools.to_input
_ROOM = 1024  # rows, at first


class _Distinct:
    """The distinct rows of one level, each kept once, in the order in which they were met."""

    def __init__(self, places: np.ndarray):
        self.places = places  # int32 (p, width), where in the level below a row's numbers stand
        self.clear(_ROOM)

    def clear(self, room: int | None = None) -> None:
        """Forget all rows."""
        if room is not None:
            self.rows = np.empty((room, self.places.shape[1]), np.int32)
            self.known = np.empty(4 * room, np.int32)
        self.known.fill(-1)
        self.count = 0

    def numbers(self, below: np.ndarray) -> np.ndarray:
        """The row's number at each place, int32 (n, p), of what is below, int32 (n, length)."""
        numbers = np.empty((len(below), len(self.places)), np.int32)
        while True:
            count = number(below, self.places, self.rows, self.known, self.count, numbers)
            if count >= 0:
                self.count = int(count)
                return numbers
            self._grow()

    def _grow(self) -> None:
        """Make room for twice as many rows, which keep their numbers."""
        rows, width = self.rows, self.places.shape[1]
        self.clear(2 * len(rows))
        itself, ignored = np.arange(width, dtype=np.int32)[None], np.empty((len(rows), 1), np.int32)
        self.count = int(number(rows, itself, self.rows, self.known, 0, ignored))


@dataclass(frozen=True)
class Part:
    """What a few pictures show, numbered from 0; the last number of a level means outside.

    patches: uint8 (d, 4, 4, colours). cells: int32 (c, 9), of patches. windows: int32 (w, 9), of
    cells. numbers: int32 (n, places), of windows.
    """

    patches: np.ndarray
    cells: np.ndarray
    windows: np.ndarray
    numbers: np.ndarray


class Mosaic:
    """The distinct patches, cells and windows of pictures uint8 (n, rows, columns, colours)."""

    def __init__(self, rows: int, columns: int, colours: int = 3):
        self.colours = colours
        high, wide = -(-rows // AGENT_PIXELS), -(-columns // AGENT_PIXELS)
        self.edge = high * AGENT_PIXELS - rows, wide * AGENT_PIXELS - columns
        self.patches = _Distinct(of_pixels(high, wide, colours))
        self.cells = _Distinct(neighbours(high, wide, 1))
        self.windows = _Distinct(neighbours(high, wide, 2))

    def clear(self) -> None:
        """Forget all that was seen."""
        for level in (self.patches, self.cells, self.windows):
            level.clear()

    def numbers(self, pictures: np.ndarray) -> np.ndarray:
        """The numbers of all windows of pictures uint8 (n, rows, columns, colours): (n, places)."""
        if any(self.edge):
            (down, right), around = self.edge, ((0, 0),)
            pictures = np.pad(
                pictures, (*around, (0, down), (0, right), *around), constant_values=GREY
            )
        flat = np.ascontiguousarray(pictures).reshape(len(pictures), np.prod(pictures.shape[1:]))
        words = flat.view(np.int32)
        return self.windows.numbers(self.cells.numbers(self.patches.numbers(words)))

    def part(self, numbers: np.ndarray) -> Part:
        """What the pictures with these numbers (n, places) show."""
        numbers, windows = _used(self.windows, numbers)
        windows, cells = _used(self.cells, windows)
        cells, patches = _used(self.patches, cells)
        shape = AGENT_PIXELS, AGENT_PIXELS, self.colours
        pixels = patches.view(np.uint8).reshape(-1, *shape)
        return Part(pixels, cells, windows, numbers)


def _used(level: _Distinct, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The numbers, counted anew from 0, and the rows that they are of; -1 becomes the last."""
    again = np.array(numbers).ravel()
    used = np.empty(min(level.count, len(again)), np.int32)
    count = compact(again, np.full(level.count, -1, np.int32), used)
    again[again < 0] = count
    return again.reshape(numbers.shape), level.rows[used[:count]]


@cache
def neighbours(rows: int, columns: int, stride: int) -> np.ndarray:
    """The 3 x 3 places round every `stride`-th one: int32 (places, 9), -1 for those outside."""
    seen = np.full((rows + 2, columns + 2), -1, np.int32)
    seen[1:-1, 1:-1] = np.arange(rows * columns).reshape(rows, columns)
    windows = np.lib.stride_tricks.sliding_window_view(seen, (3, 3))[::stride, ::stride]
    return np.ascontiguousarray(windows.reshape(-1, 9))


@cache
def of_pixels(high: int, wide: int, colours: int) -> np.ndarray:
    """Where each tile's pixels stand, in words of 4 bytes: int32 (high x wide, 4 x colours)."""
    words = np.arange(high * AGENT_PIXELS * wide * colours, dtype=np.int32)
    lines = words.reshape(high, AGENT_PIXELS, wide, colours).transpose(0, 2, 1, 3)
    return np.ascontiguousarray(lines.reshape(high * wide, -1))
