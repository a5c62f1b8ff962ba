"""The kinds of exercises: choices, sorting, numbers, functions and open questions.

Each knows its text, and `judge` turns an answer into a verdict that says which
misunderstanding the answer shows. `judge` raises ValueError for what it cannot read.
"""

import inspect
import math
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
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

    def judge(self, answer: Any) -> Verdict:
        """Every letter chosen or missed wrongly is explained."""
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


@dataclass(frozen=True, kw_only=True)
class Number(Exercise):
    """A number; `mistakes` lists (value, what it shows) for the wrong ones one can foresee."""

    value: float
    tolerance: float
    why: str
    mistakes: tuple[tuple[float, str], ...] = ()
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
        near = [why for value, why in self.mistakes if abs(number - value) <= self.tolerance]
        return Verdict(False, near[0] if near else self.otherwise)

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

    def keep(self, answer: Any) -> str:
        """The function's source where Python can find it."""
        try:
            return inspect.getsource(answer)
        except (OSError, TypeError):
            return repr(answer)


@dataclass(frozen=True, kw_only=True)
class Case:
    """One thing to sort; `homes` are the bins that can be argued for, the best one first."""

    title: str
    story: str
    homes: tuple[str, ...]
    why: str
    source: str = ""
    wrong: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Sorting(Exercise):
    """Cases, named by letters, to sort into bins.

    `confusions[(given, home)]` says what mixing up these two bins shows.
    """

    bins: Mapping[str, str]
    cases: Mapping[str, Case]
    confusions: Mapping[tuple[str, str], str]

    @property
    def example(self) -> str:
        """How an answer is written."""
        first, second = list(self.bins)[:2]
        return f'dict({first}="a", {second}="b c", ...)'

    def text(self) -> str:
        """The question, the bins and the cases, without their answers."""
        bins = [wrapped(text, "      ", f"  {name}: ") for name, text in self.bins.items()]
        cases = [
            wrapped(f"{case.title}. {case.story}", "     ", f"  {key}  ")
            for key, case in self.cases.items()
        ]
        return "\n".join([wrapped(self.question), *bins, "", *cases])

    def read(self, answer: Any) -> dict[str, str]:
        """Letter -> bin, from {bin: letters} or {letter: bin}. Raises ValueError otherwise."""
        if not isinstance(answer, Mapping):
            raise ValueError(f"{answer!r} is not a dict; write {self.example}")
        if set(answer) <= set(self.cases):
            pairs = [(home, key) for key, home in answer.items() if not self.empty(home)]
        else:
            pairs = [(b, key) for b, keys in answer.items() for key in self._letters(keys)]
        if strange := sorted({str(home) for home, _ in pairs} - set(self.bins)):
            raise ValueError(f"{', '.join(strange)!r} is none of: {', '.join(self.bins)}")
        twice = sorted(key for key, n in Counter(key for _, key in pairs).items() if n > 1)
        if twice:
            raise ValueError(f"{', '.join(twice)} stands in more than one place; choose one each")
        return {key: str(home) for home, key in sorted(pairs, key=lambda pair: pair[1])}

    def _letters(self, keys: Any) -> set[str]:
        return set() if self.empty(keys) else letters_in(keys, self.cases)

    def judge(self, answer: Any) -> Verdict:
        """How many are well placed, what each misplaced one shows, and the commonest mix-up."""
        placed = self.read(answer)
        off = {key: b for key, b in placed.items() if b not in self.cases[key].homes}
        left = [key for key in self.cases if key not in placed]
        lines = [f"{len(placed) - len(off)} of {len(self.cases)} are well placed."]
        lines += [self._about(key, b) for key, b in off.items()]
        if len(off) > 1:
            lines.append(self._pattern(off))
        if left:
            lines.append(f"Not sorted yet: {' '.join(left)}.")
        return Verdict(not off and not left, "\n".join(lines))

    def keep(self, answer: Any) -> dict[str, str]:
        """Letter -> bin, in the order of the letters."""
        return self.read(answer)

    def _about(self, key: str, given: str) -> str:
        case = self.cases[key]
        what = case.wrong.get(given) or self.confusions[given, case.homes[0]]
        return f"{key} ({case.title}): not {given}. {what}"

    def _pattern(self, off: Mapping[str, str]) -> str:
        pairs = Counter((given, self.cases[key].homes[0]) for key, given in off.items())
        (given, home), times = pairs.most_common(1)[0]
        if times < 2:
            return "No pattern in these: each is worth a second look by itself."
        return f"A pattern: {times} times you said {given} where {home} is the better answer."

    def discussion(self, letters: str = "") -> str:
        """Each case's place, why, and where it is documented; all cases, or those named."""
        keys = sorted(letters_in(letters, self.cases)) or list(self.cases)
        return "\n".join(
            wrapped(
                f"{case.title}: {' or '.join(case.homes)}. {case.why}"
                + (f" [{case.source}]" if case.source else ""),
                "     ",
                f"  {key}  ",
            )
            for key, case in ((key, self.cases[key]) for key in keys)
        )
