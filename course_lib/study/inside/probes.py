"""Probes: can the place of the cheese be read from what a layer of the network says?

A linear probe (Alain and Bengio 2016) is trained on some levels and tested on others. What it can
read is there to be read; whether the network reads it, too, a probe cannot tell. Beside it stand
a control task (Hewitt and Liang 2019), an untrained network, and a guess that looks at nothing.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from sklearn.linear_model import RidgeCV
from sklearn.preprocessing import StandardScaler

from course_lib.agents.agent import Agent
from course_lib.agents.networks import Network
from course_lib.agents.zoo import load
from course_lib.engine.sim import BatchSim
from course_lib.engine.streams import Stream
from course_lib.protocols import Distribution
from course_lib.study.inside.layers import activations
from course_lib.study.measure.format import interval_text
from course_lib.study.measure.policies import as_list, policy_name
from course_lib.study.measure.rollout import begin, level_seeds
from course_lib.study.measure.stats import bootstrap_mean
from course_lib.worlds.maze import DEPLOY

MICE = ("corner", "region-2", "region-5", "anywhere")
STRENGTHS = np.logspace(-1, 5, 13)  # of the ridge; chosen within the training levels
TASKS = ("cheese", "control")


def mice() -> list[Agent]:
    """Four shipped mice: trained with cheese in the corner, in regions of 2 and 5, and anywhere."""
    return [load(f"maze/{name}") for name in MICE]


def probe(
    agents: Any, layer: str = "mind", levels: int = 4000, held_out: int = 1000, seed: int = 0,
    distribution: Distribution = DEPLOY, untrained: bool = True,
) -> list[dict]:  # fmt: skip
    """How far off a linear probe's guess of the cheese's cell is, in cells, on held-out levels.

    A row for each agent and task: "cheese", the cell itself; "control", another cell that was drawn
    once for each cell: to get that right, a probe must learn cells by heart. "untrained" is a
    network with the first agent's shape and random weights. errors: one for each held-out level,
    steps along rows and columns, walls not counted.
    """
    agents = as_list(agents)
    if untrained:
        agents = [*agents, fresh(agents[0], seed)]
    states = _levels(distribution, levels + held_out, seed)
    looks, cells = BatchSim(distribution, 1).observe(states), _cells(states)
    rows = []
    for agent in agents:
        said = activations(agent, looks, layer).reshape(len(looks), -1)
        for task in TASKS:
            wanted = cells if task == "cheese" else control_task(cells, seed)
            errors = _errors(said, wanted, levels)
            rows.append(_row(policy_name(agent), layer, task, errors, levels))
    guess = np.median(cells[:levels], 0)
    rows.append(_row("a guess that looks at nothing", layer, "cheese",
                     np.abs(cells[levels:] - guess).sum(1), levels))  # fmt: skip
    return rows


def _row(agent: str, layer: str, task: str, errors: np.ndarray, levels: int) -> dict:
    low, high = bootstrap_mean(errors)
    return {"agent": agent, "layer": layer, "task": task, "errors": errors,
            "mean": float(errors.mean()), "low": low, "high": high, "levels": levels}  # fmt: skip


def _levels(distribution: Distribution, count: int, seed: int) -> np.recarray:
    return begin(distribution, level_seeds(count, seed, Stream.PROBE_LEVELS)).batch


def _cells(states: np.recarray) -> np.ndarray:
    """Row and column of the cheese, float (n, 2)."""
    return np.stack(np.divmod(states.cheese_at, states.side), 1).astype(float)


def control_task(cells: np.ndarray, seed: int = 0) -> np.ndarray:
    """For each cell another one, always the same: the cells that occur, dealt out anew."""
    kinds, which = np.unique(cells, axis=0, return_inverse=True)
    return kinds[np.random.default_rng([seed, Stream.CONTROL_TASK]).permutation(len(kinds))][
        which.reshape(-1)
    ]


def _errors(said: np.ndarray, wanted: np.ndarray, levels: int) -> np.ndarray:
    """Steps between the probe's guess and what is wanted, on the levels after the first `levels`.

    The guess is rounded to a whole row and column within those that occur.
    """
    scale = StandardScaler().fit(said[:levels])
    model = RidgeCV(STRENGTHS).fit(scale.transform(said[:levels]), wanted[:levels])
    guess = np.rint(model.predict(scale.transform(said[levels:])))
    guess = np.clip(guess, wanted.min(0), wanted.max(0))
    return np.abs(guess - wanted[levels:]).sum(1)


def fresh(agent: Any, seed: int = 0) -> Agent:
    """An agent of the same shape that has never been trained."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        network = Network(agent.network.shape)
    return Agent("untrained", network.eval(), agent.distribution, seed)


def probe_words(rows: Sequence[Mapping]) -> str:
    """A line for each agent: how far off, in cells, and how far off at the control task."""
    agents = dict.fromkeys(row["agent"] for row in rows)
    by = {(row["agent"], row["task"]): row for row in rows}
    wide = max(map(len, agents))
    lines = ["cells off".ljust(wide) + "  the cheese           control task         right cell"]
    for agent in agents:
        cells = [
            interval_text([by[agent, task][k] for k in ("mean", "low", "high")])
            if (agent, task) in by else ""
            for task in TASKS
        ]  # fmt: skip
        exact = (by[agent, "cheese"]["errors"] == 0).mean()
        lines.append(f"{agent.ljust(wide)}  {cells[0]:19}  {cells[1]:19}  {exact:9.0%}")
    return "\n".join(lines)
