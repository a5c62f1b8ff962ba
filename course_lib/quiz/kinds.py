"""What every exercise has, and two kinds: numbers and open questions.

Each knows its text, and `judge` turns an answer into a verdict that says which
misunderstanding the answer shows. `judge` raises ValueError for what it cannot read.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from textwrap import fill
from typing import Any, NamedTuple

LEVELS = ("easy", "medium", "hard")
IMPORTANCE = 5  # the highest


class Line(NamedTuple):
    """What is said about one option after an answer; `marks` are "right", "yours" and "seen"."""

    text: str
    why: str
    marks: tuple[str, ...] = ()


class Verdict(NamedTuple):
    """What an answer shows: `right` is None where there is no single right answer.

    lines: what there is to say about every option, in the order in which they are shown.
    kept: False where there was no answer yet, so that nothing is written down.
    """

    right: bool | None
    message: str
    lines: tuple[Line, ...] = ()
    kept: bool = True


def wrapped(text: str, indent: str = "", first: str | None = None) -> str:
    """The text in lines of at most 92 characters, paragraph by paragraph."""
    first = indent if first is None else first
    return "\n".join(
        fill(part, 92, initial_indent=first if number == 0 else indent, subsequent_indent=indent)
        for number, part in enumerate(text.split("\n"))
    )


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """One question; `hints` are two, the first one gentler; `importance` is from 1 to 5."""

    name: str
    question: str
    level: str
    minutes: int
    hints: tuple[str, str]
    importance: int = 3

    def __post_init__(self) -> None:
        if self.level not in LEVELS:
            raise ValueError(f"level {self.level!r} is not one of {', '.join(LEVELS)}")
        if len(self.hints) != 2:
            raise ValueError(f"{self.name!r} has {len(self.hints)} hints; two are wanted")
        if not 1 <= self.importance <= IMPORTANCE:
            raise ValueError(f"importance {self.importance} is not from 1 to {IMPORTANCE}")

    @property
    def call(self) -> str:
        """How an answer is typed, without giving one away."""
        return f'quiz.check("{self.name}", {self.example})'

    @property
    def example(self) -> str:
        """How an answer is written."""
        raise NotImplementedError

    def effort(self) -> str:
        """How hard it is, how long it takes and how much it matters."""
        unit = "minute" if self.minutes == 1 else "minutes"
        matters = f"importance {self.importance} of {IMPORTANCE}"
        return f"{self.level} · {self.minutes} {unit} · {matters}"

    def text(self) -> str:
        """The question and all that is needed to answer it, as plain text."""
        return wrapped(self.question)

    def form(self) -> dict[str, Any] | None:
        """What a form needs to draw the exercise, without the answers; None if it has none.

        See `course_lib.widgets.form`.
        """
        return None

    def _form(self, kind: str, **parts: Any) -> dict[str, Any]:
        words = {"name": self.name, "question": self.question, "effort": self.effort()}
        face = {"title": "Exercise", "button": "Check", "hints": list(self.hints)}
        return {**words, **face, "kind": kind, **parts}

    def typed(self, answer: Any) -> Any:
        """An answer as somebody types it, as `judge` wants it. Raises ValueError."""
        return answer

    def judge(self, answer: Any) -> Verdict:
        """What the answer shows. Raises ValueError when it cannot be read."""
        raise NotImplementedError

    def keep(self, answer: Any) -> Any:
        """The answer as it goes into the JSON file."""
        return answer

    def words(self, kept: Any) -> str:
        """An answer that was kept, as a student reads it."""
        return str(kept)

    def discussion(self, letters: str = "") -> str:
        """The solution, for `quiz.discuss`; `letters` pick from what has several parts."""
        told = getattr(self, "solution", "") or f"There is no single answer. {self.hints[1]}"
        return wrapped(str(told))

    def empty(self, answer: Any) -> bool:
        """True when nothing has been filled in yet."""
        if isinstance(answer, Mapping):
            return all(self.empty(part) for part in answer.values())
        if isinstance(answer, str):
            return not answer.strip(" .")
        return answer is None or answer is ...


class Mistake(NamedTuple):
    """A wrong number that one can foresee, and what it shows."""

    value: float
    why: str


def foreseen(
    number: float, mistakes: Iterable[tuple[float, str]], tolerance: float = 1e-6
) -> str | None:
    """What the first of the mistakes (value, what it shows) near this number shows, or None."""
    return next((why for value, why in mistakes if abs(number - value) <= tolerance), None)


def number_of(answer: Any) -> float:
    """The number in 12, "12", "9/108" or "1 %", which is 0.01. Raises ValueError for others."""
    try:
        if isinstance(answer, str):
            text = answer.strip()
            bare = Fraction(text.removesuffix("%").strip())
            number = float(bare / 100 if text.endswith("%") else bare)
        else:
            number = float(answer)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        raise ValueError(f"{answer!r} is not a number") from None
    if not math.isfinite(number):
        raise ValueError(f"{answer!r} is not a finite number")
    return number


@dataclass(frozen=True, kw_only=True)
class Number(Exercise):
    """A number; `mistakes` are the wrong ones that one can foresee."""

    value: float
    tolerance: float
    why: str
    mistakes: tuple[Mistake, ...] = ()
    otherwise: str = "That is not it. Take the first hint."
    solution: str = ""

    @property
    def example(self) -> str:
        """A place for the number."""
        return "..."

    def form(self) -> dict[str, Any]:
        """A field for the number."""
        return self._form("number")

    def judge(self, answer: Any) -> Verdict:
        """Right within the tolerance; a foreseen mistake is named."""
        number = number_of(answer)
        if abs(number - self.value) <= self.tolerance:
            return Verdict(True, self.why)
        return Verdict(False, foreseen(number, self.mistakes, self.tolerance) or self.otherwise)

    def discussion(self, letters: str = "") -> str:
        """The number, and why."""
        return wrapped(f"{self.value:g}. {self.solution or self.why}")

    def keep(self, answer: Any) -> float:
        """The number."""
        return number_of(answer)


@dataclass(frozen=True, kw_only=True)
class Open(Exercise):
    """A question that people answer differently; afterwards a list of what to look for."""

    look_for: str
    least: int = 3
    example: str = '"..."'
    solution: str = ""

    def form(self) -> dict[str, Any]:
        """Some lines to write into."""
        return self._form("open", button="Keep my answer")

    def judge(self, answer: Any) -> Verdict:
        """Noted, with what a good answer would mention; a word or two is too short."""
        if not isinstance(answer, str):
            raise ValueError(f"{answer!r} is not text; write a sentence in quotes")
        if len(answer.split()) < self.least:
            raise ValueError(f"{answer!r} is too short to tell; write {self.least} words or more")
        return Verdict(None, f"Compare it with this: {self.look_for}")

    def discussion(self, letters: str = "") -> str:
        """What a good answer would mention."""
        return wrapped(self.solution or f"A good answer mentions: {self.look_for}")
