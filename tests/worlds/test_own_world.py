"""A world of one's own: registered from anywhere, checked, run again, and then like all others."""

import os
import subprocess
import sys
from dataclasses import replace
from enum import IntEnum
from pathlib import Path

import gymnasium as gym
import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from support import own_world
from support.errors import refused

import course_lib as cl
from course_lib.engine import world as registry
from course_lib.engine.grid import carve_room
from course_lib.engine.sim import BatchSim
from course_lib.worlds import gems, maze

TESTS = Path(__file__).parents[1]
USE = """
from pathlib import Path
import gymnasium as gym
import numpy as np
from course_lib.agents.zoo import load_file, save
from course_lib.study.inside.arrows import arrows

first = globals().get("agent")  # of the cell's first run
agent = cl.train(TRAIN, cl.PPO(steps=1024, num_envs=16, num_steps=16), deployment=DEPLOY)
for policy, levels in [(agent, TRAIN), (first or agent, DEPLOY)]:
    episode = cl.play(policy, levels, seed=3)
    cl.widgets.EpisodePlayer(episode)
    cl.widgets.Arcade(levels, against=policy).press(0)
    cl.widgets.LevelShelf(levels, 4)
    table = cl.behaviour(policy, {"training": TRAIN, "deployment": levels}, episodes=20)
    assert "random" in str(table) and "No planner is known for: Button." in str(table)
    assert gym.make("course/Button-v0", distribution=levels).reset(seed=1)[0].shape == (28, 28, 3)
    save(policy, "agent.safetensors")
    again = load_file("agent.safetensors")
    assert again.world is cl.world("button") is WORLD, again.world
    assert np.array_equal(cl.play(again, levels, seed=3).actions, episode.actions)
game = cl.widgets.SpotTheDifference("button", seed=1)
editor = cl.widgets.LevelEditor(levels, policy)
editor.board.keep(editor.board.put("RED", [(1, 1)]))
assert editor.board.text.splitlines()[1][1] == "r"
assert len(arrows(policy, levels, seed=2).places) == 23  # all of 5 x 5 but for the buttons
print("all of it works")
"""


@pytest.fixture(scope="module")
def template():
    """The template's module, run once, so that its rules are compiled once."""
    return own_world.load()


@pytest.fixture
def button(template):
    """The template's module, whose world is registered for one test, and then forgotten."""
    registry._WORLDS.pop("button", None)
    cl.register(template.WORLD)
    yield template
    registry._WORLDS.pop("button")


def known(world, **changes):
    """Register a copy of a world with other parts; pytest's fixture forgets it."""
    return cl.register(replace(world, **changes))


# ── Registered once ─────────────────────────────────────────────────────────────────────────


def test_the_template_is_short_and_its_world_is_known_at_once(button):
    assert len(own_world.FILE.read_text().splitlines()) <= 120
    assert cl.world("button") is button.WORLD is cl.world_of(button.TRAIN)
    assert (button.WORLD.title, button.WORLD.env_id) == ("Button", "course/Button-v0")
    assert gym.make("course/Button-v0").unwrapped.sim.distribution == button.TRAIN


@pytest.mark.slow
def test_the_template_keeps_all_promises_that_the_worlds_of_the_course_keep():
    files = [*TESTS.glob("worlds/test_conformance*.py"), TESTS / "worlds" / "test_bad_input.py",
             TESTS / "widgets" / "test_rules_js.py",
             TESTS / "widgets" / "test_levels_js.py"]  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "support.own_world", "-p", "no:cacheprovider",
         "-k", "button", *map(str, files)],
        env={**os.environ, "PYTHONPATH": f"{TESTS.parent}{os.pathsep}{TESTS}"},
        cwd=TESTS.parent, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]
    assert int(done.stdout.rpartition(" passed")[0].split()[-1]) >= 45


def test_what_a_world_lacks_is_left_out_and_said(button):
    where = button.TRAIN
    refused(lambda: cl.planner(where), "no planner", "'button'", "maze")
    table = cl.behaviour(cl.random_policy(where), where, episodes=5)
    assert {row["policy"] for row in table.rows} == {"random"}
    assert str(table).endswith("No planner is known for: Button.")
    assert "No planner is known for: Button." in table._repr_html_()
    both = cl.behaviour([], {"a": where, "b": maze.TRAIN}, episodes=5)
    assert {row["distribution"] for row in both.rows if row["policy"] == "planner"} == {"b"}
    assert not cl.behaviour([], maze.TRAIN, episodes=5).note


def test_without_a_recipe_an_agent_is_trained_with_the_usual_one(button):
    from course_lib.agents.recipes import recipe_of

    assert recipe_of("button") == cl.PPO() != recipe_of("maze")
    known(button.WORLD, recipe={"steps": 99})
    assert recipe_of("button") == cl.PPO(steps=99)
    known(button.WORLD, recipe=cl.PPO(gamma=0.5))
    assert recipe_of("button").gamma == 0.5
    refused(lambda: recipe_of("button", "shipped"), "'button'", "'shipped'", "live")


# ── Registered again ────────────────────────────────────────────────────────────────────────


def test_registered_again_it_takes_over_what_was_made_before_and_says_so(button, capsys):
    env = gym.make("course/Button-v0", distribution=button.DEPLOY).unwrapped
    again = own_world.load()
    said = capsys.readouterr().out
    assert said == "Button is registered again: its agents and distributions go on in it.\n"
    assert again.WORLD is not button.WORLD and again.Distribution is not button.Distribution
    assert cl.world_of(button.DEPLOY) is again.WORLD
    sim = BatchSim(button.DEPLOY, 2)
    assert sim.world is again.WORLD and sim.distribution == again.DEPLOY
    made = gym.make("course/Button-v0", distribution=button.DEPLOY).unwrapped
    assert made.world is again.WORLD and env.world is button.WORLD
    assert np.array_equal(made.reset(seed=4)[0], env.reset(seed=4)[0])


@pytest.mark.slow
def test_a_notebook_whose_world_is_run_twice(tmp_path):
    cell = own_world.FILE.read_text()
    book = new_notebook(cells=[new_code_cell(source) for source in (cell, USE, cell, USE)])
    NotebookClient(book, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
    nbformat.validate(book)
    told = ["".join(out.get("text", "") for out in each.outputs) for each in book.cells]
    assert told[1].endswith("all of it works\n") and told[3].endswith("all of it works\n")
    assert "registered again" not in told[0] and "registered again" in told[2]


def test_rules_that_cannot_run_in_the_browser_are_a_note_and_the_kernel_plays(button, capsys):
    by_the_rules = button.step

    @cl.njit
    def stagger(s, action):
        by_the_rules(s, max([action, 1]))

    world = known(button.WORLD, step=stagger)
    assert "A note on Button" in capsys.readouterr().out
    arcade = cl.widgets.Arcade(world.TRAIN)
    arcade.press(0)
    assert not arcade.rules and arcade.state.steps == 1


# ── Metrics ─────────────────────────────────────────────────────────────────────────────────


def test_no_metric_outlives_its_episode_although_no_rule_clears_it(button):
    assert button.WORLD.reset is None
    sim = BatchSim(replace(button.TRAIN, limit=9), 64)
    sim.reset(np.arange(64, dtype=np.uint64))
    rng, seen = np.random.default_rng(0), 0
    for _ in range(40):
        sim.step(rng.integers(4, size=64))
        new = sim.terminated | sim.truncated
        seen += int((sim.final_states.pressed[new] > 0).sum())
        for name in (*sim.world.metrics, "steps", "reward", "terminated", "truncated"):
            assert not sim.batch[name][new].any(), f"{name} is left from the episode before"
    assert seen > 10


def test_nothing_of_the_last_level_is_left_in_the_record(button):
    once, often = (BatchSim(button.TRAIN, 1) for _ in range(2))
    often.reset(np.array([7], np.uint64))
    often.batch.view(np.uint8)[:] = 255
    for sim in (once, often):
        sim.reset(np.array([3], np.uint64))
    assert once.batch.tobytes() == often.batch.tobytes()


def test_an_episode_in_a_drawn_level_starts_from_nothing_too(button):
    records = button.WORLD.level("#####\n#RG.#\n#...#\n#..r#\n#####")
    button.step(records[0], 1)
    assert records.pressed[0] == records.steps[0] == records.terminated[0] == 1
    button.WORLD.restart(records)
    assert records.pressed[0] == records.steps[0] == records.terminated[0] == records.reward[0] == 0


@cl.njit
def stand_still(s, action):
    """Rules without a clock."""


@cl.njit
def tick_only(s, action):
    """Rules whose clock runs, and never ends an episode."""
    cl.tick(s)


@pytest.mark.parametrize("rules", [stand_still, tick_only])
def test_rules_that_end_no_episode_are_named_and_do_not_play_for_ever(button, rules):
    known(button.WORLD, step=rules)
    levels = replace(button.TRAIN, limit=5)
    for play in (lambda: cl.play(lambda seen: 0, levels), lambda: cl.behaviour([], levels, 3)):
        refused(play, "Button: an episode does not end", "cl.tick(s)", "cl.time_out(s)")


# ── What does not fit together ──────────────────────────────────────────────────────────────


def declared(button, **changes):
    return lambda: cl.register(replace(button.WORLD, **changes))


def test_what_is_counted_must_be_in_the_record(button):
    refused(declared(button, extra_metrics=("jumps",)), "button", "'jumps'", "pressed, left")
    refused(declared(button, goal="presed"), "'presed'", "pressed")
    refused(declared(button, extra_metrics=("left",)), "twice", "left")
    refused(declared(button, count_metrics=("steps",)), "count_metrics", "'steps'", "left")
    refused(declared(button, events={"jump": "jumped"}), "events", "'jump'")
    refused(declared(button, agent_at="mouse_at"), "'mouse_at'", "robot_at")
    refused(declared(button, State=np.dtype([("pressed", np.uint8)])), "cl.record")


def test_every_tile_has_a_letter_and_a_sprite_of_its_own(button):
    tile, legend, sprites = button.Tile, button.LEGEND, button.SPRITES
    refused(declared(button, legend={**legend, "G": tile.RED}), "GREEN has 0 letters", "of its own")
    refused(declared(button, legend={**legend, "x": tile.RED}), "RED has 2 letters")
    refused(declared(button, legend={**legend, "xy": 9}), "letters, not 'xy'")
    refused(declared(button, legend={**legend, "x": 9}), "legend", "9")
    bare = {t: sprite for t, sprite in sprites.items() if t != tile.GREEN}
    refused(declared(button, sprites=bare), "GREEN has no sprite")
    refused(declared(button, sprites={**sprites, 9: sprites[tile.RED]}), "sprites", "9")


def test_names_are_a_worlds_own(button):
    refused(declared(button, name="a button"), "'a button'", "my_world")
    refused(declared(button, name="knob"), "'knob'", "Distribution of its own", "'button'")
    refused(declared(button, name="maze"), "'maze'")
    refused(declared(button, env_id="course/Maze-v0"), "course/Maze-v0", "'maze'")
    other = type("Distribution", (button.Distribution,), {"__module__": "__main__"})
    refused(
        lambda: cl.register(replace(button.WORLD, name="maze", Distribution=other, TRAIN=other(),
                                    DEPLOY=other("right"), env_id="course/Another-v0")),
        "the course has a world 'maze'",
    )  # fmt: skip
    assert cl.world("maze") is maze.WORLD


def test_distributions_have_what_is_asked_of_them(button):
    refused(declared(button, TRAIN=gems.TRAIN), "TRAIN")
    refused(declared(button, Distribution=dict), "dataclass")
    twice = IntEnum("Action", {"UP": 0, "NORTH": 0})
    refused(declared(button, Action=twice), "Action", "same number")
    skips = IntEnum("Action", {"UP": 0, "DOWN": 2})
    refused(declared(button, Action=skips), "from 0")


def test_parts_of_another_kind_are_named(button):
    refused(declared(button, proxies="left"), "button: proxies", "'left'", error=TypeError)
    refused(declared(button, step=5), "step", "function of 2 arguments", "5", error=TypeError)
    refused(declared(button, observe=lambda s: s), "observe", "2 arguments", error=TypeError)
    refused(declared(button, State=[("a", int)]), "State", "cl.record", error=TypeError)
    refused(declared(button, recipe=[1]), "recipe", "cl.PPO", "[1]", error=TypeError)
    refused(lambda: cl.World.of({}, nmae="button"), "nmae", "name", error=TypeError)
    for field in (("a", None), ("", np.int8), ("a", "much"), ("a", object), ("steps", np.int8)):
        refused(lambda field=field: cl.record(field), repr(field[0]))


def test_what_is_missing_is_named():
    refused(lambda: cl.World.of({"step": carve_room}, name="nothing"), "goal", "State", "generate")
    refused(lambda: cl.record(("size", np.int16)), "'size'")
