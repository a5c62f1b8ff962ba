"""What the table "maze_shares" says: cheese got, steps spent off the way, and paired differences.

A row is a mouse. Its steps off the way are those that its training spent in mazes whose cheese lies
off the way to the corner; "cheese got" is the share of such mazes in which it gets it, deployed.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from course_lib.chapters.repair.sweep_mazes import CHOSEN, PLAIN
from course_lib.study.measure.stats import over_seeds

Row = Mapping
Rows = Sequence[Mapping]
HALF = 0.5


def got(row: Row) -> float:
    """The share of mazes with cheese off the way in which the mouse gets it, deployed."""
    return row["deployment"]["detour_cheese"] / row["deployment"]["detours"]


def usual(row: Row) -> float:
    """The share of usual mazes, cheese in the corner, in which the mouse gets it."""
    return row["training"]["cheese"] / row["training"]["episodes"]


def steps_off(row: Row) -> int:
    """How many steps of training were spent in mazes with cheese off the way."""
    return row["spent"]["steps_off"]


def of(rows: Rows, how: str, share: float) -> list[Row]:
    """The mice whose levels were chosen in this way, at this share of other mazes, by seed."""
    found = [row for row in rows if (row["how"], row["share"]) == (how, share)]
    return sorted(found, key=lambda row: row["seed"])


def shares(rows: Rows, how: str = PLAIN) -> list[float]:
    """The shares that were measured, ascending."""
    return sorted({row["share"] for row in rows if row["how"] == how})


def enough(rows: Rows) -> float:
    """The smallest share, in per cent, at which most plain mice get more than half; else 100."""
    for share in shares(rows):
        values = [got(row) for row in of(rows, PLAIN, share)]
        if sum(value > HALF for value in values) > len(values) / 2:
            return 100 * share
    return 100.0


def same_share(rows: Rows, how: str, share: float) -> list[float]:
    """By how much more cheese each mouse gets than the plain one of its seed and share."""
    plain = {row["seed"]: got(row) for row in of(rows, PLAIN, share)}
    return [got(row) - plain[row["seed"]] for row in of(rows, how, share)]


def as_many_steps(rows: Rows, how: str, share: float) -> list[float]:
    """By how much more cheese each mouse gets than a plain one with as many steps off the way.

    The plain mice of one seed and all shares make a curve, cheese got by steps off the way; it is
    read off at the steps of the mouse (straight lines between neighbours).
    """
    return [got(row) - plain_curve(rows, row["seed"], steps_off(row))
            for row in of(rows, how, share)]  # fmt: skip


def plain_curve(rows: Rows, seed: int, steps: float) -> float:
    """Cheese got by a plain mouse of this seed that spent so many steps off the way."""
    plain = sorted((steps_off(row), got(row)) for row in rows
                   if row["how"] == PLAIN and row["seed"] == seed)  # fmt: skip
    spent, cheese = np.array(plain, float).T
    return float(np.interp(steps, spent, cheese))


def at_equal_steps(rows: Rows, how: str = "exact regret") -> tuple[float, float, float]:
    """The mean over seeds and shares of `as_many_steps`, in points, with its interval.

    The mice of one seed are not independent, so a seed counts once.
    """
    both = np.mean([as_many_steps(rows, how, share) for share in CHOSEN[how]], axis=0)
    return over_seeds((100 * both).tolist())


def settled(told: tuple[float, float, float]) -> float:
    """By how much a difference is at least off 0 within its interval; 0 if the interval holds 0."""
    _, low, high = told
    return max(low, 0.0) + min(high, 0.0)
