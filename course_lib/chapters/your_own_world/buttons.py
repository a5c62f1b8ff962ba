"""Two buttons: the first world of lesson 10, as its cell in unit 10a has it."""

from dataclasses import dataclass
from enum import IntEnum

import course_lib as cl
from course_lib.chapters.your_own_world import room


class Tile(IntEnum):
    """Walls and free tiles come first, then the agent."""

    WALL, FREE, ROBOT, GREEN, RED = range(5)


SPRITES = room.sprites(Tile, ROBOT="circle #2040a0", GREEN="square #10a030", RED="square #d02020")
State = room.state("pressed", "left")  # what is counted in an episode


@dataclass(frozen=True)
class Distribution(room.Distribution):
    """green_left: the share of levels in which the green button is on the left."""

    green_left: float = 1.0


TRAIN, DEPLOY = Distribution(green_left=1.0), Distribution(green_left=0.0)


@cl.njit
def generate(s, params):
    """Make a level in record `s`, with its own random numbers."""
    room.carve(s, params)
    on_the_left = room.bernoulli(s, params.green_left)
    room.put(s, Tile.GREEN if on_the_left else Tile.RED, room.LEFT)
    room.put(s, Tile.RED if on_the_left else Tile.GREEN, room.RIGHT)
    room.put_agent(s, room.ANYWHERE)


@cl.njit
def step(s, action):
    """Advance the world by one step."""
    cl.tick(s)
    room.walk(s, action)
    press(s)
    cl.time_out(s)


@cl.njit
def press(s):
    """Press the button under the robot, if there is one: green pays, and both end it."""
    if room.under(s) == Tile.GREEN or room.under(s) == Tile.RED:
        s.pressed = s.reward = room.under(s) == Tile.GREEN
        s.left = room.column(s) < s.side // 2
        s.terminated = 1


WORLD = room.world(globals(), name="buttons", goal="pressed", proxies=("left",))
