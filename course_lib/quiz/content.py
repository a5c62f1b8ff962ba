"""A lesson's exercises, read from its questions.toml: content is data, and only code is Python.

    lesson = "02_maze"                  # the notebook's name, without its ending

    [detour]                            # an exercise; the lesson asks them in this order
    kind = "choice"                     # or drawing, function, number, open, prediction, sorting
    level = "medium"                    # easy, medium or hard
    minutes = 2
    question = '''
    Text may take several lines, which are joined to one paragraph.

    An empty line begins a new one.'''
    hints = ["The first hint, the gentler one.", "The second."]

    importance = 3                      # 1 to 5; without it, 3

    [detour.options.a]
    text = "That it is after the cheese."
    right = false
    why = "Said to everybody who has answered, in full sentences."

A prediction has such options, too: those that the measurement shows are `right`; or each has
`between = [25, 50]`, and the measured number, in per cent, decides. `see = "Where did it go?"` is
what it asks after the result. A choice may have `solution`, `confidence = true`, `twin_of` and
`recall = false`. Options are shown in an order of their own: texts refer to them by what they say.

The fields are those of the kind's class, so a kind that a lesson adds needs nothing here.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from course_lib.quiz.kinds import Exercise
from course_lib.quiz.quiz import Quiz
from course_lib.quiz.reader import Judged, read_exercises


def read_quiz(
    path: Path, functions: Mapping[str, Judged] | None = None, kinds: Sequence[type[Exercise]] = ()
) -> Quiz:
    """The exercises of one lesson, in the order of the file.

    path: the lesson's questions.toml. functions: (examine, solution) by exercise, for each that
    is judged by a program. kinds: what the lesson adds to the known kinds; the file calls a kind
    by its class's name in small letters. Raises ValueError with file, exercise and field for what
    cannot be understood.
    """
    return Quiz(*read_exercises(path, functions, kinds))
