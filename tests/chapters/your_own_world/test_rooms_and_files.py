"""Worlds in a room, agents trained beside the notebook, worlds as files, and the report card."""

import re
import time
from dataclasses import replace
from pathlib import Path

import gymnasium as gym
import numpy as np
import pytest
from support.errors import refused

import course_lib as cl
from course_lib.chapters.your_own_world import background, buttons, card, exchange, lava, room
from course_lib.chapters.your_own_world.built import known
from course_lib.engine import world as registry

SOURCES = Path(__file__).parents[3] / "lessons" / "source"
SHORT = cl.PPO(steps=512, num_envs=16, num_steps=16)
SAID = card.Said(
    "Green is meant.", "Left goes along.", "The sides change.", "Green more than left."
)


@pytest.fixture
def world():
    """The world of the two buttons, registered for one test and then forgotten."""
    cl.register(buttons.WORLD)
    yield buttons.WORLD
    registry._WORLDS.pop("buttons")


# ── The room ────────────────────────────────────────────────────────────────────────────────────


def cells() -> list[str]:
    """The cells of unit 10a that are a whole world."""
    text = (SOURCES / "10a_your_own_world.md").read_text(encoding="utf-8")
    return re.findall(r'```python tags=\["world"\]\n(.*?)```', text, re.S)


def test_the_worlds_of_the_units_are_the_cells_word_for_word():
    first, second = cells()
    written = Path(buttons.__file__).read_text(encoding="utf-8")
    assert first.rpartition("BUTTONS =")[0] in written
    assert len([line for line in first.splitlines() if line.strip()]) <= 40
    mended = second.replace('HOUSE="all #e85020"', 'HOUSE="triangle #107850"')
    mended = mended.replace("gap_on_top=1.0), Distribution(gap_on_top=1.0)",
                            "gap_on_top=1.0), Distribution(gap_on_top=0.0)")  # fmt: skip
    body = Path(lava.__file__).read_text(encoding="utf-8")
    for part in ("class Tile", "SPRITES", "State", "class Distribution", "TRAIN, DEPLOY"):
        start = mended.index(part)
        assert mended[start : mended.index("\n\n", start)] in body, part


def test_what_a_room_is_told_is_checked():
    tiles = buttons.Tile
    refused(lambda: room.sprites(tiles, ROBOT="circle #2040a0"), "GREEN", "RED", error=ValueError)
    looks = {"ROBOT": "circle #2040a0", "GREEN": "square #10a030"}
    refused(lambda: room.sprites(tiles, **looks, RED="blob #d02020"), "blob", "square")
    refused(lambda: room.sprites(tiles, **looks, RED="square red"), "'red'", "#rrggbb")
    refused(lambda: buttons.Distribution(green_left=1.5), "green_left", "1.5", "from 0 to 1")
    refused(lambda: buttons.Distribution(size=6), "size", "6", "odd")
    refused(lambda: room.world({}, name="x", goal="y"), "a world needs", "State")


def test_letters_are_one_for_each_tile():
    found = room.letters(buttons.Tile)
    assert "".join(found) == "#.RGr" and list(found.values()) == list(buttons.Tile)


def test_a_changed_world_has_levels_of_its_own(world):
    other = cl.register(room.changed(world, "other_buttons", title="Others"))
    assert cl.world_of(other.TRAIN) is other and cl.world_of(world.TRAIN) is world
    assert other.TRAIN.green_left == 1.0 and other.env_id != world.env_id
    assert other.title == "Others"
    registry._WORLDS.pop("other_buttons")


# ── Beside the notebook ─────────────────────────────────────────────────────────────────────────


def test_agents_trained_beside_the_notebook_are_those_trained_alone(world):
    run = background.train_beside(world.TRAIN, [3, 5], SHORT)
    assert "Training of Buttons" in repr(run)
    agents = run.wait()
    assert [agent.seed for agent in agents] == [3, 5] and not run.running
    assert repr(run) == "Training of Buttons is done: 2 of 2 agents."
    alone = cl.train(world.TRAIN, SHORT, seed=5)
    for mine, other in zip(agents[1].network.parameters(), alone.network.parameters(), strict=True):
        assert np.array_equal(mine.detach().numpy(), other.detach().numpy())


def test_a_training_can_be_stopped_and_what_fails_is_said(world):
    run = background.train_beside(world.TRAIN, [0, 1], replace(SHORT, steps=10_000_000))
    time.sleep(0.2)
    run.stop()
    assert not run.running and run.agents == []
    assert repr(run) == "Training of Buttons was stopped: 0 of 2 agents."
    for seeds in ([], [1, 1], [-1], ["0"], [1.5]):
        refused(lambda seeds=seeds: background.train_beside(world.TRAIN, seeds), "seed")


# ── Worlds as files ─────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def file(world, tmp_path) -> Path:
    return cl.save_world(world, tmp_path / "buttons.world.txt")


def test_a_world_is_read_without_being_run_and_runs_when_asked(file, capsys):
    registry._WORLDS.pop("buttons")
    read = cl.load_world(file)
    assert "buttons" not in cl.worlds() and read.name == "buttons"
    assert "nothing of it has been run" in repr(read) and "def press(s):" in repr(read)
    assert "&lt;" in read._repr_html_()
    world = read.run()
    assert world is cl.world("buttons") is not buttons.WORLD
    assert gym.make("course/Buttons-v0").reset(seed=1)[0].shape == (28, 28, 3)


def signed(path: Path, text: str) -> Path:
    """The file with another text, and the fingerprint that fits."""
    head = exchange.HEAD.match(text)
    body = text[head.end() :]
    whole = text[: head.end()].replace(head[3], exchange._fingerprint(body)) + body
    path.write_text(whole)
    return path


def test_a_world_does_not_take_the_place_of_another_unasked(file):
    text = file.read_text()
    read = cl.load_world(file)
    refused(read.run, "'buttons' already", "replace=True")
    before = cl.world("buttons")
    assert read.run(replace=True) is cl.world("buttons") is not before
    shipped = cl.load_world(signed(file, text.replace("# name: buttons", "# name: maze")))
    refused(shipped.run, "the course's own world 'maze'")


def test_a_world_that_fails_leaves_everything_as_it_was(file):
    text = file.read_text()
    nothing = text.replace("cl.register(WORLD)", "")
    worlds, homes, ids = dict(registry._WORLDS), dict(registry._HOMES), set(gym.registry)
    two = text + "\nfrom course_lib.chapters.your_own_world import lava\ncl.register(lava.WORLD)\n"
    for wrong, error in (
        (text + "1 / 0\n", RuntimeError), (two, ValueError), (nothing, ValueError),
    ):  # fmt: skip
        read = cl.load_world(signed(file, wrong))
        with pytest.raises(error):
            read.run(replace=True)
        assert (registry._WORLDS, registry._HOMES, set(gym.registry)) == (worlds, homes, ids)


def test_a_damaged_newer_or_foreign_file_is_refused_in_a_sentence(file, tmp_path):
    whole = file.read_text()
    rng = np.random.default_rng(0)
    for _ in range(100):
        at = int(rng.integers(len(whole)))
        cut = whole[:at] if rng.random() < 0.5 else whole[:at] + "~" + whole[at + 1 :]
        file.write_text(cut)
        refused(lambda: cl.load_world(file), file.name)
    file.write_text(whole.replace("format 1", "format 2"))
    refused(lambda: cl.load_world(file), "format 2", "reads 1")
    file.write_bytes(b"\xff\xfe\x00")
    refused(lambda: cl.load_world(file), "not text")
    file.write_text(whole.replace("\n", "\r\n"))
    assert cl.load_world(file).name == "buttons"
    refused(lambda: cl.load_world(tmp_path / "none.txt"), "none.txt", error=FileNotFoundError)
    refused(lambda: cl.save_world(cl.world("maze"), file), "'maze'", "of the course")
    refused(lambda: cl.save_world("maze", file), "'maze'", error=TypeError)


HALVES = """
TRAIN, DEPLOY = buttons.TRAIN, buttons.DEPLOY
half = cl.register(room.changed(buttons.WORLD, "half", step=step))
"""


def test_a_world_in_two_cells_is_not_saved_by_halves(world, tmp_path):
    import linecache

    names = {"cl": cl, "room": room, "buttons": buttons, "__name__": "__main__"}
    rule = "@cl.njit\ndef step(s, action):\n    cl.tick(s)\n    cl.time_out(s)\n"
    for number, text in enumerate((rule, HALVES)):
        cell = f"<cell {number}>"
        linecache.cache[cell] = (len(text), None, text.splitlines(True), cell)
        exec(compile(text, cell, "exec"), names)
    file = tmp_path / "half.txt"
    refused(lambda: cl.save_world(names["half"], file), "'half'", "all of it into one cell")
    assert not file.exists()
    registry._WORLDS.pop("half")


# ── A classmate's shift ─────────────────────────────────────────────────────────────────────────


def test_a_classmates_world_is_read_run_and_played_with_their_agent(file, tmp_path, capsys):
    agent = cl.train(buttons.TRAIN, SHORT, seed=2)
    cl.save(agent, tmp_path / "ada.safetensors")
    registry._WORLDS.pop("buttons")  # as in the notebook of somebody else
    refused(lambda: cl.load(tmp_path / "ada.safetensors"), "'buttons'", "cl.load_world")
    read = cl.load_world(file)
    refused(lambda: cl.widgets.SpotTheDifference(read), "'buttons'", "has not been run", ".run()")
    world = read.run()
    ada = cl.load(tmp_path / "ada.safetensors")
    assert ada.world is world and ada.seed == 2
    game = cl.widgets.SpotTheDifference(world, agent=ada, seed=1)
    assert game.game.world is world
    truths = set()
    for _ in range(3):
        game.say(["green_left"], 0.8, "proxy")
        game.reveal()
        assert game.trouble == "" and game.told["done"]
        assert game.told["agent"]["name"] == "buttons (seed 2)"
        assert len(game.replay["episodes"]) == 1 and "shelf B" in game.replay["caption"]
        truths.add(tuple(game.told["truth"]))
        game.next()
    assert truths <= {("green_left",), ()} and ("green_left",) in truths


@pytest.mark.parametrize("ending", ["cut", "newer", "of the course"])
def test_a_file_that_is_refused_brings_nothing_into_the_game(file, ending):
    registry._WORLDS.pop("buttons")
    before = dict(registry._WORLDS)
    text = file.read_text()
    if ending == "cut":
        file.write_text(text[:-9])
        refused(lambda: cl.load_world(file), file.name, "damaged")
    elif ending == "newer":
        file.write_text(text.replace("format 1", "format 7"))
        refused(lambda: cl.load_world(file), "format 7", "reads 1")
    else:
        shipped = cl.load_world(signed(file, text.replace("# name: buttons", "# name: maze")))
        refused(shipped.run, "the course's own world 'maze'")
        lying = text.replace('name="buttons"', 'name="maze"')
        refused(cl.load_world(signed(file, lying)).run, "maze", error=RuntimeError)
    assert before == registry._WORLDS
    refused(lambda: cl.widgets.SpotTheDifference("buttons"), "'buttons'")
    registry._WORLDS["buttons"] = buttons.WORLD  # for the fixture to take away


# ── The card ────────────────────────────────────────────────────────────────────────────────────


def test_a_card_is_made_of_what_was_measured_and_written_both_ways(world, tmp_path):
    agents = background.train_beside(world.TRAIN, [0, 1], SHORT).wait()
    made = card.report_card(agents, SAID, episodes=40)
    table = cl.behaviour(agents, {"deployment": world.DEPLOY}, episodes=40)
    row = table.get("buttons (seed 1)", "deployment", "left")
    (line,) = [line for line in made.table.lines if line[0] == "seed 1"]
    mean, low, high = (f"{100 * row[name]:.0f}" for name in ("mean", "low", "high"))
    assert line[4] == f"{mean} % [{low}, {high}]"
    assert [line[0] for line in made.table.lines] == ["seed 0", "seed 1", "random"]
    for name, words in (("card.html", "<!doctype html>"), ("card.md", "# Buttons: a report card")):
        text = made.save(tmp_path / name).read_text()
        text = text.replace("&nbsp;", " ")  # nothing breaks within an interval
        assert text.startswith(words) and SAID.refute in text and line[4] in text
    refused(lambda: made.save(tmp_path / "card.pdf"), "card.pdf", ".html or .md")
    refused(lambda: card.report_card([], SAID), "1 to 6", "0")
    refused(lambda: card.report_card("mice", SAID), "agents", "'mice'")
    refused(lambda: card.report_card([3], SAID), "cl.train", "3", error=TypeError)
    refused(lambda: card.report_card(agents, "words"), "Said(", "'words'", error=TypeError)
    refused(lambda: card.Said("x", SAID.proxy, SAID.shift, SAID.refute), "goal", "'x'")


def test_a_world_that_is_handed_in_need_not_be_registered():
    assert "lava" not in cl.worlds()
    with known(lava.WORLD):
        assert cl.world_of(lava.TRAIN) is lava.WORLD
    assert "lava" not in cl.worlds()


def test_what_a_room_is_made_of_is_said():
    refused(lambda: room.world(3, name="a", goal="b", proxies=()), "globals()", "3",
            error=TypeError)  # fmt: skip
    refused(lambda: room.world({}, name="a", goal="b", proxies="left"), "proxies", "'left'")
    refused(lambda: room.world({}, name="a", goal="b", proxies=[4]), "proxies", "4")
    refused(lambda: room.world({}, name="a", goal=4, proxies=()), "goal", "4")
