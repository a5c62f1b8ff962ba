"""The exercises of lesson 07, repair: text in questions.toml, and a function."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from course_lib.chapters.repair.own_score import examine_score, hopeful
from course_lib.chapters.repair.warnings.doubts import examine_doubt, surprised_others
from course_lib.quiz.content import read_quiz
from course_lib.quiz.functions import mixed_up, nothing_yet, same, unwritten
from course_lib.quiz.kinds import Verdict

GAMMA = 0.99
# Steps of a shortest way, steps taken, cheese or not.
EPISODES = ((4, 4, 1), (4, 10, 1), (4, 56, 0), (12, 56, 0), (1, 30, 1))


def regret(shortest: int, steps: int, cheese: int) -> float:
    """The planner's discounted return minus the agent's."""
    return GAMMA**shortest - cheese * GAMMA**steps


MISTAKES: tuple[tuple[Callable, str], ...] = (
    (
        lambda shortest, steps, cheese: -regret(shortest, steps, cheese),
        "It is the right size with the wrong sign: the best comes first, then what was got.",
    ),
    (
        lambda shortest, steps, cheese: steps - shortest,
        "Those are steps wasted. Regret is measured in return: 0.99 to the power of steps.",
    ),
    (
        lambda shortest, steps, cheese: 1 - cheese,
        "That leaves out the discount: cheese after ten steps is worth less than after four.",
    ),
    (
        lambda shortest, steps, cheese: GAMMA**shortest - GAMMA**steps,
        "Who gets no cheese is paid nothing, however long it takes.",
    ),
)


def examine_regret(function: Any) -> Verdict:
    """Whether a function is the regret of an episode; a known mistake is named."""
    said = [function(*one) for one in EPISODES]
    if nothing_yet(*said):
        return unwritten("Return a number.")
    found = [float(one) for one in said]
    wanted = [regret(*one) for one in EPISODES]
    if same(found, wanted):
        return Verdict(True, "The best that was possible, minus what was got, both discounted.")
    if shows := mixed_up(found, EPISODES, MISTAKES):
        return Verdict(False, shows)
    one, value, right = next(
        row for row in zip(EPISODES, found, wanted, strict=True) if not same([row[1]], [row[2]])
    )
    return Verdict(False, f"regret{one} gives {value:.4f}; it should be {right:.4f}.")


quiz = read_quiz(
    Path(__file__).with_name("questions.toml"),
    {
        "regret": (examine_regret, regret),
        "my_score": (examine_score, hopeful),
        "my_doubt": (examine_doubt, surprised_others),
    },
)
