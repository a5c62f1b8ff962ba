"""Probes: can the place of the cheese be read from the activation of a layer of the network?

A linear probe (Alain and Bengio 2016) is fitted on some mazes and tested on others. What it can
read is there to be read; whether the network uses it a probe cannot tell. Beside it stand a control
task (Hewitt and Liang 2019) and, for each task, a blind guess.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from course_lib.agents.agent import Agent
from course_lib.agents.networks import Network
from course_lib.agents.torch_tools import seeded
from course_lib.engine.sim import BatchSim
from course_lib.engine.streams import Stream
from course_lib.study.inside.layers import activations
from course_lib.study.measure.rollout import begin, level_seeds
from course_lib.worlds.maze import DEPLOY

READ = ("nearby", "scene", "mind")  # layers that are read by default
STRENGTHS = np.logspace(-1, 5, 13)  # of the ridge; chosen within the mazes that it is fitted on


def read_out(
    agent: Any, layers: Sequence[str] = READ, fitted: int = 3000, held_out: int = 1000,
    controls: int = 5, seed: int = 0,
) -> dict[str, dict[str, float]]:  # fmt: skip
    """For each layer, how far off a probe is on held-out mazes, as a share of a blind guess.

    "cheese": the task is the cheese's cell. "control": another cell instead, see `dealt`, as the
    mean over so many ways of dealing. A distance is steps along rows and columns, walls not
    counted. The blind guess is one cell for all mazes, the median row and column: 0 is a probe that
    is always right, and 1 is one that is as far off as the blind guess.
    """
    states = begin(DEPLOY, level_seeds(fitted + held_out, seed, Stream.PROBE_LEVELS)).batch
    seen, cells = BatchSim(DEPLOY, 1).observe(states), cheese_cells(states)
    tasks = [cells, *(dealt(cells, seed + number) for number in range(controls))]
    blind = [distance(np.median(task[:fitted], 0), task[fitted:]).mean() for task in tasks]
    told = {}
    for layer in layers:
        read = probe(activations(agent, seen, layer).reshape(len(seen), -1), tasks, fitted)
        shares = [distance(guess, task[fitted:]).mean() / floor
                  for guess, task, floor in zip(read, tasks, blind, strict=True)]  # fmt: skip
        told[layer] = {"cheese": float(shares[0]), "control": float(np.mean(shares[1:]))}
    return told


def cheese_cells(states: np.recarray) -> np.ndarray:
    """Row and column of the cheese, float (n, 2)."""
    return np.stack(np.divmod(states.cheese_at, states.side), 1).astype(float)


def dealt(cells: np.ndarray, seed: int = 0) -> np.ndarray:
    """For each cell another one, always the same: a task that can only be learned by heart.

    Rooms are dealt out among rooms and passages among passages, which leaves how often a cell is
    wanted, and so how far off a blind guess is, nearly as it was.
    """
    kinds, which = np.unique(cells, axis=0, return_inverse=True)
    rooms, to = (kinds % 2 == 1).all(1), np.arange(len(kinds))
    rng = np.random.default_rng([seed, Stream.CONTROL_TASK])
    for group in (np.flatnonzero(rooms), np.flatnonzero(~rooms)):
        to[group] = rng.permutation(group)
    return kinds[to][which.reshape(-1)]


def distance(guess: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Steps between guessed and wanted cells, (n,)."""
    return np.abs(guess - wanted).sum(1)


def probe(features: np.ndarray, tasks: Sequence[np.ndarray], fitted: int) -> list[np.ndarray]:
    """Guesses (n - fitted, 2) for each task, by a ridge regression on the first `fitted` rows.

    features: (n, units). tasks: cells (n, 2). The strength is the one with the least error when
    each fitted row is left out once, for each task and coordinate apart. Guesses are whole cells
    within those that occur.
    """
    wanted = np.concatenate(tasks, 1)
    guesses = np.rint(_ridge(features[:fitted], wanted[:fitted], features[fitted:]))
    guesses = np.clip(guesses, wanted[:fitted].min(0), wanted[:fitted].max(0))
    return np.split(guesses, len(tasks), 1)


def _ridge(x: np.ndarray, y: np.ndarray, new: np.ndarray) -> np.ndarray:
    """What ridge regression on standardised features predicts for new rows.

    The residuals with one row left out follow from one fit: Hastie et al., The Elements of
    Statistical Learning, equation 7.64.
    """
    middle, spread, mean = x.mean(0), x.std(0), y.mean(0)
    x, new = ((part - middle) / np.where(spread > 1e-6, spread, 1) for part in (x, new))
    values, ways = np.linalg.eigh((x.T @ x).astype(float))
    turned, target = x @ ways, y - mean
    along, best = turned.T @ target, np.full(y.shape[1], np.inf)
    weights = np.zeros((x.shape[1], y.shape[1]))
    for strength in STRENGTHS:
        held = np.maximum(values, 0) + strength
        found = along / held[:, None]
        leverage = (turned**2 / held).sum(1) + 1 / len(x)
        error = (((target - turned @ found) / (1 - leverage)[:, None]) ** 2).mean(0)
        weights[:, error < best] = found[:, error < best]
        best = np.minimum(best, error)
    return mean + (new @ ways) @ weights


def fresh(agent: Any, seed: int = 0) -> Agent:
    """An agent of the same shape that has never been trained."""
    with seeded(seed):
        network = Network(agent.network.shape)
    return Agent("untrained", network.eval(), agent.distribution, seed)
