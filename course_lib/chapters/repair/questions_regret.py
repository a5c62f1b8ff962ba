"""What the functions that a student writes in lesson 07 are tried on."""

from collections.abc import Callable
from typing import Any

from course_lib.quiz.kinds import Verdict

GAMMA = 0.99
# Steps of a shortest way, steps taken, cheese or not; and what the wrong ideas would say.
EPISODES = ((4, 4, 1), (4, 10, 1), (4, 56, 0), (12, 56, 0), (1, 30, 1))


def regret(shortest, steps, cheese):
    """The planner's discounted return minus the agent's."""
    return GAMMA**shortest - cheese * GAMMA**steps


def _turned(shortest, steps, cheese):
    return -regret(shortest, steps, cheese)


def _wasted(shortest, steps, cheese):
    return steps - shortest


def _plain(shortest, steps, cheese):
    return 1 - cheese


def _always_paid(shortest, steps, cheese):
    return GAMMA**shortest - GAMMA**steps


MISTAKES: tuple[tuple[Callable, str], ...] = (
    (_turned, "It is the right size with the wrong sign: the best comes first, then what was got."),
    (_wasted, "Those are steps wasted. Regret is measured in return: 0.99 to the power of steps."),
    (_plain, "That leaves out the discount: cheese after ten steps is worth less than after four."),
    (_always_paid, "Who gets no cheese is paid nothing, however long it takes."),
)


def examine_regret(function: Any) -> Verdict:
    """Whether a function is the regret of an episode; a known mistake is named."""
    said = [function(*one) for one in EPISODES]
    if any(one is ... or one is None for one in said):
        return Verdict(False, "It returns nothing yet. Return a number.")
    found = [float(one) for one in said]
    if _same(found, regret):
        return Verdict(True, "The best that was possible, minus what was got, both discounted.")
    for wrong, why in MISTAKES:
        if _same(found, wrong):
            return Verdict(False, why)
    one, value = next(
        (one, value)
        for one, value in zip(EPISODES, found, strict=True)
        if not abs(value - regret(*one)) < 1e-6
    )
    return Verdict(False, f"regret{one} gives {value:.4f}; it should be {regret(*one):.4f}.")


def _same(found: list[float], function: Callable) -> bool:
    return all(abs(a - function(*one)) < 1e-6 for a, one in zip(found, EPISODES, strict=True))
