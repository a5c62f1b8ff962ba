"""The class report: questions, misunderstandings, predictions and calibration of a class."""

from collections.abc import Iterable
from html import escape
from pathlib import Path
from textwrap import fill
from time import perf_counter
from typing import TYPE_CHECKING, Any

from course_lib.quiz.calibration import answers_in
from course_lib.quiz.report.figure import alt_text, plot_report
from course_lib.quiz.report.handed_in import HandedIn, Problem, read_folder
from course_lib.quiz.report.outcomes import outcome, question_of, questions
from course_lib.quiz.report.tally import FEWEST, Row, Tally
from course_lib.study.game.scoring import brier, calibration
from course_lib.study.show.picture import show
from course_lib.study.show.tables import ROWS, SmallTable, per_cent_text, with_interval

if TYPE_CHECKING:
    from pandas import DataFrame


class ClassReport:
    """What a class has understood. Show it for the files; its methods give small tables.

    seconds: how long reading took.
    """

    def __init__(self, handed: HandedIn, seconds: float = 0.0) -> None:
        self.handed, self.seconds = handed, seconds
        self.names = [s.name or f"student {n}" for n, s in enumerate(handed.students, 1)]
        rows: dict[tuple, list[Row]] = {}
        for number, student in enumerate(handed.students):
            for lesson, attempts in student.lessons.items():
                for name, tries in attempts.items():
                    question, again = question_of(lesson, name)
                    if found := outcome(question, tries):
                        key = (question.lesson, question.name, again)
                        rows.setdefault(key, []).append(Row(number, question, again, found))
        place = {key: n for n, key in enumerate(questions())}
        order = sorted(rows, key=lambda k: (k[0], place.get(k[:2], len(place)), k[1], k[2]))
        self.tallies = [Tally(rows[key][0].question, key[2], rows[key]) for key in order]
        self.sure = [
            [a for attempts in student.lessons.values() for a in answers_in(attempts)]
            for student in handed.students
        ]

    # ── The files ──

    def summary(self) -> list[str]:
        """Sentences: how many files and students, what was not read and why."""
        handed, carry = self.handed, sum(bool(s.name) for s in self.handed.students)
        read = handed.files - len(handed.unread)
        said = [
            f"{read} of {handed.files} files were read in {self.seconds:.1f} s; they are of "
            f"{len(handed.students)} students, of whom {carry} gave a name."
        ]
        if handed.others:
            said.append(f"{handed.others} other files were not looked at: they are no .json files.")
        said += _listed("Not read, please ask for it again:", handed.unread)
        said += _listed("Read in part:", handed.partly)
        return said

    def __repr__(self) -> str:
        return "\n".join(fill(line, 92, subsequent_indent="  ") for line in self.summary())

    def _repr_html_(self) -> str:
        return "".join(f"<p>{escape(line)}</p>" for line in self.summary())

    # ── The questions ──

    def discuss(self) -> SmallTable:
        """The questions that 35 to 70 % had right at first, nearest to half and half first.

        With such a question a discussion between two votes helps most (Crouch and Mazur 2001).
        """
        asked = sorted((t for t in self.tallies if t.discuss), key=lambda t: abs(t.right[0] - 0.5))
        lines = [
            [t.label, with_interval(t.right), str(len(t.judged)), _commonest(t)]
            for t in asked[:ROWS]
        ]
        heads = ["question", "right at first", "answers", "commonest wrong answer"]
        return SmallTable(heads, lines, _more(asked, "questions") or _none(lines, "question"))

    def misunderstandings(self, lesson: str = "") -> SmallTable:
        """The commonest wrong answers, each in its words, of all lessons or of one.

        lesson: how its name begins, such as "02".
        """
        found = [
            (count, tally, words)
            for tally in self.tallies
            if tally.question.lesson.startswith(lesson)
            for words, count in tally.wrong.items()
        ]
        found.sort(key=lambda one: -one[0])
        lines = [
            [tally.label, words, f"{count} of {len(tally.rows)}"]
            for count, tally, words in found[:ROWS]
        ]
        caption = _more(found, "wrong answers") or _none(lines, "wrong answer")
        return SmallTable(["question", "what was answered", "how many"], lines, caption)

    def predictions(self) -> SmallTable:
        """Predicted and then seen: the least well seen first.

        About one observation in five is wrong (Crouch et al. 2004); where many saw wrongly, show
        the result again before you explain it.
        """
        told = [t for t in self.tallies if t.seen[0] == t.seen[0]]
        told.sort(key=lambda t: t.seen[0])
        lines = [
            [t.label, per_cent_text(t.right[0]), per_cent_text(t.seen[0]), str(len(t.rows))]
            for t in told[:ROWS]
        ]
        heads = ["prediction", "predicted rightly", "saw it rightly", "students"]
        return SmallTable(heads, lines, _more(told, "predictions") or _none(lines, "prediction"))

    def calibration(self) -> SmallTable:
        """How often the class was right at how sure."""
        lines = [
            [_range(row), per_cent_text(row["said"]), str(row["answers"]),
             with_interval((row["right"], row["low"], row["high"]))]
            for row in calibration(self.answers)
        ]  # fmt: skip
        caption = self.calibration_words()
        return SmallTable(["they were", "on average", "answers", "right"], lines, caption)

    @property
    def answers(self) -> list[dict[str, Any]]:
        """All answers that say how sure: {"sure", "right"}."""
        return [answer for one in self.sure for answer in one]

    def calibration_words(self) -> str:
        """Sure and right over students, and the class's Brier score, in two sentences."""
        gaps = self.gaps()
        if not gaps:
            return "Nobody has said yet how sure they are of an answer that is judged."
        score = sum(brier(a["sure"], a["right"]) for a in self.answers) / len(self.answers)
        surer = sum(gap > 0 for gap in gaps)
        return (
            f"{surer} of {len(gaps)} students were surer than they were right. Over all "
            f"{len(self.answers)} answers the Brier score is {score:.2f}; a coin toss has 0.25."
        )

    def gaps(self) -> list[float]:
        """How much surer than right, one number a student with at least five such answers."""
        told = [one for one in self.sure if len(one) >= FEWEST]
        return [sum(a["sure"] - a["right"] for a in one) / len(one) for one in told]

    def frame(self) -> "DataFrame":
        """All questions as a DataFrame, a row for each.

        Columns: lesson, question, words, again, answers, right, low, high, seen, discuss.
        """
        from pandas import DataFrame  # slow to import, and the tables above need none

        heads = ["lesson", "question", "words", "again", "answers", "right", "low", "high",
                 "seen", "discuss"]  # fmt: skip
        rows = [
            [t.question.lesson, t.question.name, t.question.words, t.again, len(t.rows),
             *t.right, t.seen[0], t.discuss]
            for t in self.tallies
        ]  # fmt: skip
        return DataFrame(rows, columns=heads)

    def plot(self) -> None:
        """Show all questions by the share right, and the class's calibration, as a figure."""
        show(plot_report(self.tallies, self.answers), alt_text(self.tallies, self.answers))


def class_report(folder: str | Path) -> ClassReport:
    """The report on a folder of files that students handed in.

    Raises ValueError if there is no such folder; no file in it raises anything.
    """
    begin = perf_counter()
    report = ClassReport(read_folder(folder))
    report.seconds = perf_counter() - begin
    return report


def _listed(title: str, problems: Iterable[Problem]) -> list[str]:
    lines = [f"{file} {what}." for file, what in problems]
    return [title, *lines] if lines else []


def _commonest(tally: Tally) -> str:
    if not tally.wrong:
        return ""
    words, count = tally.wrong.most_common(1)[0]
    return f"{words} ({count})"


def _range(row: dict) -> str:
    last = 100 if row["to"] == 1 else round(100 * row["to"]) - 1
    return f"{round(100 * row['from'])} to {last} % sure"


def _more(found: list, what: str) -> str:
    return f"{len(found) - ROWS} more {what}: see .frame()." if len(found) > ROWS else ""


def _none(lines: list, what: str) -> str:
    return "" if lines else f"There is no such {what} yet."
