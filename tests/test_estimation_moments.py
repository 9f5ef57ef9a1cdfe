"""Ratios and their intervals: against brute force, and by their coverage."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from ccsim.estimation.moments import Moments, ratio_of, student

T2 = 0.95 * math.sqrt(2 / (1 - 0.95**2))  # t(2) at 95 %: 4.302653


def test_delta_method_by_hand():
    """y = 1, 2, 3 and x = 2, 2, 4: R = 6/8, residuals -0.5, 0.5, 0 and variance 0.25; t(2) at 95 % is 4.302653."""
    ratio, half = ratio_of(np.array([1.0, 2.0, 3.0]), np.array([2.0, 2.0, 4.0]), 0.95)
    assert ratio == 0.75
    assert half == pytest.approx(T2 * math.sqrt(0.25 / 3) / (8 / 3), rel=1e-12)


def test_delta_method_against_a_jackknife():
    rng = np.random.default_rng(7)
    x = rng.poisson(400, 200).astype(float)
    y = x * 0.8 + rng.normal(0, 10, 200)
    ratio, half = ratio_of(y, x, 0.95)
    left_out = (y.sum() - y) / (x.sum() - x)
    jackknife = math.sqrt((len(x) - 1) / len(x) * np.sum((left_out - left_out.mean()) ** 2))
    assert ratio == pytest.approx(y.sum() / x.sum(), rel=1e-13)
    assert half / student(0.95, 200) == pytest.approx(jackknife, rel=0.005)


def test_a_mean_is_a_ratio_over_one():
    y = np.array([3.0, 5.0, 10.0, 4.0])
    mean, half = ratio_of(y, np.ones(4), 0.9)
    low, _ = stats.t.interval(0.9, 3, y.mean(), stats.sem(y))
    assert mean == 5.5
    assert mean - half == pytest.approx(low, rel=1e-12)


def test_coverage():
    """20,000 experiments of 20 replications whose level moves with their volume; true ratio 0.8 - 0.5 * 0.01.

    Covered as often as a binomial of 0.945 to 0.955 allows at a false alarm of 1e-6 (0.937 to 0.962). Catches normal
    for t quantiles (0.9356) and a forgotten covariance (0.999)."""
    rng = np.random.default_rng(2026)
    experiments, replications, truth = 20_000, 20, 0.795
    day = rng.gamma(100, 0.01, (experiments, replications))  # mean 1, variance 0.01
    x = rng.poisson(500 * day).astype(float)
    y = rng.binomial(x.astype(int), np.clip(0.8 - 0.5 * (day - 1), 0, 1)).astype(float)
    moments = Moments((experiments,))
    for r in range(replications):
        moments.add(y[:, r], x[:, r])
    ratio, half = moments.ratio(0.95)
    covered = int((np.abs(ratio - truth) <= half).sum())
    assert stats.binom.ppf(5e-7, experiments, 0.945) <= covered <= stats.binom.isf(5e-7, experiments, 0.955)


def test_one_replication_has_no_interval():
    ratio, half = ratio_of(np.array([3.0]), np.array([4.0]), 0.95)
    assert ratio == 0.75
    assert math.isnan(half)


def test_nothing_over_nothing_is_empty():
    ratio, half = ratio_of(np.zeros(5), np.zeros(5), 0.95)
    assert math.isnan(ratio) and math.isnan(half)


def test_one_filled_replication_among_many_has_no_interval():
    """Its residual is zero: the delta method would call a single contact's wait exact."""
    ratio, half = ratio_of(np.array([0.0, 35.0, 0.0]), np.array([0.0, 1.0, 0.0]), 0.95)
    assert ratio == 35
    assert math.isnan(half)


def test_a_ratio_that_never_varies_is_exact():
    x = np.array([3.0, 7.0, 11.0, 100.0])
    assert ratio_of(x, x, 0.95) == (1.0, 0.0)
    assert ratio_of(np.array([4.0, 8.0, 12.0, 28.0]), np.array([5.0, 10.0, 15.0, 35.0]), 0.95) == (0.8, 0.0)


def test_large_values_do_not_cancel():
    y = 1e9 + np.array([0.0, 1.0, 2.0])
    mean, half = ratio_of(y, np.ones(3), 0.95)
    assert mean == 1e9 + 1
    assert half == pytest.approx(T2 / math.sqrt(3), rel=1e-9)
