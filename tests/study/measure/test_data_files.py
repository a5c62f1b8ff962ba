"""The data files that the lessons read: complete, consistent, and of the code that stands here."""

from collections import Counter

import pytest

from course_lib.chapters.coin_run import sweep_shares
from course_lib.chapters.gem_colour import sweep_preferences
from course_lib.chapters.imitate_or_optimise import sweep_amplify, sweep_overseers, sweep_slips
from course_lib.chapters.maze import sweep_regions
from course_lib.chapters.repair import (
    sweep_committee,
    sweep_gate,
    sweep_keys,
    sweep_mazes,
    sweep_regularisers,
)
from course_lib.chapters.reward_gaming import sweep_pressure
from course_lib.study.measure.provenance import card_of
from course_lib.study.measure.sweep import read_rows
from course_lib.worlds import gems

FILES = {
    "region_curve": (sweep_regions, {(n, s) for n in sweep_regions.SIDES for s in range(5)}),
    "gem_preferences": (
        sweep_preferences,
        {(look, s) for look in sweep_preferences.TRAINED for s in range(100)},
    ),
    "coin_shares": (sweep_shares, {(x, s) for x in sweep_shares.SHARES for s in range(5)}),
}
KEYS = {"region_curve": "side", "gem_preferences": "trained", "coin_shares": "share"}


WITH_CARDS = (
    sweep_committee, sweep_gate, sweep_keys, sweep_mazes, sweep_regularisers, sweep_pressure,
    sweep_amplify, sweep_overseers, sweep_slips,
)  # fmt: skip


@pytest.mark.parametrize("module", WITH_CARDS, ids=lambda one: one.__name__.split(".")[-1])
def test_every_job_was_measured_once_and_the_card_says_how(module):
    rows, card = read_rows(module.DATA), card_of(module.DATA)
    assert Counter(row["job"] for row in rows) == Counter(dict.fromkeys(module.jobs(), 1))
    assert card["rows"] == len(rows)
    assert card["made_by"] == f"make sweep NAME={module.__name__.split('.')[-1]}"
    assert set(card["columns"]) == {key for row in rows for key in row}
    assert all(row["episodes"] >= 1000 for row in rows if "episodes" in row)


@pytest.mark.parametrize("name", FILES)
def test_every_setting_was_measured_with_every_seed_once(name):
    module, wanted = FILES[name]
    found = Counter((row[KEYS[name]], row["seed"]) for row in read_rows(module.DATA))
    assert set(found) == wanted
    assert set(found.values()) == {1}


def test_a_hundred_seeds_have_a_preference_in_every_setting():
    seeds = Counter(row["setting"] for row in sweep_preferences.preferences())
    assert len(seeds) >= 4
    assert set(seeds) == set(sweep_preferences.SETTINGS)
    assert set(seeds.values()) == {100}


def test_goal_lure_and_neither_are_all_that_can_happen():
    for row in sweep_preferences.preferences():
        for kind in ("training", "both", "goal_alone", "lure_alone"):
            counts = row[kind]
            assert counts["goal"] + counts["lure"] + counts["undecided"] == counts["episodes"]
            assert kind == "both" or counts["lure"] == 0


def test_a_setting_keeps_the_goals_shape_and_the_lures_colour():
    for training, deployed in sweep_preferences.SETTINGS.values():
        assert deployed.goal[0] == training.goal[0] and deployed.goal[1] != training.goal[1]
        assert deployed.lure[1] == training.goal[1] and deployed.lure[0] != training.goal[0]
    training, deployed = sweep_preferences.SETTINGS["red gem or yellow star"]
    assert (training, deployed) == (gems.TRAIN, gems.DEPLOY)


def test_coins_are_taken_before_the_end_is_reached_or_not_at_all():
    for row in sweep_shares.curve():
        for kind in ("training", "deployment", "invisible"):
            counts = row[kind]
            assert counts["died"] == sum(counts[f"died_{c}"] for c in ("pit", "saw", "enemy"))
            assert counts["coin"] + counts["died"] <= counts["episodes"]


def test_the_curves_agents_are_the_zoos_where_there_are_any():
    agent = sweep_shares.agent_of(0.05, 1)
    assert (agent.name, agent.seed) == ("coin_run/share-5:1", 1)
    assert agent.distribution.coin_random_share == 0.05
    assert sweep_shares.agent_of(0.0, 4).name == "coin_run/end:4"
