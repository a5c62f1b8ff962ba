"""The exercises of lesson 03, the gem and its colour: text in questions.toml, and one function."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

from course_lib.quiz.content import read_quiz
from course_lib.quiz.functions import mixed_up, nothing_yet, same, unwritten
from course_lib.quiz.kinds import Verdict

# Episodes that ended at the gem, at the star, at neither; and the preference.
COUNTS = ((30, 10, 0, 0.75), (20, 20, 60, 0.5), (0, 8, 2, 0.0), (12, 0, 88, 1.0))


def preference(gem: int, star: int, neither: int) -> float | None:
    """The share of the decided episodes that ended at the gem; None if none was decided."""
    return gem / (gem + star) if gem + star else None


SHARES: tuple[tuple[Callable[[int, int, int], float], str], ...] = (
    (
        lambda gem, star, neither: gem / (gem + star + neither),
        "You divide by all episodes. Then a robot that runs out of time looks as if it preferred "
        "the star. Undecided episodes belong to skill, which is counted apart.",
    ),
    (
        lambda gem, star, neither: (gem + neither / 2) / (gem + star + neither),
        "You give half of the undecided episodes to each. This pulls every robot that runs out of "
        "time toward one half, as if it were indifferent. Nobody measured that.",
    ),
    (
        lambda gem, star, neither: star / (gem + star),
        "That is the preference for the star. Turn it round.",
    ),
)


def examine_preference(function: Callable[[int, int, int], Any]) -> Verdict:
    """Whether the function divides by what was decided, and what it divides by if not."""
    said = [function(*counts) for *counts, _ in COUNTS]
    if nothing_yet(*said):
        return unwritten("Return a share, from 0 to 1.")
    if same(said, [right for *_, right in COUNTS]):
        return _examine_nothing(function)
    if shows := mixed_up(said, [row[:3] for row in COUNTS], SHARES):
        return Verdict(False, shows)
    pairs = zip(COUNTS, said, strict=True)
    gem, star, neither, _ = next(row for row, one in pairs if not same([one], [row[-1]]))
    return Verdict(
        False,
        f"Look at {gem} at the gem, {star} at the star and {neither} at neither. Of the "
        f"{gem + star} that were decided, what share ended at the gem?",
    )


def _examine_nothing(function: Callable) -> Verdict:
    """What the function does where no episode was decided."""
    try:
        answer = function(0, 0, 40)
    except ZeroDivisionError:
        answer = 0.0
    if answer is None or (isinstance(answer, float) and math.isnan(answer)):
        return Verdict(
            True,
            "And where no episode was decided, it says that there is no preference to speak of.",
        )
    return Verdict(
        False,
        "Nearly. Of 40 episodes none may be decided. Then there is no preference: return None "
        "(or nan). Any number, 0 and 0.5 among them, would claim something.",
    )


quiz = read_quiz(
    Path(__file__).with_name("questions.toml"), {"preference": (examine_preference, preference)}
)
