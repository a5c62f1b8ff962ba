"""The trainer: its arithmetic against a slow reference, its masks, and runs that repeat."""

from dataclasses import asdict

import gymnasium as gym
import numpy as np
import pytest
import torch
from gymnasium.vector import AutoresetMode
from support.runs import QUICK, SMALL, identical, stop_after, weights
from torch.utils.flop_counter import FlopCounterMode

import course_lib as cl
from course_lib.agents.networks import Network, Shape
from course_lib.agents.ppo import PPO, Progress, Trainer
from course_lib.agents.training import train


class Clock(gym.vector.VectorEnv):
    """Environment i ends (even i) or is cut (odd i) every 3 + i steps; it shows i and its count.

    A reward of 1 for every step. In NEXT_STEP mode the step that only resets pays `noise`, which
    nobody must take for a reward.
    """

    def __init__(self, num_envs: int, mode: AutoresetMode, noise: float = 0.0):
        self.num_envs, self.mode, self.noise = num_envs, mode, noise
        self.metadata = {"autoreset_mode": mode}
        self.single_observation_space = gym.spaces.Box(-np.inf, np.inf, (2,), np.float32)
        self.single_action_space = gym.spaces.Discrete(2)
        self.counts, self.over = np.zeros(num_envs, int), np.zeros(num_envs, bool)

    def show(self) -> np.ndarray:
        return np.stack([np.arange(self.num_envs), self.counts], 1).astype(np.float32)

    def reset(self, *, seed=None, options=None):
        self.counts[:], self.over[:] = 0, False
        return self.show(), {}

    def step(self, actions):
        n = np.arange(self.num_envs)
        reset = self.over.copy()
        self.counts = np.where(reset, 0, self.counts + 1)
        rewards = np.where(reset, self.noise, 1.0)
        done = ~reset & (self.counts >= 3 + n)
        infos = {}
        if self.mode is AutoresetMode.NEXT_STEP:
            self.over = done
        elif done.any():
            final = np.empty(self.num_envs, object)
            for i in np.flatnonzero(done):
                final[i] = self.show()[i]
            infos = {"final_obs": final, "_final_obs": done}
            self.counts = np.where(done, 0, self.counts)
        return self.show(), rewards, done & (n % 2 == 0), done & (n % 2 == 1), infos


def clock_trainer(mode: AutoresetMode, noise: float = 0.0, rollout: int = 16) -> Trainer:
    recipe = PPO(
        steps=10_000, num_envs=4, num_steps=rollout, num_minibatches=2, hidden=16, gamma=0.9
    )
    return Trainer(Clock(4, mode, noise), recipe, seed=1)


# ── Arithmetic ──────────────────────────────────────────────────────────────────────────────


def slow_advantages(trainer: Trainer) -> np.ndarray:
    """The sum that defines GAE: sum over k of (gamma lam)^k times the surprise k steps later.

    Schulman et al. 2015, equation 16, up to the end of the episode or of the rollout.
    """
    gamma, lam = trainer.recipe.gamma, trainer.recipe.gae_lambda
    rewards, values, following, ends, cuts, real = (
        x.double().numpy()
        for x in (
            trainer.rewards, trainer.values, trainer.next_values,
            trainer.terminated, trainer.truncated, trainer.mask,
        )
    )  # fmt: skip
    out = np.zeros_like(rewards)
    for t, i in np.ndindex(*out.shape):
        for k in range(len(out) - t):
            u = t + k
            if not real[u, i]:
                break
            surprise = rewards[u, i] + gamma * following[u, i] * (1 - ends[u, i]) - values[u, i]
            out[t, i] += (gamma * lam) ** k * surprise
            if ends[u, i] or cuts[u, i]:
                break
    return out


@pytest.mark.parametrize("seed", range(5))
def test_advantages_against_the_sum_that_defines_them(seed):
    trainer = clock_trainer(AutoresetMode.NEXT_STEP)
    torch.manual_seed(seed)
    for name in ("rewards", "values", "next_values"):
        setattr(trainer, name, torch.randn(16, 4))
    trainer.terminated = (torch.rand(16, 4) < 0.15).float()
    trainer.truncated = (torch.rand(16, 4) < 0.15).float()
    trainer.mask[1:] = 1 - ((trainer.terminated + trainer.truncated)[:-1] > 0).float()
    trainer.terminated, trainer.truncated = (
        trainer.terminated * trainer.mask,
        trainer.truncated * trainer.mask,
    )
    assert np.allclose(trainer.advantages().numpy(), slow_advantages(trainer), atol=1e-5)


@pytest.mark.parametrize("mode", [AutoresetMode.NEXT_STEP, AutoresetMode.SAME_STEP])
def test_what_is_collected(mode):
    trainer = clock_trainer(mode)
    for _ in range(2):  # the second rollout begins in the middle of episodes
        trainer.collect()
        _check_collected(trainer, mode)


def _check_collected(trainer: Trainer, mode: AutoresetMode) -> None:
    """Storage holds what Clock did; a cut episode is valued by its own last picture."""
    length = np.arange(4) + 3
    counts = trainer.taken[:, :, 1].numpy().astype(int)
    over = (trainer.terminated + trainer.truncated).numpy().astype(bool)
    if mode is AutoresetMode.NEXT_STEP:
        assert np.array_equal(trainer.mask.numpy() == 0, counts[:-1] == length)
        assert np.array_equal(over, (counts[:-1] == length - 1))
    else:
        assert trainer.mask.all() and np.array_equal(over, counts[:-1] == length - 1)
    for t, i in zip(*np.nonzero(trainer.mask.numpy()), strict=True):
        true_next = torch.tensor([[i, counts[t, i] + 1]], dtype=torch.float32)
        with torch.no_grad():
            value = trainer.network(true_next)[1].item()
        if not trainer.terminated[t, i]:
            assert trainer.next_values[t, i].item() == pytest.approx(value, abs=1e-5)
    assert trainer.progress.episodes > 0
    assert set(trainer.progress.latest["reward"]) <= set(length.tolist())


def test_steps_that_only_reset_teach_nothing():
    """Neither what such a step paid nor what was done in it leaves a trace."""
    trainers = [clock_trainer(AutoresetMode.NEXT_STEP, noise) for noise in (0.0, 1e6)]
    for _ in range(3):
        for trainer in trainers:
            trainer.collect()
        ignored = trainers[1].mask == 0
        assert ignored.any()
        trainers[1].actions[ignored] = 1 - trainers[1].actions[ignored]
        trainers[1].log_probs[ignored] -= 0.5
        for trainer in trainers:
            trainer.learn()
    assert identical(*trainers)
    assert max(trainers[1].progress.latest["reward"]) <= 6


def test_micro_batches_change_nothing_but_the_speed():
    networks = []
    for size in (8, 512):
        recipe = PPO(steps=512, num_envs=32, num_steps=16, microbatch=size, hidden=16)
        networks.append(train(SMALL, recipe, seed=2, bar=False))
    a, b = (weights(n) for n in networks)
    assert all(torch.allclose(a[k], b[k], atol=1e-4) for k in a)


def test_rates_are_means_over_the_latest_thousand_episodes():
    progress = Progress()
    progress.add(cheese=np.zeros(700), corner=np.ones(700))
    progress.add(cheese=np.ones(800), corner=np.ones(800))
    assert progress.episodes == 1500
    assert progress.rates() == {"cheese": 0.8, "corner": 1.0}


@pytest.mark.parametrize("observation", [(36, 36, 3), (52, 52, 3), (4,)])
def test_multiplications_are_those_that_torch_counts(observation):
    network = Network(Shape(observation, 4))
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        network(torch.zeros((1, *observation)))
    assert counter.get_total_flops() == 2 * network.multiplications()


# ── Runs ────────────────────────────────────────────────────────────────────────────────────


def test_the_same_seed_gives_the_same_agent_to_the_bit():
    first, again, other = (train(SMALL, QUICK, seed=s, bar=False) for s in (3, 3, 4))
    assert identical(first, again) and not identical(first, other)
    assert first.card["last_rates"] == again.card["last_rates"]
    assert first.card["finished"] and first.card["steps"] >= QUICK.steps
    assert first.card["recipe"] == asdict(QUICK) and first.card["seed"] == 3


def test_training_leaves_the_chances_of_others_alone():
    torch.manual_seed(0)
    np.random.seed(0)
    before = torch.get_rng_state(), np.random.get_state()[1].copy(), torch.get_num_threads()
    train(SMALL, QUICK, seed=1, bar=False, callback=stop_after(1))
    assert torch.equal(before[0], torch.get_rng_state())
    assert np.array_equal(before[1], np.random.get_state()[1])
    assert before[2] == torch.get_num_threads()


@pytest.mark.slow
def test_a_little_training_is_enough_for_a_small_maze():
    recipe = PPO(steps=60_000, num_envs=128, channels=(4, 8, 8), hidden=32)
    agent = train(SMALL, recipe, seed=0, bar=False)
    table = cl.behaviour(agent, {"training": SMALL}, episodes=300, seed=9)
    mine, chance = (table.get(p, "training", "steps") for p in (agent.name, "random"))
    assert mine["high"] < 0.85 * chance["low"]
    mine, chance = (table.get(p, "training", "cheese") for p in (agent.name, "random"))
    assert mine["low"] > chance["high"]


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["vector_entry_point", "sync"])
def test_it_learns_to_balance_a_pole(mode):
    environments = gym.make_vec("CartPole-v1", num_envs=16, vectorization_mode=mode)
    assert environments.metadata["autoreset_mode"] is AutoresetMode.NEXT_STEP
    recipe = PPO(
        steps=40_000,
        num_envs=16,
        num_steps=64,
        update_epochs=4,
        learning_rate=2e-3,
        hidden=32,
        ent_coef=0.0,
    )
    agent = cl.train(environments, recipe, seed=0)
    alone = gym.make("CartPole-v1")
    returns = []
    for seed in range(10):
        (seen, _), total, over = alone.reset(seed=seed), 0.0, False
        while not over:
            seen, reward, ended, cut, _ = alone.step(agent.act(seen))
            total, over = total + reward, ended or cut
        returns.append(total)
    assert np.mean(returns) > 120, "random play gives about 22"
    assert agent.distribution is None
