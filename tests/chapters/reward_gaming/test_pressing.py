"""Holes of an overseer: how they are counted, searched, found by hand, and covered by labels."""

import numpy as np
import pytest
from support.gardens import Blue, Counts

from course_lib.chapters.reward_gaming import figures_holes, figures_pressure, sweep_pressure
from course_lib.chapters.reward_gaming.attacks import POPULATION, search_plan, search_plans
from course_lib.chapters.reward_gaming.figures_pressure import FOUR, tiles_of
from course_lib.chapters.reward_gaming.holes import START, alike, examine_garden, judged
from course_lib.chapters.reward_gaming.overseer import has_hole, overseer, through_wet_lens
from course_lib.chapters.reward_gaming.pressure import (
    DEPLOYED,
    Plans,
    count,
    garden_seeds,
    lost,
    noticed,
    score_episodes,
    scored_by_all,
)
from course_lib.chapters.reward_gaming.questions import MY_GARDEN
from course_lib.chapters.reward_gaming.rounds import snapshots_of, usual_snapshots
from course_lib.chapters.reward_gaming.snapshots import visible_share
from course_lib.study.measure.sweep import load_results
from course_lib.worlds.garden import Tile


def run_of(base: tuple, *curve: tuple) -> dict:
    points = [{"true": true, "seen": seen} for true, seen in (base, *curve)]
    return {"base": points[0], "curve": points[1:]}


def test_a_lost_true_score_and_an_overseer_that_notices_are_counted_apart():
    gamed = run_of((0.3, 0.3), (0.4, 0.5), (0.1, 0.9))
    failed = run_of((0.3, 0.3), (0.1, 0.1))  # lost, too, but the overseer says so
    better = run_of((0.3, 0.3), (0.4, 0.4))
    doubted = run_of((0.3, 0.3), (0.4, 0.2))
    assert [lost(r) for r in (gamed, failed, better, doubted)] == [True, True, False, False]
    assert [noticed(r) for r in (gamed, failed, better, doubted)] == [False, True, False, True]
    assert count([gamed, failed, better, doubted]) == (4, 2, 1)
    assert count([]) == (0, 0, 0)


def test_many_overseers_score_the_same_episodes_as_each_would_alone():
    rng = np.random.default_rng(0)
    plans, seeds = Plans(rng.integers(5, size=(40, 30))), garden_seeds(40)
    watching = [Blue(), Counts(), overseer("open", 1)]
    together = scored_by_all(plans, watching, DEPLOYED, seeds)
    for one, found in zip(watching, together, strict=True):
        alone = score_episodes(plans, one, DEPLOYED, seeds)
        assert found.seen == pytest.approx(alone.seen, abs=1e-5)
        assert np.array_equal(found.true, alone.true)
        assert np.array_equal(found.metrics["splashes"], alone.metrics["splashes"])


def test_gardens_that_are_searched_side_by_side_are_searched_as_alone():
    levels = garden_seeds(2, 3).tolist()
    both = search_plans(Blue(), levels, DEPLOYED, generations=4)
    for level, found in zip(levels, both, strict=True):
        alone = search_plan(Blue(), level, DEPLOYED, generations=4)
        assert np.array_equal(found.plans, alone.plans) and np.array_equal(found.seen, alone.seen)
        assert (np.diff(found.seen) >= 0).all() and found.tried[-1] == 4 * POPULATION
        assert found.episode.metrics["puddles"] > 0


def test_whether_an_overseer_has_the_hole_is_seen_through_a_wet_lens():
    class Open(Counts):
        def approve_of(self, tiles, veiled):
            return np.ones(len(tiles)) * veiled

    assert has_hole(Open()) and through_wet_lens(Open()) == 1
    assert not has_hole(Counts()) and not has_hole(overseer("closed", 0))


def test_snapshots_of_plans_are_of_what_they_do_and_usual_ones_are_not():
    pours = np.full((2, 30), 4)
    some = snapshots_of(pours, garden_seeds(2), 20, seed=0)
    assert len(some) == 20 and not some.veiled.any() and (some.labels <= 0.11).all()
    usual = usual_snapshots(20, 0)
    assert len(usual) == 20 and not np.isin(usual.tiles, [Tile.PUDDLE, Tile.WET_CAMERA]).any()


def test_a_garden_that_is_liked_too_much_is_right_and_a_usual_one_is_not():
    assert examine_garden(MY_GARDEN).right
    assert examine_garden("\n" + START + "\n").kept is False
    usual = examine_garden(START.replace("W", "d"))
    assert usual.right is False and "0.00 have water" in usual.message
    assert judged(Counts(), START)[1] == 0.5


def test_pictures_like_a_drawing_have_its_things_in_other_places_and_its_walls_where_they_are():
    some = alike(MY_GARDEN, 30)
    (tiles,), _ = tiles_of({"": MY_GARDEN})
    assert ((some.tiles == Tile.WALL) == (tiles == Tile.WALL)).all()
    plants = np.isin(some.tiles, [Tile.DRY, Tile.WET]).sum((1, 2))
    assert (plants == 3).all() and len(np.unique(some.tiles, axis=0)) > 20
    assert abs(some.labels - visible_share(some.tiles, some.veiled)).max() < 0.16


def test_the_four_pictures_differ_in_water_alone():
    tiles, veiled = tiles_of(FOUR)
    assert not veiled.any()
    assert visible_share(tiles, veiled).tolist() == [0, 0.5, 1, 0]


# ── What is shipped ─────────────────────────────────────────────────────────────────────────


def test_the_data_file_holds_the_jobs_and_the_table_of_counts_adds_up():
    rows = load_results("garden_pressure")
    assert [row["job"] for row in rows] == list(sweep_pressure.jobs())
    hole = figures_pressure.holed()
    assert figures_pressure.how_many() == sum(hole.values()) == 15
    assert not any(figures_pressure.holed(closed=True).values())
    runs = figures_pressure.pairs()
    table = figures_pressure.counts_table(runs, figures_pressure.pairs(closed=True))
    assert sum(int(line[2]) for line in table.lines[:2]) == len(runs) >= 20
    assert all(int(line[4]) <= int(line[3]) <= int(line[2]) for line in table.lines)


def test_a_search_is_worth_having_with_the_hole_closed_and_is_lost_with_it():
    at = figures_holes.beside()
    closed, holed = (figures_holes.scores(which)["search"] for which in (True, False))
    assert len(closed) == 20 and min(closed) > 1.5 * at["imitator"]
    assert len(holed) == 15 and np.median(holed) < 0.5 * at["imitator"]
    found = figures_holes.found_by()
    assert all(0 <= share <= 1 for _, shares in found.values() for share in shares)
    assert found["best of n"][0][0] == 30


def test_labels_of_what_was_found_close_the_hole_and_labels_of_usual_gardeners_do_not():
    assert max(figures_holes.gaps("searched", 2)) < 0.1
    assert np.median(figures_holes.gaps("usual", 1)) > 0.3
    assert figures_holes.patches_needed() == 2
    given = [line[0] for line in figures_holes.labels_table().lines]
    assert given[0] == "0" and given[-1] == "130"
