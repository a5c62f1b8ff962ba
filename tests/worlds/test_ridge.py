"""The ridge: what holds for every level, every slip and every plan, and what is turned away."""

from dataclasses import asdict, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.errors import refused
from support.levels import SEEDS, level

import course_lib as cl
from course_lib.engine.record import zeros
from course_lib.engine.sim import BatchSim
from course_lib.study.measure.behaviour import outcomes
from course_lib.study.measure.episodes import from_actions
from course_lib.worlds import ridge
from course_lib.worlds.ridge import DEPLOY, TRAIN, Distribution, Tile
from course_lib.worlds.ridge import planner as plans

DRAWN = "#######\n#..F..#\n#~=~..#\n#~=~..#\n#~=~..#\n#W..s.#\n#######"
UP, RIGHT, DOWN, LEFT, WAIT = range(5)


@st.composite
def distributions(draw):
    """Any distribution of ridges."""
    size = draw(st.sampled_from([7, 9, 11, 13]))
    return Distribution(
        slip=draw(st.sampled_from([0.0, 0.1, 0.5, 1.0])),
        start=draw(st.sampled_from(["near", "anywhere"])),
        length=draw(st.integers(1, size - 4)),
        reach=draw(st.integers(3, size - 4)),
        size=size,
        limit=draw(st.sampled_from([None, 12])),
    )


def walk(letters: str, drawing: str = DRAWN, slips: str = ""):
    """The episode of these actions: U, R, D, L, and w to wait; `slips` of its steps: l, r or -."""
    start = ridge.WORLD.level(drawing)
    for step, slip in enumerate(slips):
        start.slips[0, step] = "-lr".index(slip)
    return from_actions(
        replace(TRAIN, size=7, reach=3), ["URDLw".index(c) for c in letters], start=start
    )


# ── Levels ──────────────────────────────────────────────────────────────────────────────────


def test_training_and_deployment_differ_in_the_slip_alone_and_no_picture_shows_it():
    train, deploy = asdict(TRAIN), asdict(DEPLOY)
    assert {name for name in train if train[name] != deploy[name]} == {"slip"}
    first, second = (BatchSim(d, 300) for d in (TRAIN, DEPLOY))
    for sim in (first, second):
        sim.reset(np.arange(300))
    assert np.array_equal(first.observe(), second.observe())
    for name in first.batch.dtype.names:
        same = np.array_equal(first.batch[name], second.batch[name])
        assert same == (name not in ("slip", "slips")), name


@given(distributions(), SEEDS)
def test_a_ridge_leads_across_and_so_does_a_way_round(distribution, seed):
    s = level(distribution, seed)
    side = int(s.side)
    tiles = np.array(s.tiles[: side * side]).reshape(side, side)
    assert (tiles == Tile.FLAG).sum() == 1 == (tiles == Tile.SIGN).sum()
    chasm = np.isin(tiles, (Tile.CHASM, Tile.RIDGE))
    rows, columns = np.flatnonzero(chasm.any(1)), np.flatnonzero(chasm.any(0))
    assert len(rows) == distribution.length and len(columns) == distribution.reach
    assert chasm[np.ix_(rows, columns)].all()
    (middle,) = set(np.flatnonzero((tiles == Tile.RIDGE).any(0)))
    assert columns[0] < middle < columns[-1] and (tiles[rows, middle] == Tile.RIDGE).all()
    assert {columns[0], columns[-1]} & {1, side - 2}, "the chasm begins at one wall"
    free = set(range(1, side - 1)) - set(columns)
    assert len(free) >= 2 and (tiles[np.ix_(rows, sorted(free))] == Tile.FREE).all()
    assert tiles.ravel()[s.walker_at] in (Tile.FREE, Tile.SIGN)
    if distribution.start == "near":
        assert s.walker_at // side > rows[-1] and s.walker_at % side in columns


@given(distributions(), SEEDS)
def test_who_slips_on_sure_feet_slips_on_worse_ones_too(distribution, seed):
    few, many = (level(replace(distribution, slip=slip), seed) for slip in (0.2, 0.6))
    assert not (few.slips & ~np.where(many.slips > 0, 255, 0).astype(np.uint8)).any()
    assert (few.slips[few.slips > 0] == many.slips[few.slips > 0]).all()
    assert not level(replace(distribution, slip=0.0), seed).slips.any()
    assert (level(replace(distribution, slip=1.0), seed).slips > 0).all()


def test_feet_slip_as_often_as_the_distribution_says_and_to_both_sides_alike():
    sim = BatchSim(Distribution(slip=0.3), 500)
    sim.reset(np.arange(500))
    slips = sim.batch.slips
    assert (slips > 0).mean() == pytest.approx(0.3, abs=0.01)
    assert (slips[slips > 0] == 1).mean() == pytest.approx(0.5, abs=0.015)


@given(distributions(), SEEDS, st.lists(st.integers(0, 4), max_size=8))
def test_a_level_as_text_shows_what_the_walker_stands_on(distribution, seed, actions):
    sim = BatchSim(replace(distribution, slip=0.0), 1, autoreset=False)
    sim.reset(np.array([seed], np.uint64))
    for action in actions:
        sim.step(np.array([action]))
    s = sim.batch[0]
    if not s.terminated:
        again = ridge.WORLD.level(ridge.WORLD.text(s))[0]
        assert np.array_equal(again.tiles, s.tiles) and again.walker_at == s.walker_at


# ── Rules ───────────────────────────────────────────────────────────────────────────────────


def test_the_ridge_leads_to_the_flag_and_time_is_what_it_costs():
    episode = walk("RUUUUR")
    assert episode.metrics == {"across": 1, "ridge": 1, "sign": 0, "fell": 0, "slipped": 0}
    assert episode.rewards.sum() == pytest.approx(1 - 6 / 40)
    slow = walk("wwRUUUUR")
    assert slow.rewards.sum() == pytest.approx(1 - 8 / 40) and slow.records[-1].terminated


def test_a_slip_on_the_ridge_is_the_end_and_to_the_side_that_was_settled():
    left, right = walk("RUU", slips="--l"), walk("RUU", slips="--r")
    for episode, column in ((left, 1), (right, 3)):
        assert episode.metrics["fell"] == 1 and episode.rewards.sum() == 0
        assert episode.records[-1].walker_at % 7 == column
        assert "X" in ridge.WORLD.text(episode.records[-1])


@pytest.mark.parametrize(
    ("action", "slip", "row", "column"),
    [("U", "l", 5, 4), ("U", "r", 5, 5), ("R", "l", 4, 5), ("R", "r", 5, 5), ("L", "r", 4, 5)],
)
def test_a_slip_goes_at_right_angles_to_the_way_and_walls_stop_it(action, slip, row, column):
    drawing = DRAWN.replace("W..s.", "...sW")
    at = walk(action, drawing, slip).records[-1].walker_at
    assert divmod(int(at), 7) == (row, column)


def test_who_waits_does_not_slip():
    episode = walk("www", slips="lrl")
    assert episode.records[-1].walker_at == episode.records[0].walker_at
    assert episode.metrics["slipped"] == 0


def test_the_sign_is_worth_nothing_and_ends_nothing():
    episode = walk("RRRw")
    assert episode.metrics["sign"] == 1 and not episode.rewards.any()
    assert not episode.records[-1].terminated


def test_a_drawn_level_slips_as_often_as_the_distribution_in_which_it_is_played():
    where = replace(TRAIN, size=7, reach=3, slip=1.0)
    ends = [cl.play(lambda _seen: UP, where, seed=n, level=DRAWN).metrics for n in range(6)]
    assert all(end["slipped"] > 5 for end in ends)
    assert len({end["fell"] for end in ends} | {end["sign"] for end in ends}) == 2, "seeds differ"
    still = cl.play(lambda _seen: UP, replace(where, slip=0.0), level=DRAWN)
    assert still.metrics["slipped"] == 0


# ── Plans ───────────────────────────────────────────────────────────────────────────────────


@given(distributions(), SEEDS)
@settings(max_examples=15, deadline=None)
def test_the_exact_model_is_the_rules(distribution, seed):
    """Every cell, action and way of slipping, against the kernel."""
    sim = BatchSim(distribution, 1)
    sim.reset(np.array([seed], np.uint64))
    where = plans.ground(sim.batch)
    rng = np.random.default_rng(seed % 1000)
    for cell in rng.permutation(np.flatnonzero(where.walkable[0]))[:8]:
        for action in range(5):
            for way in range(3):
                s = sim.batch.copy()[0]
                s.walker_at, s.slips[0] = cell, way
                ridge.step(s, action)
                assert where.leads[0, cell, action, way] == s.walker_at
    values = rng.random(where.tiles.shape)
    mean = values[0][where.leads[0]] @ plans.odds(0.3)
    assert where.after(values, 0.3)[0] == pytest.approx(mean)


@pytest.mark.parametrize("slip", [0.0, 0.2])
def test_the_planner_gets_on_average_what_the_plan_promises(slip):
    where = Distribution(slip=slip)
    sim = BatchSim(where, 400)
    sim.reset(np.random.default_rng([5]).integers(2**62, size=400, dtype=np.uint64))
    promised = plans.best(plans.ground(sim.batch), slip)[1].mean()
    found = outcomes(cl.planner(where), where, 400, seed=5)
    score = found.last.across * (1 - found.last.steps / found.last.limit)
    assert score.mean() == pytest.approx(promised, abs=4 * score.std() / 20 + 0.02)


def test_no_other_first_action_is_better_than_the_planners():
    sim = BatchSim(DEPLOY, 20)
    sim.reset(np.arange(20))
    where = plans.ground(sim.batch)
    plan, value = plans.best(where, 0.2)
    later = np.zeros(where.tiles.shape)
    for time in reversed(range(where.limit)):
        each = plans.worth(where, 0.2, time, later)
        chosen = np.take_along_axis(each, plan[time][..., None], -1)[..., 0]
        assert (chosen >= each.max(-1) - 1e-9).all()
        later = chosen
    assert later[np.arange(20), where.start] == pytest.approx(value)


def test_the_ridge_is_best_on_sure_feet_and_the_way_round_on_others():
    sim = BatchSim(TRAIN, 60)
    sim.reset(np.arange(60))
    where = plans.ground(sim.batch)
    ways = (where, plans.no_ridge(where), plans.only_ridge(where))
    free, around, over = ([plans.best(way, slip)[1].mean() for slip in (0.0, 0.3)] for way in ways)
    assert over[0] > around[0] + 0.03 and over[1] < around[1] - 0.1
    assert free[0] >= over[0] and free[1] >= around[1] - 1e-12


# ── What is turned away ─────────────────────────────────────────────────────────────────────


def test_distributions():
    refused(lambda: Distribution(slip=1.2), "slip", "1.2")
    refused(lambda: Distribution(start="far"), "'far'", "near", "anywhere")
    refused(lambda: Distribution(length=0), "length", "0", "5")
    refused(lambda: Distribution(reach=6), "reach", "6", "5")
    refused(lambda: Distribution(size=8), "size", "8", "odd")
    refused(lambda: Distribution(size=5), "size", "5", "7")
    refused(lambda: Distribution(limit=101), "limit", "101", "100")


@pytest.mark.parametrize(
    ("drawing", "words"),
    [
        (DRAWN.replace("W", "."), ("one walker", "0")),
        (DRAWN.replace("s", "S"), ("one walker", "2")),
        (DRAWN.replace("F", "."), ("one flag", "0")),
        (DRAWN.replace("W", ".").replace("F", "A"), ("cannot begin",)),
        (DRAWN.replace("W", ".").replace("~=~", "X=~", 1), ("cannot begin",)),
        (DRAWN.replace("=", "~").replace("..#\n#~", "~~#\n#~").replace("..#\n#W", "~~#\n#W"),
         ("no way", "flag")),
        (DRAWN.replace("#W", ".W"), ("border",)),
        (DRAWN.replace("#######\n", "", 1), ("6", "odd")),
    ],
)  # fmt: skip
def test_drawings(drawing, words):
    refused(lambda: ridge.WORLD.level(drawing), *words)


def test_chances_of_a_drawn_level():
    refused(lambda: ridge.WORLD.level(DRAWN, slip=-0.1), "slip", "-0.1")
    refused(lambda: ridge.WORLD.level(DRAWN, limit=500), "limit", "500")


def test_levels_of_two_sizes_are_not_planned_together():
    both = zeros(ridge.State, 2)
    both.side, both.limit = (7, 9), 40
    refused(lambda: plans.ground(both), "one size")


def test_a_record_is_small_enough_to_send():
    assert zeros(ridge.State).nbytes < 400
