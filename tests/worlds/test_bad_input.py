"""Bad input is turned away at the door: the error names the value and says what is allowed."""

from dataclasses import fields, replace

import gymnasium as gym
import numpy as np
import pytest
from support.errors import refused

import course_lib as cl
from course_lib.engine.sim import BatchSim
from course_lib.engine.world import world_of
from course_lib.envs import Env, VectorEnv
from course_lib.worlds import coin_run, gems, keys_and_chests, maze

LEVEL = "#######\n#M..#C#\n#.#.#.#\n#.#...#\n#.###.#\n#.....#\n#######"


# ── Distributions ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "options, words",
    [
        ({"size": 8}, ("odd", "5 to 25", "8")),
        ({"size": 3}, ("5 to 25", "3")),
        ({"size": 27}, ("5 to 25", "27")),
        ({"size": 9.0}, ("whole number", "9.0")),
        ({"size": "9"}, ("whole number", "'9'")),
        ({"size": (5, 8)}, ("odd", "8")),
        ({"size": (11, 5)}, ("smallest", "(11, 5)")),
        ({"cheese": "middle"}, ("'corner'", "'anywhere'", "'middle'")),
        ({"cheese": 8}, ("region", "1 to 7", "8")),
        ({"cheese": 0}, ("region", "1 to 7", "0")),
        ({"cheese": True}, ("region", "True")),
        ({"cheese": 2.5}, ("cheese", "2.5")),
        ({"cheese": (0, 4)}, ("row, column", "1 to 7", "(0, 4)")),
        ({"cheese": (4, 8)}, ("row, column", "1 to 7", "(4, 8)")),
        ({"size": (5, 9), "cheese": 4}, ("1 to 3", "4")),
        ({"mouse": "end"}, ("'anywhere'", "'start'", "'end'")),
        ({"mouse": (1, 2, 3)}, ("row, column", "(1, 2, 3)")),
        ({"mouse": (3, 3), "cheese": (3, 3)}, ("both", "(3, 3)")),
        ({"loops": 1.5}, ("loops", "0 to 1", "1.5")),
        ({"loops": float("nan")}, ("loops", "0 to 1", "nan")),
        ({"loops": "few"}, ("loops", "0 to 1", "'few'")),
        ({"limit": 0}, ("limit", "from 1", "0")),
        ({"limit": 10.5}, ("limit", "whole number", "10.5")),
    ],
    ids=str,
)
def test_distributions(options, words):
    refused(lambda: maze.Distribution(**options), *words)


def test_an_unknown_option():
    refused(lambda: maze.Distribution(sise=9), "sise", error=TypeError)


# ── Drawn levels ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "level, words",
    [
        ("", ("empty",)),
        ("\n  \n", ("empty",)),
        (LEVEL.replace("M", "."), ("exactly one mouse", "0")),
        (LEVEL.replace("C", "M"), ("exactly one mouse", "2")),
        (LEVEL.replace("C", "."), ("exactly one cheese", "0")),
        (LEVEL.replace("M.", "MC"), ("exactly one cheese", "2")),
        (LEVEL.replace("M", "X"), ("'X'", "line 2", "# . M C")),
        (LEVEL.replace("#.#...#", "#.#..#"), ("line 4", "6", "7")),
        (LEVEL.replace("#.#...#\n", ""), ("square", "6 rows", "7 columns")),
        (LEVEL.replace("#.....#", "#......"), ("border", "#")),
        (LEVEL.replace("#C#", "#C#").replace("#.#.#.#", "#.#.###"), ("cannot reach", "row 1")),
        ("###\n#M#\n###", ("5 to 25", "3")),
        ("####\n#MC#\n#..#\n####", ("5 to 25", "4")),
    ],
)
def test_drawn_levels(level, words):
    refused(lambda: maze.WORLD.level(level), *words)
    refused(lambda: Env(maze.DEPLOY).reset(options={"level": level}), *words)
    refused(lambda: cl.play(cl.planner(maze.DEPLOY), maze.DEPLOY, level=level), *words)


def test_a_drawing_larger_than_the_picture():
    small = maze.Distribution(size=5)
    refused(lambda: cl.play(cl.planner(small), small, level=LEVEL), "5", "7")


def test_something_else_than_a_level():
    planner = cl.planner(maze.DEPLOY)
    for level in (3, np.zeros(3), ["#####"]):
        refused(
            lambda level=level: cl.play(planner, maze.DEPLOY, level=level),
            "level",
            error=(ValueError, TypeError),
        )
    small = maze.WORLD.level(LEVEL)  # 7 x 7, and the distribution's pictures are 9 x 9
    refused(lambda: cl.play(planner, maze.DEPLOY, level=small), "7", "9")


# ── Environments ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", cl.worlds())
def test_actions(name):
    world = cl.world(name)
    env, count = Env(world.TRAIN), len(world.Action)
    env.reset(seed=0)
    for action in (-1, count, 10**6, np.int64(count)):
        refused(lambda a=action: env.step(a), str(int(action)), world.Action(0).name)
    for action in (1.5, "UP", None, True, [0], np.array([0, 1])):
        refused(lambda a=action: env.step(a))
    assert env.state.steps == 0, "nothing has moved"


@pytest.mark.parametrize("name", cl.worlds())
def test_actions_of_many(name):
    world = cl.world(name)
    env, count = VectorEnv(3, world.TRAIN), len(world.Action)
    env.reset(seed=0)
    refused(lambda: env.step(np.array([0, count, 0])), str(count), world.Action(0).name)
    refused(lambda: env.step(np.array([0, 0, -2])), "-2", world.Action(0).name)
    refused(lambda: env.step(np.array([0, 0])), "3", "(2,)")
    refused(lambda: env.step(np.array([0.0, 1.0, 0.0])), "whole", "float64")
    refused(lambda: env.step(1), "3", "not 1")
    assert not env.sim.batch.steps.any(), "nothing has moved"


@pytest.mark.parametrize("name", cl.worlds())
def test_environments(name):
    where = cl.world(name).TRAIN
    refused(lambda: Env(where).step(0), "reset")
    refused(lambda: Env(where, view="planes"), "picture", "tiles", "'planes'")
    refused(lambda: Env(where, render_mode="human"), "rgb_array", "ansi", "'human'")
    refused(lambda: VectorEnv(2, where, render_mode="human"), "rgb_array", "ansi", "'human'")
    refused(lambda: VectorEnv(0, where), "num_envs", "from 1", "not 0")
    refused(lambda: BatchSim(where, -3), "at least 1", "-3")
    refused(lambda: VectorEnv(3, where).reset(seed=[1, 2]), "3", "2")
    refused(lambda: Env(where).reset(options={"lvl": 1}), "'level'", "lvl")
    refused(lambda: VectorEnv(2, where).reset(options={"level": ""}), "'reset_mask'")
    refused(lambda: Env("maze"), "'maze'", "distribution", error=TypeError)
    env_id = cl.world(name).env_id
    refused(lambda: gym.make(env_id, distribution=3), "3", "distribution", error=TypeError)


@pytest.mark.parametrize("name", cl.worlds())
def test_seeds_below_zero(name):
    where = cl.world(name).TRAIN
    for call in (
        lambda: VectorEnv(2, where).reset(seed=[3, -1]),
        lambda: VectorEnv(2, where).reset(seed=-1),
        lambda: Env(where).reset(seed=-1),
        lambda: cl.play(cl.random_policy(where), where, seed=-1),
    ):
        refused(call, "-1", error=(ValueError, gym.error.Error))


# ── The front door ──────────────────────────────────────────────────────────────────────────


def test_names():
    refused(lambda: cl.world("labyrinth"), "'labyrinth'", "maze")
    refused(lambda: cl.world_of(7), "7", "distribution", error=TypeError)
    refused(lambda: cl.plya, "plya", "play", error=AttributeError)


@pytest.mark.parametrize("answer", [None, 4, -1, 1.0, "UP", True, [0], float("nan")], ids=repr)
def test_a_policy_that_returns_nonsense(answer):
    def odd(observation):
        return answer

    words = ("'odd'", repr(answer), "0 UP", "3 LEFT")
    refused(lambda: cl.play(odd, maze.TRAIN), *words)
    refused(lambda: cl.behaviour(odd, maze.TRAIN, episodes=2), *words)


@pytest.mark.parametrize("answers", [[9], [0.7], [0, 1, 2], 0, None], ids=repr)
def test_a_policy_for_batches_that_returns_nonsense(answers):
    class Odd:
        def choose(self, observations, states, uniform):
            return np.array(answers)

    refused(lambda: cl.play(Odd(), maze.TRAIN), error=(ValueError, TypeError))
    refused(lambda: cl.behaviour(Odd(), maze.TRAIN, episodes=4), error=(ValueError, TypeError))


def test_what_is_no_policy():
    for nothing in (None, 3, "maze/corner"):
        refused(lambda p=nothing: cl.play(p, maze.TRAIN), "policy", repr(nothing), error=TypeError)
    refused(lambda: cl.behaviour("maze/corner", maze.TRAIN), "policy", error=TypeError)


def test_behaviour():
    planner = cl.planner(maze.TRAIN)
    for episodes in (0, -5, 2.5, True, "many"):
        refused(lambda n=episodes: cl.behaviour(planner, maze.TRAIN, episodes=n), repr(episodes))
    refused(lambda: cl.behaviour(planner, maze.TRAIN, 5, given="rain"), "'rain'", "detour")
    refused(lambda: cl.behaviour(planner, "maze"), "'maze'", error=TypeError)


@pytest.mark.parametrize("seed", [1.5, "7", True, None])
def test_seeds_of_play(seed):
    refused(lambda: cl.play(cl.planner(maze.TRAIN), maze.TRAIN, seed=seed), "seed", repr(seed))


@pytest.mark.parametrize(
    "options, words",
    [
        ({"steps": 0}, ("steps", "from 1", "0")),
        ({"num_envs": -2}, ("num_envs", "from 1", "-2")),
        ({"num_envs": 3, "num_steps": 3, "num_minibatches": 4}, ("num_minibatches", "9", "4")),
        ({"num_steps": 64.5}, ("num_steps", "whole", "64.5")),
        ({"steps": True}, ("steps", "whole", "True")),
        ({"steps": 10**30}, ("steps", "from 1", str(10**30))),
        ({"learning_rate": float("inf")}, ("learning_rate", "0 to 10", "inf")),
        ({"ent_coef": float("nan")}, ("ent_coef", "0 to 1000", "nan")),
        ({"clip_coef": -1}, ("clip_coef", "0 to 10", "-1")),
        ({"max_grad_norm": "1"}, ("max_grad_norm", "number", "'1'")),
        ({"channels": (8, 16)}, ("channels", "three", "(8, 16)")),
        ({"channels": (8, 16, 0)}, ("channels", "from 1", "0")),
        ({"gamma": 1.5}, ("gamma", "0 to 1", "1.5")),
        ({"gae_lambda": -0.1}, ("gae_lambda", "0 to 1", "-0.1")),
    ],
    ids=str,
)
def test_recipes(options, words):
    refused(lambda: cl.PPO(**options), *words)


def test_what_cannot_be_trained_on():
    refused(lambda: cl.train("maze"), "'maze'", "maze.TRAIN", "MiniGrid")
    few = cl.PPO(steps=8, num_envs=2, num_steps=4, num_minibatches=1)
    pendulum = gym.make_vec("Pendulum-v1", num_envs=2, vectorization_mode="sync")
    refused(lambda: cl.train(pendulum, few), "discrete", "Box")
    by_hand = gym.make_vec(
        "CartPole-v1",
        num_envs=2,
        vectorization_mode="sync",
        vector_kwargs={"autoreset_mode": gym.vector.AutoresetMode.DISABLED},
    )
    refused(lambda: cl.train(by_hand, few), "autoreset_mode", "DISABLED")


@pytest.mark.parametrize("kind", [np.int8, np.uint8, np.int64])
@pytest.mark.parametrize("given", [
    maze.Distribution(size=25), gems.Distribution(size=25, layout="maze"),
    keys_and_chests.Distribution(size=25), coin_run.Distribution(length=56, coin=50),
], ids=lambda d: world_of(d).name)  # fmt: skip
def test_numpys_small_numbers_are_numbers_like_others(given, kind):
    """8 steps for each of 25 tiles are 200, which is more than an int8 holds."""
    whole = {f.name: getattr(given, f.name) for f in fields(given)}
    small = {n: kind(v) for n, v in whole.items() if type(v) is int}
    assert replace(given, **small).params().tobytes() == given.params().tobytes()
