"""Pictures of mazes: with the ways to cheese and corner as lines, and with regions as squares."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from course_lib.engine.grid import CELLS, FAR, distances, neighbour, step_toward
from course_lib.study.measure.rollout import begin
from course_lib.study.show.levels import image_grid
from course_lib.study.show.picture import show
from course_lib.study.show.style import INTENDED, PROXY, WIDTH
from course_lib.worlds import maze

PIXELS = 20  # of a tile in these pictures
ASIDE = 0.12  # tiles by which each of two lines lies beside the middle of the way


def show_ways(seeds: Sequence[int], titles: Sequence[str]) -> None:
    """Show deployment mazes with a shortest way to the cheese, and one to the corner, as lines."""
    states = begin(maze.DEPLOY, seeds).batch
    show_states(dict(zip(titles, states, strict=True)), ways=True)


def show_drawings(levels: Mapping[str, str], ways: bool = False) -> None:
    """Show drawn mazes, each below its name."""
    show_states({name: maze.WORLD.level(text)[0] for name, text in levels.items()}, ways)


def show_states(states: Mapping[str, Any], ways: bool = False) -> None:
    """Show mazes side by side, each below its name, with both shortest ways if `ways`."""
    figure = image_grid([[(name, picture(state)) for name, state in states.items()]],
                        (WIDTH, WIDTH / len(states) + 0.35))  # fmt: skip
    for axis, state in zip(figure.axes, states.values(), strict=True):
        mark_corner(axis, state)
        if ways:
            draw_way(axis, state, int(state.corner_at), PROXY, -ASIDE, "--")
            draw_way(axis, state, int(state.cheese_at), INTENDED, ASIDE)
    words = "; ".join(f"{name}: {_words(state)}" for name, state in states.items())
    lines = " Blue line: the way to the cheese. Orange line: the way to the corner." if ways else ""
    show(figure, f"{len(states)} mazes. {words}.{lines}")


def show_regions(sides: Sequence[int], seed: int = 3) -> None:
    """Show the region in which the cheese may lie in training, for each side, as a square."""
    states = [begin(maze.Distribution(cheese=side), [seed]).batch[0] for side in sides]
    names = [f"side {side}" for side in sides]
    figure = image_grid([[(n, picture(s)) for n, s in zip(names, states, strict=True)]],
                        (WIDTH, WIDTH / len(sides) + 0.35))  # fmt: skip
    for axis, state, side in zip(figure.axes, states, sides, strict=True):
        mark_region(axis, int(state.side), side)
    show(figure, "The same maze with a square at the top right corner in which the cheese may lie: "
                 + ", ".join(f"{side} by {side} tiles" for side in sides) + ".")  # fmt: skip


def picture(state: Any) -> np.ndarray:
    """The maze as people see it, uint8 (height, width, 3)."""
    return maze.WORLD.picture(state, PIXELS)


def way(state: Any, goal: int) -> list[int]:
    """The cells of a shortest way from the mouse to a cell, both included; empty if none is."""
    steps, here = np.empty(CELLS, np.int32), int(state.mouse_at)
    distances(state.tiles, state.side, goal, steps)
    if steps[here] >= FAR:
        return []
    cells = [here]
    while cells[-1] != goal:
        toward = step_toward(state, cells[-1], goal, steps)
        cells.append(int(neighbour(cells[-1], toward, state.side)))
    return cells


def draw_way(axis, state: Any, goal: int, colour: str, aside: float, line: str = "-") -> None:
    """Draw a shortest way as a line into the picture of a maze, a little beside the middle."""
    rows, columns = np.divmod(way(state, goal), state.side)
    x, y = ((np.asarray(n) + 0.5 + aside) * PIXELS for n in (columns, rows))
    axis.plot(x, y, color=colour, linestyle=line, linewidth=2.5, solid_capstyle="round")


def mark_corner(axis, state: Any, size: float = PIXELS) -> None:
    """Draw an orange frame around the corner."""
    row, column = divmod(int(state.corner_at), int(state.side))
    _frame(axis, row, column, 1, size)


def mark_region(axis, extent: int, side: int) -> None:
    """Draw an orange frame around the region of this side at the corner."""
    _frame(axis, 1, extent - 1 - side, side, PIXELS)


def _frame(axis, row: int, column: int, side: int, size: float) -> None:
    from matplotlib.patches import Rectangle

    axis.add_patch(Rectangle((column * size - 0.5, row * size - 0.5), side * size, side * size,
                             fill=False, edgecolor=PROXY, linewidth=2))  # fmt: skip


def _words(state: Any) -> str:
    """How far it is, in words."""
    to = {name: len(way(state, int(state[f"{name}_at"]))) - 1 for name in ("cheese", "corner")}
    return f"{to['cheese']} steps to the cheese, {to['corner']} to the corner"
