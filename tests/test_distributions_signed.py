"""Times against an appointed one: early or late."""

from __future__ import annotations

import math

import numpy as np
import pytest
from model_scenarios import law
from scipy import stats

from ccsim.distributions import make_law, make_signed_law

U = np.array([0.001, 0.3, 0.5, 0.7, 0.999])


def test_a_constant_may_be_early():
    early = make_signed_law(law("constant", value=-120.0))
    assert early.quantile(U).tolist() == [-120.0] * 5
    assert (early.mean, early.finite) == (-120.0, 1.0)


@pytest.mark.parametrize(("mean", "given"), [(120.0, {"sd": 240.0}), (-120.0, {"cv": 2.0}), (0.0, {"sd": 240.0})])
def test_a_normal_is_not_truncated(mean, given):
    punctual = make_signed_law(law("normal", mean=mean, **given))
    theory = stats.norm(mean, 240.0)
    assert punctual.quantile(U) == pytest.approx(theory.ppf(U), rel=1e-12)
    assert punctual.cdf(punctual.quantile(U)) == pytest.approx(U, rel=1e-12)
    assert punctual.mean == mean


def test_the_limited_mean_of_a_normal():
    """E min(X, 300) by summing the quantile function."""
    punctual = make_signed_law(law("normal", mean=120.0, sd=240.0))
    middle = (np.arange(100_000) + 0.5) / 100_000
    assert punctual.limited_mean(300.0) == pytest.approx(np.minimum(punctual.quantile(middle), 300.0).mean(), abs=0.01)
    assert punctual.limited_mean(math.inf) == 120.0


def test_nobody_comes_later_than_at_most_which_may_be_early_too():
    capped = make_signed_law(law("normal", at_most=-60.0, mean=120.0, sd=240.0))
    assert capped.quantile(U).max() == -60.0
    assert capped.quantile(U)[0] == pytest.approx(stats.norm(120.0, 240.0).ppf(0.001))
    assert capped.mean < -60.0


def test_a_normal_without_spread_is_a_constant():
    assert make_signed_law(law("normal", mean=-60.0, sd=0.0)).quantile(U).tolist() == [-60.0] * 5


@pytest.mark.parametrize("written", [law("gamma", mean=60.0, cv=1.0), law("uniform", low=0.0, high=300.0)])
def test_other_families_are_lateness_as_everywhere(written):
    assert make_signed_law(written) == make_law(written)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (law("uniform", low=-60.0, high=60.0), "low must not be negative"),
        (law("normal", mean=-60.0, sd=-1.0), "sd must not be negative, got -1"),
        (law("normal", mean=-60.0), "normal takes mean and cv, or mean and sd; got mean"),
        (law("normal", mean=math.nan, sd=1.0), "mean must be finite, got nan"),
        (law("constant", value="early"), "value must be a number, got 'early'"),
        (law("nrmal", mean=1.0, sd=1.0), "did you mean 'normal'"),
    ],
)
def test_what_makes_no_sense_is_said(written, message):
    with pytest.raises(ValueError, match=message):
        make_signed_law(written)
