"""The long-run value along one input, against functions whose averages over the others are known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from uncertain_functions import COIN, FACTOR, UNIT, Case

from ccsim.estimation.along_input import AT, along


def test_what_the_others_add_is_their_average():
    """x² + 3 (y - 1) + x (y - 1) along x is x², as y is 1 on average; without noise as exactly as 4,096 quantiles
    stand for a law."""
    case = Case((UNIT, FACTOR), lambda x: x[:, 0] ** 2 + (3 + x[:, 0]) * (x[:, 1] - 1), noise=0.0)
    inputs, truth = case.draw(60, 1)
    response = inputs.fit(truth, np.zeros(60))
    found, other = (along(inputs, response, place) for place in (0, 1))
    np.testing.assert_allclose(found.mean, UNIT.quantile(np.array(AT)) ** 2, atol=1e-3)
    np.testing.assert_allclose(other.mean, 1 + 3 * (FACTOR.quantile(np.array(AT)) - 1), atol=1e-3)


@pytest.mark.slow
def test_intervals_hold_the_curve():
    """At each of the 13 places in 100 experiments as often as intervals of 92 % would (false alarm 1e-4 each), of 95 %
    that are promised."""
    case = Case((UNIT, COIN), lambda x: 0.8 - 0.05 * x[:, 0] - 0.02 * x[:, 1], noise=0.03)
    wanted = 0.8 - 0.05 * UNIT.quantile(np.array(AT)) - 0.02 * 0.3
    kept = np.zeros(len(AT))
    for inputs, response, _ in case.times(100, 60, 3):
        found = along(inputs, response, 0)
        kept += (found.low <= wanted) & (wanted <= found.high)
        assert (found.low <= found.mean).all() and (found.mean <= found.high).all()
    assert kept.min() >= stats.binom.ppf(1e-4, 100, 0.92)


def test_a_share_stays_one():
    case = Case((UNIT,), lambda x: np.clip(0.98 + 0.05 * x[:, 0], 0, 1), noise=0.01)
    inputs, response, _ = case.simulated(60, 3, 1)
    found = along(inputs, response, 0, lowest=0.0, highest=1.0)
    assert max(part.max() for part in found) <= 1.0
