"""Spot the Difference: a hands-on course on inner misalignment.

Importing the course brings the worlds and registers them with gymnasium. Torch comes in
only where an agent is trained or run, so everything else opens at once.
"""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from course_lib import envs as _envs  # noqa: F401  (makes every world known to gymnasium)
from course_lib import worlds as _worlds  # a world registers itself on import
from course_lib.engine.compiled import njit
from course_lib.engine.record import record, tick, time_out
from course_lib.engine.world import World, on_register, register, world, world_of
from course_lib.engine.world import worlds as _names_of_worlds
from course_lib.process import seldom_collecting

if TYPE_CHECKING:
    from course_lib import widgets
    from course_lib.agents.adapters import as_agent
    from course_lib.agents.ppo import PPO
    from course_lib.agents.zoo import load, save, zoo
    from course_lib.chapters.your_own_world.check_world import check_world
    from course_lib.chapters.your_own_world.exchange import load_world, save_world
    from course_lib.chapters.your_own_world.lineup import lineup
    from course_lib.engine.world import worlds
    from course_lib.study.measure.behaviour import behaviour
    from course_lib.study.measure.episodes import Episode, play
    from course_lib.study.measure.planning import planner
    from course_lib.study.measure.policies import random_policy
    from course_lib.widgets.training.live_train import train

__version__ = "0.1.0"

# A name at the front door, and the room it lives in; the room is opened on first use.
_ROOMS = {
    "PPO": "course_lib.agents.ppo",
    "train": "course_lib.widgets.training.live_train",
    "as_agent": "course_lib.agents.adapters",
    "load": "course_lib.agents.zoo",
    "save": "course_lib.agents.zoo",
    "zoo": "course_lib.agents.zoo",
    "behaviour": "course_lib.study.measure.behaviour",
    "Episode": "course_lib.study.measure.episodes",
    "play": "course_lib.study.measure.episodes",
    "planner": "course_lib.study.measure.planning",
    "random_policy": "course_lib.study.measure.policies",
    "widgets": "course_lib.widgets",
    "check_world": "course_lib.chapters.your_own_world.check_world",
    "lineup": "course_lib.chapters.your_own_world.lineup",
    "load_world": "course_lib.chapters.your_own_world.exchange",
    "save_world": "course_lib.chapters.your_own_world.exchange",
}

__all__ = [
    "PPO",
    "Episode",
    "World",
    "as_agent",
    "behaviour",
    "check_world",
    "lineup",
    "load",
    "load_world",
    "njit",
    "planner",
    "play",
    "random_policy",
    "record",
    "register",
    "save",
    "save_world",
    "tick",
    "time_out",
    "train",
    "widgets",
    "world",
    "world_of",
    "worlds",
    "zoo",
]


class _CallableRoom(ModuleType):
    """The room `course_lib.worlds`, which is also a function at the front door: `cl.worlds()`.

    A function in its place would hide it from `import course_lib.worlds.maze as maze`.
    """

    def __call__(self) -> list[str]:
        """The names of all worlds."""
        return _names_of_worlds()


_worlds.__class__ = _CallableRoom


def _note_on_browser(own: World) -> None:
    """Say it when a world's rules, or its levels, cannot be made in the browser."""
    _, note = import_module("course_lib.widgets.translate").browser_rules(own)
    if note:
        print(f"A note on {own.title}, in the arcade: {note}")


on_register(_note_on_browser, so_far=False)  # those of the course have a test instead


def __getattr__(name: str) -> Any:
    """A name of the front door, imported now."""
    if name not in _ROOMS:
        raise AttributeError(f"course_lib has no {name!r}; it has: {', '.join(__all__)}")
    with seldom_collecting:
        room = import_module(_ROOMS[name])
    value = room if name == "widgets" else getattr(room, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_ROOMS])
