"""`ccsim.risk` of a simulated M/M/n queue with patience against Erlang A by quadrature over the uncertain volume."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from ccsim.distributions.amounts import make_amount_law
from ccsim.erlang import ErlangA
from ccsim.estimation.risk import LongRun, Population
from ccsim.study.risk import risk

FALSE_ALARM = 1e-4
CV = 0.1
SCENARIO = f"""
name: M/M/n+M
calendar: {{start: 2026-03-02, days: 3, warm_up: 2 h}}
simulation: {{replications: 10, seed: 11}}
channels: {{voice: {{kind: live}}}}
contacts:
  calls:
    channel: voice
    arrivals: {{rate: 150 per h}}
    patience: {{exponential: {{mean: 3 min}}}}
    handle_time: {{exponential: {{mean: 4 min}}}}
agents: {{team: {{skills: [calls], staffing: 12}}}}
targets:
  eighty_twenty: {{measure: service_level, within: 20 s, at_least: 80%}}
  few_leave: {{measure: abandonment_rate, at_most: 5%}}
uncertainty:
  forecast: {{change: volume, lognormal: {{mean: 100%, cv: {CV}}}}}
  nothing: {{change: contacts.calls.priority+=, one_of: {{0: 50%, 1: 50%}}}}
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    file = tmp_path_factory.mktemp("risk") / "s.yaml"
    file.write_text(SCENARIO.replace("    handle_time", "    priority: 1\n    handle_time"), encoding="utf-8")
    return risk(file, draws=80, replications=3, jobs=1, confidence=1 - FALSE_ALARM)


@pytest.fixture(scope="module")
def exact():
    """Service level and abandonment at the middles of 600 equally likely volumes."""
    volumes = make_amount_law("lognormal", {"mean": 1.0, "cv": CV}).quantile((np.arange(600) + 0.5) / 600)
    systems = [ErlangA(agents=12, rate=150 / 3600 * volume, aht=240.0, patience=180.0) for volume in volumes]
    return np.array([(one.service_level(20.0), one.abandonment_rate) for one in systems])


@pytest.mark.slow
def test_the_probability_of_eighty_twenty(found, exact):
    """False alarm 1e-4 each; sees 6 points."""
    truths = float(np.mean(exact[:, 0] >= 0.8)), float(np.mean(exact[:, 1] <= 0.05))
    for one, truth in zip(found.of_targets, truths, strict=True):
        assert one.long_run is not None and 0.2 < truth < 0.9
        assert one.long_run.low <= truth <= one.long_run.high, (one.target.name, one.long_run, truth)
        assert one.long_run.high - one.long_run.low < 0.12


def test_the_range_of_the_long_run(found, exact):
    """Without the noise of three days a draw, to one point."""
    level = found.of_measures[0]
    truth = np.quantile(exact[:, 0], [0.05, 0.5, 0.95])
    np.testing.assert_allclose([level.long_run.low, level.long_run.median, level.long_run.high], truth, atol=0.012)
    assert level.mean == pytest.approx(exact[:, 0].mean(), abs=0.006)
    assert level.split.inputs == pytest.approx(exact[:, 0].std(), rel=0.06)


def test_who_carries_it(found):
    """All of it the volume; the priority of the only contact type none."""
    volume, nothing = found.of_measures[0].shares
    assert volume.first > 0.97 and nothing.total < 0.02 and nothing.first_low == pytest.approx(0.0, abs=1e-3)


def test_days_are_three_days(found, exact):
    """One horizon: E Phi((level - 80 %) / chance), chance as simulated; false alarm 1e-4, sees three tenths."""
    one = found.of_targets[0].horizon
    chance = found.of_measures[0].split.chance
    truth = float(np.mean(stats.norm.cdf((exact[:, 0] - 0.8) / chance)))
    assert one.low - 0.01 <= truth <= one.high + 0.01 and one.high - one.low < 0.31


def test_draws_scatter_about_erlang_as_their_errors_say(found):
    """Each draw's estimate less Erlang A at its volume, over its standard error: mean 0 and no wild ones (t with 2 d.f.
    has heavy tails, so errors of all draws are pooled)."""
    table = found.table[(found.table.measure == "service_level") & (found.table.target == "")]
    truth = [ErlangA(12, 150 / 3600 * volume, 240.0, 180.0).service_level(20.0) for volume in table.forecast]
    pooled = np.sqrt(np.mean(table.error**2))
    away = (table.estimate - truth) / pooled
    assert abs(away.mean()) * np.sqrt(len(away)) < stats.norm.isf(FALSE_ALARM / 2) * 1.2
    assert np.mean(away**2) == pytest.approx(1.0, abs=0.75)


def test_quantiles_of_the_distribution_are_those_of_its_function(found):
    findings = found._findings
    y, x = (np.array(part) for part in zip(*(one.fractions[0] for one in found.draws), strict=True))
    from ccsim.estimation.input_shares import of_draws

    response = findings._inputs.fit(*of_draws(y, x))
    assert response is not None
    distribution = LongRun(findings._inputs, response, Population(findings._inputs, 2), 0.0, 1.0)
    shares = np.linspace(0.02, 0.98, 25)
    np.testing.assert_allclose(distribution.below(distribution.quantiles(shares)), shares, atol=0.01)
