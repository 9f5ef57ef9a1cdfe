"""What a gain costs: by hand, in any unit, and its interval covers as often as it says."""

from __future__ import annotations

import numpy as np
import pytest

from ccsim.estimation.worth import worth


def _systems(random, n, effect=0.05, price=900.0):
    """Answered of offered, and a cost, of two systems with the same customers; the other has `effect` more answered."""
    offered = random.poisson(400.0, n).astype(float)
    luck = random.normal(0, 0.03, n)
    one = (offered * (0.7 + luck), offered)
    two = (offered * (0.7 + effect + 0.9 * luck + random.normal(0, 0.01, n)), offered)
    ones, cost = np.ones(n), 20_000 + 10 * (offered - 400)
    more = cost + price + 0.5 * (offered - 400) + random.normal(0, 20, n)
    return (one, two), ((cost, ones), (more, ones))


def test_by_hand():
    ones = np.ones(3)
    gain = ((np.array([8.0, 6.0, 7.0]), 10 * ones), (np.array([9.0, 7.0, 8.0]), 10 * ones))
    cost = ((np.array([100.0, 110.0, 90.0]), ones), (np.array([150.0, 160.0, 140.0]), ones))
    found = worth(gain, cost)
    assert found.value == pytest.approx(0.1 / 50) and found.half_width == pytest.approx(0.0, abs=1e-12)
    assert worth(gain[::-1], cost[::-1]).value == pytest.approx(found.value)


def test_what_gain_and_cost_have_in_common_goes_out():
    """A cost that rises with the gain, replication by replication, leaves nothing unsure."""
    n = 12
    gained = np.random.default_rng(1).uniform(1.0, 3.0, n)
    nothing, ones = np.zeros(n), np.ones(n)
    found = worth(((nothing, ones), (gained, ones)), ((nothing, ones), (7 * gained, ones)))
    assert found.value == pytest.approx(1 / 7) and found.half_width < 1e-12


def test_more_comparisons_widen_it():
    gain, cost = _systems(np.random.default_rng(2), 30)
    alone, among = worth(gain, cost), worth(gain, cost, comparisons=12)
    assert alone.value == among.value and alone.half_width < among.half_width


@pytest.mark.parametrize("n", [1, 30])
def test_a_cost_that_is_the_same_has_no_worth(n):
    gain, ((cost, ones), _) = _systems(np.random.default_rng(3), n)
    noise = np.random.default_rng(4).normal(0, 50, n)
    assert np.isnan(worth(gain, ((cost, ones), (cost + noise - noise.mean(), ones)))).all()
    assert np.isnan(worth(gain, ((cost, ones), (cost, ones)))).all()


def test_a_measure_of_nobody_has_no_worth():
    _, cost = _systems(np.random.default_rng(3), 30)
    nobody = (np.zeros(30), np.zeros(30))
    assert np.isnan(worth((nobody, nobody), cost)).all()


def test_the_interval_covers_as_often_as_it_says():
    """2,000 times 30 replications at 90 %: between 88 and 92 % unless one in 300 times."""
    random = np.random.default_rng(5)
    true, covered = 0.05 / 900.0, 0
    for _ in range(2000):
        found = worth(*_systems(random, 30), confidence=0.9)
        covered += abs(found.value - true) <= found.half_width
    assert 0.88 <= covered / 2000 <= 0.92
