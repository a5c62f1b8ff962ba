"""Imitating or optimising on feet that slip: crossings, maps, discount, and what is shipped."""

import numpy as np
import pytest
from support.errors import refused
from support.exercises import said

from course_lib.chapters.imitate_or_optimise import questions
from course_lib.chapters.imitate_or_optimise.imitators import way
from course_lib.chapters.imitate_or_optimise.slips import crossing, figures, maps, sweep_slips
from course_lib.chapters.imitate_or_optimise.tabular import (
    evaluate,
    evaluate_levels,
    optimal,
    trials,
)
from course_lib.study.measure.sweep import load_results


@pytest.fixture(scope="module")
def few():
    """A few levels."""
    return trials(30, 7)


@pytest.fixture(scope="module")
def rows():
    """What is shipped."""
    return load_results("ridge_slips")


# ── Read-outs and discount ──────────────────────────────────────────────────────────────────


def test_scores_by_level_have_the_mean_that_is_told(few):
    table = way("road", few.dynamics)
    each = evaluate_levels(table, few.dynamics, 0.2, 0.5)
    assert each.shape == (4, 30)
    assert each.mean(1) == pytest.approx(
        list(vars(evaluate(table, few.dynamics, 0.2, 0.5)).values())
    )


def test_who_discounts_not_at_all_is_best_and_who_discounts_much_stays_at_the_sign_less(few):
    dynamics = few.dynamics
    plain, far, near = (
        evaluate(optimal(dynamics, 0.1, 1.0, gamma), dynamics, 0.1, 1.0)
        for gamma in (1.0, 0.9999, 0.5)
    )
    assert far.seen == pytest.approx(plain.seen, abs=1e-3) and near.seen < plain.seen
    assert plain.score < 0.05 < near.score


# ── Crossings ───────────────────────────────────────────────────────────────────────────────


def test_a_crossing_is_the_last_place_from_which_on_the_gain_counts():
    slips, none = np.array([0.0, 0.1, 0.2, 0.3]), sweep_slips.EQUAL
    gains = [none + np.array(g) for g in ([-1.0, -1.0, 1.0, 2.0], [1.0, -1.0, 3.0, 2.0])]
    assert crossing.crossing(slips, gains[0]) == pytest.approx(0.15)
    assert crossing.crossing(slips, gains[1]) == pytest.approx(0.125)
    assert crossing.crossing(slips, np.ones(4)) == 0.0
    assert crossing.crossing(slips, -np.ones(4)) == float("inf")


def test_levels_are_in_the_interval_of_a_gain_and_cancel_where_both_share_them():
    rng = np.random.default_rng(0)
    level = rng.normal(size=(1, 100))
    one, other = np.repeat(level, 5, 0), np.repeat(level, 5, 0) + 0.1
    value, low, high = crossing.gain(one, other)
    assert (value, low, high) == pytest.approx((0.1, 0.1, 0.1))
    noisy = other + rng.normal(size=(1, 100))
    value, low, high = crossing.gain(one, noisy)
    assert low < value < high and high - low > 0.2


# ── The map ─────────────────────────────────────────────────────────────────────────────────


def test_the_exact_map_has_all_three_where_they_belong(rows):
    words = maps.exact_map(rows).words()
    assert words[0, 0] == "equal" and words[0, -1] == "optimise"
    assert words[-1, 0] == words[-1, -1] == "imitate"
    assert maps.UNKNOWN not in words


def test_a_student_is_told_how_many_places_agree(rows):
    exact = maps.exact_map(rows)
    mine = maps.student_map(questions.better, exact)
    right = (mine == exact.words()).sum()
    assert right > 0.8 * mine.size
    assert f"{right} of {mine.size}" in figures.agreement(mine, exact, "yours")
    refused(lambda: maps.student_map(lambda s, h: "both", exact), "'both'", "imitate")


# ── What is shipped ─────────────────────────────────────────────────────────────────────────


def test_every_job_was_done_once(rows):
    assert [row["job"] for row in rows] == list(sweep_slips.jobs())


def test_nobody_beats_the_planner_by_the_score_that_it_is_best_at(rows):
    for row in rows:
        if row["kind"] in ("RL", "imitation", "RL from imitation"):
            best = crossing.rows_of(rows, "planner", row["slip"], row["hole"])[0]
            assert row["seen"] <= best["seen"] + 1e-9


def test_intervals_have_levels_in_them_and_the_crossing_is_near_the_exact_one(rows):
    value, low, high = crossing.crossing_interval(rows)
    exact = crossing.crossing_interval(rows, "copy", "planner")[0]
    assert low < value < high and exact <= value < exact + 0.04


# ── Exercises ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("mimicry", "a", "letter"),
        ("mimicry", "c", "local optimum"),
        ("mymap", lambda slip, hole: "optimise", "nearer"),
        ("mymap", lambda slip, hole: "imitate", "need not"),
        ("mymap", lambda slip, hole: "yes", "'yes' is none of"),
        ("support", "c", "mild optimisation"),
    ],
)
def test_a_check_names_the_misunderstanding(name, answer, words):
    verdict = questions.quiz.exercises[name].judge(answer)
    assert verdict.right is not True and words in said(verdict)
