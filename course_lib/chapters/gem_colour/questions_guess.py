"""The guessing exercise of lesson 03: ten agents that look alike in training, one letter each."""

from dataclasses import dataclass, field
from typing import Any

from course_lib.quiz.kinds import Verdict
from course_lib.quiz.predictions import Prediction

SEEDS = 10


@dataclass(frozen=True, kw_only=True)
class Guess(Prediction):
    """A letter for each of ten shipped agents: g where it prefers the goal, l where the lure.

    Words are accepted, too, as for every prediction, and are then not scored.
    """

    options: tuple[str, ...] = field(default=())
    example: str = f'"{"gl" * (SEEDS // 2)}"'

    def text(self) -> str:
        """The question; there are no options."""
        return super().text().rstrip()

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
    from course_lib.chapters.gem_colour.analysis import (
        card_preferences,  # needs torch: not before it is asked
    )

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
