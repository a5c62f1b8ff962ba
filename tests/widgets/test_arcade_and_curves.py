"""The arcade and the live curves without a browser: what they hear, say and refuse."""

import base64

import numpy as np
import pytest

import course_lib as cl
from course_lib.study.measure.episodes import from_actions
from course_lib.widgets import Arcade, EpisodePlayer, LiveCurves
from course_lib.widgets.arcade import widget as arcade_widget
from course_lib.worlds import gems, maze

SMALL = maze.Distribution(size=7, cheese="anywhere")

# ── The arcade ──────────────────────────────────────────────────────────────────────────────


def hear(arcade: Arcade, **said) -> None:
    """The arcade's traits are what a message of the browser says."""
    arcade.set_state(said)


def test_the_arcade_hears_what_was_played_and_applies_the_rules():
    arcade = Arcade(maze.DEPLOY, seed=3)
    hear(arcade, seed=3, moves=[0, 1])
    hear(arcade, seed=3, moves=[0, 1, 2, 3, 3])
    episode = arcade.episode
    assert episode.actions.tolist() == arcade.moves == [0, 1, 2, 3, 3]
    for name in maze.State.names:
        assert np.array_equal(episode.records[-1][name], arcade.state[name]), name
    assert "Step 5 of at most 72" in arcade.status
    hear(arcade, seed=3, moves=[2])
    assert "Step 1 of at most 72" in arcade.status and arcade.turn == 0


def planned(distribution, seed: int) -> list[int]:
    return cl.play(cl.planner(distribution), distribution, seed=seed).actions.tolist()


def test_the_arcade_says_when_the_episode_is_over_and_then_stands_still():
    actions = planned(maze.TRAIN, 5)
    arcade = Arcade(maze.TRAIN, seed=5)
    for action in actions:
        assert not arcade.over
        arcade.press(action)
    assert arcade.over and arcade.metrics == {"cheese": 1, "corner": 1}
    assert f"At step {len(actions)}: got the cheese." in arcade.status
    arcade.press(0)
    assert arcade.moves == actions
    EpisodePlayer(arcade.episode)


def test_the_arcade_starts_again_and_goes_on_to_the_next_level():
    arcade = Arcade(maze.DEPLOY, seed=3)
    first = arcade.state.copy()
    arcade.press(maze.Action.DOWN)
    hear(arcade, seed=3, moves=[])
    assert arcade.state == first and not arcade.over
    hear(arcade, seed=4, moves=[])
    assert arcade.state == from_actions(maze.DEPLOY, [], seed=4).records[0]
    arcade.begin(77)
    assert arcade.seed == 77 and arcade.turn == 2
    assert arcade.levels == [], "the browser makes them"


def test_levels_that_the_browser_cannot_make_are_sent_ahead(monkeypatch):
    monkeypatch.setattr(arcade_widget, "level_rules", lambda _world: "")
    arcade = Arcade(maze.DEPLOY, seed=3)
    sent = arcade.levels
    hear(arcade, seed=4, moves=[])
    assert sent[1:] == arcade.levels[:3], "the browser had the next three levels already"
    arcade.begin(77)
    assert [level["seed"] for level in arcade.levels] == [77, 78, 79, 80]


def test_the_agents_episode_stands_beside_the_readers():
    agent = cl.planner(maze.DEPLOY)
    arcade, actions = Arcade(maze.DEPLOY, seed=5, against=agent), planned(maze.DEPLOY, 5)
    hear(arcade, seed=5, moves=actions[:-1])
    assert arcade.player is None
    hear(arcade, seed=5, moves=actions)
    mine, other = arcade.player.episodes
    assert (mine.policy, other.policy) == ("you", agent.name) and mine.seed == other.seed == 5
    old = arcade.player
    hear(arcade, seed=6, moves=[])
    assert arcade.player is None and old.comm is None, "its memory is given back"


def test_an_agent_that_fails_is_told_and_nothing_is_lost():
    def broken(_seen):
        raise RuntimeError("out of ideas")

    arcade, actions = Arcade(maze.DEPLOY, seed=5, against=broken), planned(maze.DEPLOY, 5)
    hear(arcade, seed=5, moves=actions)
    assert arcade.trouble == "broken could not play this level: out of ideas"
    assert arcade.over and arcade.episode.actions.tolist() == actions


def test_the_arcade_refuses_an_agent_of_another_world():
    with pytest.raises(TypeError, match="a policy is"):
        Arcade(maze.DEPLOY, against=3)
    with pytest.raises(ValueError, match="was made for 'maze', not for 'gems'"):
        Arcade(gems.DEPLOY, against=cl.load("maze/corner"))


@pytest.mark.parametrize("action", [4, -1, 1.5])
def test_the_arcade_refuses_an_action_that_is_none(action):
    arcade = Arcade(maze.DEPLOY)
    with pytest.raises(ValueError, match="action"):
        arcade.press(action)
    assert arcade.moves == []


@pytest.mark.parametrize("seed", [-1, 1.5, "1", True, 2**31])
def test_the_arcade_refuses_a_seed_that_is_none(seed):
    with pytest.raises(ValueError, match="seed must be a whole number"):
        Arcade(maze.DEPLOY, seed=seed)


def test_the_arcade_refuses_what_is_not_a_distribution():
    with pytest.raises(TypeError, match="not a distribution"):
        Arcade("maze")


def test_a_world_whose_rules_cannot_be_translated_is_stepped_by_the_kernel(monkeypatch):
    monkeypatch.setattr(arcade_widget, "browser_rules", refuses)
    arcade = Arcade(maze.TRAIN, seed=5)
    assert arcade.rules == "" and "through the kernel: a list" in arcade.note
    assert arcade.seen["moves"] == [] and not arcade.seen["over"]
    actions = planned(maze.TRAIN, 5)
    hear(arcade, seed=5, moves=actions)
    episode, seen = arcade.episode, arcade.seen
    assert seen["moves"] == actions and seen["over"] and seen["status"] == arcade.status
    assert seen["path"] == episode.positions().ravel().tolist()
    assert base64.b64decode(seen["tiles"]) == maze.WORLD.scenery(episode.records[-1]).tobytes()
    assert [maze.WORLD.metrics[n] for _, n in seen["events"]] == ["cheese", "corner"]
    hear(arcade, seed=6, moves=[])
    assert arcade.seen["seed"] == 6 and arcade.seen["moves"] == []


def refuses(_world):
    return "", "Each step goes through the kernel: a list has no translation."


# ── Live curves ─────────────────────────────────────────────────────────────────────────────


def curves(**options) -> LiveCurves:
    return LiveCurves(**{"goal": "cheese", "proxies": ("corner",), "total": 10_000, **options})


def test_curves_send_seldom_and_end_with_the_last_point():
    live, sent = curves(), []
    live.observe(lambda change: sent.append(len(change["new"])), "points")
    for n in range(1, 1001):
        live.update(10 * n, n / 100, n / 1000, {"cheese": n / 1000, "corner": 1.0})
    assert len(sent) <= 5, "1,000 quick updates are not 1,000 messages"
    live.finish("done")
    assert live.points[-1] == [10_000, 10.0, 1.0, 1.0, 1.0] and live.points[0][0] == 10
    assert len(live.points) <= 240 and live.finished and live.message == "done"
    steps = [point[0] for point in live.points]
    assert steps == sorted(set(steps))


def test_curves_say_where_they_stand():
    live = curves()
    assert "no episode has ended" in repr(live)
    live.update(500, 2.0, 0.25, {"cheese": 0.25, "corner": 0.5, "other": 3})
    assert repr(live) == (
        "Training: 500 of 10,000 steps in 2 s: cheese 0.25, corner 0.50, reward 0.25"
    )


def test_a_click_on_stop_is_answered():
    live = curves()
    assert not live.stopped and not live.heard
    live.set_state({"stopped": True})  # as the browser's message does
    assert live.stopped and live.heard


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"goal": 3}, "goal must be text, not 3"),
        ({"proxies": "corner"}, "list of names, not 'corner'"),
        ({"total": 0}, "from 1 to .*, not 0"),
    ],
)
def test_curves_refuse_bad_options(options, words):
    with pytest.raises(ValueError, match=words):
        curves(**options)


def test_curves_name_a_tally_that_is_missing():
    with pytest.raises(ValueError, match="lack 'corner'"):
        curves().update(1, 1.0, 0.0, {"cheese": 0.0})
