"""What one student's attempts at one question show: right or not, and which misunderstanding."""

import math
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from textwrap import shorten
from typing import Any, NamedTuple

from course_lib.paths import COURSE

LETTERS = 90  # of an option, in a table
AGAIN = "recall "  # how the name of a question begins that an earlier lesson asked


class Question(NamedTuple):
    """A question of the lessons, as its questions.toml has it."""

    lesson: str
    name: str
    table: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """Choice, prediction, number, sorting ...; empty if no lesson asks this any more."""
        return str(self.table.get("kind", ""))

    @property
    def label(self) -> str:
        """What it is called in a table, such as "02 · detour"."""
        return f"{self.lesson.split('_')[0]} · {self.name}"

    @property
    def words(self) -> str:
        """The question itself, cut short."""
        asked = self.table.get("question", "(no lesson asks this any more)")
        return shorten(str(asked), LETTERS, placeholder=" …")


class Outcome(NamedTuple):
    """What a student's first answer shows.

    right: None where nothing is judged. wrong: each misunderstanding in its words.
    seen: of a prediction, whether it was seen rightly what happened; None if unknown.
    """

    right: bool | None
    wrong: tuple[str, ...] = ()
    seen: bool | None = None


@cache
def questions() -> dict[tuple[str, str], Question]:
    """All questions of the course by lesson and name, in the order of the lessons.

    From the files alone: no chapter's code is run.
    """
    found = []
    for path in (COURSE / "chapters").glob("*/questions.toml"):
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        lesson = tables.pop("lesson", path.parent.name)
        found += [Question(lesson, name, t) for name, t in tables.items() if isinstance(t, dict)]
    return {(q.lesson, q.name): q for q in sorted(found, key=lambda q: q.lesson)}


def question_of(lesson: str, name: str) -> tuple[Question, bool]:
    """The question of this name in a lesson's file, and whether it was asked again later.

    A lesson that asks an earlier one's question calls it "recall 01/fits".
    """
    again = name.startswith(AGAIN)
    if again:
        number, _, name = name.removeprefix(AGAIN).partition("/")
        lesson = next((of for of, one in questions() if of.split("_")[0] == number), number)
    known = questions().get((lesson, name))
    return known or Question(lesson, shorten(name, 40, placeholder="…"), {}), again


def outcome(question: Question, tries: Sequence[Mapping[str, Any]]) -> Outcome | None:
    """What the first answer shows; None if there is none that tells something.

    Of a prediction, the attempt that was compared with the result counts.
    """
    if question.kind == "prediction":
        compared = [one for one in tries if one["was"] is not None and one["answer"] is not None]
        return _foretold(question, compared[0]) if compared else None
    answered = [one for one in tries if one["answer"] is not None]
    if not answered:
        return None
    first = answered[0]
    right = None if first["right"] is None else bool(first["right"])
    return Outcome(right, _wrong(question, first["answer"]) if right is False else ())


def _foretold(question: Question, one: Mapping[str, Any]) -> Outcome:
    was, seen = one["was"], one["observed"]
    known = isinstance(was, str) and isinstance(seen, str)
    right = None if one["right"] is None else bool(one["right"])
    wrong = _texts(question, one["answer"]) if right is False else ()
    return Outcome(right, wrong, seen in was if known and was else None)


def _wrong(question: Question, answer: Any) -> tuple[str, ...]:
    """The misunderstandings that a wrong answer shows, in words."""
    match question.kind:
        case "choice":
            return _chosen(question, answer)
        case "number":
            return _mistaken(question.table, answer)
        case "sorting":
            return _misplaced(question.table, answer)
    return ()


def _chosen(question: Question, answer: Any) -> tuple[str, ...]:
    """The wrong options that were chosen, or else the right ones that were not."""
    options = _part(question.table, "options")
    right = {key for key, one in options.items() if one.get("right")}
    keys = set(answer) & set(options) if isinstance(answer, str) else set()
    if wrong := "".join(sorted(keys - right)):
        return _texts(question, wrong)
    missed = _texts(question, "".join(sorted(right - keys)))
    return tuple(f"not chosen, though right: {text}" for text in missed)


def _texts(question: Question, keys: Any) -> tuple[str, ...]:
    """The words of options."""
    options = _part(question.table, "options")
    keys = keys if isinstance(keys, str) else ""
    return tuple(_short(options[key].get("text", key)) for key in keys if key in options)


def _mistaken(table: Mapping[str, Any], answer: Any) -> tuple[str, ...]:
    """The number, with what it shows if it was foreseen."""
    if not isinstance(answer, int | float) or not math.isfinite(answer):
        return ()
    near = [one for one in table.get("mistakes", ()) if _is_near(one, answer)]
    return (_short(f"{answer:g}: {near[0]['why']}" if near else f"{answer:g}"),)


def _is_near(mistake: Any, answer: float) -> bool:
    value = mistake.get("value") if isinstance(mistake, Mapping) else None
    return isinstance(value, int | float) and abs(value - answer) <= 1e-6


def _misplaced(table: Mapping[str, Any], answer: Any) -> tuple[str, ...]:
    """The cases that were put into a bin where they cannot be argued for."""
    cases = _part(table, "cases")
    placed = answer if isinstance(answer, Mapping) else {}
    return tuple(
        _short(f"{cases[key].get('title', key)}: {home}")
        for key, home in placed.items()
        if key in cases and home not in cases[key].get("homes", ())
    )


def _part(table: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A table in a table, without what is no table in it."""
    inner = table.get(name, {})
    inner = inner if isinstance(inner, Mapping) else {}
    return {key: one for key, one in inner.items() if isinstance(one, Mapping)}


def _short(text: Any) -> str:
    return shorten(str(text), LETTERS, placeholder=" …")
