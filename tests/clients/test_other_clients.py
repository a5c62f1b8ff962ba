"""Tianshou, TorchRL, Minari and SuperSuit on the course's environments, by their usual doors."""

import gymnasium as gym
import minari
import numpy as np
import supersuit
import torch
from tianshou.algorithm import PPO
from tianshou.algorithm.modelfree.reinforce import DiscreteActorPolicy
from tianshou.algorithm.optim import AdamOptimizerFactory
from tianshou.data import Collector, VectorReplayBuffer
from tianshou.env import DummyVectorEnv, SubprocVectorEnv
from tianshou.utils.net.common import Net
from tianshou.utils.net.discrete import DiscreteActor, DiscreteCritic
from tianshou.utils.torch_utils import policy_within_training_step
from torchrl.envs import GymEnv, GymWrapper, check_env_specs

import course_lib as cl
from course_lib.envs import VectorEnv
from course_lib.worlds import maze

ID = "course_lib:course/Maze-v0"
SMALL = maze.Distribution(size=5, limit=6)


def made():
    return gym.make(ID, distribution=SMALL, view="tiles")


def test_tianshou_collects_and_learns():
    many, one = DummyVectorEnv([made, made]), made()
    shape, actions = one.observation_space.shape, one.action_space.n
    actor = DiscreteActor(
        preprocess_net=Net(state_shape=shape, hidden_sizes=[8]), action_shape=actions
    )
    critic = DiscreteCritic(preprocess_net=Net(state_shape=shape, hidden_sizes=[8]))
    policy = DiscreteActorPolicy(actor=actor, action_space=one.action_space)
    learner = PPO(policy=policy, critic=critic, optim=AdamOptimizerFactory(lr=1e-3))
    buffer = VectorReplayBuffer(400, 2)
    collector = Collector(learner, many, buffer)
    found = collector.collect(n_step=40, reset_before_collect=True)
    assert found.n_collected_episodes >= 2 and set(found.returns) <= {0.0, 1.0}
    with policy_within_training_step(policy):
        learner.update(buffer=buffer, batch_size=16, repeat=1)


def test_tianshou_in_worker_processes():
    many = SubprocVectorEnv([made, made])
    seen, _ = many.reset()
    assert seen.shape == (2, 5, 5)
    many.close()


def test_torchrl_by_id_and_by_wrapping():
    for env in (GymEnv(ID, distribution=SMALL), GymWrapper(made())):
        check_env_specs(env, seed=0)
        assert env.rollout(4)["next", "reward"].shape[-1] == 1


def test_torchrl_wraps_many_at_once():
    """It asks a vector environment for its `autoreset_mode`."""
    env = GymWrapper(VectorEnv(3, SMALL, view="tiles", autoreset_mode="SameStep"))
    rolled = env.rollout(12, break_when_any_done=False)
    assert rolled.batch_size == torch.Size([3, 12]) and rolled["next", "done"].any()


def test_minari_stores_episodes_and_makes_their_environment_again(tmp_path, monkeypatch):
    monkeypatch.setenv("MINARI_DATASETS_PATH", str(tmp_path))
    # As JPEG, which is its default, pictures of four pixels a tile are blurred beyond use.
    env = minari.DataCollector(gym.make(ID, distribution=maze.DEPLOY), jpeg_encoding=False)
    for seed in range(3):
        env.reset(seed=seed)
        over = False
        while not over:
            over = any(env.step(int(np.random.default_rng(seed).integers(4)))[2:4])
    stored = env.create_dataset(
        dataset_id="course/maze-v0", algorithm_name="random", author="x", author_email="a@b.org",
        code_permalink="https://example.org", description="random play",
    )  # fmt: skip
    again = minari.load_dataset("course/maze-v0")
    assert again.total_episodes == stored.total_episodes == 3
    recovered = again.recover_environment()
    assert recovered.unwrapped.sim.distribution == maze.DEPLOY
    first = next(iter(again.iterate_episodes()))
    assert np.array_equal(recovered.reset(seed=0)[0], first.observations[0])


def test_supersuit_resizes_greys_and_stacks():
    env = gym.make(ID, distribution=SMALL)
    env = supersuit.frame_stack_v1(
        supersuit.resize_v1(supersuit.color_reduction_v0(env), 42, 42), 4
    )
    seen, _ = env.reset(seed=0)
    assert seen.shape == (42, 42, 4)
    env.step(1)


def test_every_world_collects_with_torchrl():
    for name in cl.worlds():
        assert len(GymEnv(f"course_lib:{cl.world(name).env_id}").rollout(3)) >= 1
