"""Attribution: how much each place and channel of a layer adds to what the network says.

As in "Understanding RL Vision" (Hilton et al., Distill 2020): integrated gradients (Sundararajan
et al. 2017) from a silent layer, all zeros, to what the layer says of a picture. For each picture
the parts should add up to what is said of it minus what is said of silence; `error` tells by how
much they do not. One can begin elsewhere, too, for example at what the layer usually says.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from captum.attr import IntegratedGradients
from torch import Tensor

from course_lib.agents.torch_tools import blocks
from course_lib.engine.checks import check_whole
from course_lib.study.inside.layers import activations, check_layer, onward, upto

LAYER = "nearby"  # each place of it has seen 3 x 3 tiles, and still stands for one
STEPS = 20  # of the integral, as the lessons use it


@dataclass(eq=False)
class Attribution:
    """What each part of a layer adds, for n pictures.

    parts: (n, rows, columns, channels). said: (n,), what the network says of each picture.
    silent: what it says where the integral begins, such as when the layer says nothing.
    """

    target: str
    layer: str
    steps: int
    parts: np.ndarray
    said: np.ndarray
    silent: float

    @property
    def error(self) -> np.ndarray:
        """What the parts add up to, less what they should, (n,)."""
        return self.parts.sum((1, 2, 3)) - (self.said - self.silent)

    @property
    def relative_error(self) -> float:
        """The mean size of the error, as a share of the mean size of what is to be explained."""
        return float(np.abs(self.error).mean() / np.abs(self.said - self.silent).mean())

    def words(self) -> str:
        """How well the parts add up, in a sentence."""
        worst = np.abs(self.error).max() / np.abs(self.said - self.silent).mean()
        what = (
            f"{self.target} at layer {self.layer!r}, {self.steps} steps, {len(self.said)} pictures"
        )
        error = f"{self.relative_error:.2%} on average, {worst:.2%} in the worst picture"
        return f"{what}: completeness error {error}"


def attribution(
    agent: Any, observations: np.ndarray, target: str = "value", layer: str = LAYER,
    steps: int = STEPS, against: np.ndarray | None = None,
) -> Attribution:  # fmt: skip
    """What each part of the layer adds to the target, for observations uint8 (n, ...).

    target: "value", what the critic expects, or an action of the actor's: the log of its odds.
    steps: of the integral along the straight way; more are more exact. against: what the layer
    says where the way begins, (rows, columns, channels), such as `usual` gives; by default nothing.
    Raises ValueError for a target or layer that there is not, and for steps below 1.
    """
    check_layer(agent.network, layer)
    if layer == "mind":
        raise ValueError("'mind' has no places to point at; take tiles, nearby or scene")
    check_whole("steps", steps, 1)
    network, parts, said = agent.network, [], []
    opinion = _opinion(agent, target, layer)
    for block in blocks(observations):
        with torch.no_grad():
            a = upto(network, layer, torch.from_numpy(block))
            said.append(opinion(a))
            beginning = _beginning(a, against)
            silent = float(opinion(beginning[:1])[0])
        a.requires_grad_()
        found = IntegratedGradients(opinion).attribute(
            a, beginning, n_steps=int(steps), method="gausslegendre",
            internal_batch_size=1024,
        )  # fmt: skip
        parts.append(found.detach().permute(0, 2, 3, 1))
    joined = torch.cat(parts).contiguous().numpy()
    return Attribution(target, layer, int(steps), joined, torch.cat(said).numpy(), silent)


def usual(agent: Any, observations: np.ndarray, layer: str = LAYER) -> np.ndarray:
    """What the layer says on average at each place, over these observations."""
    return activations(agent, observations, layer).mean(0)


def _beginning(said: Tensor, against: np.ndarray | None) -> Tensor:
    """Where the way begins, once for each picture: as large as what is said."""
    if against is None:
        return torch.zeros_like(said)
    start = torch.from_numpy(np.ascontiguousarray(against, np.float32)).permute(2, 0, 1)
    if start.shape != said.shape[1:]:
        raise ValueError(f"against must be of shape {tuple(said.permute(0, 2, 3, 1).shape[1:])}")
    return start.expand_as(said).contiguous()


def _opinion(agent: Any, target: str, layer: str):
    """The function from what the layer says to the target, (batch,)."""
    names = [action.name.lower() for action in sorted(agent.world.Action)]
    chosen = [n for n, name in enumerate(names) if target in name.split("_")]
    if target != "value" and not chosen:
        allowed = ", ".join(["value", *dict.fromkeys(part for n in names for part in n.split("_"))])
        raise ValueError(f"target must be one of {allowed}, not {target!r}")
    others = [n for n in range(len(names)) if n not in chosen]

    def opinion(said: Tensor) -> Tensor:
        logits, values = onward(agent.network, layer, said)
        if target == "value":
            return values
        return logits[:, chosen].logsumexp(1) - logits[:, others].logsumexp(1)

    return opinion
