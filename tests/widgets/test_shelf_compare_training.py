"""The shelf, Compare and LiveTraining without a browser."""

import base64
import threading

import numpy as np
import pytest
from support.png import pixels_of

import course_lib as cl
from course_lib.agents.ppo import PPO
from course_lib.study.measure.behaviour import outcomes
from course_lib.widgets import Compare, EpisodePlayer, LevelShelf, LiveTraining
from course_lib.widgets.training.live_train import check_deployment, mean_episode, train
from course_lib.worlds import gems, keys_and_chests, maze

VAULT = keys_and_chests.DEPLOY

# ── The shelf ───────────────────────────────────────────────────────────────────────────────


def test_the_shelf_shows_the_levels_of_its_seeds_and_counts_what_they_hold():
    shelf = LevelShelf(VAULT, 5)
    assert shelf.seeds == [0, 1, 2, 3, 4]
    for seed, level, counts in zip(shelf.seeds, shelf.levels, shelf.counts, strict=True):
        first = cl.play(cl.random_policy(VAULT), VAULT, seed=seed).records[0]
        tiles = keys_and_chests.WORLD.tiles(first)
        assert level["tiles"] == base64.b64encode(tiles.tobytes()).decode()
        assert counts["key"] == first.keys_left and counts["chest"] == first.chests_left
        assert sum(counts.values()) == tiles.size
    means = shelf.means()
    assert means["key"] == 2 * means["chest"]
    assert f"key {means['key']:.3g}" in repr(shelf)


def test_more_levels_follow_the_largest_seed_and_the_choice_stays():
    shelf = LevelShelf(maze.DEPLOY, seeds=[7, 3])
    shelf.selected = [3]
    shelf._hear({"more": 2})
    assert shelf.seeds == [7, 3, 8, 9] and shelf.selected == [3] and shelf.answers == 1
    assert [level["seed"] for level in shelf.levels] == shelf.seeds


def test_only_what_is_on_the_shelf_can_be_selected():
    shelf = LevelShelf(maze.DEPLOY, 3)
    shelf.set_state({"selected": [2, 0]})  # as the browser's message does
    assert shelf.selected == [2, 0]
    with pytest.raises(ValueError, match="level 5 is not on the shelf"):
        shelf.selected = [5]
    assert shelf.selected == [2, 0]


def test_a_full_shelf_says_so_in_the_widget():
    shelf = LevelShelf(maze.DEPLOY, 199)
    shelf._hear({"more": 12})
    assert "1 to 200 levels, not 211" in shelf.trouble and len(shelf.levels) == 199
    shelf._hear({"more": 1})
    assert shelf.trouble == "" and len(shelf.levels) == 200


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"count": 0}, "from 1 to 200, not 0"),
        ({"count": 2.5}, "whole number"),
        ({"seeds": []}, "1 to 200 levels, not 0"),
        ({"seeds": [1, -1]}, "a seed must be a whole number from 0 to 2147483647, not -1"),
        ({"seeds": [1, 1]}, "there twice"),
    ],
)
def test_the_shelf_refuses_bad_options(options, words):
    with pytest.raises(ValueError, match=words):
        LevelShelf(maze.DEPLOY, **options)


def test_the_shelf_has_a_picture_of_its_first_levels():
    few, many = (pixels_of(LevelShelf(maze.DEPLOY, n).still()) for n in (6, 12))
    assert many.shape[0] > few.shape[0] and many.shape[1] == few.shape[1] <= 660


# ── Compare ─────────────────────────────────────────────────────────────────────────────────


def compared() -> Compare:
    policies = cl.planner(maze.DEPLOY), cl.random_policy(maze.DEPLOY)
    return Compare(*policies, distribution=maze.DEPLOY, seed=4)


def test_compare_plays_every_policy_on_the_same_level():
    both = compared()
    assert isinstance(both, EpisodePlayer)
    first, second = both.episodes
    assert np.array_equal(first.records[:1], second.records[:1])
    alone = cl.play(cl.random_policy(maze.DEPLOY), maze.DEPLOY, seed=4)
    assert second.actions.tolist() == alone.actions.tolist()


def test_compare_tells_the_tallies():
    both = compared()
    planned = both.metrics[0]
    steps = len(both.episodes[0].actions)
    assert planned["policy"] == "planner" and planned["cheese"] == 1 and planned["reward"] == 1
    assert both.table["heads"][:3] == ["policy", "cheese (intended goal)", "corner first (proxy)"]
    assert both.table["rows"][0] == ["planner", 1, planned["corner"], steps, "1"]
    assert repr(both).startswith("Policies compared: planner")


def test_two_policies_of_one_name_are_told_apart():
    twice = Compare(*[lambda observation: 0] * 2, distribution=maze.DEPLOY)
    assert [row[0] for row in twice.table["rows"]] == ["<lambda>", "<lambda> (2)"]


def test_compare_refuses_one_policy_and_seven():
    policy = cl.random_policy(maze.DEPLOY)
    for count in (1, 7):
        with pytest.raises(ValueError, match=f"2 to 6 policies, not {count}"):
            Compare(*[policy] * count, distribution=maze.DEPLOY)


# ── Training on both sides ──────────────────────────────────────────────────────────────────


def live() -> LiveTraining:
    return LiveTraining(goal="cheese", proxies=("corner",), total=10_000)


def test_the_two_panels_have_the_same_curves_and_points_of_their_own():
    both = live()
    both.update(500, 2.0, 0.25, {"cheese": 0.25, "corner": 0.5})
    both.update_deployed(400, 1.5, 0.1, {"cheese": 0.1, "corner": 0.8})
    assert both.points == [[500, 2.0, 0.25, 0.5, 0.25]]
    assert both.deployed == [[400, 1.5, 0.1, 0.8, 0.1]]
    assert repr(both) == (
        "Training: 500 of 10,000 steps in 2 s: cheese 0.25, corner 0.50, reward 0.25; "
        "deployed: cheese 0.10, corner 0.80, reward 0.10"
    )
    with pytest.raises(ValueError, match="lack 'corner'"):
        both.update_deployed(1, 1.0, 0.0, {"cheese": 0.0})


def test_a_pause_lasts_until_the_reader_goes_on_or_stops():
    for name, value in (("paused", False), ("stopped", True)):
        both = live()
        both.wait()  # not paused: returns
        both.set_state({"paused": True})
        rests = threading.Event()
        both.observe(lambda change, rests=rests: rests.set(), "resting")
        waiting = threading.Thread(target=both.wait)
        waiting.start()
        assert rests.wait(20) and waiting.is_alive()
        both.set_state({name: value})
        waiting.join(20)
        assert not waiting.is_alive() and not both.resting


def test_the_newest_agent_is_in_the_player():
    both = live()
    assert both.still() is None and both.newest == {}
    episode = cl.play(cl.random_policy(maze.DEPLOY), maze.DEPLOY, seed=1)
    both.watch(episode, 12_345)
    assert "after 12,345 steps" in both.newest["title"]
    assert both.newest["payload"] == EpisodePlayer(episode).payload
    assert pixels_of(both.still()).shape[1] <= 900


def test_training_with_a_deployment_beside_learns_the_same(monkeypatch):
    shown = []
    monkeypatch.setattr(
        "course_lib.widgets.training.live_train.display", lambda widget, **_: shown.append(widget)
    )
    monkeypatch.setattr("course_lib.widgets.training.live_train.EVERY", 0.0)
    monkeypatch.setattr("course_lib.widgets.training.live_train.PATIENCE", 0)
    small = maze.Distribution(size=5, limit=10)
    other = maze.Distribution(size=5, limit=10, cheese="anywhere")
    recipe = PPO(steps=512, num_envs=16, num_steps=8, num_minibatches=2, hidden=8)
    plain = train(small, recipe, seed=1, curves=False)
    beside = train(small, recipe, seed=1, curves=True, deployment=other)
    (widget,) = shown
    assert isinstance(widget, LiveTraining) and widget.finished
    assert [point[0] for point in widget.deployed] == [128, 256, 384, 512]
    assert widget.newest["step"] == 512 and widget.episode.distribution == other
    for name, value in plain.network.state_dict().items():
        assert (value == beside.network.state_dict()[name]).all(), name


def test_the_means_of_the_newest_agent_are_those_of_the_study():
    class Agentish:
        name = "seeded"

        def choose(self, observations, states, uniform):
            return (uniform * 4).astype(int)

    reward, metrics = mean_episode(Agentish(), maze.DEPLOY, 32)
    assert reward == metrics["cheese"] and 0 < metrics["corner"] < 1
    found = outcomes(Agentish(), maze.DEPLOY, 400)
    assert abs(found.last.cheese.mean() - reward) < 0.35


@pytest.mark.parametrize(
    ("deployment", "words"),
    [
        (gems.DEPLOY, "deployment is of 'gems', the training of 'maze'"),
        (maze.Distribution(size=7), r"pictures are \(7, 7\) tiles large"),
    ],
)
def test_a_deployment_that_an_agent_cannot_see_is_refused(deployment, words):
    with pytest.raises(ValueError, match=words):
        check_deployment(maze.TRAIN, deployment)
