"""Checks at the door that the worlds' distributions share: each error names value and allowed."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from enum import IntEnum
from numbers import Integral, Real

import numpy as np

from course_lib.engine import grid, platforms


def is_number(value, kind=Real) -> bool:
    """Whether `value` is a number of this kind; True and False are none."""
    return isinstance(value, kind) and not isinstance(value, bool)


def is_whole(value) -> bool:
    """Whether `value` is a whole number; 3.0 is none."""
    return is_number(value, Integral)


def check_number(name: str, value, low, high) -> None:
    """Raise ValueError unless `value` is a number, whole or not, from `low` to `high`."""
    if not is_number(value) or not low <= value <= high:
        raise ValueError(f"{name} must be a number from {low} to {high}, not {value!r}")


def check_whole(name: str, value, low: int = 0, high: int | None = None) -> None:
    """Raise ValueError unless `value` is a whole number from `low`, to `high` if that is given."""
    if not is_whole(value) or value < low or (high is not None and value > high):
        most = "" if high is None else f" to {high}"
        raise ValueError(f"{name} must be a whole number from {low}{most}, not {value!r}")


def check_limit(limit: int | None, most: int = 1_000_000) -> None:
    """Raises ValueError unless the number of steps is None (as usual) or from 1 to `most`."""
    if limit is not None:
        check_whole("limit", limit, 1, most)


def as_range(name: str, value) -> tuple:
    """(smallest, largest) of one number, or of such a pair; ValueError for another tuple.

    Whole numbers are Python's, since numpy's small ones would overflow where they are multiplied.
    """
    pair = value if isinstance(value, tuple) else (value, value)
    if len(pair) != 2:
        raise ValueError(f"{name} must be one number or (smallest, largest), not {value!r}")
    return tuple(int(one) if is_whole(one) else one for one in pair)


def check_size(name: str, small, large, most: int, least: int = 5) -> None:
    """Raise ValueError unless `small` <= `large` are odd and from `least` to `most`."""
    for size in (small, large):
        check_whole(name, size, least, most)
        if size % 2 == 0:
            raise ValueError(f"{name} must be odd, from {least} to {most}, not {size}")
    if small > large:
        raise ValueError(f"{name} must be (smallest, largest), not ({small}, {large})")


def check_range(name: str, value, low: int, high: int) -> None:
    """Raise ValueError unless `value` is a whole number or a pair (smallest, largest) of such."""
    small, large = as_range(name, value)
    for number in (small, large):
        check_whole(name, number, low, high)
    if small > large:
        raise ValueError(f"{name} must be (smallest, largest), not {value!r}")


def check_choice(name: str, value, allowed: Sequence) -> None:
    """Raise ValueError unless `value` is one of `allowed`."""
    if isinstance(value, np.ndarray) or value not in allowed:  # an array equals in parts
        names = ", ".join(repr(a) for a in allowed)
        raise ValueError(f"{name} must be one of {names}, not {value!r:.80}")


def check_cell(name: str, value, size: int, names: Sequence[str]) -> None:
    """Raise ValueError unless `value` is one of `names` or a (row, column) inside the border."""
    if isinstance(value, str):
        check_choice(name, value, names)
        return
    pair = isinstance(value, tuple) and len(value) == 2
    if not pair or not all(isinstance(v, Integral) and 1 <= int(v) <= size - 2 for v in value):
        words = ", ".join(repr(n) for n in names)
        raise ValueError(
            f"{name} must be {words} or (row, column) with both from 1 to {size - 2}, not {value!r}"
        )


def check_levels(d, needed: int, what: str) -> None:
    """Raise ValueError unless size, layout, loops and limit of the distribution `d` are allowed.

    needed: how many free cells the smallest level must have, for `what`.
    """
    small, large = as_range("size", d.size)
    check_size("size", small, large, most=grid.MAX_SIDE)
    check_choice("layout", d.layout, ("room", "maze"))
    check_number("loops", d.loops, 0, 1)
    if d.loops and d.layout == "room":
        raise ValueError(f"loops are for the layout 'maze'; a room has none, not {d.loops}")
    check_limit(d.limit)
    free = (small - 2) ** 2 if d.layout == "room" else 2 * (small // 2) ** 2 - 1  # rooms and doors
    if needed > free:
        raise ValueError(f"{what} need {needed} cells; a {d.layout} of size {small} has {free}")


def in_picture(tiles: np.ndarray, side: int | None) -> np.ndarray:
    """The drawn level `tiles` in the top left of a picture of `side` tiles, the rest being wall.

    side: as large as the level by default. Raises ValueError unless the level is square, of a
    size that is allowed, and has wall all the way round.
    """
    rows, columns = tiles.shape
    if rows != columns:
        raise ValueError(f"a level is square; this one has {rows} rows and {columns} columns")
    check_size("size", rows, rows, most=grid.MAX_SIDE)
    side = rows if side is None else side
    check_size("side", side, side, most=grid.MAX_SIDE)
    if side < rows:
        raise ValueError(f"a picture of side {side} is too small for a level of size {rows}")
    edge = np.concatenate([tiles[0], tiles[-1], tiles[:, 0], tiles[:, -1]])
    if (edge != grid.WALL).any():
        raise ValueError("the border of a level must be wall ('#') all the way round")
    wide = np.full((side, side), grid.WALL, np.uint8)
    wide[:rows, :rows] = tiles
    return wide


def only_cell(tiles: np.ndarray, tile: IntEnum) -> int:
    """The one cell that shows `tile`; ValueError if there is none, or more than one."""
    cells = np.flatnonzero(tiles.ravel() == tile)
    if len(cells) != 1:
        raise ValueError(f"a level needs exactly one {tile.name.lower()}; this has {len(cells)}")
    return int(cells[0])


def only_of(tiles: np.ndarray, kinds: Sequence[IntEnum], name: str) -> tuple[int, int]:
    """Row and column of the one tile of these kinds; ValueError if there is none, or more."""
    found = np.argwhere(np.isin(tiles, kinds))
    if len(found) != 1:
        raise ValueError(f"a level needs exactly one {name}; this has {len(found)}")
    return int(found[0, 0]), int(found[0, 1])


def without_figure(tiles: np.ndarray, below: Mapping) -> np.ndarray:
    """A copy of the drawing without the figure: with what, by its tile, lies below it."""
    ground = np.array(tiles)
    for tile, lies in below.items():
        ground[tiles == tile] = lies
    return ground


def check_way(tiles: np.ndarray, side: int, start: int, end: int, problem: str) -> None:
    """Raise ValueError, with the `problem` in words, if no way leads from `start` to `end`."""
    steps = np.empty(side * side, np.int32)
    grid.distances(tiles, side, start, steps)
    if steps[end] >= grid.FAR:
        row, column = divmod(int(end), int(side))
        raise ValueError(f"{problem} at row {row}, column {column}")


def check_pair(name: str, value, least: int, most: int) -> None:
    """Raise ValueError unless `value` is a tuple of two whole numbers within the bounds."""
    if not isinstance(value, tuple) or len(value) != 2:
        raise ValueError(f"{name} must be two numbers from {least} to {most}, not {value!r}")
    for number in value:
        check_whole(name, number, least, most)


def check_side_view(tiles: np.ndarray) -> None:
    """Raise ValueError unless the tiles can be a level of a platform world."""
    rows, columns = tiles.shape
    if rows != platforms.ROWS or not 12 <= columns <= platforms.MAX_COLUMNS:
        raise ValueError(
            f"a level has {platforms.ROWS} rows and from 12 to {platforms.MAX_COLUMNS} columns; "
            f"this one has {rows} rows and {columns} columns"
        )
    if (tiles[:, [0, -1]] != platforms.GROUND).any():
        raise ValueError("the first and the last column of a level must be ground ('#')")
    if not np.isin(tiles[-1], (platforms.GROUND, platforms.TURF, platforms.PIT)).all():
        raise ValueError("the lowest row of a level must be ground ('#') or pit ('~')")


def check_fields(values, kind: type, name: str) -> None:
    """Raise ValueError unless `values` is a mapping whose keys are fields of the dataclass."""
    known = [f.name for f in fields(kind)]
    if not isinstance(values, Mapping) or not set(values) <= set(known):
        raise ValueError(
            f"a distribution of {name!r} is given by its fields {', '.join(known)}, not {values!r}"
        )


def drawn_tiles(text: str, legend: Mapping[str, int]) -> np.ndarray:
    """Tile ids (height, width) of a level drawn as text, a character a tile.

    legend: from a character to its tile. Raises ValueError that names what is wrong.
    """
    if not isinstance(text, str):
        raise ValueError(f"a level is drawn as text, not as {text!r:.80}")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        raise ValueError("a level needs at least one line of text; this one is empty")
    for number, line in enumerate(lines, start=1):
        if len(line) != len(lines[0]):
            raise ValueError(
                f"line {number} has {len(line)} characters and line 1 has {len(lines[0])}; "
                "all lines must be equally long"
            )
        for char in line:
            if char not in legend:
                allowed = " ".join(legend)
                raise ValueError(f"{char!r} in line {number} is not a tile; allowed: {allowed}")
    return np.array([[legend[char] for char in line] for line in lines], np.uint8)
