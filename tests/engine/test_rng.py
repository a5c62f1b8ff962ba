"""The random numbers in the record: fair, unrelated over seeds, and of the share asked for."""

import numpy as np
import pytest

from course_lib.engine import rng
from course_lib.engine.record import zeros
from course_lib.worlds import maze


@pytest.mark.parametrize("sides", [2, 3, 7, 144])
def test_drawn_numbers_are_fair(sides):
    s, n = zeros(maze.State)[0], 20_000
    rng.seed(s, 1)
    counts = np.bincount([rng.randint(s, sides) for _ in range(n)], minlength=sides)
    chi2 = ((counts - n / sides) ** 2 / (n / sides)).sum()
    assert len(counts) == sides and abs(chi2 - (sides - 1)) < 5 * np.sqrt(2 * (sides - 1))


def test_first_numbers_of_neighbouring_seeds_are_unrelated():
    s, first = zeros(maze.State)[0], []
    for seed in range(5000):
        rng.seed(s, seed)
        first.append(rng.randint(s, 1000))
    a, b = np.array(first[:-1]), np.array(first[1:])
    assert abs(np.corrcoef(a, b)[0, 1]) < 0.06 and abs(np.mean(a) - 499.5) < 20


@pytest.mark.parametrize("share", [0.0, 0.25, 1.0])
def test_chance_is_the_share_that_it_is_given(share):
    s = zeros(maze.State)[0]
    rng.seed(s, 3)
    mean = np.mean([rng.bernoulli(s, share) for _ in range(10_000)])
    assert mean == pytest.approx(share, abs=0.02 if 0 < share < 1 else 0)
