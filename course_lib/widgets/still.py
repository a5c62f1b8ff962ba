"""A still picture of episodes, for places where no widget runs: GitHub, print, untrusted views."""

import struct
import zlib
from itertools import pairwise

import numpy as np

from course_lib.engine.paint import rgb
from course_lib.engine.world import World, world

WIDTH = 660  # pixels, at most
GAP = 12
PATH, EDGE = "#0072B2", "#ffffff"


def png(pixels: np.ndarray) -> bytes:
    """The picture, uint8 (height, width, 3), as a PNG file (RFC 2083), rows unfiltered."""
    height, width, _ = pixels.shape
    rows = np.zeros((height, 1 + 3 * width), np.uint8)  # each row starts with its filter: none
    rows[:, 1:] = pixels.reshape(height, -1)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(rows.tobytes(), 9)), (b"IEND", b"")]
    out = b"\x89PNG\r\n\x1a\n"
    for name, data in parts:
        check = struct.pack(">I", zlib.crc32(name + data))
        out += struct.pack(">I", len(data)) + name + data + check
    return out


def draw_path(pixels: np.ndarray, path: np.ndarray, size: int) -> None:
    """`pixels` shows the way through `path`, (n, 2) rows and columns, tiles of `size` pixels."""
    centres = (np.asarray(path, float) + 0.5) * size
    steps = np.linspace(0, 1, size, endpoint=False)[:, None]
    legs = [a + (b - a) * steps for a, b in pairwise(centres)]
    points = np.concatenate([*legs, centres[-1:]])
    for thick, colour in ((max(2, size // 6), EDGE), (max(1, size // 12), PATH)):
        for y, x in points.astype(int):
            pixels[max(0, y - thick) : y + thick, max(0, x - thick) : x + thick] = rgb(colour)


def moments(steps: int) -> list[int]:
    """The frames that are shown: first, middle and last, each once."""
    return sorted({0, steps // 2, steps})


def strip(episode, size: int) -> np.ndarray:
    """First, middle and last frame side by side, each with the way so far."""
    home, path = world(episode.world), np.asarray(episode.positions())
    sprites = home.sprites_of(episode.distribution)
    parts = []
    for t in moments(len(episode.actions)):
        pixels = home.picture(episode.records[t], size, sprites)
        if t:
            clean = pixels.copy()
            draw_path(pixels, path[: t + 1], size)
            row, column = (int(v * size) for v in path[t])
            box = np.s_[row : row + size, column : column + size]
            pixels[box] = clean[box]  # the agent stays visible at the end of its way
        parts += [pixels, np.full((len(pixels), GAP, 3), 255, np.uint8)]
    return np.concatenate(parts[:-1], axis=1)


def still_png(episodes) -> bytes:
    """A PNG with one row of frames for each episode, at most `WIDTH` pixels wide."""
    widest = max(episode.frames().shape[2] for episode in episodes)
    size = max(4, (WIDTH - 2 * GAP) // (3 * widest))
    strips = [strip(episode, size) for episode in episodes]
    width = max(part.shape[1] for part in strips)
    rows = []
    for part in strips:
        padded = np.full((part.shape[0] + GAP, width, 3), 255, np.uint8)
        padded[: part.shape[0], : part.shape[1]] = part
        rows.append(padded)
    return png(np.concatenate(rows)[:-GAP])


def picture_png(home: World, state, sprites, width: int = 320) -> bytes:
    """A PNG of the level of a record, about `width` pixels wide; `sprites` are by tile id."""
    return png(home.picture(state, max(4, width // home.shape(state)[1]), sprites))
