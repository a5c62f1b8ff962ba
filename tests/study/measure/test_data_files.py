"""The data files that the lessons read: complete, consistent, and of the code that stands here."""

from collections import Counter

import pytest

from course_lib import paths
from course_lib.chapters.coin_run import sweep_shares
from course_lib.chapters.gem_colour import sweep_preferences
from course_lib.chapters.maze import sweep_learned, sweep_regions
from course_lib.chapters.sweeps import sweeps
from course_lib.study.measure.provenance import card_of, check_whole_file
from course_lib.study.measure.sweep import load_results
from course_lib.worlds import gems

FILES = {
    "maze_regions": {(n, s) for n in sweep_regions.SIDES for s in range(5)},
    "maze_learned": {(n, s) for n in sweep_learned.SIDES for s in range(5)},
    "gem_preferences": {(look, s) for look in sweep_preferences.TRAINED for s in range(100)},
    "coin_run_shares": {(x, s) for x in sweep_shares.SHARES for s in range(5)},
}
KEYS = {
    "maze_regions": "side",
    "maze_learned": "side",
    "gem_preferences": "trained",
    "coin_run_shares": "share",
}
SWEEPS = sweeps()


def test_every_table_has_a_sweep_and_a_card_of_its_name():
    assert {file.stem for file in paths.DATA.glob("*.jsonl")} == set(SWEEPS)


def test_every_data_file_has_a_card_that_says_how_to_make_it_again():
    cards = {file.stem for file in paths.DATA.glob("*.json")}
    assert cards == {file.stem for file in paths.DATA.iterdir() if file.suffix != ".json"}
    for name in cards:
        card = card_of(paths.DATA / f"{name}.json")
        assert card["what"] and card["rows"], name
        assert card["made_by"].startswith(("make sweep NAME=", "python -m course_lib.")), name
    for file in paths.DATA.iterdir():  # `make sweep NAME=…` gives a card its digest
        assert file.suffix == ".json" or check_whole_file(file, file.read_bytes()), file.name


@pytest.mark.parametrize("name", SWEEPS)
def test_every_job_was_measured_once_and_the_card_says_how(name):
    rows, card = load_results(name), card_of(paths.DATA / f"{name}.jsonl")
    assert Counter(row["job"] for row in rows) == Counter(dict.fromkeys(SWEEPS[name].jobs(), 1))
    assert card["rows"] == len(rows)
    assert card["made_by"] == f"make sweep NAME={name}"
    assert card["what"] == " ".join(SWEEPS[name].about.split())
    assert f"NAME={name}" in card["what"] and f"data/{name}.jsonl" in card["what"]
    assert set(card["columns"]) == {key for row in rows for key in row}
    fewer = {"gem_preferences": 300, "asking": 300, "key_ratios": 500, "key_drawings": 500}
    least = fewer.get(name, 1000)
    assert all(row["episodes"] >= least for row in rows if "episodes" in row)


@pytest.mark.parametrize("name", FILES)
def test_every_setting_was_measured_with_every_seed_once(name):
    found = Counter((row[KEYS[name]], row["seed"]) for row in load_results(name))
    assert set(found) == FILES[name]
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
    for row in load_results("coin_run_shares"):
        for kind in ("training", "deployment", "invisible"):
            counts = row[kind]
            assert counts["died"] == sum(counts[f"died_{c}"] for c in ("pit", "saw", "enemy"))
            assert counts["coin"] + counts["died"] <= counts["episodes"]


def test_the_curves_first_and_last_agents_are_the_zoos():
    agent = sweep_shares.agent_of(1.0, 1)
    assert (agent.name, agent.seed) == ("coin_run/share-100:1", 1)
    assert agent.distribution.coin_random_share == 1
    assert sweep_shares.agent_of(0.0, 4).name == "coin_run/end:4"
