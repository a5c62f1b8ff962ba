"""The exercises of lesson 06, looking inside: text in questions.toml, and two functions.

One checks an attribution, one makes a network blind to a direction.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from course_lib.quiz.content import read_quiz
from course_lib.quiz.functions import nothing_yet, unwritten
from course_lib.quiz.kinds import Verdict, foreseen

# ── Completeness ────────────────────────────────────────────────────────────────────────────

PARTS, SAID, SILENT = [0.5, -0.2, 0.1], 0.9, 0.4  # add up to 0.4, and should to 0.5
SHARE = 0.2
ERRORS = (
    (
        abs(sum(PARTS) - SAID) / SAID,
        "You compare with what is said of the picture. The integral begins at silence, and the "
        "network says something there, too.",
    ),
    (
        abs(sum(PARTS) - (SAID - SILENT)),
        "That is the error itself. Make it a share: 0.1 is much beside 0.2, little beside 10.",
    ),
    (
        abs(sum(map(abs, PARTS)) - (SAID - SILENT)) / (SAID - SILENT),
        "You add up the sizes of the parts. Good news and bad news cancel in the sum.",
    ),
    (-SHARE, "The size is right and the sign is not: an error of either sign is an error."),
)


def left_out(parts: Sequence[float], said: float, silent: float) -> float:
    """By how much the parts do not add up, as a share of what they should add up to."""
    return abs(sum(parts) - (said - silent)) / abs(said - silent)


def examine_left_out(function: Callable[[list[float], float, float], float]) -> Verdict:
    """Whether the function compares the sum with what is said beyond silence."""
    given = function(list(PARTS), SAID, SILENT)
    if nothing_yet(given):
        return unwritten("Return a share, which is a number.")
    found = float(given)
    if abs(found - SHARE) < 1e-6:
        other = float(function([-0.3, -0.3], -0.5, 0.5))
        if abs(other - 0.4) < 1e-6:
            return Verdict(True, "That is the completeness error. An exact attribution has 0.")
        return Verdict(
            False,
            "Right where more is said than in silence. Try it where less is said: a share is "
            "never below 0.",
        )
    otherwise = (
        f"For parts {PARTS}, said {SAID}, silent {SILENT} it returns {found:g}. They add up to "
        "0.4; they should add up to 0.5."
    )
    return Verdict(False, foreseen(found, ERRORS) or otherwise)


# ── Blind to one direction ──────────────────────────────────────────────────────────────────

PLACE, WAY = (3.0, 1.0, 2.0), (0.0, 2.0, 2.0)  # what a place says; WAY is not of length 1
BLIND = (3.0, -0.5, 0.5)


def project_out(said: np.ndarray, way: np.ndarray) -> np.ndarray:
    """What is left of `said` when its part along `way` is gone."""
    return said - (said @ way) / (way @ way) * way


REMAINDERS: tuple[tuple[Callable[[np.ndarray, np.ndarray], np.ndarray], str], ...] = (
    (
        lambda said, way: said - (said @ way) * way,
        "You take out too much: `way` has not length 1 here. Divide by way @ way.",
    ),
    (
        lambda said, way: (said @ way) / (way @ way) * way,
        "That is the part along the way: just what should be gone.",
    ),
    (
        lambda said, way: said - way,
        "You subtract the way itself, as often as once. How much of it is in what the place says?",
    ),
    (
        lambda said, way: np.where(way > 0, 0, said),
        "You silence whole channels. A factor is a mixture: take out the mixture, and leave the "
        "channels their other uses.",
    ),
)


def examine_project_out(function: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> Verdict:
    """Whether nothing along the way is left, and everything else is."""
    said, way = np.array(PLACE), np.array(WAY)
    given = function(said.copy(), way.copy())
    if nothing_yet(given):
        return unwritten("Return an array.")
    found = np.asarray(given, float)
    if found.shape != (3,):
        return Verdict(
            False,
            f"Three channels go in; {found.shape} comes out. Return an array of the same three "
            "channels.",
        )
    if np.allclose(found, BLIND):
        return Verdict(
            True,
            "Nothing along the way is left (found @ way is 0), and what is at right angles to it "
            "is as it was.",
        )
    for wrong, shows in REMAINDERS:
        if np.allclose(found, wrong(said, way)):
            return Verdict(False, shows)
    left = float(found @ way)
    if abs(left) < 1e-6:
        return Verdict(
            False,
            "Nothing along the way is left, and more than that is gone. Only the part along the "
            "way may go.",
        )
    return Verdict(False, f"Along the way {left:g} is left (found @ way); it should be 0.")


quiz = read_quiz(
    Path(__file__).with_name("questions.toml"),
    {"left_out": (examine_left_out, left_out), "project_out": (examine_project_out, project_out)},
)
