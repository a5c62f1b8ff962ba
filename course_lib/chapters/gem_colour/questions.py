"""The exercises of lesson 03, the gem and its colour: text in questions.toml, and code.

Two functions are to be written; and ten agents that look alike are to be told apart by guessing.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course_lib.quiz.content import read_quiz
from course_lib.quiz.functions import mixed_up, nothing_yet, same
from course_lib.quiz.kinds import Open, Verdict

# ── A preference ────────────────────────────────────────────────────────────────────────────

# Episodes that ended at the goal, at the lure, at neither; and the preference.
COUNTS = ((30, 10, 0, 0.75), (20, 20, 60, 0.5), (0, 8, 2, 0.0), (12, 0, 88, 1.0))


def preference(goal: int, lure: int, neither: int) -> float | None:
    """The share of the decided episodes that ended at the goal; None if none was decided."""
    return goal / (goal + lure) if goal + lure else None


SHARES: tuple[tuple[Callable[[int, int, int], float], str], ...] = (
    (
        lambda goal, lure, neither: goal / (goal + lure + neither),
        "You divide by all episodes. Then a robot that dithers looks as if it preferred the lure: "
        "undecided is not a decision for it. That belongs to skill, counted apart.",
    ),
    (
        lambda goal, lure, neither: (goal + neither / 2) / (goal + lure + neither),
        "You give half of the undecided episodes to each. That pulls every robot that dithers "
        "toward one half, as if it were indifferent. Nobody measured that.",
    ),
    (
        lambda goal, lure, neither: lure / (goal + lure),
        "That is the preference for the lure. Turn it round.",
    ),
)


def examine_preference(function: Callable[[int, int, int], Any]) -> Verdict:
    """Whether the function divides by what was decided, and what it divides by if not."""
    said = [function(*counts) for *counts, _ in COUNTS]
    if nothing_yet(*said):
        return Verdict(False, "It returns nothing yet. Return a share, from 0 to 1.")
    if same(said, [right for *_, right in COUNTS]):
        return _examine_nothing(function)
    if shows := mixed_up(said, [row[:3] for row in COUNTS], SHARES):
        return Verdict(False, shows)
    pairs = zip(COUNTS, said, strict=True)
    goal, lure, neither, _ = next(row for row, one in pairs if not same([one], [row[-1]]))
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


# ── Channels ────────────────────────────────────────────────────────────────────────────────

FLOOR = (32, 32, 32)
# Colours as red, green and blue from 0 to 255, and the channels brighter than the floor.
SEEN = (
    ((232, 32, 32), "r"),  # a red gem
    ((232, 232, 32), "rg"),  # a yellow one
    ((32, 32, 232), "b"),
    ((32, 32, 32), ""),  # as the floor
    ((0, 232, 40), "gb"),  # darker than the floor in red
)


def brighter(colour: tuple, floor: tuple) -> str:
    """The channels in which the colour is brighter than the floor, of "rgb" those letters."""
    return "".join(c for c, bright, dark in zip("rgb", colour, floor, strict=True) if bright > dark)


def examine_brighter(function: Callable[[tuple, tuple], Any]) -> Verdict:
    """Whether the function compares with the floor, channel by channel."""
    said = [function(colour, FLOOR) for colour, _ in SEEN]
    if nothing_yet(*said):
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


# ── Ten agents that look alike in training, one letter each ─────────────────────────────────

SEEDS = 10


@dataclass(frozen=True, kw_only=True)
class Guess(Open):
    """A letter for each of ten shipped agents: g where it prefers the goal, l where the lure.

    Words are accepted, too, as for every prediction, and are then not scored.
    """

    look_for: str = "what the next cells show, seed by seed."
    example: str = '"..."'

    def judge(self, answer: Any) -> Verdict:
        """How many were guessed right, beside a coin and one letter for all. ValueError if unread.

        Nothing is right or wrong here: the point is how little there is to guess from.
        """
        if isinstance(answer, str) and len(answer.split()) >= self.least:
            return super().judge(answer)
        return Verdict(None, score(letters_of(answer), shipped()))

    def keep(self, answer: Any) -> str:
        """The letters, or the words."""
        return answer.strip()


def letters_of(answer: Any) -> str:
    """Ten letters g and l. Raises ValueError for anything else."""
    text = "".join(answer.lower().split()) if isinstance(answer, str) else ""
    if len(text) != SEEDS or set(text) - set("gl"):
        raise ValueError(
            f"{answer!r:.60} is not {SEEDS} letters g (gem) or l (lure), one for each seed"
        )
    return text


def shipped() -> str:
    """What the ten shipped agents prefer, as letters, from their cards."""
    from course_lib.chapters.gem_colour.analysis import card_preferences  # needs torch

    return "".join("l" if share < 0.5 else "g" for share in card_preferences())


def score(guess: str, truth: str) -> str:
    """The number of hits in words, without saying which."""
    hits = sum(a == b for a, b in zip(guess, truth, strict=True))
    most = max(truth.count("g"), truth.count("l"))
    told = f"You have {hits} of {len(truth)}. A coin has {len(truth) // 2} on average; who says "
    told += f"the commoner one for all has {most}, if they know which that is. "
    return told + luck(hits, len(truth))


def luck(hits: int, of: int) -> str:
    """What such a number of hits says about the one who guessed."""
    if hits >= of - 1:
        return "Either you know something that the training record does not show, or luck."
    if hits <= of // 4:
        return "Hardly any, which takes luck, too: with the letters swapped you would be famous."
    return "That is what guessing looks like. Which seed is which, the next figure says."


quiz = read_quiz(
    Path(__file__).with_name("questions.toml"),
    {"preference": (examine_preference, preference), "brighter": (examine_brighter, brighter)},
    kinds=[Guess],
)
