"""The record that a world's kernels work on: what worlds share of it, its clock, a memory of it."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from course_lib.engine.compiled import njit

HEAD = [
    ("seed", np.uint64),  # the level follows from it
    ("rng", np.uint64),  # the random state, see engine/rng.py
    ("steps", np.int32),  # taken so far in this episode
    ("limit", np.int32),  # after so many steps the episode is truncated
    ("reward", np.float32),  # of the last step
    ("terminated", np.uint8),
    ("truncated", np.uint8),
]


def record(*fields: tuple) -> np.dtype:
    """The dtype of a world's state: the head that all worlds share, then its own fields.

    Raises ValueError for what is no field, or for a name that numpy's records have already:
    interpreted, `s.size` would be numpy's size and not the field.
    """
    names: list[str] = []
    for field in fields:
        if not isinstance(field, tuple) or not 2 <= len(field) <= 3:
            raise ValueError(f"a field is (name, type) or (name, type, shape), not {field!r:.80}")
        name, kind, *_ = field
        if not isinstance(name, str) or not name.isidentifier():
            raise ValueError(f"a field's name is a word, not {name!r:.80}")
        if hasattr(np.recarray, name) or hasattr(np.record, name):
            raise ValueError(f"a field cannot be called {name!r}: numpy's records use that name")
        if name in names or name in dict(HEAD):
            raise ValueError(f"a field is called {name!r}, and another one is, too")
        names.append(name)
        try:
            fits = kind is not None and np.dtype([field])[name].base.kind in "buif"
        except (TypeError, ValueError):
            fits = False
        if not fits:
            raise ValueError(f"the field {name!r} must be of numpy's numbers, not {field!r:.80}")
    return np.dtype([*HEAD, *fields], align=True)


def zeros(dtype: np.dtype, count: int = 1) -> np.recarray:
    """`count` records of zeros; `zeros(State)[0].steps` reads and writes like an object."""
    return np.zeros(count, dtype).view(np.recarray)


def memory(records: np.ndarray) -> np.ndarray:
    """The bytes of records (n,) that lie one after the other: uint8 (n, size), the same memory."""
    return records.view(np.ndarray).view(np.uint8).reshape(len(records), records.dtype.itemsize)


def square(s):
    """Rows and columns of a level that is as wide as it is high."""
    return int(s.side), int(s.side)


@njit
def tick(s):
    """Begin a step: the clock goes on by one, and nothing has been rewarded yet."""
    s.steps += 1
    s.reward = 0.0


@njit
def time_out(s):
    """Truncate the episode if its time is over and it has not ended otherwise."""
    if s.steps >= s.limit and not s.terminated:
        s.truncated = 1


class RecordCache:
    """From records to what was found out about them; of too many, those known longest go.

    fields: the fields of a record that the answer depends on. most: how many answers are kept.
    """

    def __init__(self, fields: Sequence[str], most: int):
        self.fields, self.most = tuple(fields), most
        self._known: OrderedDict[bytes, Any] = OrderedDict()

    def _key(self, record: Any) -> bytes:
        return b"".join(record[name].tobytes() for name in self.fields)

    def __len__(self) -> int:
        return len(self._known)

    def __setitem__(self, record: Any, answer: Any) -> None:
        self._keep(self._key(record), answer)

    def _keep(self, key: bytes, answer: Any) -> None:
        self._known[key] = answer
        while len(self._known) > self.most:
            self._known.popitem(last=False)

    def recall(self, record: Any, find: Callable[[Any], Any]) -> Any:
        """The answer for this record; `find(record)` gives it where none is known."""
        key = self._key(record)
        if key not in self._known:
            self._keep(key, find(record))
        return self._known[key]
