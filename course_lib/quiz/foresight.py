"""The life of a prediction: kept, changed, and closed when somebody has looked at the result."""

from collections.abc import Mapping
from typing import Any

from course_lib.quiz.answers import AnswerFile
from course_lib.quiz.predictions import Prediction
from course_lib.quiz.replies import Reply, debrief, foretold

NOT_FORETOLD = "You have not predicted this, which is no harm. Say what you see all the same."
CLOSED = "You have looked at the result, so this prediction is not changed any more."

HOW_SURE = (
    "How sure are you? Move the slider and keep it again: without that it does not count in "
    "your calibration."
)


class Foresight:
    """The predictions of one lesson, as its file of answers has them."""

    def __init__(self, answers: AnswerFile) -> None:
        self.answers = answers

    def predict(self, one: Prediction, key: str, sure: int | None) -> Reply:
        """Keep a prediction, unless the result was looked at already; what there is to say."""
        if looked := self.looked(one):
            return closed(one, looked)
        told = kept_words(one, key, sure)
        return kept_first(self.answers, told, one.name, key, None, confidence=sure)

    def observe(self, one: Prediction, value: float | None, seen: str) -> Reply:
        """Keep what was seen, unless something was seen before; the debrief.

        value: the measured number, where one decides.
        """
        if self.looked(one):
            return self.state(one, value)
        said, sure = self.foretold(one)
        truth = one.truth(value)
        right = said in truth if said else None
        told = debrief(one, said, sure, seen, value)
        return kept_first(self.answers, told, one.name, said, right, confidence=sure,
                          observed=seen, was=truth)  # fmt: skip

    def state(self, one: Prediction, value: float | None) -> Reply:
        """The debrief, once something was seen; before that, what there is to say."""
        looked = self.looked(one)
        if looked is None:
            return Reply("" if self.foretold(one)[0] else NOT_FORETOLD)
        said = known(one, looked["answer"])
        return debrief(one, said, looked["confidence"], looked["observed"], value)

    def earlier(self, one: Prediction) -> Reply | None:
        """What there is to say about the prediction kept from earlier; None without one."""
        if looked := self.looked(one):
            return closed(one, looked)
        key, sure = self.foretold(one)
        return kept_words(one, key, sure) if key else None

    def looked(self, one: Prediction) -> dict[str, Any] | None:
        """The attempt with which the result was looked at, None before that."""
        tries = self.answers.tries(one.name)
        return next((this for this in tries if known(one, this["observed"])), None)

    def foretold(self, one: Prediction) -> tuple[str | None, int | None]:
        """The prediction that counts, as a key, and per cent sure."""
        tries = [this for this in self.answers.tries(one.name) if known(one, this["answer"])]
        return (tries[-1]["answer"], tries[-1]["confidence"]) if tries else (None, None)


def known(one: Prediction, key: Any) -> str | None:
    """The key, if it is one of the options; an older file may hold words or a former option."""
    return key if isinstance(key, str) and key in one.options else None


def kept_words(one: Prediction, key: str, sure: int | None) -> Reply:
    """That a prediction was kept, and which."""
    words = one.words(key)
    kept = f"Kept: “{words}”"
    if sure is None:
        stop = "" if words.endswith((".", "?", "!")) else "."
        return Reply(f"{kept}{stop} {HOW_SURE}")
    return Reply(f"{kept}, {sure} % sure. You can change it until you see the result.")


def closed(one: Prediction, looked: Mapping[str, Any]) -> Reply:
    """What was predicted, and that it stays."""
    said = foretold(one, known(one, looked["answer"]), looked["confidence"])
    return Reply(f"{said} {CLOSED}", done=True)


def kept_first(
    answers: AnswerFile, told: Reply, name: str, kept: Any, right: bool | None, **more: Any
) -> Reply:
    """The reply, once the attempt is kept; where that fails, it says so first."""
    try:
        answers.add(name, kept, right, **more)
    except OSError as problem:
        return told._replace(words=f"(Not kept: {problem})\n{told.words}")
    return told
