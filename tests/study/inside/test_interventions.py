"""Looking inside: causal tests, probes and steering, on agents of which the answer is known."""

import numpy as np
import pytest

import course_lib as cl
from course_lib.engine.platforms import MAX_COLUMNS, TILE
from course_lib.engine.sim import BatchSim
from course_lib.engine.sprites import rasterise
from course_lib.study.inside import causal, probes, steering
from course_lib.study.inside.factors import Factors
from course_lib.study.inside.layers import Edited, activations
from course_lib.study.inside.moments import kinds_of, sample_states, standing
from course_lib.study.measure.behaviour import outcomes
from course_lib.worlds import coin_run, maze
from course_lib.worlds.coin_run import TRAIN, Tile
from course_lib.worlds.maze.planner import maze_actions, maze_ways

RUNNER = cl.load("coin_run/end")
MOUSE = cl.load("maze/anywhere")
GOLD = rasterise(coin_run.WORLD.sprites[Tile.COIN], TILE)[1, 1]  # as no other thing looks
LEVEL = "\n".join(
    ["#..........#"] * 8 + ["#....S.....#", "#R.x...E.C.#", "####~~######", "####~~######"]
)


class SeesCoins:
    """A made-up agent: its value is 1 with a coin in view and 0 without; it always goes right."""

    name = "sees coins"

    def evaluate(self, observations):
        yellow = (observations == GOLD).all(-1).any((1, 2))
        chances = np.zeros((len(observations), 6))
        chances[:, 2] = 1
        return chances, yellow.astype(float)


# ── Taking things out ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("thing", causal.THINGS)
def test_only_the_thing_is_gone(thing):
    state = coin_run.WORLD.level(LEVEL)
    state.x[:] = TILE * 6  # from here all of it is in the picture
    before = kinds_of(TRAIN, state)[0]
    after = kinds_of(TRAIN, causal.without(state, thing))[0]
    number = causal.KINDS.index(thing)
    assert (before == number).any()
    assert not (after == number).any()
    elsewhere = before != number
    np.testing.assert_array_equal(before[elsewhere], after[elsewhere])
    assert (kinds_of(TRAIN, state)[0] == before).all(), "the record itself stays as it was"


def test_a_thing_that_there_is_not_is_named():
    with pytest.raises(ValueError, match="coin, wall, saw, enemy, pit"):
        causal.without(coin_run.WORLD.level(LEVEL), "cheese")


def test_a_painted_wall_looks_as_the_wall_at_the_end_does():
    open_end, training = coin_run.Distribution(coin="end", wall=False), TRAIN
    states = standing(open_end, 30, -3, 0)
    real = standing(training, 30, -3, 0)
    look = BatchSim(training, 1).observe
    np.testing.assert_array_equal(look(causal.close_end(states)), look(real))


def test_a_critic_of_coins_is_found_out_by_the_four_cases():
    table = causal.effects(causal.conditions(SeesCoins(), levels=40, distance=-3))
    for place in ("end", "middle"):
        for name, effect in (("the coin, beside the wall", 1), ("the coin, without a wall", 1),
                             ("the wall, with the coin", 0), ("the wall, without a coin", 0),
                             ("moving the coin up", 0)):  # fmt: skip
            row = table.get("sees coins", place, name)
            assert (row["mean"], row["low"], row["high"]) == (effect, effect, effect)
            assert row["episodes"] > 20


def test_a_moved_coin_is_still_in_the_picture():
    rows = causal.conditions(SeesCoins(), levels=40)
    moved = [row for row in rows if row["condition"] == "coin moved, wall"]
    assert all((row["value"] == 1).all() for row in moved)


def test_claims_are_of_one_moment_a_level_and_tell_the_effect_of_removal():
    seen = sample_states(RUNNER, TRAIN, levels=30, every=4)
    rows = {row["thing"]: row for row in causal.claims(RUNNER, seen)}
    coin = rows["coin"]
    assert coin["levels"] <= 30
    assert len(coin["picture"]) == len(coin["value"]) == len(coin["actor"]) == coin["levels"]
    chosen = seen.one_a_level((seen.kinds == causal.KINDS.index("coin")).any((1, 2)))
    states = seen.records[chosen]
    look = BatchSim(TRAIN, 1).observe
    hidden = states.copy()
    hidden.coin_shown = 0
    lost = RUNNER.evaluate(look(states))[1] - RUNNER.evaluate(look(hidden))[1]
    np.testing.assert_allclose(coin["value"], lost, atol=1e-6)
    assert "coin" in causal.claim_words(list(rows.values()))


def test_who_is_blind_to_a_direction_says_nothing_along_it_and_the_rest_as_before():
    way = np.array([0.0, 1.0, 3.0] + [0.0] * 13)
    said = activations(RUNNER, BatchSim(TRAIN, 1).observe(coin_run.WORLD.level(LEVEL)), "nearby")
    import torch

    after = (
        causal.blind(way)(torch.from_numpy(said).permute(0, 3, 1, 2)).permute(0, 2, 3, 1).numpy()
    )
    np.testing.assert_allclose(after @ way, 0, atol=1e-4)
    np.testing.assert_allclose(after[..., 3:], said[..., 3:], atol=1e-5)
    side = np.array([0.0, 3.0, -1.0] + [0.0] * 13)
    np.testing.assert_allclose(after @ side, said @ side, atol=1e-4)


def test_a_runner_that_is_blind_to_everything_dies_more_often():
    every = Factors("value", "nearby", np.eye(16), 1.0, tuple(map(str, range(16))))
    names = [policy.name for policy in causal.blinded(RUNNER, every, controls=2)]
    assert len(names) == 18 and names[0] == "blind to 0" and names[-1] == "blind to random 2"
    dark = Edited(RUNNER, "nearby", lambda activation: 0 * activation, "dark")
    table = causal.deaths([RUNNER, dark], episodes=60)
    assert table.get("dark", "training", "coin")["mean"] < 0.5
    assert table.get(RUNNER.name, "training", "coin")["mean"] > 0.8


# ── Probes ──────────────────────────────────────────────────────────────────────────────────


def test_a_probe_reads_what_is_there_and_not_what_is_not():
    rng = np.random.default_rng(0)
    cells = rng.integers(1, 8, (600, 2)).astype(float)
    there = cells @ rng.normal(size=(2, 20)) + 0.01 * rng.normal(size=(600, 20))
    assert probes._errors(there, cells, 500).mean() == 0
    noise = rng.normal(size=(600, 20))
    guess = np.abs(cells[500:] - np.median(cells[:500], 0)).sum(1).mean()
    assert probes._errors(noise, cells, 500).mean() > 0.8 * guess
    assert probes._errors(there, probes.control_task(cells), 500).mean() > 1


def test_the_control_task_deals_out_the_same_cells_and_sticks_to_it():
    cells = np.random.default_rng(0).integers(1, 8, (400, 2)).astype(float)
    dealt = probes.control_task(cells)
    pairs = {(tuple(a), tuple(b)) for a, b in zip(cells.tolist(), dealt.tolist(), strict=True)}
    assert len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs})
    np.testing.assert_array_equal(dealt, probes.control_task(cells))


def test_probes_have_rows_for_agents_tasks_an_untrained_network_and_a_blind_guess():
    rows = probes.probe(MOUSE, levels=600, held_out=100)
    names = list(dict.fromkeys(row["agent"] for row in rows))
    assert names == ["maze/anywhere", "untrained", "a guess that looks at nothing"]
    by = {(row["agent"], row["task"]): row for row in rows}
    assert all(len(row["errors"]) == 100 for row in rows)
    trained = by["maze/anywhere", "cheese"]
    assert trained["mean"] < by["a guess that looks at nothing", "cheese"]["mean"]
    assert trained["mean"] < by["maze/anywhere", "control"]["mean"]
    assert f"{trained['mean']:.2f}" in probes.probe_words(rows)


def test_an_untrained_network_is_always_the_same():
    one, two = (probes.fresh(MOUSE, 1).network.mind.weight for _ in range(2))
    assert (one == two).all()
    assert (one != MOUSE.network.mind.weight).any()


# ── Steering ────────────────────────────────────────────────────────────────────────────────


def test_at_forks_cheese_and_corner_ask_for_different_steps():
    states = steering.forks(50)
    assert len(states) == 50
    there = states.copy()
    there.cheese_at = there.corner_at
    assert (maze_actions(states) != maze_actions(there)).all()


def test_to_subtract_a_vector_where_it_was_made_is_to_paint_the_thing_out():
    states = steering.forks(40)
    for thing in steering.THINGS:
        vector = steering.vectors(MOUSE, states, thing, "mind")
        assert np.abs(vector).max() > 0
        one = steering.steered(MOUSE, states, "mind", -vector)
        other = steering.steered(MOUSE, steering.without(states, thing), "mind", 0)
        np.testing.assert_allclose(one, other, atol=1e-4)


def test_random_vectors_are_as_long():
    given = np.random.default_rng(3).normal(size=(5, 2, 2, 3)) * np.arange(5).reshape(5, 1, 1, 1)
    drawn = steering.randomly(given[1:])
    np.testing.assert_allclose((drawn**2).sum((1, 2, 3)), (given[1:] ** 2).sum((1, 2, 3)))
    assert np.abs(drawn - given[1:]).max() > 0.1


def test_a_mouse_elsewhere_is_in_the_same_maze_on_another_free_cell():
    states = steering.forks(40)
    moved = steering.elsewhere(states)
    np.testing.assert_array_equal(moved.tiles, states.tiles)
    np.testing.assert_array_equal(moved.cheese_at, states.cheese_at)
    assert (moved.mouse_at != states.mouse_at).all()
    assert (moved.tiles[np.arange(40), moved.mouse_at] == maze.Tile.FREE).all()


def test_a_mouse_without_cheese_to_see_goes_for_it_less():
    rows = steering.steer(MOUSE, "cheese", "mind", count=100)
    by = {row["version"]: row["cheese"].mean() for row in rows}
    assert by["as it is"] > 0.7
    assert by["painted out"] < by["as it is"] - 0.2
    assert "painted out" in steering.steer_words(rows)


def test_clamping_sets_one_place_and_can_silence_the_others():
    import torch

    said = torch.ones(2, 3, 4, 4)
    only = steering.clamp((1, 2), [2], [5.0])(said)
    assert only[0, 2, 1, 2] == 5 and only.sum() == said.sum() + 2 * 4
    hidden = steering.clamp((1, 2), [2], [5.0], [0.0])(said)
    assert hidden[:, 2].sum() == 10 and hidden[:, :2].sum() == 2 * 2 * 16
    assert said.max() == 1


def test_clamped_cheese_channels_send_the_mouse_more_often_than_random_ones():
    rows = {row["version"]: row for row in steering.retargeted(MOUSE, [(7, 1)], episodes=60)}
    sent = rows["clamped, hidden elsewhere"]
    assert sent["low"] > rows["random channels"]["high"]
    assert rows["the cheese put there"]["mean"] > sent["mean"] > rows["as it is"]["mean"]


def test_targets_are_off_the_way_and_arrivals_are_counted_before_the_cheese():
    cell = (7, 1)
    states = steering._off_the_way(cell, 40, 0)
    at = cell[0] * 9 + cell[1]
    assert (states.mouse_at != at).all() and (states.cheese_at != at).all()
    there = states.copy()
    there.cheese_at = at
    assert maze_ways(there)["detour"].all()
    planner = cl.planner(maze.DEPLOY)
    wandering = steering.arrives(cl.random_policy(maze.DEPLOY), states, cell).mean()
    assert 0 < wandering < 0.9
    assert outcomes(planner, maze.DEPLOY, 20).last.cheese.all()


def test_the_runner_records_stay_within_a_level():
    states = standing(coin_run.Distribution(coin="middle", wall=False), 40, -3, 0)
    closed = causal.close_end(states)
    assert (closed.length == states.coin_at % MAX_COLUMNS + 2).all()
    homes = [s.home_at[: s.enemies] % MAX_COLUMNS for s in closed]
    assert all((home < s.length - 1).all() for home, s in zip(homes, closed, strict=True))
