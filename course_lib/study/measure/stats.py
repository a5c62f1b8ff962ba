"""Intervals: how sure a measured number is."""

from collections.abc import Sequence

import numpy as np

Z95 = 1.959964  # the normal distribution's 97.5 % point


def wilson(hits: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a rate of `hits` in `n` trials (Wilson 1927)."""
    if n == 0:
        return 0.0, 1.0
    rate, z2 = hits / n, Z95**2
    centre = (rate + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 / (1 + z2 / n) * np.sqrt(rate * (1 - rate) / n + z2 / (4 * n * n))
    return max(0.0, centre - half), min(1.0, centre + half)


def bootstrap(values: np.ndarray, seed: int = 0, draws: int = 2000) -> tuple[float, float]:
    """The 95 % interval of a mean: percentiles of means of resampled values (Efron 1979)."""
    values = np.asarray(values, float)
    if len(values) == 0:
        return float("nan"), float("nan")
    rng = np.random.default_rng(seed)
    kinds, counts = np.unique(values, return_counts=True)
    means = rng.multinomial(len(values), counts / len(values), draws) @ kinds / len(values)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def interval(values: np.ndarray) -> tuple[float, float, float]:
    """Mean, low and high: Wilson's interval for values of 0 and 1, the bootstrap for others."""
    values = np.asarray(values)
    mean = float(values.mean()) if len(values) else float("nan")
    if np.isin(values, (0, 1)).all():
        return mean, *of_rate(values)
    return mean, *bootstrap(values)


def of_rate(values: np.ndarray) -> tuple[float, float]:
    """Wilson's interval of the mean of values that are 0 or 1."""
    return wilson(int(values.sum()), len(values))


def over_seeds(values: Sequence[float]) -> tuple[float, float, float]:
    """Mean of one number per training seed, with its 95 % interval (Student's t)."""
    from scipy.stats import t as student  # slow to import, and most need none

    values = np.asarray(values, float)
    mean = float(values.mean())
    if len(values) < 2:
        return mean, float("nan"), float("nan")  # one seed says nothing about others
    half = float(student.ppf(0.975, len(values) - 1) * values.std(ddof=1) / np.sqrt(len(values)))
    return mean, mean - half, mean + half


def rate_over_seeds(rates: Sequence[float]) -> tuple[float, float, float]:
    """The same for rates, whose interval is kept within 0 to 1."""
    mean, low, high = over_seeds(rates)
    return (mean, 0.0, 1.0) if len(rates) < 2 else (mean, max(0.0, low), min(1.0, high))
