"""Intervals, rankings and texts, beside what scipy and scikit-learn say."""

from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, spearmanr
from sklearn.metrics import roc_auc_score

from course_lib.study.measure import stats
from course_lib.study.measure.format import interval_text
from course_lib.study.show.tables import text_table

RNG = np.random.default_rng(0)


@pytest.mark.parametrize(("hits", "n"), [(0, 7), (7, 7), (3, 11), (480, 1000)])
def test_wilsons_interval_is_scipys(hits, n):
    theirs = binomtest(hits, n).proportion_ci(method="wilson")
    assert stats.wilson(hits, n) == pytest.approx((theirs.low, theirs.high), abs=1e-6)
    assert stats.wilson(np.int16(hits), np.int16(n)) == stats.wilson(hits, n)


def test_the_fast_bootstrap_of_means_is_as_wide_as_the_general_one():
    values = RNG.poisson(3, 200)
    mean, low, high = stats.bootstrap(np.mean, values)
    assert mean == values.mean()
    assert stats.bootstrap_mean(values) == pytest.approx((low, high), abs=0.05)
    assert np.isnan(stats.bootstrap_mean([])).all()


def test_a_bootstrap_of_several_numbers_gives_as_many_intervals():
    values = RNG.normal(size=(50, 2))
    value, low, high = stats.bootstrap(lambda drawn: drawn.mean(0), values, draws=200)
    assert value == pytest.approx(values.mean(0))
    assert all(a < b < c for a, b, c in zip(low, value, high, strict=True))


def test_a_share_counts_steps_and_draws_episodes():
    hits, chances = np.array([1, 0, 3, 2]), np.array([2, 4, 3, 5])
    share, low, high = stats.share_interval(hits, chances)
    assert share == 6 / 14 and 0 <= low < share < high <= 1
    sums = stats.resampled_sums(np.stack([hits, chances], 1), 50)
    assert sums.shape == (50, 2) and (sums[:, 0] <= sums[:, 1]).all()


def test_ranks_are_scipys_and_areas_scikit_learns():
    x = RNG.normal(size=60)
    y = np.round(x + RNG.normal(size=60), 1)
    assert stats.rank_correlation(x, y, 50)[0] == pytest.approx(spearmanr(x, y).statistic)
    assert np.isnan(stats.rank_correlation(x, 0 * y, 10)[0])
    labels = np.repeat([1, 0], 60)
    assert stats.area(y, x) == pytest.approx(roc_auc_score(labels, np.concatenate([y, x])))


def test_the_area_is_the_chance_of_the_right_order():
    assert stats.area(np.array([3.0, 4]), np.array([1.0, 2])) == 1
    assert stats.area(np.array([1.0]), np.array([1.0])) == 0.5
    rng = np.random.default_rng(0)
    a, b = rng.normal(0.5, 1, 60), rng.normal(0, 1, 80)
    slow = np.mean([(x > y) + (x == y) / 2 for x in a for y in b])
    assert stats.area(a, b) == pytest.approx(slow)
    mean, low, high = stats.area_interval(a, b, draws=200)
    assert low < mean < high


def test_the_roc_curve_agrees_with_its_area():
    rng = np.random.default_rng(1)
    a, b = rng.normal(1, 1, 400), rng.normal(0, 1, 400)
    at = np.linspace(0, 1, 2001)
    assert np.trapezoid(stats.roc(a, b, at), at) == pytest.approx(stats.area(a, b), abs=1e-3)
    assert stats.roc(np.zeros(5), np.zeros(5), np.array([0.25]))[0] == pytest.approx(0.25)


def test_numbers_with_their_intervals_as_text():
    assert interval_text((0.5, 0.25, 0.751)) == "0.50 [0.25, 0.75]"
    assert interval_text((0.075, 0.05, 0.1), ".1%", 5) == " 7.5% [5.0%, 10.0%]"
    assert interval_text((1, -1, 2), "+.1f") == "+1.0 [-1.0, +2.0]"


def test_a_table_of_text_is_aligned_and_has_no_blanks_at_its_ends():
    lines = [["what", "number", ""], ["a", 7, "x"], ["longer", 1000, ""]]
    assert text_table(lines, "<>").splitlines() == [
        "what    number",
        "a            7  x",
        "longer    1000",
    ]
    assert text_table([["a", "b"]], widths=(3,), gap=1) == "a   b"
    assert text_table([]) == ""


# ── Against published values, and by counting ───────────────────────────────────────────────


@pytest.mark.parametrize(
    "hits, n, low, high",  # Newcombe 1998, Statistics in Medicine 17, table I, method 3
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilsons_interval_against_published_values(hits, n, low, high):
    assert stats.wilson(hits, n) == pytest.approx((low, high), abs=5e-5)
    assert stats.wilson(n - hits, n) == pytest.approx((1 - high, 1 - low), abs=5e-5)


@pytest.mark.parametrize("n", [20, 100, 500])
def test_wilsons_interval_covers_the_truth_95_times_in_100(n):
    bounds = np.array([stats.wilson(k, n) for k in range(n + 1)])
    coverage = []
    for p in np.linspace(0.05, 0.95, 181):
        chances = [comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]
        coverage.append(sum(c for c, (a, b) in zip(chances, bounds, strict=True) if a <= p <= b))
    assert np.mean(coverage) == pytest.approx(0.95, abs=0.01) and min(coverage) > 0.88


@given(st.integers(0, 300), st.integers(0, 300))
def test_intervals_of_rates_hold_the_rate_and_stay_between_0_and_1(hits, misses):
    values = np.array([1] * hits + [0] * misses)
    mean, low, high = stats.interval(values)
    assert 0 <= low <= high <= 1
    if len(values):
        assert low - 1e-12 <= mean <= high + 1e-12 and (low, high) == stats.wilson(
            hits, len(values)
        )


def test_the_bootstrap_covers_the_mean_of_counts():
    rng = np.random.default_rng(0)
    samples = rng.poisson(3, (400, 100))
    intervals = [stats.bootstrap_mean(sample, seed=i) for i, sample in enumerate(samples)]
    assert np.mean([low <= 3 <= high for low, high in intervals]) == pytest.approx(0.95, abs=0.03)
    assert stats.interval(samples[0])[1:] == stats.bootstrap_mean(samples[0])
    widths = np.array([high - low for low, high in intervals])
    assert widths.mean() == pytest.approx(2 * 1.96 * np.sqrt(3 / 100), rel=0.05)


def test_crossed_values_vary_as_their_few_kinds_do_and_not_as_their_many_pairs():
    first, second = (part.ravel() for part in np.indices((5, 20)))
    of_first = RNG.normal(size=5)
    mean, low, high = stats.crossed(of_first[first], first, second)
    wanted = stats.bootstrap_mean(of_first)
    assert mean == pytest.approx(of_first.mean())
    assert (low, high) == pytest.approx(wanted, abs=0.1 * (wanted[1] - wanted[0]))
    pairs = stats.bootstrap_mean(of_first[first])
    assert high - low > 2 * (pairs[1] - pairs[0]), "a hundred pairs are not a hundred imitators"


def test_crossed_values_need_not_have_all_pairs_and_none_at_all_have_no_interval():
    assert stats.crossed([0.5] * 3, [0, 1, 2], [4, 4, 5]) == pytest.approx((0.5, 0.5, 0.5))
    assert np.isnan(stats.crossed([], [], [])).all()
