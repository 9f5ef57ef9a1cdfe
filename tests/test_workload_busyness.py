"""Day and intraday variation. Every statistical test here has a false-alarm probability of at most 1e-6."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from scipy import stats
from workload_models import center, contact_type, stream, timeline, trace

from ccsim.workload import draw
from ccsim.workload.busyness import Busyness, gamma_factor
from ccsim.workload.streams import Streams

FALSE_ALARM = 1e-6
LONG = timeline(days=3000, interval=86_400.0)
DAYS = timeline(days=1000, interval=7200.0)


def factors(model, replication=0):
    return Busyness(model).draw(Streams(1, replication))


def gamma(cv):
    return stats.gamma(cv**-2, scale=cv**2)


def normal_scores(factor, cv):
    return stats.norm.ppf(gamma(cv).cdf(factor))


def correlation_bound(n):
    """Of a sample correlation of independent normal pairs."""
    return stats.norm.isf(FALSE_ALARM / 2) / np.sqrt(n) * 1.02


def test_without_variation_the_forecast_stands():
    model = center(DAYS, [contact_type("a", stream(DAYS, 1.0))])
    assert (factors(model) == 1.0).all()


def test_shared_and_own_day_factors_multiply():
    """Shared: the same for all types; own: independent of it; each Gamma with its cv (KS)."""
    plain = contact_type("plain", stream(LONG, 1.0))
    own = contact_type("own", stream(LONG, 1.0, day_cv=0.3))
    shared, both = factors(center(LONG, [plain, own], shared=(0.1, 0.0, 0.0)))
    alone = factors(center(LONG, [own]))[0]
    assert stats.kstest(shared, gamma(0.1).cdf).pvalue > FALSE_ALARM
    assert stats.kstest(alone, gamma(0.3).cdf).pvalue > FALSE_ALARM
    assert both == pytest.approx(shared * alone, rel=1e-15)
    assert abs(np.corrcoef(shared, alone)[0, 1]) < correlation_bound(3000)
    assert abs(np.corrcoef(shared[1:], shared[:-1])[0, 1]) < correlation_bound(3000)


def test_a_day_factor_holds_all_day():
    model = center(DAYS, [contact_type("own", stream(DAYS, 1.0, day_cv=0.3))])
    by_day = factors(model)[0].reshape(1000, 12)
    assert (by_day == by_day[:, :1]).all()


def test_the_same_date_has_the_same_factor_wherever_the_scenario_starts():
    week, later = timeline(days=7, first=date(2026, 3, 2)), timeline(days=7, first=date(2026, 3, 4))
    one, other = (
        factors(center(clock, [contact_type("a", stream(clock, 1.0, 0.2, 0.2, 0.5))], shared=(0.1, 0.1, 0.3)))[0]
        for clock in (week, later)
    )
    assert (one[2 * 48 :] == other[: 5 * 48]).all()


@pytest.mark.parametrize("rho", [0.0, 0.6, -0.4, 1.0])
def test_intraday_noise_is_gamma_with_an_ar1_copula_restarting_each_day(rho):
    model = center(DAYS, [contact_type("own", stream(DAYS, 1.0, interval_cv=0.2, correlation=rho))])
    score = normal_scores(factors(model)[0], 0.2).reshape(1000, 12)
    for k in (0, 5, 11):
        assert stats.kstest(score[:, k], "norm").pvalue > FALSE_ALARM / 3
    innovation = (score[:, 1:] - rho * score[:, :-1]).ravel()
    if rho == 1.0:
        assert innovation == pytest.approx(np.zeros(innovation.size), abs=1e-6)
        return
    assert stats.kstest(innovation / np.sqrt(1 - rho**2), "norm").pvalue > FALSE_ALARM
    assert abs(np.corrcoef(innovation, score[:, :-1].ravel())[0, 1]) < correlation_bound(innovation.size)
    assert abs(np.corrcoef(score[:-1, -1], score[1:, 0])[0, 1]) < correlation_bound(999)


def test_shared_intraday_noise_is_common_and_own_noise_is_not():
    types = [contact_type(name, stream(DAYS, 1.0)) for name in ("a", "b")]
    shared = factors(center(DAYS, types, shared=(0.0, 0.15, 0.5)))
    assert (shared[0] == shared[1]).all()
    assert shared[0].std() > 0.1
    own = [contact_type(name, stream(DAYS, 1.0, interval_cv=0.15)) for name in ("a", "b")]
    a, b = factors(center(DAYS, own))
    assert abs(np.corrcoef(a, b)[0, 1]) < correlation_bound(12_000)


def test_own_noise_follows_each_intervals_cv():
    """As from a forecast with standard deviations: cv 0 is exactly the forecast."""
    cv = np.tile([0.0, 0.1, 0.5, 0.0], 3000)
    factor = factors(center(DAYS, [contact_type("a", stream(DAYS, 1.0, interval_cv=cv))]))[0].reshape(-1, 4)
    assert (factor[:, [0, 3]] == 1.0).all()
    for column, spread in ((1, 0.1), (2, 0.5)):
        assert stats.kstest(factor[:, column], gamma(spread).cdf).pvalue > FALSE_ALARM


def test_traces_are_what_happened():
    recorded = replace(stream(DAYS, 1.0, day_cv=0.3, interval_cv=0.3), trace=trace([1.0, 2.0]))
    model = center(DAYS, [contact_type("r", recorded), contact_type("a", stream(DAYS, 1.0))], shared=(0.2, 0.2, 0.2))
    factor = factors(model)
    assert (factor[0] == 1.0).all()
    assert factor[1].std() > 0.2


def test_daily_counts_are_overdispersed_by_the_day_factor():
    """Variance mean + mean^2 cv^2: 3,000 days of 100 with cv 0.2 (500; Poisson: 100). Normal bound with the
    kurtosis of the mixture (at most 4): sees 15 %."""
    model = center(LONG, [contact_type("a", stream(LONG, 100.0, day_cv=0.2))])
    counts = np.bincount(draw(model, 1, 0).interval, minlength=3000)
    z = stats.norm.isf(FALSE_ALARM / 4)
    assert abs(counts.mean() - 100) < z * np.sqrt(500 / 3000)
    assert abs(counts.var() / 500 - 1) < z * np.sqrt(3 / 3000)


@pytest.mark.parametrize("hours", [23.0, 25.0])
def test_a_day_on_which_clocks_change_leaves_the_next_as_it_is(hours):
    def noise(first_day_hours):
        clock = timeline(days=2, hours=[first_day_hours, 24.0])
        return factors(center(clock, [contact_type("a", stream(clock, 1.0, 0.2, 0.2, 0.7))]))[0]

    changed, usual = noise(hours), noise(24.0)
    assert len(changed) == int(hours * 2) + 48
    assert (changed[-48:] == usual[-48:]).all()
    assert (changed[:46] == usual[:46]).all()


def test_gamma_factor_is_the_gamma_quantile():
    u = np.array([1e-12, 0.01, 0.5, 0.99, 1 - 2.0**-53])
    for cv in (0.05, 0.4, 1.0, 3.0):
        assert gamma_factor(cv, u) == pytest.approx(gamma(cv).ppf(u), rel=1e-9)
        assert np.isfinite(gamma_factor(cv, u)).all()
    assert gamma_factor(0.0, u).tolist() == [1.0] * 5
