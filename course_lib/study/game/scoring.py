"""How good an answer is that says how sure it is: a proper rule, and calibration.

The rule is Brier's (1950): the squared distance between the stated chance of being right and what
came out, 0 or 1. Nobody gains on average by saying anything but what they believe.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import floor
from typing import Any

from course_lib.engine.checks import check_number
from course_lib.study.measure.stats import wilson

LEAST, MOST = 0.5, 1.0  # what can be said: below a half, "right" would mean "wrong"
BINS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


def check_sure(sure: Any) -> None:
    """Raise ValueError unless a stated chance is a number from 0.5 to 1."""
    check_number("how sure", sure, LEAST, MOST)


def is_right(said: Iterable[str], truth: Iterable[str]) -> bool:
    """Whether an answer names exactly what differs; nothing named says that nothing does."""
    return set(said) == set(truth)


def brier(sure: float, right: bool) -> float:
    """0 (sure and right) to 1 (sure and wrong); 0.25 for a coin toss."""
    check_sure(sure)
    return (sure - right) ** 2


def part_right(said: Iterable[str], truth: Iterable[str]) -> float:
    """How much of an answer is right, 0 to 1: what it shares with the truth, of all in either.

    Jaccard's (1901) index; naming nothing where nothing differs is wholly right.
    """
    named, there = set(said), set(truth)
    return len(named & there) / len(named | there) if named | there else 1.0


def points(sure: float, part: float) -> int:
    """25 for sure and right, 0 for a coin toss, -75 for sure and wrong: Brier's rule, turned over.

    part: how much of the answer is right, from 0 to 1 (or a bool): the points are as far between
    those of a wrong and of a right one. They are whole numbers, halves going up, so that a class
    can add them. Nothing else that can be said, in steps of a twentieth, is better on average than
    what one believes; who believes less than a half says a half, and neither wins nor loses.
    """
    check_sure(sure)
    exact = 25 - 100 * (part * (1 - sure) ** 2 + (1 - part) * sure**2)
    return floor(round(exact, 6) + 0.5)


def calibration(answers: Sequence[dict]) -> list[dict]:
    """What was said beside how often it was right, for each range of `sure` that occurs.

    answers: dicts with "sure" and "right". Rows: {"from", "to", "said", "right", "low", "high",
    "answers"}; the interval is Wilson's. Whoever is calibrated is right as often as they say.
    """
    rows = []
    for low, high in pairwise(BINS):
        last = high == BINS[-1]
        those = [a for a in answers if low <= a["sure"] < high or (last and a["sure"] == high)]
        if not those:
            continue
        hits = sum(a["right"] for a in those)
        bottom, top = wilson(hits, len(those))
        said = sum(a["sure"] for a in those) / len(those)
        rows.append({"from": low, "to": high, "said": said, "right": hits / len(those),
                     "low": bottom, "high": top, "answers": len(those)})  # fmt: skip
    return rows


def standings(answers: Sequence[dict]) -> list[dict]:
    """A row for each team, in the order of their first answer: what they have reached so far.

    {"team", "rounds", "right", "said" (mean of sure), "points", "brier" (mean), "foreseen",
    "predictions"}; the last two count predictions of the agent.
    """
    rows = []
    for team in dict.fromkeys(answer["team"] for answer in answers):
        those = [answer for answer in answers if answer["team"] == team]
        told = [answer["foreseen"] for answer in those if answer.get("foreseen") is not None]
        rows.append({
            "team": team,
            "rounds": len(those),
            "right": sum(answer["right"] for answer in those),
            "said": sum(answer["sure"] for answer in those) / len(those),
            "points": sum(answer["points"] for answer in those),
            "brier": sum(answer["brier"] for answer in those) / len(those),
            "foreseen": sum(told),
            "predictions": len(told),
        })  # fmt: skip
    return rows


def most_voted(votes: Mapping[str, int]) -> tuple[list[str], float, str] | None:
    """The answer of a show of hands: what differs, how sure, which prediction; None without any.

    votes: by "attribute:…" ("attribute:nothing" is for no difference) and "choice:…". As sure as
    the share of hands for it, a half at least, in steps of a twentieth.
    """
    counts = {key: int(n) for key, n in votes.items() if int(n) > 0}
    named, ends = (
        {key.removeprefix(kind): n for key, n in counts.items() if key.startswith(kind)}
        for kind in ("attribute:", "choice:")
    )
    if not named:
        return None
    first = max(named, key=lambda name: named[name])
    share = max(LEAST, round(20 * named[first] / sum(named.values())) / 20)
    prediction = max(ends, key=lambda name: ends[name]) if ends else ""
    return [] if first == "nothing" else [first], share, prediction
