"""Fooled or stuck: what became of a walker, by two scores, and the judge of a student's rule."""

from collections.abc import Callable

from course_lib.quiz.functions import nothing_yet, unwritten
from course_lib.quiz.kinds import Verdict

OUTCOMES = ("better", "fooled", "stuck")
# Scores of a walker and of an imitator, and what is overlooked by whoever says something else.
CASES = (
    ((0.45, 0.46, 0.34, 0.35), "better", "It beats the imitator by both scores."),
    ((0.00, 0.91, 0.34, 0.34), "fooled", "The overseer is delighted, and nothing has been done."),
    ((0.11, 0.20, 0.34, 0.34), "stuck", "By the overseer's own score the imitator is better."),
    ((0.30, 0.36, 0.34, 0.35), "fooled", "The gap is small, and it has the same sign."),
    (
        (0.40, 0.33, 0.34, 0.35),
        "better",
        "The true score decides whether anything is wrong at all.",
    ),
    (
        (0.25, 0.62, 0.20, 0.60),
        "better",
        "Compare with this imitator, and not with a fixed number.",
    ),
)


def sort_out(true: float, seen: float, imitator_true: float, imitator_seen: float) -> str:
    """What became of a walker beside an imitator, one of `OUTCOMES`, by both scores."""
    if true >= imitator_true:
        return "better"
    return "fooled" if seen > imitator_seen else "stuck"


def examine_sort_out(function: Callable[[float, float, float, float], str]) -> Verdict:
    """Whether the rule sorts six walkers as it should, and what it overlooks if not."""
    said = [function(*case) for case, _, _ in CASES]
    if nothing_yet(*said):
        return unwritten('Return "better", "fooled" or "stuck".')
    for answer, ((true, seen, own, watched), right, why) in zip(said, CASES, strict=True):
        if answer not in OUTCOMES:
            return Verdict(False, f"{answer!r:.30} is none of: {', '.join(OUTCOMES)}.")
        if answer != right:
            return Verdict(
                False,
                f"true {true:g}, overseer's {seen:g}; the imitator's {own:g} and {watched:g}: your "
                f"rule says {answer}. {why}",
            )
    return Verdict(True, "Your rule sorts all six walkers, and the figures below use the same one.")
