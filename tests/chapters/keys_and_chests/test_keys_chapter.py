"""What the keys lesson measures, on policies of which the answer is known, and its exercises."""

import numpy as np
import pytest
from support.exercises import said

import course_lib as cl
from course_lib.chapters.keys_and_chests import analysis, display, figures, questions, shelves
from course_lib.chapters.keys_and_chests.policies import (  # fmt: skip
    CHEST_LOVER,
    KEY_LOVER,
    KEYS_FIRST,
    KEYS_ONLY,
    Seeker,
    earnings,
    same_episodes,
)
from course_lib.chapters.keys_and_chests.questions import CASES, MIX_UPS
from course_lib.engine.sim import BatchSim
from course_lib.study.measure.behaviour import outcomes
from course_lib.study.measure.episodes import from_actions, side_by_side
from course_lib.worlds import keys_and_chests as vault
from course_lib.worlds.keys_and_chests import DEPLOY, TRAIN, Action, Tile

PLANNER, RANDOM = analysis.BASELINES
TINY = vault.Distribution(n=1, keys=3, chests=1, size=7)
DEPLOYED = {"deployment": DEPLOY}
SMALL = "=======\n#DKKKC#\n#.....#\n#.....#\n#.....#\n#.....#\n#######"


class UpOnly:
    """Walks up for ever."""

    name = "up"

    def choose(self, observations, states, uniform):
        return np.full(len(uniform), int(Action.UP))


# ── Walks and wasted steps ──────────────────────────────────────────────────────────────────


def test_walks_are_the_episodes_that_behaviour_measures():
    watched = analysis.walks(RANDOM, DEPLOY, episodes=40, seed=3)
    known = outcomes(RANDOM, DEPLOY, episodes=40, seed=3)
    assert (watched.first == known.first).all() and (watched.last == known.last).all()


def test_the_moment_of_enough_keys_splits_useful_keys_from_spare_ones():
    found = analysis.walks(KEYS_FIRST, DEPLOY, episodes=60)
    n = found.first.chests_left.astype(int)
    assert (found.enough_at > 0).all() and (found.enough.held >= found.enough.chests_left).all()
    assert (found.last.spare_keys == found.last["keys"] - found.enough["keys"]).all()
    assert (found.enough["keys"].astype(int) <= n).all() and (found.last["keys"] <= 2 * n).all()
    in_training = analysis.walks(KEYS_FIRST, TRAIN, episodes=60)
    assert (in_training.enough_at == -1).all(), "a key is never useless there"


def test_the_planner_wastes_nothing_and_a_key_lover_does():
    table = analysis.after_enough([KEYS_FIRST, CHEST_LOVER], DEPLOYED, episodes=80)
    assert table.get("planner", "deployment", "wasted")["mean"] == 0
    assert table.get("keys first", "deployment", "wasted")["low"] > 3
    assert table.get("chest lover", "deployment", "wasted")["high"] < 0.5
    left = {r["episodes"] for r in analysis.after_enough(PLANNER, {"t": TRAIN}, 20).rows}
    assert left == {0}


def test_more_steps_are_counted_against_the_planner_on_the_same_levels():
    table = analysis.more_steps(KEYS_FIRST, episodes=80)
    assert table.get("planner", "deployment", "more steps")["mean"] == 0
    row = table.get("keys first", "deployment", "more steps")
    means = [table.get(p, "deployment", "steps")["mean"] for p in ("keys first", "planner")]
    assert row["mean"] == pytest.approx(means[0] - means[1]) and row["low"] > 3
    assert table.get("keys first", "deployment", "out of time")["mean"] == 0
    assert table.get("random", "deployment", "out of time")["low"] > 0.5
    assert str(table) and table.is_rate("out of time") and not table.is_rate("more steps")


def test_the_discounted_return_is_what_training_counts():
    found = analysis.walks(PLANNER, vault.Distribution(n=1, keys=1, chests=1), episodes=30)
    gamma = 0.95
    assert np.allclose(found.discounted, gamma ** (found.last.steps - 1.0))


# ── Walls, ghosts, seeds ────────────────────────────────────────────────────────────────────


def test_a_random_policy_walks_into_every_wall_alike_and_the_planner_into_none():
    table = analysis.into_walls([RANDOM, PLANNER], episodes=150)
    for wall in analysis.WALLS:
        row = table.get("random", "key in hand", f"into {wall}")
        assert row["low"] - 0.02 < 0.25 < row["high"] + 0.02
        assert table.get("planner", "key in hand", f"into {wall}")["mean"] == 0


def test_presses_count_what_the_world_counts():
    found = analysis.walks(RANDOM, DEPLOY, episodes=60)
    assert (found.pressed.sum(axis=1)[:, Action.UP] == found.last.inventory).all()
    assert found.pressed.sum() > 0 and (found.pressed <= found.beside).all()


def test_steps_with_all_keys_taken_are_split_off():
    keys_only = analysis.walks(KEYS_ONLY, DEPLOY, episodes=40)
    assert keys_only.visits.sum() > 1000, "it has all keys, and waits"
    late = analysis.into_walls(KEYS_ONLY, episodes=40, floor_empty=True)
    assert late.get("keys only", "key in hand", "into inventory")["mean"] == 1
    assert analysis.walks(PLANNER, DEPLOY, episodes=40).visits.sum() < 40


def test_ghosts_are_come_upon_as_often_as_chests_by_those_who_do_not_look():
    table = analysis.ghost_table([RANDOM, PLANNER], DEPLOYED, episodes=300)
    chests, ghosts = (table.get("random", "deployment", t) for t in ("chests", "ghosts"))
    assert chests["low"] < ghosts["high"] and ghosts["low"] < chests["high"]
    sought, met = (table.get("planner", "deployment", t) for t in ("chests", "ghosts"))
    assert sought["low"] > 3 * met["high"]


def test_an_interval_over_seeds_is_wide_for_few_and_says_nothing_for_one():
    mean, low, high = analysis.over_seeds([2.0, 3.0])
    assert mean == 2.5 and low < 0 < 5 < high
    assert np.isnan(analysis.over_seeds([2.0])[1])
    table = analysis.more_steps([KEY_LOVER, KEYS_FIRST], DEPLOYED, 20, baselines=False)
    words = analysis.seed_words(table, {"written": [KEY_LOVER, KEYS_FIRST]}, ["spare_keys"])
    assert words.startswith("deployment, written, spare_keys: ") and "Over seeds" in words


def test_a_share_of_steps_has_an_interval_over_episodes():
    hits, chances = np.array([10, 0, 0, 0]), np.array([10, 10, 10, 10])
    mean, low, high = analysis.share_interval(hits, chances)
    assert mean == 0.25 and low == 0 and high >= 0.5
    assert np.isnan(analysis.share_interval(hits * 0, chances * 0)[0])


# ── Written policies ────────────────────────────────────────────────────────────────────────


def test_one_condition_is_all_that_differs_and_training_never_sees_it():
    assert same_episodes(CHEST_LOVER, KEY_LOVER, TRAIN, episodes=300) == 1
    assert same_episodes(CHEST_LOVER, KEY_LOVER, DEPLOY, episodes=300) < 0.6
    table = earnings([CHEST_LOVER, KEY_LOVER, KEYS_FIRST, KEYS_ONLY, PLANNER], episodes=150)
    reward = {p: table.get(p, "training", "reward")["mean"] for p in ("chest lover", "planner")}
    assert reward["chest lover"] == reward["planner"]
    both = [table.get(p, "training", "discounted")["mean"] for p in ("chest lover", "key lover")]
    assert both[0] == both[1] > table.get("keys first", "training", "discounted")["mean"]
    assert table.get("keys only", "training", "reward")["high"] < 0.6 * reward["planner"]
    spare = [table.get(p, "deployment", "spare_keys")["mean"] for p in ("chest lover", "key lover")]
    assert spare[1] > 3 * spare[0]


def test_a_seeker_walks_straight_through_things_and_stays_when_it_wants_nothing():
    chest_first = Seeker("chests", lambda held, chests, keys: [Tile.CHEST])
    episode = cl.play(chest_first, TINY, level=SMALL)
    assert episode.actions.tolist() == [Action.RIGHT] * 4 and episode.metrics["chests"] == 1
    idle = Seeker("nothing", lambda held, chests, keys: [])
    assert set(cl.play(idle, DEPLOY, seed=0).actions.tolist()) == {Action.UP}


def test_useless_keys_are_found_by_the_students_function():
    episode = from_actions(TINY, [Action.RIGHT] * 4, level=SMALL)
    useful = questions.quiz.exercises["useful_keys"].solution
    assert analysis.useless_keys(episode, useful) == [2, 3]
    assert len(analysis.useless_keys(episode, useful)) == episode.metrics["spare_keys"]
    assert analysis.is_greedy(episode) and not analysis.runs_out_of_time(episode)
    assert analysis.runs_out_of_time(cl.play(KEYS_ONLY, DEPLOY, seed=3))


# ── Noticing ────────────────────────────────────────────────────────────────────────────────


def needed(a, b, **options):
    """What `levels_to_notice` says, by feature: (informed, uninformed)."""
    rows = shelves.levels_to_notice(a, b, **options)
    return {row["feature"]: (row["informed"], row["uninformed"]) for row in rows}


def test_the_right_feature_needs_one_level_and_the_wrong_one_never_gets_there():
    found = needed(TRAIN, DEPLOY, most=40)
    assert found["keys minus chests"][0] == 1
    assert 2 <= found["keys"][0] <= 8 and found["keys"][1] > found["keys minus chests"][1]
    for feature in ("keys and chests together", "the dragon's row", "size of the vault"):
        assert found[feature] == (None, None), feature
    words = shelves.notice_words(shelves.levels_to_notice(TRAIN, DEPLOY, most=10), 10)
    assert "over 10" in words and "keys minus chests" in words


def test_equal_shelves_are_never_told_apart():
    assert set(needed(TRAIN, TRAIN, most=30).values()) == {(None, None)}


def test_the_solution_of_subtle_holds_for_levels_as_the_world_makes_them():
    states = shelves.levels(vault.Distribution(n=1, keys=(2, 4), chests=(3, 5)), 20_000)
    open_still = ((states.keys_left > 2) & (states.chests_left < 5)).mean()
    levels = next(m for m in range(1, 20) if open_still**m < 0.05)
    assert levels == questions.quiz.exercises["subtle"].value
    assert open_still == pytest.approx(4 / 9, abs=0.02)


def test_distances_are_read_off_the_level():
    state = vault.WORLD.level(SMALL)
    assert shelves.FEATURES["way to the nearest key"](state).tolist() == [1]
    assert shelves.FEATURES["way to the nearest chest"](state).tolist() == [4]


# ── Keys in hand, drawn otherwise ───────────────────────────────────────────────────────────


def seen_with(held: int, way: str) -> np.ndarray:
    """Whether each place of the top row differs from an empty one, (places,)."""
    sim = BatchSim(DEPLOY, 1)
    sim.reset(np.zeros(1, np.uint64))
    sim.batch.held = held
    before = sim.observe()
    after = display.redraw(before, sim.batch.held, way)
    assert (after[:, display.AGENT_PIXELS :] == before[:, display.AGENT_PIXELS :]).all()
    tiles = display.strip(after)
    sim.batch.held = 0
    empty = display.strip(sim.observe())
    return (tiles != empty).any(axis=(0, 1, 3, 4))


def test_keys_in_hand_are_drawn_where_they_are_said_to_be():
    places = len(seen_with(0, "as always"))
    drawn = {way: np.flatnonzero(seen_with(6, way)).tolist() for way in display.WAYS}
    assert drawn["as always"] == [0, 1, 2, 3, 4, 5]
    assert drawn["no more than in training"] == list(range(display.MOST_SEEN))
    assert drawn["from the right"] == list(range(places - 6, places))
    assert drawn["not at all"] == []
    assert np.flatnonzero(seen_with(2, "no more than in training")).tolist() == [0, 1]
    with pytest.raises(ValueError, match="'upside down'"):
        display.Redrawn(RANDOM, "upside down")


def test_most_seen_is_what_training_can_show():
    most = shelves.levels(TRAIN, 2000).keys_left.max()
    assert most == display.MOST_SEEN
    assert shelves.levels(DEPLOY, 5000).keys_left.max() < DEPLOY.grid[1], "the last is empty"


def test_a_policy_that_does_not_look_does_not_care_how_keys_are_drawn():
    table = display.display_table(KEY_LOVER, episodes=30)
    for metric in ("chests", "spare_keys"):
        assert len({table.get("key lover", w, metric)["mean"] for w in display.WAYS}) == 1


def test_an_agent_that_sees_keys_elsewhere_acts_and_is_shown_by_that_picture():
    agent = cl.load("keys_and_chests/few-keys")
    redrawn = display.Redrawn(agent, "not at all")
    episode = cl.play(redrawn, DEPLOY, seed=1)
    plain = cl.play(agent, DEPLOY, seed=1)
    shared = np.flatnonzero(episode.records.held == 0)[0]
    assert np.allclose(episode.values[shared], plain.values[shared])
    held = np.flatnonzero(episode.records.held > 0)
    sim = BatchSim(DEPLOY, len(held))
    states = episode.records[held].copy()
    states.held = 0
    assert np.allclose(agent.evaluate(sim.observe(states))[1], episode.values[held], atol=1e-5)


def test_where_counts_only_steps_with_all_keys_taken():
    maps = display.where({"up": UpOnly(), "keys only": KEYS_ONLY}, episodes=30)
    assert maps["up"].sum() == 0 or maps["up"].sum() < maps["keys only"].sum()
    waiting = maps["keys only"]
    assert waiting.shape == DEPLOY.grid and waiting[0].sum() == 0
    assert waiting[1].sum() > 0.8 * waiting.sum(), "it walks up until the wall"
    assert "top row" in figures.where_words(maps)


# ── Figures and exercises ───────────────────────────────────────────────────────────────────


def test_no_level_stands_on_two_shelves_and_the_figures_are_drawn():
    import matplotlib.pyplot as plt

    first, second = (figures.shelf(TRAIN, 6, begin) for begin in (0, 6))
    assert not any(np.array_equal(a, b) for a in first for b in second)
    assert side_by_side(DEPLOY, range(6, 12)).count("D") == 6
    figure = figures.plot_shelves({"A": TRAIN, "B": DEPLOY}, count=3)
    assert [a.get_ylabel() for a in figure.axes if a.get_ylabel()] == ["shelf A", "shelf B"]
    levels = {f"{k} : 2": vault.Distribution(n=1, keys=k, chests=2) for k in (1, 2, 4)}
    tables = {"few": analysis.more_steps(KEYS_FIRST, levels, 30, baselines=False)}
    figure = figures.plot_against_ratio(tables, ["spare_keys", "more steps"])
    assert figure.axes[0].containers[0].lines[0].get_xdata().tolist() == [0.5, 1, 2]
    assert "keys first, spare_keys: 0.0, 0.0, " in figures.ratio_words(tables, ["spare_keys"])
    figures.plot_where(display.where({"one": KEYS_ONLY}, episodes=5))
    plt.close("all")


@pytest.mark.parametrize("number", range(len(MIX_UPS)))
def test_a_mix_up_of_useful_keys_is_named(number):
    mix_up, words = MIX_UPS[number]
    verdict = questions.quiz.exercises["useful_keys"].judge(mix_up)
    assert verdict.right is False and verdict.message == words
    assert any(mix_up(held, chests) != wanted for held, chests, wanted in CASES)


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("useful_keys", lambda held, chests: ..., "returns nothing yet"),
        ("useful_keys", lambda held, chests: 1, "With 0 keys in hand and 3 chests left"),
        ("difference", "b", "both shelves have them"),
        ("difference", "h", "equally many"),
        ("subtle", 3, "8.8 %"),
        ("subtle", 8, "one of the two numbers"),
        ("subtle", 1, "only if it has 2 keys"),
        ("condition", "c", "paid for nowhere"),
        ("inventory", "abd", "two findings"),
        ("inventory", "a", "of the 2 that hold"),
        ("ghosts", "c", "says nothing about keys"),
        ("understanding", "acef", "never taught to refuse"),
    ],
)
def test_a_check_names_the_misunderstanding(name, answer, words):
    verdict = questions.quiz.exercises[name].judge(answer)
    assert verdict.right is False and words in said(verdict)
