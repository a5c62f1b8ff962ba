"""Short runs of training, and whether two of them agree."""

import torch

from course_lib.agents.ppo import PPO
from course_lib.worlds import maze

SMALL = maze.Distribution(size=5)
QUICK = PPO(steps=3000, num_envs=32, num_steps=16, microbatch=64, channels=(4, 4, 8), hidden=16)


def weights(agent) -> dict[str, torch.Tensor]:
    """All numbers of an agent's or a trainer's network."""
    return agent.network.state_dict()


def identical(a, b) -> bool:
    """Whether two networks agree to the last bit."""
    a, b = weights(a), weights(b)
    return a.keys() == b.keys() and all(torch.equal(a[k], b[k]) for k in a)


def stop_after(updates: int):
    """A callback that stops the run after so many updates."""
    seen = []
    return lambda progress, trainer: seen.append(progress.steps) or len(seen) >= updates
