"""Which questions of earlier lessons are asked again at the head of a lesson.

First come those that went wrong when they were last asked, and of these the ones of which one was
sure: errors made with confidence are the best corrected (Butterfield and Metcalfe 2001). Then
come those that were never answered, from the nearest lesson on; then what was right, the oldest
first. Where nothing was answered, every machine draws the same.
"""

from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

from course_lib.paths import COURSE
from course_lib.quiz.answers import Attempts, lessons_in
from course_lib.quiz.choices import Choice
from course_lib.quiz.reader import read_choices

AT_ONCE = 2  # questions


def recall_name(lesson: str, name: str) -> str:
    """What a recalled question is called in the lesson that asks it again."""
    return f"recall {number_of(lesson)}/{name}"


def number_of(lesson: str) -> str:
    """The number that a lesson's name begins with."""
    return lesson.split("_")[0]


def drawn(lesson: str, folder: Path, part: int = 1) -> list[tuple[str, Choice]]:
    """The questions that a lesson asks again: (lesson that they come from, question).

    folder: where answers are kept. part: 2 for the next two questions, and so on. What was
    answered in this lesson's own recall changes nothing, so that the same cell asks the same.
    """
    known = {name: tries for name, tries in lessons_in(folder).items() if name != lesson}
    pool = earlier_choices(lesson)
    Random(lesson).shuffle(pool)
    pool.sort(key=lambda pair: urgency(pair[0], pair[1].name, known))
    return pool[AT_ONCE * (part - 1) : AT_ONCE * part]


def earlier_choices(lesson: str) -> list[tuple[str, Choice]]:
    """All choices of lessons with a lower number that may be asked again, in order."""
    found = []
    for path in sorted((COURSE / "chapters").glob("*/questions.toml")):
        own, asked = read_choices(path)
        if number_of(own) < number_of(lesson):
            found += [(own, one) for one in asked if one.recall and not one.twin_of]
    return sorted(found, key=lambda pair: (pair[0], pair[1].name))


def urgency(lesson: str, name: str, known: Mapping[str, Attempts]) -> tuple:
    """What to sort by: the smaller, the earlier it is asked again."""
    last = last_asked(lesson, name, known)
    if last is None:
        return 1, -int(number_of(lesson)), ""
    if last["right"]:
        return 2, 0, last["time"]
    return 0, -(last["confidence"] or 0), last["time"]


def last_asked(lesson: str, name: str, known: Mapping[str, Attempts]) -> dict[str, Any] | None:
    """The first attempt on the newest occasion on which this was asked; None if there is none.

    On one occasion only the first attempt tells something: after it, the solution is read.
    """
    firsts = [tries[name][0] for own, tries in known.items() if own == lesson and tries.get(name)]
    again = recall_name(lesson, name)
    firsts += [tries[again][0] for tries in known.values() if tries.get(again)]
    return max(firsts, key=lambda one: one["time"], default=None)
