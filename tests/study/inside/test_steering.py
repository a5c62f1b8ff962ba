"""Steering and retargeting: vectors, clamped channels, and mice of which the answer is known."""

import numpy as np
import torch

import course_lib as cl
from course_lib.study.inside import retargeting, steering
from course_lib.worlds import maze
from course_lib.worlds.maze.planner import maze_actions, maze_ways

MOUSE, OF_CORNER = cl.load("maze/anywhere"), cl.load("maze/corner")

# ── Vectors ─────────────────────────────────────────────────────────────────────────────────


def test_at_forks_cheese_and_corner_ask_for_different_steps():
    states = steering.forks(50)
    assert len(states) == 50
    assert (maze_actions(states) != maze_actions(steering.at_corner(states))).all()


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


def test_the_cheese_vector_steers_a_mouse_that_goes_for_cheese_and_not_one_of_the_corner():
    for mouse, steers in ((MOUSE, True), (OF_CORNER, False)):
        found = {name: each["cheese"].mean()
                 for name, each in steering.steer(mouse, "cheese", count=100).items()}  # fmt: skip
        assert (found["as it is"] > 0.7) == steers
        assert (found["subtracted"] < found["random subtracted"] - 0.15) == steers
        assert (found["painted out"] < found["as it is"] - 0.2) == steers


# ── Clamped channels ────────────────────────────────────────────────────────────────────────


def test_clamping_sets_one_place_and_keeps_the_others_low():
    said = torch.ones(2, 3, 4, 4)
    clamped = retargeting.clamp((1, 2), [2], [5.0], [0.0])(said)
    assert clamped[0, 2, 1, 2] == 5
    assert clamped[:, 2].sum() == 10 and clamped[:, :2].sum() == 2 * 2 * 16
    assert said.max() == 1


def test_other_channels_are_others():
    chosen = np.argsort(-retargeting.heights(MOUSE)[:, 0])[: retargeting.CHANNELS]
    said = torch.full((1, 8, 9, 9), 7.5)
    for random, same in ((None, True), (0, False), (1, False)):
        edit = retargeting.retarget(MOUSE, (1, 1), random=random).edit
        changed = np.flatnonzero((edit(said) != said).numpy().any((0, 2, 3)))
        assert set(changed) <= set(chosen) if same else not set(changed) & set(chosen)


def test_clamped_channels_send_a_mouse_that_goes_for_cheese_and_not_one_of_the_corner():
    for mouse, follows in ((MOUSE, True), (OF_CORNER, False)):
        found = retargeting.retargeted(mouse, [(7, 1)], mazes=40)
        assert len(found["farther"]) == 40
        rate = {name: found[name].mean() for name in retargeting.VERSIONS}
        assert (rate["clamped"] > rate["other channels"] + 0.2) == follows
        assert (rate["cheese there"] > 0.5) == follows


def test_targets_are_off_the_way_and_arrivals_are_counted_before_the_cheese():
    cell = (7, 1)
    states = retargeting.off_the_way(cell, 40, 0)
    there = states.copy()
    there.cheese_at = cell[0] * 9 + cell[1]
    assert (states.mouse_at != there.cheese_at).all()
    assert (states.cheese_at != there.cheese_at).all()
    assert maze_ways(there)["detour"].all()
    assert retargeting.arrives(cl.planner(maze.DEPLOY), there, cell).all()
    assert not retargeting.arrives(cl.planner(maze.DEPLOY), states, cell).any()


def test_the_cheese_does_not_lie_on_the_way_to_a_target():
    cell = (1, 1)
    states = retargeting.off_the_way(cell, 40, 0)
    there = retargeting.cheese_at(states, cell)
    passed = states.copy()
    passed.corner_at = there.cheese_at
    assert len(states) == 40
    assert maze_ways(passed)["detour"].all()


def test_a_target_is_farther_than_the_cheese_by_so_many_steps():
    drawing = "\n".join(["#########", "#.M...C.#", "###.#####", "###.#####"] + ["#########"] * 5)
    state = maze.WORLD.level(drawing)
    assert [retargeting.farther(state, cell)[0] for cell in ((3, 3), (1, 1), (1, 7))] == [-1, -3, 1]
