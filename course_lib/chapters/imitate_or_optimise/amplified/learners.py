"""What small networks can learn of an amplified agent: its choice, or its evaluation.

All of them see the same places, and what the same calls said. *Copying* minimises the cross-entropy
to the action that the amplified agent chose; *copying, weighted* counts each place by how much the
choice matters there. *Optimising the evaluation* follows the gradient of what the network's actions
are worth by that evaluation, on average over its own probabilities: a policy gradient, in which the
mean over the five actions is computed instead of sampled. Each place counts by itself (a contextual
bandit). The learner is paid for one step by what calls of the *former* agent say of it, and not for
what it will do later itself: it is myopic, its evaluation is not.

Many networks of one size are trained at once, each by itself: they only share the time.
"""

from dataclasses import dataclass

import numpy as np
import torch

from course_lib.agents.torch_tools import one_thread
from course_lib.chapters.imitate_or_optimise.observations import FEATURES
from course_lib.chapters.imitate_or_optimise.tabular import Trials, uniform_table
from course_lib.worlds.ridge.planner import ACTIONS

OBJECTIVES = ("copy", "copy, weighted", "optimise")
BATCH, RATE = 400, 0.01


@dataclass
class Networks:
    """Networks of one size: weights and biases, three layers of each (networks, in, out)."""

    layers: list[torch.Tensor]

    @classmethod
    def fresh(cls, count: int, units: int, seed: int, outputs: int = ACTIONS) -> "Networks":
        """So many untrained networks; the policy begins nearly uniform."""
        drawn = torch.Generator().manual_seed(seed)
        layers: list[torch.Tensor] = []
        for wide, high, gain in (
            (FEATURES, units, 1.0),
            (units, units, 1.0),
            (units, outputs, 0.1),
        ):
            weights = torch.randn(count, wide, high, generator=drawn) * gain / wide**0.5
            layers += [weights, torch.zeros(count, 1, high)]
        return cls(layers)

    def chosen(self, which: list[int]) -> "Networks":
        """Copies of the networks with these numbers."""
        return Networks([layer[which].clone() for layer in self.layers])

    def __call__(self, seen: torch.Tensor) -> torch.Tensor:
        """Outputs (networks, n, outputs) for features (networks or 1, n, 38)."""
        first, a, second, b, third, c = self.layers
        return torch.tanh(torch.tanh(seen @ first + a) @ second + b) @ third + c

    def tables(self, on: Trials) -> np.ndarray:
        """Probabilities of their actions: (networks, levels, cells, actions)."""
        levels, cells = on.cells.T
        with torch.inference_mode():
            seen = torch.from_numpy(on.features(levels, cells))[None]
            found = torch.softmax(self(seen), -1).double().numpy()
        tables = np.repeat(uniform_table(on)[None], len(found), 0)
        tables[:, levels, cells] = found / found.sum(-1, keepdims=True)
        return tables


def targets(objective: str, told: np.ndarray, visits: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What is gained by an action's log-probability and by its probability: both (n, actions).

    told: the evaluation (n, actions). visits: how much each place counts (n,). Raises ValueError
    for an objective that is not known.
    """
    if objective not in OBJECTIVES:
        raise ValueError(f"the objective must be one of {OBJECTIVES}, not {objective!r}")
    gain = told - told.mean(1, keepdims=True)
    best = np.eye(told.shape[1])[told.argmax(1)]
    if objective == "copy, weighted":
        visits = visits * gain.max(1)
    counts = (visits / visits.mean())[:, None]
    if objective == "optimise":
        return np.zeros_like(gain), counts * gain / (counts * np.abs(gain)).mean()
    return counts * best, np.zeros_like(gain)


def learn(
    networks: Networks, seen: np.ndarray, by_log: np.ndarray, by_chance: np.ndarray, steps: int,
    seed: int,
) -> Networks:  # fmt: skip
    """The networks after so many steps of Adam, each smaller; arrays (networks, n, ...)."""
    drawn = torch.Generator().manual_seed(seed)
    inputs, logs, chances = (torch.from_numpy(x).float() for x in (seen, by_log, by_chance))
    layers = [layer.clone().requires_grad_() for layer in networks.layers]
    optimiser = torch.optim.Adam(layers, RATE)
    schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.05, max(steps, 1))
    with one_thread:
        for _ in range(steps):
            some = torch.randint(inputs.shape[1], (BATCH,), generator=drawn)
            likely = torch.log_softmax(Networks(layers)(inputs[:, some]), -1)
            gained = likely * logs[:, some] + likely.exp() * chances[:, some]
            loss = -gained.sum() / BATCH
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    return Networks([layer.detach() for layer in layers])
