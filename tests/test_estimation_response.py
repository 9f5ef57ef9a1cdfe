"""Long-run values as functions of uncertain inputs, and the shares that inputs carry, against what is known exactly."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from uncertain_functions import (
    ANGLE,
    COIN,
    FACTOR,
    ISHIGAMI_FIRST,
    ISHIGAMI_TOTAL,
    ISHIGAMI_VARIANCE,
    UNIT,
    Case,
    ishigami,
    linear,
)

from ccsim.distributions.amounts import make_amount_law
from ccsim.estimation.input_shares import left_over, of_draws, shares
from ccsim.estimation.polynomials import GRID, Polynomials, Terms, products
from ccsim.estimation.response import FEWEST, Inputs

FALSE_ALARM = 1e-4
LAWS = [UNIT, ANGLE, COIN, FACTOR, make_amount_law("empirical", {"values": (95.0, 101.0, 108.0)})]


def enough(covered: int, of: int, promise: float) -> bool:
    """Intervals that hold `promise` or more cover so often, unless with probability FALSE_ALARM."""
    return covered >= stats.binom.ppf(FALSE_ALARM, of, promise)


# --- polynomials ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("law", LAWS, ids=lambda law: type(law).__name__)
def test_polynomials_are_orthonormal_under_their_law(law):
    u = (np.arange(GRID) + 0.5) / GRID
    polynomials = Polynomials([law])
    (values,) = polynomials.at(u[:, None])
    np.testing.assert_allclose(values.T @ values / GRID, np.eye(values.shape[1]), atol=1e-7)
    assert polynomials.degrees == ((1,) if law is COIN else (10,))


def test_those_of_a_normal_are_hermites():
    z = np.array([-1.5, 0.0, 0.4, 2.0])
    values = Polynomials([UNIT]).at(stats.norm.cdf(z)[:, None])[0]
    np.testing.assert_allclose(values[:, 1], z, atol=2e-3)
    np.testing.assert_allclose(values[:, 2], (z**2 - 1) / np.sqrt(2), atol=1e-2)


def test_terms_are_single_inputs_and_pairs():
    terms = Terms(2, (10, 1), 2, 3).all
    assert terms == [(), ((0, 1),), ((0, 2),), ((1, 1),), ((0, 1), (1, 1)), ((0, 2), (1, 1))]
    columns = products([np.array([[1.0, 2.0, 3.0]]), np.array([[1.0, 5.0]])], terms)
    assert columns.tolist() == [[1.0, 2.0, 3.0, 5.0, 10.0, 15.0]]


# --- without noise ----------------------------------------------------------------------------------------------


def test_a_polynomial_is_found_exactly():
    """y = 3 + 2 a + a^2 + 4 a b: variance 4 + 2 + 16, a alone 6/22, b alone 0."""
    case = Case((UNIT, UNIT), lambda x: 3 + 2 * x[:, 0] + x[:, 0] ** 2 + 4 * x[:, 0] * x[:, 1], noise=0.0)
    _, response, _ = case.simulated(60, 2, seed=1)
    assert response.mean == pytest.approx(4.0, abs=0.01) and response.variance == pytest.approx(22.0, rel=0.01)
    a, b = shares(response, 2)
    assert (a.first, b.first) == pytest.approx((6 / 22, 0.0), abs=1e-3)
    assert (a.total, b.total) == pytest.approx((1.0, 16 / 22), abs=1e-3)
    assert left_over(response, 2) == pytest.approx(16 / 22, abs=1e-3)


def test_ishigami():
    """Indices in closed form (Saltelli et al. 2008, 4.4); noise of a fifth of the variance is taken out."""
    case = Case((ANGLE, ANGLE, ANGLE), ishigami, noise=3.3)
    found, variances = [], []
    for _, response, _ in case.times(6, 400, 4):
        found.append([(one.first, one.total) for one in shares(response, 3)])
        variances.append(response.variance)
    first, total = np.mean(found, axis=0).T
    np.testing.assert_allclose(first, ISHIGAMI_FIRST, atol=0.03)
    np.testing.assert_allclose(total, ISHIGAMI_TOTAL, atol=0.04)
    assert np.mean(variances) == pytest.approx(ISHIGAMI_VARIANCE, rel=0.08)


# --- with noise -------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("noise", [1.0, 6.0], ids=["little", "much"])
def test_the_variance_over_the_inputs_has_no_noise_in_it(noise):
    """Exact 14. Much: 9 in each draw's estimate; uncorrected it would be 23. False alarm 1e-4, detects 8 %."""
    case = Case((UNIT, UNIT, UNIT), linear([3, 2, 1]), noise)
    found = np.array([response.variance for _, response, _ in case.times(150, 80, 4)])
    error = found.std(ddof=1) / np.sqrt(len(found))
    bound = stats.norm.isf(FALSE_ALARM / 2) * error
    assert (
        bound < 0.08 * 14 and abs(found.mean() - 14) < bound + 0.03 * 14
    )  # cut at 0, the lack of fit is a little above


@pytest.mark.parametrize(("noise", "promise"), [(0.5, 0.92), (6.0, 0.9)], ids=["little", "much"])
def test_intervals_of_shares_cover(noise, promise):
    """Nominal 95 %; inputs that jump, pull, do nothing. False alarm 1e-4 each; detects one of 0.78."""
    case = Case((UNIT, UNIT, COIN), linear([3, 0, 4]), noise)
    whole = 9 + 16 * 0.21
    truth = [9 / whole, 0.0, 16 * 0.21 / whole]
    times = 120
    covered = np.zeros((3, 2), dtype=int)
    for _, response, _ in case.times(times, 80, 4):
        for place, (one, exact) in enumerate(zip(shares(response, 3), truth, strict=True)):
            covered[place] += one.first_low <= exact <= one.first_high, one.total_low <= exact <= one.total_high
    assert all(enough(int(one), times, promise) for one in covered.ravel()), covered


def test_where_inputs_do_nothing_there_is_nothing_to_share():
    case = Case((UNIT, UNIT), lambda x: 0 * x[:, 0] + 5.0, noise=0.0)
    _, response, _ = case.simulated(40, 3, seed=1)
    assert response.variance == 0.0
    assert all(np.isnan(value) for one in shares(response, 2) for value in one) and np.isnan(left_over(response, 2))


def test_chance_alone_carries_little():
    """Nothing but noise: the variance found is seldom more than a fifth of the noise of a draw."""
    case = Case((UNIT, UNIT), lambda x: 0 * x[:, 0], noise=2.0)
    found = [response.variance for _, response, _ in case.times(60, 80, 4)]
    assert np.mean(found) < 0.2 * 2.0**2 / 4


def test_shares_and_what_is_left_make_one():
    case = Case((UNIT, UNIT, COIN), linear([3, 1, 2]), noise=4.0)
    for _, response, _ in case.times(20, 60, 3):
        found = shares(response, 3)
        assert sum(one.first for one in found) + left_over(response, 3) == pytest.approx(1.0)
        assert all(0 <= one.first <= one.total <= 1 for one in found)


def test_the_same_draws_give_the_same_bits():
    case = Case((UNIT, COIN), linear([1, 2]), noise=1.0)
    one, other = (case.simulated(50, 3, seed=7)[1] for _ in range(2))
    assert one.coefficients.tobytes() == other.coefficients.tobytes() and shares(one, 2) == shares(other, 2)


# --- draws that say nothing -------------------------------------------------------------------------------------


def test_draws_without_a_value_are_left_out():
    case = Case((UNIT,), linear([3]), noise=0.0)
    inputs, truth = case.draw(40, seed=1)
    holes = truth.copy()
    holes[::5] = np.nan
    response = inputs.fit(holes, np.zeros(40))
    assert response is not None and response.variance == pytest.approx(9.0, rel=0.02)
    assert np.isnan(response.fitted[0]) and response.fitted[1] == pytest.approx(truth[1])


def test_too_few_draws_say_nothing():
    inputs = Inputs([UNIT], np.linspace(0.1, 0.9, 30)[:, None])
    few = np.full(30, np.nan)
    few[: FEWEST - 1] = 1.0
    assert inputs.fit(few, np.zeros(30)) is None
    few[FEWEST - 1] = 1.0
    assert inputs.fit(few, np.zeros(30)) is not None


def test_estimates_of_draws_are_ratios_of_sums():
    y, x = np.array([[8.0, 6.0], [0.0, 0.0]]), np.array([[10.0, 10.0], [0.0, 0.0]])
    ratio, noise = of_draws(y, x)
    assert ratio[0] == pytest.approx(0.7) and np.isnan(ratio[1]) and np.isnan(noise[1])
    assert noise[0] == pytest.approx(np.var([0.8, 0.6], ddof=1) / 2)
