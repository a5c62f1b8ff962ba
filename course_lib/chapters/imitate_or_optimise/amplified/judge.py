"""Judging the exercises `combine` and `how_many`: by the walks that come of them."""

from collections.abc import Callable
from math import isnan
from statistics import median

from course_lib.quiz.functions import nothing_yet, unwritten
from course_lib.quiz.kinds import Verdict

ENOUGH = 0.55  # true score; the planner has 0.63

# ── A panel ─────────────────────────────────────────────────────────────────────────────────

ONE_WRONG = [0.5, 0.52, 0.0, 0.51, 0.49]


def combine(answers: list[float]) -> float:
    """The median, which one wrong answer of five cannot move far."""
    return median(answers)


def examine_combine(rule: Callable[[list[float]], float]) -> Verdict:
    """Whether an agent that goes by the combined answers gets to the flag."""
    said = rule(list(ONE_WRONG))
    if nothing_yet(said):
        return unwritten("Return a number.")
    if isnan(float(said)):
        return Verdict(False, f"For {ONE_WRONG} it says {said}, which is no number.")
    from course_lib.chapters.imitate_or_optimise.amplified.own_panel import combined_score

    score = combined_score(rule)
    told = f"Amplified eight times by your rule, the agent's true score is {score:.2f}."
    if score >= ENOUGH:
        return Verdict(True, f"{told} One wrong answer in five does not move your number far.")
    return Verdict(False, f"{told} For {ONE_WRONG} your number is {float(said):.2f}.")


# ── A search ────────────────────────────────────────────────────────────────────────────────


def how_many(doubt: float) -> int:
    """Many candidates where there is hardly any doubt, and one where there is much."""
    return 1 if doubt > 0.8 else 64


def examine_how_many(rule: Callable[[float], int]) -> Verdict:
    """Whether the search by this rule is good with the flaw and without, and which one is not."""
    said = [rule(doubt) for doubt in (0.0, 0.5, 1.0)]
    if nothing_yet(*said):
        return unwritten("Return a whole number from 1 to 64.")
    if not all(isinstance(each, int | float) and 1 <= each <= 64 for each in said):
        return Verdict(False, f"For doubts of 0, 0.5 and 1 it says {said}; numbers from 1 to 64.")
    from course_lib.chapters.imitate_or_optimise.amplified.own_search import scored

    flawed, sound = scored(rule)
    told = f"True score {flawed:.2f} with the flaw, {sound:.2f} without."
    if min(flawed, sound) >= ENOUGH:
        return Verdict(True, f"{told} The caution is spent only where there is doubt.")
    if len(set(said)) == 1:
        return Verdict(False, f"{told} The rule draws as many everywhere: what is `doubt` for?")
    if sound < ENOUGH:
        return Verdict(
            False, f"{told} Too few candidates, in too many places: nothing is searched."
        )
    return Verdict(False, f"{told} Where the doubt is greatest, it still draws too many.")
