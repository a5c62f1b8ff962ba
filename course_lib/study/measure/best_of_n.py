"""Best of n and quantilising: estimators from the literature.

The unbiased estimator of the best of n is Nakano et al. 2021 (arXiv 2112.09332), appendix I. The
formula for its KL is Stiennon et al. 2020 (arXiv 2009.01325), appendix G.3; Beirami et al. 2024
(arXiv 2401.01879) show that it is an upper bound.
"""

import numpy as np
from scipy.special import gammaln


def best_of_n(proxy: np.ndarray, values: np.ndarray, n: int) -> float:
    """The expected value of the best of n by proxy, from N >= n samples, without bias.

    The mean over all choices of n from the N; ties in the proxy are broken by order.
    Raises ValueError unless 1 <= n <= N.
    """
    count = len(proxy)
    if not 1 <= n <= count:
        raise ValueError(f"n must be from 1 to the number of samples, {count}, not {n}")
    rank = np.arange(n, count + 1)
    weights = np.exp(_log_choose(rank - 1, n - 1) - _log_choose(count, n))
    order = np.argsort(proxy, kind="stable")
    return float(weights @ np.asarray(values, float)[order][n - 1 :])


def _log_choose(of, some):
    """The logarithm of the number of ways to choose `some` of `of` things."""
    return (
        gammaln(np.add(of, 1.0)) - gammaln(np.add(some, 1.0)) - gammaln(np.subtract(of, some) + 1.0)
    )


def kl_best_of_n(n) -> np.ndarray:
    """At most how far, in nats, the best of n is from one: log n - (n - 1)/n.

    An upper bound, reached where no two samples tie in score.
    """
    n = np.asarray(n, float)
    return np.log(n) - (n - 1) / n


def quantilized(proxy: np.ndarray, values: np.ndarray, q: float) -> float:
    """The mean value of the best share q of the samples by proxy (Taylor 2016).

    Raises ValueError unless q is above 0 and at most 1.
    """
    if not 0 < q <= 1:
        raise ValueError(f"q must be above 0 and at most 1, not {q}")
    kept = max(1, round(q * len(proxy)))
    best = np.argsort(-np.asarray(proxy), kind="stable")[:kept]
    return float(np.asarray(values, float)[best].mean())
