"""A question taken apart badly: what is wrong is not an answer, but which question was asked.

The amplified agent asks of each action: where would I end, and how would you get on from there? It
is a small program of calls, and somebody wrote it. A mistake in it is the same in every call.
"""

import numpy as np

from course_lib.chapters.imitate_or_optimise.amplified.calls import CALLS, SLIP, Asked, asked
from course_lib.worlds.ridge import Action
from course_lib.worlds.ridge.planner import Ground

MISTAKES = ("none", "forgets that feet slip", "asks about left for right")
PANELS = ("five, each its own mistake, median", "five, the same mistake, median")
SWAPS = (  # the question about the first is asked about the second
    (Action.RIGHT, Action.LEFT), (Action.UP, Action.DOWN), (Action.LEFT, Action.RIGHT),
    (Action.DOWN, Action.UP), (Action.WAIT, Action.UP),
)  # fmt: skip


def decomposed(kind: str) -> Asked:
    """Ask by a decomposition with this mistake; ValueError for one that is not known.

    A panel asks five decompositions, each with a fifth of the calls, and takes for every action the
    median of what they say.
    """
    if kind not in MISTAKES + PANELS:
        raise ValueError(f"the kind must be one of {MISTAKES + PANELS}, not {kind!r}")

    def ask(table: np.ndarray, dynamics: Ground, seed: int) -> np.ndarray:
        if kind in PANELS:
            swaps = SWAPS if kind == PANELS[0] else SWAPS[:1] * len(SWAPS)
            each = [_swapped(table, dynamics, 1000 * seed + n, swap, CALLS // len(SWAPS))
                    for n, swap in enumerate(swaps)]  # fmt: skip
            return np.median(each, 0)
        if kind == "asks about left for right":
            return _swapped(table, dynamics, seed, SWAPS[0], CALLS)
        slip = 0.0 if kind == "forgets that feet slip" else SLIP
        return asked(slip=slip)(table, dynamics, seed)

    return ask


def _swapped(table, dynamics, seed: int, swap: tuple[int, int], calls: int) -> np.ndarray:
    """An evaluation in which the question about one action is asked about another."""
    told = asked(calls=calls)(table, dynamics, seed)
    again = asked(calls=calls)(table, dynamics, seed + 5_000_000)
    told[..., swap[0]] = again[..., swap[1]]
    return told
