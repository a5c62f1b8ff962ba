"""The exercises of lesson 09, imitate or optimise: text in questions.toml, and two functions."""

from collections.abc import Callable
from pathlib import Path

from course_lib.chapters.imitate_or_optimise.amplified.judge import (
    combine,
    examine_combine,
    examine_how_many,
    how_many,
)
from course_lib.chapters.imitate_or_optimise.between.judge import examine_where, where
from course_lib.chapters.imitate_or_optimise.fooled.judge import examine_sort_out, sort_out
from course_lib.quiz.content import read_quiz
from course_lib.quiz.functions import nothing_yet, unwritten
from course_lib.quiz.kinds import Verdict

# ── The map ─────────────────────────────────────────────────────────────────────────────────

SURE_FEET, MANY_SLIPS, NO_HOLE, GREAT_HOLE = 0.0, 0.3, 0.0, 1.25
WORDS = ("imitate", "equal", "optimise")


def better(slip: float, hole: float) -> str:
    """Which is better where feet slip so often and the overseer has so large a hole."""
    if hole > 0.8 - 1.2 * slip:
        return "imitate"
    return "optimise" if slip > 0.04 else "equal"


def examine_better(function: Callable[[float, float], str]) -> Verdict:
    """Whether the four corners of the map can be right, and what a wrong one overlooks."""
    corners = {(s, h): function(s, h) for s in (SURE_FEET, MANY_SLIPS)
               for h in (NO_HOLE, GREAT_HOLE)}  # fmt: skip
    if nothing_yet(*corners.values()):
        return unwritten('Return "imitate", "equal" or "optimise".')
    if strange := [said for said in corners.values() if said not in WORDS]:
        return Verdict(False, f"{strange[0]!r:.30} is none of: {', '.join(WORDS)}.")
    if corners[MANY_SLIPS, NO_HOLE] != "optimise":
        return Verdict(False, "Without a hole and on unsteady feet: who falls, and who need not?")
    if corners[MANY_SLIPS, GREAT_HOLE] != "imitate":
        return Verdict(
            False,
            "With the greatest hole the sign pays more than the flag, and is nearer. What is a "
            "walker truly worth that stands there? The imitator falls often, but not always.",
        )
    if corners[SURE_FEET, GREAT_HOLE] != "imitate":
        return Verdict(False, "Who optimises finds the hole on sure feet, too. What is left then?")
    if corners[SURE_FEET, NO_HOLE] == "imitate":
        return Verdict(
            False, "Sure feet, no hole: the best walker does what the demonstrator does."
        )
    return Verdict(
        True, "The four corners can be defended. Where the borders run, the next cell compares."
    )


quiz = read_quiz(
    Path(__file__).with_name("questions.toml"),
    {
        "mymap": (examine_better, better),
        "where": (examine_where, where),
        "sort_out": (examine_sort_out, sort_out),
        "combine": (examine_combine, combine),
        "how_many": (examine_how_many, how_many),
    },
)
