"""What networks are asked to learn, searches, juries, and the exercise of lesson 09c."""

from itertools import pairwise

import numpy as np
import pytest

from course_lib.chapters.imitate_or_optimise.amplified import judge, juries, own_search, searches
from course_lib.chapters.imitate_or_optimise.amplified import sweep_evaluations as sweep
from course_lib.chapters.imitate_or_optimise.amplified.learners import Networks, targets
from course_lib.chapters.imitate_or_optimise.tabular import evaluate, trials
from course_lib.worlds.ridge import Tile

TOLD = np.array([[0.1, 0.5, 0.2, 0.0, 0.2], [0.3, 0.3, 0.3, 0.3, 0.31]])


@pytest.fixture(scope="module")
def few():
    return trials(4, 5)


def test_copying_gains_by_the_chosen_action_only():
    by_log, by_chance = targets("copy", TOLD, np.ones(2))
    assert by_log.tolist() == np.eye(5)[[1, 4]].tolist()
    assert not by_chance.any()


def test_weighted_copying_counts_places_by_what_the_choice_is_worth():
    by_log, _ = targets("copy, weighted", TOLD, np.ones(2))
    assert by_log[0, 1] > 10 * by_log[1, 4]


def test_optimising_gains_by_what_each_action_is_told_to_be_worth():
    by_log, by_chance = targets("optimise", TOLD, np.ones(2))
    assert not by_log.any()
    assert by_chance.argmax(1).tolist() == [1, 4]
    assert by_chance.sum(1) == pytest.approx(0.0)


def test_an_unknown_objective_is_refused():
    with pytest.raises(ValueError, match="objective"):
        targets("guess", TOLD, np.ones(2))


def test_networks_give_probabilities_and_chosen_ones_are_copies(few):
    networks = Networks.fresh(3, 2, seed=0)
    tables = networks.tables(few)
    assert tables.shape == (3, *few.dynamics.tiles.shape, 5)
    assert tables.sum(-1) == pytest.approx(1.0)
    again = networks.chosen([2, 2])
    again.layers[0][0] = 0
    assert networks.tables(few)[2] == pytest.approx(tables[2])


def test_candidates_are_dropped_where_they_mean_to_end_in_doubt(few):
    doubt = np.argmax(few.dynamics.tiles == Tile.SIGN, 1)
    bad = searches.dropped(few.dynamics, doubt)
    ends = few.dynamics.leads[..., 0]
    assert (ends[bad] == np.broadcast_to(doubt[:, None, None], ends.shape)[bad]).all()
    assert bad[np.arange(4), doubt, 4].all()  # to wait there is to mean to stay


def test_where_the_doubt_is_right_the_flaw_does_no_harm(few):
    dynamics = few.dynamics
    pays = np.stack([(dynamics.tiles == Tile.FLAG) + 2.0 * (dynamics.tiles == Tile.SIGN)] * 2)
    right = np.argmax(dynamics.tiles == Tile.SIGN, 1)
    scores = [
        evaluate(searches.tailored(pays, dynamics, doubt), dynamics, 0.1).score
        for doubt in (right, np.full(4, -1))
    ]
    assert scores[0] > 0.4
    assert scores[1] < 0.1


def test_evaluators_differ_at_the_sign_and_overpay_it_alike_on_average(few):
    pays = searches.panel(few.dynamics, 0.8, 0)
    sign = few.dynamics.tiles == Tile.SIGN
    assert abs(pays.mean(0)[sign] - searches.FLAW).max() < 0.15
    assert (few.dynamics.tiles[np.arange(4), searches.doubted(pays, few.dynamics)] == 5).all()


def test_more_members_pay_no_more_and_none_have_no_flaw(few):
    juries_of = [juries.jury(few, 0, members) for members in (1, 2, 4)]
    assert all((b <= a).all() for a, b in pairwise(juries_of))
    assert (juries.jury(few, 0, 0) == (few.dynamics.tiles == Tile.FLAG)).all()


@pytest.mark.parametrize(
    ("scores", "right", "word"),
    [((0.6, 0.58), True, "caution"), ((0.2, 0.6), False, "too many"), ((0.5, 0.5), False, "few")],
)
def test_the_exercise_says_which_score_is_too_low(monkeypatch, scores, right, word):
    monkeypatch.setattr(own_search, "scored", lambda rule: scores)
    verdict = judge.examine_how_many(judge.how_many)
    assert verdict.right is right
    assert word in verdict.message


def test_of_a_panel_the_median_gets_there_and_mean_and_minimum_do_not():
    assert judge.examine_combine(judge.combine).right is True
    for rule in (min, max, lambda answers: sum(answers) / 5):
        verdict = judge.examine_combine(rule)
        assert verdict.right is False
        assert "true score" in verdict.message


def test_a_rule_is_asked_for_before_it_is_judged():
    assert judge.examine_how_many(lambda doubt: ...).right is not True
    assert judge.examine_how_many(lambda doubt: 0).right is False


def test_doubt_is_greatest_beside_the_sign_and_in_no_place_above_one():
    found = own_search.doubts()
    assert found.max() == 1.0
    assert found.min() >= 0.0


def test_every_job_has_a_key_of_its_own():
    jobs = sweep.jobs()
    assert len(jobs) == len(list(sweep._jobs()))
    assert {job["part"] for job in jobs.values()} >= {"capacity", "flaw", "tailored", "distilled"}
