"""An exercise as a form to click on, with the same check behind it as when it is typed."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any, Protocol

import traitlets

from course_lib.widgets.base import STILL, CourseWidget, bundle
from course_lib.widgets.preview import text_png

UNSAID = 0  # how sure one is, before the slider was touched
RUN = "Run its cell in JupyterLab (Shift+Enter) to answer by clicking."


class Answered(Protocol):
    """What a form needs of a reply."""

    @property
    def words(self) -> str:
        """The words about an answer."""

    def sent(self) -> dict[str, Any]:
        """{"words", "lines": [{"text", "why", "right", "marks"}], "done"}."""


class Form(CourseWidget):
    """An exercise to click on: `answer` is what is chosen, `feedback` the words about it.

    Both can be read, and `answer` can be set. A choice has its options' keys as answer ("b",
    "ac"), a sorting exercise {case: bin}, a number or an open question the text in its field.
    """

    _esm = bundle("form.js")
    _css = bundle("form.css")

    exercise = traitlets.Dict().tag(sync=True)
    answer = traitlets.Any().tag(sync=True)
    sure = traitlets.Int(UNSAID).tag(sync=True)  # per cent, where the exercise asks for it
    reply = traitlets.Dict().tag(sync=True)
    asked = traitlets.Int(0).tag(sync=True)  # counts clicks on the button

    def __init__(
        self,
        exercise: Mapping[str, Any],
        judge: Callable[[Any, int | None], Answered],
        text: str = "",
        answer: Any = None,
        sure: int | None = None,
        reply: Answered | None = None,
    ) -> None:
        """Draw the exercise, filled in with `answer`, and with the reply to it.

        exercise: {"name", "title", "effort", "question", "button", "kind"}; kind is "choice" with
        "rows" and perhaps "several" and "sure", "seen" with "rows", "sorting" with "rows" and
        "bins", "number" or "open". judge: the reply to an answer and to how sure one is.
        text: what is read where no widget runs.
        """
        nothing: Any = {} if exercise["kind"] == "sorting" else ""
        filled = {"answer": nothing if answer is None else answer, "sure": sure or UNSAID}
        super().__init__(exercise=dict(exercise), **filled)
        self._judge = judge
        self._text = text or exercise["question"]
        if reply is not None:
            self.say(reply)
        self.observe(self._check, "asked")

    @property
    def feedback(self) -> str:
        """The words about the answer; empty before the first."""
        return self.reply.get("words", "")

    def _check(self, _change: Any = None) -> None:
        asked = self.exercise.get("sure") and self.sure != UNSAID
        self.say(self._judge(self.answer, self.sure if asked else None))

    def say(self, told: Answered) -> None:
        """Show this reply."""
        self.reply = {**told.sent(), "asked": self.asked}  # so that the same words are sent again

    def describe(self) -> str:
        """Which exercise it is, in one line."""
        title, name = self.exercise["title"], self.exercise["name"]
        return f'{title} "{name}". {" ".join(self.exercise["question"].split())}'

    def still(self) -> bytes:
        """The exercise as text in a PNG, without any answer."""
        return text_png(self._text.split("\n"))

    def _repr_mimebundle_(self, **kwargs: dict) -> tuple[dict, dict] | None:
        data = super()._repr_mimebundle_(**kwargs)
        if data is not None:
            data[0]["text/plain"] = self._text
        return data

    def _still_html(self, picture: str | None) -> str:
        """The exercise as text, which is read where no widget runs."""
        text = (
            f'<pre style="white-space: pre-wrap; word-break: normal; font-family: inherit">'
            f"{escape(self._text)}</pre>"
        )
        return STILL % (escape(f"{self.exercise['title']} · {self.exercise['name']}"), RUN, text)
