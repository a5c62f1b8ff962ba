"""Exact scores, calls and candidates of lesson 09c."""

from itertools import pairwise

import numpy as np
import pytest

from course_lib.chapters.imitate_or_optimise.amplified import exact
from course_lib.chapters.imitate_or_optimise.amplified.calls import acting, asked, best_of, played
from course_lib.chapters.imitate_or_optimise.amplified.decompositions import PANELS, decomposed
from course_lib.chapters.imitate_or_optimise.tabular import evaluate, trials, uniform_table

SLIP = 0.1


@pytest.fixture(scope="module")
def few():
    return trials(4, 5)


@pytest.fixture(scope="module")
def table(few):
    rng = np.random.default_rng(0)
    return rng.dirichlet(np.ones(5), few.dynamics.tiles.shape)


def test_scores_are_those_of_the_slow_way(few, table):
    got = evaluate(table, few.dynamics, SLIP, 1.2)
    assert exact.scores(table, few.dynamics, SLIP, 1.2) == pytest.approx((got.score, got.seen))


def test_at_the_start_the_mean_of_calls_is_the_score(few, table):
    mean, spread = exact.expected(table, few.dynamics, SLIP)
    levels = np.arange(4)
    start = few.dynamics.start
    told = (mean[levels, start] * table[levels, start]).sum(-1).mean()
    assert told == pytest.approx(exact.scores(table, few.dynamics, SLIP)[0])
    assert (spread >= 0).all()


def test_a_flaw_pays_more_and_never_less(few, table):
    sound, flawed = (exact.expected(table, few.dynamics, SLIP, f)[0] for f in (0.0, 1.2))
    assert (flawed >= sound - 1e-12).all()
    assert (flawed > sound).any()


def test_steps_at_all_places_add_up_to_no_more_than_the_limit(few, table):
    spent = exact.occupancy(table, few.dynamics, SLIP)
    assert (spent.sum(1) <= few.dynamics.limit + 1e-9).all()
    assert (spent.sum(1) >= 1).all()


def test_real_calls_come_to_the_mean_that_others_are_drawn_from(few):
    agent = uniform_table(few)
    mean, spread = exact.expected(agent, few.dynamics, SLIP)
    goes_on = np.where(few.dynamics.walkable, mean.max(-1), 0)
    level, cell = np.unravel_index(goes_on.argmax(), goes_on.shape)
    action = int(mean[level, cell].argmax())
    real = played(agent, few.dynamics, (int(level), int(cell), action), 400)
    assert abs(real.mean() - mean[level, cell, action]) < 4 * spread[level, cell, action] / 20


def test_one_candidate_is_the_agent_itself(few, table):
    told = np.random.default_rng(1).random(table.shape)
    assert best_of(table, told, 1) == pytest.approx(table)


def test_more_candidates_are_told_to_be_better_and_many_take_the_best(few, table):
    told = np.random.default_rng(1).random(table.shape)
    means = [(best_of(table, told, n) * told).sum(-1) for n in (1, 2, 4, 10_000)]
    assert all((b >= a - 1e-12).all() for a, b in pairwise(means))
    assert np.quantile(means[-1] - told.max(-1), 0.01) > -0.05


def test_candidates_may_differ_from_place_to_place(few, table):
    told = np.random.default_rng(1).random(table.shape)
    numbers = np.where(few.dynamics.walkable, 1, 4)
    taken = best_of(table, told, numbers)
    assert taken[few.dynamics.walkable] == pytest.approx(table[few.dynamics.walkable])
    assert taken.sum(-1) == pytest.approx(1.0)


def test_the_amplified_agent_acts_with_probabilities(few):
    wise = acting(asked(calls=16), uniform_table(few), few.dynamics, 0)
    assert wise.sum(-1) == pytest.approx(1.0)


def test_a_wrong_question_is_told_for_that_action_only(few, table):
    sound = exact.expected(table, few.dynamics, SLIP)[0]
    wrong = decomposed("asks about left for right")(table, few.dynamics, 0)
    close = np.abs(wrong - sound).max((0, 1)) < 0.1
    assert close.tolist() == [True, False, True, True, True]
    assert np.abs(wrong[..., 1] - sound[..., 3]).max() < 0.1


def test_a_panel_helps_if_its_mistakes_differ(few, table):
    sound = exact.expected(table, few.dynamics, SLIP)[0]
    differ, same = (decomposed(kind)(table, few.dynamics, 0) for kind in PANELS)
    assert np.abs(differ - sound).mean() < np.abs(same - sound).mean()


def test_an_unknown_decomposition_is_refused():
    with pytest.raises(ValueError, match="kind"):
        decomposed("perfect")
