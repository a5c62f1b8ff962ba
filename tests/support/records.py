"""Distributions of all worlds, and records compared."""

import numpy as np
import pytest

import course_lib as cl

WORLDS = [cl.world(name) for name in cl.worlds()]


SHORT = 25  # a limit that lets a test see several episodes


by_world = pytest.mark.parametrize("world", WORLDS, ids=lambda w: w.name)


by_distribution = pytest.mark.parametrize(
    "distribution",
    [d for w in WORLDS for d in (w.TRAIN, w.DEPLOY)],
    ids=[f"{w.name}-{d}" for w in WORLDS for d in ("TRAIN", "DEPLOY")],
)


def random_actions(world, steps: int, count: int, seed: int = 0) -> np.ndarray:
    """Actions (steps, count), all equally likely."""
    return np.random.default_rng(seed).integers(len(world.Action), size=(steps, count))


def same(a, b) -> bool:
    """Whether two records (or arrays of records) agree in every field; padding does not count."""
    return all(np.array_equal(a[name], b[name]) for name in a.dtype.names)
