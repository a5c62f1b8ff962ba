"""A chapter's exercises for a page without Python: what `site/src/read/quiz` judges answers by."""

import re
from dataclasses import asdict
from random import Random
from typing import Any

import course_lib.quiz.recall as recall
from course_lib.quiz.choices import Choice
from course_lib.quiz.kinds import Number, Open
from course_lib.quiz.predictions import Prediction
from course_lib.quiz.quiz import Quiz
from course_lib.quiz.sorting import Sorting

# A kind, and what the page needs of it besides its form.
FIELDS: dict[type, tuple[str, ...]] = {
    Choice: ("confidence",),
    Prediction: ("unit", "measured"),
    Number: ("value", "tolerance", "why", "mistakes", "otherwise"),
    Open: ("look_for", "least"),
    Sorting: ("bins", "cases", "confusions", "example"),
}


def answers_here(one: Any) -> bool:
    """Whether a page can judge this exercise: Python is needed for functions and drawings."""
    return type(one) in FIELDS


def packed(one: Any) -> dict[str, Any]:
    """An exercise as JSON. TypeError for a kind that needs Python."""
    if not answers_here(one):
        raise TypeError(f"{one.name!r} is a {type(one).__name__}, which needs Python")
    told: dict[str, Any] = {
        "name": one.name,
        "kind": type(one).__name__.lower(),
        "form": one.form(),
        **{name: plain(getattr(one, name)) for name in FIELDS[type(one)]},
    }
    if options := getattr(one, "options", None):
        told["order"] = "".join(one.order)
        told["options"] = {key: plain(option) for key, option in options.items()}
    if isinstance(one, Prediction):
        told["seeing"] = one.seeing()
    return told


def plain(value: Any) -> Any:
    """A value of an exercise's field as JSON has it."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if hasattr(value, "_asdict"):
        return {key: plain(one) for key, one in value._asdict().items()}
    if hasattr(value, "__dataclass_fields__"):
        return plain(asdict(value))
    return [plain(one) for one in value] if isinstance(value, tuple | list) else value


def chapter(quiz: Quiz) -> dict[str, Any]:
    """All exercises of a lesson that a page can ask: {"lesson", "exercises", "again"}.

    again: of what later lessons may ask again, how it differs then.
    """
    lesson = quiz.answers.lesson
    known = {n: one for n, one in quiz.exercises.items() if not getattr(one, "twin_of", "")}
    return {
        "lesson": lesson,
        "exercises": {name: packed(one) for name, one in known.items() if answers_here(one)},
        "again": {
            name: asked_again(lesson, one)
            for name, one in known.items()
            if isinstance(one, Choice) and one.recall
        },
    }


def asked_again(lesson: str, one: Choice) -> dict[str, Any]:
    """A choice as a later lesson recalls it: its question has a beginning, its options an order."""
    new = one.again(recall.recall_name(lesson, one.name), lesson)
    return {"name": new.name, "question": new.question, "effort": new.effort(),
            "order": "".join(new.order)}  # fmt: skip


def pools(lesson: str, source: str) -> list[dict[str, Any]]:
    """What each `quiz.recall(…)` of a unit's source draws from, in the order of Python."""
    found = []
    for given in re.findall(r"\bquiz\.recall\(([^)]*)\)", source):
        part = re.search(r"(?:part=)?\b(\d)", given)
        before = re.search(r"before=\"(\w+)\"", given)
        pool = recall.earlier_choices(lesson)
        Random(lesson).shuffle(pool)
        own = recall.own_choices(lesson, before[1] if before else None)[::-1]
        found.append({
            "part": int(part[1]) if part else 1,
            "pool": [[home, one.name] for home, one in pool],
            "own": [[home, one.name] for home, one in own],
        })  # fmt: skip
    return found
