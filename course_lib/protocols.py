"""What the course asks of things that may come from elsewhere: policies, distributions, overseers.

Nobody has to inherit from these: what has the methods fits.
"""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Protocol

import numpy as np


class Distribution(Protocol):
    """Which levels a world makes: a frozen dataclass such as `maze.TRAIN`.

    grid: rows and columns of the agent's picture, in tiles. limit: steps of an episode at most;
    None for the world's own limit. params(): all of it as one record of numbers, for the kernels.
    """

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def grid(self) -> tuple[int, int]: ...

    @property
    def limit(self) -> int | None: ...

    def params(self) -> Any: ...


class ActingPolicy(Protocol):
    """A policy that is asked for one action at a time, by observation uint8 (rows, columns, 3)."""

    def act(self, observation: np.ndarray, /) -> Any: ...


class BatchPolicy(Protocol):
    """A policy that is asked for a whole batch at once, which is faster.

    observations: (batch, ...). states: the true records (batch,), which only planners look at.
    uniform: a random number from 0 to 1 for each, (batch,). Gives actions, whole numbers (batch,).
    """

    def choose(
        self, observations: np.ndarray, states: np.recarray, uniform: np.ndarray, /
    ) -> np.ndarray: ...


Policy = ActingPolicy | BatchPolicy | Callable[[np.ndarray], Any]
Policies = Policy | Sequence[Policy]


class Evaluating(BatchPolicy, Protocol):
    """A policy that tells its probabilities, as trained agents do.

    evaluate(observations) gives action probabilities (batch, actions) and values (batch,).
    """

    def evaluate(self, observations: np.ndarray, /) -> tuple[np.ndarray, np.ndarray]: ...


class Overseer(Protocol):
    """Somebody who approves of pictures uint8 (n, height, width, 3): approval, float (n,).

    One that has `approve_of` besides, as the lessons' own have, is asked by it, which is faster.
    """

    def approve(self, shown: np.ndarray, /) -> np.ndarray: ...
