"""Side views: ground to run on, things to jump over, and what stops a body that moves.

A level is a flat array of tile ids, row after row, `MAX_COLUMNS` to a row, `s.length` of them in
use: `cell = row * MAX_COLUMNS + column`. Walls close it left and right; below is ground or a pit.

Bodies are one tile large and stand between tiles. A position (y, x) is that of a body's top
left corner, in pixels of the agent's picture, of which `TILE` make a tile. So all motion is in
whole numbers, and one pixel is the smallest step in the world as in the picture.
"""

from course_lib.engine.compiled import njit
from course_lib.engine.sprites import AGENT_PIXELS

# The first tile ids of every platform world; turf is ground with air over it.
SKY, GROUND, TURF, CRATE, PLATFORM, PIT, SAW = 0, 1, 2, 3, 4, 5, 6
TILE = AGENT_PIXELS
ROWS, MAX_COLUMNS = 12, 64  # of a level, in tiles; columns at most
START = 5  # the column where a level's runner stands; there is open ground behind
ENEMIES = 8  # at most, in one level
ROUND = 2  # tiles that an enemy walks from its home, to either side

# ── What stops a body ───────────────────────────────────────────────────────────────────────


@njit
def solid(tile):
    """Whether a body can stand on a tile and cannot be in it."""
    return GROUND <= tile <= PLATFORM


@njit
def blocked(s, y, x):
    """Whether a body at (y, x) would be in something solid, or out of the world."""
    if y < 0 or y > TILE * (ROWS - 1):
        return True
    for row in range(y // TILE, (y + TILE - 1) // TILE + 1):
        for column in range(x // TILE, (x + TILE - 1) // TILE + 1):
            if solid(s.tiles[row * MAX_COLUMNS + column]):
                return True
    return False


@njit
def near(y, x, other_y, other_x, reach):
    """Whether two bodies are less than `reach` pixels apart, across and up and down."""
    return abs(y - other_y) < reach and abs(x - other_x) < reach


@njit
def near_cell(y, x, cell, reach):
    """Whether a body is less than `reach` pixels from one that fills the cell."""
    return near(y, x, TILE * (cell // MAX_COLUMNS), TILE * (cell % MAX_COLUMNS), reach)


# ── How bodies move ─────────────────────────────────────────────────────────────────────────

RUN, LEAP, FALL = 2, 4, 4  # pixels a step: aside, upwards when jumping, downwards at most


@njit
def move(s, way, jump):
    """Move the body at (s.y, s.x) by `way` (-1, 0, 1); let it leap if it is to `jump` and stands.

    Gravity takes one pixel a step from its speed. A leap so rises 4 + 3 + 2 + 1 = 10 pixels,
    which is two tiles and a half, and comes down after 9 steps, four tiles and a half on.
    """
    if jump and blocked(s, s.y + 1, s.x):
        s.speed = -LEAP
    else:
        s.speed = min(s.speed + 1, FALL)
    if way != 0 and not blocked(s, s.y, s.x + RUN * way):
        s.x += RUN * way
    down = 1 if s.speed > 0 else -1
    for _ in range(abs(s.speed)):
        if blocked(s, s.y + down, s.x):
            s.speed = 0
            break
        s.y += down


@njit
def send_home(s):
    """Put every enemy where it is at the start, on its way to the left."""
    for n in range(ENEMIES):
        s.enemy_x[n] = TILE * (s.home_at[n] % MAX_COLUMNS)
        s.enemy_way[n] = -1


@njit
def walk_enemies(s):
    """Move every enemy one pixel on, or turn it: at the end of its round, or where it cannot go."""
    for n in range(s.enemies):
        row, home = s.home_at[n] // MAX_COLUMNS, TILE * (s.home_at[n] % MAX_COLUMNS)
        to = s.enemy_x[n] + s.enemy_way[n]
        ahead = row * MAX_COLUMNS + (to + TILE - 1 if s.enemy_way[n] > 0 else to) // TILE
        free = s.tiles[ahead] == SKY and row + 1 < ROWS and solid(s.tiles[ahead + MAX_COLUMNS])
        if free and abs(to - home) <= ROUND * TILE:
            s.enemy_x[n] = to
        else:
            s.enemy_way[n] = -s.enemy_way[n]


# ── Dangers ─────────────────────────────────────────────────────────────────────────────────

HURT = TILE - 1  # pixels between two bodies at which they hurt: to touch is not yet enough


@njit
def in_pit(s):
    """Whether the body at (s.y, s.x) has sunk into a pit by its full height."""
    return s.tiles[s.y // TILE * MAX_COLUMNS + (s.x + TILE // 2) // TILE] == PIT


@njit
def at_saw(s):
    """Whether the body at (s.y, s.x) runs into a saw."""
    for row in range(s.y // TILE, min(s.y // TILE + 2, ROWS)):
        for cell in range(row * MAX_COLUMNS + s.x // TILE, row * MAX_COLUMNS + s.x // TILE + 2):
            if s.tiles[cell] == SAW and near_cell(s.y, s.x, cell, HURT):
                return True
    return False


@njit
def at_enemy(s):
    """Whether the body at (s.y, s.x) runs into an enemy."""
    for n in range(s.enemies):
        if near(s.y, s.x, TILE * (s.home_at[n] // MAX_COLUMNS), s.enemy_x[n], HURT):
            return True
    return False
