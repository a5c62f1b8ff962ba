"""How often somebody is right at how sure they are, beside whoever is right as often as they say.

What counts is a prediction whose result was looked at, and the first answer to a question that
asks how sure one is; a second answer comes after the solution. The score is Brier's (1950): the
mean squared distance between the stated chance p and what came out, 1 or 0. It is proper: nobody
gains by saying anything but what they believe. The ideal observer of the game is calibrated, so on
the same answers it would expect the mean of p (1 - p) (Murphy 1973, "A new vector partition of the
probability score": the reliability term of the score is then zero).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from course_lib.quiz.answers import Attempts, lessons_in
from course_lib.quiz.kinds import wrapped
from course_lib.study.game.scoring import brier, calibration
from course_lib.study.show.reliability import reliability_html

FEW = 5  # answers, up to which nothing is advised
ENOUGH = 4  # answers about as sure as each other, from which something is advised
LEAN = 0.1  # between how sure and how often right, from which something is advised
HELD = 2  # so many answers' weight has what was said in the advice for next time
LEAST, MOST = 50, 95  # per cent, that is advised: nobody should be told to be certain

Answers = list[dict[str, Any]]  # {"sure": from 0.5 to 1, "right": whether}


def counted(lesson: str, folder: Path) -> tuple[Answers, Answers]:
    """The answers that count, {"sure", "right"}: of this lesson, and of all lessons."""
    known = lessons_in(folder)
    everywhere = [answer for tries in known.values() for answer in answers_in(tries)]
    return answers_in(known.get(lesson, {})), everywhere


def answers_in(attempts: Attempts) -> Answers:
    """The answers of one lesson that count, {"sure", "right"}, one for each exercise at most."""
    found = []
    for tries in attempts.values():
        first = next((one for one in tries if one["right"] is not None), None)
        if first is not None and first["confidence"] is not None:
            found.append({"sure": first["confidence"] / 100, "right": bool(first["right"])})
    return found


def report(here: Answers, everywhere: Answers) -> tuple[str, str]:
    """A picture with its words as HTML, and the same as text."""
    if not everywhere:
        text = (
            "No answer with how sure you were counts yet. Predict, look at the result, come back."
        )
        return f"<p>{text}</p>", text
    rows = table(here, everywhere)
    told = [" ".join(score_lines(here, everywhere)), advice(everywhere)]
    widths = [max(len(row[n]) for row in rows) + 3 for n in range(len(rows[0]))]
    lines = ["".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    text = "\n".join([*lines, *(wrapped(one) for one in told)])
    rows_here = calibration(here) if len(here) < len(everywhere) else []
    return reliability_html(rows_here, calibration(everywhere), rows, told), text


def table(here: Answers, everywhere: Answers) -> list[list[str]]:
    """How often right at how sure, in rows; one column where there is no other lesson."""
    both = len(here) < len(everywhere)
    own = {row["from"]: row for row in calibration(here)}
    found = [
        ["You were", *(["right in this lesson", "right in all lessons"] if both else ["right"])]
    ]
    for row in calibration(everywhere):
        last = 100 if row["to"] == 1 else round(100 * row["to"]) - 1
        sure = f"{round(100 * row['from'])} to {last} % sure"
        found.append([sure, *([hits(own.get(row["from"]))] if both else []), hits(row)])
    return found


def hits(row: dict | None) -> str:
    """How many of how many, of a row of `scoring.calibration`."""
    return f"{round(row['right'] * row['answers'])} of {row['answers']}" if row else "–"


def mean_brier(answers: Sequence[dict]) -> float:
    """The mean Brier score, from 0 (always sure and right) to 1."""
    return sum(brier(one["sure"], one["right"]) for one in answers) / len(answers)


def ideal_brier(answers: Sequence[dict]) -> float:
    """The score to expect of somebody as sure as this who is right as often as they say."""
    return sum(one["sure"] * (1 - one["sure"]) for one in answers) / len(answers)


def score_lines(here: Answers, everywhere: Answers) -> list[str]:
    """The scores in words."""
    both = here and len(here) < len(everywhere)
    own = f"{mean_brier(here):.2f} in this lesson and " if both else ""
    where = " in all lessons" if both else ""
    return [
        f"Your Brier score is {own}{mean_brier(everywhere):.2f}{where}. The smaller, the better:",
        "a coin toss has 0.25. An ideal observer, who is right as often as it says, would have",
        f"{ideal_brier(everywhere):.2f} with answers as sure as yours.",
    ]


def advice(answers: Answers) -> str:
    """One sentence that says what to do about it."""
    if len(answers) <= FEW:
        unit = "answer counts" if len(answers) == 1 else "answers count"
        return (
            f"Only {len(answers)} {unit} so far, too few to judge. Go on saying how sure you are."
        )
    rows = [row for row in calibration(answers) if row["answers"] >= ENOUGH]
    worst = max(rows, key=lambda row: abs(gap(row)) * row["answers"] ** 0.5, default=None)
    if worst is None or abs(gap(worst)) < LEAN:
        return on_average(answers)
    said, count = round(100 * worst["said"]), worst["answers"]
    hit = round(worst["right"] * count)
    told = f"You were about {said} % sure {times(count)} and right {times(hit)}"
    chance = worst["low"] <= worst["said"] <= worst["high"]
    how = ", which may still be chance" if chance else ""
    return f"{told}{how}: say {next_time(worst)} % next time."


def on_average(answers: Answers) -> str:
    """What to do where no range of answers says it."""
    said, right = (sum(one[name] for one in answers) / len(answers) for name in ("sure", "right"))
    if abs(right - said) < LEAN:
        return "You were right about as often as you said. Go on like this."
    told = f"You were {said:.0%} sure on average, and right in {right:.0%} of your answers"
    told = told.replace("%", " %")
    return f"{told}: say {'more' if right > said else 'less'} next time."


def times(count: int) -> str:
    """How often, in words."""
    return {0: "never", 1: "once", 2: "twice"}.get(count, f"{count} times")


def gap(row: dict) -> float:
    """How much more often right than said."""
    return row["right"] - row["said"]


def next_time(row: dict) -> int:
    """What to say instead, in steps of 5 %: what was said counts like `HELD` answers more."""
    share = (row["right"] * row["answers"] + HELD * row["said"]) / (row["answers"] + HELD)
    return min(MOST, max(LEAST, 5 * round(20 * share)))
