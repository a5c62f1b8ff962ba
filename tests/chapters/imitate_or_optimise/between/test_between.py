"""Causes of falling short, what near means, and what lies in between."""

import numpy as np
import pytest
from scipy.stats import norm
from support.errors import refused
from support.exercises import said

from course_lib.chapters.imitate_or_optimise import questions
from course_lib.chapters.imitate_or_optimise.between import (
    divergences,
    figures,
    halfway,
    judge,
    shortfall,
    starts,
    sweep_between,
)
from course_lib.chapters.imitate_or_optimise.imitators import way
from course_lib.chapters.imitate_or_optimise.tabular import sample_walks, trials
from course_lib.worlds import ridge


@pytest.fixture(scope="module")
def few():
    return trials(30, 3)


# ── Causes ──────────────────────────────────────────────────────────────────────────────────


def test_ends_are_shares_and_ways_end_where_they_lead(few):
    for name, slip in (("ridge", 0.0), ("road", 0.0), ("ridge", 0.3)):
        got = shortfall.ends(way(name, few.dynamics), few.dynamics, slip)
        assert got.ridge + got.road + got.fell + got.nowhere == pytest.approx(1)
        if not slip:
            assert getattr(got, name) == pytest.approx(1)
        else:
            assert got.fell > 0.4 and got.road == pytest.approx(0, abs=0.01)


def test_networks_side_by_side_are_as_many_policies(few):
    found = starts.tables(starts.ManyNetworks(3, 38, 0), few)
    assert len(found) == 3 and not np.allclose(found[0], found[1])
    assert np.allclose(found[0].sum(-1), 1)


# ── In between ──────────────────────────────────────────────────────────────────────────────


def test_a_demonstrator_to_whom_nothing_can_be_told_apart_takes_their_own_best():
    meetings = [{"shown": 0.8, "apart": 0.9}, {"shown": 0.6, "apart": 0.1}]
    assert sweep_between.chosen(meetings, 0)["shown"] == 0.8
    assert sweep_between.chosen(meetings, 1)["shown"] == 0.6
    refused(lambda: sweep_between.base("nobody", 0), "'nobody'", "all six")


def test_both_scores_tell_a_walker_that_is_fooled_from_one_that_stays_near():
    curve = [{"strength": strength, "true": 0.0 if strength < 0.005 else 0.5,
              "seen": 1.4 if strength < 0.005 else 0.5}
             for strength in sum(figures.SHOWN.values(), ())]  # fmt: skip
    rows = [{"rule": rule, "start": sweep_between.BASES[0], "seed": seed, "curve": curve}
            for rule in figures.SHOWN for seed in range(2)]  # fmt: skip
    lines = {name: cells for name, *cells in figures.scores_table(rows).lines}
    assert lines["KL penalty 0.001"] == ["0.00 [0.00, 0.00]", "1.40 [1.40, 1.40]"]
    assert lines["KL penalty 0.1"] == ["0.50 [0.50, 0.50]"] * 2


def test_what_is_known_limits_what_is_taken():
    same = {"rule": "halfway", "seed": 0, "apart": 0.0}
    rows = [
        {**same, "way": "ridge", "manner": "steady", "shown": 0.8},
        {**same, "way": "road", "manner": "unsteady", "shown": 0.5},
    ]
    assert figures.choices(rows, 1.0)[0]["way"] == "ridge"
    assert figures.choices(rows, 1.0, ("road",))[0]["way"] == "road"


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("where", lambda metres, crosses: metres, "does not ask"),
        ("where", lambda metres, crosses: metres + 1 * (not crosses), "farther apart"),
        ("rarely", "b", "In metres"),
        ("between", "b", "stumbles"),
        ("failures", {"c": "outer"}, "taught"),
    ],
)
def test_a_check_names_the_misunderstanding(name, answer, words):
    verdict = questions.quiz.exercises[name].judge(answer)
    assert verdict.right is not True and words in said(verdict)


# ── Modes ───────────────────────────────────────────────────────────────────────────────────


def test_the_costs_are_what_they_are_called():
    p, q = divergences.demonstrator(), divergences.robot(5.0, 0.7)
    assert p.sum() == pytest.approx(1) and q.sum() == pytest.approx(1)
    mean, mode, moved, fall = (divergences.cost(name, 5.0, 0.7) for name in divergences.COSTS)
    assert mean == pytest.approx((p * (np.log(p) - np.log(q))).sum())
    assert mode == pytest.approx((q * (np.log(q) - np.log(p))).sum())
    steps = np.abs(np.cumsum(p - q))[:-1] @ np.diff(divergences.PLACES)
    assert moved == pytest.approx(steps)
    lost = p[divergences.crossed()].sum() - q[divergences.crossed()].sum()
    assert fall == pytest.approx(divergences.FALL * lost, abs=0.02)
    refused(lambda: divergences.cost("pride", 5.0, 0.7), "'pride'", "Wasserstein")


def test_a_steady_robot_does_what_is_mostly_done_and_an_unsteady_one_by_mode_what_is_rare():
    steady, unsteady = (
        {name: divergences.fit(name, spread) for name in divergences.COSTS}
        for spread in (0.05, 0.6)
    )
    assert all(fit.aim == pytest.approx(3.0, abs=0.11) for fit in steady.values())
    assert unsteady["mean-seeking"].aim < 4 and unsteady["Wasserstein, metres"].aim < 4
    assert unsteady["mode-seeking"].aim > 7 and unsteady["Wasserstein, a fall counts"].aim > 7
    hit = norm.cdf(3.25, 3.0, 0.6) - norm.cdf(2.75, 3.0, 0.6)
    assert unsteady["mean-seeking"].across == pytest.approx(hit, abs=0.03)


def test_a_mode_seeking_robot_depends_on_what_the_never_seen_is_worth():
    aims = [divergences.fit("mode-seeking", 0.2, floor).aim for floor in (1e-2, 1e-6)]
    assert aims[0] < 4 and aims[1] > 7


def test_a_metric_decides_where_a_robot_aims_that_is_to_be_near():
    by_metres = divergences.fit_by(divergences.in_metres)
    assert by_metres == divergences.fit(divergences.COSTS[2]) and by_metres.across < 0.5
    assert divergences.fit_by(judge.where).across > 0.9


def test_small_steps_end_where_no_neighbour_is_better_and_may_miss_the_best():
    stuck, free = (divergences.descend("mode-seeking", start, 0.6) for start in (3.0, 8.0))
    assert stuck.aim < 4 < free.aim


# ── Meeting halfway ─────────────────────────────────────────────────────────────────────────


def test_walks_of_one_kind_are_not_told_apart_and_others_are(few):
    dynamics, rng = few.dynamics, np.random.default_rng(0)
    levels = rng.integers(30, size=200)

    def shown(name, slip):
        return halfway.traces(
            sample_walks(way(name, dynamics), dynamics, slip, levels, rng)[0], dynamics, levels
        )

    alike = halfway.told_apart(shown("road", 0.3), shown("road", 0.3))
    ways = halfway.told_apart(shown("road", 0.3), shown("ridge", 0.3))
    manners = halfway.told_apart(shown("road", 0.0), shown("road", 0.3))
    assert alike < 0.2 and ways > 0.8 and manners > 0.5


def test_traces_of_a_level_and_of_its_mirror_image_are_the_same():
    drawn = "#######\n#..F..#\n#~=~..#\n#~=~..#\n#~=~..#\n#W..s.#\n#######"
    mirror = "\n".join(line[::-1] for line in drawn.splitlines())
    found = []
    for text in (drawn, mirror):
        states = ridge.WORLD.level(text)
        from course_lib.worlds.ridge.planner import ground

        dynamics = ground(states)
        cells, _ = sample_walks(
            way("ridge", dynamics), dynamics, 0.0, np.zeros(1, int), np.random.default_rng(0)
        )
        found.append(halfway.traces(cells, dynamics, np.zeros(1, int)))
    assert np.array_equal(*found) and found[0][0, :-1].sum() >= 6
