"""How sure a measured number is: intervals, and how well a score ranks."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np

from course_lib.checks import as_numbers
from course_lib.engine.checks import check_whole
from course_lib.engine.streams import Stream

Z95 = 1.959964  # the normal distribution's 97.5 % point
Interval = tuple[float, float, float]  # value, low and high

# ── Intervals over episodes ─────────────────────────────────────────────────────────────────


def wilson(hits: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a rate of `hits` in `n` trials (Wilson 1927).

    By hand: scipy's takes a thousand times as long, and tables have many of them.
    """
    check_whole("n", n)
    check_whole("hits", hits, 0, n)
    hits, n = int(hits), int(n)  # numpy's small numbers would overflow below
    if n == 0:
        return 0.0, 1.0
    rate, z2 = hits / n, Z95**2
    centre = (rate + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 / (1 + z2 / n) * np.sqrt(rate * (1 - rate) / n + z2 / (4 * n * n))
    return max(0.0, centre - half), min(1.0, centre + half)


def of_rate(values: np.ndarray) -> tuple[float, float]:
    """Wilson's interval of the mean of values that are 0 or 1."""
    return wilson(int(values.sum()), len(values))


def percentiles(again: np.ndarray) -> tuple[float, float]:
    """Low and high of the middle 95 % of resampled numbers; nan, if there are none."""
    known = again[np.isfinite(again)]
    low, high = np.percentile(known, [2.5, 97.5]) if len(known) else (np.nan, np.nan)
    return float(low), float(high)


def bootstrap_mean(values: Any, seed: int = 0, draws: int = 2000) -> tuple[float, float]:
    """The 95 % interval of a mean: percentiles of means of resampled values (Efron 1979).

    The fast path for means: how often each value is drawn is multinomial, so that few kinds of
    values are counted instead of many values resampled. It is 50 times as fast as `bootstrap`.
    """
    values = np.asarray(values, float)
    if len(values) == 0:
        return float("nan"), float("nan")
    kinds, counts = np.unique(values, return_counts=True)
    rng = np.random.default_rng(seed)
    means = rng.multinomial(len(values), counts / len(values), draws) @ kinds / len(values)
    return percentiles(means)


def bootstrap(
    statistic: Callable[..., Any], *groups: Any, draws: int = 2000, rng: Any = 0, **how
) -> tuple[Any, Any, Any]:
    """A statistic of one or more groups with its 95 % interval: value, low and high.

    Percentile bootstrap (Efron 1979). groups: arrays (n, ...) whose first axis holds what is
    independent, such as episodes, seeds or runs; each is resampled on its own. rng: as numpy's
    `default_rng` takes it. how: as in `np.percentile`, such as `method="nearest"`. Where the
    statistic is several numbers, so are value, low and high. Drawings without a result (nan) are
    left out. By hand: scipy draws in another order, and the lessons' numbers depend on the order.
    """
    rng = np.random.default_rng(rng)
    groups = tuple(map(np.asarray, groups))
    again = [
        statistic(*(one[rng.integers(len(one), size=len(one))] for one in groups))
        for _ in range(draws)
    ]
    low, high = np.nanpercentile(again, [2.5, 97.5], axis=0, **how)
    value, low, high = (np.asarray(x, float).tolist() for x in (statistic(*groups), low, high))
    return value, low, high


def resampled_sums(columns: np.ndarray, draws: int = 1000) -> np.ndarray:
    """Sums of columns (n, ...) over n episodes that are drawn again and again: (draws, ...).

    From how often each episode is drawn, as in `bootstrap_mean`. The same episodes are drawn for
    all columns, so that quotients and differences of sums compare like with like.
    """
    return np.tensordot(_weights(len(columns), draws), columns, 1)


@cache
def _weights(count: int, draws: int) -> np.ndarray:
    """How often each episode counts, in `draws` drawings with replacement: (draws, count)."""
    return np.random.default_rng(0).multinomial(count, np.full(count, 1 / count), draws)


def share_interval(hits: np.ndarray, chances: np.ndarray, draws: int = 1000) -> Interval:
    """All hits by all chances, with a 95 % interval: episodes are drawn again (bootstrap).

    Steps of one episode hang together, so it is episodes that count as independent.
    """
    if chances.sum() == 0:
        return float("nan"), float("nan"), float("nan")
    above, below = resampled_sums(np.stack([hits, chances], 1), draws).T
    return float(hits.sum() / chances.sum()), *percentiles(above / np.maximum(below, 1))


def interval(values: Any) -> Interval:
    """Mean, low and high: Wilson's interval for values of 0 and 1, the bootstrap for others."""
    values = as_numbers("values", values)
    mean = float(values.mean()) if len(values) else float("nan")
    if np.isin(values, (0, 1)).all():
        return mean, *of_rate(values)
    return mean, *bootstrap_mean(values)


# ── Intervals over training seeds ───────────────────────────────────────────────────────────


def over_seeds(values: Sequence[float]) -> Interval:
    """Mean of one number per training seed, with its 95 % interval (Student's t)."""
    from scipy.stats import t as student  # slow to import, and most need none

    seeds = as_numbers("values", values).astype(float)
    mean = float(seeds.mean())
    if len(seeds) < 2:
        return mean, float("nan"), float("nan")  # one seed says nothing about others
    half = float(student.ppf(0.975, len(seeds) - 1) * seeds.std(ddof=1) / np.sqrt(len(seeds)))
    return mean, mean - half, mean + half


def rate_over_seeds(rates: Sequence[float]) -> Interval:
    """The same for rates, whose interval is kept within 0 to 1."""
    mean, low, high = over_seeds(rates)
    return (mean, 0.0, 1.0) if len(rates) < 2 else (mean, max(0.0, low), min(1.0, high))


def crossed(
    values: Any, first: Sequence[int], second: Sequence[int], draws: int = 2000
) -> Interval:
    """Mean of values of pairs, such as imitators and overseers, with its 95 % interval.

    Both kinds are drawn again, each whole with all of its pairs (the pigeonhole bootstrap, Owen
    2007): a pair counts as often as its first times its second was drawn. first, second: which of
    each kind a value belongs to, (n,) both; not every pair need be there. nan without values.
    """
    values = np.asarray(values, float)
    if not len(values):
        return float("nan"), float("nan"), float("nan")
    rng, weights = np.random.default_rng(0), np.ones((draws, len(values)))
    for group in (first, second):
        names, which = np.unique(group, return_inverse=True)
        weights *= rng.multinomial(len(names), np.full(len(names), 1 / len(names)), draws)[:, which]
    total = weights.sum(1)
    again = weights @ values / np.where(total, total, np.nan)
    return float(values.mean()), *percentiles(again)


# ── How well a score ranks ──────────────────────────────────────────────────────────────────


def rank_correlation(first: Any, second: Any, draws: int = 2000) -> Interval:
    """Spearman's rank correlation with its 95 % interval (bootstrap over the pairs).

    Pairs with a nan are left out. nan where one side does not vary.
    """
    pairs = np.array([first, second], float)
    pairs = pairs[:, np.isfinite(pairs).all(axis=0)]
    return bootstrap(lambda drawn: _spearman(drawn.T), pairs.T, draws=draws)


def _spearman(pairs: np.ndarray) -> float:
    from scipy.stats import spearmanr

    if np.ptp(pairs, axis=1).min() == 0:
        return float("nan")
    return float(spearmanr(*pairs).statistic)


def roc(flagged: np.ndarray, spared: np.ndarray, at: np.ndarray) -> np.ndarray:
    """The share of scores in `flagged` above a threshold that a share `at` of `spared` exceeds.

    Between two thresholds, where scores are tied, the curve is a straight line.
    """
    from sklearn.metrics import roc_curve

    labels = np.repeat([1, 0], [len(flagged), len(spared)])
    scores = np.concatenate([flagged, spared])
    false, true, _ = roc_curve(labels, scores, drop_intermediate=False)
    return np.interp(at, false, true)


def area(flagged: np.ndarray, spared: np.ndarray) -> float:
    """The chance that a score of the one kind is above one of the other; ties count a half."""
    from scipy.stats import mannwhitneyu  # as exact as scikit-learn's, in a third of the time

    if not len(flagged) or not len(spared):
        return float("nan")
    wins = mannwhitneyu(flagged, spared, method="asymptotic").statistic
    return float(wins / len(flagged) / len(spared))


def area_interval(
    flagged: np.ndarray, spared: np.ndarray, draws: int = 500, seed: int = 0
) -> Interval:
    """The area, and its 95 % interval by drawing levels again (bootstrap)."""
    return bootstrap(area, flagged, spared, draws=draws, rng=[seed, Stream.AREA])
