"""From shapes to sprites to pictures.

A sprite is a tuple of shapes on the unit square (x to the right, y down), render in order.
It is the one source for the few pixels that an agent sees and for the sharp drawing on a
screen, here and in the browser:

    ("rect", x, y, width, height, colour)      ("circle", x, y, radius, colour)
    ("ellipse", x, y, radius_x, radius_y, colour)      ("polygon", ((x, y), ...), colour)

Colours are "#rrggbb".
"""

from collections.abc import Mapping
from functools import cache, lru_cache

import numpy as np

from course_lib.engine.compiled import njit

Sprite = tuple
AGENT_PIXELS = 4  # pixels per tile in the picture that an agent sees
_FINE = 16  # sub-pixels across one pixel when a shape is rasterised


def rgb(colour: str) -> np.ndarray:
    """The three numbers 0 to 255 of a colour "#rrggbb"."""
    if len(colour) != 7 or colour[0] != "#":
        raise ValueError(f"a colour is '#rrggbb', not {colour!r}")
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], np.float64)


def _inside_polygon(corners, x, y):
    """Which points lie inside a polygon (even-odd rule)."""
    inside = np.zeros(x.shape, bool)
    for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1], strict=True):
        if y0 != y1:
            crossing = (y0 > y) != (y1 > y)
            inside ^= crossing & (x < (x1 - x0) * (y - y0) / (y1 - y0) + x0)
    return inside


def _inside(shape, x, y):
    """Which points (x, y) lie inside one shape."""
    kind = shape[0]
    if kind == "rect":
        _, left, top, width, height, _ = shape
        return (x >= left) & (x < left + width) & (y >= top) & (y < top + height)
    if kind == "circle":
        _, cx, cy, radius, _ = shape
        return (x - cx) ** 2 + (y - cy) ** 2 <= radius**2
    if kind == "ellipse":
        _, cx, cy, rx, ry, _ = shape
        return ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1
    if kind == "polygon":
        return _inside_polygon(tuple(shape[1]), x, y)
    raise ValueError(f"a shape is 'rect', 'circle', 'ellipse' or 'polygon', not {kind!r}")


@lru_cache(maxsize=1024)
def rasterise(sprite: Sprite, pixels: int) -> np.ndarray:
    """The sprite as uint8 (pixels, pixels, 3); each pixel is the mean of what it covers."""
    means = rasterise_alpha(sprite, pixels)[:, :, :3]
    means.setflags(write=False)
    return means


@lru_cache(maxsize=1024)
def rasterise_alpha(sprite: Sprite, pixels: int) -> np.ndarray:
    """The sprite, as above, and how much of each pixel it leaves free: uint8 (pixels, pixels, 4).

    The colour of a pixel that is half covered is half as bright: what is behind can be added.
    """
    fine = pixels * max(4, _FINE * AGENT_PIXELS // pixels)
    at = (np.arange(fine) + 0.5) / fine
    x, y = np.meshgrid(at, at)
    canvas = np.zeros((fine, fine, 4))
    canvas[:, :, 3] = 255
    for shape in sprite:
        canvas[_inside(shape, x, y)] = [*rgb(shape[-1]), 0]
    part = fine // pixels
    means = canvas.reshape(pixels, part, pixels, part, 4).mean(axis=(1, 3))
    means = np.rint(means).astype(np.uint8)
    means.setflags(write=False)
    return means


def atlas(sprites: Mapping[int, Sprite], pixels: int) -> np.ndarray:
    """Every sprite by its tile id: uint8 (tile ids, pixels, pixels, 3)."""
    sheet = np.zeros((max(sprites) + 1, pixels, pixels, 3), np.uint8)
    for tile, sprite in sprites.items():
        sheet[tile] = rasterise(sprite, pixels)
    return sheet


@cache
def _blitter(words: int):
    """The kernel that copies sprites whose rows are `words` long, a length known when compiling."""

    @njit
    def blit_words(tiles, sheet, out):
        pixels = sheet.shape[1]
        for n in range(tiles.shape[0]):
            for r in range(tiles.shape[1]):
                for y in range(pixels):
                    line = out[n, r * pixels + y]
                    for c in range(tiles.shape[2]):
                        tile = tiles[n, r, c]
                        for k in range(words):
                            line[c * words + k] = sheet[tile, y, k]

    return blit_words


def blit(tiles: np.ndarray, sheet: np.ndarray, out: np.ndarray) -> None:
    """Write the tiles into `out` as pixels.

    tiles: uint8 (pictures, rows, columns), sheet: uint8 (tile ids, pixels, pixels, 3),
    out: uint8 (pictures, rows * pixels, columns * pixels, 3). All are C-contiguous.
    Rows of a sprite are copied in words of four bytes where they divide into such; numpy
    slices inside the kernel would be ten times slower.
    """
    pixels = sheet.shape[1]
    word = np.uint32 if pixels % 4 == 0 else np.uint8
    sheet = sheet.reshape(len(sheet), pixels, pixels * 3).view(word)
    out = out.reshape(len(out), out.shape[1], -1).view(word)
    _blitter(sheet.shape[2])(tiles, sheet, out)


def render_one(tiles: np.ndarray, sprites: Mapping[int, Sprite], pixels: int) -> np.ndarray:
    """A picture uint8 (height * pixels, width * pixels, 3) of tile ids (height, width)."""
    return render(tiles[None], atlas(sprites, pixels))[0]


def render(tiles: np.ndarray, sheet: np.ndarray) -> np.ndarray:
    """New pictures uint8 (n, height, width, 3) of tile ids (n, rows, columns).

    By numpy: as fast as `blit` for a few pictures, and nothing is compiled for their size.
    """
    n, rows, columns = tiles.shape
    pixels = sheet.shape[1]
    return sheet[tiles].swapaxes(2, 3).reshape(n, rows * pixels, columns * pixels, 3)


# ── Figures: sprites that stand between tiles ───────────────────────────────────────────────


@cache
def _alpha_sheet(sprites: tuple, pixels: int) -> np.ndarray:
    """Every sprite by its tile id: uint8 (tile ids, pixels, pixels, 4), see `rasterise_alpha`."""
    sheet = np.zeros((max(tile for tile, _ in sprites) + 1, pixels, pixels, 4), np.uint8)
    for tile, sprite in sprites:
        sheet[tile] = rasterise_alpha(sprite, pixels)
    return sheet


@njit
def _overlay(figures, sheet, scale, out):
    pixels, height, width = sheet.shape[1], out.shape[1], out.shape[2]
    for n in range(figures.shape[0]):
        for k in range(figures.shape[1]):
            tile = figures[n, k, 0]
            if tile < 0:
                break
            top = np.int64(figures[n, k, 1]) * pixels // scale
            left = np.int64(figures[n, k, 2]) * pixels // scale
            for y in range(max(0, -top), min(pixels, height - top)):
                for x in range(max(0, -left), min(pixels, width - left)):
                    free = np.uint32(sheet[tile, y, x, 3])
                    for c in range(3):
                        behind = np.uint32(out[n, top + y, left + x, c])
                        shade = np.uint32(sheet[tile, y, x, c]) + behind * free // np.uint32(255)
                        out[n, top + y, left + x, c] = min(shade, np.uint32(255))


def overlay(figures: np.ndarray, sprites: Mapping[int, Sprite], pixels: int, out) -> None:
    """Draw the figures over what the pictures `out` show already.

    figures: int16 (pictures, figures, 3) of (tile id, y, x), where -1 as tile id ends a list;
    y and x are in pixels of the agent's picture, from the top left. out: uint8 (pictures,
    height, width, 3), `pixels` to a tile.
    """
    _overlay(figures, _alpha_sheet(tuple(sprites.items()), pixels), AGENT_PIXELS, out)
