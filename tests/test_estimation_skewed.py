"""One-sided tests of means, far out in the tails."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from ccsim.estimation.skewed import p_value


def student(values: np.ndarray) -> float:
    return float(stats.ttest_1samp(values, 0, alternative="greater").pvalue)


def test_without_skewness_it_is_about_students():
    values = stats.norm.ppf((np.arange(40) + 0.5) / 40) + 0.5
    assert student(values) <= p_value(values) < 1.5 * student(values)
    assert p_value(-values) == 1.0


def test_a_tail_away_from_0_changes_nothing():
    values = stats.expon.ppf((np.arange(40) + 0.5) / 40) - 0.3
    assert p_value(values) == pytest.approx(student(values), rel=1e-9)


def test_empirical_likelihood_by_hand():
    """39 of 1 and 1 of -2: with a mean of 0 they would be 2/3 and 1/3, n times the divergence is 12.2."""
    values = np.repeat([1.0, -2.0], [39, 1])
    divergence = 0.025 * np.log(0.025 * 3) + 0.975 * np.log(0.975 * 1.5)
    assert p_value(values) == pytest.approx(stats.t.sf(np.sqrt(39 * 2 * divergence), 39), rel=1e-6)
    assert p_value(values) > stats.binom.cdf(1, 40, 1 / 3)
    assert p_value(values) > 1e3 * student(values)


@pytest.mark.filterwarnings("error")
def test_nothing_to_go_by():
    assert p_value(np.zeros(5)).tolist() == 1.0
    assert p_value(np.ones(5)).tolist() == 1.0
    assert p_value(np.array([3.0])).tolist() == 1.0
    rows = np.array([[1.0, 2.0, 3.0], [0.0, 0.0, 0.0], [-1.0, 0.5, 2.0]])
    assert p_value(rows).tolist() == [float(p_value(row)) for row in rows]


@pytest.mark.parametrize(
    ("law", "times"),
    [("normal", 1.5), ("gamma", 1.5), ("exponential", 1.6), ("counts", 1.5), ("exceptions", 1.5)],
)
def test_false_alarms_in_the_tail(law, times):
    """Level 0.002, means exactly 0, 40 replications, 30,000 experiments: at most `times` 60, false alarm 1e-4.

    Student's t has 3 times as many for gamma of skewness 1, 8 for exponential, 4 for counts and exceptions."""
    rng, shape = np.random.default_rng(41), (30_000, 40)
    values = {
        "normal": lambda: rng.standard_normal(shape),
        "gamma": lambda: 1 - rng.gamma(4, 0.25, shape),
        "exponential": lambda: 1 - rng.exponential(1, shape),
        "counts": lambda: 0.7 - rng.poisson(0.7, shape),
        "exceptions": lambda: (rng.random(shape) < 0.7) - 0.7,
    }[law]()
    alarms = int((p_value(values) <= 0.002).sum())
    assert alarms <= stats.binom.isf(1e-4, 30_000, 0.002 * times)


def test_the_skewness_of_a_few_is_less_than_that_of_all():
    """20 exponential values at level 0.01: 1.35 times the level, and 1.9 without the correction; false alarm 1e-4."""
    values = 1 - np.random.default_rng(43).exponential(1, (30_000, 20))
    assert (p_value(values) <= 0.01).sum() <= stats.binom.isf(1e-4, 30_000, 0.0145)
