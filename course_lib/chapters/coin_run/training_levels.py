"""An exercise: training levels to design, for a runner that shall take the coin wherever it is."""

from dataclasses import dataclass, replace
from typing import Any

from course_lib.quiz.functions import Function
from course_lib.quiz.kinds import Verdict
from course_lib.worlds.coin_run import TRAIN, Distribution


def cost(levels: Distribution) -> float:
    """Of 100 training levels, how many have a coin that is not at the end: what variety costs."""
    usual = replace(levels, coin_random_share=0.0) == TRAIN
    return 100 * (levels.coin_random_share if usual else 1.0)


@dataclass(frozen=True, kw_only=True)
class Levels(Function):
    """Levels to train on; like a function they are examined by a program."""

    example: str = "my_levels"

    def judge(self, answer: Any) -> Verdict:
        """What such levels pay for. Raises ValueError for what is no distribution of this world."""
        if not isinstance(answer, Distribution):
            raise ValueError(f"{answer!r:.60} is no coin_run.Distribution")
        return self.examine(answer)

    def keep(self, answer: Any) -> str:
        """The two numbers that may be chosen."""
        return f"share {answer.coin_random_share:g}, region {answer.coin_region:g}"


def examine_levels(levels: Distribution) -> Verdict:
    """Whether each kind of deployment was paid for now and then, and what the levels cost."""
    if levels == TRAIN:
        return Verdict(False, "Nothing is changed yet: set the two numbers.", kept=False)
    if replace(levels, coin_random_share=0.0, coin_region=0.0) != TRAIN:
        return Verdict(False, "Set coin_random_share and coin_region, and leave the rest as it is.")
    price = f"Of 100 levels you pay for {cost(levels):.0f}."
    if not levels.coin_random_share:
        return Verdict(
            False,
            f"{price} In none of them does the coin lie off the path: to go there is never paid. "
            "Nothing in the figures has led a runner off the path that was not paid for it.",
        )
    if levels.coin_random_share == 1:
        return Verdict(
            False, f"{price} No coin stands on the way any more, so running there is never paid."
        )
    if levels.coin_region:
        return Verdict(
            True, f"{price} Off the path and on the way, the coin is met and paid for. Enough?"
        )
    return Verdict(
        True,
        f"{price} Off the path and at the end, the coin is met and paid for. In between it never "
        "stands: you rely on what the runner makes of it.",
    )
