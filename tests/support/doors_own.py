"""Doors where somebody brings what is their own, see doors.py: a world, a policy, a drawn level."""

import inspect
from collections.abc import Callable, Hashable
from contextlib import redirect_stdout
from dataclasses import fields
from io import StringIO
from pathlib import Path
from types import ModuleType
from typing import Any

import gymnasium as gym
import numpy as np
import torch
from support import own_world
from support.bad_inputs import (
    Allowed,
    Door,
    among,
    anything,
    each,
    is_flag,
    is_path,
    is_text,
    is_whole,
    nothing,
    number,
    of_kind,
    optional,
    whole,
)
from support.doors import LEVEL, WHERE, an_action, is_policy, no_options, right, tiny_agent

import course_lib as cl
from course_lib.agents import adapters, zoo
from course_lib.chapters.your_own_world import buttons, card, exchange
from course_lib.chapters.your_own_world.check_world import parted_table
from course_lib.engine.declaration import ARGUMENTS
from course_lib.envs import Env, VectorEnv, make_env, make_vector_env

ONE_OF_FOUR = whole(0, 3)
TEXTS = ("goal", "proxy", "shift", "refute")
DRAWING = "#######\n#R...r#\n#.....#\n#..G..#\n#.....#\n#.....#\n#######"


def quiet(work: Callable) -> Callable:
    """The work without what it prints, and without what it registers."""

    def done(**given: Any) -> Any:
        bring_back = exchange.remembered()
        try:
            with redirect_stdout(StringIO()):
                return work(**given)
        finally:
            bring_back()

    return done


def function_of(arguments: int) -> Allowed:
    """A function that can be called with so many arguments."""

    def fits(value: Any) -> bool:
        if not arguments or not callable(value) or isinstance(value, type):
            return False
        try:
            inspect.signature(value).bind(*[None] * arguments)
        except (TypeError, ValueError):
            return False
        return True

    return fits


# What parts of a world may be, where they are no functions. A dict may not fit what stands beside.
is_dict = of_kind(dict)
names = lambda value: isinstance(value, tuple | list) and not value  # noqa: E731
PARTS: dict[str, Allowed] = {
    **dict.fromkeys(("title", "rewarded", "shipped_agent"), is_text),
    "env_id": lambda v: isinstance(v, str) and v.isascii() and (v.isalnum() or not v or "-" in v),
    "agent_at": among(""),
    **dict.fromkeys(("proxies", "extra_metrics", "count_metrics", "undrawn_fields"), names),
    "attributes": names,
    **dict.fromkeys(
        ("sprites", "legend", "events", "art", "conditions", "other_recipes", "changes"), is_dict
    ),
    "recipe": optional(is_dict),
    **dict.fromkeys(("ends", "failure", "brushes"), among(None)),
}
OPTIONAL = ("reset", "camera", "figures", "dress", "planner", "likelihood", "level_options",
            "arrow_places", "planner_hopes")  # fmt: skip


# ── Worlds ──────────────────────────────────────────────────────────────────────────────────


def own_worlds(folder: Path) -> list[Door]:
    """What can be done with a world of one's own, and what one is made of."""
    with redirect_stdout(StringIO()):
        module = own_world.load()
    home = module.WORLD
    where, file = home.TRAIN, folder / "button.py"
    cl.save_world(home, file)
    few = lambda value: is_whole(value) and value > 12  # noqa: E731  # more take their time
    said = dict.fromkeys(TEXTS, "A sentence of five words.")
    sentence = lambda value: isinstance(value, str) and len(value.split()) > 2  # noqa: E731

    def run(replace: Any) -> None:
        cl.load_world(file).run(replace=replace)

    def build(**given: Any) -> None:
        cl.register(cl.World(**given))

    parts = {one.name: getattr(home, one.name) for one in fields(home)}
    allowed = {name: PARTS.get(name, function_of(ARGUMENTS.get(name, 0))) for name in parts}
    allowed |= {name: optional(allowed[name]) for name in OPTIONAL}
    source = dict(vars(module))
    game = {"world": home, "rounds": None, "seed": 0, "agent": right, "subtlety": 0.5}
    return [
        Door("cl.check_world", cl.check_world, {"world": home, "levels": 4},
             {"world": nothing, "levels": whole(4, 200)}, skip=few),
        Door("cl.save_world", cl.save_world, {"world": home, "path": file},
             {"world": nothing, "path": is_path}),
        Door("cl.World", quiet(build), parts, allowed),
        Door("World.of", lambda source: cl.World.of(source, Action=home.Action, **module.NAMES),
             {"source": source}, {"source": of_kind(dict, ModuleType)}),
        Door("cl.record of parts", lambda name, kind, shape: cl.record((name, kind, shape)),
             {"name": "a", "kind": np.int8, "shape": (2,)},
             {"name": lambda v: isinstance(v, str) and v.isidentifier(),
              "kind": of_kind(type, np.generic), "shape": anything}),
        Door("WorldFile.run", quiet(run), {"replace": True}, {"replace": is_flag}),
        Door("button.Distribution", home.Distribution, {"green": "left", "size": 7, "limit": None},
             {"green": among("left", "right"), "size": whole(5, 25),
              "limit": optional(whole(1, 10**6))}),
        Door("room.Distribution", buttons.Distribution, {"size": 7, "limit": None},
             {"size": whole(5, 25), "limit": optional(whole(1, 10**6))}),
        Door("button.distribution_of", home.distribution_of, {"values": {"green": "left"}},
             {"values": no_options}),
        Door("button.level", home.level, {"text": DRAWING, "side": 7, "limit": 4},
             {"text": nothing, "side": optional(whole(7, 25)), "limit": optional(whole(1, 10**6))}),
        Door("SpotTheDifference of an own world", cl.widgets.SpotTheDifference, game,
             {"world": among(None, *cl.worlds()), "rounds": optional(nothing), "seed": whole(),
              "agent": optional(lambda v: v == "" if isinstance(v, str) else is_policy(v)),
              "subtlety": optional(number(0, 1))}),
        Door("Arcade of an own world", cl.widgets.Arcade,
             {"distribution": where, "seed": 0, "against": right},
             {"distribution": nothing, "seed": whole(0, 2**31 - 1),
              "against": optional(is_policy)}),
        Door("Said", card.Said, said, dict.fromkeys(TEXTS, sentence)),
        Door("parted_table", parted_table, {"distributions": {"a": where}, "levels": 4},
             {"distributions": nothing, "levels": whole(1, 1000)}, skip=few),
    ]  # fmt: skip


# ── Policies ────────────────────────────────────────────────────────────────────────────────


class Choosing:
    """A policy that answers for a whole batch."""

    def __init__(self, answer: Any):
        self.answer = answer

    def choose(self, observations: Any, states: Any, uniform: Any) -> Any:
        return self.answer


class Evaluated(Choosing):
    """An agent that tells this: `told(count)` for so many observations."""

    def __init__(self, told: Callable[[int], Any]):
        super().__init__(np.zeros(1, int))
        self.told = told

    def evaluate(self, observations: Any) -> Any:
        return self.told(len(observations))


class Module(torch.nn.Module):
    """A network of a stranger's that returns this."""

    def __init__(self, returned: Any):
        super().__init__()
        self.returned = returned

    def forward(self, seen: Any) -> Any:
        if isinstance(self.returned, torch.Tensor):
            return self.returned.expand(len(seen), -1)
        return self.returned


def one_action(value: Any) -> bool:
    """An action for a batch of one."""
    return each(ONE_OF_FOUR, 1, 1)(value)


def own_policies(folder: Path) -> list[Door]:
    """What strangers' policies answer, and what becomes of an agent that somebody changes."""
    network, quarters, zero = tiny_agent().network, np.full((1, 4), 0.25, np.float32), object()
    logits = torch.zeros(1, 4)

    def acts(answer: Any) -> None:
        cl.play(lambda seen: answer, WHERE)

    def predicts(answer: Any) -> None:
        policy = type("Model", (), {"predict": lambda self, seen: answer})()
        cl.play(policy, WHERE)

    def chooses(answer: Any) -> None:
        cl.play(Choosing(answer), WHERE)

    def tells(told: Any, probabilities: Any, values: Any) -> None:
        def of(count: int) -> Any:
            if told is not zero:
                return told
            shares = np.repeat(quarters, count, 0) if probabilities is quarters else probabilities
            return (shares, np.zeros(count) if values is zero else values)

        cl.play(Evaluated(of), WHERE)

    def returns(returned: Any) -> None:
        cl.play(Module(returned), WHERE)

    def prepares(prepared: Any) -> None:
        def prepare(pictures: np.ndarray) -> Any:
            return torch.from_numpy(pictures) if prepared is zero else prepared

        cl.play(cl.as_agent(network, prepare=prepare), WHERE)

    def changes(**changed: Any) -> None:
        agent = tiny_agent()
        for name, value in changed.items():
            setattr(agent, name, value)
        cl.save(agent, folder / "changed.safetensors")
        zoo.load_file(folder / "changed.safetensors")

    as_it_is = {"name": "tiny", "seed": 0, "distribution": WHERE, "card": {}}
    return [
        Door("a policy's act", acts, {"answer": 3}, {"answer": an_action}),
        Door("a policy's predict", predicts, {"answer": (3, None)},
             {"answer": lambda v: isinstance(v, tuple | list) and len(v) and an_action(v[0])}),
        Door("a policy's choose", chooses, {"answer": np.array([3])}, {"answer": one_action}),
        Door("a policy's evaluate", tells,
             {"told": zero, "probabilities": quarters, "values": zero},
             {"told": nothing, "probabilities": optional(nothing), "values": optional(nothing)}),
        Door("a module's forward", returns, {"returned": logits}, {"returned": nothing}),
        Door("as_agent's prepare", prepares, {"prepared": zero},
             {"prepared": nothing}),
        Door("cl.save of a changed agent", changes, as_it_is,
             {"name": is_text, "seed": whole(), "distribution": optional(nothing),
              "card": optional(of_kind(dict))}),
        Door("telling", adapters.telling, {"policy": tiny_agent()},
             {"policy": nothing}),
        Door("adapted", lambda policy: cl.behaviour(policy, WHERE, episodes=1),
             {"policy": right}, {"policy": lambda v: is_policy(v) or v in ([], ())}),
    ]  # fmt: skip


# ── Gymnasium ───────────────────────────────────────────────────────────────────────────────


def gymnasiums(folder: Path) -> list[Door]:
    """Environments as gymnasium makes them, and the options of a reset."""
    env, many = Env(WHERE), VectorEnv(2, WHERE)
    made = gym.make("course/Maze-v0", distribution=WHERE)
    hashed = lambda value: not isinstance(value, Hashable) or value == "level"  # noqa: E731

    def make(**given: Any) -> None:
        try:
            gym.make("course/Maze-v0", **given)
        except Exception as error:  # gymnasium raises it again, with a word on where it was raised
            raise error.__context__ or error from None

    def take(action: Any) -> None:
        made.reset(seed=0)
        made.step(action)

    return [
        Door("reset to a level", lambda level: env.reset(options={"level": level}),
             {"level": LEVEL}, {"level": nothing}),
        Door("reset with an option", lambda name: env.reset(options={name: LEVEL}),
             {"name": "level"}, {"name": nothing}, skip=hashed),
        Door("many reset with an option", lambda value: many.reset(options=value),
             {"value": {}}, {"value": optional(no_options)}),
        Door("gym.make", make, {"distribution": WHERE, "view": "tiles"},
             {"distribution": optional(no_options), "view": among("tiles", "picture")}),
        Door("a made environment's reset", made.reset, {"seed": 0, "options": None},
             {"seed": optional(whole()), "options": optional(no_options)}),
        Door("a made environment's step", take, {"action": 0}, {"action": an_action}),
        Door("make_env", make_env, {"distribution": WHERE, "world": "maze"},
             {"distribution": optional(no_options), "world": among("maze")}),
        Door("make_vector_env", make_vector_env,
             {"num_envs": 2, "distribution": WHERE, "world": "maze"},
             {"num_envs": whole(1, 10**4), "distribution": optional(no_options),
              "world": among("maze")}),
    ]  # fmt: skip
