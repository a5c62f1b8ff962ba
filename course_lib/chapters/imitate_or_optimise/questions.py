"""The exercises of lesson 09, imitate or optimise: text in questions.toml, and two functions."""

from collections.abc import Callable, Sequence
from math import isclose, log
from pathlib import Path

from course_lib.quiz.content import read_quiz
from course_lib.quiz.functions import nothing_yet, unwritten
from course_lib.quiz.kinds import Verdict, foreseen

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


# ── A divergence ────────────────────────────────────────────────────────────────────────────


def kl(p: Sequence[float], q: Sequence[float]) -> float:
    """KL(p || q) in nats: by how much q is surprised, on average over p."""
    return sum(a * log(a / b) for a, b in zip(p, q, strict=True) if a > 0)


def examine_kl(function: Callable[[list[float], list[float]], float]) -> Verdict:
    """Whether it is KL(p || q), and which other thing it is if not."""
    p, q = [0.9, 0.1, 0.0], [0.5, 0.25, 0.25]
    said = function(list(p), list(q))
    if nothing_yet(said):
        return unwritten("Return a number.")
    found, wanted = float(said), kl(p, q)
    if isclose(found, wanted, abs_tol=1e-9):
        if not isclose(float(function([0.5, 0.5], [0.5, 0.5])), 0.0, abs_tol=1e-9):
            return Verdict(False, "Of two equal lists it has to be 0.")
        return Verdict(True, "Where p is 0, q costs nothing; where q is nearly 0, p costs much.")
    pairs = [(a, b) for a, b in zip(p, q, strict=True) if a > 0]
    mistakes = (
        (-wanted, "The sign: log(p/q), or minus log(q/p)."),
        (wanted / log(2), "That is in bits. A nat is of the natural logarithm."),
        (
            sum(b * log(b / a) for a, b in pairs),
            "You average over q. KL(p || q) averages over p, the first one.",
        ),
        (
            sum(log(a / b) for a, b in pairs),
            "The logarithms are there, but not their weights: an average over p.",
        ),
    )
    otherwise = f"For p={p} and q={q} it says {found:.4f}, not {wanted:.4f}."
    return Verdict(False, foreseen(found, mistakes) or otherwise)


quiz = read_quiz(
    Path(__file__).with_name("questions.toml"),
    {"mymap": (examine_better, better), "kl": (examine_kl, kl)},
)
