"""Records as bytes, for comparisons to the byte."""

from functools import cache

import numpy as np


@cache
def padding(dtype: np.dtype) -> np.ndarray:
    """The bytes of a record that belong to no field, which compiled code leaves as they were."""
    fields = dtype.fields or {}
    spans = [range(at, at + kind.itemsize) for kind, at, *_ in fields.values()]
    return np.setdiff1d(np.arange(dtype.itemsize), np.concatenate([*map(list, spans)]))


def content(batch: np.recarray) -> bytes:
    """The bytes of records, with zeros between the fields."""
    raw = batch.view(np.uint8).reshape(len(batch), -1)
    raw[:, padding(batch.dtype)] = 0
    return raw.tobytes()
