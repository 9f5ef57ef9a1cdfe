"""Paired differences: by hand, in degenerate cases, and by the coverage of their intervals, alone and together."""

from __future__ import annotations

import math

import numpy as np
import pytest
from paired_systems import abandonment, base_rate, normal_pairs
from scipy import stats

from ccsim.estimation.moments import ratio_of
from ccsim.estimation.paired import paired_differences, paired_values, stack
from ccsim.estimation.skewed import student_tail

FALSE_ALARM = 1e-4
ONES = np.ones(4)


def within(count: int, of: int, low: float, high: float) -> bool:
    """A binomial of some probability in [low, high] gives this count, unless with probability FALSE_ALARM."""
    return bool(stats.binom.ppf(FALSE_ALARM / 2, of, low) <= count <= stats.binom.isf(FALSE_ALARM / 2, of, high))


# --- by hand ----------------------------------------------------------------------------------------------------


def test_means_are_the_paired_t_test():
    base, other = np.array([10.0, 14.0, 9.0, 12.0]), np.array([12.0, 15.0, 12.0, 13.0])
    found = paired_differences((base, ONES), (other, ONES), 0.9).at()
    test = stats.ttest_rel(other, base).confidence_interval(0.9)
    assert found.difference == 1.75
    assert found.low == pytest.approx(test.low, rel=1e-12)
    assert found.high > test.high  # skewed to the right
    assert found.half_width == pytest.approx((found.high - found.low) / 2)
    one_sided = stats.ttest_rel(other, base).confidence_interval(0.8)
    assert found.equivalence_low == pytest.approx(one_sided.low, rel=1e-12)
    assert found.skewness > 0
    apart = (base.var(ddof=1) + other.var(ddof=1)) / 4
    assert found.independent_error**2 == pytest.approx(apart, rel=1e-12)
    assert found.variance_reduction == pytest.approx(1 - (other - base).var(ddof=1) / 4 / apart, rel=1e-12)


def test_ratios_against_a_jackknife():
    rng = np.random.default_rng(5)
    base, (other,) = abandonment(rng, (0.3,), (300,))
    found = paired_differences(base, other).at()
    (y, x), (y2, x2) = base, other
    left_out = (y2.sum() - y2) / (x2.sum() - x2) - (y.sum() - y) / (x.sum() - x)
    jackknife = math.sqrt(299 / 300 * np.sum((left_out - left_out.mean()) ** 2))
    assert found.difference == pytest.approx(y2.sum() / x2.sum() - y.sum() / x.sum(), rel=1e-12)
    assert found.error == pytest.approx(jackknife, rel=0.01)
    relative = (y2.sum() - y2) / (x2.sum() - x2) / ((y.sum() - y) / (x.sum() - x))
    jackknife = 100 * math.sqrt(299 / 300 * np.sum((relative - relative.mean()) ** 2))
    assert found.percent == pytest.approx(100 * found.difference / found.base, rel=1e-12)
    assert found.percent_low - found.percent == pytest.approx(-student_tail(0.025, 300) * jackknife, rel=0.01)


def test_the_independent_error_is_that_of_both_runs():
    base, (other,) = abandonment(np.random.default_rng(6), (0.3,), (50,))
    halves = [ratio_of(*one, 0.95)[1] for one in (base, other)]
    assert paired_differences(base, other).at().independent_error * student_tail(0.025, 50) == pytest.approx(
        math.hypot(*halves)
    )


def test_many_are_one_by_one():
    rng = np.random.default_rng(7)
    base, others = abandonment(rng, (0.1, 0.2, 0.3), (25,))
    many = paired_differences(base, stack(others), 0.9)
    assert many.comparisons == 3
    for row, other in enumerate(others):
        assert many.at(row) == paired_differences(base, other, 0.9, comparisons=3).at()
    one = many.at(1)
    arms = one.difference - one.low, one.high - one.difference
    assert min(arms) == pytest.approx(student_tail(0.1 / 6, 25) * one.error)


def test_values_for_a_sequence_have_the_difference_as_mean():
    base, (other,) = abandonment(np.random.default_rng(8), (0.3,), (40,))
    values, found = paired_values(base, other), paired_differences(base, other).at()
    assert values.mean() == pytest.approx(found.difference, rel=1e-12)
    assert stats.sem(values) == pytest.approx(found.error, rel=1e-12)


# --- degenerate ---------------------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("y", "x", "ratio"),
    [
        (np.zeros(4), np.zeros(4), math.nan),
        (np.array([0.0, 35.0, 0.0, 0.0]), np.array([0.0, 1.0, 0.0, 0.0]), 35.0),
        (np.array([2.0]), np.array([4.0]), 0.5),
        (np.zeros(0), np.zeros(0), math.nan),
    ],
)
def test_too_little_has_no_interval(y, x, ratio):
    other = (np.arange(1.0, len(y) + 1), np.ones(len(y)))
    for found in (
        paired_differences((y, x), other).at(),
        paired_differences(other, (y, x)).at(),
        paired_differences((y, x), (y, x)).at(),
    ):
        assert math.isnan(found.low) and math.isnan(found.high) and math.isnan(found.error)
        assert math.isnan(found.variance_reduction) and math.isnan(found.percent_low)
    assert paired_differences((y, x), other).at().base == pytest.approx(ratio, nan_ok=True)


@pytest.mark.filterwarnings("error")
def test_some_replications_without_any_do_not_matter():
    y, x = np.array([3.0, 0.0, 2.0, 4.0]), np.array([10.0, 0.0, 5.0, 9.0])
    found = paired_differences((y, x), (y + (x > 0), x)).at()
    assert found.difference == pytest.approx(3 / 24)
    assert 0 < found.error < 0.1


@pytest.mark.filterwarnings("error")
def test_a_difference_that_never_varies_is_exact():
    cost = 1e6 + np.array([17.1, 3.3, 9.7, 0.1])
    found = paired_differences((cost, ONES), (cost + 100, ONES)).at()
    assert (found.difference, found.half_width, found.variance_reduction) == (pytest.approx(100), 0.0, 1.0)
    x = np.array([3.1, 7.7, 11.3, 0.9])
    assert paired_differences((0.3 * x, x), (0.7 * x, 3 * x)).at().error == 0
    same = paired_differences((cost, ONES), (cost, ONES)).at()
    assert (same.difference, same.low, same.high, same.percent) == (0, 0, 0, 0)
    fixed = paired_differences((ONES, ONES), (2 * ONES, ONES)).at()
    assert (fixed.low, fixed.high, fixed.percent) == (1, 1, 100)
    assert math.isnan(fixed.variance_reduction)


def test_small_noise_on_large_values_is_no_rounding():
    values = 1e9 + np.array([0.0, 1.0, 2.0, 1.0])
    assert paired_differences((np.full(4, 1e9), ONES), (values, ONES)).at().error == pytest.approx(
        stats.sem(values), rel=1e-6
    )


@pytest.mark.filterwarnings("error")
def test_no_per_cent_of_what_may_be_nothing():
    base, other = np.array([-1.0, 1.0, -2.0, 2.5]), np.array([5.0, 6.0, 7.0, 8.0])
    found = paired_differences((base, ONES), (other, ONES)).at()
    assert found.percent == pytest.approx(100 * (6.5 - 0.125) / 0.125)
    assert math.isnan(found.percent_low)
    assert math.isnan(paired_differences((np.zeros(4), ONES), (other, ONES)).at().percent)


def test_systems_must_have_the_same_replications():
    with pytest.raises(ValueError, match=r"same replications to be paired, got \[3, 4\]"):
        paired_differences((ONES, ONES), (ONES[:3], ONES[:3]))


# --- by experiment ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("busyness", "replications", "experiments"), [(0.04, 20, 20_000), (1 / 9, 80, 5_000)])
def test_coverage_of_paired_intervals_of_skewed_ratios(busyness, replications, experiments):
    """Covered as often as a binomial of 0.94 to 0.955 allows (0.9335 to 0.961; 0.927 to 0.967), false alarm 1e-4.

    The first catches normal for t quantiles (0.929), one-sided level (0.90), variances added as if unpaired (1.000);
    the second a difference of mean rates instead of ratios (0.68)."""
    saved = 0.25
    base, (other,) = abandonment(np.random.default_rng(2026), (saved,), (experiments, replications), busyness)
    found = paired_differences(base, other, 0.95, comparisons=1)
    assert within(covered(found.ends, -saved * base_rate(busyness)), experiments, 0.945, 0.965)
    assert within(covered(found.percent_ends, -100 * saved), experiments, 0.94, 0.97)
    assert np.median(found.variance_reduction) > 0.8


def covered(ends, truth: float) -> int:
    return int(((ends[0] <= truth) & (truth <= ends[1])).sum())


@pytest.mark.parametrize("replications", [20, 40])
@pytest.mark.parametrize(("busyness", "least"), [(1 / 9, 0.945), (0.3, 0.93)])
def test_coverage_on_very_uneven_days(replications, busyness, least):
    """Days whose number of contacts has a cv of 33 and of 55 %, 6,000 experiments, false alarm 1e-4.

    Catches Student's t alone (0.94 and 0.89 with 20 replications), of which most misses are on one side."""
    saved, experiments = 0.25, 6_000
    rng = np.random.default_rng(replications)
    base, (other,) = abandonment(rng, (saved,), (experiments, replications), busyness)
    truth = -saved * base_rate(busyness)
    found = paired_differences(base, other, 0.95, comparisons=1)
    assert within(covered(found.ends, truth), experiments, least, 0.975)
    half = student_tail(0.025, replications) * found.error
    by_t = covered((found.difference - half, found.difference + half), truth)
    assert by_t < covered(found.ends, truth)
    if busyness == 0.3 and replications == 20:
        assert not within(by_t, experiments, least, 1.0)


def test_skewed_values_reach_out_on_one_side():
    """The less skewed and the more of them, the more nearly even; never nearer than Student's t."""
    rng, ones = np.random.default_rng(4), np.ones(400)
    values = rng.exponential(1.0, 400)
    for n, most in ((20, 2.0), (400, 1.1)):
        found = paired_differences((np.zeros(n), ones[:n]), (values[:n], ones[:n])).at()
        t = student_tail(0.025, n) * found.error
        below, above = found.difference - found.low, found.high - found.difference
        assert below == pytest.approx(t) and t < above < most * t


def test_intervals_hold_together():
    """2,000 experiments of 10 alternatives and 2 measures, 30 replications: all 20 covered in 95 %, at least 93.5 %.

    False alarm 1e-4. Catches: no correction (0.46), correction for measures (0.66) or alternatives alone (0.91)."""
    experiments, rng = 2_000, np.random.default_rng(11)
    saved = tuple(np.linspace(0, 0.45, 10))
    base, others = abandonment(rng, saved, (experiments, 30))
    noise = rng.standard_normal((11, experiments, 30)) + 3 * rng.standard_normal((experiments, 30))
    ones = np.ones((experiments, 30))
    second = [(noise[row], ones) for row in range(11)]
    systems = [stack(pair) for pair in zip(others, second[1:], strict=True)]
    found = paired_differences(stack([base, second[0]]), stack(systems), comparisons=20)
    truth = np.array([[-share * base_rate(), 0.0] for share in saved])[:, :, None]
    low, high = found.ends
    together = int(((low <= truth) & (truth <= high)).all(axis=(0, 1)).sum())
    assert within(together, experiments, 0.935, 1.0)


def test_common_random_numbers_are_seen():
    """Noise in common of variance 25, between of 1: the reduction is 1 - 1 / 51, here of 2,000 replications to 0.01."""
    base, other = normal_pairs(np.random.default_rng(3), 1.0, (2_000,))
    assert paired_differences(base, other).at().variance_reduction == pytest.approx(50 / 51, abs=0.01)
    apart = paired_differences(base, normal_pairs(np.random.default_rng(4), 1.0, (2_000,))[1]).at()
    assert abs(apart.variance_reduction) < 0.15
