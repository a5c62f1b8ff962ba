"""What a world is: a declaration of its parts, and the records that its kernels work on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import numpy as np

from course_lib.engine.sprites import AGENT_PIXELS, picture, stamp

HEAD = [
    ("seed", np.uint64),  # the level follows from it
    ("rng", np.uint64),  # the random state, see engine/dice.py
    ("steps", np.int32),  # taken so far in this episode
    ("limit", np.int32),  # after so many steps the episode is truncated
    ("reward", np.float32),  # of the last step
    ("terminated", np.uint8),
    ("truncated", np.uint8),
]
FIGURES = 12  # at most, in one level
STAGE = 18  # columns that people are shown at a time, of a level that a camera moves through


def record(*fields: tuple) -> np.dtype:
    """The dtype of a world's state: the head that all worlds share, then its own fields.

    Raises ValueError for a name that numpy's records have already: interpreted, `s.size` would
    be numpy's size and not the field.
    """
    for name, *_ in fields:
        if hasattr(np.recarray, name) or hasattr(np.record, name):
            raise ValueError(f"a field cannot be called {name!r}: numpy's records use that name")
    return np.dtype([*HEAD, *fields], align=True)


def zeros(dtype: np.dtype, count: int = 1) -> np.recarray:
    """`count` records of zeros; `blank(State)[0].steps` reads and writes like an object."""
    return np.zeros(count, dtype).view(np.recarray)


@dataclass(frozen=True, eq=False)
class World:
    """A world, declared by its parts.

    generate(s, knobs) makes a level with the record's dice, begin(s) starts an episode in it,
    step(s, action) is the rules, observe(s, view) writes tile ids into `view` (height, width).
    All four are numba kernels on one record `s`; `knobs` is a record too.

    Two more are for worlds whose levels are larger than the picture, or where something stands
    between tiles. camera(s, height, width) gives the (top, left) tile of such a view; a view of
    the level's own `shape` is all of it. figures(s, out) writes a row (tile id, y, x) for each
    thing that `observe` leaves out, in pixels of the agent's picture from the level's top left,
    and gives their number, FIGURES at most. Sprites of figures have no backdrop.
    """

    name: str
    env_id: str
    title: str
    goal: str
    proxies: tuple[str, ...]
    extra_metrics: tuple[str, ...]
    State: np.dtype
    Distribution: type
    TRAIN: Any
    DEPLOY: Any
    Action: type[IntEnum]
    Tile: type[IntEnum]
    sprites: Mapping[int, tuple]
    legend: Mapping[str, int]
    generate: Callable
    reset: Callable
    step: Callable
    observe: Callable
    shape: Callable[[Any], tuple[int, int]]
    parse_level: Callable
    agent_position: Callable[[Any], tuple[float, float]]
    events: Mapping[str, str] = field(default_factory=dict)
    count_metrics: tuple[
        str, ...
    ] = ()  # the metrics that can be more than 1; the others are yes or no
    dress: Callable[[Any], Mapping[int, tuple]] | None = None  # sprites a distribution changes
    camera: Callable | None = None
    figures: Callable | None = None
    undrawn_fields: tuple[str, ...] = ()  # knobs that no drawing shows: a drawn level is given them

    @property
    def metrics(self) -> tuple[str, ...]:
        """Everything that is counted: the intended goal first, then the proxies, then the rest."""
        return (self.goal, *self.proxies, *self.extra_metrics)

    def from_text(self, text: str, distribution, seed: int = 0) -> np.recarray:
        """One record of a level drawn as text, for this distribution's pictures and chances.

        seed: of the chances, where there are any.
        """
        given = {name: getattr(distribution, name) for name in self.undrawn_fields}
        if given:
            given["seed"] = seed
        return self.level(text, side=distribution.grid[0], **given)

    def sprites_of(self, distribution) -> Mapping[int, tuple]:
        """The sprites by tile id, as this distribution dresses them."""
        return {**self.sprites, **self.dress(distribution)} if self.dress else self.sprites

    def sprites_json(self, distribution=None) -> list:
        """The sprites as plain lists by tile id, ready for JSON; undressed by default."""
        sprites = self.sprites if distribution is None else self.sprites_of(distribution)
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

        sprites: by tile id, the world's own by default.
        """
        sprites = self.sprites if sprites is None else sprites
        out = picture(self.scenery(s), sprites, pixels)
        if self.figures:
            stamp(self.floating(s)[None], sprites, pixels, out[None])
        return out

    def text(self, s) -> str:
        """The record drawn with one character a tile."""
        letter = {tile: char for char, tile in self.legend.items()}
        return "\n".join("".join(letter[t] for t in row) for row in self.tiles(s).tolist())

    def distribution_of(self, fields: Mapping[str, Any]):
        """The distribution with these fields, as JSON gives them (lists stand for tuples)."""
        pairs = {k: tuple(v) if isinstance(v, list) else v for k, v in fields.items()}
        return self.Distribution(**pairs)

    def level(self, text: str, **options) -> np.recarray:
        """One record, ready to play, of a level drawn as text; `options` are the world's own.

        Raises ValueError that names what is wrong with the drawing.
        """
        lines = text.strip("\n").splitlines()
        lines = [line.strip() for line in lines if line.strip()]
        if not lines:
            raise ValueError("a level needs at least one line of text; this one is empty")
        for number, line in enumerate(lines, start=1):
            if len(line) != len(lines[0]):
                raise ValueError(
                    f"line {number} has {len(line)} characters and line 1 has {len(lines[0])}; "
                    "all lines must be equally long"
                )
            for char in line:
                if char not in self.legend:
                    allowed = " ".join(self.legend)
                    raise ValueError(f"{char!r} in line {number} is not a tile; allowed: {allowed}")
        tiles = np.array([[self.legend[c] for c in line] for line in lines], np.uint8)
        records = zeros(self.State)
        self.parse_level(records[0], tiles, **options)
        self.reset(records[0])
        return records


_WORLDS: dict[str, World] = {}


def register(world: World) -> World:
    """The world can be found by its name and by its distributions."""
    _WORLDS[world.name] = world
    return world


def worlds() -> list[str]:
    """The names of all worlds."""
    return list(_WORLDS)


def world(name: str) -> World:
    """The world of this name; ValueError if there is none."""
    if name not in _WORLDS:
        raise ValueError(f"there is no world {name!r}; there are: {', '.join(_WORLDS)}")
    return _WORLDS[name]


def world_of(distribution) -> World:
    """The world that a distribution belongs to; TypeError if it is not a distribution."""
    for candidate in _WORLDS.values():
        if isinstance(distribution, candidate.Distribution):
            return candidate
    raise TypeError(
        f"{distribution!r} is not a distribution of levels; expected, for example, maze.TRAIN"
    )
