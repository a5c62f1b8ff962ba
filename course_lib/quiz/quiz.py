"""The desk of a lesson's exercises: it asks, checks, hints and keeps answers."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from IPython import get_ipython

from course_lib import mishaps
from course_lib.checks import as_items, as_path, check_kind, check_text, shown
from course_lib.engine.checks import check_whole, is_number
from course_lib.quiz.answers import AnswerFile
from course_lib.quiz.calibration import counted, report
from course_lib.quiz.export import write_export
from course_lib.quiz.foresight import Foresight, kept_first
from course_lib.quiz.kinds import Exercise, wrapped
from course_lib.quiz.predictions import LEAST, MOST, Prediction
from course_lib.quiz.recall import drawn, recall_name
from course_lib.quiz.replies import Reply, reply_to, seeing_text
from course_lib.quiz.show import make_form, show, show_chart

NOT_YET = "Not answered yet. Choose or write something first."
SURE_FIRST = "Say first how sure you are: move the slider, and check again."
UNREAD = "This answer cannot be read: {}."


class Quiz:
    """The exercises of one lesson. Every method shows or prints something and returns None."""

    def __init__(
        self, lesson: str, exercises: Sequence[Exercise], folder: Path | None = None
    ) -> None:
        """Take the exercises of a lesson; ValueError for two of one name.

        lesson: the notebook's name without its ending. folder: where answers are kept; by default
        the one that the notebook runs in.
        """
        check_text("lesson", lesson)
        folder = None if folder is None else as_path("folder", folder)
        exercises = as_items("exercises", exercises, "exercises")
        for one in exercises:
            check_kind("each of the exercises", one, Exercise, "an Exercise")
        self.exercises = {one.name: one for one in exercises}
        if len(self.exercises) != len(exercises):
            raise ValueError("two exercises have the same name")
        mishaps.install(get_ipython())  # a letter without quotes is what a newcomer types
        self.answers = AnswerFile(lesson, folder)
        self.foresight = Foresight(self.answers)
        self.measured: dict[str, float] = {}  # numbers that `observe` was given, by exercise
        self._recalled: dict[str, Exercise] = {}  # questions of earlier lessons, asked again here
        self._forms: dict[str, Any] = {}  # the widget of each exercise that was asked last
        self._hints_given: dict[str, int] = {}

    # ── Asking ──

    def ask(self, name: str) -> None:
        """Show the exercise as a form to click on; print it where no widget runs."""
        one = self._find(name)
        if isinstance(one, Prediction):
            self.predict(name)
        else:
            show(partial(self.form, name) if one.form() else None, self._text(one))

    def text(self, name: str) -> None:
        """Print the exercise as plain text, and how to type an answer."""
        print(self._text(self._find(name)))

    def form(self, name: str) -> Any:
        """The exercise as a widget. Raises ValueError for a function, which has no form."""
        one = self._find(name)
        exercise = one.form()
        if exercise is None:
            raise ValueError(f"{name!r} has no form; answer it with quiz.check")
        last = (self.answers.tries(name) or [{}])[-1]
        kept = last.get("answer")
        state = {"answer": kept, "sure": last.get("confidence"), "reply": self._earlier(one)}
        made = make_form(exercise, partial(self._clicked, one), self._text(one), **state)
        self._forms[name] = made
        return made

    def check(self, name: str, answer: Any = None, sure: float | None = None) -> None:
        """Print what the answer shows, and keep the answer; no answer ever raises.

        answer: as `text` says; None checks the one kept from earlier again. sure: per cent.
        Raises ValueError only for an exercise that does not exist.
        """
        one = self._find(name)
        if not one.empty(answer):
            print(self._typed(one, answer, sure).text())
        elif earlier := self._earlier(one):
            print(earlier.text())
        else:
            print(f'Not answered yet: "{name}". Fill in your answer and run the cell again.')

    def reply(self, name: str, answer: Any, sure: float | None = None) -> Reply:
        """What a form says about this answer. Keeps an answer that can be read.

        answer: as it is kept, so with the keys of the options. sure: per cent.
        """
        one = self._find(name)
        if one.empty(answer):
            return Reply(NOT_YET)
        try:
            per_cent = percent(sure)
            if isinstance(one, Prediction):
                return self.foresight.predict(one, one.one(answer), per_cent)
            verdict = one.judge(answer)
            kept = one.keep(answer)
        except ValueError as problem:
            return Reply(UNREAD.format(problem))
        told = reply_to(verdict, per_cent)
        if not verdict.kept:
            return told
        return kept_first(self.answers, told, name, kept, verdict.right, confidence=per_cent)

    # ── Predicting, and seeing ──

    def predict(self, name: str, answer: Any = None, sure: float | None = None) -> None:
        """Show the prediction as a form; keep one that is typed: a letter, and per cent sure.

        It can be changed until the result was looked at. Raises ValueError for an exercise that
        is no prediction.
        """
        one = self._prediction(name)
        if not one.empty(answer):
            print(self._typed(one, answer, sure).text())
            return
        earlier = self._earlier(one)
        kept = f"\n{earlier.text()}" if earlier else ""
        show(partial(self.form, name), self._text(one) + kept)

    def observe(self, name: str, value: Any = None, seen: str | None = None) -> None:
        """Ask what was seen; then say what was predicted, what it was, and why.

        value: the measured number in per cent, for a prediction that asks for one. seen: the
        letter of what was seen, for whoever types. Raises ValueError for an exercise that is no
        prediction, and where the measured number is missing.
        """
        one = self._prediction(name)
        if isinstance(value, str) and not one.measured:
            value, seen = None, value
        value = float(value) if is_number(value) else value  # numpy's numbers, too
        one.truth(value)
        if one.measured:
            self.measured[name] = value
        now = self.foresight.state(one, value)
        if seen is not None and not one.empty(seen):
            print(self._typed(one, seen, None, partial(self._observed, one, value)).text())
        elif now.done:
            show(partial(self._observing, one, value, now), now.text())
        else:
            text = f"{seeing_text(one)}\n{now.words}".strip()
            show(partial(self._observing, one, value, now), text)

    def _observing(self, one: Prediction, value: float | None, now: Reply) -> Any:
        def judge(key: Any, _sure: int | None) -> Reply:
            return self._observed(one, value, one.one(key))

        return make_form(one.seeing(), judge, seeing_text(one), reply=now)

    def _observed(self, one: Prediction, value: float | None, seen: str) -> Reply:
        """The debrief; the prediction's form, if it is on the page, is closed."""
        told = self.foresight.observe(one, value, seen)
        closed = self.foresight.earlier(one)
        if closed and one.name in self._forms:
            self._forms[one.name].say(closed)
        return told

    # ── Helping ──

    def hint(self, name: str) -> None:
        """Print the first hint; called again, the second."""
        one = self._find(name)
        given = self._hints_given.get(name, 0)
        self._hints_given[name] = given + 1
        if given < 2:
            print(wrapped(f"Hint {given + 1} of 2: {one.hints[given]}"))
        else:
            print(f'Those were both hints. quiz.discuss("{name}") prints the solution.')

    def discuss(self, name: str, letters: str = "") -> None:
        """Print the solution with its reasons; of a sorting exercise, where the cases belong.

        letters: the cases, such as "a c"; all of them by default.
        """
        print(self._find(name).discussion(letters))

    # ── Over the lesson, and over all lessons ──

    def recall(self, part: int = 1, before: str | None = None) -> None:
        """Ask two questions of earlier lessons again, those first that went wrong.

        part: 2 in the second unit of a lesson, so that it asks two others. before: the unit's
        first exercise; those before it in this lesson are asked if no other lesson has any left.
        Raises ValueError for an exercise that does not exist.
        """
        check_whole("part", part, 1, 100)
        if before is not None:
            self._find(before)
        found = drawn(self.answers.lesson, self.answers.home, part, before)
        if not found:
            print("There is nothing to recall from earlier lessons here.")
        for lesson, one in found:
            name = recall_name(lesson, one.name)
            self._recalled[name] = one.again(name, lesson)
            self.ask(name)

    def calibration(self) -> None:
        """Show how often you were right at how sure, in this lesson and in all, and what to do."""
        here, everywhere = counted(self.answers.lesson, self.answers.home)
        picture, text = report(here, everywhere)
        show_chart(picture, text)

    def save(self) -> None:
        """Write all answers into the file next to the lesson, and say what is left."""
        known = self.answers.load()
        if not known:
            print("Nothing to save yet.")
            return
        asked = [n for n, one in self.exercises.items() if not getattr(one, "twin_of", "")]
        left = [name for name in asked if not known.get(name)]
        done = f"{len(asked) - len(left)} of {len(asked)} exercises answered"
        if self._write():
            print(f"{done}; saved in {self.answers.path.name}, next to the lesson.")
        if left:
            few = ", ".join(left[:5]) + (f" and {len(left) - 5} more" if len(left) > 5 else "")
            print(f"Not answered yet: {few}.")

    resume = save

    def export(self, name: str | None = None) -> None:
        """Write the answers of all lessons into one file to hand in, and print its name.

        name: stands in the file and in its name; without it, the file says nobody's name.
        """
        try:
            path = write_export(self.answers.home, name)
        except (OSError, ValueError) as problem:
            print(f"Nothing was written: {problem}")
        else:
            print(f"Written: {path.name}. Hand in this one file; it holds the answers of all")
            print(f"lessons in this folder{'' if name else ', and no name'}.")

    # ── Inside ──

    def _clicked(self, one: Exercise, answer: Any, sure: int | None) -> Reply:
        """What a form says: where sureness counts it is said before one hears what is right."""
        asked = getattr(one, "confidence", False) and sure is None
        if asked and not one.empty(answer):
            return Reply(SURE_FIRST)
        return self.reply(one.name, answer, sure)

    def _typed(
        self,
        one: Exercise,
        answer: Any,
        sure: float | None,
        judge: Callable[[Any], Reply] | None = None,
    ) -> Reply:
        """What is said about a typed answer; `judge` takes it in another way than `reply`."""
        try:
            keys = one.typed(answer)
            return judge(one.one(keys)) if judge else self.reply(one.name, keys, sure)  # type: ignore[attr-defined]
        except ValueError as problem:
            return Reply(UNREAD.format(problem))

    def _text(self, one: Exercise) -> str:
        title = "Prediction" if isinstance(one, Prediction) else "Exercise"
        return f'{title} "{one.name}" · {one.effort()}\n{one.text()}\nAnswer: {one.call}'

    def _earlier(self, one: Exercise) -> Reply | None:
        """What there is to say about the answer kept from earlier; None without one."""
        tries = self.answers.tries(one.name)
        if not tries:
            return None
        kept, sure = tries[-1]["answer"], tries[-1]["confidence"]
        if isinstance(one, Prediction):
            return self.foresight.earlier(one)
        begin = f"Your answer from earlier: {one.words(kept)}\n"
        try:
            told = reply_to(one.judge(kept), sure)
        except ValueError:  # a function is kept as text, which is shown but never run
            return Reply(begin + "Give it again to have it checked again.")
        return told._replace(words=begin + told.words)

    def _write(self) -> bool:
        try:
            self.answers.write()
        except OSError as problem:
            print(f"The answers could not be written: {problem}")
            return False
        return True

    def _find(self, name: str) -> Exercise:
        if isinstance(name, str) and name in self._recalled:
            return self._recalled[name]
        if not isinstance(name, str) or name not in self.exercises:
            known = ", ".join(self.exercises)
            raise ValueError(
                f"there is no exercise {shown(name)} in this lesson; there are: {known}"
            )
        return self.exercises[name]

    def _prediction(self, name: str) -> Prediction:
        one = self._find(name)
        if not isinstance(one, Prediction):
            raise ValueError(f"{name!r} is no prediction; quiz.ask asks it")
        return one


def percent(sure: float | None) -> int | None:
    """How sure in whole per cent; 0.8 is 80. Raises ValueError outside of 50 to 100 %."""
    if sure is None:
        return None
    if not is_number(sure) or not (LEAST <= sure <= MOST or LEAST <= 100 * sure <= MOST):
        raise ValueError(f"{sure!r} is not from {LEAST} to {MOST} per cent sure")
    return round(sure if sure > 1 else 100 * sure)
