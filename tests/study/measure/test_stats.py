"""Intervals, rankings and texts, beside what scipy and scikit-learn say."""

import numpy as np
import pytest
from scipy.stats import binomtest, spearmanr
from sklearn.metrics import roc_auc_score

from course_lib.study.measure import stats
from course_lib.study.measure.format import interval_text, text_table

RNG = np.random.default_rng(0)


@pytest.mark.parametrize(("hits", "n"), [(0, 7), (7, 7), (3, 11), (480, 1000)])
def test_wilsons_interval_is_scipys(hits, n):
    theirs = binomtest(hits, n).proportion_ci(method="wilson")
    assert stats.wilson(hits, n) == pytest.approx((theirs.low, theirs.high), abs=1e-6)


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
