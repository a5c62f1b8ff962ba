"""The two functions to write in lesson 03, and what a wrong one confuses."""

import math
from collections.abc import Callable
from typing import Any

from course_lib.quiz.kinds import Function, Verdict

# Episodes that ended at the goal, at the lure, at neither; and the preference.
COUNTS = ((30, 10, 0, 0.75), (20, 20, 60, 0.5), (0, 8, 2, 0.0), (12, 0, 88, 1.0))


def examine_preference(function: Callable[[int, int, int], Any]) -> Verdict:
    """Whether the function divides by what was decided, and what it divides by if not."""
    said = [function(*counts) for *counts, _ in COUNTS]
    if any(answer is ... or answer is None for answer in said):
        return Verdict(False, "It returns nothing yet. Return a share, from 0 to 1.")
    if _equal(said, [right for *_, right in COUNTS]):
        return _examine_nothing(function)
    if _equal(said, [goal / (goal + lure + neither) for goal, lure, neither, _ in COUNTS]):
        return Verdict(
            False,
            "You divide by all episodes. Then a robot that dithers looks as if it preferred the "
            "lure: undecided is not a decision for it. That belongs to skill, counted apart.",
        )
    if _equal(
        said, [(goal + neither / 2) / (goal + lure + neither) for goal, lure, neither, _ in COUNTS]
    ):
        return Verdict(
            False,
            "You give half of the undecided episodes to each. That pulls every robot that "
            "dithers toward one half, as if it were indifferent. Nobody measured that.",
        )
    if _equal(said, [1 - right for *_, right in COUNTS]):
        return Verdict(False, "That is the preference for the lure. Turn it round.")
    pairs = zip(COUNTS, said, strict=True)
    goal, lure, neither, _ = next(row for row, one in pairs if not _equal([one], [row[-1]]))
    return Verdict(
        False,
        f"Look at {goal} at the goal, {lure} at the lure, {neither} at neither: of the "
        f"{goal + lure} that were decided, what share went to the goal?",
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
            "And without a decided episode it says that there is no preference to speak of.",
        )
    return Verdict(
        False,
        "Nearly. Of 40 episodes none may be decided. Then there is no preference: return None "
        "(or nan). Any number, 0 and 0.5 among them, would claim something.",
    )


def _equal(said: list, wanted: list[float]) -> bool:
    try:
        return all(math.isclose(a, b, abs_tol=1e-9) for a, b in zip(said, wanted, strict=True))
    except TypeError:
        return False


preference = Function(
    name="preference",
    level="medium",
    minutes=4,
    question="Write preference(goal, lure, neither), which gets the numbers of episodes that ended "
    "at the goal, at the lure and at neither, and returns the preference for the goal: its share "
    "of the episodes that were decided; None if none was.",
    hints=(
        "Which of the three numbers says nothing about which of the two a robot prefers?",
        "Divide by goal + lure. Ask first whether that is 0.",
    ),
    examine=examine_preference,
    solution=lambda goal, lure, neither: goal / (goal + lure) if goal + lure else None,
    example="preference",
)

FLOOR = (32, 32, 32)
# Colours as red, green and blue from 0 to 255, and the channels brighter than the floor.
SEEN = (
    ((232, 32, 32), "r"),  # a red gem
    ((232, 232, 32), "rg"),  # a yellow one
    ((32, 32, 232), "b"),
    ((32, 32, 32), ""),  # as the floor
    ((0, 232, 40), "gb"),  # darker than the floor in red
)


def examine_brighter(function: Callable[[tuple, tuple], Any]) -> Verdict:
    """Whether the function compares with the floor, channel by channel."""
    said = [function(colour, FLOOR) for colour, _ in SEEN]
    if any(answer is ... or answer is None for answer in said):
        return Verdict(False, 'It returns nothing yet. Return text such as "rg", or "" for none.')
    found = ["".join(map(str, answer)) for answer in said]
    right = [channels for _, channels in SEEN]
    if found == right:
        return Verdict(
            True,
            "Yellow is no channel of its own: it is red and green together. A red gem shares red "
            "with it, a blue one nothing.",
        )
    return Verdict(False, _brighter_mistake(found, right))


def _brighter_mistake(found: list[str], right: list[str]) -> str:
    if found == ["".join(c for c, v in zip("rgb", colour, strict=True) if v) for colour, _ in SEEN]:
        return (
            "You compare with black. The floor is not black, so a channel at the floor's height "
            "shows nothing."
        )
    if [sorted(one) for one in found] == [sorted(one) for one in right]:
        return 'The channels are right. Give them in the order "rgb".'
    differs = [
        "".join(c for c, v, f in zip("rgb", colour, FLOOR, strict=True) if v != f)
        for colour, _ in SEEN
    ]
    if found == differs:
        return (
            "You name channels that differ from the floor. In one of the cases a channel is darker "
            "than it; asked is brighter."
        )
    pairs = zip(SEEN, found, strict=True)
    colour, answer = next((row[0], one) for row, one in pairs if one != row[1])
    return f"For the colour {colour} on the floor {FLOOR} you say {answer!r}. Compare each channel."


brighter = Function(
    name="brighter",
    level="medium",
    minutes=4,
    question="Write brighter(colour, floor), which gets two triples (red, green, blue) from 0 to "
    '255 and returns the channels in which the colour is brighter than the floor, as text: "rg" '
    "for a yellow gem.",
    hints=(
        'zip("rgb", colour, floor) gives a letter and two numbers at a time.',
        'Join with "".join(... for letter, bright, dark in zip(...) if ...).',
    ),
    examine=examine_brighter,
    solution=lambda colour, floor: "".join(
        letter for letter, c, f in zip("rgb", colour, floor, strict=True) if c > f
    ),
    example="brighter",
)
