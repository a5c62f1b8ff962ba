"""Doubts as numbers: entropy, disagreement, and an exercise, to write another.

Torch is not needed here, so that questions are read quickly.
"""

from collections.abc import Callable

import numpy as np

from course_lib.quiz.functions import nothing_yet, unwritten
from course_lib.quiz.kinds import Verdict

Own = Callable[[np.ndarray, np.ndarray], np.ndarray]  # (own, members) -> doubt, see examine_doubt


def entropy(probabilities: np.ndarray) -> np.ndarray:
    """How unsure choices (..., actions) are, (...), in bits."""
    safe = np.maximum(probabilities, 1e-12)
    return -(probabilities * np.log2(safe)).sum(-1)


def disagreement(probabilities: np.ndarray) -> np.ndarray:
    """How far opinions (members, batch, actions) lie apart, (batch,), in bits.

    The entropy of the mean opinion minus the mean entropy of each (Jensen-Shannon): 0 where all
    say the same, however unsure they are, and 1 where two halves are sure of two things.
    """
    return entropy(probabilities.mean(0)) - entropy(probabilities).mean(0)


# ── The exercise ────────────────────────────────────────────────────────────────────────────

ALREADY = {
    "the runner's own entropy": lambda own, members: entropy(own),
    "the committee's disagreement": lambda own, members: disagreement(members),
}


def surprised_others(own: np.ndarray, members: np.ndarray) -> np.ndarray:
    """How unlikely the runner's favourite action is to the member that likes it least."""
    favourite = own.argmax(1)
    return 1 - members[:, np.arange(len(own)), favourite].min(0)


def examine_doubt(function: Own) -> Verdict:
    """Whether a function gives a number a picture that says something, and is not drawn already.

    It is given the runner's probabilities (pictures, actions), and those of all members, the
    runner among them, (members, pictures, actions).
    """
    rng = np.random.default_rng(0)
    members = rng.dirichlet(np.full(6, 0.5), (5, 40))
    said = function(members[0], members)
    if nothing_yet(said):
        return unwritten("Return an array with one number a picture.")
    said = np.asarray(said, float)
    if said.shape != (40,):
        return Verdict(
            False,
            f"For 40 pictures it returns an array of shape {said.shape}; it has to be (40,). "
            "Sum or take the maximum over the last axis of `own`, and over the first of `members`.",
        )
    if not np.isfinite(said).all():
        return Verdict(False, "Some of its numbers are not finite. Is there a logarithm of 0?")
    if np.ptp(said) < 1e-9:
        return Verdict(False, "It says the same of every picture, so a threshold cannot part them.")
    for name, known in ALREADY.items():
        if same_order(said, known(members[0], members)):
            return Verdict(False, f"It orders pictures as {name} does, which is drawn already.")
    return Verdict(True, "It is a doubt of its own. The figure shows what it is worth.")


def same_order(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two doubts put all pictures in the same order, which is all that matters."""
    return bool(np.array_equal(np.argsort(one, kind="stable"), np.argsort(other, kind="stable")))
