"""Grids of tiles: mazes, neighbours and distances.

A grid is a flat array of tile ids, row after row. A place in it is one number,
`cell = row * side + column`, so a step up is `-side` and a step right is `+1`.
Every maze keeps a border of wall, which is why no kernel here checks for the edge.
"""

from enum import IntEnum

import numpy as np

from course_lib.engine.compiled import njit
from course_lib.engine.rng import bernoulli, randint

WALL, FREE = 0, 1  # the first two tile ids of every grid world
MAX_SIDE = 25  # the longest side of a grid, in tiles
CELLS = MAX_SIDE * MAX_SIDE
FAR = 10_000  # the distance of a cell that cannot be reached
UP, RIGHT, DOWN, LEFT = 0, 1, 2, 3


class Action(IntEnum):
    """Moves by one tile, for worlds in which one can do nothing else."""

    UP = UP
    RIGHT = RIGHT
    DOWN = DOWN
    LEFT = LEFT


@njit
def neighbour(cell, direction, side):
    """The cell one step from `cell`: 0 up, 1 right, 2 down, 3 left."""
    if direction == UP:
        return cell - side
    if direction == RIGHT:
        return cell + 1
    if direction == DOWN:
        return cell + side
    return cell - 1


@njit
def _root(parents, room):
    """The root of `room` in the union-find forest, with path halving."""
    while parents[room] != room:
        parents[room] = parents[parents[room]]
        room = parents[room]
    return room


@njit
def _list_doors(doors, rooms):
    """List every inner wall between two neighbouring rooms in `doors`; return how many.

    Room (r, c) has the number r * rooms + c. Door 2 * room leads right, 2 * room + 1 down.
    """
    n = 0
    for r in range(rooms):
        for c in range(rooms):
            if c + 1 < rooms:
                doors[n] = 2 * (r * rooms + c)
                n += 1
            if r + 1 < rooms:
                doors[n] = 2 * (r * rooms + c) + 1
                n += 1
    return n


@njit
def carve_maze(s, tiles, side, size, loops):
    """Carve a random maze of `size` x `size` into the top left of a `side` x `side` grid `tiles`.

    Rooms lie at odd rows and columns. Kruskal's algorithm with doors in random order joins
    them into a tree, so there is one way between any two rooms. Each door that the tree left
    closed is then opened with probability `loops`, which makes other ways round.
    """
    rooms = size // 2
    parents = np.empty(144, np.int16)
    doors = np.empty(288, np.int16)
    for cell in range(side * side):
        tiles[cell] = WALL
    for room in range(rooms * rooms):
        parents[room] = room
        tiles[(2 * (room // rooms) + 1) * side + 2 * (room % rooms) + 1] = FREE
    left = _list_doors(doors, rooms)
    while left > 0:
        pick = randint(s, left)
        door = doors[pick]
        left -= 1
        doors[pick] = doors[left]
        a = door // 2
        b = a + rooms if door % 2 else a + 1
        root_a, root_b = _root(parents, a), _root(parents, b)
        if root_a != root_b or (loops > 0.0 and bernoulli(s, loops)):
            parents[root_a] = root_b
            room_cell = (2 * (a // rooms) + 1) * side + 2 * (a % rooms) + 1
            tiles[room_cell + (side if door % 2 else 1)] = FREE


@njit
def carve_room(tiles, side, size):
    """Carve an empty room of `size` x `size`, walls counted, into the top left of `tiles`."""
    for cell in range(side * side):
        row, column = cell // side, cell % side
        inside = 0 < row < size - 1 and 0 < column < size - 1
        tiles[cell] = FREE if inside else WALL


@njit
def set_size(s, params):
    """Give record `s` the picture's side, one of the sizes of `params`, and the limit."""
    s.side, s.limit = params.large, params.limit
    s.extent = params.small + 2 * randint(s, (params.large - params.small) // 2 + 1)


@njit
def carve(s, params):
    """Give record `s` a size, a limit, and the room or maze that `params` say."""
    set_size(s, params)
    if params.maze:
        carve_maze(s, s.tiles, s.side, s.extent, params.loops)
    else:
        carve_room(s.tiles, s.side, s.extent)


@njit
def distances(tiles, side, start, out):
    """Write into `out[cell]` the number of steps from `start` over free tiles, or FAR.

    What lies on a tile that is neither wall nor free is reached, but nothing behind it.
    tiles: uint8 (side * side,), start: a cell, out: int (side * side,). Breadth-first search.
    """
    queue = np.empty(side * side, np.int32)
    for cell in range(side * side):
        out[cell] = FAR
    out[start] = 0
    queue[0] = start
    head, tail = 0, 1
    while head < tail:
        cell = queue[head]
        head += 1
        for direction in range(4):
            to = neighbour(cell, direction, side)
            if tiles[to] != WALL and out[to] == FAR:
                out[to] = out[cell] + 1
                if tiles[to] == FREE:
                    queue[tail] = to
                    tail += 1


@njit
def step_toward(s, start, goal, steps):
    """The first step of a shortest way from `start` to `goal`; `steps` is room for distances."""
    distances(s.tiles, s.side, goal, steps)
    for direction in range(4):
        to = neighbour(start, direction, s.side)
        passable = s.tiles[to] == FREE or to == goal
        if passable and steps[to] < steps[start]:
            return direction
    return UP


@njit
def show(s, flat):
    """Write the tiles of record `s` into `flat`, the s.side x s.side cells of its view in a row."""
    tiles = s.tiles
    for cell in range(s.side * s.side):  # a loop: four times as fast here as a slice
        flat[cell] = tiles[cell]


@njit
def random_free_cell(s, tiles, side, top, left, height, width):
    """A free cell of the given rectangle, all equally likely; -1 where there is none."""
    count = 0
    for r in range(top, top + height):
        for c in range(left, left + width):
            count += tiles[r * side + c] == FREE
    if count == 0:
        return -1
    pick = randint(s, count)
    for r in range(top, top + height):
        for c in range(left, left + width):
            if tiles[r * side + c] == FREE:
                if pick == 0:
                    return r * side + c
                pick -= 1
    return -1


@njit
def free_cell(s):
    """A free cell of record `s`, all equally likely; -1 where there is none."""
    return random_free_cell(s, s.tiles, s.side, 1, 1, s.extent - 2, s.extent - 2)


@njit
def free_cell_away(s, centre, gap):
    """A free cell at least `gap` rows or columns from the cell `centre`, all equally likely."""
    while True:
        cell = free_cell(s)
        rows = abs(cell // s.side - centre // s.side)
        columns = abs(cell % s.side - centre % s.side)
        if max(rows, columns) >= gap:
            return cell
