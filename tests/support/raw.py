"""Records as bytes, for comparisons to the byte."""

from functools import cache

import numpy as np

from course_lib.engine.record import memory


@cache
def padding(dtype: np.dtype) -> np.ndarray:
    """The bytes of a record that belong to no field, which numpy does not copy with it."""
    fields = dtype.fields or {}
    spans = [range(at, at + kind.itemsize) for kind, at, *_ in fields.values()]
    return np.setdiff1d(np.arange(dtype.itemsize), np.concatenate([*map(list, spans)]))


def content(batch: np.recarray) -> bytes:
    """The bytes of records, with zeros between the fields."""
    raw = memory(batch)
    raw[:, padding(batch.dtype)] = 0
    return raw.tobytes()
