"""Rounds of spot the difference, the scoring, what the agent does: without a browser."""

from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pytest

import course_lib as cl
from course_lib.study.game import drawn, predictions
from course_lib.study.game import known as rounds_data
from course_lib.study.game.attributes import attributes_of
from course_lib.study.game.prepared import PREPARED, STAY, TIERS, prepared, turns, with_shifts
from course_lib.study.game.rounds import Round, between, differing, draw_round
from course_lib.study.game.scoring import (
    brier,
    calibration,
    is_right,
    part_right,
    points,
    standings,
)
from course_lib.study.measure.mixtures import Shelf, mixed, pure
from course_lib.study.measure.stats import wilson
from course_lib.worlds import coin_run, gems, keys_and_chests, maze

RED = replace(gems.TRAIN, goal=("gem", "red"))

# ── Rounds ──────────────────────────────────────────────────────────────────────────────────


def test_the_prepared_rounds_are_many_in_all_worlds_and_some_have_no_difference():
    assert len(PREPARED) >= 24
    assert len({game.name for game in PREPARED}) == len(PREPARED)
    known = {name for name in cl.worlds() if cl.world(name).attributes}
    assert Counter(game.world.name for game in PREPARED).keys() == known
    assert min(Counter(game.world.name for game in PREPARED).values()) >= 5
    without = [game for game in PREPARED if not game.truth]
    assert 3 <= len(without) <= 8 and all(game.feared for game in without)
    assert any(len(game.truth) > 1 for game in PREPARED)
    assert [game.world.name for game in prepared("gems")] == ["gems"] * len(prepared("gems"))


@pytest.mark.parametrize(
    ("one", "other", "truth"),
    [
        (maze.TRAIN, maze.DEPLOY, ("cheese",)),
        (maze.TRAIN, replace(maze.TRAIN, cheese=1), ()),  # a region of one tile is the corner
        (maze.TRAIN, replace(maze.TRAIN, limit=5), ()),  # nobody sees a time limit
        (gems.TRAIN, gems.DEPLOY, ("colour", "lures")),
        (gems.TRAIN, replace(gems.TRAIN, lure=("moon", "red")), ()),  # there is no lure
        (gems.DEPLOY, replace(gems.DEPLOY, lure=("moon", "red")), ("lure",)),
        (keys_and_chests.TRAIN, keys_and_chests.DEPLOY, ("keys", "chests")),
        (keys_and_chests.TRAIN, replace(keys_and_chests.TRAIN, ghosts=1), ()),
        (coin_run.TRAIN, replace(coin_run.TRAIN, coin_random_share=0.1), ("coin",)),
    ],
)
def test_what_differs_is_what_can_be_seen(one, other, truth):
    assert differing(pure(one), pure(other)) == truth


def test_subtlety_goes_from_all_or_nothing_to_55_against_45():
    plain, fine = (between(maze.TRAIN, maze.DEPLOY, s) for s in (0, 1))
    assert plain.a.parts == ((1.0, maze.TRAIN),) and plain.b.parts == ((1.0, maze.DEPLOY),)
    assert [share for share, _ in fine.a.parts] == [0.55, 0.45]
    assert [share for share, _ in fine.b.parts] == [0.45, 0.55]
    assert fine.truth == ("cheese",)
    assert fine.how["cheese"] == (
        "in the corner in 55% of A's levels and 45% of B's; anywhere in 45% of A's levels and "
        "55% of B's"
    )


def test_two_ways_to_the_same_shares_are_no_difference():
    shares = replace(coin_run.TRAIN, coin_random_share=0.3)
    mixture = mixed(coin_run.TRAIN, coin_run.DEPLOY, 0.3)
    assert differing(pure(shares), mixture) == ()


def test_one_of_a_thing_is_told_in_the_singular():
    game = between(gems.TRAIN, gems.DEPLOY)
    assert game.how["lures"] == "0 lures in A, 1 lure in B"


def test_numbers_are_told_by_their_means():
    game = between(keys_and_chests.TRAIN, keys_and_chests.DEPLOY)
    assert game.how["keys"] == "2.5 keys on average in A, 5 in B"


def test_more_levels_begin_with_the_same_ones():
    shelf = mixed(maze.TRAIN, replace(maze.TRAIN, size=(5, 9)), 0.5)
    few, many = shelf.draw(6, [3]), shelf.draw(48, [3])
    assert (few.records == many.records[:6]).all() and (few.parts == many.parts[:6]).all()
    assert set(many.parts) == {0, 1}
    other = shelf.draw(6, [4])
    assert (few.records != other.records).any()


def test_a_level_follows_from_its_seed_and_distribution():
    levels = mixed(gems.TRAIN, gems.DEPLOY, 0.5).draw(4, [0])
    for i in range(4):
        idle = cl.play(lambda seen: 0, levels.distribution(i), seed=int(levels.seeds[i]))
        assert (idle.records[0].tiles == levels.records[i].tiles).all()


def test_a_mixture_has_its_shares():
    parts = mixed(gems.TRAIN, RED, 0.3).draw(4000, [1]).parts
    assert abs(parts.mean() - 0.3) < 4 * np.sqrt(0.3 * 0.7 / 4000)


@pytest.mark.parametrize("home", [name for name in cl.worlds() if cl.world(name).changes])
def test_rounds_are_drawn_without_end(home):
    games = [draw_round(home, 0.5, seed) for seed in range(120)]
    truths = Counter(game.truth for game in games)
    assert len(truths) >= 5 and 8 <= truths[()] <= 45
    assert any(len(truth) >= 2 for truth in truths)
    assert games[7] == draw_round(home, 0.5, 7)
    assert all(game.feared for game in games if not game.truth)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Shelf(()), "parts must be 1 to"),
        (lambda: Shelf(((0.5, maze.TRAIN),)), "add up to 1"),
        (lambda: Shelf(((0.5, maze.TRAIN), (0.5, gems.TRAIN))), "one world"),
        (lambda: Round("?", pure(maze.TRAIN), pure(gems.TRAIN)), "'maze' and 'gems'"),
        (lambda: between(maze.TRAIN, maze.DEPLOY, 1.5), "not 1.5"),
        (lambda: draw_round("chess"), "no world 'chess'"),
    ],
)
def test_bad_rounds_are_refused_by_name(make, words):
    with pytest.raises(ValueError, match=words):
        make()


def test_a_world_without_attributes_is_refused_and_one_of_ones_own_has_its_fields():
    @dataclass(frozen=True)
    class Bare:
        limit: int = 3

    @dataclass(frozen=True)
    class Own:
        deep_water: int = 3
        limit: int = 3

    with pytest.raises(ValueError, match="no attributes to tell apart"):
        attributes_of(replace(maze.WORLD, name="bare", Distribution=Bare, attributes=()))
    (found,) = attributes_of(replace(maze.WORLD, name="own", Distribution=Own, attributes=()))
    assert (found.name, found.words, found.values(Own(5))) == ("deep_water", "deep water", {5: 1})


def test_two_changes_that_do_not_go_together_leave_a_round_with_one():
    """A region of 5 by 5 fits no maze of 5 by 5: the game once stood still there for good."""
    games = [draw_round("maze", 0.5, seed) for seed in range(600)]
    assert max(len(game.truth) for game in games) == 2
    assert all(drawn.drawn_round(with_shifts(), number) for number in range(30, 300))


# ── Scoring ─────────────────────────────────────────────────────────────────────────────────


STEPS = [step / 20 for step in range(10, 21)]  # what can be said


@pytest.mark.parametrize("belief", STEPS)
def test_nobody_gains_by_saying_anything_but_what_they_believe(belief):
    expected = {s: belief * points(s, True) + (1 - belief) * points(s, False) for s in STEPS}
    assert expected[belief] == pytest.approx(max(expected.values()))


def test_points_are_whole_numbers_and_what_is_right_in_part_counts_in_part():
    assert [points(0.85, part) for part in (1.0, 0.5, 0.0)] == [23, -12, -47]
    assert [points(0.75, part) for part in (1.0, 2 / 3, 1 / 3, 0.0)] == [19, 2, -15, -31]
    assert all(points(0.5, part) == 0 for part in (0, 0.25, 1 / 3, 0.5, 1))
    assert all(isinstance(points(s, part), int) for s in STEPS for part in (0, 1 / 3, 0.5, 1))
    assert part_right(["a"], ("a", "b")) == part_right(["a", "b"], ("b",)) == 0.5
    assert part_right([], ()) == 1 and part_right([], ("a",)) == part_right(["a"], ()) == 0


def test_points_and_brier():
    assert [points(1, True), points(0.5, True), points(0.5, False), points(1, False)] == [
        25, 0, 0, -75,
    ]  # fmt: skip
    assert brier(0.8, False) == pytest.approx(0.64)
    for sure in (0.4, 1.1, True, "sure"):
        with pytest.raises(ValueError, match="how sure"):
            points(sure, True)


def test_right_means_exactly_what_differs():
    assert is_right([], ()) and is_right(["b", "a"], ("a", "b"))
    assert not is_right(["a"], ("a", "b")) and not is_right(["a"], ())


def test_calibration_and_standings():
    answers = [
        {"team": team, "sure": sure, "right": right, "points": points(sure, right),
         "brier": brier(sure, right), "foreseen": foreseen}
        for team, sure, right, foreseen in [
            ("owls", 0.9, True, True), ("foxes", 1.0, False, None), ("owls", 0.55, False, False)]
    ]  # fmt: skip
    rows = calibration(answers)
    assert [(row["from"], row["answers"], row["right"]) for row in rows] == [
        (0.5, 1, 0.0), (0.9, 2, 0.5),
    ]  # fmt: skip
    assert rows[1]["said"] == pytest.approx(0.95) and rows[1]["low"] < 0.5 < rows[1]["high"]
    owls, foxes = standings(answers)
    assert (owls["team"], owls["right"], owls["rounds"], owls["foreseen"]) == ("owls", 1, 2, 1)
    assert owls["points"] == 24 - 5 and foxes["predictions"] == 0


# ── What the agent does ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("home", [maze, gems, keys_and_chests, coin_run])
def test_the_planner_gets_the_goal_on_both_shelves(home):
    for d in (home.TRAIN, home.DEPLOY):
        small = replace(d, n=1) if home is keys_and_chests else d
        found = predictions.shares(cl.planner(small), pure(small), episodes=40)
        assert found["goal"]["rate"] + found["both"]["rate"] > 0.9
        assert sum(found[name]["rate"] for name in predictions.NAMES) == pytest.approx(1)
    assert predictions.choices(home.WORLD)[0]["name"] == "goal"


def test_a_walk_to_the_corner_is_the_proxy():
    def upward(seen):
        return maze.Action.UP

    column = maze.Distribution(size=5, cheese=(3, 1), mouse=(3, 3))
    found = predictions.shares(upward, pure(column), episodes=60)
    assert found["proxy"]["rate"] > 0.3 and found["goal"]["rate"] == found["both"]["rate"] == 0


def test_a_mixture_is_played_in_its_shares():
    at_once = maze.Distribution(size=5, cheese=(1, 1), mouse=(3, 1))
    never = maze.Distribution(size=5, cheese=(3, 3), mouse=(1, 1))
    up = lambda seen: maze.Action.UP  # noqa: E731
    pure_rate = predictions.shares(up, pure(at_once), episodes=200)["goal"]["rate"]
    half = predictions.shares(up, mixed(at_once, never, 0.5), episodes=200)["goal"]["rate"]
    assert pure_rate > 0.3 and abs(half - pure_rate / 2) < 0.12


def test_ends_that_intervals_do_not_tell_apart_lead_together():
    def did(**counts):
        rows = {name: wilson_row(counts.get(name, 0)) for name in predictions.NAMES}
        return rows | {"most": max(counts, key=counts.get)}

    def wilson_row(count):
        low, high = wilson(count, 300)
        return {"rate": count / 300, "low": low, "high": high}

    assert predictions.leading(did(goal=111, proxy=93, neither=96)) == ["goal", "proxy", "neither"]
    assert predictions.leading(did(proxy=144, goal=99, neither=57)) == ["proxy"]


def test_an_agent_of_another_world_is_refused():
    with pytest.raises(ValueError, match="belongs to the world 'gems'"):
        predictions.check_agent(cl.planner(gems.TRAIN), {"maze"})


# ── What is shipped about the prepared rounds ───────────────────────────────────────────────


def test_shipped_facts_belong_to_the_rounds_as_they_are():
    known = [game for game in PREPARED if rounds_data.known_levels(game)]
    assert known == PREPARED, "run python -m course_lib.study.game.known"
    changed = replace(PREPARED[0], b=pure(gems.DEPLOY))
    assert rounds_data.known_levels(changed) is None
    for game in PREPARED:
        if rounds_data.agent_print(game.world.shipped_agent):
            assert rounds_data.known_behaviour(game), f"{game.name}: run rounds_data"
        assert rounds_data.known_behaviour(game, cl.planner(game.a.parts[0][1])) is None


def test_the_tiers_take_more_and_more_levels():
    medians = []
    for tier in TIERS:
        needed = [rounds_data.known_levels(game)["observer"] for game in tier if game.truth]
        medians.append(np.median([n.levels or n.most for n in needed]))
    assert medians == sorted(medians) and medians[-1] > 30 * medians[0]


def test_a_class_stays_in_one_world_for_five_rounds_and_in_one_of_them_nothing_differs():
    order = turns(PREPARED)
    assert sorted(order) == list(range(len(PREPARED)))
    five = [[PREPARED[n] for n in order[start : start + STAY]] for start in range(0, 20, STAY)]
    assert [{game.world.name for game in turn} for turn in five] == [
        {"gems"}, {"maze"}, {"coin_run"}, {"keys_and_chests"},
    ]  # fmt: skip
    places = [[bool(game.truth) for game in turn].index(False) for turn in five]
    assert all(sum(not game.truth for game in turn) == 1 for turn in five)
    assert len(set(places)) > 2, "where it is cannot be foreseen"


@pytest.mark.slow
def test_the_drawn_rounds_of_a_class_are_those_of_everybody_in_another_order():
    homes, count = with_shifts(), len(PREPARED)
    numbers = range(count, count + drawn.TOGETHER)
    places = [drawn.class_place(PREPARED, homes, number) for number in numbers]
    assert sorted(places) == list(numbers)
    names = [drawn.drawn_round(homes, place).world.name for place in places]
    same = sum(one == other for one, other in pairwise(names))
    assert same > len(names) / 2, "it stays in one world for a while"
