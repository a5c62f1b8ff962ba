"""Attribution: how much each place and channel of a layer adds to what the network says.

As in "Understanding RL Vision" (Hilton et al., Distill 2020): integrated gradients (Sundararajan
et al. 2017) from a silent layer, all zeros, to the layer's activation in a picture. For each
picture the parts should add up to the output less the output at the baseline; `error` tells by how
much they do not. One can begin elsewhere, too, for example at the layer's usual activation.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from course_lib.agents.weights import blocks
from course_lib.engine.checks import check_whole
from course_lib.study.inside.layers import activations, channels_first, check_layer, onward, upto

LAYER = "nearby"  # each place of it has seen 3 x 3 tiles, and still stands for one
STEPS = 20  # of the integral, as the lessons use it
ROOM = 1024  # inner points that are in the network at once


@dataclass(eq=False)
class Attribution:
    """What each part of a layer adds to the output `target`, for n pictures.

    parts: (n, rows, columns, channels). output: (n,), the network's in each picture.
    baseline_output: the network's where the integral begins; (n,), or one for all of them.
    """

    target: str
    layer: str
    steps: int
    parts: np.ndarray
    output: np.ndarray
    baseline_output: float | np.ndarray

    @property
    def error(self) -> np.ndarray:
        """What the parts add up to, less what they should, (n,)."""
        return self.parts.sum((1, 2, 3)) - (self.output - self.baseline_output)

    @property
    def relative_error(self) -> float:
        """The mean size of the error, as a share of the mean size of what is to be explained."""
        return float(self._relative.mean())

    @property
    def _relative(self) -> np.ndarray:
        return np.abs(self.error) / np.abs(self.output - self.baseline_output).mean()


def attribution(
    agent: Any, observations: np.ndarray, target: str = "value", layer: str = LAYER,
    steps: int = STEPS, baseline: np.ndarray | None = None,
) -> Attribution:  # fmt: skip
    """Attribute the target to each part of the layer, for observations uint8 (n, ...).

    target: "value", what the critic expects, or an action of the actor's: the log of its odds.
    steps: of the integral along the straight way; more are more exact. baseline: the activation
    where the way begins, (rows, columns, channels), such as `usual` gives, or one for each picture,
    (n, rows, columns, channels); by default all zeros.
    Raises ValueError for a target or layer that there is not, and for steps below 1.
    """
    check_layer(agent.network, layer)
    if layer == "mind":
        raise ValueError("'mind' has no places to point at; take tiles, nearby or scene")
    check_whole("steps", steps, 1)
    parts, outputs, starts, f, done = [], [], [], head(agent, target, layer), 0
    for block in blocks(observations):
        some = slice(done, done := done + len(block))
        with torch.no_grad():
            x = upto(agent.network, layer, torch.from_numpy(block))
            outputs.append(f(x))
            start = _start(x, baseline, some)
            starts.append(f(start))
        parts.append(integrated_gradients(f, x, start, int(steps)).permute(0, 2, 3, 1))
    joined = torch.cat(parts).contiguous().numpy()
    output, begin = (torch.cat(each).numpy() for each in (outputs, starts))
    return Attribution(target, layer, int(steps), joined, output, begin)


def integrated_gradients(
    f: Callable[[Tensor], Tensor], x: Tensor, baseline: Tensor, steps: int
) -> Tensor:
    """What each part of `x` adds to f(x), as much of it as exceeds f(baseline); shaped as `x`.

    The gradient's integral along the straight way from `baseline` to `x`, by the rule of Gauss and
    Legendre with so many points, times the way (Sundararajan et al. 2017).
    """
    points, weights = np.polynomial.legendre.leggauss(steps)  # of the integral from -1 to 1
    shares, weight = (1 + points) / 2, torch.from_numpy(weights / 2).float()
    total, way, together = torch.zeros_like(x), x - baseline, max(1, ROOM // len(x))
    for some in (slice(n, n + together) for n in range(0, steps, together)):
        between = torch.cat([baseline + share * way for share in shares[some].tolist()])
        (gradient,) = torch.autograd.grad(f(between.requires_grad_()).sum(), between)
        each = gradient.contiguous().unflatten(0, (-1, len(x)))
        total += torch.sum(each * weight[some].view(-1, 1, 1, 1, 1), 0) * way
    return total


def usual(agent: Any, observations: np.ndarray, layer: str = LAYER) -> np.ndarray:
    """The layer's mean activation at each place, over these observations."""
    return activations(agent, observations, layer).mean(0)


def _start(x: Tensor, baseline: np.ndarray | None, some: slice) -> Tensor:
    """The baseline once for each picture: as large as the activation `x`."""
    if baseline is None:
        return torch.zeros_like(x)
    wanted = tuple(x.permute(0, 2, 3, 1).shape[1:])
    if baseline.shape[-3:] != wanted:
        raise ValueError(f"baseline must be of shape {wanted}, or one such for each picture")
    own = baseline[some] if baseline.ndim == 4 else baseline[None]
    return channels_first(own).expand_as(x).contiguous()


def head(agent: Any, target: str, layer: str) -> Callable[[Tensor], Tensor]:
    """The function from the layer's activation to the target, (batch,)."""
    names = [action.name.lower() for action in sorted(agent.world.Action)]
    chosen = [n for n, name in enumerate(names) if target in name.split("_")]
    if target != "value" and not chosen:
        allowed = ", ".join(["value", *dict.fromkeys(part for n in names for part in n.split("_"))])
        raise ValueError(f"target must be one of {allowed}, not {target!r}")
    others = [n for n in range(len(names)) if n not in chosen]

    def output(activation: Tensor) -> Tensor:
        logits, values = onward(agent.network, layer, activation)
        if target == "value":
            return values
        return logits[:, chosen].logsumexp(1) - logits[:, others].logsumexp(1)

    return output
