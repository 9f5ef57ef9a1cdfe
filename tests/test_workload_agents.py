"""Absence and late login. Every statistical test here has a false-alarm probability of at most 1e-6."""

from __future__ import annotations

import numpy as np
from scipy import stats
from workload_models import agent, center, contact_type, group, law, stream, timeline

from ccsim.model.grid import on_grid
from ccsim.workload.agents import Absence, LateLogin
from ccsim.workload.streams import Streams

FALSE_ALARM = 1e-6
CLOCK = timeline(days=200, interval=86_400.0)


def staffed(agents, groups=None):
    return center(CLOCK, [contact_type("calls", stream(CLOCK, 1.0))], agents, groups=groups)


def team(n, name="a", **parts):
    return [agent(f"{name}.{i:03d}", index=i, **parts) for i in range(n)]


def absent(model, replication=0):
    return Absence(model).draw(Streams(1, replication))


def test_absence_has_its_share_and_is_independent_between_agents_and_days():
    """100 agents, 200 days at 5 %: the number away on a day is binomial (mean and variance, normal bounds)."""
    away = absent(staffed(team(100, absence=0.05)))
    per_day = away.sum(axis=1), away.sum(axis=0)
    z = stats.norm.isf(FALSE_ALARM / 6)
    assert abs(away.mean() - 0.05) < z * np.sqrt(0.05 * 0.95 / away.size)
    for counts, n in zip(per_day, (200, 100), strict=True):
        assert abs(counts.var() / (n * 0.05 * 0.95) - 1) < z * np.sqrt(2.5 / len(counts))


def test_bad_days_are_bad_for_the_whole_group_and_only_for_it():
    """cv 0.8: the variance of a day's number is np(1 - p) + (ncv p)^2 about; the groups' days are independent."""
    groups = (group("a", 1, range(100)), group("b", 1, range(100, 200)))
    agents = [agent(f"{name}.{i:03d}", g, i, 0.05, 0.8) for g, name in enumerate("ab") for i in range(100)]
    away = absent(staffed(agents, groups))
    a, b = away[:100].sum(axis=0), away[100:].sum(axis=0)
    assert a.var() > 2.5 * 100 * 0.05 * 0.95
    assert abs(away.mean() - 0.05) < stats.norm.isf(FALSE_ALARM / 4) * np.sqrt((16 + 4.75) / 200 / 2) / 100
    assert abs(np.corrcoef(a, b)[0, 1]) < stats.norm.isf(FALSE_ALARM / 4) / np.sqrt(200) * 1.3


def test_absence_never_exceeds_everybody():
    away = absent(staffed(team(5, absence=1.0)))
    assert away.all()
    assert absent(staffed(team(5, absence=0.9, day_cv=3.0))).shape == (5, 200)


def test_nobody_is_absent_or_late_unless_said():
    model = staffed(team(3))
    assert not absent(model).any()
    assert (LateLogin(model).draw(Streams(1, 0)) == 0.0).all()
    empty = staffed([])
    assert absent(empty).shape == LateLogin(empty).draw(Streams(1, 0)).shape == (0, 200)


def test_more_absence_takes_more_of_the_same_people():
    few, many = absent(staffed(team(50, absence=0.05))), absent(staffed(team(50, absence=0.10)))
    assert (few <= many).all()
    assert few.sum() < many.sum()


def test_agents_are_told_apart_by_name_not_by_place():
    lateness = law("exponential", mean=180.0)
    old = team(4, absence=0.2, late_login=lateness)
    new = [agent("b.000", absence=0.2, late_login=lateness), *reversed(old)]
    streams = Streams(1, 0)
    assert (absent(staffed(old)) == absent(staffed(new))[:0:-1]).all()
    late = LateLogin(staffed(old)).draw(streams)
    assert (late == LateLogin(staffed(new)).draw(streams)[:0:-1]).all()
    assert not (absent(staffed(old)) == absent(staffed(old), replication=1)).all()


def test_late_login_follows_each_agents_law_on_the_grid():
    lateness = law("exponential", mean=180.0)
    model = staffed(
        [
            *team(50, late_login=lateness),
            *team(2, "b", late_login=law("constant", value=0.1)),
            *team(2, "c"),
        ]
    )
    late = LateLogin(model).draw(Streams(1, 0))
    assert stats.kstest(late[:50].ravel(), lateness.cdf).pvalue > FALSE_ALARM
    assert (on_grid(late) == late).all()
    assert (late[50:52] == on_grid(0.1)).all()
    assert (late[52:] == 0.0).all()
