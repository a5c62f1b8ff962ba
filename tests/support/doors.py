"""The doors of the course with arguments that they take: see bad_inputs.py."""

from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
from support.bad_inputs import (
    Door,
    among,
    each,
    is_flag,
    is_path,
    is_text,
    nothing,
    number,
    of_kind,
    optional,
    whole,
)

import course_lib as cl
from course_lib.agents import checkpoints, ppo, training, zoo
from course_lib.agents.agent import Agent
from course_lib.agents.networks import Shape
from course_lib.chapters.your_own_world import exchange
from course_lib.envs import Env, VectorEnv
from course_lib.quiz.report.report import class_report
from course_lib.study.measure import episodes, rollout, stats, sweep
from course_lib.study.measure.behaviour import outcomes
from course_lib.study.measure.mixtures import Shelf, mixed, pure
from course_lib.study.measure.policies import Greedy
from course_lib.study.show.levels import plot_levels
from course_lib.study.show.picture import show
from course_lib.worlds import maze

WHERE = maze.Distribution(size=5, limit=4)
SEED, LEVELS = whole(0, 2**63 - 1), whole(0, 2**64 - 1)
FEW = cl.PPO(steps=8, num_envs=2, num_steps=4, num_minibatches=1, channels=(1, 1, 1), hidden=1)
LEVEL = "#####\n#M#C#\n#.#.#\n#...#\n#####"


def no_options(value: Any) -> bool:
    """An empty dict."""
    return isinstance(value, dict) and not value


def is_float(value: Any) -> bool:
    """A number, or nan, of which a mean is nan."""
    return number()(value) or value != value


def right(_seen: Any) -> int:
    """Go right, always: a policy."""
    return 3


def is_policy(value: Any) -> bool:
    """What can be asked for an action; whether it answers well is found out later."""
    return callable(value) or hasattr(value, "act") or hasattr(value, "choose")


def an_action(value: Any) -> bool:
    """One of four actions, as a number of any kind, or as numpy wraps one."""
    wrapped = isinstance(value, np.ndarray) and value.ndim == 0
    return whole(0, 3)(value[()] if wrapped else value)


def tiny_agent() -> Agent:
    """An agent that has learned nothing, of the smallest network."""
    shape = Shape((20, 20, 3), 4, (1, 1, 1), 1)
    return Agent("tiny", ppo.untrained(shape, 0), WHERE, 0, {"recipe": {}})


def front_door(folder: Path) -> list[Door]:
    """Functions and classes of `course_lib` itself."""
    recipe = {name: whole(*ends) for name, ends in ppo._WHOLE.items()}
    recipe |= {name: number(*ends) for name, ends in ppo._NUMBERS.items()}
    default = {one.name: one.default for one in fields(cl.PPO)}
    episode = cl.play(right, WHERE)
    file = folder / "episode.npz"
    episode.save(file)
    agent = tiny_agent()
    zoo.save(agent, folder / "a.safetensors")
    world_file = folder / "world.py"
    text = "import course_lib\n"
    print_of = exchange._fingerprint(text)
    world_file.write_text(
        f"# A world of Spot the Difference, format {exchange.FORMAT}\n# name: mine\n"
        f"# fingerprint: {print_of}\n\n{text}"
    )
    start = {"distribution": WHERE, "seed": 0}
    policy = {"policy": is_policy, "distribution": nothing}
    parts = {
        "distribution": WHERE, "policy": "me", "seed": 0, "records": episode.records,
        "actions": episode.actions, "values": None, "probabilities": None,
    }  # fmt: skip
    return [
        Door("cl.PPO", cl.PPO, default, {**recipe, "channels": each(whole(1, 10**5), 3, 3)}),
        Door("cl.train", cl.train,
             {**start, "recipe": FEW, "name": "x", "checkpoint": None, "curves": False,
              "deployment": None},
             {"distribution": nothing, "recipe": optional(nothing), "seed": SEED,
              "name": optional(is_text), "checkpoint": optional(is_path),
              "curves": optional(is_flag), "deployment": optional(nothing)},
             skip=lambda value: value is None),  # the usual recipe takes its time
        Door("training.train", training.train,
             {**start, "recipe": FEW, "callback": None, "bar": False, "anchor": None},
             {"distribution": nothing, "callback": optional(callable), "bar": optional(is_flag),
              "anchor": optional(nothing)}),
        Door("cl.load", cl.load, {"name": "maze/corner"}, {"name": among(*cl.zoo())}),
        Door("cl.world_of", cl.world_of, {"distribution": WHERE}, {"distribution": nothing}),
        Door("cl.planner", cl.planner, {"distribution": WHERE}, {"distribution": nothing}),
        Door("cl.random_policy", cl.random_policy, {"distribution": WHERE},
             {"distribution": nothing}),
        Door("cl.play", cl.play, {"policy": right, **start, "level": None},
             {**policy, "seed": LEVELS, "level": optional(nothing)}),
        Door("cl.behaviour", cl.behaviour,
             {"policies": right, "distributions": WHERE, "episodes": 2, "seed": 0, "given": None,
              "baselines": False},
             {"policies": is_policy, "distributions": nothing, "episodes": whole(1, 10**4),
              "seed": whole(), "given": optional(nothing), "baselines": is_flag}),
        Door("cl.Episode", cl.Episode, parts,
             {"distribution": nothing, "policy": is_text, "seed": optional(whole()),
              "records": nothing, "actions": nothing, "values": optional(nothing),
              "probabilities": optional(nothing)}),
        Door("Episode.save", episode.save, {"path": file}, {"path": is_path}),
        Door("Episode.load", cl.Episode.load, {"path": file}, {"path": is_path}),
        Door("zoo.save", zoo.save, {"agent": agent, "path": folder / "a.safetensors"},
             {"agent": nothing, "path": is_path}),
        Door("zoo.load_file", zoo.load_file, {"path": folder / "a.safetensors"}, {"path": is_path}),
        Door("checkpoints.load_tensors", checkpoints.load_tensors,
             {"path": folder / "a.safetensors", "wanted": zoo.FORMAT},
             {"path": is_path}),
        Door("Agent", Agent, {"name": "x", "network": agent.network, "distribution": WHERE,
                              "seed": 0, "card": {}},
             {"name": is_text, "network": nothing, "distribution": optional(nothing),
              "seed": whole(), "card": optional(of_kind(dict))}),
        Door("Agent.evaluate", agent.evaluate, {"observations": np.zeros((1, 20, 20, 3), np.uint8)},
             {"observations": nothing}),
        Door("Agent.act", agent.act, {"observation": np.zeros((20, 20, 3), np.uint8)},
             {"observation": nothing}),
        Door("cl.as_agent", cl.as_agent,
             {"model": agent.network, "distribution": WHERE, "name": "x", "prepare": None},
             {"model": is_path, "distribution": optional(nothing), "name": optional(is_text),
              "prepare": optional(callable)}),
        Door("cl.load_world", cl.load_world, {"path": world_file}, {"path": is_path}),
        Door("cl.lineup", cl.lineup,
             {"agents": [right, agent], "distribution": WHERE, "levels": 1, "seed": 0,
              "quiz": None},
             {"agents": nothing, "distribution": optional(nothing), "levels": whole(1, 6),
              "seed": whole(0, 2**31 - 7), "quiz": optional(nothing)}),
        Door("Greedy", Greedy, {"policy": agent}, {"policy": nothing}),
    ]  # fmt: skip


def environments(folder: Path) -> list[Door]:
    """Gymnasium's environments and their steps."""
    env, many = Env(WHERE), VectorEnv(2, WHERE)
    hand = VectorEnv(2, WHERE, autoreset_mode="Disabled")
    for one in (env, many, hand):
        one.reset(seed=0)

    def step(action: Any) -> None:
        env.reset(seed=0)
        env.step(action)

    modes = optional(among("rgb_array", "ansi"))
    views = among("picture", "tiles")
    return [
        Door("Env", Env, {"distribution": WHERE, "view": "tiles", "render_mode": None},
             {"distribution": nothing, "view": views, "render_mode": modes}),
        Door("Env.reset", env.reset, {"seed": 0, "options": None},
             {"seed": optional(whole()), "options": optional(no_options)}),
        Door("Env.step", step, {"action": 0}, {"action": an_action}),
        Door("VectorEnv", VectorEnv,
             {"num_envs": 2, "distribution": WHERE, "view": "tiles", "copy": True,
              "render_mode": None, "autoreset_mode": "SameStep"},
             {"num_envs": whole(1, 10**4), "distribution": nothing, "view": views, "copy": is_flag,
              "render_mode": modes, "autoreset_mode": nothing}),
        Door("VectorEnv.reset", many.reset, {"seed": 0, "options": None},
             {"seed": lambda v: optional(whole())(v) or each(optional(whole()), 2, 2)(v),
              "options": optional(no_options)}),
        Door("VectorEnv.reset by mask", lambda mask: hand.reset(options={"reset_mask": mask}),
             {"mask": np.ones(2, bool)}, {"mask": optional(nothing)}),
        Door("VectorEnv.step", many.step, {"actions": np.zeros(2, int)},
             {"actions": each(whole(0, 3), 2, 2)}),
    ]  # fmt: skip


def study(folder: Path) -> list[Door]:
    """What lessons use of the study."""

    def run(x: int) -> dict:
        return {"y": x}

    shares = ((0.5, WHERE), (0.5, maze.Distribution(size=5)))
    rows = {"levels": WHERE}
    ratio = number(0, 1)
    return [
        Door("outcomes", outcomes,
             {"policy": right, "distribution": WHERE, "episodes": 2, "seed": 0},
             {"policy": is_policy, "distribution": nothing, "episodes": whole(1, 10**4),
              "seed": whole()}),
        Door("first_level", episodes.first_level,
             {"policy": right, "distribution": WHERE, "wanted": lambda e: True, "begin": 0,
              "most": 3},
             {"policy": is_policy, "distribution": nothing, "wanted": callable,
              "begin": LEVELS, "most": whole(1)}),
        Door("from_actions", episodes.from_actions,
             {"distribution": WHERE, "actions": [0, 1], "seed": 0, "level": None, "policy": "you"},
             {"distribution": nothing, "actions": each(whole(0, 3), 0), "seed": LEVELS,
              "level": optional(nothing), "policy": is_text}),
        Door("side_by_side", episodes.side_by_side, {"distribution": WHERE, "seeds": [0, 1]},
             {"distribution": nothing, "seeds": each(LEVELS, 0)}),
        Door("level_seeds", rollout.level_seeds, {"count": 2, "seed": 0},
             {"count": whole(0, 10**7), "seed": whole()}),
        Door("begin", rollout.begin, {"distribution": WHERE, "seeds": [0]},
             {"distribution": nothing, "seeds": each(LEVELS, 0)}),
        Door("load_results", sweep.load_results, {"name": "ridge_slips"}, {"name": nothing}),
        Door("load_frame", sweep.load_frame, {"name": "ridge_slips"}, {"name": nothing}),
        Door("load_settings", sweep.load_settings, {"name": "ridge_slips"}, {"name": nothing}),
        Door("sweep", sweep.sweep,
             {"run": run, "jobs": {"a": {"x": 1}}, "path": folder / "rows.jsonl", "workers": 1,
              "about": None},
             {"run": callable, "jobs": no_options, "path": is_path, "workers": whole(-1, 10**4),
              "about": optional(is_text)}),
        Door("read_rows", sweep.read_rows, {"path": folder / "rows.jsonl"}, {"path": is_path}),
        Door("wilson", stats.wilson, {"hits": 1, "n": 2}, {"hits": whole(0, 2), "n": whole(1)}),
        Door("interval", stats.interval, {"values": [0, 1]}, {"values": each(is_float, 0)}),
        Door("over_seeds", stats.over_seeds, {"values": [0.1, 0.2]},
             {"values": each(is_float, 0)}),
        Door("Shelf", Shelf, {"parts": shares}, {"parts": nothing}),
        Door("pure", pure, {"distribution": WHERE}, {"distribution": nothing}),
        Door("mixed", mixed, {"one": WHERE, "other": WHERE, "share": 0.5},
             {"one": nothing, "other": nothing, "share": ratio}),
        Door("Shelf.draw", pure(WHERE).draw, {"count": 2, "seed": [0]},
             {"count": whole(0, 10**5), "seed": each(whole(), 0)}),
        Door("plot_levels", plot_levels, {"rows": rows, "count": 1},
             {"rows": nothing, "count": whole(1, 12)}),
        Door("show", show, {"figure": np.zeros((4, 4, 3), np.uint8), "alt": "A small black square"},
             {"figure": nothing, "alt": is_text}),
        Door("class_report", class_report, {"folder": folder}, {"folder": is_path}),
    ]  # fmt: skip
