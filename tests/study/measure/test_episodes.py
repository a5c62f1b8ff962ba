"""Episodes: they can be kept, replayed and loaded, and a damaged file does no harm."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.policies import right, untrained

import course_lib as cl
from course_lib.study.measure.episodes import Episode, from_actions
from course_lib.worlds import maze

ROOM = """
#######
#M...C#
#.....#
#.....#
#.....#
#.....#
#######
"""


def equal(a: Episode, b: Episode) -> bool:
    """Whether two episodes have the same records, actions and opinions."""
    fields = all(np.array_equal(a.records[n], b.records[n]) for n in a.records.dtype.names)
    opinions = all(
        (x is None and y is None) or np.array_equal(x, y)
        for x, y in ((a.values, b.values), (a.probabilities, b.probabilities))
    )
    return fields and opinions and np.array_equal(a.actions, b.actions)


POLICIES = {
    "random": cl.random_policy(maze.TRAIN),
    "planner": cl.planner(maze.TRAIN),
    "right": right,
    "novice": untrained(),
}
by_policy = pytest.mark.parametrize("name", POLICIES)


@by_policy
def test_the_parts_of_an_episode_fit_together(name):
    episode = cl.play(POLICIES[name], maze.DEPLOY, seed=7)
    length = len(episode.actions)
    assert (episode.world, episode.policy, episode.seed) == ("maze", name, 7)
    assert len(episode.records) == length + 1 and episode.rewards.shape == (length,)
    assert episode.frames().shape == (length + 1, 9, 9) and episode.frames().dtype == np.uint8
    assert episode.positions().shape == (length + 1, 2)
    over = episode.records.terminated | episode.records.truncated
    assert over[-1] and not over[:-1].any()
    assert episode.records.steps.tolist() == list(range(length + 1))
    assert episode.rewards.sum() == episode.metrics["cheese"]
    if name == "novice":
        assert episode.values.shape == (length + 1,)
        assert episode.probabilities.shape == (length + 1, 4)
    else:
        assert episode.values is None and episode.probabilities is None


@by_policy
def test_the_same_call_gives_the_same_episode(name):
    first, again = (cl.play(POLICIES[name], maze.DEPLOY, seed=3) for _ in range(2))
    assert equal(first, again)


@by_policy
def test_saved_loaded_and_replayed_it_is_the_same_episode(name, tmp_path):
    episode = cl.play(POLICIES[name], maze.DEPLOY, seed=5)
    episode.save(tmp_path / "kept.npz")
    loaded = cl.Episode.load(tmp_path / "kept.npz")
    assert equal(episode, loaded) and repr(loaded) == repr(episode)
    assert loaded.distribution == maze.DEPLOY and loaded.seed == 5 and loaded.policy == name
    for one in (episode, loaded):
        replayed = one.replay()
        assert np.array_equal(replayed.actions, one.actions)
        assert np.array_equal(replayed.frames(), one.frames())
        assert replayed.metrics == one.metrics and replayed.events == one.events
        assert all(
            np.array_equal(replayed.records[n], one.records[n]) for n in one.records.dtype.names
        )
    assert [f.name for f in tmp_path.iterdir()] == ["kept.npz"]


@pytest.mark.parametrize(
    "distribution",
    [
        maze.Distribution(size=(5, 9), cheese=(1, 2), mouse=(3, 3), loops=0.5, limit=9),
        maze.Distribution(size=7, cheese=np.int64(3)),
    ],
)
def test_every_distribution_can_be_saved(distribution, tmp_path):
    cl.play(cl.planner(distribution), distribution).save(tmp_path / "e")
    assert cl.Episode.load(tmp_path / "e").distribution == distribution


@by_policy
def test_a_level_of_ones_own(name):
    by_text = cl.play(POLICIES[name], maze.Distribution(size=7), level=ROOM) \
        if name != "novice" else cl.play(untrained(maze.Distribution(size=7)),
                                         maze.Distribution(size=7), level=ROOM)  # fmt: skip
    assert by_text.seed is None and by_text.positions()[0].tolist() == [1, 1]
    if name in ("planner", "right"):
        assert by_text.actions.tolist() == [maze.Action.RIGHT] * 4


def test_a_record_as_level_is_the_level_it_came_from():
    episode = cl.play(cl.planner(maze.DEPLOY), maze.DEPLOY, seed=4)
    again = cl.play(cl.planner(maze.DEPLOY), maze.DEPLOY, level=episode.records[0])
    assert again.seed is None and np.array_equal(again.frames(), episode.frames())
    text = maze.WORLD.text(episode.records[0])
    drawn = cl.play(cl.planner(maze.DEPLOY), maze.DEPLOY, level=text)
    assert np.array_equal(drawn.frames(), episode.frames())


def test_events_are_when_a_tally_went_up():
    walk = from_actions(maze.Distribution(size=7), [1, 1, 1, 1], level=ROOM)
    assert walk.events == [
        {"step": 4, "name": "corner", "label": "reached the corner"},
        {"step": 4, "name": "cheese", "label": "got the cheese"},
    ]
    assert walk.metrics == {"cheese": 1, "corner": 1} and walk.rewards.tolist() == [0, 0, 0, 1]
    away = ROOM.replace("C", ".").replace("M....", "M..C.")
    around = [2, 1, 1, 1, 1, 0, 3, 3]  # below the cheese to the corner, then back to it
    walk = from_actions(maze.Distribution(size=7), around[:7], level=away)
    assert [(e["step"], e["name"]) for e in walk.events] == [(6, "corner"), (7, "cheese")]
    with pytest.raises(ValueError, match="over after 7"):
        from_actions(maze.Distribution(size=7), around, level=away)


def test_walls_are_not_walked_through():
    walk = from_actions(maze.Distribution(size=7), [0, 3, 0, 3], level=ROOM)
    assert (walk.positions() == [1, 1]).all() and walk.records[-1].steps == 4


def test_a_file_that_is_no_episode_is_refused(tmp_path):
    file = tmp_path / "kept.npz"
    with pytest.raises(FileNotFoundError):
        cl.Episode.load(file)
    np.savez(file, x=np.zeros(3))
    with pytest.raises(ValueError, match=r"kept\.npz is damaged, or not an episode"):
        cl.Episode.load(file)
    with open(file, "wb") as opened:
        np.save(opened, np.zeros(3))
    with pytest.raises(ValueError, match=r"kept\.npz is damaged, or not an episode"):
        cl.Episode.load(file)
    np.savez(file, about=np.array(json.dumps({"format": "a song"})))
    with pytest.raises(ValueError, match="'a song'"):
        cl.Episode.load(file)


WHOLE = cl.play(cl.planner(maze.DEPLOY), maze.DEPLOY, seed=2)


@given(st.data())
def test_a_damaged_episode_is_refused_or_unharmed(tmp_path_factory, data):
    file = tmp_path_factory.mktemp("damaged") / "kept.npz"
    WHOLE.save(file)
    raw = bytearray(file.read_bytes())
    if data.draw(st.booleans(), "cut it short"):
        raw = raw[: data.draw(st.integers(0, len(raw) - 1), "to")]
    else:
        raw[data.draw(st.integers(0, len(raw) - 1), "at")] ^= data.draw(st.integers(1, 255), "by")
    file.write_bytes(raw)
    try:
        loaded = cl.Episode.load(file)
    except ValueError as error:
        assert "kept.npz" in str(error)
    else:
        assert equal(loaded, WHOLE)
