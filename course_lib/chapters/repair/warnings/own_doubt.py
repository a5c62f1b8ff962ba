"""An exercise: a doubt of one's own, for a runner that hands over to a helper."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from course_lib.chapters.repair.warnings import sweep_asking
from course_lib.chapters.repair.warnings.asking import thresholds, with_help
from course_lib.chapters.repair.warnings.committees import disagreement, entropy
from course_lib.quiz.functions import nothing_yet, unwritten
from course_lib.quiz.kinds import Verdict
from course_lib.study.measure.planning import planner

Own = Callable[[np.ndarray, np.ndarray], np.ndarray]
WHERE, NUMBER = "coin_run", 0  # whose runner it is
ALREADY = {
    "the runner's own entropy": lambda own, members: entropy(own),
    "the committee's disagreement": lambda own, members: disagreement(members),
}


def surprised_others(own: np.ndarray, members: np.ndarray) -> np.ndarray:
    """How unlikely the runner's favourite action is to the member that likes it least."""
    favourite = own.argmax(1)
    return 1 - members[:, np.arange(len(own)), favourite].min(0)


def examine_doubt(function: Own) -> Verdict:
    """Whether a function gives a number a picture that says something, and is not drawn already."""
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


def points_of(
    function: Own, episodes: int = sweep_asking.EPISODES, shares: Sequence[float] = (0.01, 0.05, 0.3)
) -> list[tuple[float, float]]:
    """Helper's steps an episode and failures of the runner that hands over by this doubt.

    Help lasts to the end of the episode. The levels are those of the table "asking".
    """
    agent, members = sweep_asking.cast(WHERE, NUMBER)
    place = members.index(agent)

    def doubt(seen: np.ndarray) -> np.ndarray:
        opinions = np.stack([one.evaluate(seen)[0] for one in members])
        return np.asarray(function(opinions[place], opinions), float)

    deployed, found = sweep_asking.DEPLOYED[WHERE], []
    for limit in thresholds(doubt, agent, shares):
        one = with_help(agent, planner(deployed), doubt, limit, deployed,
                        sweep_asking.LENGTHS["to the end"], episodes, seed=1)  # fmt: skip
        found.append((float(one.helped.mean()), float(one.failed.mean())))
    return found


def row_of(rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The row of the table "asking" that is about the same runner."""
    return next(row for row in rows if (row["where"], row["number"]) == (WHERE, NUMBER))
