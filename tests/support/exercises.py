"""Exercises that several tests ask, and right and wrong answers to them."""

from typing import Any

from course_lib.chapters.outer_and_inner_alignment.questions import quiz
from course_lib.quiz.choices import LETTERS, Choice, Option
from course_lib.quiz.functions import Function
from course_lib.quiz.kinds import Exercise, Number, Verdict
from course_lib.quiz.predictions import Prediction
from course_lib.quiz.sorting import Sorting

FIRST = quiz.exercises  # those of lesson 01, in which most kinds occur

SMALL = Choice(
    name="small",
    question="Which?",
    level="easy",
    minutes=1,
    hints=("one", "two"),
    options={"a": Option("this", True, "yes, this"), "b": Option("that", False, "not that")},
)


def raises_there(keys: int, chests: int) -> int:
    """A student's function with a mistake in it."""
    return keys // 0


def letter_of(one: Choice | Prediction, key: str) -> str:
    """The letter to type for an option that questions.toml calls `key`."""
    return LETTERS[one.order.index(key)]


def right_answer(one: Exercise) -> Any:
    """An answer, as it is typed, that must be accepted: read off the exercise itself."""
    if isinstance(one, Choice):
        return "".join(letter_of(one, key) for key in one.rights)
    if isinstance(one, Prediction):
        return letter_of(one, one.order[0])
    if isinstance(one, Sorting):
        return {key: case.homes[0] for key, case in one.cases.items()}
    if isinstance(one, Number):
        return one.value
    if isinstance(one, Function):
        return one.solution
    return "My cat was meant to sleep in its basket, and learned to sleep where it is warm."


def said(verdict: Verdict) -> str:
    """All words of a verdict in one line: its message, and what it says of every option."""
    return " ".join(" ".join([verdict.message, *(line.why for line in verdict.lines)]).split())
