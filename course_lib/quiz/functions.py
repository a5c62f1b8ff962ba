"""A function to write, judged by what it does, and what such judges have in common."""

import inspect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from course_lib.quiz.kinds import Exercise, Verdict


@dataclass(frozen=True, kw_only=True)
class Function(Exercise):
    """A function to write; `examine(function)` runs it on cases and gives the verdict.

    `solution` is a right answer: it is what the tests hand in.
    """

    examine: Callable[[Any], Verdict]
    solution: Any
    example: str = "my_function"

    def judge(self, answer: Any) -> Verdict:
        """What the function does on the cases; if it fails there, that is said, not raised."""
        if not callable(answer):
            raise ValueError(f"{answer!r} is not a function; give its name, without brackets")
        try:
            return self.examine(answer)
        except Exception as error:  # a student's function may fail in any way
            return Verdict(False, f"It stopped with {type(error).__name__}: {error}")

    def discussion(self, letters: str = "") -> str:
        """A function, or another answer, that is right."""
        if not callable(self.solution):
            return str(self.solution)
        try:
            return inspect.getsource(self.solution)
        except (OSError, TypeError):  # one of Python's own
            return f"Python's own {self.solution.__name__} does it. {self.hints[1]}"

    def keep(self, answer: Any) -> str:
        """The function's source where Python can find it."""
        try:
            return inspect.getsource(answer)
        except (OSError, TypeError):
            return repr(answer)


@dataclass(frozen=True, kw_only=True)
class Drawing(Function):
    """A level to draw, judged by a program; the answer and the `solution` are text."""

    example: str = "my_level"

    def judge(self, answer: Any) -> Verdict:
        """What the drawing can tell. Raises ValueError for what is no level."""
        if not isinstance(answer, str):
            raise ValueError(f"{answer!r:.60} is not text; draw the level between three quotes")
        return self.examine(answer)

    def keep(self, answer: Any) -> str:
        """The drawing."""
        return answer


def nothing_yet(*said: Any) -> bool:
    """Whether a result is None or ..., as of a function that has not been written yet."""
    return any(one is ... or one is None for one in said)


def unwritten(words: str) -> Verdict:
    """The verdict on a function that has not been written yet; `words` say what it returns."""
    return Verdict(False, f"It returns nothing yet. {words}", kept=False)


def same(said: Sequence[Any], wanted: Sequence[float], tolerance: float = 1e-6) -> bool:
    """Whether all results are these numbers; False where one is no number."""
    try:
        return all(abs(a - b) <= tolerance for a, b in zip(said, wanted, strict=True))
    except TypeError:
        return False


def mixed_up(
    said: Sequence[Any],
    cases: Sequence[Sequence[Any]],
    mistakes: Iterable[tuple[Callable[..., float], str]],
) -> str | None:
    """What the first of the mistakes (function, what it shows) with these results shows, or None.

    said: the results of a student's function, one for each of the `cases`, which are arguments.
    """
    for wrong, shows in mistakes:
        if same(said, [wrong(*case) for case in cases]):
            return shows
    return None
