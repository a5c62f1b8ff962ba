"""Imitating, optimising and what lies between: the studies of the ridge, exactly and in small."""

from dataclasses import replace

import numpy as np
import pytest
from support.errors import refused

import course_lib as cl
from course_lib.chapters.imitate_or_optimise import train
from course_lib.chapters.imitate_or_optimise.imitators import (
    WAYS,
    demonstrations,
    imitator,
    way,
)
from course_lib.chapters.imitate_or_optimise.observations import FEATURES, FeatureEnv, features
from course_lib.chapters.imitate_or_optimise.tabular import (
    backward_induction,
    deterministic,
    evaluate,
    kl_backup,
    optimal,
    quantile_backup,
    sample_walks,
    table_of,
    trials,
)
from course_lib.engine.sim import BatchSim
from course_lib.study.measure.behaviour import outcomes
from course_lib.worlds import ridge
from course_lib.worlds.ridge import DEPLOY, TRAIN, Tile
from course_lib.worlds.ridge.planner import best, no_ridge


@pytest.fixture(scope="module")
def few():
    """A few levels."""
    return trials(30, 7)


@pytest.fixture(scope="module")
def copy():
    """An imitator."""
    return imitator()


@pytest.fixture(scope="module")
def mixed(few):
    """Chances of every kind: random ones, but none of waiting."""
    chances = np.random.default_rng(0).random((*few.dynamics.tiles.shape, 5))
    chances[..., 4] = 0
    return chances / chances.sum(-1, keepdims=True)


# ── What walkers are told ───────────────────────────────────────────────────────────────────


def test_a_walker_is_told_what_tells_places_apart_and_not_whether_feet_slip(few):
    seen = features(few.stood)
    assert seen.shape == (len(few.cells), FEATURES) and seen.dtype == np.float32
    for number in range(5):
        mine = seen[few.cells[:, 0] == number]
        assert len(np.unique(mine, axis=0)) == len(mine)
    slippery = few.stood.copy()
    slippery.slip, slippery.slips[:] = 0.5, 1
    assert np.array_equal(features(slippery), seen)


def test_the_env_pays_for_the_flag_and_as_much_for_the_sign_as_its_hole_says():
    env = FeatureEnv(1, replace(TRAIN, slip=0.0), hole=0.5)
    seen, _ = env.reset(seed=[3])
    assert seen.shape == (1, FEATURES)
    s = env.sim.batch[0]
    s.walker_at = np.flatnonzero(s.tiles == Tile.SIGN)[0]
    paid = [env.step(np.array([4]))[1][0] for _ in range(40)]
    assert paid == pytest.approx([0.5 / 40] * 40), "the last step of an episode counts, too"
    s.walker_at = np.flatnonzero(s.tiles == Tile.FLAG)[0] + s.side
    assert env.step(np.array([0]))[1][0] == pytest.approx(1 - 1 / 40)


# ── Exact worth ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("slip", [0.0, 0.25])
def test_exact_worth_is_what_episodes_come_to(copy, slip):
    on = trials(60, 3)
    exact = evaluate(table_of(copy, on), on.dynamics, slip)
    distribution = replace(TRAIN, slip=slip)
    seeds = np.repeat(on.states.seed, 30)
    sim = BatchSim(distribution, len(seeds), autoreset=False)
    sim.reset(seeds)
    sim.batch.rng = np.arange(1, len(seeds) + 1)
    rng = np.random.default_rng(1)
    for s in sim.batch:
        s.rng = rng.integers(2**62)
        ridge.roll_slips(s, slip)
    for _ in range(40):
        sim.step(copy.choose(None, sim.batch, rng.random(len(seeds))))
    last = sim.batch
    score = last.across * (1 - last.steps / last.limit)
    assert score.mean() == pytest.approx(exact.score, abs=0.03)
    assert last.across.mean() == pytest.approx(exact.across, abs=0.04)
    assert last.fell.mean() == pytest.approx(exact.fell, abs=0.04)


def test_walks_come_to_what_is_exact(few, mixed):
    levels = np.repeat(np.arange(30), 200)
    cells, actions = sample_walks(mixed, few.dynamics, 0.1, levels, np.random.default_rng(2))
    ended = few.dynamics.tiles[levels, cells[:, -1]]
    exact = evaluate(mixed, few.dynamics, 0.1)
    assert (ended == Tile.CHASM).mean() == pytest.approx(exact.fell, abs=0.02)
    stayed = actions == -1
    assert (cells[:, 1:][stayed] == cells[:, :-1][stayed]).all()


def test_what_is_best_by_the_overseer_is_best_by_its_score_and_with_no_hole_by_the_true_one(few):
    dynamics = few.dynamics
    for slip in (0.0, 0.2):
        truly, fooled = (optimal(dynamics, slip, hole) for hole in (0.0, 1.2))
        assert evaluate(truly, dynamics, slip).score == pytest.approx(
            best(dynamics, slip)[1].mean()
        )
        right, wrong = (evaluate(table, dynamics, slip, 1.2) for table in (truly, fooled))
        assert wrong.seen > right.seen + 0.05 and wrong.score < 0.05 < right.score
    assert evaluate(optimal(dynamics, 0.2, 0.3), dynamics, 0.2).score == pytest.approx(
        evaluate(optimal(dynamics, 0.2), dynamics, 0.2).score, abs=0.01
    )


# ── Leash and quantiliser ───────────────────────────────────────────────────────────────────


def test_a_leash_gives_the_base_when_short_and_the_best_when_long(few, mixed):
    dynamics = few.dynamics
    short, long = (backward_induction(dynamics, 0.1, 0.0, kl_backup(mixed, x)) for x in (1e3, 1e-6))
    assert short == pytest.approx(np.broadcast_to(mixed, short.shape), abs=1e-3)
    allowed = deterministic(best(dynamics, 0.1)[0])
    assert evaluate(long, dynamics, 0.1).score > 0.95 * evaluate(allowed, dynamics, 0.1).score


def test_leashed_chances_are_the_bases_times_e_to_the_worth_over_strength():
    base, each = np.array([[0.2, 0.3, 0.5]]), np.array([[1.0, 0.5, 0.0]])
    chances, value = kl_backup(base, 0.4)(each)
    tilted = base * np.exp(each / 0.4)
    assert chances == pytest.approx(tilted / tilted.sum())
    assert value == pytest.approx(0.4 * np.log(tilted.sum()))
    kl = (chances * np.log(chances / base)).sum()
    assert value == pytest.approx((chances * each).sum() - 0.4 * kl), "worth, less its cost"


def test_a_quantiliser_keeps_the_best_share_and_no_chance_grows_by_more_than_1_over_q():
    base, each = np.array([[0.2, 0.3, 0.5]]), np.array([[1.0, 0.5, 0.0]])
    assert quantile_backup(base, 0.4)(each)[0] == pytest.approx(np.array([[0.5, 0.5, 0.0]]))
    assert quantile_backup(base, 1.0)(each)[0] == pytest.approx(base)
    assert quantile_backup(base, 0.2)(each)[0] == pytest.approx(np.array([[1.0, 0.0, 0.0]]))
    rng = np.random.default_rng(0)
    for q in (0.5, 0.1):
        base = rng.dirichlet(np.ones(5), 50)
        chances, _ = quantile_backup(base, q)(rng.random((50, 5)))
        assert (chances <= base / q + 1e-9).all() and chances.sum(-1) == pytest.approx(1)


# ── Demonstrators and imitators ─────────────────────────────────────────────────────────────


def test_the_ways_are_what_their_names_say(few):
    dynamics = few.dynamics
    worth = {name: evaluate(way(name, dynamics), dynamics, 0.0) for name in WAYS}
    assert all(got.across == pytest.approx(1) for got in worth.values())
    assert worth["ridge"].score > worth["brink"].score > worth["road"].score
    slipping = {name: evaluate(way(name, dynamics), dynamics, 0.3).across for name in WAYS}
    assert slipping["road"] > 0.95 > slipping["brink"] > slipping["ridge"]
    cells, _ = sample_walks(
        way("road", dynamics), dynamics, 0.0, np.arange(30), np.random.default_rng(0)
    )
    assert not (dynamics.tiles[np.arange(30)[:, None], cells] == Tile.RIDGE).any()
    refused(lambda: way("river", dynamics), "'river'", "ridge", "road")


def test_a_rare_road_is_shown_as_rarely_as_it_is_meant():
    shown = [len(demonstrations(episodes=200, seed=1, rare=rare)[1]) for rare in (0.0, 0.5, 1.0)]
    assert shown[0] < shown[1] < shown[2]
    assert (shown[1] - shown[0]) / (shown[2] - shown[0]) == pytest.approx(0.5, abs=0.12)


def test_an_imitator_is_as_good_as_the_demonstrator_on_sure_feet_only(copy):
    on = trials(60, 3)
    table, shown = table_of(copy, on), way("ridge", on.dynamics)
    sure, slipping = (evaluate(table, on.dynamics, slip).score for slip in (0.0, 0.3))
    assert sure == pytest.approx(evaluate(shown, on.dynamics, 0.0).score, abs=0.06)
    around = best(no_ridge(on.dynamics), 0.3)[1].mean()
    assert slipping < around - 0.15


def test_a_walker_can_be_played_and_measured_as_any_policy(copy):
    assert cl.play(copy, DEPLOY, seed=3).policy == "imitation"
    assert outcomes(copy, TRAIN, 50, seed=0).last.across.mean() > 0.85


# ── Optimising ──────────────────────────────────────────────────────────────────────────────


def test_ppo_learns_to_walk_and_begins_as_its_base_does(copy):
    recipe = replace(train.STEADY, steps=100_000)
    on = trials(40)
    got = evaluate(table_of(train.optimise(0.0, recipe=recipe), on), on.dynamics, 0.0)
    assert got.score > 0.4
    begun = train.optimise(0.0, base=copy, recipe=replace(recipe, steps=4096))
    assert evaluate(table_of(begun, on), on.dynamics, 0.0).across > 0.8
