"""Distributions of amounts: quantiles that are those of the textbooks, and what leaves nothing uncertain."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from ccsim.distributions.amounts import AMOUNTS, make_amount_law

U = np.array([0.01, 0.2, 0.5, 0.77, 0.999])
SIGMA = np.sqrt(np.log1p(0.08**2))
CASES = [
    ("normal", {"mean": -3.0, "sd": 2.0}, stats.norm(-3.0, 2.0)),
    ("normal", {"mean": -4.0, "cv": 0.5}, stats.norm(-4.0, 2.0)),
    ("lognormal", {"mean": 100.0, "cv": 0.08}, stats.lognorm(SIGMA, scale=100.0 * np.exp(-(SIGMA**2) / 2))),
    ("lognormal", {"mean": 100.0, "sd": 8.0}, stats.lognorm(SIGMA, scale=100.0 * np.exp(-(SIGMA**2) / 2))),
    ("gamma", {"mean": 4.0, "cv": 0.5}, stats.gamma(4.0, scale=1.0)),
    ("uniform", {"low": -2.0, "high": 4.0}, stats.uniform(-2.0, 6.0)),
    ("triangular", {"low": -2.0, "mode": 0.0, "high": 5.0}, stats.triang(2 / 7, -2.0, 7.0)),
]


@pytest.mark.parametrize(
    ("family", "given", "truth"), CASES, ids=[f"{family}-{list(given)}" for family, given, _ in CASES]
)
def test_quantiles_are_those_of_the_family(family, given, truth):
    law = make_amount_law(family, given)
    np.testing.assert_allclose(law.quantile(U), truth.ppf(U), rtol=1e-12)
    assert law.mean == pytest.approx(truth.mean())


def test_an_empirical_list_and_quantiles_are_joined_by_lines():
    past = make_amount_law("empirical", {"values": (108.0, 95.0, 101.0)})
    np.testing.assert_allclose(past.quantile(np.array([0.0, 1 / 6, 1 / 3, 0.5, 1.0])), [95, 95, 98, 101, 108])
    assert past.mean == pytest.approx((108 + 95 + 101) / 3)
    said = make_amount_law("empirical", {"quantiles": {0.9: 12.0, 0.1: -5.0, 0.5: 0.0}})
    np.testing.assert_allclose(said.quantile(np.array([0.05, 0.3, 0.7, 0.95])), [-5.0, -2.5, 6.0, 12.0])


def test_one_of_jumps():
    law = make_amount_law("one_of", {"chances": {1.0: 0.3, 0.0: 0.6, 2.0: 0.1}})
    assert law.quantile(np.array([0.1, 0.6, 0.6001, 0.89, 0.95])).tolist() == [0.0, 0.0, 1.0, 1.0, 2.0]
    assert law.mean == pytest.approx(0.5) and law.limited_mean(1.0) == pytest.approx(0.4)
    assert law.cdf(np.array([-1.0, 0.0, 0.5, 1.0, 3.0])).tolist() == pytest.approx([0.0, 0.6, 0.6, 0.9, 1.0])


REFUSED = [
    ("normal", {"mean": 0.0, "cv": 0.1}, "normal: with mean 0 say sd, not cv"),
    ("normal", {"mean": 1.0}, "normal takes mean and cv, or mean and sd; got mean"),
    ("normal", {"mean": 1.0, "sd": 0.0}, "normal: sd must be above 0, got 0"),
    ("lognormal", {"mean": -1.0, "cv": 0.1}, "lognormal: mean must be above 0, got -1"),
    ("lognormal", {"mean": 1.0, "cv": 0.0}, "lognormal: cv must be above 0, got 0"),
    ("gamma", {"mean": 1.0, "cv": 0.1, "sd": 0.1}, "gamma takes mean and cv, or mean and sd; got cv, mean, sd"),
    ("uniform", {"low": 4.0, "high": -2.0}, "uniform: high must be above low, got low 4 and high -2"),
    ("uniform", {"low": 4.0}, "uniform takes low and high; got low"),
    (
        "triangular",
        {"low": 1.0, "mode": 0.0, "high": 2.0},
        "mode must be between low and high, got low 1, mode 0, high 2",
    ),
    ("triangular", {"low": 1.0, "mode": 1.0, "high": 1.0}, "mode must be between"),
    ("empirical", {"values": (3.0, 3.0)}, "one value leaves nothing uncertain"),
    ("empirical", {"quantiles": {0.5: 3.0}}, "one value leaves nothing uncertain"),
    ("empirical", {"quantiles": {0.1: 3.0, 0.5: 2.0, 0.9: 4.0}}, "quantiles must not fall, got 3 at 0.1 and 2 at 0.5"),
    ("one_of", {"chances": {0.0: 0.6, 1.0: 0.3}}, "the probabilities must sum to 100%, got 90%"),
    ("one_of", {"chances": {0.0: 1.0, 1.0: 0.0}}, "one value leaves nothing uncertain"),
]


@pytest.mark.parametrize(("family", "given", "message"), REFUSED)
def test_what_is_no_distribution_of_an_amount(family, given, message):
    with pytest.raises(ValueError) as refused:
        make_amount_law(family, given)
    assert message in str(refused.value)


def test_every_family_is_tried_here():
    assert {family for family, *_ in CASES} | {"empirical", "one_of"} == set(AMOUNTS)
