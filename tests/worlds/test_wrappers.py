"""Gymnasium's own wrappers, all of them: each takes the course's environments and plays on."""

import subprocess
import sys

import gymnasium as gym
import numpy as np
import pytest
from gymnasium import wrappers
from gymnasium.wrappers import vector

from course_lib.worlds import coin_run, maze

SMALL = maze.Distribution(size=5, limit=6)


def half(seen):
    """Half as bright."""
    return (seen // 2).astype(np.uint8)


BOX = gym.spaces.Box(0, 255, (20, 20, 3), np.uint8)
MANY_BOX = gym.spaces.Box(0, 255, (2, 20, 20, 3), np.uint8)
FOUR = gym.spaces.Discrete(4)
# Of one environment: from a wrapper's name to its options.
SINGLE = {
    "DelayObservation": {"delay": 2},
    "DtypeObservation": {"dtype": np.float32},
    "DiscretizeObservation": {"bins": 2, "multidiscrete": True},
    "FlattenObservation": {},
    "FrameStackObservation": {"stack_size": 3},
    "GrayscaleObservation": {},
    "TransformObservation": {"func": half, "observation_space": BOX},
    "MaxAndSkipObservation": {"skip": 2},
    "NormalizeObservation": {},
    "AddRenderObservation": {},
    "ReshapeObservation": {"shape": (20, 60)},
    "RescaleObservation": {"min_obs": np.float32(0), "max_obs": np.float32(1)},
    "TimeAwareObservation": {"flatten": False},
    "TransformAction": {"func": lambda action: 3 - action, "action_space": FOUR},
    "StickyAction": {"repeat_action_probability": 0.5},
    "RepeatAction": {"num_repeats": 2},
    "ClipReward": {"min_reward": 0, "max_reward": 1},
    "TransformReward": {"func": lambda reward: reward - 1},
    "NormalizeReward": {},
    "TimeLimit": {"max_episode_steps": 4},
    "Autoreset": {},
    "PassiveEnvChecker": {},
    "OrderEnforcing": {},
    "RecordEpisodeStatistics": {},
    "AddWhiteNoise": {"probability_of_noise_per_pixel": 0.1},
    "ObstructView": {"obstructed_pixels_ratio": 0.1, "obstruction_width": 2},
    "RenderCollection": {},
}
# Of many: the autoreset mode that the wrapper asks for, and its options.
MANY = {
    "VectorizeTransformObservation": ("NextStep", {
        "wrapper": wrappers.TransformObservation,
        "func": half, "observation_space": BOX,
    }),
    "VectorizeTransformAction": ("SameStep", {
        "wrapper": wrappers.TransformAction,
        "func": lambda action: 3 - action, "action_space": FOUR,
    }),
    "VectorizeTransformReward": ("SameStep", {
        "wrapper": wrappers.TransformReward, "func": lambda reward: reward - 1,
    }),
    "DictInfoToList": ("SameStep", {}),
    "TransformObservation": ("NextStep", {"func": half, "observation_space": MANY_BOX}),
    "FlattenObservation": ("NextStep", {}),
    "GrayscaleObservation": ("NextStep", {}),
    "ReshapeObservation": ("NextStep", {"shape": (20, 60)}),
    "RescaleObservation": ("NextStep", {"min_obs": np.float32(0), "max_obs": np.float32(1)}),
    "DtypeObservation": ("NextStep", {"dtype": np.float32}),
    "NormalizeObservation": ("NextStep", {}),
    "TransformAction": ("SameStep", {
        "func": lambda actions: 3 - actions, "action_space": gym.spaces.MultiDiscrete([4, 4]),
    }),
    "TransformReward": ("SameStep", {"func": lambda rewards: rewards - 1}),
    "ClipReward": ("SameStep", {"min_reward": 0, "max_reward": 1}),
    "NormalizeReward": ("SameStep", {}),
    "RecordEpisodeStatistics": ("SameStep", {}),
}  # fmt: skip
# What cannot be asked for here: other actions, Atari's own, other libraries' arrays and windows.
# tests/clients runs those that other libraries are needed for.
ELSEWHERE = {
    "ClipAction", "RescaleAction", "DiscretizeAction", "FilterObservation", "AtariPreprocessing",
    "ResizeObservation", "RecordVideo", "HumanRendering", "JaxToNumpy", "JaxToTorch",
    "ArrayConversion", "NumpyToTorch",
}  # fmt: skip


@pytest.mark.parametrize("room, tried", [(wrappers, SINGLE), (vector, MANY)])
def test_every_wrapper_that_there_is_was_thought_of(room, tried):
    there = {name for name in room.__all__ if name != "vector"}
    assert there <= {*tried, *ELSEWHERE}


def wrapped(room, name, env, options):
    """The wrapped environment; skips a wrapper that this gymnasium does not have yet."""
    if name not in room.__all__:
        pytest.skip(f"this gymnasium has no {name}")
    return getattr(room, name)(env, **options)


@pytest.mark.parametrize("name", SINGLE)
def test_one_environment_in_a_wrapper(name):
    mode = "rgb_array" if name in ("AddRenderObservation", "RenderCollection") else None
    steps = 6 if name == "TimeAwareObservation" else None  # it asks how many there are
    made = gym.make("course/Maze-v0", distribution=SMALL, render_mode=mode, max_episode_steps=steps)
    env = wrapped(wrappers, name, made, SINGLE[name])
    seen, _ = env.reset(seed=1)
    again, _ = env.reset(seed=1)
    assert name == "NormalizeObservation" or str(seen) == str(again)  # that one learns
    assert seen in env.observation_space
    ended, actions = 0, np.random.default_rng(0)
    for _ in range(30):
        action = int(actions.integers(4))
        seen, reward, terminated, truncated, _ = env.step(action)
        assert seen in env.observation_space
        assert np.isfinite(float(reward))
        if terminated or truncated:
            ended += 1
            if name != "Autoreset":
                env.reset()
    assert ended


@pytest.mark.parametrize("name", MANY)
def test_many_environments_in_a_wrapper(name):
    mode, options = MANY[name]
    made = gym.make_vec("course/Maze-v0", num_envs=2, distribution=SMALL, autoreset_mode=mode)
    env = wrapped(vector, name, made, options)
    env.reset(seed=1)
    ended, actions = 0, np.random.default_rng(0)
    for _ in range(30):
        drawn = actions.integers(4, size=2)
        seen, rewards, terminated, truncated, _ = env.step(drawn)
        assert len(seen) == len(rewards) == 2
        # Gymnasium 1.1 does not tell that normalised observations are others.
        assert name == "NormalizeObservation" or seen in env.observation_space
        ended += int((terminated | truncated).sum())
    assert ended


def test_a_collection_holds_frames_of_one_size():
    made = gym.make("course/CoinRun-v0", distribution=coin_run.DEPLOY, render_mode="rgb_array")
    env = wrappers.RenderCollection(made)
    for seed in range(3):
        env.reset(seed=seed)
        env.step(0)
    assert len({frame.shape for frame in env.render()}) == 1


@pytest.mark.slow  # two processes start, and each imports the course
@pytest.mark.parametrize("env_id, works", [("course_lib:course/Maze-v0", True),
                                           ("course/Maze-v0", False)])  # fmt: skip
def test_a_worker_that_imports_nothing_needs_the_modules_name(env_id, works):
    """As in a notebook: the process has no main file that its workers could read."""
    code = f"""
import functools, gymnasium as gym, course_lib
many = gym.vector.AsyncVectorEnv([functools.partial(gym.make, {env_id!r})], context="forkserver")
seen, _ = many.reset(seed=0)
print(seen.shape)
many.close()"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300)
    assert ("(1, 36, 36, 3)" in done.stdout) is works, done.stderr[-1500:]
    assert works or "Namespace course not found" in done.stderr
