"""The exercises of lesson 06, looking inside: text in questions.toml, functions, and a level."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from course_lib.chapters.looking_inside.vector_kind import EXAMPLE, Pair, Vector
from course_lib.quiz.content import read_quiz
from course_lib.quiz.functions import nothing_yet, unwritten
from course_lib.quiz.kinds import Verdict, foreseen
from course_lib.study.inside.moments import KINDS, kinds_of
from course_lib.worlds import coin_run

# ── Completeness ────────────────────────────────────────────────────────────────────────────

PARTS, VALUE, START = [0.5, -0.2, 0.1], 0.9, 0.4  # add up to 0.4, and should to 0.5
SHARE = 0.2
ERRORS = (
    (
        abs(sum(PARTS) - VALUE) / VALUE,
        "You compare with the value of the picture. The way begins at the baseline, and the "
        "critic expects something there, too.",
    ),
    (
        abs(sum(PARTS) - (VALUE - START)),
        "That is the error itself. Make it a share: 0.1 is much beside 0.2, little beside 10.",
    ),
    (
        abs(sum(map(abs, PARTS)) - (VALUE - START)) / (VALUE - START),
        "You add up the sizes of the parts. Good news and bad news cancel in the sum.",
    ),
    (-SHARE, "The size is right and the sign is not: an error of either sign is an error."),
)


def left_out(parts: Sequence[float], value: float, at_baseline: float) -> float:
    """By how much the parts do not add up, as a share of what they should add up to."""
    return abs(sum(parts) - (value - at_baseline)) / abs(value - at_baseline)


def examine_left_out(function: Callable[[list[float], float, float], float]) -> Verdict:
    """Whether the function compares the sum with what the picture adds to the baseline."""
    given = function(list(PARTS), VALUE, START)
    if nothing_yet(given):
        return unwritten("Return a share, which is a number.")
    found = float(given)
    if abs(found - SHARE) < 1e-6:
        other = float(function([-0.3, -0.3], -0.5, 0.5))
        if abs(other - 0.4) < 1e-6:
            return Verdict(True, "That is the completeness error. An exact attribution has 0.")
        return Verdict(
            False,
            "Right where the value is above the baseline's. Try it where it is below: a share is "
            "never below 0.",
        )
    otherwise = (
        f"For parts {PARTS}, value {VALUE}, at_baseline {START} it returns {found:g}. They add up "
        "to 0.4; they should add up to 0.5."
    )
    return Verdict(False, foreseen(found, ERRORS) or otherwise)


# ── Blind to one direction ──────────────────────────────────────────────────────────────────

PLACE, WAY = (3.0, 1.0, 2.0), (0.0, 2.0, 2.0)  # of one place; WAY is not of length 1
BLIND = (3.0, -0.5, 0.5)


def project_out(activation: np.ndarray, direction: np.ndarray) -> np.ndarray:
    """What is left of `activation` when its part along `direction` is gone."""
    return activation - (activation @ direction) / (direction @ direction) * direction


REMAINDERS: tuple[tuple[Callable[[np.ndarray, np.ndarray], np.ndarray], str], ...] = (
    (
        lambda a, d: a - (a @ d) * d,
        "You take out too much: `direction` has not length 1. Divide by direction @ direction.",
    ),
    (
        lambda a, d: (a @ d) / (d @ d) * d,
        "That is the part along the direction: just what should be gone.",
    ),
    (
        lambda a, d: a - d,
        "You subtract the direction itself, once. How much of it is in the activation?",
    ),
    (
        lambda a, d: np.where(d > 0, 0, a),
        "You set whole channels to 0. A factor is a mixture: take out the mixture, and leave the "
        "channels their other uses.",
    ),
)


def examine_project_out(function: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> Verdict:
    """Whether nothing along the direction is left, and everything else is."""
    activation, direction = np.array(PLACE), np.array(WAY)
    given = function(activation.copy(), direction.copy())
    if nothing_yet(given):
        return unwritten("Return an array.")
    found = np.asarray(given, float)
    if found.shape != (3,):
        return Verdict(
            False,
            f"Three channels go in; {found.shape} comes out. Return an array of the same three "
            "channels.",
        )
    if np.allclose(found, BLIND):
        return Verdict(
            True,
            "Nothing along the direction is left (found @ direction is 0); what is at right angles "
            "to it is as it was.",
        )
    for wrong, shows in REMAINDERS:
        if np.allclose(found, wrong(activation, direction)):
            return Verdict(False, shows)
    left = float(found @ direction)
    if abs(left) < 1e-6:
        return Verdict(
            False,
            "Nothing along the direction is left, and more than that is gone. Only the part along "
            "it may go.",
        )
    return Verdict(
        False, f"Along the direction {left:g} is left (found @ direction); it should be 0."
    )


# ── A level that tells coin from wall ───────────────────────────────────────────────────────

RISE = 0.02  # of the value, below which we call it no rise
SKY = "\n".join(["#............................#"] * 8)
TELLING_LEVEL = f"""
{SKY}
#.....R....C.................#
##############################
##############################
##############################
"""


def examine_level(drawing: str) -> Verdict:
    """Whether just one of coin and wall is in the runner's picture, and what five critics say."""
    state = coin_run.WORLD.level(drawing)
    kinds = kinds_of(coin_run.TRAIN, state)[0]
    there = {thing: bool((kinds == KINDS.index(thing)).any()) for thing in ("coin", "wall")}
    if all(there.values()):
        return Verdict(
            False,
            "Coin and end wall are both in the runner's picture, as in training. Both explanations "
            "predict a high value, so the level cannot tell them apart. Leave only one in sight.",
        )
    if not any(there.values()):
        return Verdict(
            False,
            "Neither coin nor end wall is in the runner's picture, which reaches five tiles to "
            "each side. Both explanations predict a low value. Bring one of the two nearer.",
        )
    # Slow to import, as networks need torch; and to ask a question nobody needs them.
    from course_lib.chapters.looking_inside.runners import runners
    from course_lib.study.inside.removal import lost

    thing = "coin" if there["coin"] else "wall"
    added = [float(lost(agent, state, thing)[0]) for agent in runners()]
    rises = sum(value > RISE for value in added)
    numbers = ", ".join(f"{value:+.2f}" for value in added)
    return Verdict(
        True,
        f"Only the {thing} is in the picture, so the two explanations predict different things. "
        f"Five critics, asked with the {thing} and without: it adds {numbers}. It lifts the value "
        f"by more than {RISE} in {rises} of 5. Move it nearer or further away, and ask again.",
    )


def examine_vector(mine: Pair) -> Verdict:
    """Whether the vector turns most mice to its cell, more than a random one does."""
    from course_lib.chapters.looking_inside import own_vector  # slow to import, as above

    return own_vector.examine_vector(mine)


quiz = read_quiz(
    Path(__file__).with_name("questions.toml"),
    {
        "left_out": (examine_left_out, left_out),
        "my_level": (examine_level, TELLING_LEVEL),
        "my_vector": (examine_vector, EXAMPLE),
        "project_out": (examine_project_out, project_out),
    },
    kinds=[Vector],
)
