"""Rules that Python runs by itself: to the byte the same as compiled, and at once."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from support.errors import refused

import course_lib as cl
from course_lib.chapters.your_own_world import buttons, room
from course_lib.engine import world as registry
from course_lib.engine.record import zeros
from course_lib.engine.sim import BatchSim
from course_lib.widgets import interpreted

HERE = Path(__file__).parents[2]
MANY = 4


@pytest.mark.parametrize("name", cl.worlds())
def test_interpreted_rules_do_to_the_byte_what_compiled_ones_do(name):
    world = cl.world(name)
    look = interpreted._to_look_at(world)
    for distribution in (world.TRAIN, world.DEPLOY):
        fast, plain = (BatchSim(distribution, MANY, "tiles", autoreset=False) for _ in range(2))
        plain._kernels = interpreted.kernels(world)
        rng = np.random.default_rng(0)
        for sim in (fast, plain):
            sim.reset(np.arange(MANY))
        for _ in range(25):
            assert np.array_equal(fast.batch, plain.batch)
            actions = rng.integers(0, len(world.Action), MANY)
            fast.step(actions)
            plain.step(actions)
            assert np.array_equal(fast.rewards, plain.rewards)
        assert np.array_equal(fast.observe(), plain.observe())
        assert np.array_equal(look.tiles(plain.batch[0]), world.tiles(fast.batch[0]))


@cl.njit
def odd_numbers(s, small, wide):
    """What numpy's scalars would do otherwise: overflow, wrap, and round to 32 bits."""
    s.steps = (small - 200) * 1000
    s.reward = 0.1 * wide
    s.terminated = small - 300
    s.limit = wide * 3 // 2 if small > 100 else factorial(small)


@cl.njit
def factorial(n):
    """A function that calls itself."""
    return 1 if n < 2 else n * factorial(n - 1)


def test_numbers_of_a_record_are_read_and_written_as_numba_does():
    dtype = cl.record(("small", np.uint8, (3,)), ("wide", np.int16))
    one, other = zeros(dtype)[0], zeros(dtype)[0]
    plain = interpreted.interpreted(odd_numbers, {})
    for s in (one, other):
        s.small[:], s.wide = (7, 199, 255), 32_000
    for place in range(3):
        odd_numbers(one, one.small[place], one.wide)
        moment = interpreted.Moment(other)
        plain(moment, moment.small[place], moment.wide)
        assert one == other, place
    moment.small[1] = moment.small[0] - 8
    assert other.small[1] == 255


@cl.njit
def misspelt(s, action):
    """Writes into a field that there is not."""
    s.stepps = action


def test_a_field_that_is_misspelt_is_named_with_those_that_there_are():
    rule = interpreted.as_rule(misspelt)
    refused(lambda: rule(zeros(cl.record())[0], 1), "'stepps'", "steps", error=AttributeError)


def test_a_rule_that_fails_while_one_plays_is_said_in_the_arcade():
    own = cl.register(room.changed(buttons.WORLD, "failing", step=misspelt))
    arcade = cl.widgets.Arcade(own.TRAIN)
    arcade.rules = ""  # as where a rule has no translation
    arcade.moves = [0]
    assert "Failing cannot go on" in arcade.trouble and "'stepps'" in arcade.trouble
    registry._WORLDS.pop("failing")


PLAYED = """
import numba, course_lib as cl
from course_lib.chapters.your_own_world.buttons import WORLD
cl.register(WORLD)
arcade = cl.widgets.Arcade(WORLD.TRAIN, seed=3)
arcade.press(1)
shelf = cl.widgets.LevelShelf(WORLD.TRAIN, 12)
print(arcade.status, shelf.describe(), arcade.rules != "", shelf.rules != "")
rules = (WORLD.generate, WORLD.step, WORLD.observe)
print([len(rule.signatures) for rule in rules])
"""


def test_an_own_world_is_played_and_shown_without_compiling_it():
    done = subprocess.run(
        [sys.executable, "-c", PLAYED], capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(HERE)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    told, compiled = done.stdout.splitlines()[-2:]
    assert "Step 1 of at most 28." in told and told.endswith("True True")
    assert compiled == "[0, 0, 0]"
