"""Where optimising overtakes imitating: differences with levels and seeds in their intervals.

All rows are of the same levels, so differences are taken level by level. What is drawn again for
an interval are the levels, and the seeds of both kinds of training.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from course_lib.chapters.imitate_or_optimise.slips.sweep_slips import EQUAL
from course_lib.chapters.imitate_or_optimise.train import STEADY
from course_lib.study.measure.stats import Interval, percentiles

Rows = Sequence[Mapping]
DRAWS = 1000


def rows_of(
    rows: Rows, kind: str, slip: float, hole: float = 0.0,
    gamma: float = STEADY.gamma, steps: int = STEADY.steps,
) -> list[Mapping]:  # fmt: skip
    """The rows of one kind at one place, by seed; gamma and steps matter for what was trained."""
    trained = kind.startswith("RL")
    return sorted(
        (row for row in rows
         if (row["kind"], row["slip"], row["hole"]) == (kind, slip, hole)
         and (not trained or (row["gamma"], row["steps"]) == (gamma, steps))
         and (trained or row["gamma"] == 1.0)),
        key=lambda row: row["seed"],
    )  # fmt: skip


def slips_of(rows: Rows, kind: str) -> list[float]:
    """The slips at which this kind was measured without a hole, ascending."""
    return sorted({row["slip"] for row in rows if row["kind"] == kind and row["hole"] == 0})


def by_level(rows: Rows) -> np.ndarray:
    """The true scores of these rows: (rows, levels); the rows of RL that have them need no hole."""
    return np.array([row["levels"] for row in rows])


def gain(imitated: np.ndarray, optimised: np.ndarray) -> Interval:
    """By how much optimising is better, with its interval; both are (seeds, levels, ...)."""
    again = [float(o.mean() - i.mean()) for i, o in _drawn(imitated, optimised)]
    return float(optimised.mean() - imitated.mean()), *percentiles(np.array(again))


def _drawn(imitated: np.ndarray, optimised: np.ndarray):
    """Both again and again, with seeds and levels drawn anew: the same levels for both."""
    rng = np.random.default_rng(0)
    for _ in range(DRAWS):
        levels = rng.integers(imitated.shape[1], size=imitated.shape[1])
        yield tuple(one[rng.integers(len(one), size=len(one))][:, levels]
                    for one in (imitated, optimised))  # fmt: skip


def crossing(slips: np.ndarray, gains: np.ndarray) -> float:
    """The slip from which on `gains` (n,) count, on straight lines between the points.

    They count above `EQUAL`. The first slip if they do everywhere, infinity if not at the end.
    """
    gains = gains - EQUAL
    below = np.flatnonzero(gains <= 0)
    if not len(below):
        return float(slips[0])
    last = int(below[-1])
    if last == len(slips) - 1:
        return float("inf")
    share = -gains[last] / (gains[last + 1] - gains[last])
    return float(slips[last] + share * (slips[last + 1] - slips[last]))


def crossing_interval(rows: Rows, one: str = "imitation", other: str = "RL") -> Interval:
    """From which slip on `other` is better than `one` by `EQUAL`: value, low and high.

    By the slips at which both were measured; infinity is above the last of these.
    """
    slips = [slip for slip in slips_of(rows, other) if rows_of(rows, one, slip)]
    imitated, optimised = (
        np.stack([by_level(rows_of(rows, kind, slip)) for slip in slips], -1)
        for kind in (one, other)
    )
    again = [crossing(np.array(slips), o.mean((0, 1)) - i.mean((0, 1)))
             for i, o in _drawn(imitated, optimised)]  # fmt: skip
    value = crossing(np.array(slips), optimised.mean((0, 1)) - imitated.mean((0, 1)))
    low, high = np.percentile(again, [2.5, 97.5], method="nearest").tolist()
    return value, low, high


def crossing_words(rows: Rows) -> str:
    """Where RL overtakes imitation, with its interval, and where it should."""
    found = {
        "RL, than imitation": crossing_interval(rows),
        "the best walker of all, than an exact copy": crossing_interval(rows, "copy", "planner"),
    }
    lines = [f"{name}:\n  from a slip of {_words(value)} on [{_words(low)}, {_words(high)}]"
             for name, (value, low, high) in found.items()]  # fmt: skip
    return f"Better by {EQUAL:g}:\n" + "\n".join(lines)


def _words(slip: float) -> str:
    return f"{slip:.1%}" if np.isfinite(slip) else "more than was measured"
