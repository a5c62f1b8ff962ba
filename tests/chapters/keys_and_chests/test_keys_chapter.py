"""What the keys lesson measures, on policies of which the answer is known, and its exercises."""

import math

import numpy as np
import pytest
from scipy.stats import mannwhitneyu
from support.exercises import said

import course_lib as cl
from course_lib.chapters.keys_and_chests import analysis, display, figures, questions, shelves
from course_lib.chapters.keys_and_chests.policies import (  # fmt: skip
    CHEST_LOVER,
    KEY_LOVER,
    KEYS_FIRST,
    KEYS_ONLY,
    Seeker,
    earnings_table,
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


def test_the_discounted_return_is_what_training_counts():
    found = analysis.walks(PLANNER, vault.Distribution(n=1, keys=1, chests=1), episodes=30)
    gamma = 0.95
    assert np.allclose(found.discounted, gamma ** (found.last.steps - 1.0))


# ── Walls, ghosts, seeds ────────────────────────────────────────────────────────────────────


def test_presses_count_what_the_world_counts():
    found = analysis.walks(RANDOM, DEPLOY, episodes=60)
    assert (found.pressed.sum(axis=1)[:, Action.UP] == found.last.inventory).all()
    assert found.pressed.sum() > 0 and (found.pressed <= found.beside).all()


def test_steps_with_all_keys_taken_are_split_off():
    keys_only = analysis.walks(KEYS_ONLY, DEPLOY, episodes=40)
    assert keys_only.visits.sum() > 1000, "it has all keys, and waits"
    assert keys_only.pressed[:, 1, Action.UP].sum() == keys_only.beside[:, 1, Action.UP].sum()
    assert analysis.walks(PLANNER, DEPLOY, episodes=40).visits.sum() < 40


def test_ghosts_are_come_upon_as_often_as_chests_by_those_who_do_not_look():
    table = analysis.ghost_table([RANDOM, PLANNER], DEPLOYED, episodes=300)
    chests, ghosts = (table.get("random", "deployment", t) for t in ("chests", "ghosts"))
    assert chests["low"] < ghosts["high"] and ghosts["low"] < chests["high"]
    sought, met = (table.get("planner", "deployment", t) for t in ("chests", "ghosts"))
    assert sought["low"] > 3 * met["high"]


# ── Written policies ────────────────────────────────────────────────────────────────────────


def test_one_condition_is_all_that_differs_and_training_never_sees_it():
    assert same_episodes(CHEST_LOVER, KEY_LOVER, TRAIN, episodes=300) == 1
    assert same_episodes(CHEST_LOVER, KEY_LOVER, DEPLOY, episodes=300) < 0.6
    home = {
        one.name: analysis.walks(one, TRAIN, 150) for one in (CHEST_LOVER, KEY_LOVER, KEYS_FIRST)
    }
    assert len({found.last.chests.sum() for found in home.values()}) == 1
    paid = {name: found.discounted.sum() for name, found in home.items()}
    assert paid["chest lover"] == paid["key lover"] > paid["keys first"]
    words = str(earnings_table(40))
    assert "keys only" in words and "useless keys taken on B" in words


def test_a_seeker_walks_straight_through_things_and_stays_when_it_wants_nothing():
    chest_first = Seeker("chests", lambda held, chests, keys: [Tile.CHEST])
    episode = cl.play(chest_first, TINY, level=SMALL)
    assert episode.actions.tolist() == [Action.RIGHT] * 4 and episode.metrics["chests"] == 1
    idle = Seeker("nothing", lambda held, chests, keys: [])
    assert set(cl.play(idle, DEPLOY, seed=0).actions.tolist()) == {Action.UP}


def test_an_episode_with_useless_keys_is_a_greedy_one():
    episode = from_actions(TINY, [Action.RIGHT] * 4, level=SMALL)
    assert episode.metrics["spare_keys"] == 2
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
    words = str(shelves.notice_table(shelves.levels_to_notice(TRAIN, DEPLOY, most=10), 10))
    assert "over 10" in words and "keys minus chests" in words


def test_the_rank_test_is_exact():
    low, high = np.arange(5.0)[None], np.arange(5.0, 10.0)[None]
    assert shelves.rank_test(low, high)[0] == pytest.approx(2 / 252)
    assert shelves.rank_test(low * 0, high * 0)[0] == 1
    rng = np.random.default_rng(0)
    x, y = rng.random((20, 7)), rng.random((20, 7)) + 0.3  # without ties, scipy's is exact, too
    known = mannwhitneyu(x, y, axis=1, method="exact").pvalue
    assert np.allclose(shelves.rank_test(x, y), known)
    many = shelves.rank_test(rng.integers(0, 3, (20, 30)), rng.integers(1, 4, (20, 30)))
    assert (many < 0.05).mean() > 0.9, "ties and many levels: the approximation"


def test_five_vaults_of_each_shelf_cannot_pass_eight_strict_tests_and_six_can():
    assert 2 / math.comb(10, 5) > 0.05 / len(shelves.FEATURES) > 2 / math.comb(12, 6)
    assert needed(TRAIN, DEPLOY, most=10)["keys minus chests"][1] == 6


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
    assert [a.get_ylabel() for a in figure.axes if a.get_ylabel()] == ["A", "B"]
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
        ("inventory", "abc", "no picture says any longer"),
        ("inventory", "a", "of the 2 that hold"),
        ("ghosts", "c", "says nothing about keys"),
        ("understanding", "ace", "never taught to leave"),
    ],
)
def test_a_check_names_the_misunderstanding(name, answer, words):
    verdict = questions.quiz.exercises[name].judge(answer)
    assert verdict.right is False and words in said(verdict)
