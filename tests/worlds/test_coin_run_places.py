"""Where the coin of a coin run stands, and what differs between levels of one seed."""

from dataclasses import replace

import numpy as np
import pytest
from support.levels import levels_of as levels

from course_lib.chapters.coin_run import analysis
from course_lib.engine import platforms
from course_lib.engine.platforms import MAX_COLUMNS, START
from course_lib.worlds import coin_run
from course_lib.worlds.coin_run import Tile
from course_lib.worlds.coin_run.planner import way_to_coin


def test_training_and_deployment_differ_in_the_coin_alone():
    train, deploy = (levels(d, range(300)) for d in (coin_run.TRAIN, coin_run.DEPLOY))
    differing = {n for n in train.dtype.names if not np.array_equal(train[n], deploy[n])}
    assert differing <= {"coin_at", "rng"} and "coin_at" in differing
    hidden = levels(replace(coin_run.DEPLOY, coin_shown=False), range(300))
    assert {n for n in deploy.dtype.names if not np.array_equal(deploy[n], hidden[n])} == {
        "coin_shown"
    }


def test_without_hanging_saws_the_ground_and_the_coin_are_the_same():
    usual, without = (
        levels(replace(coin_run.TRAIN, hanging_saws=hang), range(300)) for hang in (True, False)
    )
    differing = {n for n in usual.dtype.names if not np.array_equal(usual[n], without[n])}
    assert differing == {"tiles"}
    gone = (usual.tiles != without.tiles).nonzero()
    assert (usual.tiles[gone] == Tile.SAW).all() and (without.tiles[gone] == Tile.SKY).all()
    beneath = without.tiles[gone[0], gone[1] + MAX_COLUMNS]
    assert (beneath == Tile.SKY).all(), "only those that hang"


def test_a_coin_where_a_section_begins_is_as_often_at_each():
    s = levels(replace(coin_run.TRAIN, coin="section", length=30), range(4000))
    begins = [np.flatnonzero(one.begins) for one in s]
    found = [
        list(where).index(one.coin_at % MAX_COLUMNS) for where, one in zip(begins, s, strict=True)
    ]
    for count in (3, 4):
        own = [n for n, where in zip(found, begins, strict=True) if len(where) == count]
        assert len(own) > 200
        assert np.allclose(np.bincount(own, minlength=count) / len(own), 1 / count, atol=0.1)


def test_a_coin_in_a_region_is_as_often_in_each_column():
    s = levels(replace(coin_run.TRAIN, coin_region=0.25, difficulty=0, length=26), range(2000))
    from_end = s.end_column - s.coin_at % MAX_COLUMNS
    shares = np.bincount(from_end.astype(int)) / len(s)
    region = int(0.25 * (s.end_column[0] - START))
    assert len(shares) == region and np.allclose(shares, 1 / region, atol=0.03)


@pytest.mark.parametrize("height", range(4))
def test_a_coin_over_the_way_can_be_taken(height):
    s = levels(replace(coin_run.TRAIN, coin="middle", coin_height=height), range(150))
    ways = [way_to_coin(one) for one in s]
    assert all(len(way) for way in ways)


def test_the_share_of_random_coins_is_as_told():
    mixed = levels(replace(coin_run.TRAIN, coin_random_share=0.25), range(2000))
    assert np.mean(mixed.coin_at == mixed.spot_at) == pytest.approx(0.25, abs=0.03)


def test_coins_off_the_path_are_up_down_and_behind():
    kinds = analysis.spot_of(levels(coin_run.DEPLOY, range(2000)))
    shares = np.bincount(kinds, minlength=3) / len(kinds)
    assert (shares > 0.25).all(), "each of the three is common"


def test_the_kinds_of_places_off_the_path_are_told_apart():
    s = levels(coin_run.DEPLOY, range(500))
    platform, hollow, behind = (s[analysis.spot_of(s) == kind] for kind in range(3))
    for one in platform:
        assert one.tiles[one.coin_at + MAX_COLUMNS] == Tile.PLATFORM
    for one in hollow:
        roof, ground = one.tiles[one.coin_at - MAX_COLUMNS], one.tiles[one.coin_at + MAX_COLUMNS]
        assert platforms.solid(roof) and platforms.solid(ground)
    for one in behind:
        assert one.coin_at // MAX_COLUMNS == one.start_at // MAX_COLUMNS
        assert one.coin_at < one.start_at
