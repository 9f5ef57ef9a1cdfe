"""Laws against scipy.stats, their own inverse, and quadrature."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model_scenarios import law
from scipy import integrate, stats

from ccsim.distributions import FAMILIES, make_law
from ccsim.scenario.schema import Distribution

U = np.concatenate([[2.0**-53, 1e-9, 1e-4], np.linspace(0.01, 0.99, 99), [0.9999, 1 - 1e-9, 1 - 2.0**-53]])

REFERENCE: list[tuple[Distribution, Any]] = [
    (law("exponential", mean=60.0), stats.expon(scale=60.0)),
    (law("exponential", rate=0.05), stats.expon(scale=20.0)),
    (law("erlang", mean=60.0, shape=3), stats.gamma(3, scale=20.0)),
    (law("gamma", mean=540.0, cv=0.6), stats.gamma(0.6**-2, scale=540 * 0.36)),
    (law("gamma", mean=540.0, sd=270.0), stats.gamma(4.0, scale=135.0)),
    (law("gamma", shape=0.4, scale=100.0), stats.gamma(0.4, scale=100.0)),
    (law("lognormal", mean=math.exp(5.5), sd=math.exp(5.5) * math.sqrt(math.e - 1)), stats.lognorm(1, scale=math.e**5)),
    (law("lognormal", mu=4.0, sigma=0.5), stats.lognorm(0.5, scale=math.exp(4.0))),
    (law("weibull", mean=90.0, shape=0.8), stats.weibull_min(0.8, scale=90.0 / math.gamma(2.25))),
    (law("weibull", shape=2.0, scale=50.0), stats.weibull_min(2.0, scale=50.0)),
    (law("uniform", low=20.0, high=90.0), stats.uniform(20.0, 70.0)),
    (law("uniform", mean=60.0, cv=0.5), stats.uniform(60 - 30 * math.sqrt(3), 60 * math.sqrt(3))),
    (law("erlang", shape=4, scale=25.0), stats.gamma(4, scale=25.0)),
    (law("erlang", mean=100.0, cv=0.5), stats.gamma(4, scale=25.0)),
    (law("erlang", mean=90.0, cv=0.577), stats.gamma(3, scale=30.0)),
    (law("triangular", mean=100.0, cv=0.2), stats.triang(0.5, 100 - 20 * 6**0.5, 40 * 6**0.5)),
    (law("triangular", low=10.0, mode=30.0, high=100.0), stats.triang(2 / 9, 10.0, 90.0)),
    (law("triangular", low=10.0, mode=10.0, high=100.0), stats.triang(0.0, 10.0, 90.0)),
    (law("triangular", low=10.0, mode=100.0, high=100.0), stats.triang(1.0, 10.0, 90.0)),
    (law("normal", mean=60.0, sd=50.0), stats.truncnorm(-1.2, math.inf, 60.0, 50.0)),
    (law("normal", mean=0.0, sd=50.0), stats.truncnorm(0.0, math.inf, 0.0, 50.0)),
    (law("normal", mean=600.0, cv=0.1), stats.truncnorm(-10.0, math.inf, 600.0, 60.0)),
]

OTHERS = [
    law("constant", value=60.0),
    law("hyperexponential", means=[10.0, 100.0, 5.0], weights=[0.4, 0.6, 0.0]),
    law("empirical", values=[60.0, 1.0, 5.0, 60.0, 100.0, 300.0]),
    law("empirical", values=[42.0]),
    law("empirical", quantiles={0.1: 5.0, 0.5: 50.0, 0.9: 120.0}),
    law("empirical", quantiles=((0.0, 5.0), (0.5, 50.0), (1.0, 120.0))),
    law("mixture", parts=(law("lognormal", mean=30.0, cv=0.5), law("gamma", mean=300.0, cv=0.5)), weights=(0.4, 0.6)),
    law("mixture", parts=(law("exponential", mean=30.0), law("constant", value=20.0)), weights=(0.9, 0.1)),
    law("mixture", parts=(law("exponential", mean=30.0), law("exponential", mean=30.0)), weights=(0.5, 0.5)),
    law("weibull", mean=60.0, cv=1.5),
]
ALL = [written for written, _ in REFERENCE] + OTHERS


def named(written: Distribution) -> str:
    return f"{written.family}-{'-'.join(map(str, written.parameters))}"


@pytest.mark.parametrize(("written", "reference"), REFERENCE, ids=lambda x: named(x) if hasattr(x, "family") else "")
def test_quantiles_cdf_and_mean_are_those_of_scipy(written: Distribution, reference: Any):
    made = make_law(written)
    quantiles = made.quantile(U)
    # scipy's own truncated normal loses digits in the tails
    inner = slice(2, -2) if written.family == "normal" else slice(None)
    assert quantiles[inner] == pytest.approx(reference.ppf(U)[inner], rel=1e-9, abs=1e-12)
    at = reference.ppf(np.linspace(0.05, 0.95, 19))
    assert made.cdf(at) == pytest.approx(reference.cdf(at), rel=1e-9)
    assert made.mean == pytest.approx(float(reference.mean()), rel=1e-9)
    assert made.finite == 1.0


@pytest.mark.parametrize("written", ALL, ids=named)
@pytest.mark.parametrize("limit", [None, 3.0, 45.0, 250.0])
def test_the_mean_is_the_integral_of_the_quantile_function(written: Distribution, limit: float | None):
    """By Simpson's rule on a substitution that calms the tails; the limited mean is exact where at_most is given."""
    made = make_law(written.model_copy(update={"at_most": limit}))
    v = np.linspace(0.0, 1.0, 20_001)[1:-1]
    u = v**4 * (35 - 84 * v + 70 * v**2 - 20 * v**3)  # from 0 to 1 with three vanishing derivatives at each end
    slope = 140 * v**3 * (1 - v) ** 3
    integral = integrate.simpson(made.quantile(np.clip(u, 2.0**-53, 1 - 2.0**-53)) * slope, x=v)
    assert made.mean == pytest.approx(integral, rel=3e-4)


@pytest.mark.parametrize("written", ALL, ids=named)
def test_limited_means_are_the_integral_of_the_survival_function(written: Distribution):
    made = make_law(written)
    for limit in (7.0, 60.0, 400.0):
        x = np.linspace(0.0, limit, 100_001)
        assert made.limited_mean(limit) == pytest.approx(integrate.trapezoid(1.0 - made.cdf(x), x), rel=2e-4)
    assert made.limited_mean(1e9) == pytest.approx(made.mean, rel=1e-9)
    assert made.limited_mean(math.inf) == pytest.approx(made.mean, rel=1e-12)


@pytest.mark.parametrize("written", ALL, ids=named)
def test_the_quantile_is_the_smallest_time_whose_cdf_reaches_u(written: Distribution):
    made = make_law(written)
    quantiles = made.quantile(U)
    assert (quantiles >= 0.0).all()
    assert (made.cdf(quantiles * (1 + 1e-9) + 1e-9) >= U - 1e-12).all()
    above_zero = quantiles > 1e-6
    assert (made.cdf(quantiles * (1 - 1e-9))[above_zero] <= U[above_zero] + 1e-7).all()


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.sampled_from(ALL), st.lists(st.floats(2.0**-53, 1 - 2.0**-53), min_size=2, max_size=30))
def test_quantiles_do_not_fall_and_do_not_depend_on_their_neighbours(written: Distribution, levels: list[float]):
    made = make_law(written)
    u = np.sort(np.array(levels))
    quantiles = made.quantile(u)
    assert (np.diff(quantiles) >= -2e-12 * quantiles[1:]).all()
    assert [float(made.quantile(u[i : i + 1])[0]) for i in range(len(u))] == quantiles.tolist()
    assert made.quantile(u[::2].copy()).tolist() == quantiles[::2].tolist()
    assert made.quantile(np.tile(u, 40).reshape(40, -1))[17].tolist() == quantiles.tolist()


def test_weibull_by_mean_and_cv_has_that_cv():
    for cv in (0.01, 0.3, 1.0, 4.0):
        made = make_law(law("weibull", mean=100.0, cv=cv))
        k, scale = made.shape, made.scale
        assert scale * math.gamma(1 + 1 / k) == pytest.approx(100.0)
        assert stats.weibull_min(k, scale=scale).std() / 100.0 == pytest.approx(cv, rel=1e-6)


def test_at_most_moves_what_exceeds_it_to_it():
    made = make_law(law("exponential", mean=60.0, at_most=120.0))
    assert made.quantile(np.array([0.5, 0.99])).tolist() == [pytest.approx(60 * math.log(2)), 120.0]
    assert made.cdf(np.array([119.9, 120.0])).tolist() == [pytest.approx(1 - math.exp(-119.9 / 60)), 1.0]
    assert made.mean == pytest.approx(60 * (1 - math.exp(-2)))


def test_never_waits_for_ever_until_it_is_capped():
    assert make_law(law("never")).quantile(np.array([0.1, 0.9])).tolist() == [math.inf, math.inf]
    assert make_law(law("never")).mean == math.inf
    capped = make_law(law("never", at_most=600.0))
    assert capped.quantile(np.array([0.1])).tolist() == [600.0]
    assert (capped.mean, capped.finite) == (600.0, 1.0)


def test_a_mixture_with_never_is_infinite_for_that_share():
    patient = law("mixture", parts=(law("exponential", mean=30.0), law("never")), weights=(0.4, 0.6))
    made = make_law(patient)
    u = np.array([0.1, 0.39, 0.4, 0.41, 0.9])
    assert np.isfinite(made.quantile(u)).tolist() == [True, True, False, False, False]
    assert made.quantile(u)[0] == pytest.approx(-30 * math.log(1 - 0.25), rel=1e-12)
    assert (made.mean, made.finite) == (math.inf, 0.4)
    outer = make_law(law("mixture", parts=(patient, law("constant", value=5.0)), weights=(0.5, 0.5)))
    assert outer.finite == pytest.approx(0.7)
    assert np.isfinite(outer.quantile(np.array([0.69, 0.71]))).tolist() == [True, False]


def test_a_mixture_of_one_law_twice_is_that_law():
    made = make_law(law("mixture", parts=(law("exponential", mean=30.0),) * 2, weights=(0.5, 0.5)))
    one = make_law(law("exponential", mean=30.0))
    assert made.quantile(U) == pytest.approx(one.quantile(U), rel=2e-12)


@pytest.mark.parametrize("cv", [1.0, 1.5, 4.0])
def test_a_hyperexponential_by_mean_and_cv_has_them(cv):
    made = make_law(law("hyperexponential", mean=100.0, cv=cv))
    assert made.mean == pytest.approx(100.0, rel=1e-12)
    u = (np.arange(2_000_000) + 0.5) / 2_000_000
    assert made.quantile(u).std() / 100.0 == pytest.approx(cv, rel=2e-3)


def test_a_mixture_of_exponentials_is_hyperexponential():
    parts = (law("exponential", mean=10.0), law("exponential", mean=100.0))
    mixture = make_law(law("mixture", parts=parts, weights=(0.4, 0.6)))
    hyper = make_law(law("hyperexponential", means=[10.0, 100.0], weights=[0.4, 0.6]))
    assert mixture.quantile(U[:-2]) == pytest.approx(hyper.quantile(U[:-2]), rel=3e-12)


def test_a_sample_keeps_its_mean():
    values = [3.0, 900.0, 12.5, 60.0, 60.0, 41.0]
    made = make_law(law("empirical", values=values))
    assert made.mean == pytest.approx(np.mean(values), rel=1e-14)
    assert made.quantile(np.array([1e-9, 1 - 1e-9])).tolist() == [3.0, 900.0]
    assert make_law(law("empirical", values=[30.0])).quantile(np.array([0.3])).tolist() == [30.0]


def test_no_spread_and_no_mean_are_constants():
    for family in ("gamma", "lognormal", "weibull", "normal", "uniform"):
        assert make_law(law(family, mean=60.0, cv=0.0)).quantile(U).tolist() == [60.0] * len(U)
        assert make_law(law(family, mean=0.0, cv=0.5)).mean == 0.0
    assert make_law(law("exponential", mean=0.0)).quantile(U).tolist() == [0.0] * len(U)
    assert make_law(law("triangular", low=5.0, mode=5.0, high=5.0)).mean == 5.0


BAD = [
    (law("lognorm", mean=1.0), r"unknown distribution 'lognorm' \(did you mean 'lognormal'\?\)"),
    (law("gamma", mean=60.0), "gamma takes mean and cv, or mean and sd, or shape and scale; got mean"),
    (law("gamma", mean=60.0, cv=0.5, sd=30.0), "got cv, mean, sd"),
    (law("never", mean=60.0), "never takes no parameter; got mean"),
    (law("constant"), "constant takes value; got nothing"),
    (law("gamma", mean=0.0, sd=5.0), "with mean 0 s the sd must be 0 s too, got 5 s"),
    (law("gamma", mean=-1.0, cv=0.5), "gamma: mean must not be negative, got -1"),
    (law("gamma", mean=math.nan, cv=0.5), "gamma: mean must be finite, got nan"),
    (law("gamma", mean="60", cv=0.5), "gamma: mean must be a number, got '60'"),
    (law("gamma", shape=0.0, scale=5.0), "gamma: shape must be above 0, got 0"),
    (law("erlang", mean=60.0, cv=0.6), r"cv is 1 over the square root of a whole number .* got 0.6; gamma takes any"),
    (law("triangular", mean=60.0, cv=0.5), "it would reach -13.48 s, below 0; cv must be at most 0.4082"),
    (law("hyperexponential", mean=60.0, cv=0.9), "cv must be at least 1, got 0.9; gamma takes any cv"),
    (law("erlang", mean=60.0, shape=2.5), r"erlang: shape must be a whole number \(phases\), got 2.5"),
    (law("erlang", mean=60.0, shape=0), "erlang: shape must be above 0, got 0"),
    (law("exponential", rate=0.0), "exponential: rate must be above 0, got 0"),
    (law("uniform", mean=60.0, cv=0.8), "it would reach -23.14 s, below 0; cv must be at most 0.5774"),
    (law("uniform", low=9.0, high=3.0), "uniform: high must be at least low, got low 9 s and high 3 s"),
    (law("triangular", low=10.0, mode=5.0, high=20.0), "mode must be between low and high, got low 10 s, mode 5 s"),
    (law("weibull", mean=60.0, cv=1e5), "weibull: cv must be 0, or from 0.001 to 1000"),
    (law("lognormal", mu=5.0, sigma=100.0), "lognormal: these parameters give no finite mean"),
    (law("weibull", mean=60.0, shape=0.001), "weibull: these parameters give no finite mean"),
    (law("gamma", mean=60.0, cv=1e-200), "gamma: these parameters give no finite mean"),
    (law("hyperexponential", means=[1.0, 2.0], weights=[0.5, 0.6]), "weights must sum to 1, got 1.1"),
    (law("hyperexponential", means=[1.0, 2.0], weights=[1.0]), "one weight for each of the 2 means, got 1"),
    (law("hyperexponential", means=[1.0, 0.0], weights=[0.5, 0.5]), "every mean must be above 0 s, got 0 s"),
    (law("hyperexponential", means=[], weights=[]), "hyperexponential: means is empty"),
    (law("hyperexponential", means="12", weights=[1.0]), "means must be a list of numbers, got '12'"),
    (law("mixture", parts=(), weights=()), "mixture: parts is empty"),
    (law("mixture", parts=(law("constant", value=1.0),), weights=(-1.0,)), "weights must not be negative, got -1"),
    (law("mixture", parts=(law("gama", mean=1.0),), weights=(1.0,)), "did you mean 'gamma'"),
    (law("empirical", values=[]), "empirical: values is empty"),
    (law("empirical", values=[1.0, -2.0]), "a duration must not be negative, got -2 s"),
    (law("empirical", quantiles={}), "empirical: quantiles is empty"),
    (law("empirical", quantiles={0.5: 10.0, 1.5: 20.0}), "probabilities of quantiles must be between 0 and 1"),
    (law("empirical", quantiles=((0.5, 10.0), (0.5, 20.0))), "probability 0.5 is given twice"),
    (law("empirical", quantiles={0.5: 10.0, 0.9: 5.0}), "must not fall, got 10 s at 0.5 and 5 s at 0.9"),
    (law("exponential", at_most=0.0, mean=60.0), "at_most must be above 0 s, got 0 s"),
    (law("exponential", at_most=math.inf, mean=60.0), "at_most must be finite, got inf"),
]


@pytest.mark.parametrize(("written", "sentence"), BAD)
def test_impossible_parameters_are_refused_with_a_sentence(written: Distribution, sentence: str):
    with pytest.raises(ValueError, match=sentence):
        make_law(written)


def test_every_family_is_tested():
    assert {written.family for written in ALL} | {"never"} == set(FAMILIES)
