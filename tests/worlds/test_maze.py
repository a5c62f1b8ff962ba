"""What holds for every maze and every plan; hypothesis looks for a counterexample."""

from hashlib import sha256

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.levels import SEEDS, cell, grid_of, level, steps_from

import course_lib as cl
from course_lib.engine.grid import FREE, MAX_SIDE, WALL
from course_lib.engine.sim import BatchSim
from course_lib.engine.sprites import AGENT_PIXELS, rasterise
from course_lib.worlds import maze
from course_lib.worlds.maze.planner import maze_ways

ODD = st.sampled_from(range(5, MAX_SIDE + 1, 2))


@st.composite
def sizes(draw):
    """A size, or a smallest and a largest."""
    small = draw(ODD)
    if draw(st.booleans()):
        return small
    return small, draw(st.sampled_from(range(small, MAX_SIDE + 1, 2)))


@st.composite
def distributions(draw, size=sizes(), loops=st.sampled_from([0.0, 0.2, 1.0])):  # noqa: B008
    """Any distribution of mazes that is allowed."""
    chosen = draw(size)
    most = (chosen if isinstance(chosen, int) else chosen[0]) - 2
    inside = st.tuples(st.integers(1, most), st.integers(1, most))
    place = st.sampled_from(["corner", "anywhere"])
    cheese = draw(st.one_of(place, st.integers(1, most), inside))
    mouse = draw(st.one_of(st.sampled_from(["anywhere", "start"]), inside))
    try:
        return maze.Distribution(chosen, cheese, mouse, draw(loops))
    except ValueError:  # both on one cell
        return maze.Distribution(chosen, cheese, "anywhere", draw(loops))


# ── Mazes ───────────────────────────────────────────────────────────────────────────────────


@given(distributions(), SEEDS)
def test_every_maze_is_connected_and_walled_in(distribution, seed):
    s = level(distribution, seed)
    tiles, size = grid_of(s), int(s.extent)
    assert distribution.sizes[0] <= size <= distribution.sizes[1] and size % 2 == 1
    outside = np.ones_like(tiles, bool)
    outside[1 : size - 1, 1 : size - 1] = False
    assert (tiles[outside] == WALL).all()
    assert (tiles[1:size:2, 1:size:2] == FREE).all(), "every room is free"
    assert len(steps_from(tiles, (1, 1))) == (tiles != WALL).sum()


@given(distributions(), SEEDS)
def test_mouse_cheese_and_corner_are_where_the_distribution_says(distribution, seed):
    s = level(distribution, seed)
    size = int(s.extent)
    mouse, cheese, corner = (cell(s, at) for at in (s.mouse_at, s.cheese_at, s.corner_at))
    assert corner == (1, size - 2) and mouse != cheese
    assert {grid_of(s)[at] for at in (mouse, cheese, corner)} == {FREE}
    if distribution.cheese == "corner":
        assert cheese == corner
    elif isinstance(distribution.cheese, int):
        assert cheese[0] <= distribution.cheese and cheese[1] >= size - 1 - distribution.cheese
    elif isinstance(distribution.cheese, tuple):
        assert cheese == distribution.cheese
    if distribution.mouse == "anywhere":
        assert mouse != corner
    elif isinstance(distribution.mouse, tuple) and cheese != distribution.mouse:
        assert mouse == distribution.mouse
    elif distribution.mouse == "start" and cheese != (size - 2, 1):
        assert mouse == (size - 2, 1)


@given(distributions(size=ODD, loops=st.just(0.0)), SEEDS)
def test_a_maze_without_loops_is_a_tree(distribution, seed):
    if not isinstance(distribution.cheese, tuple) and not isinstance(distribution.mouse, tuple):
        rooms = (distribution.size // 2) ** 2
        assert (grid_of(level(distribution, seed)) == FREE).sum() == rooms + rooms - 1


@given(ODD, SEEDS)
def test_with_all_loops_every_door_is_open_and_every_pillar_stands(size, seed):
    tiles = grid_of(level(maze.Distribution(size, loops=1.0), seed))
    rooms = size // 2
    assert (tiles == FREE).sum() == rooms**2 + 2 * rooms * (rooms - 1)
    assert (tiles[2:-1:2, 2:-1:2] == WALL).all()


def test_the_share_of_loops_is_the_share_of_walls_that_is_removed():
    sim = BatchSim(maze.Distribution(13, loops=0.3), 1000)
    sim.reset(np.arange(1000))
    rooms = 36
    doors, tree = 2 * 6 * 5, rooms - 1
    removed = (sim.batch.tiles[:, : 13 * 13] == FREE).sum() - 1000 * (rooms + tree)
    assert removed / (1000 * (doors - tree)) == pytest.approx(0.3, abs=0.02)


@pytest.mark.parametrize("sides", [(5, 11), (7, 25)])
def test_all_sizes_of_a_range_are_equally_likely(sides):
    sim = BatchSim(maze.Distribution(sides), 4000)
    sim.reset(np.arange(4000))
    found, counts = np.unique(sim.batch.extent, return_counts=True)
    assert found.tolist() == list(range(sides[0], sides[1] + 1, 2))
    assert np.allclose(counts / 4000, 1 / len(found), atol=0.04)


def test_the_cheese_is_in_every_cell_of_its_region_and_in_no_other():
    sim = BatchSim(maze.Distribution(9, cheese=3, loops=1.0), 3000)  # only (2, 6) is wall there
    sim.reset(np.arange(3000))
    found, counts = np.unique(sim.batch.cheese_at, return_counts=True)
    region = {(r, c) for r in (1, 2, 3) for c in (5, 6, 7)} - {(2, 6)}
    assert {cell(sim.batch[0], at) for at in found} == region
    assert np.allclose(counts / 3000, 1 / 8, atol=0.03)


# ── Text ────────────────────────────────────────────────────────────────────────────────────


@given(distributions(), SEEDS)
def test_a_maze_as_text_and_back_is_the_same_maze(distribution, seed):
    """Where sizes differ, text does not say where a smaller maze ends and its picture goes on."""
    s = level(distribution, seed)
    text = maze.WORLD.text(s)
    again = maze.WORLD.level(text)[0]
    assert maze.WORLD.text(again) == text
    for name in ("side", "extent", "limit", "mouse_at", "cheese_at", "corner_at", "tiles", "steps"):
        if isinstance(distribution.size, int) or name not in ("extent", "corner_at"):
            assert np.array_equal(again[name], s[name]), name


@given(distributions(size=st.just(7)), SEEDS)
def test_a_small_drawing_fits_into_a_larger_picture(distribution, seed):
    text = maze.WORLD.text(level(distribution, seed))
    s = maze.WORLD.level(text, side=11)[0]
    assert maze.WORLD.tiles(s).shape == (11, 11)
    drawn = maze.WORLD.text(s).splitlines()
    assert [line[:7] for line in drawn[:7]] == text.splitlines()
    assert set("".join(drawn[7:]) + "".join(line[7:] for line in drawn)) == {"#"}
    assert cell(s, s.corner_at) == (1, 5)


# ── Plans ───────────────────────────────────────────────────────────────────────────────────


@given(distributions(), SEEDS)
@settings(max_examples=60)
def test_the_planner_takes_a_shortest_way(distribution, seed):
    s = level(distribution, seed)
    shortest = steps_from(grid_of(s), cell(s, s.mouse_at))[cell(s, s.cheese_at)]
    episode = cl.play(cl.planner(distribution), distribution, seed=seed)
    assert episode.metrics["cheese"] == 1 and len(episode.actions) == shortest


@given(distributions(), SEEDS)
def test_ways_and_detours_are_what_a_search_finds(distribution, seed):
    s = level(distribution, seed)
    tiles, cheese, corner = grid_of(s), cell(s, s.cheese_at), cell(s, s.corner_at)
    from_mouse = steps_from(tiles, cell(s, s.mouse_at))
    onward = steps_from(tiles, cheese)[corner]
    ways = maze_ways(np.array([s]).view(np.recarray))
    assert ways["to_cheese"][0] == from_mouse[cheese]
    assert ways["to_corner"][0] == from_mouse[corner]
    assert ways["detour"][0] == (from_mouse[cheese] + onward != from_mouse[corner])


@given(distributions(size=st.just(9)), SEEDS)
@settings(max_examples=30)
def test_the_corner_counts_when_it_is_entered_no_later_than_the_cheese(distribution, seed):
    episode = cl.play(cl.random_policy(distribution), distribution, seed=seed)
    corner = cell(episode.records[0], episode.records[0].corner_at)
    entered = (episode.positions()[1:] == corner).all(axis=1).any()
    assert episode.metrics["corner"] == entered


def test_people_see_a_mouse_and_agents_the_pixels_they_were_trained_on():
    agents, people = maze.WORLD.sprites_of(maze.TRAIN), maze.WORLD.art_of(maze.TRAIN)
    assert [tile for tile in agents if agents[tile] != people[tile]] == [maze.Tile.MOUSE]
    pixels = rasterise(agents[maze.Tile.MOUSE], AGENT_PIXELS)
    assert sha256(pixels.tobytes()).hexdigest().startswith("fcb80f2eb9c1")
