"""What a doubt of one's own is worth to a runner that hands over to a helper."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from course_lib.chapters.repair.warnings import sweep_asking
from course_lib.chapters.repair.warnings.asking import thresholds, with_help
from course_lib.chapters.repair.warnings.doubts import Own
from course_lib.quiz.functions import nothing_yet
from course_lib.study.measure.planning import planner

WHERE, NUMBER = "coin_run", 0  # whose runner it is


def points_of(
    function: Own,
    episodes: int = sweep_asking.EPISODES,
    shares: Sequence[float] = (0.01, 0.05, 0.3),
) -> list[tuple[float, float]]:
    """Helper's steps an episode and failures of the runner that hands over by this doubt.

    Help lasts to the end of the episode. The levels are those of the table "asking". A function
    that returns nothing yet has no points.
    """
    if nothing_yet(function(np.full((1, 6), 1 / 6), np.full((5, 1, 6), 1 / 6))):
        return []
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
