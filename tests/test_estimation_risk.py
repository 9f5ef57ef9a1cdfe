"""Probabilities and ranges of what may happen, against quadrature; and how often their intervals are right."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from uncertain_functions import COIN, FACTOR, LONGER, UNIT, Case, erlang, linear

from ccsim.estimation.response import Inputs
from ccsim.estimation.risk import LongRun, Population, around, one_horizon, split

FALSE_ALARM = 1e-4
ERLANG = Case((FACTOR, LONGER), erlang, noise=0.035)
TAILS = np.array([0.05, 0.5, 0.95])


def long_run(case: Case, inputs: Inputs, response) -> LongRun:
    return LongRun(inputs, response, Population(inputs, len(case.laws)), 0.0, 1.0)


@pytest.fixture(scope="module")
def exact():
    return ERLANG.dense(101)


@pytest.mark.slow
def test_eighty_twenty_under_an_unsure_forecast(exact):
    """Erlang A by quadrature over volume and AHT. 95 % intervals from 60 draws of 3 replications, each noisy by 3.5
    points: in 120 experiments they cover as promised (92 % or more; false alarm 1e-4), and the estimate is on average
    right to 1 point (the mean of 120 is known to 0.6; false alarm 1e-4)."""
    truth = float(np.mean(exact >= 0.8))
    assert 0.3 < truth < 0.9
    found = [long_run(ERLANG, *one[:2]).keeps(0.8, True) for one in ERLANG.times(120, 60, 3)]
    covered = sum(one.low <= truth <= one.high for one in found)
    assert covered >= stats.binom.ppf(FALSE_ALARM, len(found), 0.92)
    values = np.array([one.value for one in found])
    error = stats.norm.isf(FALSE_ALARM / 2) * values.std(ddof=1) / np.sqrt(len(found))
    assert error < 0.01 and abs(values.mean() - truth) < 0.01 + error
    assert np.mean([one.high - one.low for one in found]) < 0.14  # counting draws alone would leave 0.24


@pytest.mark.slow
def test_ranges_are_not_wider_by_simulation_noise(exact):
    """The 90 % range of the long run is that of the exact distribution, though draws scatter by noise about it."""
    found = np.array([long_run(ERLANG, *one[:2]).quantiles(TAILS) for one in ERLANG.times(40, 60, 2)])
    np.testing.assert_allclose(found.mean(axis=0), np.quantile(exact, TAILS), atol=0.012)


def test_variance_falls_into_inputs_and_chance(exact):
    found = [split(response, values) for _, response, values in ERLANG.times(40, 60, 3)]
    inputs, chance, noise = np.sqrt(np.mean(np.square(found), axis=0))
    assert inputs == pytest.approx(exact.std(), rel=0.05)
    assert chance == pytest.approx(0.035, rel=0.03) and noise == pytest.approx(0.035 / np.sqrt(3), rel=0.03)


@pytest.mark.slow
def test_one_horizon_counts_chance_too(exact):
    """P(a day meets it) = E Phi((value - bound) / noise), by quadrature; coverage as promised, false alarm 1e-4."""
    truth = float(np.mean(stats.norm.cdf((exact - 0.8) / 0.035)))
    found = [one_horizon(inputs, (values >= 0.8).astype(float)) for inputs, _, values in ERLANG.times(150, 60, 3)]
    covered = sum(one.low <= truth <= one.high for one in found)
    assert covered >= stats.binom.ppf(FALSE_ALARM, len(found), 0.92)
    assert np.mean([one.value for one in found]) == pytest.approx(truth, abs=0.015)


def test_a_function_that_no_polynomial_is_does_no_harm():
    """A cliff: 0.9 below z = 0.5 and 0.3 above. What the polynomial has wrong the draws put right."""
    case = Case((UNIT,), lambda x: np.where(x[:, 0] < 0.5, 0.9, 0.3), noise=0.05)
    truth = stats.norm.cdf(0.5)
    found = [long_run(case, *one[:2]).keeps(0.6, True) for one in case.times(60, 60, 3)]
    assert np.mean([one.value for one in found]) == pytest.approx(truth, abs=0.02)
    assert sum(one.low <= truth <= one.high for one in found) >= stats.binom.ppf(FALSE_ALARM, 60, 0.92)


def test_at_most_is_the_other_side():
    inputs, response, _ = ERLANG.simulated(60, 3, seed=3)
    distribution = long_run(ERLANG, inputs, response)
    least, most = distribution.keeps(0.8, True), distribution.keeps(0.8, False)
    assert least.value + most.value == pytest.approx(1.0) and least.low == pytest.approx(1 - most.high)


def test_a_value_exactly_at_the_bound_keeps_it():
    """One of two values, the bound is the higher: it belongs to the right side."""
    case = Case((COIN,), lambda x: 0.8 - 0.2 * x[:, 0], noise=0.0)
    inputs, response, _ = case.simulated(50, 2, seed=1)
    assert long_run(case, inputs, response).keeps(0.8 - 1e-12, True).value == pytest.approx(0.7, abs=1e-3)
    assert long_run(case, inputs, response).keeps(0.6 + 1e-12, False).value == pytest.approx(0.3, abs=1e-3)


def test_what_was_never_seen_is_not_impossible():
    """All of 50 draws far on one side: 100 %, and 7 % the other way are not excluded at 95 % (Clopper & Pearson)."""
    case = Case((UNIT,), lambda x: 0.5 + 0.01 * x[:, 0], noise=0.001)
    inputs, response, _ = case.simulated(50, 3, seed=1)
    surely = long_run(case, inputs, response).keeps(0.2, True)
    assert surely.value == 1.0 and surely.high == 1.0
    assert surely.low == pytest.approx(stats.binomtest(50, 50).proportion_ci(0.95, "exact").low)
    never = long_run(case, inputs, response).keeps(0.9, True)
    assert (never.value, never.low) == (0.0, 0.0) and never.high == pytest.approx(1 - surely.low)


def test_inputs_without_effect_leave_one_value():
    case = Case((UNIT,), lambda x: 0 * x[:, 0] + 0.7, noise=0.0)
    inputs, response, _ = case.simulated(40, 2, seed=1)
    distribution = long_run(case, inputs, response)
    assert distribution.quantiles(TAILS).tolist() == pytest.approx([0.7, 0.7, 0.7])
    assert distribution.keeps(0.7 - 1e-9, True).value == 1.0 and distribution.keeps(0.71, True).value == 0.0


def test_ranges_stay_inside_what_a_measure_can_be():
    case = Case((UNIT,), linear([0.4]), noise=0.0)
    inputs, response, _ = case.simulated(40, 2, seed=1)
    low, _, high = long_run(case, inputs, response).quantiles(np.array([0.01, 0.5, 0.9999]))
    assert (low, high) == (0.0, 1.0)


def test_intervals_of_probabilities_end_at_0_and_1():
    one = around(0.97, 0.05, 100, 0.95)
    assert one.high == 1.0 and one.low == pytest.approx(0.97 - stats.t.isf(0.025, 99) * 0.05)
