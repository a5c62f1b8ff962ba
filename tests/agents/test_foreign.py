"""The trainer with other people's environments: right, or refused before the first step."""

from concurrent.futures import ThreadPoolExecutor

import gymnasium as gym
import numpy as np
import pytest
import torch
from gymnasium.vector import SyncVectorEnv
from support.errors import refused
from support.runs import identical

import course_lib as cl
from course_lib.agents import training
from course_lib.agents.networks import Network, Shape
from course_lib.agents.torch_tools import one_thread, seeded
from course_lib.worlds import maze

TINY = cl.PPO(steps=256, num_envs=4, num_steps=8, num_minibatches=2, channels=(2, 2, 4), hidden=8)


class Still(gym.Env):
    """Nothing happens here, and every episode has one step."""

    def __init__(self, seen: gym.Space, actions: gym.Space):
        self.observation_space, self.action_space = seen, actions

    def shown(self):
        return np.zeros(self.observation_space.shape, self.observation_space.dtype)

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        return self.shown(), {}

    def step(self, action):
        assert self.action_space.contains(action)
        return self.shown(), 1.0, True, False, {}


def several(seen: gym.Space, actions: gym.Space | None = None) -> SyncVectorEnv:
    """Four of them."""
    actions = actions or gym.spaces.Discrete(3)
    return SyncVectorEnv([lambda: Still(seen, actions)] * 4, autoreset_mode="SameStep")


PIXELS = gym.spaces.Box(0, 255, (12, 12, 3), np.uint8)


@pytest.mark.parametrize(
    "seen, actions, words",
    [
        (PIXELS, gym.spaces.Discrete(3, start=1), "actions must count from 0.*count from 1"),
        (PIXELS, gym.spaces.MultiDiscrete([2, 2]), "needs discrete actions"),
        (PIXELS, gym.spaces.Box(-1, 1, (2,)), "needs discrete actions"),
        (gym.spaces.Box(0, 1, (12, 12, 3)), None, "pictures must be uint8.* from 0 to 1; wrap"),
        (gym.spaces.Box(0, 255, (12, 12), np.uint8), None, "observations must be a Box"),
        (gym.spaces.Discrete(5), None, "observations must be a Box"),
    ],
    ids=["from one", "several", "numbers", "floats", "no colours", "no box"],
)
def test_what_it_would_misread_is_refused_before_the_first_step(seen, actions, words):
    with pytest.raises(ValueError, match=words):
        training.train(several(seen, actions), TINY, bar=False)


@pytest.mark.parametrize(
    "seen",
    [gym.spaces.Box(0, 255, shape, np.uint8) for shape in ((7, 7, 3), (5, 9, 1), (3, 3, 4))]
    + [gym.spaces.Box(0, 255, (6,), np.uint8), gym.spaces.Box(-1, 1, (6,), np.float32)],
    ids=str,
)
def test_pictures_of_any_size_and_vectors_are_taken(seen):
    agent = training.train(several(seen), TINY, bar=False)
    assert agent.evaluate(np.zeros((2, *seen.shape), seen.dtype))[0].shape == (2, 3)


@pytest.mark.parametrize("side", [7, 8, 9, 10, 11])
def test_the_last_rows_of_a_picture_are_seen(side):
    with seeded(0):
        network = Network(Shape((side, side, 3), 2, (4, 4, 8), 16))
    plain = np.zeros((1, side, side, 3), np.uint8)
    for corner in ((0, 0), (0, -1), (-1, 0), (-1, -1)):
        other = plain.copy()
        other[0, corner[0], corner[1]] = 255
        logits = [network(torch.from_numpy(x))[0] for x in (plain, other)]
        assert not torch.equal(*logits), corner


# ── What a run keeps, and what it says ──────────────────────────────────────────────────────


@pytest.mark.parametrize("place", ["/proc/run.safetensors", "file/run.safetensors", "."])
def test_a_checkpoint_that_cannot_be_written_is_refused_before_training(tmp_path, place):
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match=r"the checkpoint .* cannot be written"):
        training.train(maze.TRAIN, TINY, checkpoint=tmp_path / place, bar=False)


def test_a_disk_that_fills_in_the_middle_keeps_the_agent(tmp_path, monkeypatch):
    def full(trainer, path):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(training.checkpoints, "save", full)
    with pytest.warns(UserWarning, match=r"run\.safetensors could not be written.*No space left"):
        agent = training.train(
            several(PIXELS), TINY, checkpoint=tmp_path / "run.safetensors", bar=False
        )
    assert agent.card["finished"]


def test_a_run_that_diverges_says_so():
    class Huge(Still):
        def step(self, action):
            return self.shown(), float("nan"), True, False, {}

    envs = SyncVectorEnv(
        [lambda: Huge(PIXELS, gym.spaces.Discrete(2))] * 4, autoreset_mode="SameStep"
    )
    with pytest.raises(FloatingPointError, match="training has diverged"):
        training.train(envs, TINY, bar=False)


# ── Beside others ───────────────────────────────────────────────────────────────────────────


def test_runs_side_by_side_in_threads_come_to_what_they_come_to_alone():
    def run(seed: int):
        return training.train(several(PIXELS), TINY, seed=seed, bar=False)

    alone = [run(seed) for seed in range(4)]
    with ThreadPoolExecutor(4) as pool:
        beside = list(pool.map(run, range(4)))
    assert all(identical(one, other) for one, other in zip(alone, beside, strict=True))


def test_torch_has_one_thread_inside_and_all_of_them_afterwards():
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        with one_thread:
            assert torch.get_num_threads() == 1
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


@pytest.mark.parametrize("seed", [-1, 1.5, "3", None, True, 2**63])
def test_a_seed_that_is_none_is_refused(seed):
    with pytest.raises(ValueError, match="seed must be a whole number from 0"):
        training.train(several(PIXELS), TINY, seed=seed, bar=False)


def test_a_seed_of_numpys_is_one():
    agent = training.train(several(PIXELS), TINY, seed=np.int64(3), bar=False)
    assert type(agent.card["seed"]) is int


# ── By an environment's id ──────────────────────────────────────────────────────────────────────


def test_an_id_is_enough_minigrids_and_the_courses_own():
    import minigrid  # noqa: F401  (its ids; where it is installed, gymnasium finds it by itself)

    short = cl.PPO(steps=512, num_envs=8, num_steps=16, num_minibatches=4)
    agent = cl.train("MiniGrid-Empty-5x5-v0", short, seed=1)
    assert agent.name == "MiniGrid-Empty-5x5-v0" and agent.network.shape.observation == (7, 7, 3)
    assert agent.network.shape.actions == 7 and agent.card["steps"] == 512
    picture = gym.make("MiniGrid-Empty-5x5-v0").reset(seed=0)[0]["image"]
    assert 0 <= agent.act(picture) < 7
    ours = cl.train("course/Maze-v0", short, seed=1)
    assert ours.distribution == maze.TRAIN
    assert cl.train("CartPole-v1", short).network.shape.observation == (4,)


def test_an_id_that_cannot_be_trained_on_is_refused():
    refused(lambda: cl.train("course/Nothing-v0"), "course/Nothing-v0")
    refused(lambda: cl.train("no id at all"), "'no id at all'")
    refused(lambda: cl.train("Pendulum-v1"), "iscrete")
