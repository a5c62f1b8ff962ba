"""Side views: how levels are built, section by section, and how they are shown.

Tiles, cells and bodies are those of `engine/platforms.py`.
"""

import numpy as np

from course_lib.engine.compiled import njit
from course_lib.engine.platforms import (
    CRATE,
    ENEMIES,
    GROUND,
    MAX_COLUMNS,
    PIT,
    PLATFORM,
    ROWS,
    SAW,
    SKY,
    START,
    TURF,
    solid,
)
from course_lib.engine.rng import randint

LOW, HIGH, DEEP = 2, 5, 3  # tiles of ground under one's feet; and those that a hollow needs
HARDEST = 10  # difficulty; at 0 nothing is deadly

# ── Building ────────────────────────────────────────────────────────────────────────────────


@njit
def above(column, height, up=0):
    """The cell `up` tiles over the first free one above ground of this height."""
    return (ROWS - 1 - height - up) * MAX_COLUMNS + column


@njit
def pile(s, column, count, height, tile=GROUND):
    """`count` columns of one kind of tile, so many tiles high; returns the column after them."""
    for c in range(column, column + count):
        for up in range(height):
            s.tiles[above(c, 0, up)] = tile
    return column + count


@njit
def offer(s, cell):
    """Offer a place off the path; keep in `s.spot_at` one of those offered, all equally likely."""
    s.spots += 1
    if randint(s, s.spots) == 0:
        s.spot_at = cell


@njit
def build(s, end, hard, hanging=True):
    """Build a level whose ground ends at column `end` in `s.tiles`; return its height there.

    hard: 0 (nothing in it is deadly) to 10. hanging: whether saws may hang in the air; without
    them the ground is the same. Also set: `start_at`, `enemies`, `home_at`, `begins` (of each
    column, whether a section begins there), and `spot_at`, a place to stand that running to the
    right does not pass.
    """
    for column in range(MAX_COLUMNS):
        s.begins[column] = 0
    for cell in range(ROWS * MAX_COLUMNS):
        s.tiles[cell] = SKY
    s.enemies = s.spots = 0
    for n in range(ENEMIES):
        s.home_at[n] = 0
    column, height = opening(s, LOW + randint(s, 3))
    s.start_at = above(START, height)
    pile(s, 0, 1, ROWS)
    while column < end - 1:
        s.begins[column] = 1
        column, height = section(s, column, height, hard, end - 1 - column, hanging)
        column = pile(s, column, randint(s, 2), height)
    pile(s, column, end + 1 - column, height)
    return height


@njit
def opening(s, height):
    """The ground round the start; returns the column after it, and its height.

    One in three has a perch over it, one a hollow under it, so that even the shortest levels have
    places off the path up and down; the third has only the open ground behind the start.
    """
    kind = randint(s, 3)
    if kind == 0:
        return add_perch(s, 0, height), height
    height = max(DEEP, height) if kind == 1 else height
    column = pile(s, 0, START + 2, height)
    if kind == 1:
        return add_hollow(s, START - 2, height)
    offer(s, above(1 + randint(s, 2), height))
    return column, height


STAIR, CRATES, HOLE, SAWS, HANGING, WALKER, PERCH, HOLLOW = range(8)  # kinds of section
# Hanging saws are the commonest: without them, hopping on and on would do for most levels.
KINDS = np.array(
    [STAIR, CRATES, HOLE, SAWS, SAWS, HANGING, HANGING, HANGING, WALKER, PERCH, PERCH, HOLLOW]
)
WIDTHS = np.array([3, 4, 6, 4, 6, 7, 9, 7])  # columns that a section takes, at most
HARD = np.array([0, 0, 1, 1, 1, 3, 0, 0])  # the difficulty from which on it occurs


@njit
def section(s, column, height, hard, room, hanging):
    """Build the next part of a level; returns the column after it, and its height."""
    kind = KINDS[randint(s, len(KINDS))]
    if WIDTHS[kind] > room or hard < HARD[kind]:
        return pile(s, column, min(2, room), height), height
    if kind == STAIR:
        return add_stair(s, column, height, hard)
    if kind == CRATES:
        return add_crates(s, column, height, hard), height
    if kind == HOLE:
        return add_pit(s, column, height, hard), height
    if kind == SAWS:
        return add_saws(s, column, height, hard), height
    if kind == HANGING:
        return add_hanging_saws(s, column, height, hard, hanging), height
    if kind == WALKER:
        return add_enemy(s, column, height), height
    if kind == PERCH:
        return add_perch(s, column, height), height
    return add_hollow(s, column, height)


@njit
def add_stair(s, column, height, hard):
    """Let the ground go up or down: by one tile, in hard levels by two."""
    most = 2 if hard >= 5 else 1
    height = min(HIGH, max(LOW, height + randint(s, 2 * most + 1) - most))
    return pile(s, column, 3, height), height


@njit
def add_crates(s, column, height, hard):
    """Put a crate in the way; in hard levels it may be two, one on the other."""
    after = pile(s, column, 4, height)
    for up in range(1 + (randint(s, 2) if hard >= 6 else 0)):
        s.tiles[above(column + 1, height, up)] = CRATE
    return after


@njit
def add_pit(s, column, height, hard):
    """A pit, one to three tiles wide, and ground to land on."""
    column = pile(s, column, 1, height)
    column = pile(s, column, 1 + randint(s, 1 + min(2, hard // 3)), height, PIT)
    return pile(s, column, 2, height)


@njit
def add_saws(s, column, height, hard):
    """A saw on the ground; in hard levels there may be two side by side."""
    after = pile(s, column, 4, height)
    for c in range(1 + (randint(s, 2) if hard >= 7 else 0)):
        s.tiles[above(column + 1 + c, height)] = SAW
    return after


@njit
def add_hanging_saws(s, column, height, hard, hanging):
    """One to three saws in the air, under which one can run but not jump; or the bare ground."""
    after = pile(s, column, 6, height)
    up = 1 + randint(s, 2)
    for c in range(2, 3 + randint(s, 1 + min(2, hard // 3))):
        s.tiles[above(column + c, height, up)] = SAW if hanging else SKY
    return after


@njit
def add_enemy(s, column, height):
    """Level ground on which an enemy walks up and down."""
    if s.enemies < ENEMIES:
        s.home_at[s.enemies] = above(column + 3, height)
        s.enemies += 1
    return pile(s, column, 7, height)


@njit
def add_perch(s, column, height):
    """A platform too high to jump onto, and behind it the crate from which one can, going back."""
    for c in range(column + 2, column + 5):
        s.tiles[above(c, height, 2)] = PLATFORM
    s.tiles[above(column + 6, height)] = CRATE
    offer(s, above(column + 2 + randint(s, 3), height, 3))
    return pile(s, column, 9, height)


@njit
def add_hollow(s, column, height):
    """A hole that one can jump out of; at its bottom a tunnel leads back, under the ground."""
    height = max(DEEP, height)
    after = pile(s, column, 7, height)
    for up in range(2):
        for c in range(column + 3, column + 5):
            s.tiles[above(c, height - 2, up)] = SKY
    for c in range(column + 1, column + 3):
        s.tiles[above(c, height - 2)] = SKY
    offer(s, above(column + 1, height - 2))
    return after, height


@njit
def usual_limit(length):
    """Twice the steps that it takes to run through a level of this length, and some."""
    return 4 * length + 20


@njit
def grow_turf(s):
    """Turn ground into turf where there is no ground over it."""
    for cell in range(MAX_COLUMNS, ROWS * MAX_COLUMNS):
        if s.tiles[cell] == GROUND and s.tiles[cell - MAX_COLUMNS] not in (GROUND, TURF):
            s.tiles[cell] = TURF


# ── Places, and what is seen ────────────────────────────────────────────────────────────────


@njit
def surface(s, column, up=0):
    """The cell `up` tiles over ground or crates in this column, or in the next that has room there.

    There is room where no pit and no saw is in the column, and nothing in those tiles.
    """
    while True:
        cell = column
        while s.tiles[cell] == SKY or s.tiles[cell] == PLATFORM:
            cell += MAX_COLUMNS
        if solid(s.tiles[cell]) and open_above(s, cell, up):
            return cell - (1 + up) * MAX_COLUMNS
        column += 1


@njit
def open_above(s, cell, up):
    """Whether there is sky from the second to the `up + 1`st tile over the cell."""
    for n in range(2, up + 2):  # noqa: SIM110 (numba has no generators)
        if s.tiles[cell - n * MAX_COLUMNS] != SKY:
            return False
    return True


@njit
def begin_of_section(s, otherwise):
    """The column where one of the level's sections begins, all equally likely.

    The shortest levels may have no section at all: there it is `otherwise`.
    """
    count = 0
    for column in range(MAX_COLUMNS):
        count += s.begins[column]
    if count == 0:
        return otherwise
    left, column = randint(s, count), 0
    while left >= s.begins[column]:
        left -= s.begins[column]
        column += 1
    return column


@njit
def show(s, view, top, left):
    """Show in `view`, uint8 (height, width), the tiles from (top, left) on; beside is ground."""
    height, width = view.shape
    for r in range(height):
        row = min(top + r, ROWS - 1)
        for c in range(width):
            column = left + c
            if column < 0 or column >= s.length:
                view[r, c] = GROUND
            else:
                view[r, c] = s.tiles[row * MAX_COLUMNS + column] if row >= 0 else SKY
