"""An exercise as a form to click on, with the same check behind it as `quiz.check`."""

from pathlib import Path
from typing import Any

import anywidget
import traitlets

from course_lib.quiz.kinds import Choice, Exercise
from course_lib.quiz.quiz import Quiz
from course_lib.quiz.sorting import Sorting

HERE = Path(__file__).parent


class Form(anywidget.AnyWidget):
    """`answer` is what is chosen, readable and settable; `feedback` the words about it.

    A choice has its letters as answer ("b", "ac"); a sorting exercise has {letter: bin}.
    """

    _esm = HERE / "form.js"
    _css = HERE / "form.css"
    exercise = traitlets.Dict().tag(sync=True)
    answer = traitlets.Any().tag(sync=True)
    feedback = traitlets.Unicode().tag(sync=True)
    asked = traitlets.Int(0).tag(sync=True)  # counts clicks on "Check"

    def __init__(self, quiz: Quiz, exercise: Exercise) -> None:
        """Filled in with the answer kept from earlier. ValueError for other kinds of exercise."""
        if not isinstance(exercise, Choice | Sorting):
            raise ValueError(f"{exercise.name!r} has no form; answer it with quiz.check")
        nothing: Any = {} if isinstance(exercise, Sorting) else ""
        kept = quiz.answers.latest(exercise.name)
        super().__init__(exercise=_described(exercise), answer=kept or nothing)
        self._quiz = quiz
        self._one = exercise
        self.observe(self._check, "asked")

    def _check(self, _change: Any = None) -> None:
        self.feedback = ""  # so that the same words are sent again
        if self._one.empty(self.answer) or not self.answer:
            self.feedback = "Not answered yet. Choose something first."
        else:
            self.feedback = self._quiz.judge(self._one.name, self.answer)

    def __repr__(self) -> str:
        return f'A form for exercise "{self._one.name}". Without it: quiz.ask and quiz.check.'


def _described(one: Choice | Sorting) -> dict[str, Any]:
    """What the browser needs to draw the exercise; the answers are not among it."""
    words = {"name": one.name, "question": one.question, "level": one.level}
    if isinstance(one, Choice):
        rows = [{"key": key, "text": option.text} for key, option in one.options.items()]
        return {**words, "minutes": one.minutes, "several": one.several, "rows": rows}
    rows = [{"key": k, "title": c.title, "text": c.story} for k, c in one.cases.items()]
    return {**words, "minutes": one.minutes, "bins": dict(one.bins), "rows": rows}
