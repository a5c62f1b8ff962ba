"""What every exercise has, and three kinds: choices, numbers and open questions.

Each knows its text, and `judge` turns an answer into a verdict that says which
misunderstanding the answer shows. `judge` raises ValueError for what it cannot read.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from textwrap import fill
from typing import Any, NamedTuple

LEVELS = ("easy", "medium", "hard")


class Verdict(NamedTuple):
    """What an answer shows: `right` is None where there is no single right answer."""

    right: bool | None
    message: str


def wrapped(text: str, indent: str = "", first: str | None = None) -> str:
    """The text in lines of at most 92 characters, paragraph by paragraph."""
    first = indent if first is None else first
    return "\n".join(
        fill(part, 92, initial_indent=first if number == 0 else indent, subsequent_indent=indent)
        for number, part in enumerate(text.split("\n"))
    )


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """One question; `hints` are two, the first one gentler."""

    name: str
    question: str
    level: str
    minutes: int
    hints: tuple[str, str]

    def __post_init__(self) -> None:
        if self.level not in LEVELS:
            raise ValueError(f"level {self.level!r} is not one of {', '.join(LEVELS)}")
        if len(self.hints) != 2:
            raise ValueError(f"{self.name!r} has {len(self.hints)} hints; two are wanted")

    @property
    def example(self) -> str:
        """How an answer is written."""
        raise NotImplementedError

    def text(self) -> str:
        """The question and all that is needed to answer it, as plain text."""
        return wrapped(self.question)

    def form(self) -> dict[str, Any]:
        """What a form needs to draw the exercise, without the answers; ValueError if it has none.

        See `course_lib.widgets.form`.
        """
        raise ValueError(f"{self.name!r} has no form; answer it with quiz.check")

    def _form(self, **parts: Any) -> dict[str, Any]:
        words = {name: getattr(self, name) for name in ("name", "question", "level", "minutes")}
        return words | parts

    def judge(self, answer: Any) -> Verdict:
        """What the answer shows. Raises ValueError when it cannot be read."""
        raise NotImplementedError

    def keep(self, answer: Any) -> Any:
        """The answer as it goes into the JSON file."""
        return answer

    def empty(self, answer: Any) -> bool:
        """True when nothing has been filled in yet."""
        if isinstance(answer, Mapping):
            return all(self.empty(part) for part in answer.values())
        return answer is None or answer is ... or (isinstance(answer, str) and not answer.strip())


class Option(NamedTuple):
    """One option of a choice; `why` is said when it was chosen wrongly, missed, or chosen well."""

    text: str
    right: bool
    why: str


@dataclass(frozen=True, kw_only=True)
class Choice(Exercise):
    """Options named by letters, of which one or more are right."""

    options: Mapping[str, Option]

    def __post_init__(self) -> None:
        super().__post_init__()
        check_letters("option", self.options)
        if not any(option.right for option in self.options.values()):
            raise ValueError("no option is right; at least one has to be")
        if len({option.text for option in self.options.values()}) < len(self.options):
            raise ValueError("two options have the same text")

    @property
    def several(self) -> bool:
        """True when more than one option is right."""
        return sum(option.right for option in self.options.values()) > 1

    @property
    def example(self) -> str:
        """How an answer is written."""
        letters = list(self.options)
        return f'"{"".join(letters[:2]) if self.several else letters[0]}"'

    def text(self) -> str:
        """The question with its options."""
        more = "\n(More than one letter may be right.)" if self.several else ""
        lines = [wrapped(o.text, "     ", f"  {key}  ") for key, o in self.options.items()]
        return "\n".join([wrapped(self.question) + more, *lines])

    def form(self) -> dict[str, Any]:
        """The options' texts, by letter."""
        rows = [{"key": key, "text": option.text} for key, option in self.options.items()]
        return self._form(several=self.several, rows=rows)

    def judge(self, answer: Any) -> Verdict:
        """Explain every letter chosen or missed wrongly."""
        chosen = letters_in(answer, self.options)
        if not self.several and len(chosen) > 1:
            raise ValueError(f"{answer!r} names several options; choose one")
        wrong = [
            f"{key}: {o.why}" for key, o in self.options.items() if key in chosen and not o.right
        ]
        missed = [key for key, o in self.options.items() if o.right and key not in chosen]
        if not wrong and missed:
            wrong = ["What you chose is right, but it is not all. Look at the others again."]
        if wrong:
            return Verdict(False, "\n".join(wrong))
        return Verdict(True, "\n".join(self.options[key].why for key in sorted(chosen)))

    def keep(self, answer: Any) -> str:
        """The letters chosen, in order."""
        return "".join(sorted(letters_in(answer, self.options)))


def check_letters(what: str, keys: Iterable[str]) -> None:
    """Raise ValueError unless there are two or more keys, each one small letter."""
    if strange := [key for key in keys if not (len(key) == 1 and "a" <= key <= "z")]:
        raise ValueError(f"{what} {strange[0]!r} must be named by one letter from a to z")
    if len(list(keys)) < 2:
        raise ValueError(f"at least two {what}s are needed, not {len(list(keys))}")


def letters_in(answer: Any, allowed: Mapping[str, Any]) -> set[str]:
    """The option letters in "a", "ac", "a, c" or ["a", "c"]. Raises ValueError for others."""
    parts = list(answer) if isinstance(answer, str | list | tuple | set | frozenset) else [None]
    if not all(isinstance(part, str) for part in parts):
        raise ValueError(f"{answer!r} is not text; write letters such as {min(allowed)!r}")
    letters = {letter for letter in "".join(map(str, parts)).lower() if letter not in " ,;.+"}
    if strange := sorted(letters - set(allowed)):
        known = " ".join(allowed)
        raise ValueError(f"{', '.join(strange)!r} in {answer!r} is none of: {known}")
    return letters


class Mistake(NamedTuple):
    """A wrong number that one can foresee, and what it shows."""

    value: float
    why: str


def foreseen(
    number: float, mistakes: Iterable[tuple[float, str]], tolerance: float = 1e-6
) -> str | None:
    """What the first of the mistakes (value, what it shows) near this number shows, or None."""
    return next((why for value, why in mistakes if abs(number - value) <= tolerance), None)


@dataclass(frozen=True, kw_only=True)
class Number(Exercise):
    """A number; `mistakes` are the wrong ones that one can foresee."""

    value: float
    tolerance: float
    why: str
    mistakes: tuple[Mistake, ...] = ()
    otherwise: str = "That is not it. Take the first hint."
    example: str = "12"

    def judge(self, answer: Any) -> Verdict:
        """Right within the tolerance; a foreseen mistake is named."""
        try:
            number = float(answer)
        except (TypeError, ValueError):
            raise ValueError(f"{answer!r} is not a number") from None
        if not math.isfinite(number):
            raise ValueError(f"{answer!r} is not a finite number")
        if abs(number - self.value) <= self.tolerance:
            return Verdict(True, self.why)
        return Verdict(False, foreseen(number, self.mistakes, self.tolerance) or self.otherwise)

    def keep(self, answer: Any) -> float:
        """The number."""
        return float(answer)


@dataclass(frozen=True, kw_only=True)
class Open(Exercise):
    """A question that people answer differently; afterwards a list of what to look for."""

    look_for: str
    least: int = 3
    example: str = '"because ..."'

    def judge(self, answer: Any) -> Verdict:
        """Noted, with what a good answer would mention; a word or two is too short."""
        if not isinstance(answer, str):
            raise ValueError(f"{answer!r} is not text; write a sentence in quotes")
        if len(answer.split()) < self.least:
            raise ValueError(f"{answer!r} is too short to tell; write {self.least} words or more")
        return Verdict(None, f"Compare it with this: {self.look_for}")
