"""The course's environments and network, as Stable-Baselines3 wants them.

The adapter hands whole arrays on, so that SB3 pays for no loop over environments that it does
not make itself. Import this only after `peers.stable_baselines()`.
"""

from collections import deque

import gymnasium as gym
import numpy as np
import torch
from stable_baselines3 import PPO
from stable_baselines3.common.torch_layers import BaseFeaturesExtractor
from stable_baselines3.common.vec_env import VecEnv

from course_lib.agents.networks import Network, Shape
from course_lib.envs import VectorEnv


class Maze(VecEnv):
    """A vector environment of the course. latest: metrics "cheese" of the last 1,000 episodes."""

    def __init__(self, count: int, distribution):
        self.inner = VectorEnv(count, distribution)
        rows, columns, colours = self.inner.single_observation_space.shape
        box = gym.spaces.Box(0, 255, (colours, rows, columns), np.uint8)
        super().__init__(count, box, self.inner.single_action_space)
        self.latest: deque = deque(maxlen=1000)
        self._nothing: list[dict] = [{} for _ in range(count)]

    def reset(self):
        return self.inner.reset(seed=self._seeds[0])[0].transpose(0, 3, 1, 2)

    def step_async(self, actions):
        self._actions = actions

    def step_wait(self):
        seen, rewards, ended, cut, infos = self.inner.step(self._actions)
        done = ended | cut
        each = list(self._nothing)
        for i in np.flatnonzero(done):
            last = infos["final_obs"][i].transpose(2, 0, 1)
            each[i] = {"terminal_observation": last, "TimeLimit.truncated": bool(cut[i])}
        if done.any():
            self.latest.extend(infos["final_info"]["cheese"][done].tolist())
        return seen.transpose(0, 3, 1, 2), rewards, done, each

    def close(self):
        pass

    def get_attr(self, attr_name, indices=None):
        return [getattr(self.inner, attr_name, None)] * self.num_envs

    def set_attr(self, attr_name, value, indices=None):
        raise NotImplementedError

    def env_method(self, method_name, *method_args, indices=None, **method_kwargs):
        raise NotImplementedError

    def env_is_wrapped(self, wrapper_class, indices=None):
        return [False] * self.num_envs


class SameBody(BaseFeaturesExtractor):
    """The course's eye and mind; SB3 adds the two heads, one linear layer each."""

    def __init__(self, observation_space, recipe):
        colours, rows, columns = observation_space.shape
        shape = Shape((rows, columns, colours), 1, recipe.channels, recipe.hidden)
        super().__init__(observation_space, recipe.hidden)
        network = Network(shape)
        self.eye, self.mind = network.eye, network.mind

    def forward(self, pictures):
        return torch.relu(self.mind(self.eye(pictures.permute(0, 2, 3, 1))))


def same_network(recipe) -> dict:
    """policy_kwargs for the course's network; it scales the pixels itself."""
    return {
        "features_extractor_class": SameBody,
        "features_extractor_kwargs": {"recipe": recipe},
        "net_arch": [],
        "normalize_images": False,
    }


def same_settings(recipe, envs: int) -> dict:
    """SB3's names for the course's settings. Its value loss lacks the factor of a half."""
    return {
        "n_steps": recipe.num_steps,
        "batch_size": envs * recipe.num_steps // recipe.num_minibatches,
        "n_epochs": recipe.update_epochs,
        "learning_rate": recipe.learning_rate,
        "gamma": recipe.gamma,
        "gae_lambda": recipe.gae_lambda,
        "clip_range": recipe.clip_coef,
        "ent_coef": recipe.ent_coef,
        "vf_coef": recipe.vf_coef / 2,
        "max_grad_norm": recipe.max_grad_norm,
    }


def model(environments: Maze, settings: dict, network: dict | None = None, seed: int = 0) -> PPO:
    """SB3's PPO on one thread; without `network` with SB3's own for pictures, NatureCNN."""
    torch.set_num_threads(1)
    return PPO(
        "CnnPolicy", environments, policy_kwargs=network, seed=seed, device="cpu", **settings
    )
