"""The level editor without a browser: what it changes, shows and refuses."""

import base64

import numpy as np
import pytest
from support.painter import LEVEL, ROOM, SMALL, VAULT, Painter
from support.png import pixels_of

import course_lib as cl
from course_lib.study.measure.episodes import play
from course_lib.widgets import LevelEditor
from course_lib.worlds import coin_run, gems, keys_and_chests, maze

TEXT = LEVEL.strip()
RUN = """
#..............#
#..............#
#..............#
#..............#
#..............#
#..............#
#..............#
#..............#
#....R.x.E...C.#
#######..#######
#######~~#######
#######~~#######
"""


@pytest.fixture
def editor() -> LevelEditor:
    return LevelEditor(SMALL, Painter(), level=LEVEL)


def hear(editor, **message) -> None:
    """The editor has got a message as the browser sends it."""
    before = editor.answers
    editor._hear(message)
    assert editor.answers == before + 1, "the browser waits for an answer to each"


# ── Changes ─────────────────────────────────────────────────────────────────────────────────


def test_the_cheese_is_moved_and_everything_else_stays(editor):
    editor.move((3, 1), (5, 3))
    assert editor.text == TEXT.replace("C", ".").replace("#...###", "#..C###")
    assert editor.level[0].cheese_at == 5 * 7 + 3
    editor.put("cheese", 1, 4)
    assert editor.text.count("C") == 1 and editor.text.splitlines()[1] == "#M..C##"


def test_a_wall_can_be_drawn_and_taken_away(editor):
    editor.put("wall", 5, 2)
    editor.put(maze.Tile.FREE, 4, 4)
    assert editor.text.splitlines()[4:6] == ["#.#..##", "#.#.###"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda e: e.put("wall", 2, 4), "the mouse cannot reach the cheese at row 3, column 1"),
        (lambda e: e.put("free", 3, 1), "exactly one cheese; this has 0"),
        (lambda e: e.move((3, 1), (1, 1)), "exactly one mouse; this has 0"),
        (lambda e: e.put("free", 0, 3), "border of a level must be wall"),
        (lambda e: e.put("lure", 3, 3), "'lure' cannot be put into this world; allowed: wall,"),
        (lambda e: e.put("wall", 7, 0), r"rows 0 to 6 and columns 0 to 6, not \(7, 0\)"),
        (lambda e: e.move((1, 1), (1.5, 2)), r"not \(1.5, 2\)"),
        (lambda e: setattr(e, "text", "###\n#M#"), "level is square"),
        (lambda e: setattr(e, "text", ""), "at least one line"),
        (lambda e: setattr(e, "text", 3), "a level is text, not 3"),
    ],
)
def test_what_the_world_refuses_is_not_done(editor, change, words):
    before, path = editor.text, editor.path.tolist()
    with pytest.raises(ValueError, match=words):
        change(editor)
    assert editor.text == before and editor.path.tolist() == path
    assert not editor.scene["undo"]


def test_undo_and_redo_go_through_all_changes(editor):
    editor.put("wall", 5, 2)
    editor.move((3, 1), (5, 3))
    last = editor.text
    editor.undo()
    assert editor.text == TEXT.replace("#...###", "#.#.###", 1)
    editor.undo()
    assert editor.text == TEXT and editor.scene["redo"]
    editor.undo()
    assert editor.text == TEXT, "there is nothing before the first"
    editor.redo()
    editor.redo()
    assert editor.text == last and not editor.scene["redo"]
    editor.undo()
    editor.put("free", 4, 4)
    editor.redo()
    assert editor.text.splitlines()[4] == "#.#..##", "a new change ends what could be redone"


def test_the_text_can_be_set_and_another_level_can_come(editor):
    editor.text = TEXT.replace("M", ".").replace("C....#", "C...M#")
    assert editor.path[0].tolist() == [3, 5]
    editor.new(5)
    assert np.array_equal(editor.level, play(Painter(), SMALL, seed=5).records[:1])
    editor.undo()
    assert "M" in editor.text.splitlines()[3]


def test_a_smaller_maze_keeps_its_own_corner():
    mixed = maze.Distribution(size=(5, 9), cheese="anywhere")
    seed = next(s for s in range(50) if LevelEditor(mixed, seed=s).level[0].extent == 5)
    editor = LevelEditor(mixed, Painter(), seed=seed)
    corner = editor.level[0].corner_at
    assert len(editor.text.splitlines()) == 5
    editor.text = editor.text
    assert editor.level[0].corner_at == corner and editor.scene["width"] == 9
    with pytest.raises(ValueError, match="too small for a level of size 11"):
        editor.text = "\n".join(["#" * 11, *["#" + "." * 9 + "#"] * 9, "#" * 11])


# ── What is shown ───────────────────────────────────────────────────────────────────────────


def test_path_arrows_and_episode_are_those_of_the_level_as_it_is(editor):
    for change in (lambda: None, lambda: editor.move((3, 1), (5, 3)), editor.undo):
        change()
        episode = play(Painter(), SMALL, level=editor.level)
        assert editor.path.tolist() == episode.positions().tolist()
        assert editor.play().actions.tolist() == episode.actions.tolist()
        expected = cl.study.inside.arrows.arrows(Painter(), SMALL, level=editor.text)
        assert np.allclose(editor.arrows.probabilities, expected.probabilities)
        shares = np.frombuffer(base64.b64decode(editor.field["shares"]), np.uint8).reshape(-1, 4)
        assert np.abs(shares / 255 - expected.probabilities).max() < 0.5 / 255 + 1e-9


def test_the_planner_and_nobody_can_be_shown_instead(editor):
    editor.show = "planner"
    assert editor.path[-1].tolist() == [3, 1] and len(editor.path) == 9
    assert "planner: 8 steps; got the cheese at step 8." in editor.status
    editor.show = "nobody"
    assert editor.arrows is None and editor.path is None and editor.field == {}
    with pytest.raises(Exception, match="show"):
        editor.show = "someone"


def test_the_status_counts_the_arrows_that_a_change_turned():
    editor = LevelEditor(SMALL, lambda observation: 1, level=LEVEL)
    editor.move((3, 1), (5, 3))
    assert "The last change turned 0 of " in editor.status
    editor.show = "planner"
    editor.move((5, 3), (1, 4))
    turned = int(editor.status.split("turned ")[1].split()[0])
    assert turned > 3


def test_dice_and_greedy_choose_the_path():
    class Coin(Painter):
        def evaluate(self, observations):
            count = len(observations)
            return np.full((count, 4), [0.1, 0.4, 0.3, 0.2]), np.zeros(count)

        def choose(self, observations, states, uniform):
            return (uniform * 4).astype(int)

    editor = LevelEditor(SMALL, Coin(), level=LEVEL)
    paths = []
    for dice in (0, 1, 0):
        editor.dice = dice
        paths.append(editor.path.tolist())
    assert paths[0] == paths[2] != paths[1]
    editor.greedy = True
    assert set(editor.episode.actions) == {1}


def test_a_moment_of_the_path_has_the_keys_of_that_moment():
    editor = LevelEditor(VAULT, cl.planner(VAULT), seed=1)
    keys = [event["step"] for event in editor.episode.events if event["name"] == "keys"]
    editor.moment = keys[0]
    expected = cl.study.inside.arrows.arrows(
        cl.planner(VAULT), VAULT, level=editor.episode.records[keys[0]]
    )
    assert editor.arrows.places.tolist() == expected.places.tolist()
    tiles = np.frombuffer(base64.b64decode(editor.scene["tiles"]), np.uint8)
    assert tiles[0] == keys_and_chests.Tile.KEY, "it is drawn in the hand"
    editor.moment = 10_000
    assert editor.moment == len(editor.episode.actions)
    editor.undo()
    assert editor.moment == 0


def test_without_an_agent_there_is_the_editor_alone():
    editor = LevelEditor(maze.DEPLOY, seed=2)
    assert editor.show == "nobody" and editor.arrows is None and editor.agent_name == ""
    assert "cheese 1" in editor.status
    with pytest.raises(ValueError, match="this editor has no agent"):
        editor.play()
    assert editor.play(cl.planner(maze.DEPLOY)).metrics["cheese"] == 1


@pytest.mark.parametrize("where", [maze, maze.WORLD, maze.DEPLOY])
def test_a_world_stands_for_its_deployment(where):
    assert LevelEditor(where, seed=4).text == LevelEditor(maze.DEPLOY, seed=4).text


# ── Messages from the browser ───────────────────────────────────────────────────────────────


def test_a_drag_shows_what_would_be_and_keeps_nothing_until_it_ends(editor):
    hear(editor, edit={"move": [3, 1, 5, 3]}, final=False)
    assert editor.scene["text"].splitlines()[5] == "#..C###" and editor.text == TEXT
    shown = editor.path.tolist()
    hear(editor, edit={"move": [3, 1, 1, 4]}, final=False)
    assert editor.text == TEXT
    hear(editor, edit=None)
    assert editor.scene["text"] == TEXT and not editor.scene["undo"]
    hear(editor, edit={"move": [3, 1, 5, 3]}, final=True)
    assert editor.text.splitlines()[5] == "#..C###" and editor.path.tolist() == shown
    hear(editor, do="undo")
    assert editor.text == TEXT, "a drag is one change"


def test_a_stroke_of_the_brush_is_one_change(editor):
    for final in (False, True):
        hear(editor, edit={"put": maze.Tile.FREE, "cells": [[4, 2], [4, 4]]}, final=final)
    assert editor.text.splitlines()[4] == "#....##" and len(editor.board.past) == 1


def test_a_refusal_is_said_in_the_widget_and_gone_after_the_next_change(editor):
    hear(editor, edit={"put": maze.Tile.WALL, "cells": [[2, 4]]}, final=True)
    assert "cannot reach the cheese" in editor.trouble and editor.scene["text"] == TEXT
    hear(editor, edit={"put": maze.Tile.FREE, "cells": [[4, 4]]}, final=True)
    assert editor.trouble == ""
    hear(editor, text="nonsense")
    assert "not a tile" in editor.trouble and editor.text.splitlines()[4] == "#.#..##"
    hear(editor, set={"show": "somebody"})
    assert editor.trouble and editor.show == "agent"


def test_the_browser_can_ask_for_other_things(editor):
    hear(editor, set={"show": "planner"})
    assert editor.show == "planner" and len(editor.path) == 9
    hear(editor, set={"moment": 3})
    assert editor.moment == 3
    hear(editor, do="next")
    assert editor.text != TEXT and editor.moment == 0
    hear(editor, do="again")
    hear(editor, set={"label": "other"})
    assert editor.label.startswith("Maze")


# ── The other worlds ────────────────────────────────────────────────────────────────────────


def test_gems_and_lures_can_be_put_and_the_way_must_be_free():
    editor = LevelEditor(ROOM, Painter(), level="#######\n#R.L.G#\n" + "#.....#\n" * 4 + "#######")
    editor.put("lure", 2, 1)
    with pytest.raises(ValueError, match="without touching a lure"):
        editor.put("lure", 1, 2)
    editor.put("goal", 3, 3)
    assert editor.text.count("G") == 2 and editor.text.count("L") == 2


def test_keys_and_chests_move_and_the_top_row_stays_the_inventory():
    editor = LevelEditor(VAULT, cl.planner(VAULT), seed=3)
    places = np.argwhere(np.array([list(line) for line in editor.text.splitlines()]) == "K")
    editor.put("free", *map(int, places[0]))
    assert editor.level[0].keys_left == len(places) - 1
    with pytest.raises(ValueError, match="top row is the inventory"):
        editor.put("key", 0, 3)


def test_a_planner_that_cannot_take_a_level_on_says_so_and_the_level_stays():
    editor = LevelEditor(VAULT, seed=3)
    for column in range(1, 8):
        for row in (1, 2):
            if editor.text.splitlines()[row][column] == ".":
                editor.put("chest", row, column)
    text = editor.text
    hear(editor, set={"show": "planner"})
    assert "at most 12 keys and chests" in editor.trouble and editor.text == text


def test_a_coin_run_can_be_edited_and_ground_grows_turf():
    editor = LevelEditor(coin_run.DEPLOY, level=RUN)
    assert editor.text.splitlines()[9] == '#""""""..""""""#'
    editor.put("ground", 8, 11)
    assert editor.text.splitlines()[8][11] == '"' and editor.text.splitlines()[9][11] == "#"
    editor.move((8, 5), (5, 5))  # in the air: it will fall
    editor.move((8, 13), (8, 3))
    assert editor.text.splitlines()[5][5] == "R" and editor.text.splitlines()[8][3] == "C"
    editor.undo()
    editor.undo()
    editor.undo()
    assert editor.text.splitlines()[8] == "#....R.x.E...C.#"
    editor.show = "planner"
    assert editor.episode.metrics["coin"] == 1


def test_what_a_drawing_does_not_show_is_kept():
    hidden = coin_run.Distribution(coin_shown=False, wall=False, limit=33)
    editor = LevelEditor(hidden, seed=2)
    before = editor.level[0].copy()
    editor.put("crate", 3, 8)
    after = editor.level[0]
    for name in ("coin_shown", "end_column", "limit", "coin_at", "length"):
        assert after[name] == before[name], name


# ── Words, pictures, bad arguments ──────────────────────────────────────────────────────────


def test_an_editor_brings_words_and_a_picture_with_arrows(editor):
    data, _ = editor._repr_mimebundle_()
    assert data["text/plain"].startswith("Level to edit: Maze, size 7, cheese anywhere. painter: ")
    with_arrows = pixels_of(base64.b64decode(data["image/png"]))
    editor.show = "nobody"
    without = pixels_of(editor.still())
    assert with_arrows.shape == without.shape and (with_arrows != without).any()


def test_a_policy_of_another_world_or_size_is_refused():
    with pytest.raises(ValueError, match="was made for 'gems', not for 'maze'"):
        LevelEditor(maze.DEPLOY, cl.planner(gems.DEPLOY))
    with pytest.raises(TypeError, match="a policy is a function"):
        LevelEditor(maze.DEPLOY, 3)
    with pytest.raises(TypeError, match="not a distribution"):
        LevelEditor("maze")
    with pytest.raises(ValueError, match="another size"):
        LevelEditor(maze.Distribution(size=7), cl.load("maze/corner"))
