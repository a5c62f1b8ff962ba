"""The study: episodes that can be kept and replayed, and tables that say what was measured."""

import json

import matplotlib
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import course_lib as cl
from course_lib.agents.agent import Agent
from course_lib.agents.networks import Network, Shape
from course_lib.study.measure.behaviour import outcomes
from course_lib.study.measure.episodes import Episode, from_actions
from course_lib.study.measure.stats import wilson
from course_lib.study.measure.tables import Table
from course_lib.worlds import maze

matplotlib.use("Agg")
LEVELS = {"training": maze.TRAIN, "deployment": maze.DEPLOY}
ROOM = """
#######
#M...C#
#.....#
#.....#
#.....#
#.....#
#######
"""


def right(observation) -> int:
    """A student's policy: a plain function."""
    assert observation.dtype == np.uint8 and observation.ndim == 3
    return maze.Action.RIGHT


def untrained(distribution=maze.TRAIN) -> Agent:
    """An agent that knows nothing."""
    side = distribution.grid[0] * 4
    network = Network(Shape((side, side, 3), 4, (4, 4, 8), 16))
    return Agent("novice", network, distribution)


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

# ── Episodes ────────────────────────────────────────────────────────────────────────────────


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


# ── Behaviour ───────────────────────────────────────────────────────────────────────────────


def test_rows_have_the_form_that_lessons_rely_on():
    table = cl.behaviour([right, untrained()], LEVELS, episodes=40, seed=1)
    keys = ["policy", "distribution", "metric", "mean", "low", "high", "episodes"]
    assert all(list(row) == keys for row in table.rows)
    policies, metrics = ["right", "novice", "random", "planner"], ["cheese", "corner", "steps"]
    order = [(r["distribution"], r["policy"], r["metric"]) for r in table.rows]
    assert order == [(d, p, t) for d in LEVELS for p in policies for t in metrics]
    assert all(row["low"] <= row["mean"] <= row["high"] for row in table.rows)
    assert {row["episodes"] for row in table.rows} == {40}
    json.dumps(table.rows)


def test_numbers_in_a_table_are_those_of_the_episodes():
    found = outcomes(cl.random_policy(maze.DEPLOY), maze.DEPLOY, 300, seed=2)
    table = cl.behaviour(cl.random_policy(maze.DEPLOY), maze.DEPLOY, 300, seed=2, baselines=False)
    hits = int(found.last.cheese.sum())
    row = table.get("random", "levels", "cheese")
    assert row["mean"] == hits / 300 and (row["low"], row["high"]) == wilson(hits, 300)
    assert table.get("random", "levels", "steps")["mean"] == found.last.steps.mean()
    assert ((found.last.terminated | found.last.truncated) == 1).all()


def test_every_policy_meets_the_same_levels_and_each_seed_gives_others():
    policies = [cl.random_policy(maze.TRAIN), cl.planner(maze.TRAIN)]
    a, b = (outcomes(p, maze.TRAIN, 700, seed=1).first for p in policies)
    assert np.array_equal(a.seed, b.seed) and np.array_equal(a.tiles, b.tiles)
    assert len(np.unique(a.seed)) == 700
    c = outcomes(policies[0], maze.TRAIN, 700, seed=2).first
    assert not set(a.seed.tolist()) & set(c.seed.tolist())
    d = outcomes(policies[0], maze.TRAIN, 30, seed=1).first
    assert np.array_equal(d.seed, a.seed[:30]), "fewer episodes are the first of more"


def test_a_plain_function_a_class_with_act_and_a_batch_policy_do_the_same():
    class Acts:
        name = "acts"

        def act(self, observation):
            return 1

    class Chooses:
        name = "chooses"

        def choose(self, observations, states, uniform):
            assert len(observations) == len(states) == len(uniform)
            return np.ones(len(observations), int)

    table = cl.behaviour([right, Acts(), Chooses()], maze.TRAIN, 50, baselines=False)
    for metric in ("cheese", "steps"):
        rows = [table.get(p, "levels", metric) for p in ("right", "acts", "chooses")]
        assert rows[0]["mean"] == rows[1]["mean"] == rows[2]["mean"]


def test_the_planner_is_best_and_chance_is_worst():
    table = cl.behaviour(right, LEVELS, episodes=300)
    for label in LEVELS:
        assert table.get("planner", label, "cheese")["mean"] == 1
        assert (
            table.get("planner", label, "steps")["high"]
            < table.get("random", label, "steps")["low"]
        )


def test_only_levels_where_a_condition_holds_are_counted():
    every = cl.behaviour(right, maze.DEPLOY, 200, baselines=False)
    some = cl.behaviour(right, maze.DEPLOY, 200, given="detour", baselines=False)
    none = cl.behaviour(right, maze.TRAIN, 200, given="detour", baselines=False)
    assert 0 < some.rows[0]["episodes"] < every.rows[0]["episodes"] == 200
    assert none.rows[0]["episodes"] == 0 and "no such level" in str(none)
    assert "detour" in some._repr_html_()


def test_a_table_prints_and_shows_and_draws_the_same_numbers():
    table = cl.behaviour([right, untrained()], LEVELS, episodes=40)
    lines = str(table).splitlines()
    assert lines[0].split() == ["levels", "policy", "episodes", "cheese", "corner", "steps"]
    assert len(lines) == 2 + 8
    cell = f"{table.get('right', 'training', 'cheese')['mean']:.1%}"
    assert cell in lines[2] and cell in table._repr_html_()
    assert table._repr_html_().count("<tr>") == 9
    assert table.plot() is not None


def test_a_table_as_a_frame_has_a_line_for_each_row():
    table = cl.behaviour(right, LEVELS, episodes=20)
    frame = table.frame()
    assert frame.to_dict("records") == table.rows
    assert list(frame.columns) == list(table.rows[0])
    steps = frame[frame.metric == "steps"].pivot(index="policy", columns="distribution")["mean"]
    assert steps.loc["planner", "training"] == table.get("planner", "training", "steps")["mean"]


def test_policies_of_one_name_are_told_apart():
    table = cl.behaviour([lambda o: 0, lambda o: 1], maze.TRAIN, 20)
    names = list(dict.fromkeys(row["policy"] for row in table.rows))
    assert len(names) == 4 and len(str(table).splitlines()) == 2 + 4
    planner = cl.behaviour(cl.planner(maze.TRAIN), maze.TRAIN, 20)
    assert [r["policy"] for r in planner.rows].count("planner") == 3
    assert len(str(planner).splitlines()) == 2 + 2


def test_names_are_shown_as_text_not_as_html():
    table = cl.behaviour(lambda o: 0, {"<b>": maze.TRAIN}, 5)
    assert "<b>" not in table._repr_html_() and "<lambda>" not in table._repr_html_()


def test_a_row_that_is_not_there():
    with pytest.raises(KeyError, match="planner"):
        Table(cl.behaviour(right, maze.TRAIN, 5).rows).get("plan", "levels", "cheese")
