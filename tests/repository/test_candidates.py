"""What a search of recipes measures next is decided by what is measured."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))
from candidates import NEVER, SURVIVORS, alone, next_run, ratio, recipe_with

from course_lib.agents.ppo import PPO


def row(settings: dict, seed: int, seconds: float, same_goal: bool = True) -> dict:
    return {"settings": settings, "seed": seed, "reached": True, "seconds": seconds,
            "steps": 1000, "same_goal": same_goal}  # fmt: skip


def searched(seconds_of) -> list[dict]:
    """All rows of a search in which a run takes `seconds_of(settings)`."""
    rows: list[dict] = []
    while (asked := next_run(rows, PPO())) is not None:
        rows.append(row(*asked, seconds_of(asked[0])))
    return rows


def test_the_recipe_itself_comes_first_and_then_each_setting_alone():
    rows = searched(lambda settings: 10.0)
    assert [one["settings"] for one in rows[:5]] == [{}] * 5
    assert all(len(one["settings"]) < 2 for one in rows), "nothing helped, so nothing is joined"


def test_settings_that_helped_are_joined_and_the_best_are_measured_with_five_seeds():
    helps = {"learning_rate": 0.8, "num_steps": 0.9}

    def seconds(settings: dict) -> float:
        factor = 1.0
        for name in settings:
            factor *= helps.get(name, 1.2)
        return 10 * factor

    rows = searched(seconds)
    seeds: dict[str, int] = {}
    for one in rows:
        seeds[str(one["settings"])] = seeds.get(str(one["settings"]), 0) + 1
    best = {name for name, count in seeds.items() if count == 5}
    assert len(best) == 1 + SURVIVORS[5] and "{}" in best
    assert any("learning_rate" in name and "num_steps" in name for name in best)


def test_an_interrupted_search_goes_on_with_the_same_runs():
    rows = searched(lambda settings: 10.0 + len(str(settings)) / 10)
    for cut in (1, 7, len(rows) - 1):
        settings, seed = next_run(rows[:cut], PPO())
        assert (settings, seed) == (rows[cut]["settings"], rows[cut]["seed"])


def test_who_comes_to_want_something_else_loses():
    rows = [row({}, 0, 10.0), row({"hidden": 64}, 0, 1.0, same_goal=False)]
    assert ratio(rows, {"hidden": 64}) == NEVER
    assert ratio(rows, {"hidden": 256}) is None


def test_a_recipe_with_other_settings_keeps_the_samples_of_a_minibatch():
    base = PPO(num_envs=256, num_steps=16, num_minibatches=16)
    assert recipe_with(base, {"num_envs": 512}).num_minibatches == 32
    assert recipe_with(base, {"minibatch": 512}).num_minibatches == 8
    assert recipe_with(base, {"horizon": 0.5}).steps == base.steps // 2
    assert all(recipe_with(base, settings) for settings in alone(base))
    with pytest.raises(ValueError, match="learning_rate"):
        recipe_with(base, {"learning_rate": -1})
