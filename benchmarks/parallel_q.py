"""Parallelised Q-learning as a candidate for live training, beside `cl.train`'s PPO.

    python benchmarks/parallel_q.py maze

PQN (Gallici et al. 2024, arXiv 2407.04811): many environments, short rollouts, Q(lambda) returns,
layer norm after each layer's answer instead of replay and a target network. The network is the
course's with such norms, its policy's numbers are the Q-values; the settings are the paper's for
pictures, with the discount factor of the world's own recipe. Told are the steps and the computing
until the latest 1,000 training episodes are where benchmarks/time_to_learn.py wants them, and of
PPO's the same; imports and compiling do not count.
"""

import sys
import time
from collections import deque

import numpy as np
import torch
from learn_one import WINDOW, reached
from rows import few, say
from time_to_learn import aim
from torch import Tensor, nn

from course_lib.agents.networks import Eye
from course_lib.agents.recipes import recipe_of
from course_lib.agents.torch_tools import one_thread
from course_lib.agents.training import train
from course_lib.agents.weights import Shape
from course_lib.engine.world import world
from course_lib.envs import VectorEnv

SEEDS = range(few(5, 1))
ENVS, LENGTH, EPOCHS, MINIBATCHES = 128, 32, 2, 16
RATE, LAMBDA, LONGEST, FIRST, LAST, FALL = 5e-4, 0.65, 10.0, 1.0, 0.05, 0.2
# FIRST to LAST: how often an action is drawn by chance; it falls over this share of the steps.


class Values(nn.Module):
    """Q-values (batch, actions) of pictures: the course's eye and mind, with layer norms."""

    def __init__(self, shape: Shape):
        super().__init__()
        self.eye = Eye(shape)
        self.seen, self.thought = nn.LayerNorm(self.eye.features), nn.LayerNorm(shape.hidden)
        self.mind = nn.Linear(self.eye.features, shape.hidden)
        self.policy = nn.Linear(shape.hidden, shape.actions)

    def forward(self, pictures: Tensor) -> Tensor:
        """One number for each action."""
        return self.policy(torch.relu(self.thought(self.mind(self.seen(self.eye(pictures))))))


def learn(name: str, seed: int, goal: float) -> tuple[int, float] | None:
    """Steps and seconds until the latest episodes are good enough; None if the steps run out."""
    home, recipe = world(name), recipe_of(name)
    torch.manual_seed(seed)
    draw = np.random.default_rng(seed)
    env = VectorEnv(ENVS, home.TRAIN)
    shape = Shape(env.single_observation_space.shape, len(home.Action), hidden=recipe.hidden)
    q = Values(shape)
    optimiser = torch.optim.RAdam(q.parameters(), RATE)
    latest: deque[float] = deque(maxlen=WINDOW)
    seen, _ = env.reset(seed=seed)
    _, chosen = _best(q, seen)
    start, steps = time.process_time(), 0
    while steps < recipe.steps:
        chance = FIRST + (LAST - FIRST) * min(1.0, steps / (FALL * recipe.steps))
        pictures = np.empty((LENGTH, *seen.shape), np.uint8)
        actions = np.empty((LENGTH, ENVS), np.int64)
        rewards, ends, best = (np.zeros((LENGTH, ENVS), np.float32) for _ in range(3))
        for t in range(LENGTH):
            pictures[t] = seen
            actions[t] = np.where(
                draw.random(ENVS) < chance, draw.integers(shape.actions, size=ENVS), chosen
            )
            seen, reward, over, cut, infos = env.step(actions[t])
            done = over | cut
            rewards[t], ends[t] = reward, done
            if done.any():
                latest.extend(infos["final_info"][home.goal][done].astype(float).tolist())
            if cut.any():  # a truncated episode would have gone on
                rewards[t, cut] += recipe.gamma * _best(q, np.stack(infos["final_obs"][cut]))[0]
            best[t], chosen = _best(q, seen)
        steps += actions.size
        _improve(q, optimiser, pictures, actions, _returns(rewards, ends, best, recipe.gamma), draw)
        if reached(latest, goal):
            return steps, time.process_time() - start
    return None


def _best(q: Values, pictures: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The highest value and its action, of each picture."""
    with torch.inference_mode():
        found = q(torch.from_numpy(pictures)).max(1)
    return found.values.numpy(), found.indices.numpy()


def _returns(rewards, ends, best, gamma: float) -> np.ndarray:
    """Q(lambda) returns (LENGTH, ENVS), see the paper's section 4."""
    found = np.empty_like(rewards)
    after = best[-1]
    for t in range(LENGTH - 1, -1, -1):
        mixed = LAMBDA * after + (1 - LAMBDA) * best[t]
        found[t] = after = rewards[t] + gamma * (1 - ends[t]) * mixed
    return found


def _improve(q: Values, optimiser, pictures, actions, wanted, draw: np.random.Generator) -> None:
    """Some epochs of steps towards the returns."""
    flat = pictures.reshape(-1, *pictures.shape[2:]), actions.ravel(), wanted.ravel()
    for _ in range(EPOCHS):
        for some in np.array_split(draw.permutation(len(flat[1])), MINIBATCHES):
            seen, taken, target = (torch.from_numpy(part[some]) for part in flat)
            error = q(seen).gather(1, taken[:, None])[:, 0] - target
            optimiser.zero_grad()
            (0.5 * error**2).mean().backward()
            nn.utils.clip_grad_norm_(q.parameters(), LONGEST)
            optimiser.step()


def ours(name: str, seed: int, goal: float) -> tuple[int, float] | None:
    """The same of `cl.train`."""
    start, found = time.process_time(), []

    def look(progress, _trainer) -> bool:
        if reached(progress.latest.get(world(name).goal, ()), goal):
            found.append((progress.steps, time.process_time() - start))
        return bool(found)

    train(world(name).TRAIN, seed=seed, callback=look, bar=False)
    return found[0] if found else None


def main() -> None:
    """Both in turns, seed by seed."""
    name = sys.argv[1]
    goal = aim(name)
    with one_thread:
        for seed in SEEDS:
            for label, run in (("PQN", learn), ("PPO", ours)):
                found = run(name, seed, goal)
                words = f"{found[0]:,} steps, {found[1]:.1f} s" if found else "not within its steps"
                say(f"  {name} {seed} {label}: {words}")


if __name__ == "__main__":
    main()
