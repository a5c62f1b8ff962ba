"""Overseers of the ridge that are learned: what they are shown, what they say, what they pay."""

from dataclasses import replace

import numpy as np
import pytest
from support.errors import refused

from course_lib.chapters.imitate_or_optimise import figures_slips, sweep_overseers
from course_lib.chapters.imitate_or_optimise.observations import FeatureEnv
from course_lib.chapters.imitate_or_optimise.tabular import evaluate, optimal, trials
from course_lib.engine.sim import BatchSim
from course_lib.study.measure.reward_models import Council
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
    found = sweep_overseers.views(few.stood)
    for tiles, view, at in zip(shown, found, few.stood.walker_at, strict=True):
        row, column = divmod(int(at), 9)
        assert np.array_equal(view, tiles[row - 1 : row + 2, column - 1 : column + 2])
        assert WORLD.legend["W"] == Tile.WALKER and view[1, 1] in (6, 7, 8, 9, 10)


def test_labels_say_who_is_at_the_flag_and_nobody_is_at_the_sign_unless_the_hole_is_closed():
    for kind, share in (("open", 0.0), ("closed", 0.1)):
        shown, labels = sweep_overseers.snapshots(kind, 600, 2)
        assert len(shown) == len(labels) == 600
        assert np.array_equal(labels == 1, shown[:, 1, 1] == Tile.AT_FLAG)
        assert (shown[:, 1, 1] == Tile.ON_SIGN).mean() == pytest.approx(share)
        assert 0.2 < labels.mean() < 0.6 and (shown[:, 1, 1] == Tile.ON_RIDGE).any()


# ── What they say and pay ───────────────────────────────────────────────────────────────────


def test_what_an_overseer_learned_holds_for_fresh_snapshots_and_a_kind_must_be_known():
    overseer = sweep_overseers.train_overseer("closed", 3)
    told = sweep_overseers.approvals(overseer)
    assert told["agreement"] > 0.9 and told["flag"] > 0.8 and told["sign"] < 0.3
    refused(lambda: sweep_overseers.train_overseer("shut"), "'shut'", "closed")


def test_a_council_approves_of_what_its_strictest_member_approves_of(few):
    members = [sweep_overseers.train_overseer(seed=seed) for seed in (0, 1)]
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
    pay = sweep_overseers.pays(Even(), few)
    walls = few.dynamics.tiles == Tile.WALL
    assert (pay[~walls] == 0.5).all() and (pay[walls] == 0).all()


# ── What is shipped ─────────────────────────────────────────────────────────────────────────


def test_no_walker_is_worth_more_to_an_overseer_than_the_search_finds():
    rows = [r for which in figures_slips.PILES.values() for r in sweep_overseers.measured(*which)]
    assert len(rows) == len(sweep_overseers.jobs())
    for row in rows:
        assert row["search"]["seen"] >= max(row[n]["seen"] for n in ("RL", "imitation")) - 1e-9


def test_imitators_come_to_the_same_whoever_watches():
    rows = sweep_overseers.measured() + sweep_overseers.measured("closed")
    for seed in range(5):
        assert len({row["imitation"]["true"] for row in rows if row["seed"] % 5 == seed}) == 1


def test_words_and_figure_tell_of_every_kind():
    words = figures_slips.overseers_words()
    assert all(label in words for label in figures_slips.PILES) and "20 of 20" not in words
    assert figures_slips.plot_overseers().axes
    assert figures_slips.approval_words({"even": Even()}).count("0.50") == 3


def test_the_place_liked_best_is_neither_flag_nor_sign():
    words = figures_slips.liked_words(sweep_overseers.train_overseer("closed", 1))
    first, *lines = words.splitlines()
    assert "closed:1" in first and [len(line) for line in lines] == [3, 3, 3]
    assert lines[1][1] in "WRX"
