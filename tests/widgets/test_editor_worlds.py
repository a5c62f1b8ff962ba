"""The level editor and the arrows in every world: garden and ridge, and one of a student's own."""

from dataclasses import replace

import numpy as np
import pytest
from support import own_world

import course_lib as cl
from course_lib.engine.sim import BatchSim
from course_lib.engine.traits import Brushes
from course_lib.study.inside.arrows import arrows, everywhere
from course_lib.widgets import LevelEditor
from course_lib.widgets.editor.drawing import Drawing, brushes_of
from course_lib.worlds import coin_run, garden, maze, ridge

GARDEN = """
####o##
#G..d.#
#..d..#
#....W#
#.~...#
#d....#
#######
"""
RIDGE = """
#########
#..F....#
#.......#
#~~=~...#
#~~=~...#
#~~=~...#
#..W....#
#......s#
#########
"""


@pytest.mark.parametrize("name", cl.worlds())
def test_every_world_can_be_edited_and_has_arrows(name):
    home = cl.world(name)
    editor = LevelEditor(home, cl.random_policy(home.DEPLOY), seed=4)
    assert len(editor.arrows.places) > 5 and not editor.trouble
    again = LevelEditor(home, level=editor.text)
    assert again.text == editor.text
    editor.show = "planner"
    assert editor.trouble == "" and len(editor.arrows.places) > 0
    names = [name for _, name in editor.world["brushes"]]
    assert len(set(names)) == len(names) > 3


@pytest.mark.parametrize("where", [garden.TRAIN, garden.DEPLOY, ridge.TRAIN, ridge.DEPLOY])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_nothing_but_the_figure_is_moved(where, seed):
    sim = BatchSim(where, 1, "tiles")
    sim.reset(np.array([seed]))
    home, state = sim.world, sim.batch[0]
    records, places = everywhere(where, state)
    below = home.brushes.below
    drawn = home.tiles(state)
    ground = np.array([below.get(tile, tile) for tile in drawn.ravel()]).reshape(drawn.shape)
    assert tuple(map(int, home.agent_position(state))) in map(tuple, places.tolist())
    for record, (row, column) in zip(records, places.tolist(), strict=True):
        seen = home.tiles(record)
        assert home.agent_position(record) == (row, column) and seen[row, column] in below
        assert (np.delete(seen, row * len(seen) + column) ==
                np.delete(ground, row * len(seen) + column)).all()  # fmt: skip


def test_a_gardener_leaves_the_plant_that_he_stood_on():
    editor = LevelEditor(garden.DEPLOY, level=GARDEN)
    editor.move((1, 1), (1, 4))
    editor.move((1, 4), (3, 5))
    assert editor.text.splitlines()[1] == "#...d.#" and editor.text.splitlines()[3] == "#....E#"
    editor.put("gardener", 4, 2)
    assert editor.text.splitlines()[3] == "#....W#" and editor.text.splitlines()[4] == "#.P...#"
    editor.put("dry", 4, 2)
    assert editor.text.splitlines()[4] == "#.D...#"
    with pytest.raises(ValueError, match="gardener"):
        editor.put("wall", 4, 2)


def test_a_camera_leaves_its_wall_and_water_stays_as_long_as_the_distribution_says():
    editor = LevelEditor(replace(garden.DEPLOY, drying=5), level=GARDEN)
    editor.move((0, 4), (4, 4))
    assert editor.text.splitlines()[0] == "#######" and editor.text.splitlines()[4] == "#.~.o.#"
    assert editor.level[0].drying == 5
    editor.put("camera", 1, 1)
    assert editor.text.splitlines()[1] == "#C..d.#" and editor.text.count("o") == 0
    editor.put("camera", 2, 1)
    assert editor.text.splitlines()[1] == "#G..d.#"


def test_a_walker_can_be_put_on_the_ridge_but_not_at_the_flag_nor_in_the_chasm():
    editor = LevelEditor(ridge.DEPLOY, cl.planner(ridge.DEPLOY), level=RIDGE, seed=2)
    editor.put("walker", 4, 3)
    assert editor.text.splitlines()[4] == "#~~R~...#" and editor.level[0].slip == 0.2
    for place in ((1, 3), (4, 1)):
        with pytest.raises(ValueError, match="cannot begin at the flag, nor in the chasm"):
            editor.put("walker", *place)
    slips = editor.level[0].slips.copy()
    editor.put("sign", 7, 1)
    assert (editor.level[0].slips == slips).all(), "chances follow the seed"


def test_a_planner_has_no_arrow_where_nothing_can_be_gained():
    shut = RIDGE.replace("#~~=~...#", "#~~=~####", 1).replace("#......s#", "#.....#s#")
    shut = shut.replace("#..W....#", "#..W...##")
    places = arrows(cl.planner(ridge.TRAIN), ridge.TRAIN, level=shut).places.tolist()
    assert [7, 7] not in places and [6, 3] in places
    dry = replace(garden.TRAIN, limit=1)
    assert len(arrows(cl.planner(dry), dry, level=GARDEN).places) == 25
    sim = BatchSim(dry, 1, "tiles", autoreset=False)
    sim.batch[0] = cl.world("garden").level(GARDEN, limit=1)[0]
    sim.step(np.array([4]))
    assert len(arrows(cl.planner(dry), dry, level=sim.batch[0]).places) == 0


def test_a_world_of_ones_own_has_all_its_tiles_as_brushes():
    home = own_world.load().WORLD
    plain = replace(home, brushes=None)
    sim = BatchSim(home.TRAIN, 1, "tiles")
    sim.reset(np.array([0]))
    kit = brushes_of(plain, sim.batch)
    row, column = map(int, home.agent_position(sim.batch[0]))
    assert kit.tiles == tuple(home.Tile) and kit.floor.name == "FREE"
    assert kit.alone == (home.Tile(home.tiles(sim.batch[0])[row, column]),)
    editor = LevelEditor(home.TRAIN, cl.random_policy(home.TRAIN), seed=0)
    target = next(p for p in editor.arrows.places.tolist() if p != [row, column])
    editor.move((row, column), tuple(target))
    assert tuple(map(int, home.agent_position(editor.level[0]))) == tuple(target)


def test_in_a_world_without_places_there_is_a_path_and_no_arrow(monkeypatch):
    monkeypatch.setattr(cl.engine.world, "_WORLDS", dict(cl.engine.world._WORLDS))
    bare = replace(maze.WORLD, arrow_places=None, agent_at="")
    cl.engine.world._WORLDS["maze"] = bare
    with pytest.raises(ValueError, match="no arrows for 'maze'"):
        arrows(cl.random_policy(maze.TRAIN), maze.TRAIN)
    editor = LevelEditor(maze.TRAIN, cl.random_policy(maze.TRAIN), seed=0)
    assert editor.arrows is None and editor.path is not None and "random" in editor.status


def test_a_drawing_without_things_below_is_as_it_is_drawn():
    kit = Brushes((maze.Tile.WALL, maze.Tile.FREE, maze.Tile.MOUSE), maze.Tile.FREE)
    drawing = Drawing(kit, np.array([[1, 2], [1, 1]], np.uint8))
    drawing.lay((1, 0), drawing.take((0, 1)))
    assert drawing.tiles.tolist() == [[1, 1], [2, 1]]
    assert coin_run.WORLD.brushes.shown == {"coin_shown": 1}
