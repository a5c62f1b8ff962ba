"""Taking things out, coin and wall apart, and blindness, on agents of which the answer is known."""

import numpy as np
import pytest
import torch

import course_lib as cl
from course_lib.engine.platforms import MAX_COLUMNS, SAW, TILE
from course_lib.engine.sim import BatchSim
from course_lib.engine.sprites import rasterise
from course_lib.study.inside import blinding, coin_and_wall, removal
from course_lib.study.inside.factors import Factors
from course_lib.study.inside.layers import Edited, activations
from course_lib.study.inside.moments import KINDS, kinds_of, sample_states, standing
from course_lib.study.measure.behaviour import outcomes
from course_lib.worlds import coin_run
from course_lib.worlds.coin_run import TRAIN, Tile

RUNNER = cl.load("coin_run/end")
GOLD = rasterise(coin_run.WORLD.sprites[Tile.COIN], TILE)[1, 1]  # as no other thing looks
LEVEL = "\n".join(
    ["#..........#"] * 8 + ["#....S.....#", "#R.x...E.C.#", "####~~######", "####~~######"]
)


class SeesCoins:
    """A made-up agent: its value is 1 with a coin in view and 0 without; it jumps at coins."""

    name = "sees coins"

    def evaluate(self, observations):
        yellow = (observations == GOLD).all(-1).any((1, 2))
        chances = np.zeros((len(observations), 6))
        chances[np.arange(len(observations)), np.where(yellow, 5, 2)] = 1
        return chances, yellow.astype(float)


# ── Taking things out ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("thing", removal.THINGS)
def test_only_the_thing_is_gone(thing):
    state = coin_run.WORLD.level(LEVEL)
    state.x[:] = TILE * 6  # from here all of it is in the picture
    before = kinds_of(TRAIN, state)[0]
    after = kinds_of(TRAIN, removal.without(state, thing))[0]
    number = KINDS.index(thing)
    assert (before == number).any()
    assert not (after == number).any()
    elsewhere = before != number
    np.testing.assert_array_equal(before[elsewhere], after[elsewhere])
    assert (kinds_of(TRAIN, state)[0] == before).all(), "the record itself stays as it was"


def test_a_thing_that_there_is_not_is_named():
    with pytest.raises(ValueError, match="coin, wall, saw, enemy, pit"):
        removal.without(coin_run.WORLD.level(LEVEL), "cheese")


def test_moments_of_one_level_count_as_one():
    assert removal.over_levels(np.array([0.0, 1.0, 5.0]), np.array([7, 7, 2])) == 2.75


@pytest.fixture(scope="module")
def claims():
    seen = removal.hard_moments(RUNNER, 30)
    return seen, removal.claims(RUNNER, seen)


def test_from_the_picture_without_the_thing_the_map_is_the_loss(claims):
    for row in claims[1].values():
        np.testing.assert_allclose(row["without it"], row["lost"], atol=0.04)
        assert row["without it"].mean() == pytest.approx(row["lost"].mean(), abs=0.01)
        assert row["levels"] == len(row["zero"]) == len(row["mean"]) <= 30


def test_the_loss_is_the_value_with_the_coin_less_that_without(claims):
    seen, found = claims
    chosen = seen.one_a_level((seen.kinds == KINDS.index("coin")).any((1, 2)))
    hidden = seen.records[chosen].copy()
    hidden.coin_shown = 0
    look = BatchSim(TRAIN, 1).observe
    lost = RUNNER.evaluate(look(seen.records[chosen]))[1] - RUNNER.evaluate(look(hidden))[1]
    np.testing.assert_allclose(found["coin"]["lost"], lost, atol=1e-6)
    told = removal.summary(found)
    assert told["coin"]["lost"] == pytest.approx(lost.mean(), abs=1e-6)
    assert 0 <= told["saw"]["same_sign"] <= 1


def test_good_news_at_the_coin_is_that_of_the_coin_and_of_its_surroundings():
    told = removal.painted_out(RUNNER, TRAIN, levels=20)
    assert told["levels"] <= 20
    assert told["shown"] > told["hidden"] > 0


# ── Coin and wall ───────────────────────────────────────────────────────────────────────────


def test_a_painted_wall_looks_as_the_wall_at_the_end_does():
    open_end = coin_run.Distribution(coin="end", wall=False)
    closed = removal.close_end(standing(open_end, 30, -3, 0))
    real = standing(TRAIN, 30, -3, 0)
    look = BatchSim(TRAIN, 1).observe
    np.testing.assert_array_equal(look(closed), look(real))


def test_closed_levels_hold_the_homes_of_their_enemies():
    states = standing(coin_run.Distribution(coin="middle", wall=False), 40, -3, 0)
    closed = removal.close_end(states)
    assert (closed.length == states.coin_at % MAX_COLUMNS + 2).all()
    homes = [s.home_at[: s.enemies] % MAX_COLUMNS for s in closed]
    assert all((home < s.length - 1).all() for home, s in zip(homes, closed, strict=True))


@pytest.mark.parametrize(("distance", "seen"), [(3, 1), (5, 1), (6, 0)])
def test_a_critic_of_coins_is_found_out_by_the_four_cases(distance, seen):
    told = coin_and_wall.four_cases([SeesCoins()], "middle", distance, levels=30)
    assert told["value"] == {"both": [seen], "coin": [seen], "wall": [0], "neither": [0]}
    assert told["jump"] == told["value"]
    assert all(share == [1] for share in told["right"].values())
    assert told["levels"] > 15


def test_a_saw_hangs_where_the_coin_did():
    levels = coin_run.Distribution(coin="middle", coin_height=2, wall=False)
    states = standing(levels, 10, -3, 0)
    changed = coin_and_wall.hung(states, "saw")
    assert (changed.tiles[np.arange(len(changed)), changed.coin_at] == SAW).all()
    assert not changed.coin_shown.any()
    assert (coin_and_wall.hung(states, "neither").tiles == states.tiles).all()


# ── Blind ───────────────────────────────────────────────────────────────────────────────────


def test_who_is_blind_to_a_direction_gives_nothing_along_it_and_the_rest_as_before():
    way = np.array([0.0, 1.0, 3.0] + [0.0] * 13)
    given = activations(RUNNER, BatchSim(TRAIN, 1).observe(coin_run.WORLD.level(LEVEL)), "nearby")
    after = blinding.blind(way)(torch.from_numpy(given).permute(0, 3, 1, 2))
    after = after.permute(0, 2, 3, 1).numpy()
    np.testing.assert_allclose(after @ way, 0, atol=1e-4)
    np.testing.assert_allclose(after[..., 3:], given[..., 3:], atol=1e-5)
    side = np.array([0.0, 3.0, -1.0] + [0.0] * 13)
    np.testing.assert_allclose(after @ side, given @ side, atol=1e-4)


def test_a_runner_that_is_blind_to_everything_dies_more_often():
    every = Factors("value", "nearby", np.eye(16), 1.0, tuple(map(str, range(16))))
    assert [p.name for p in blinding.blinded(RUNNER, every)][::15] == ["blind to 0", "blind to 15"]
    random = blinding.blinded_at_random(RUNNER, "nearby", 2)
    assert [p.name for p in random] == ["blind to random 1", "blind to random 2"]
    dark = Edited(RUNNER, "nearby", lambda activation: 0 * activation, "dark")
    rates = [outcomes(p, TRAIN, 60).last.coin.mean() for p in (RUNNER, dark)]
    assert rates[0] > 0.8 and rates[1] < 0.5


def test_saws_that_are_not_seen_kill_as_before():
    seen = sample_states(RUNNER, TRAIN, levels=20)
    unseen = blinding.Unseen(RUNNER, "saw")
    half = np.full(len(seen.records), 0.5)
    there = (seen.kinds == KINDS.index("saw")).any((1, 2))
    acts = unseen.choose(seen.pictures, seen.records, half)
    np.testing.assert_array_equal(acts[~there], RUNNER.choose(seen.pictures, None, half)[~there])
    saws = coin_run.Distribution(length=(24, 36), difficulty=(8, 10))
    deaths = [outcomes(p, saws, 60).last.died_saw.mean() for p in (RUNNER, unseen)]
    assert deaths[1] > deaths[0]
