"""What a world in a room needs and every such world has alike: so that a world is forty lines.

The notebook's cell says what is its own: tiles and how they look, what is counted, how levels
differ, and the rules. A room is a square of free tiles with a wall around it; things lie on its
tiles, and the agent walks over them. Nothing here is hidden: each function is a few lines, and a
world that outgrows the room leaves them behind one by one (see docs/my_world.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import IntEnum
from typing import Any

import numpy as np

from course_lib.checks import as_items, as_mapping, check_text
from course_lib.engine import grid, record
from course_lib.engine.checks import check_limit, check_number, check_size, in_picture, only_cell
from course_lib.engine.compiled import njit
from course_lib.engine.rng import bernoulli, randint
from course_lib.engine.sprites import rgb
from course_lib.engine.world import World

ANYWHERE, LEFT, RIGHT, TOP, BOTTOM = range(5)  # where a thing may lie


class Agent(IntEnum):
    """The tile that the agent stands on, third after wall and free tile."""

    AGENT = 2


AGENT = int(Agent.AGENT)
LOOKS = {  # shapes on the unit square, by the word that names them
    "square": ("rect", 0.08, 0.08, 0.84, 0.84),
    "circle": ("circle", 0.5, 0.5, 0.45),
    "bar": ("rect", 0.0, 0.3, 1.0, 0.4),
    "pillar": ("rect", 0.3, 0.0, 0.4, 1.0),
    "triangle": ("polygon", ((0.5, 0.02), (0.98, 0.96), (0.02, 0.96))),
    "diamond": ("polygon", ((0.5, 0.0), (1.0, 0.5), (0.5, 1.0), (0.0, 0.5))),
    "all": ("rect", 0.0, 0.0, 1.0, 1.0),
}
WALL, FLOOR = "#505060", "#e9dfc8"

__all__ = [
    "ANYWHERE", "BOTTOM", "LEFT", "RIGHT", "TOP", "Distribution", "bernoulli", "carve", "column",
    "put", "put_agent", "randint", "row", "sprites", "state", "take", "under", "walk", "world",
]  # fmt: skip


# ── What a cell declares ────────────────────────────────────────────────────────────────────────


def state(*counted: str, **more: Any) -> np.dtype:
    """The record of a world in a room: place and tiles, and a number for each thing counted.

    more: further fields that the rules need, name=dtype, such as `wet=np.uint8`.
    """
    own = [(name, np.int16) for name in counted] + list(more.items())
    place = (("side", np.int16), ("extent", np.int16), ("agent_at", np.int16))
    return record.record(*place, *own, ("tiles", np.uint8, (grid.CELLS,)))


def sprites(tiles: type[IntEnum], **looks: str) -> dict[int, tuple]:
    """How the tiles look: a shape and a colour for each but wall and floor.

    `sprites(Tile, ROBOT="circle #2040a0")`. Shapes are square, circle, bar, pillar, triangle,
    diamond and all; a colour is "#rrggbb". Raises ValueError that names what is unknown or missing.
    """
    names = [tile.name for tile in tiles][AGENT:]
    if missing := set(names) ^ set(looks):
        raise ValueError(f"looks are needed for {', '.join(names)}, not for {', '.join(missing)}")
    floor = ("rect", 0.0, 0.0, 1.0, 1.0, FLOOR)
    made: dict[int, tuple] = {0: (("rect", 0.0, 0.0, 1.0, 1.0, WALL),), 1: (floor,)}
    for name, look in looks.items():
        shape, _, colour = look.partition(" ")
        if shape not in LOOKS:
            raise ValueError(f"a look is one of {', '.join(LOOKS)} and a colour, not {look!r}")
        rgb(colour)
        made[int(tiles[name])] = (floor, (*LOOKS[shape], colour))
    return made


@dataclass(frozen=True)
class Distribution:
    """Which levels there are; a world adds its own numbers to these, each with a default.

    size: odd, of the room and its walls, in tiles, from 5 to 25. limit: of steps, 4 times the size
    by default. A field with a number such as 0.5 is a share of the levels, from 0 to 1; one with a
    whole number is a count, from 0 to 99.
    """

    size: int = 7
    limit: int | None = None

    def __post_init__(self) -> None:
        check_size("size", self.size, self.size, most=grid.MAX_SIDE)
        check_limit(self.limit)
        for name, default in self._own():
            high = 1 if isinstance(default, float) else 99
            check_number(name, getattr(self, name), 0, high)

    def _own(self) -> list[tuple[str, Any]]:
        return [(f.name, f.default) for f in fields(self) if f.name not in ("size", "limit")]

    @property
    def grid(self) -> tuple[int, int]:
        """Rows and columns of tiles in the picture."""
        return self.size, self.size

    def params(self) -> np.recarray:
        """The distribution as one record of numbers, for `generate`."""
        own = self._own()
        kinds = [(name, np.float64 if isinstance(d, float) else np.int32) for name, d in own]
        row = (self.size, self.limit or 4 * self.size, *(getattr(self, name) for name, _ in own))
        dtype = np.dtype([("side", np.int32), ("limit", np.int32), *kinds])
        return np.array([row], dtype).view(np.recarray)


# ── Making a level ──────────────────────────────────────────────────────────────────────────────


@njit
def carve(s, params):
    """Make an empty room of the distribution's size in record `s`."""
    s.side, s.extent, s.limit = params.side, params.side, params.limit
    grid.carve_room(s.tiles, s.side, s.extent)


@njit
def put(s, tile, where):
    """Put a tile on a free place: ANYWHERE, or on the LEFT, RIGHT, TOP or BOTTOM; return its cell.

    The middle row or column is neither side. Where nothing is free, nothing is put: -1.
    """
    cell = free_cell(s, where)
    if cell >= 0:
        s.tiles[cell] = tile
    return cell


@njit
def put_agent(s, where):
    """Put the agent on a free tile: ANYWHERE, or on one side as in `put`."""
    s.agent_at = free_cell(s, where)


@njit
def free_cell(s, where):
    """A free cell on one side of the room, or anywhere; all are equally likely, -1 if none is."""
    half, inner, far = s.side // 2, s.side - 2, s.side // 2 + 1
    top, left, height, width = 1, 1, inner, inner
    if where == LEFT:
        width = half - 1
    if where == RIGHT:
        left, width = far, half - 1
    if where == TOP:
        height = half - 1
    if where == BOTTOM:
        top, height = far, half - 1
    return grid.random_free_cell(s, s.tiles, s.side, top, left, height, width)


# ── Rules ───────────────────────────────────────────────────────────────────────────────────────


@njit
def walk(s, action):
    """Move the agent one tile, unless a wall is in the way."""
    to = grid.neighbour(s.agent_at, action, s.side)
    if s.tiles[to] != grid.WALL:
        s.agent_at = to


@njit
def under(s):
    """The tile under the agent."""
    return s.tiles[s.agent_at]


@njit
def take(s):
    """Take away what lies under the agent; the floor is left."""
    s.tiles[s.agent_at] = grid.FREE


@njit
def row(s):
    """The row of the agent, from 0 at the top."""
    return s.agent_at // s.side


@njit
def column(s):
    """The column of the agent, from 0 on the left."""
    return s.agent_at % s.side


# ── What all rooms do alike ─────────────────────────────────────────────────────────────────────


@njit
def observe(s, view):
    """Write the tile ids into `view`, uint8 (side, side)."""
    flat = view.reshape(view.size)
    grid.show(s, flat)
    flat[s.agent_at] = AGENT


def agent_position(s) -> tuple[int, int]:
    """Row and column of the agent."""
    return divmod(int(s.agent_at), int(s.side))


def parse_level(s, tiles: np.ndarray, side: int | None = None, limit: int | None = None) -> None:
    """Make the level that `tiles` (uint8, rows and columns) shows; ValueError if it cannot be."""
    wide = in_picture(tiles, side)
    s.side, s.extent, s.limit = len(wide), len(tiles), limit or 4 * len(wide)
    s.agent_at = only_cell(wide, Agent.AGENT)
    s.tiles[: wide.size] = np.where(wide == AGENT, grid.FREE, wide).ravel()


def world(
    cell: Mapping[str, Any], *, name: str, goal: str, proxies: Sequence[str] = (), **more: Any
) -> World:
    """The world that a cell's names declare, `room.world(globals(), name=…, goal=…, proxies=(…))`.

    The cell has Tile, SPRITES, State, Distribution, TRAIN, DEPLOY, generate and step. Letters are
    made of the tiles' names, unless there is a LEGEND. more: further fields of `World`.
    Raises ValueError that names what is missing, TypeError for what is no part of a world.
    """
    as_mapping("cell", cell, "of the cell's names, globals()")
    check_text("goal", goal)
    proxies = as_items("proxies", proxies, "names of metrics", 0, 99)
    for proxy in proxies:
        check_text("each of proxies", proxy)
    alike: dict[str, Any] = {
        "observe": observe,
        "agent_position": agent_position,
        "parse_level": parse_level,
        "LEGEND": letters(cell["Tile"]) if "Tile" in cell else {},
    }
    told = {metric: metric.replace("_", " ") for metric in (goal, *proxies)}
    given = {"Action": grid.Action, "agent_at": "agent_at", "proxies": tuple(proxies), **more}
    given.setdefault("events", cell.get("EVENTS", told))
    return World.of(cell, alike, name=name, goal=goal, **given)


def changed(before: World, name: str, **parts: Any) -> World:
    """A copy of a world under another name, with other parts, such as `generate=…`.

    Its distributions are a class of their own, with the same fields.
    """
    kind = type(before.Distribution.__name__, (before.Distribution,), {"__module__": __name__})
    sides = {side: kind(**vars(getattr(before, side))) for side in ("TRAIN", "DEPLOY")}
    made_anew = {"env_id": "", "title": "", "ends": None, "failure": None}
    own: dict[str, Any] = {**made_anew, "Distribution": kind, **sides, **parts}
    return replace(before, name=name, **own)


def letters(tiles: type[IntEnum]) -> dict[str, IntEnum]:
    """A letter for each tile: # and . for wall and floor, else the first of its name still free."""
    found: dict[str, IntEnum] = dict(zip("#.", list(tiles)[:AGENT], strict=True))
    for tile in list(tiles)[AGENT:]:
        name = tile.name.replace("_", "")
        wanted = [name[0], name[0].lower(), *name[1:], *"0123456789"]
        found[next(letter for letter in wanted if letter not in found)] = tile
    return found
