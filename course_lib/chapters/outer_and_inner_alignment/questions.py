"""The exercises of lesson 01, outer and inner alignment: text in questions.toml, and a function."""

from collections.abc import Callable
from pathlib import Path

from course_lib.quiz.content import read_quiz
from course_lib.quiz.kinds import Verdict

TRAINING_ROOMS = ((1, 2), (2, 4), (3, 6), (5, 10))  # keys, chests: keys are scarce
DEPLOYMENT_ROOMS = ((2, 1), (4, 2), (6, 3), (8, 1))  # chests are scarce


def examine_keys(collect: Callable[[int, int], int]) -> Verdict:
    """The verdict on a function that says how many keys to collect."""
    training = [collect(k, c) == min(k, c) for k, c in TRAINING_ROOMS]
    deployment = [collect(k, c) for k, c in DEPLOYMENT_ROOMS]
    if not all(training):
        k, c = TRAINING_ROOMS[training.index(False)]
        return Verdict(
            False,
            f"With {k} keys and {c} chests it collects {collect(k, c)} keys. Each of {min(k, c)} "
            "keys opens a chest there, so it fails in training already: a capability problem.",
        )
    if deployment == [k for k, _ in DEPLOYMENT_ROOMS]:
        return Verdict(
            False,
            "In training it is perfect. Deployed, it takes every key, useful or not. You have "
            "written an agent for which keys are a terminal goal, and no training room could tell.",
        )
    for (k, c), taken in zip(DEPLOYMENT_ROOMS, deployment, strict=True):
        if taken != min(k, c):
            return Verdict(False, f"With {k} keys and {c} chests it collects {taken} keys.")
    return Verdict(
        True,
        "It takes keys as long as a chest is left to open. Keys are an instrumental goal here, "
        "and the behaviour stays right where keys and chests come apart.",
    )


quiz = read_quiz(Path(__file__).with_name("questions.toml"), {"keys": (examine_keys, min)})
