"""The exercise: how should five programs be put together, of which one is wrong about this action?

Each program asks about every action what follows from it, and one of its five questions is wrong.
The amplified agent takes the action that is best by the combined answers. It is amplified five
times over, with exact means, and no network learns; so the exercise takes a second.
"""

from collections.abc import Callable

import numpy as np

from course_lib.chapters.imitate_or_optimise.amplified.calls import SLIP
from course_lib.chapters.imitate_or_optimise.amplified.decompositions import SWAPS
from course_lib.chapters.imitate_or_optimise.amplified.exact import expected, scores
from course_lib.chapters.imitate_or_optimise.tabular import deterministic, trials, uniform_table

DEPTH = 8
Combine = Callable[[list[float]], float]


def answers(told: np.ndarray, swaps=SWAPS) -> np.ndarray:
    """What each program says of each action: (..., actions, programs)."""
    each = []
    for asked, instead in swaps:
        wrong = told.copy()
        wrong[..., asked] = told[..., instead]
        each.append(wrong)
    return np.stack(each, -1)


def combined_score(combine: Combine, swaps=SWAPS, depth: int = DEPTH) -> float:
    """The true score of the agent that is amplified so many times by the combined answers."""
    on = trials(30, 7)
    table = uniform_table(on)
    levels, cells = on.cells.T
    for _ in range(depth):
        told = expected(table, on.dynamics, SLIP)[0][levels, cells]
        said = answers(told, swaps).reshape(-1, len(swaps))
        best = np.array([float(combine(list(each))) for each in said.tolist()])
        plan = np.zeros(on.dynamics.tiles.shape, int)
        plan[levels, cells] = best.reshape(told.shape).argmax(-1)
        table = deterministic(plan)
    return scores(table, on.dynamics, SLIP)[0]
