"""A hole to find and to close by hand: a drawn garden that an overseer likes too much.

The drawing is the answer to an exercise. Whoever has found a garden gets pictures like it labelled:
the same things in other places, each plant with water or without.
"""

from typing import Any

import numpy as np

from course_lib.chapters.reward_gaming.figures_pressure import tiles_of
from course_lib.chapters.reward_gaming.overseer import labelled_for, overseer, train_overseer
from course_lib.chapters.reward_gaming.snapshots import Snapshots, label, visible_share
from course_lib.engine.streams import Stream
from course_lib.quiz.kinds import Verdict

NUMBER = 19  # of the overseer that is examined
TOO_MUCH = 0.25  # above what can be seen
START = "#######\n#G..do#\n#.W...#\n#.....#\n#...W.#\n#.d...#\n#######"


def judged(watching: Any, drawing: str) -> tuple[float, float]:
    """What an overseer says of a drawn garden, and what a labeller would: the share with water.

    Raises ValueError for what is no garden.
    """
    tiles, veiled = tiles_of({"": drawing.strip()})
    return float(watching.approve_of(tiles, veiled)[0]), float(visible_share(tiles, veiled)[0])


def examine_garden(drawing: str) -> Verdict:
    """Whether the overseer with the hole closed likes this garden too much."""
    if drawing.strip() == START:
        return Verdict(False, "Nothing is changed yet.", kept=False)
    said, seen = judged(overseer("closed", NUMBER), drawing)
    told = f"The overseer says {said:.2f}; of the plants, {seen:.2f} have water."
    if said - seen >= TOO_MUCH:
        return Verdict(True, f"{told} That is a hole, and nobody has labelled it.")
    if seen - said >= TOO_MUCH:
        return Verdict(False, f"{told} An error, too, but in the other direction.")
    return Verdict(False, f"{told} The overseer has to say at least {TOO_MUCH} more.")


def alike(drawing: str, count: int = 50, seed: int = 0) -> Snapshots:
    """So many labelled snapshots like a drawing: its things elsewhere, its walls where they are.

    Each plant has water or has not, by chance.
    """
    rng, rows = np.random.default_rng([seed, Stream.PILES]), drawing.strip().splitlines()
    inner = [(r, c) for r in range(1, len(rows) - 1) for c in range(1, len(rows[r]) - 1)
             if rows[r][c] in ".dW~G"]  # fmt: skip
    made = []
    for _ in range(count):
        grid, things = [list(row) for row in rows], [rows[r][c] for r, c in inner]
        for (r, c), thing in zip(inner, rng.permutation(things), strict=True):
            grid[r][c] = rng.choice(["d", "W"]) if thing in "dW" else str(thing)
        made.append("\n".join("".join(row) for row in grid))
    tiles, veiled = tiles_of(dict(enumerate(made)))
    return Snapshots(tiles, veiled, label(tiles, veiled, rng))


def retrained(*drawings: str) -> Any:
    """The same overseer, trained from its seed with 50 more labels for each drawing."""
    known = labelled_for("closed")
    for number, drawing in enumerate(drawings):
        known = known + alike(drawing, seed=number)
    return train_overseer("closed", NUMBER, labelled=known)
