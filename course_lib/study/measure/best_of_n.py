"""Best of n, quantilising, and what they are said to do: estimators and forms from the literature.

The unbiased best-of-n estimator, KL = log n - (n - 1)/n for best of n, and the forms d(a - b d) and
d(a - b log d) with d = sqrt(KL) are those of Gao, Schulman, Hilton 2022 (arXiv 2210.10760).
"""

from collections.abc import Sequence

import numpy as np
from scipy.special import gammaln

from course_lib.study.measure.stats import Interval, bootstrap


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
    """How far, in nats, the best of n is from one: log n - (n - 1)/n, exact without ties."""
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


# ── Gao et al.'s forms ──────────────────────────────────────────────────────────────────────


def gao_best_of_n(d, alpha: float, beta: float):
    """Gain in true score by best of n at distance d = sqrt(KL)."""
    return d * (alpha - beta * d)


def gao_rl(d, alpha: float, beta: float):
    """Gain in true score by reinforcement learning at distance d = sqrt(KL)."""
    return d * (alpha - beta * np.log(np.maximum(d, 1e-9)))


FORMS = {"best of n": gao_best_of_n, "RL": gao_rl}


def fit_form(form: str, d: np.ndarray, gain: np.ndarray) -> tuple[float, float]:
    """Alpha and beta of a form by least squares; both forms are linear in them.

    Raises ValueError for a form other than "best of n" and "RL".
    """
    if form not in FORMS:
        raise ValueError(f"form must be one of {', '.join(FORMS)}, not {form!r}")
    d = np.asarray(d, float)
    columns = np.stack([FORMS[form](d, 1.0, 0.0), FORMS[form](d, 0.0, 1.0)], 1)
    alpha, beta = np.linalg.lstsq(columns, np.asarray(gain, float), rcond=None)[0]
    return float(alpha), float(beta)


def form_interval(
    form: str, runs: Sequence[tuple[np.ndarray, np.ndarray]], draws: int = 2000
) -> list[Interval]:
    """Alpha and beta, each as (value, low, high): a bootstrap over whole runs of (d, gain)."""

    def fitted(places: np.ndarray) -> tuple[float, float]:
        return fit_form(form, *map(np.concatenate, zip(*(runs[i] for i in places), strict=True)))

    return list(zip(*bootstrap(fitted, np.arange(len(runs)), draws=draws), strict=True))
