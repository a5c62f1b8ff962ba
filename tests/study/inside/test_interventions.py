"""Looking inside: probes and steering, on agents of which the answer is known."""

import numpy as np

import course_lib as cl
from course_lib.study.inside import probes, steering
from course_lib.study.measure.behaviour import outcomes
from course_lib.worlds import maze
from course_lib.worlds.maze.planner import maze_actions, maze_ways

MOUSE = cl.load("maze/anywhere")


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
