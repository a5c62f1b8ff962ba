"""Gymnasium's wrappers that need more than gymnasium: videos, windows, sizes, torch's arrays."""

import os

os.environ["SDL_VIDEODRIVER"] = "dummy"  # a window that nobody sees, before pygame is imported

import gymnasium as gym
import numpy as np
import pytest
import torch
from gymnasium import wrappers
from gymnasium.wrappers import vector

from course_lib.worlds import coin_run, maze

SMALL = maze.Distribution(size=5, limit=6)
RIGHT = int(coin_run.Action.RIGHT)


def test_videos_are_of_the_courses_speed(tmp_path):
    made = gym.make("course/CoinRun-v0", distribution=coin_run.DEPLOY, render_mode="rgb_array")
    env = wrappers.RecordVideo(made, str(tmp_path), episode_trigger=lambda episode: True)
    for seed in range(2):
        env.reset(seed=seed)
        for _ in range(12):
            if any(env.step(RIGHT)[2:4]):
                break
    env.close()
    assert env.frames_per_sec == 8
    assert len([one for one in tmp_path.glob("*.mp4") if one.stat().st_size > 500]) == 2


def test_videos_of_many(tmp_path):
    made = gym.make_vec("course/Maze-v0", num_envs=2, distribution=SMALL, render_mode="rgb_array")
    env = vector.RecordVideo(made, str(tmp_path), video_length=4, step_trigger=lambda n: n == 0)
    env.reset(seed=0)
    for _ in range(8):
        env.step(np.array([0, 1]))
    env.close()
    assert list(tmp_path.glob("*.mp4"))


@pytest.mark.parametrize("env_id", ["course/Maze-v0", "course/CoinRun-v0"])
def test_a_window(env_id):
    env = gym.make(env_id, render_mode="human")
    env.reset(seed=0)
    env.step(0)
    env.close()


def test_windows_of_many():
    env = vector.HumanRendering(gym.make_vec("course/Maze-v0", num_envs=2, render_mode="rgb_array"))
    env.reset(seed=0)
    env.step(np.zeros(2, int))
    env.close()


def test_other_sizes_of_pictures():
    env = wrappers.ResizeObservation(gym.make("course/Maze-v0"), (84, 84))
    assert env.reset(seed=0)[0].shape == (84, 84, 3)
    many = gym.make_vec("course/Maze-v0", num_envs=2, autoreset_mode="NextStep")
    assert vector.ResizeObservation(many, (84, 84)).reset(seed=0)[0].shape == (2, 84, 84, 3)


def test_torchs_arrays():
    env = wrappers.NumpyToTorch(gym.make("course/Maze-v0"))
    seen, _ = env.reset(seed=0)
    assert isinstance(seen, torch.Tensor) and seen.dtype == torch.uint8
    env.step(torch.tensor(1))
    many = vector.NumpyToTorch(gym.make_vec("course/Maze-v0", num_envs=2))
    many.reset(seed=0)
    assert isinstance(many.step(torch.tensor([0, 1]))[1], torch.Tensor)
