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
from course_lib.quiz.reader import exercise_names, read_choices

AT_ONCE = 2  # questions
AGAIN = "recall "  # what the names of recalled questions begin with


def recall_name(lesson: str, name: str) -> str:
    """What a recalled question is called in the lesson that asks it again."""
    return f"{AGAIN}{number_of(lesson)}/{name}"


def number_of(lesson: str) -> str:
    """The number that a lesson's name begins with."""
    return lesson.split("_")[0]


def drawn(
    lesson: str, folder: Path, part: int = 1, before: str | None = None
) -> list[tuple[str, Choice]]:
    """The questions that a lesson asks again: (lesson that they come from, question).

    folder: where answers are kept. part: 2 for the next two questions, and so on. before: an
    exercise of this lesson; those that its file has before it are asked once no other is left.
    What was answered in this lesson's own recall changes nothing: the same cell asks the same.
    """
    known = lessons_in(folder)
    known[lesson] = {
        name: tries for name, tries in known.get(lesson, {}).items() if not name.startswith(AGAIN)
    }
    pool = earlier_choices(lesson)
    Random(lesson).shuffle(pool)
    own = own_choices(lesson, before)[::-1]  # the nearest first
    for those in (pool, own):
        those.sort(key=lambda pair: urgency(pair[0], pair[1].name, known))
    return [*pool[AT_ONCE * (part - 1) : AT_ONCE * part], *own][:AT_ONCE]


def earlier_choices(lesson: str) -> list[tuple[str, Choice]]:
    """All choices of lessons with a lower number that may be asked again, in order."""
    number = number_of(lesson)
    found = [(own, one) for own, one in all_choices() if number_of(own) < number]
    return sorted(found, key=lambda pair: (pair[0], pair[1].name))


def own_choices(lesson: str, before: str | None) -> list[tuple[str, Choice]]:
    """The choices of this lesson that stand before an exercise in its file; none for None."""
    if before is None:
        return []
    (path,) = [path for path in files() if read_choices(path)[0] == lesson]
    names = exercise_names(path)
    if before not in names:
        raise ValueError(f"there is no exercise {before!r} in this lesson")
    first = names[: names.index(before)]
    return [(own, one) for own, one in all_choices() if own == lesson and one.name in first]


def all_choices() -> list[tuple[str, Choice]]:
    """(lesson, choice) of all that may be asked again."""
    read = [read_choices(path) for path in files()]
    return [(own, one) for own, asked in read for one in asked if one.recall and not one.twin_of]


def files() -> list[Path]:
    """The questions.toml of all chapters."""
    return sorted((COURSE / "chapters").glob("*/questions.toml"))


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
