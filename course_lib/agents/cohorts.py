"""What episodes bring, in the order in which they began.

Of episodes in the order in which they end, the short ones come first. In a young training those are
the successes: by that count an untrained agent succeeds always, and is ruined by learning. Counted
by when they began, all are in: those that began up to a moment count once the last of them is over.
"""

from collections import deque
from collections.abc import Mapping

import numpy as np


class Cohorts:
    """Episodes of `count` environments that are stepped together, ordered by their beginning.

    begun: the moment, in steps of each environment, before which all that began has ended.
    window: the rates are means over this many latest of them.
    """

    def __init__(self, count: int, window: int):
        self.begun, self.window = 0, window
        self._started = np.zeros(count, np.int64)  # of the episodes that run; -1 is not known
        self._waiting: dict[int, list[Mapping[str, np.ndarray]]] = {}
        self._latest: dict[str, deque] = {}

    def finish(self, clock: int, done: np.ndarray, values: Mapping[str, np.ndarray]) -> None:
        """Count the episodes that have ended at `clock`, where the next ones begin.

        done: bool (count,): in which environments. values: one number for each of these, by name.
        """
        started = self._started[done]
        for moment in np.unique(started[started >= 0]):
            ended = {name: np.asarray(v)[started == moment] for name, v in values.items()}
            self._waiting.setdefault(int(moment), []).append(ended)
        self._started[done] = clock
        self.begun = max(self.begun, int(self._started.min()))
        for moment in sorted(m for m in self._waiting if m < self.begun):
            for those in self._waiting.pop(moment):
                for name, v in those.items():
                    self._latest.setdefault(name, deque(maxlen=self.window)).extend(v.tolist())

    def forget_running(self) -> None:
        """Leave out the episodes that run now: when they began is not known."""
        self._started[:] = -1

    def rates(self) -> dict[str, float]:
        """Means over the latest episodes of which all have ended; empty before the first are."""
        return {name: sum(v) / len(v) for name, v in self._latest.items()}

    def latest(self, name: str) -> list[float]:
        """One number of each of these episodes, such as the goal."""
        return list(self._latest.get(name, ()))
