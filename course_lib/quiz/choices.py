"""Options to choose from, of which one or more are right."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any, NamedTuple

from course_lib.quiz.kinds import Exercise, Line, Verdict, wrapped

LETTERS = "abcdefghijklmnopqrstuvwxyz"  # what options are called when they are typed


class Option(NamedTuple):
    """One option of a choice; `why` is said to everybody who has answered."""

    text: str
    right: bool
    why: str


@dataclass(frozen=True, kw_only=True)
class Shown(Exercise):
    """What has options. They are shown in an order of their own, and typed by letter.

    The keys of `options` are those of the file, and those that are kept. The letters that somebody
    sees go by the order in which the options are shown, so a key and a letter are two things.
    """

    options: Mapping[str, Any]

    def __post_init__(self) -> None:
        super().__post_init__()
        check_letters("option", self.options)
        if len({option.text for option in self.options.values()}) < len(self.options):
            raise ValueError("two options have the same text")

    @property
    def order(self) -> tuple[str, ...]:
        """The keys as the options are shown: shuffled, the same on every machine."""
        keys = sorted(self.options)
        Random(f"{self.name}: {self.question}").shuffle(keys)
        return tuple(keys)

    def rows(self) -> list[dict[str, str]]:
        """The options as they are shown: {"key", "text"}."""
        return [{"key": key, "text": self.options[key].text} for key in self.order]

    def text(self) -> str:
        """The question with its options, named by the letters to type."""
        return f"{wrapped(self.question)}\n{self.listed()}"

    def listed(self) -> str:
        """The options, named by the letters to type."""
        lines = [
            wrapped(self.options[key].text, "     ", f"  {letter}  ")
            for letter, key in zip(LETTERS, self.order, strict=False)
        ]
        return "\n".join([self.how_many, *lines])

    @property
    def how_many(self) -> str:
        """How many options one may choose, in brackets."""
        return "(Choose one.)"

    def typed(self, answer: Any) -> str:
        """The keys for typed letters. Raises ValueError for letters that name no option."""
        named = dict(zip(LETTERS, self.order, strict=False))
        return "".join(named[letter] for letter in sorted(letters_in(answer, named)))

    def keep(self, answer: Any) -> str:
        """The keys chosen, in order."""
        return "".join(sorted(letters_in(answer, self.options)))

    def words(self, kept: Any) -> str:
        """What the kept options say; None for keys that are no options (any more)."""
        try:
            keys = letters_in(kept, self.options)
        except ValueError:
            return str(kept)
        return " / ".join(self.options[key].text for key in self.order if key in keys)

    def discussion(self, letters: str = "") -> str:
        """The solution, and the reason of every option."""
        told = [wrapped(text) for text in [getattr(self, "solution", "")] if text]
        for key in self.order:
            option = self.options[key]
            mark = "  ✓ " if getattr(option, "right", False) else "  – "
            told += [wrapped(option.text, "    ", mark), wrapped(option.why, "      ")]
        return "\n".join(told)

    def lines(self, **marked: Iterable[str]) -> tuple[Line, ...]:
        """What is said about every option, with the marks (name=keys) that it has."""
        return tuple(
            Line(
                self.options[key].text,
                self.options[key].why,
                tuple(name for name, keys in marked.items() if key in keys),
            )
            for key in self.order
        )


@dataclass(frozen=True, kw_only=True)
class Choice(Shown):
    """A question with options of which one or more are right.

    solution: the reason in a few sentences, without letters. confidence: ask how sure one is.
    twin_of: the exercise of which this is the twin, for class; such a one is asked in no lesson.
    recall: whether later lessons may ask it again, which it must then be able to stand alone for.
    """

    options: Mapping[str, Option]
    solution: str = ""
    confidence: bool = False
    twin_of: str = ""
    recall: bool = True

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.rights:
            raise ValueError("no option is right; at least one has to be")

    @property
    def rights(self) -> str:
        """The keys of the options that are right."""
        return "".join(key for key, option in self.options.items() if option.right)

    @property
    def several(self) -> bool:
        """True when more than one option is right."""
        return len(self.rights) > 1

    @property
    def how_many(self) -> str:
        """How many options one may choose; of how many are right, nothing is said."""
        return "(Any number may hold.)" if self.several else "(Choose one.)"

    @property
    def example(self) -> str:
        """How an answer is written."""
        return '"...", 75' if self.confidence else '"..."'

    def form(self) -> dict[str, Any]:
        """The options' texts, by key, in the order in which they are shown."""
        parts = {"rows": self.rows(), "several": self.several, "sure": self.confidence}
        return self._form("choice", **parts, how_many=self.how_many.strip("()"))

    def judge(self, answer: Any) -> Verdict:
        """How much of it is right, and the reason of every option."""
        chosen = letters_in(answer, self.options)
        if not self.several and len(chosen) > 1:
            raise ValueError("it names several options; choose one")
        told = self.lines(right=self.rights, yours=chosen)
        return Verdict(chosen == set(self.rights), self._counted(chosen), told)

    def again(self, name: str, lesson: str) -> "Choice":
        """The same question under another name, for a later lesson that recalls it."""
        question = f"From lesson {lesson.split('_')[0]}. {self.question}"
        return replace(self, name=name, question=question, confidence=True, minutes=1)

    def _counted(self, chosen: set[str]) -> str:
        if not self.several:
            return ""
        hits, off = len(chosen & set(self.rights)), len(chosen - set(self.rights))
        told = f"You chose {hits} of the {len(self.rights)} that hold"
        return f"{told}, and {off} of those that do not." if off else f"{told}."


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
