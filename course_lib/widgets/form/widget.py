"""An exercise as a form to click on, with the same check behind it as `quiz.check`."""

from collections.abc import Callable, Mapping
from typing import Any

import traitlets

from course_lib.widgets.base import CourseWidget, bundle
from course_lib.widgets.preview import text_png


class Form(CourseWidget):
    """An exercise to click on: `answer` is what is chosen, `feedback` the words about it.

    Both can be read, and `answer` can be set.
    A choice has its letters as answer ("b", "ac"); a sorting exercise has {letter: bin}.
    """

    _esm = bundle("form.js")
    _css = bundle("form.css")

    exercise = traitlets.Dict().tag(sync=True)
    answer = traitlets.Any().tag(sync=True)
    feedback = traitlets.Unicode().tag(sync=True)
    asked = traitlets.Int(0).tag(sync=True)  # counts clicks on "Check"

    def __init__(
        self, exercise: Mapping[str, Any], judge: Callable[[Any], str], answer: Any = None
    ) -> None:
        """Draw the exercise, filled in with `answer`.

        exercise: {"name", "question", "level", "minutes", "rows"}, with "several" (may more than
        one row be chosen?) or with "bins" to sort the rows into. judge: the words about an answer
        that is not empty.
        """
        nothing: Any = {} if "bins" in exercise else ""
        super().__init__(exercise=dict(exercise), answer=answer or nothing)
        self._judge = judge
        self.observe(self._check, "asked")

    def _check(self, _change: Any = None) -> None:
        self.feedback = ""  # so that the same words are sent again
        chosen = self.answer.values() if isinstance(self.answer, Mapping) else [self.answer]
        if any(one and str(one).strip() for one in chosen):
            self.feedback = self._judge(self.answer)
        else:
            self.feedback = "Not answered yet. Choose something first."

    def describe(self) -> str:
        """Which exercise it is, and how to answer without the form, in one line."""
        name, question = self.exercise["name"], self.exercise["question"]
        return f'Form: exercise "{name}". {question} Without a form: quiz.ask and quiz.check.'

    def still(self) -> bytes:
        """The question and what there is to choose from, as a PNG."""
        bins = [f"{name}: {words}" for name, words in self.exercise.get("bins", {}).items()]
        rows = [
            f"{row['key']}  {row['title']}. {row['text']}" if "title" in row
            else f"{row['key']}  {row['text']}" for row in self.exercise["rows"]
        ]  # fmt: skip
        return text_png([self.exercise["question"], *bins, *rows])
