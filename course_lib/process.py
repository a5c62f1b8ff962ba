"""Settings of a whole process that are changed for a while, and put back by whoever leaves last."""

import gc
import threading
from collections.abc import Callable

# New objects between two searches, and searches between two that look at older objects, too.
SELDOM = 50_000, 20, 100


class ForAWhile:
    """A change that holds as long as anybody is inside, in whatever thread: `with it:`.

    change: makes the change, and gives back what undoes it.
    """

    def __init__(self, change: Callable[[], Callable[[], object]]):
        self._change, self._lock, self._inside = change, threading.Lock(), 0
        self._undo: Callable[[], object] = lambda: None

    def __enter__(self) -> None:
        with self._lock:
            if not self._inside:
                self._undo = self._change()
            self._inside += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside:
                self._undo()


def _collect_seldom() -> Callable[[], object]:
    """Let Python look for garbage seldom, unless its user lets it never do so."""
    before = gc.get_threshold()
    if 0 < before[0] < SELDOM[0]:
        gc.set_threshold(*SELDOM)
    return lambda: gc.set_threshold(*before)


# Python looks for garbage after each few hundred new objects. Torch's modules, and a compiler at
# work, make some million of them, and nearly all stay: a tenth of importing torch was this search.
seldom_collecting = ForAWhile(_collect_seldom)
