"""An exercise: a score by which levels are replayed, to be written without asking a planner."""

from collections.abc import Callable
from typing import Any

import numpy as np

from course_lib.chapters.repair.level_scores import GAMMA, Played
from course_lib.quiz.functions import nothing_yet, unwritten
from course_lib.quiz.kinds import Verdict

# Cheese at once; cheese late, by luck; none where none was expected; none where much was expected.
CASES = ("solved at once", "solved late", "lost, nothing expected", "lost, much expected")


def played_cases() -> Played:
    """One episode of each case; there is no planner to ask, so `shortest` is nan."""
    steps, cheese = np.array([6, 40, 56, 56]), np.array([True, True, False, False])
    return Played(
        steps=steps,
        cheese=cheese,
        shortest=np.full(4, np.nan),
        positive=np.array([0.3, 2.0, 0.0, 0.0]),
        expected=np.array([5.4, 12.0, 0.0, 50.0]),
        best=cheese * GAMMA**steps,
        luck=np.full(4, np.nan),
    )


def hopeful(played: Played) -> np.ndarray:
    """Regret as if the cheese could be had at once: 1 minus the discounted return."""
    return 1 - played.cheese * GAMMA**played.steps


def examine_score(function: Callable[[Played], Any]) -> Verdict:
    """Whether the score replays levels that are lost before those that are solved at once."""
    said = function(played_cases())
    if nothing_yet(said):
        return unwritten("Return one number for each episode.")
    scores = np.asarray(said, float)
    if scores.shape != (len(CASES),):
        return Verdict(False, f"For four episodes it returns numbers of shape {scores.shape}.")
    if not np.isfinite(scores).all():
        return Verdict(
            False,
            "It asks for `shortest` or `luck`. The one needs a planner, the other is a lottery: "
            "use what the mouse knows by itself.",
        )
    by_rank = ", ".join(CASES[i] for i in np.argsort(-scores, kind="stable"))
    told = f"From first to last it would replay: {by_rank}."
    solved, _, blind, let_down = scores
    if blind <= solved or let_down <= solved:
        which = CASES[2] if blind <= solved else CASES[3]
        return Verdict(
            False,
            f"{told} A level that is {which} comes no earlier than one that is solved at once, "
            "although there may be most to gain.",
        )
    return Verdict(
        True,
        f"{told} What is lost comes before what is solved at once, and no planner was asked. The "
        "price: a level that nobody can solve would be replayed for ever. Ours can all be solved.",
    )
