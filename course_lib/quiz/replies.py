"""What is said about an answer: for a form to draw, and as plain text."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from course_lib.quiz.kinds import Line, Verdict, wrapped
from course_lib.quiz.predictions import Prediction

WORDS = {True: "Right.", False: "Not yet.", None: "Noted."}
# What stands beside an option: a shape and words, so that nothing hangs on colour.
ANSWERED = {"right": "✓ right", "yours": "● your answer"}
FORETOLD = {"right": "✓ this was measured", "yours": "● your prediction", "seen": "◆ what you saw"}


class Reply(NamedTuple):
    """The words about an answer, the lines about its options, and whether that was the last word.

    named: what the marks of the lines are called.
    """

    words: str
    lines: tuple[Line, ...] = ()
    done: bool = False
    named: Mapping[str, str] = ANSWERED

    def text(self) -> str:
        """As plain text, an option to a paragraph."""
        told = [wrapped(self.words)]
        for line in self.lines:
            marks = [self.named[mark] for mark in line.marks]
            told.append(wrapped(line.text, "    ", f"  [{', '.join(marks)}] " if marks else "  – "))
            told.append(wrapped(line.why, "      "))
        return "\n".join(told)

    def sent(self) -> dict[str, Any]:
        """As a form in the browser takes it."""
        lines = [
            {
                "text": line.text,
                "why": line.why,
                "right": "right" in line.marks,
                "marks": [self.named[mark] for mark in line.marks],
            }
            for line in self.lines
        ]
        return {"words": self.words, "lines": lines, "done": self.done}


def reply_to(verdict: Verdict, sure: int | None = None) -> Reply:
    """What is said about a verdict, and how sure one was of the answer."""
    first = WORDS[verdict.right]
    if verdict.lines and verdict.right is False:
        first = "That is not it." if not verdict.message else "Not all of it."
    told = [first, verdict.message, sureness(verdict.right, sure)]
    return Reply(" ".join(part for part in told if part), verdict.lines)


def sureness(right: bool | None, sure: int | None) -> str:
    """How sure one was, in a sentence; empty where that was not asked."""
    return "" if sure is None or right is None else f"You were {sure} % sure."


def debrief(
    one: Prediction, said: str | None, sure: int | None, seen: str, value: float | None
) -> Reply:
    """What was said, seen and measured, and the reason for every option.

    said: the key of the prediction, None where there was none. seen: the key of what was seen.
    value: the measured number in per cent, where one decides.
    """
    truth = one.truth(value)
    told = [foretold(one, said, sure), f"You saw {quoted(one, seen)}.", _was(one, truth, value)]
    if seen not in truth:
        told.append(
            "What you saw is not what was measured. That happens to everybody now and then: look "
            "at the result once more."
        )
    lines = one.lines(right=truth, yours=said or "", seen=seen)
    return Reply(" ".join(part for part in told if part), lines, done=True, named=FORETOLD)


def foretold(one: Prediction, said: str | None, sure: int | None) -> str:
    """What was predicted, and how sure one was, in a sentence."""
    if said is None:
        return "You had not predicted this, which is no harm."
    how = "" if sure is None else f", {sure} % sure"
    return f"You said {quoted(one, said)}{how}."


def _was(one: Prediction, truth: str, value: float | None) -> str:
    options = " and ".join(quoted(one, key) for key in truth)
    if not one.measured:
        return f"It was {options}."
    number = f"The measured number is {value:.3g} {one.unit}"
    return f"{number}, so it was {options}." if truth else f"{number}, which no option names."


def quoted(one: Prediction, keys: str) -> str:
    """What an option says, in quotation marks."""
    return f"“{one.words(keys).rstrip('.')}”"


def seeing_text(one: Prediction) -> str:
    """The question that follows the result, as plain text."""
    call = f'quiz.observe("{one.name}", {"the number, " if one.measured else ""}"...")'
    return f"{wrapped(one.see)}\n{one.listed()}\nAnswer: {call}"
