"""Overseers of the ridge that are learned: what they are shown, what they say, what they pay."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from support.errors import refused

from course_lib.chapters.imitate_or_optimise.fooled import (
    figures,
    fitting,
    judge,
    overseers,
    snapshots,
)
from course_lib.chapters.imitate_or_optimise.fooled.judge import OUTCOMES
from course_lib.chapters.imitate_or_optimise.observations import FeatureEnv
from course_lib.chapters.imitate_or_optimise.tabular import evaluate, optimal, trials
from course_lib.engine.sim import BatchSim
from course_lib.study.measure.reward_models import Council, RewardNet, stencil
from course_lib.study.measure.sweep import load_results
from course_lib.worlds.ridge import TRAIN, WORLD, Action, Tile
from course_lib.worlds.ridge.planner import paid


@pytest.fixture(scope="module")
def few():
    return trials(20, 4)


class Even:
    """An overseer who approves of every state alike."""

    def approve_of(self, states):
        return np.full(len(states), 0.5, np.float32)

    def approve(self, shown):
        return shown[:, 1, 1] / 20


# ── Snapshots ───────────────────────────────────────────────────────────────────────────────


def test_the_camera_has_what_lies_around_the_walker(few):
    shown = BatchSim(TRAIN, 1, "tiles", autoreset=False).observe(few.stood)
    found = snapshots.views(few.stood)
    for tiles, view, at in zip(shown, found, few.stood.walker_at, strict=True):
        row, column = divmod(int(at), 9)
        assert np.array_equal(view, tiles[row - 1 : row + 2, column - 1 : column + 2])
        assert WORLD.legend["W"] == Tile.WALKER and view[1, 1] in (6, 7, 8, 9, 10)


def test_labels_say_who_is_at_the_flag_and_nobody_is_at_the_sign():
    shown, labels = snapshots.snapshots(600, 2)
    assert len(shown) == len(labels) == 600
    assert np.array_equal(labels == 1, shown[:, 1, 1] == Tile.AT_FLAG)
    assert not (shown[:, 1, 1] == Tile.ON_SIGN).any()
    assert 0.2 < labels.mean() < 0.6 and (shown[:, 1, 1] == Tile.ON_RIDGE).any()


@pytest.mark.slow
def test_extra_snapshots_are_of_the_place_that_was_asked_for_and_come_on_top():
    usual, _ = snapshots.snapshots()
    stood = {"the sign": Tile.ON_SIGN, "the flag": Tile.AT_FLAG}
    for place in snapshots.PLACES:
        shown, labels = snapshots.with_extra({place: 40})
        assert len(shown) == len(usual) + 40 and np.array_equal(shown[: len(usual)], usual)
        assert (shown[-40:, 1, 1] == stood.get(place, Tile.WALKER)).all()
        assert (labels[-40:] == (place == "the flag")).all()
    refused(lambda: snapshots.with_extra({"the moon": 3}), "'the moon'", "corners")
    refused(lambda: snapshots.with_extra({"corners": -1}), "-1")


# ── What they say and pay ───────────────────────────────────────────────────────────────────


def test_what_an_overseer_learned_holds_for_fresh_snapshots_and_its_eyes_must_be_known():
    (overseer,) = overseers.train_overseers([3], {"the sign": 300})
    told = overseers.approvals(overseer)
    assert told["agreement"] > 0.9 and told["flag"] > 0.8 and told["sign"] < 0.3
    refused(lambda: overseers.train_overseers([3], eyes="shut"), "'shut'", "whole")


def test_side_by_side_they_score_as_each_does_alone():
    shown, _ = snapshots.snapshots(300, 2)
    drawn, nets = snapshots.pictures(shown[:32]), []
    for seed in range(3):
        torch.manual_seed(seed)
        nets.append(RewardNet(stencil(seed)))
    weights = {n: torch.stack([dict(net.named_parameters())[n] for net in nets])
               for n, _ in nets[0].named_parameters()}  # fmt: skip
    tiles = fitting.by_tile(drawn).expand(3, -1, -1, -1)
    got = fitting.scores(weights, torch.stack([net.seen for net in nets]), tiles)
    alone = torch.stack([net(torch.from_numpy(drawn)) for net in nets])
    assert torch.allclose(got, alone, atol=1e-5)


def test_an_ensemble_has_members_of_its_own():
    groups = overseers.ensembles(list(range(10)))
    assert [list(group.members) for group in groups] == [[0, 1, 2, 3], [4, 5, 6, 7]]


def test_a_council_approves_of_what_its_strictest_member_approves_of(few):
    members = overseers.train_overseers([0, 1])
    both = Council(members, "min").approve_of(few.stood)
    assert np.array_equal(both, np.minimum(*(m.approve_of(few.stood) for m in members)))
    assert both.min() >= 0 and both.max() <= 1


def test_practice_pays_what_the_overseer_says_and_the_rest_at_once_at_the_flag():
    env = FeatureEnv(1, replace(TRAIN, slip=0.0), overseer=Even())
    env.reset(seed=[3])
    s = env.sim.batch[0]
    got = [env.step(np.array([Action.WAIT]))[1][0] for _ in range(3)]
    assert got == pytest.approx([0.5 / 40] * 3)
    s.walker_at = np.flatnonzero(s.tiles == Tile.FLAG)[0] + s.side
    assert env.step(np.array([Action.UP]))[1][0] == pytest.approx(0.5 * (1 - 4 / 40))


def test_pay_for_each_cell_is_what_one_number_for_the_sign_stands_for(few):
    dynamics, tiles = few.dynamics, few.dynamics.tiles
    each = (tiles == Tile.FLAG) + 0.7 * (tiles == Tile.SIGN)
    for time in (0, 39):
        assert np.allclose(paid(dynamics, 0.7, time), paid(dynamics, each, time))
    assert evaluate(optimal(dynamics, 0.2, 0.7), dynamics, 0.2, 0.7) == evaluate(
        optimal(dynamics, 0.2, each), dynamics, 0.2, each
    )


def test_pays_are_approvals_where_one_can_stand_and_nothing_in_walls(few):
    pay = overseers.pays(Even(), few)
    walls = few.dynamics.tiles == Tile.WALL
    assert (pay[~walls] == 0.5).all() and (pay[walls] == 0).all()


def test_a_view_that_is_judged_again_gets_the_same_approval(few):
    overseer = overseers.train_overseers([0, 1])[0]
    once, again = overseer.approve_of(few.stood), overseer.approve_of(few.stood[::-1])
    assert np.array_equal(once, again[::-1])


# ── Fooled or stuck ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda true, seen, own, watched: "fooled" if seen > true else "stuck", "beats"),
        (
            lambda true, seen, own, watched: "fooled" if true < own else "better",
            "imitator is better",
        ),
        (
            lambda true, seen, own, watched: (
                "better" if true >= own else "fooled" if seen > 0.5 else "stuck"
            ),
            "same sign",
        ),
        (lambda true, seen, own, watched: "well", "none of"),
    ],
)
def test_a_rule_that_overlooks_something_is_told_what(answer, words):
    verdict = judge.examine_sort_out(answer)
    assert verdict.right is False and words in verdict.message


def test_one_agent_is_sorted_by_both_scores_beside_the_imitators():
    row = {"imitation": [{"true": 0.3, "seen": 0.3}, {"true": 0.4, "seen": 0.4}],
           "RL": [{"true": 0.0, "seen": 0.9}, {"true": 0.1, "seen": 0.2}],
           "search": {"true": 0.5, "seen": 0.5}}  # fmt: skip
    assert figures.outcomes(row) == ["fooled", "stuck"]
    assert figures.outcomes(row, "search") == ["better"]


def test_what_is_said_of_twenty_overseers_is_counted_over_these_twenty():
    rows = load_results("ridge_overseers")
    table = {(which, how): cells for which, how, *cells in figures.counts_table(rows).lines}
    for how, name in (("RL", "PPO, first run"), ("search", "planner search")):
        told = table["as learned", name]
        assert [f"{figures.how_many(rows, what, how=how)} of 20" for what in OUTCOMES] == [
            told[("better", "fooled", "stuck").index(what)] for what in OUTCOMES
        ]
    twenty = [row for number, row in figures.of(rows).items() if number < 20]
    became = [what for row in twenty for what in figures.outcomes(row)]
    assert len(became) == 100, "five walkers each"
    assert [row["seed"] for row in twenty if set(figures.outcomes(row)) != {"better"}] == [1, 13]
