"""The exercises of lesson 01, outer and inner alignment: text in questions.toml, two functions."""

from collections.abc import Callable
from pathlib import Path

from course_lib.chapters.outer_and_inner_alignment.rewards import (
    BestPaid,
    Reward,
    Step,
    best_paid,
    nearer_and_back,
)
from course_lib.quiz.content import read_quiz
from course_lib.quiz.functions import nothing_yet, unwritten
from course_lib.quiz.kinds import Verdict

TRAINING_ROOMS = ((1, 2), (2, 4), (3, 6), (5, 10))  # keys, chests: keys are scarce
DEPLOYMENT_ROOMS = ((2, 1), (4, 2), (6, 3), (8, 1))  # chests are scarce
NOT_YET = "Write something in the place of the dots."


# ── Keys ────────────────────────────────────────────────────────────────────────────────────


def examine_keys(collect: Callable[[int, int], int]) -> Verdict:
    """The verdict on a function that says how many keys to collect."""
    training = [collect(k, c) for k, c in TRAINING_ROOMS]
    deployment = [collect(k, c) for k, c in DEPLOYMENT_ROOMS]
    if nothing_yet(*training, *deployment):
        return unwritten(NOT_YET)
    for (k, c), taken in zip(TRAINING_ROOMS, training, strict=True):
        if taken != min(k, c):
            return Verdict(
                False,
                f"In a room with {k} keys and {c} chests it fetches {taken}. Each of the "
                f"{min(k, c)} keys there opens a chest, so this agent fails already in rooms with "
                "few keys, such as those of its training: that is a capability problem.",
            )
    if deployment == [k for k, _ in DEPLOYMENT_ROOMS]:
        return Verdict(
            False,
            "In rooms with few keys it is perfect. In rooms with few chests it fetches every key, "
            "useful or not. You have written an agent that wants keys for their own sake, and no "
            "room with few keys could have shown it.",
        )
    for (k, c), taken in zip(DEPLOYMENT_ROOMS, deployment, strict=True):
        if taken != min(k, c):
            return Verdict(
                False,
                f"In a room with {k} keys and {c} chest{'s' * (c > 1)} it fetches {taken}. How "
                "many chests can be opened there?",
            )
    return Verdict(
        True,
        "It fetches keys as long as there is a chest left to open. Keys are an instrumental goal "
        "here, and the behaviour stays right where keys and chests come apart.",
    )


# ── A reward ────────────────────────────────────────────────────────────────────────────────


def examine_reward(reward: Reward) -> Verdict:
    """The verdict on a reward: what the best-paid mouse does under it."""
    if nothing_yet(reward(Step(1, 0, 1)), reward(Step(0, 3, -1))):
        return unwritten(NOT_YET)
    found = best_paid(reward)
    if found.even:
        return Verdict(False, "Every step pays the same, so the mouse can do what it likes.")
    if found.cheese < 0.95:
        return Verdict(False, f"{_numbers(found)} {_loophole(reward)}")
    return Verdict(
        True,
        f"{_numbers(found)} So the reward asks for what you want. Whether a mouse learns it from "
        "this reward is another question: train one.",
    )


def _numbers(found: BestPaid) -> str:
    return (
        f"The best-paid mouse gets the cheese in {found.cheese:.0%} of 40 mazes and is paid "
        f"{found.pay:.2f} in a game; walking straight to the cheese pays {found.fetching:.2f}."
    )


def _loophole(reward: Reward) -> str:
    """What can be done again and again for pay, far from the cheese or beside it."""
    there_and_back = reward(Step(0, 3, 1)) + reward(Step(0, 4, -1))
    beside = reward(Step(0, 1, 1)) + reward(Step(0, 2, -1))
    bump = reward(Step(0, 1, 0))
    if there_and_back > 0:
        return (
            f"One step nearer and one step back pay {there_and_back:.2f} together, and this can "
            "be done again and again. The cheese would end it."
        )
    if max(beside, bump) > 0:
        return (
            f"Beside the cheese, bumping into a wall pays {bump:.2f} each time, and stepping to "
            f"and fro {beside:.2f}. The cheese would end it."
        )
    return "Compare what the last step, onto the cheese, pays with what it costs to get there."


quiz = read_quiz(
    Path(__file__).with_name("questions.toml"),
    {"keys": (examine_keys, min), "my_reward": (examine_reward, nearer_and_back)},
)
