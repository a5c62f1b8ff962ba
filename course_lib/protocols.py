"""What the course asks of things that may come from elsewhere: policies, distributions, overseers.

Nobody has to inherit from these: what has the methods fits.
"""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Protocol

import numpy as np


class Distribution(Protocol):
    """Which levels a world makes: a frozen dataclass such as `maze.TRAIN`."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def grid(self) -> tuple[int, int]:
        """Rows and columns of the agent's picture, in tiles."""

    @property
    def limit(self) -> int | None:
        """Steps of an episode at most; None for the world's own limit."""

    def __hash__(self) -> int:
        """Equal ones have equal numbers, so that what was made for one can be kept."""

    def params(self) -> Any:
        """All of it as one record of numbers, for the kernels."""


class ActingPolicy(Protocol):
    """A policy that is asked for one action at a time."""

    def act(self, observation: np.ndarray, /) -> Any:
        """An action, a whole number, for an observation uint8 (rows, columns, 3)."""


class BatchPolicy(Protocol):
    """A policy that is asked for a whole batch at once, which is faster."""

    def choose(
        self, observations: np.ndarray, states: np.recarray, uniform: np.ndarray, /
    ) -> np.ndarray:
        """Actions, whole numbers (batch,), for observations (batch, ...).

        states: the true records (batch,), which only planners look at. uniform: a random number
        from 0 to 1 for each, (batch,).
        """


Policy = ActingPolicy | BatchPolicy | Callable[[np.ndarray], Any]
Policies = Policy | Sequence[Policy]


class Evaluating(BatchPolicy, Protocol):
    """A policy that tells its probabilities, as trained agents do."""

    def evaluate(self, observations: np.ndarray, /) -> tuple[np.ndarray, np.ndarray]:
        """Action probabilities (batch, actions) and values (batch,)."""


class Overseer(Protocol):
    """Somebody who approves of what a camera shows.

    One that has `approve_of` besides, as the lessons' own have, is asked by it, which is faster.
    """

    def approve(self, shown: np.ndarray, /) -> np.ndarray:
        """Approval, float (n,), of pictures uint8 (n, height, width, 3)."""
