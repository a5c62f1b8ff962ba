"""Judging the exercise `how_many`: by the search that the rule makes, in all 100 levels."""

from collections.abc import Callable

from course_lib.quiz.functions import nothing_yet, unwritten
from course_lib.quiz.kinds import Verdict

ENOUGH = 0.55  # with the flaw and without: no number that is the same everywhere reaches it


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
