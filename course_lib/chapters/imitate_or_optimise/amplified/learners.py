"""What a small network can learn of an amplified agent: its choice, or its evaluation.

Both see the same places, and what the same calls said. *Copying* minimises the cross-entropy to the
action that the amplified agent chose. *Optimising the evaluation* follows the gradient of what the
network's actions are worth by that evaluation, on average over its own probabilities: a policy
gradient, in which the mean over the five actions is computed instead of sampled. Each place counts
by itself (a contextual bandit). The learner is paid for one step by what calls of the *former*
agent say about it, and not for what it will do later itself: it is myopic, its evaluation is not.
"""

from copy import deepcopy

import numpy as np
import torch

from course_lib.agents.agent import Agent
from course_lib.agents.networks import Network, Shape
from course_lib.agents.torch_tools import one_thread
from course_lib.chapters.imitate_or_optimise.observations import FEATURES, FeaturePolicy
from course_lib.chapters.imitate_or_optimise.tabular import Trials
from course_lib.worlds.ridge.planner import ACTIONS

OBJECTIVES = ("copy", "copy, weighted", "optimise the evaluation")
STEPS, RATE = 400, 0.01


def learn(
    objective: str, told: np.ndarray, on: Trials, units: int, seed: int, *,
    visits: np.ndarray | None = None, steps: int = STEPS, base: FeaturePolicy | None = None,
) -> FeaturePolicy:  # fmt: skip
    """The network of this size that learns this of an evaluation (levels, cells, actions).

    visits: how much each place counts (levels, cells); all alike if not given. base: a policy to
    begin as. Raises ValueError for an objective that is not known.
    """
    if objective not in OBJECTIVES:
        raise ValueError(f"the objective must be one of {OBJECTIVES}, not {objective!r}")
    levels, cells = on.cells.T
    each = torch.from_numpy(told[levels, cells]).float()
    counts = torch.ones(len(each)) if visits is None else torch.from_numpy(visits[levels, cells])
    with torch.random.fork_rng(), one_thread():
        torch.manual_seed(seed)
        fresh = Network(Shape((FEATURES,), ACTIONS, hidden=units))
        network = fresh if base is None else deepcopy(base.agent.network)
        seen = torch.from_numpy(on.features(levels, cells))
        descend(network, seen, each, counts.float(), objective, steps)
    return FeaturePolicy(Agent(objective, network.eval(), None, seed, {"steps": steps}), objective)


def descend(network, seen, each, counts, objective: str, steps: int) -> None:
    """Take so many steps of Adam on all places at once, ever smaller ones."""
    optimiser = torch.optim.Adam(network.parameters(), RATE)
    schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.05, max(steps, 1))
    gain = each - each.mean(1, keepdim=True)
    best = each.argmax(1)
    if objective == "copy, weighted":
        counts = counts * gain.max(1).values
    counts = counts / counts.sum()
    scale = (counts @ gain.std(1)).clamp(min=1e-9)
    for _ in range(steps):
        logs = torch.log_softmax(network(seen)[0], 1)
        if objective == "optimise the evaluation":
            loss = -(logs.exp() * gain).sum(1) @ counts / scale
        else:
            loss = -logs.gather(1, best[:, None])[:, 0] @ counts
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
