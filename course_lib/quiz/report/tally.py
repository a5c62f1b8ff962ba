"""What a class knows of one question: how many are right, and what the others have in mind."""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from course_lib.quiz.report.outcomes import Outcome, Question
from course_lib.study.measure.stats import wilson

DISCUSS = (0.35, 0.70)  # the share right on the first attempt that makes a discussion worth it
FEWEST = 5  # answers, below which a share says too little to choose by


class Row(NamedTuple):
    """What one student's first answer to one question shows. `again`: asked in a later lesson."""

    student: int
    question: Question
    again: bool
    outcome: Outcome


@dataclass(frozen=True)
class Tally:
    """What a class knows of one question."""

    question: Question
    again: bool
    rows: list[Row]

    @property
    def judged(self) -> list[Row]:
        """The answers that are right or wrong."""
        return [row for row in self.rows if row.outcome.right is not None]

    @property
    def right(self) -> tuple[float, float, float]:
        """The share right with its 95 % interval; nan if nothing is judged."""
        n, hits = len(self.judged), sum(bool(row.outcome.right) for row in self.judged)
        return (hits / n if n else float("nan"), *wilson(hits, n))

    @property
    def seen(self) -> tuple[float, float, float]:
        """Of a prediction: the share that then saw rightly what happened; nan if nobody looked."""
        looked = [row.outcome.seen for row in self.rows if row.outcome.seen is not None]
        return (
            sum(looked) / len(looked) if looked else float("nan"),
            *wilson(sum(looked), len(looked)),
        )

    @property
    def wrong(self) -> Counter[str]:
        """How many show each misunderstanding."""
        return Counter(words for row in self.rows for words in row.outcome.wrong)

    @property
    def discuss(self) -> bool:
        """Whether the class is divided enough, and large enough, for a vote with a discussion."""
        return len(self.judged) >= FEWEST and DISCUSS[0] <= self.right[0] <= DISCUSS[1]

    @property
    def label(self) -> str:
        """What it is called in a table."""
        return self.question.label + (" (asked again)" if self.again else "")
