"""An exercise as a form to click on, with the same check behind it as `quiz.check`."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import anywidget
import traitlets

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

    def __repr__(self) -> str:
        name = self.exercise["name"]
        return f'A form for exercise "{name}". Without it: quiz.ask and quiz.check.'
