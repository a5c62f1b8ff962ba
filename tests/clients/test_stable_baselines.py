"""Stable-Baselines3 and sb3-contrib train on the course's environments, in worker processes too."""

import subprocess
import sys

import gymnasium as gym
import numpy as np
import pytest
from sb3_contrib import QRDQN, MaskablePPO, RecurrentPPO
from sb3_contrib.common.wrappers import ActionMasker
from stable_baselines3 import A2C, DQN, PPO
from stable_baselines3.common.env_checker import check_env
from stable_baselines3.common.env_util import make_vec_env
from stable_baselines3.common.evaluation import evaluate_policy
from stable_baselines3.common.vec_env import VecFrameStack, VecTransposeImage, VecVideoRecorder

import course_lib as cl
from course_lib.worlds import coin_run, maze

ID = "course_lib:course/Maze-v0"
TILES = {"distribution": maze.DEPLOY, "view": "tiles"}


@pytest.mark.parametrize("name", cl.worlds())
def test_its_checker_has_nothing_to_complain_of(name):
    check_env(gym.make(cl.world(name).env_id, render_mode="rgb_array"), skip_render_check=False)


@pytest.mark.parametrize("kind, options", [
    (PPO, {"n_steps": 16, "batch_size": 32}), (A2C, {}),
    (DQN, {"learning_starts": 20, "buffer_size": 100}),
    (QRDQN, {"learning_starts": 20, "buffer_size": 100}),
    (RecurrentPPO, {"n_steps": 16, "batch_size": 32}),
], ids=lambda one: getattr(one, "__name__", ""))  # fmt: skip
def test_algorithms_train_and_are_measured_by_the_course(kind, options):
    policy = "MlpLstmPolicy" if kind is RecurrentPPO else "MlpPolicy"
    many = make_vec_env(ID, 2, env_kwargs=TILES)
    model = kind(policy, many, seed=0, **options)
    model.learn(64)
    mean, _ = evaluate_policy(model, many, n_eval_episodes=2)
    assert 0 <= mean <= 1


def test_its_convolutions_take_the_pictures_and_the_course_plays_its_model():
    many = VecTransposeImage(make_vec_env(ID, 2))  # 36 x 36 pixels, the least that they take
    model = PPO("CnnPolicy", many, n_steps=16, batch_size=32, seed=0).learn(32)

    def policy(seen):
        return model.predict(np.transpose(seen, (2, 0, 1)))[0]

    table = cl.behaviour(policy, maze.TRAIN, episodes=3, baselines=False)
    assert table.rows and len(cl.play(policy, maze.TRAIN, seed=1).actions) > 0


def test_the_course_asks_its_model_as_it_is():
    """`predict` gives an array without axes, and a hidden state beside it."""
    many = make_vec_env(ID, 2)
    model = PPO("MlpPolicy", many, n_steps=16, batch_size=32, seed=0)
    assert len(cl.play(model, maze.TRAIN, seed=1).actions) > 0


def test_masked_actions():
    def everything(_env):
        return np.ones(4, bool)

    env = ActionMasker(gym.make(ID, **TILES), everything)
    MaskablePPO("MlpPolicy", env, n_steps=16, batch_size=16, seed=0).learn(32)


@pytest.mark.parametrize("method", ["forkserver", "spawn"])
def test_worker_processes_from_a_notebook(method):
    """Its process has no main file, as there: `python -c`."""
    code = f"""
from stable_baselines3.common.env_util import make_vec_env
from stable_baselines3.common.vec_env import SubprocVecEnv
import course_lib
many = make_vec_env({ID!r}, 2, vec_env_cls=SubprocVecEnv,
                    vec_env_kwargs={{"start_method": {method!r}}})
print(many.reset().shape)
many.close()"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300)
    assert "(2, 36, 36, 3)" in done.stdout, done.stderr[-2000:]


def test_videos_of_wide_levels(tmp_path):
    many = make_vec_env(
        "course_lib:course/CoinRun-v0", 2,
        env_kwargs={"distribution": coin_run.DEPLOY, "render_mode": "rgb_array"},
    )  # fmt: skip
    recorder = VecVideoRecorder(many, str(tmp_path), lambda step: step == 0, video_length=6)
    recorder.reset()
    for _ in range(8):
        recorder.step(np.zeros(2, int))
    recorder.close()
    (video,) = tmp_path.glob("*.mp4")
    assert video.stat().st_size > 500


def test_frames_are_stacked():
    many = VecFrameStack(make_vec_env(ID, 2), 4)
    assert many.reset().shape == (2, 36, 36, 12)
