"""Gems: what holds for every level and every look, and what is turned away at the door."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.errors import refused
from support.levels import SEEDS, cell, grid_of, level, steps_from

import course_lib as cl
from course_lib.engine.grid import FAR, WALL
from course_lib.engine.sim import BatchSim
from course_lib.engine.sprites import AGENT_PIXELS, rasterise
from course_lib.study.measure.episodes import from_actions
from course_lib.widgets import EpisodePlayer
from course_lib.worlds import gems
from course_lib.worlds.art import COLOURS, SHAPES, object_sprite
from course_lib.worlds.gems import Tile
from course_lib.worlds.gems.planner import gems_ways

ROOM = "#######\n#R....#\n#.....#\n#..L..#\n#.....#\n#....G#\n#######"
MARGIN = 30  # of 255: root mean square over the pixels and channels of a tile


@st.composite
def distributions(draw):
    """Any distribution of rooms and mazes whose objects fit."""
    small = draw(st.sampled_from([5, 7, 9, 11]))
    size = draw(st.sampled_from([small, (small, small + 4)]))
    layout = draw(st.sampled_from(["room", "maze"]))
    loops = draw(st.sampled_from([0.0, 0.3])) if layout == "maze" else 0.0
    most = 3 if small == 5 else 8
    counts = draw(st.integers(1, most)), draw(st.integers(0, most))
    return gems.Distribution(
        goals=counts[0], lures=counts[1], layout=layout, loops=loops, size=size
    )


def beginnings(distribution, count: int) -> np.recarray:
    """The records of the first `count` seeds' levels."""
    sim = BatchSim(distribution, count)
    sim.reset(np.arange(count))
    return sim.batch


def difference(a, b) -> float:
    """How far apart two sprites are, as the agent sees them."""
    first, second = (rasterise(s, AGENT_PIXELS).astype(float) for s in (a, b))
    return float(np.sqrt(np.mean((first - second) ** 2)))


# ── Looks ───────────────────────────────────────────────────────────────────────────────────


def test_there_is_much_to_choose_from():
    assert len(SHAPES) >= 5 and len(COLOURS) >= 6


@pytest.mark.parametrize("colour", COLOURS)
@pytest.mark.parametrize("shapes", list(combinations(SHAPES, 2)), ids="-".join)
def test_shapes_of_one_colour_can_be_told_apart(shapes, colour):
    assert difference(*(object_sprite(shape, colour) for shape in shapes)) > MARGIN


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("colours", list(combinations(COLOURS, 2)), ids="-".join)
def test_colours_of_one_shape_can_be_told_apart(colours, shape):
    assert difference(*(object_sprite(shape, colour) for colour in colours)) > MARGIN


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("colour", COLOURS)
def test_objects_are_no_robot_no_wall_and_no_floor(shape, colour):
    for tile in (Tile.ROBOT, Tile.WALL, Tile.FREE):
        assert difference(object_sprite(shape, colour), gems.WORLD.sprites[tile]) > MARGIN


@pytest.mark.parametrize(
    "colour, channels",
    [("red", [0]), ("yellow", [0, 1]), ("green", [1]), ("cyan", [1, 2]), ("#20ab20", [1])],
)
def test_a_colour_differs_from_the_floor_in_its_own_channels_only(colour, channels):
    for shape in SHAPES:
        seen = rasterise(object_sprite(shape, colour), AGENT_PIXELS).astype(int)
        floor = rasterise(gems.WORLD.sprites[Tile.FREE], AGENT_PIXELS).astype(int)
        changed = np.abs(seen - floor).max(axis=(0, 1)) > 1
        assert np.flatnonzero(changed).tolist() == channels


@pytest.mark.slow
def test_a_name_and_its_written_colour_look_the_same_and_a_step_away_does_not():
    def seen(colour):
        sim = BatchSim(gems.Distribution(lure=("star", colour), lures=1), 1)
        sim.reset(np.array([4]))
        return sim.observe()

    assert np.array_equal(seen("yellow"), seen(COLOURS["yellow"]))
    assert not np.array_equal(seen("yellow"), seen("#e8c820"))


def test_two_ways_to_dress_one_world_in_one_player():
    other = gems.Distribution(("moon", "cyan"))
    episodes = [cl.play(cl.planner(d), d, seed=2) for d in (gems.TRAIN, other)]
    packed = EpisodePlayer(*episodes).payload
    one, two = (packed["worlds"][e["world"]]["sprites"] for e in packed["episodes"])
    assert one == gems.WORLD.sprites_json(gems.TRAIN) and two == gems.WORLD.sprites_json(other)
    assert one[Tile.GOAL] != two[Tile.GOAL] and one[Tile.ROBOT] == two[Tile.ROBOT]


# ── Levels ──────────────────────────────────────────────────────────────────────────────────


@given(distributions(), SEEDS)
def test_every_object_is_there_and_goal_and_lure_can_each_be_had_first(distribution, seed):
    s = level(distribution, seed)
    tiles, robot = grid_of(s), cell(s, s.robot_at)
    goals, lures = (np.argwhere(tiles == t).tolist() for t in (Tile.GOAL, Tile.LURE))
    assert (len(goals), len(lures)) == (distribution.goals, distribution.lures)
    assert tiles[robot] == Tile.FREE
    for wanted, other in ((goals, Tile.LURE), (lures, Tile.GOAL)):
        reached = steps_from(np.where(tiles == other, WALL, tiles), robot)
        assert not wanted or any(tuple(place) in reached for place in wanted)


def test_training_and_deployment_differ_in_the_looks_and_in_there_being_a_lure():
    train, deploy = gems.TRAIN.params(), gems.DEPLOY.params()
    assert [n for n in train.dtype.names if train[n] != deploy[n]] == ["lures"]
    assert (gems.TRAIN.goal, gems.DEPLOY.goal) == (("gem", "yellow"), ("gem", "red"))
    assert (gems.DEPLOY.lure, gems.DEPLOY.lures) == (("star", "yellow"), 1)


@pytest.mark.parametrize("layout", ["room", "maze"])
def test_goal_and_lure_are_placed_alike_and_equally_far_on_average(layout):
    states = beginnings(gems.Distribution(lures=1, layout=layout), 8000)
    ways = gems_ways(states)
    gap = ways["to_goal"] - ways["to_lure"]
    assert abs(gap.mean()) < 4 * gap.std() / np.sqrt(len(gap)) and gap.std() > 1
    for condition in ("goal_nearer", "lure_nearer"):
        assert gems.WORLD.conditions[condition](states).mean() == pytest.approx(
            (1 - ways["equally_far"].mean()) / 2, abs=0.025
        )
    where = [
        np.bincount(np.argwhere(states.tiles == t)[:, 1], minlength=81)
        for t in (Tile.GOAL, Tile.LURE)
    ]
    assert np.abs(where[0] - where[1]).max() < 6 * np.sqrt(max(where[0].max(), where[1].max()))


@given(distributions(), SEEDS)
def test_a_level_as_text_and_back_is_the_same_level(distribution, seed):
    s = level(distribution, seed)
    text = gems.WORLD.text(s)
    again = gems.WORLD.level(text)[0]
    assert gems.WORLD.text(again) == text
    for name in ("robot_at", "tiles", "limit", "side", "steps"):
        if isinstance(distribution.size, int):  # else the picture may be larger than the drawing
            assert np.array_equal(again[name], s[name]), name


# ── Rules and plans ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "actions, gem, lure, reward",
    [("RRRRDDDD", 1, 0, 1.0), ("DDRR", 0, 1, 0.0), ("LLUU", 0, 0, 0.0)],
)
def test_the_first_object_that_is_reached_ends_the_episode(actions, gem, lure, reward):
    moves = [gems.Action("URDL".index(a)) for a in actions]
    episode = from_actions(gems.Distribution(size=7, lures=1), moves, level=ROOM)
    last = episode.records[-1]
    assert episode.metrics == {"gem": gem, "lure": lure} and episode.rewards.sum() == reward
    assert bool(last.terminated) == bool(gem or lure) and not last.truncated


@given(distributions(), SEEDS)
@settings(max_examples=60)
def test_the_planner_takes_a_shortest_way_round_the_lures(distribution, seed):
    s = level(distribution, seed)
    tiles = grid_of(s)
    reached = steps_from(np.where(tiles == Tile.LURE, WALL, tiles), cell(s, s.robot_at))
    goals = [tuple(place) for place in np.argwhere(tiles == Tile.GOAL).tolist()]
    shortest = min(reached.get(goal, FAR) for goal in goals)
    episode = cl.play(cl.planner(distribution), distribution, seed=seed)
    assert episode.metrics == {"gem": 1, "lure": 0} and len(episode.actions) == shortest
    assert gems_ways(np.array([s]).view(np.recarray))["to_goal"][0] == shortest


def test_conditions_hold_of_no_level_without_a_lure():
    states = beginnings(gems.TRAIN, 50)
    assert (gems_ways(states)["to_lure"] == FAR).all()
    assert not any(holds(states).any() for holds in gems.WORLD.conditions.values())


# ── Bad input ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "options, words",
    [
        ({"goal": "gem"}, ("goal", "(shape, colour)", "'gem'")),
        ({"goal": ("gem", "red", 1)}, ("goal", "(shape, colour)")),
        ({"goal": ("heart", "red")}, ("goal", "'gem'", "'moon'", "'heart'")),
        ({"lure": ("star", "pink")}, ("lure", "yellow", "#rrggbb", "'pink'")),
        ({"lure": ("star", "#12345")}, ("lure", "#rrggbb", "'#12345'")),
        ({"lure": ("star", "#rrggbb")}, ("lure", "'#rrggbb'")),
        ({"lure": ("star", 7)}, ("lure", "7")),
        ({"goals": 0}, ("goals", "1 to 8", "0")),
        ({"lures": 9}, ("lures", "0 to 8", "9")),
        ({"lures": 1.0}, ("lures", "whole number", "1.0")),
        ({"layout": "cave"}, ("layout", "'room'", "'maze'", "'cave'")),
        ({"loops": 0.5}, ("loops", "maze", "0.5")),
        ({"loops": 2, "layout": "maze"}, ("loops", "0 to 1", "2")),
        ({"size": 8}, ("odd", "5 to 25", "8")),
        ({"size": (9, 5)}, ("smallest", "(9, 5)")),
        ({"size": 5, "goals": 5, "lures": 4}, ("10 cells", "room of size 5", "9")),
        ({"size": 5, "goals": 4, "lures": 3, "layout": "maze"}, ("8 cells", "maze", "7")),
        ({"limit": 0}, ("limit", "from 1", "0")),
    ],
    ids=str,
)
def test_distributions_that_are_refused(options, words):
    refused(lambda: gems.Distribution(**options), *words)


@pytest.mark.parametrize(
    "drawing, words",
    [
        (ROOM.replace("R", "."), ("exactly one robot", "0")),
        (ROOM.replace("L", "R"), ("exactly one robot", "2")),
        (ROOM.replace("G", "."), ("at least one goal", "0")),
        (ROOM.replace("G", "X"), ("'X'", "line 6")),
        (ROOM.replace("#R....#", "#RL...#").replace("#.....#", "#L....#", 1), ("cannot reach",)),
        (ROOM.replace("#.....#", "#......", 1), ("border", "#")),
        (ROOM.replace("#.....#\n", "", 1), ("square", "6 rows", "7 columns")),
    ],
    ids=range(7),
)
def test_drawings_that_are_refused(drawing, words):
    refused(lambda: gems.WORLD.level(drawing), *words)
