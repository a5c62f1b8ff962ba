"""The agents of the units on the runner, and one factorisation of each critic, used throughout."""

from functools import cache
from typing import Any

from course_lib.agents.zoo import load
from course_lib.study.inside.attribution import attribution
from course_lib.study.inside.factors import Factors, fit_factors, named
from course_lib.study.inside.moments import StateSample, sample_states
from course_lib.worlds.coin_run import TRAIN

SEEDS = range(5)
RECIPES = ("end", "section")  # trained with the coin at the end; where sections begin
LEVELS = 200  # of training, from which factors are fitted


def runner(recipe: str, seed: int) -> Any:
    """The shipped runner of this recipe and seed."""
    return load(f"coin_run/{recipe}:{seed}")


def runners(recipe: str = "end") -> list:
    """The five shipped runners of one recipe."""
    return [runner(recipe, seed) for seed in SEEDS]


@cache
def opened(seed: int) -> tuple[StateSample, Any, Factors]:
    """States of a runner's training levels, its critic's attribution there, and named factors."""
    agent = runner("end", seed)
    seen = sample_states(agent, TRAIN, LEVELS)
    found = attribution(agent, seen.pictures)
    return seen, found, named(fit_factors(found), found, seen)
