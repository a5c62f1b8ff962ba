"""The desk of a lesson's exercises: it asks, checks, hints and keeps answers."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from course_lib.quiz.answers import AnswerFile
from course_lib.quiz.kinds import Exercise, Verdict, wrapped
from course_lib.quiz.sorting import Sorting

WORDS = {True: "Right.", False: "Not yet.", None: "Noted."}


class Quiz:
    """The exercises of one lesson. Every method prints plain text and returns None."""

    def __init__(
        self, lesson: str, exercises: Sequence[Exercise], folder: Path | None = None
    ) -> None:
        """Take the exercises of a lesson; ValueError for two of one name.

        lesson: the notebook's name without its ending. folder: where answers are kept; by default
        the one that the notebook runs in.
        """
        self.exercises = {one.name: one for one in exercises}
        if len(self.exercises) != len(exercises):
            raise ValueError("two exercises have the same name")
        self.answers = AnswerFile(lesson, folder)
        self._hints_given: dict[str, int] = {}

    def ask(self, name: str) -> None:
        """Print the exercise, with how hard it is and how long it takes."""
        one = self._find(name)
        unit = "minute" if one.minutes == 1 else "minutes"
        print(f'Exercise "{name}" · {one.level} · {one.minutes} {unit}')
        print(one.text())
        print(f'Answer: quiz.check("{name}", {one.example})')

    def check(self, name: str, answer: Any = None) -> None:
        """Print what the answer shows, and keep the answer; no answer ever raises.

        answer: as `ask` says; None checks the one kept from earlier again. Raises ValueError only
        for an exercise that does not exist.
        """
        one = self._find(name)
        if one.empty(answer):
            self._recall(one)
        else:
            print(wrapped(self.judge(name, answer)))

    def judge(self, name: str, answer: Any) -> str:
        """The words that `check` prints for this answer. Keeps an answer that can be read."""
        one = self._find(name)
        try:
            verdict = one.judge(answer)
        except ValueError as problem:
            return f"This answer cannot be read: {problem}."
        self._keep(one, answer, verdict)
        return words_of(verdict)

    def hint(self, name: str) -> None:
        """Print the first hint; called again, the second."""
        one = self._find(name)
        given = self._hints_given.get(name, 0)
        self._hints_given[name] = given + 1
        if given < 2:
            print(wrapped(f"Hint {given + 1} of 2: {one.hints[given]}"))
        else:
            print("Those were both hints. The solution is folded away under the exercise.")

    def discuss(self, name: str, letters: str = "") -> None:
        """Print where the cases of a sorting exercise belong, with reasons and sources.

        letters: the cases, such as "a c"; all of them by default. Raises ValueError for an
        exercise of another kind.
        """
        one = self._find(name)
        if not isinstance(one, Sorting):
            raise ValueError(f"{name!r} is not a sorting exercise, so there is no case to discuss")
        print(one.discussion(letters))

    def save(self) -> None:
        """Write all answers into the file next to the lesson, and list them."""
        known = self.answers.load()
        print("Your answers:")
        for name in self.exercises:
            tries = known.get(name, [])
            state = WORDS[tries[-1]["right"]].rstrip(".").lower() if tries else "not answered yet"
            print(f"  {name:<14} {state}" + (f", {len(tries)} attempts" if len(tries) > 1 else ""))
        if not known:
            print("Nothing to save yet.")
        elif self._write():
            print(f"Saved in {self.answers.path.name}, next to the lesson.")

    resume = save

    def form(self, name: str) -> Any:
        """The exercise as a form to click on, with the same check behind it.

        Raises ValueError for kinds that have no form: all but choices and sorting.
        """
        from course_lib.widgets.form.widget import Form  # anywidget is needed here only

        one = self._find(name)
        return Form(one.form(), partial(self.judge, name), self.answers.latest(name))

    def _recall(self, one: Exercise) -> None:
        kept = self.answers.latest(one.name)
        if kept is None:
            print(f'Not answered yet: "{one.name}". Fill in your answer and run the cell again.')
            return
        print(wrapped(f"Your answer from earlier: {kept}"))
        try:
            print(wrapped(words_of(one.judge(kept))))
        except ValueError:  # a function is kept as text, which is shown but never run
            print("Run the cell that defines it, and give its name here, to check it again.")

    def _keep(self, one: Exercise, answer: Any, verdict: Verdict) -> None:
        try:
            self.answers.add(one.name, one.keep(answer), verdict.right)
        except OSError as problem:
            print(f"(Not kept: {problem})")

    def _write(self) -> bool:
        try:
            self.answers.write()
        except OSError as problem:
            print(f"The answers could not be written: {problem}")
            return False
        return True

    def _find(self, name: str) -> Exercise:
        if name not in self.exercises:
            known = ", ".join(self.exercises)
            raise ValueError(f"there is no exercise {name!r} in this lesson; there are: {known}")
        return self.exercises[name]


def words_of(verdict: Verdict) -> str:
    """The verdict as one text."""
    return f"{WORDS[verdict.right]} {verdict.message}"
