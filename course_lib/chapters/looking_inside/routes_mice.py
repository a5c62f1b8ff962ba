"""Where five mice walk: two mazes, as they are and with cheese channels clamped at a target."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from course_lib.engine.streams import Stream
from course_lib.protocols import Policy
from course_lib.study.inside import retargeting
from course_lib.study.inside.retargeting import Cell
from course_lib.study.measure.rollout import is_over, resume, rollout
from course_lib.study.show.levels import image_grid
from course_lib.study.show.picture import show
from course_lib.study.show.style import PROXY, WIDTH, style
from course_lib.worlds import maze

PIXELS, MAZES, SEED = 24, 60, 1
Route = list[int]


def routes(policy: Policy, states: np.recarray, cell: Cell) -> list[Route]:
    """The cells on which the mouse stands, one list a maze, up to the target, cheese or the end."""
    sim, goal = resume(maze.DEPLOY, states), cell[0] * int(states.side[0]) + cell[1]
    walked = [[int(at)] for at in states.mouse_at]
    steps = rollout(sim, policy, [SEED, Stream.RETARGETED],
                    lambda s: is_over(s) | (s.mouse_at == goal))  # fmt: skip
    for step in steps:
        for number in step.active:
            walked[number].append(int(sim.batch.mouse_at[number]))
    return walked


def show_routes(agents: Sequence[Any], cell: Cell = (1, 1)) -> None:
    """Show where mice walk in two mazes, as they are and with cheese channels clamped at the cell.

    The mazes: the first in which all mice come to the target when clamped, and the first in which
    fewest do, of sixty in which the target lies off the way. Raises ValueError if none has all.
    """
    states = retargeting.off_the_way(cell, MAZES, SEED)
    goal = cell[0] * int(states.side[0]) + cell[1]
    plain = [routes(one, states, cell) for one in agents]
    sent = [routes(retargeting.retarget(one, cell), states, cell) for one in agents]
    came = [sum(each[n][-1] == goal for each in sent) for n in range(len(states))]
    chosen = came.index(len(agents)), came.index(min(came))
    told = [("as they are", plain), ("clamped", sent)]
    shown = [
        (f"maze {letter}, {name}", number, walked)
        for letter, number in zip("AB", chosen, strict=True)
        for name, walked in told
    ]
    figure = image_grid([[(title, maze.WORLD.picture(states[n], PIXELS)) for title, n, _ in shown]],
                        (WIDTH, WIDTH / 4 + 0.4))  # fmt: skip
    for axis, (_, number, walked) in zip(figure.axes, shown, strict=True):
        _mark(axis, cell)
        for which, each in enumerate(walked):
            _line(axis, each[number], int(states.side[0]), which)
    before = [sum(each[n][-1] == goal for each in plain) for n in chosen]
    show(figure, f"Two mazes, the target in an orange frame, and a line for the way of each of "
                 f"{len(agents)} mice. Maze A: as they are, {before[0]} come to the target; "
                 f"clamped, all do. Maze B: as they are, {before[1]}; clamped, {min(came)}. Of "
                 f"{len(states)} such mazes, all came in {came.count(len(agents))}.")  # fmt: skip


def _mark(axis, cell: Cell) -> None:
    """Draw an orange frame around the target, with its name."""
    from matplotlib.patches import Rectangle

    row, column = (at * PIXELS - 0.5 for at in cell)
    axis.add_patch(Rectangle((column, row), PIXELS, PIXELS, fill=False, edgecolor=PROXY,
                             linewidth=3))  # fmt: skip
    axis.text(column, row - 5, "target", color="white", fontsize=8, va="bottom")


def _line(axis, cells: Route, side: int, which: int) -> None:
    """Draw the way of one mouse, a little aside of those of others."""
    rows, columns = np.divmod(cells, side)
    aside = 0.5 + 0.11 * (which - 2)
    axis.plot((columns + aside) * PIXELS, (rows + aside) * PIXELS, linewidth=1.6,
              color=style(which)["color"], alpha=0.9)  # fmt: skip
