"""What each customer brings. Every statistical test here has a false-alarm probability of at most 1e-6."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats
from workload_models import always, center, contact_type, law, stream, timeline, trace

from ccsim.model.center import LawByTime, WorkLaw
from ccsim.model.grid import on_grid
from ccsim.workload import Streams, draw

FALSE_ALARM = 1e-6
DAY = timeline()
PATIENT = law("exponential", mean=600.0)
HASTY = law("weibull", mean=90.0, shape=0.8)


def busy_day(**parts):
    """About 9,600 contacts of one type."""
    return contact_type("calls", stream(DAY, 200.0), **parts)


def test_segments_come_in_their_shares():
    """Chi-square; at 9,600 contacts sees a share off by 3 points."""
    model = center(DAY, [busy_day(share=(0.2, 0.3, 0.5))], segments=("young", "adult", "old"))
    counts = np.bincount(draw(model, 1, 0).segment, minlength=3)
    assert stats.chisquare(counts, counts.sum() * np.array([0.2, 0.3, 0.5])).pvalue > FALSE_ALARM


def test_the_order_of_segments_in_the_file_changes_nobody():
    one = center(DAY, [busy_day(share=(0.2, 0.3, 0.5))], segments=("young", "adult", "old"))
    other = center(DAY, [busy_day(share=(0.5, 0.2, 0.3))], segments=("old", "young", "adult"))
    named = [np.array(model.segments)[draw(model, 1, 0).segment] for model in (one, other)]
    assert (named[0] == named[1]).all()


def test_a_segment_without_share_never_comes():
    model = center(DAY, [busy_day(share=(0.0, 1.0, 0.0))], segments=("a", "b", "c"))
    assert set(draw(model, 1, 0).segment) == {1}


def test_shares_that_sum_to_a_shade_less_than_one_lose_nobody():
    shares = (0.1,) * 10
    assert sum(shares) < 1.0
    model = center(DAY, [busy_day(share=shares)], segments=tuple("abcdefghij"))
    assert set(draw(model, 1, 0).segment) == set(range(10))


def test_patience_follows_the_law_of_the_segment():
    model = center(
        DAY, [busy_day(share=(0.5, 0.5), patience=(always(PATIENT), always(HASTY)))], segments=("calm", "hasty")
    )
    workload = draw(model, 1, 0)
    assert (on_grid(workload.patience) == workload.patience).all()
    assert stats.kstest(workload.patience[workload.segment == 0], PATIENT.cdf).pvalue > FALSE_ALARM / 2
    assert stats.kstest(workload.patience[workload.segment == 1], HASTY.cdf).pvalue > FALSE_ALARM / 2


def test_another_patience_keeps_the_impatient_impatient():
    """The same uniform goes through whatever law: ranks stay (customers on one tick may tie)."""
    one, other = (
        draw(center(DAY, [busy_day(patience=(always(patience),))]), 1, 0).patience for patience in (PATIENT, HASTY)
    )
    assert (np.diff(other[np.argsort(one)]) >= 0).all()


def test_no_patience_waits_for_ever():
    never = always(law("never"))
    for patience in (None, (never,)):
        assert np.isinf(draw(center(DAY, [busy_day(patience=patience)]), 1, 0).patience).all()


def test_talk_and_wrap_up_follow_their_laws_and_are_independent():
    talk, wrap_up = law("lognormal", mean=270.0, cv=0.9), law("exponential", mean=35.0)
    workload = draw(center(DAY, [busy_day(patience=(always(PATIENT),))]), 1, 0)
    assert workload.talk.shape == workload.wrap_up.shape == (1, workload.rows)
    assert stats.kstest(workload.talk[0], talk.cdf).pvalue > FALSE_ALARM
    assert stats.kstest(workload.wrap_up[0], wrap_up.cdf).pvalue > FALSE_ALARM
    uniforms = [
        talk.cdf(workload.talk[0]),
        wrap_up.cdf(workload.wrap_up[0]),
        PATIENT.cdf(workload.patience),
        workload.balking,
        workload.resolution,
        workload.routing,
    ]
    for u in uniforms:
        assert stats.kstest(u, "uniform").pvalue > FALSE_ALARM / 6
    correlation = np.corrcoef(uniforms)[np.triu_indices(6, 1)]
    assert (abs(correlation) < stats.norm.isf(FALSE_ALARM / 30) / np.sqrt(workload.rows) * 1.05).all()


def test_a_groups_own_law_meets_the_same_uniform():
    own = law("gamma", mean=400.0, cv=0.5)
    work = (
        WorkLaw(always(law("lognormal", mean=270.0, cv=0.9)), always(law("exponential", mean=35.0))),
        WorkLaw(always(own), None),
    )
    other = contact_type("mail", stream(DAY, 5.0))
    model = center(DAY, [busy_day(work=work), other])
    workload = draw(model, 1, 0)
    calls, mail = slice(0, workload.first_row[1]), slice(workload.first_row[1], None)
    words = workload.interval[calls] << 32 | workload.ordinal[calls]
    assert (workload.talk[1, calls] == own.quantile(Streams(1, 0).uniform("calls", "talk", words))).all()
    assert (np.diff(workload.talk[1, calls][np.argsort(workload.talk[0, calls])]) >= 0).all()
    assert (workload.wrap_up[1, calls] == 0.0).all()
    assert (workload.wrap_up[0, calls] > 0.0).all()
    # A type with fewer work laws than another repeats its own.
    assert (workload.talk[1, mail] == workload.talk[0, mail]).all()
    assert (workload.wrap_up[1, mail] == workload.wrap_up[0, mail]).all()
    alone = draw(center(DAY, [busy_day(), other]), 1, 0)
    assert (alone.talk[0] == workload.talk[0]).all()


@pytest.mark.parametrize("hours", [23.0, 24.0, 25.0])
def test_laws_by_time_of_day_go_by_the_wall_clock_of_arrival(hours):
    """Also on the day on which clocks change, and inside an interval."""
    clock = timeline(days=1, hours=[hours])
    noon_and_ten = 12 * 3600.0 + 600.0
    by_time = LawByTime(np.array([0.0, noon_and_ten]), (law("constant", value=60.0), law("constant", value=90.0)))
    work = (WorkLaw(by_time, by_time),)
    workload = draw(center(clock, [contact_type("calls", stream(clock, 50.0), patience=(by_time,), work=work)]), 1, 0)
    after = workload.arrival >= noon_and_ten - (24.0 - hours) * 3600.0
    expected = np.where(after, 90.0, 60.0)
    assert 0 < np.count_nonzero(after) < workload.rows
    for drawn in (workload.patience, workload.talk[0], workload.wrap_up[0]):
        assert (drawn == expected).all()


def recorded(columns, work=None, **parts):
    start = np.arange(1.0, 1.0 + len(next(iter(columns.values()))))
    arrivals = replace(stream(DAY, 0.0), trace=trace(start, **{k: np.array(v) for k, v in columns.items()}))
    return contact_type("calls", arrivals, work=work, **parts)


def test_recorded_values_take_the_place_of_drawn_ones():
    columns = {
        "segment": [1, -1, 0, -1],
        "talk": [100.0, np.nan, 0.0, 7.3],
        "wrap_up": [np.nan, 9.0, np.nan, 0.0],
        "patience": [np.nan, 30.1, np.inf, np.nan],
    }
    parts = {"share": (0.0, 1.0), "patience": (always(PATIENT),) * 2}
    names = ("calm", "hasty")
    blank = {key: np.full(4, -1 if key == "segment" else np.nan) for key in columns}
    given = draw(center(DAY, [recorded(columns, **parts)], segments=names), 1, 0)
    drawn = draw(center(DAY, [recorded(blank, **parts)], segments=names), 1, 0)
    assert given.segment.tolist() == [1, 1, 0, 1]
    assert given.talk[0].tolist() == [100.0, drawn.talk[0, 1], 0.0, 7.3]
    assert given.wrap_up[0].tolist() == [drawn.wrap_up[0, 0], 9.0, drawn.wrap_up[0, 2], 0.0]
    assert given.patience.tolist() == [drawn.patience[0], on_grid(30.1), np.inf, drawn.patience[3]]
    assert (given.arrival == drawn.arrival).all()


def test_recorded_patience_holds_where_the_type_would_wait_for_ever():
    workload = draw(center(DAY, [recorded({"patience": [30.0, np.nan]})]), 1, 0)
    assert workload.patience.tolist() == [30.0, np.inf]


def test_recorded_work_is_scaled_to_a_groups_own_law():
    """By the means at that time of day; where the type's own mean is zero there is nothing to scale by."""
    own = WorkLaw(always(law("exponential", mean=200.0)), None)
    slow = WorkLaw(always(law("exponential", mean=500.0)), always(law("exponential", mean=10.0)))
    columns = {"talk": [100.0, np.nan], "wrap_up": [8.0, np.nan]}
    workload = draw(center(DAY, [recorded(columns, work=(own, slow))]), 1, 0)
    assert workload.talk[:, 0].tolist() == [100.0, 250.0]
    assert workload.wrap_up[:, 0].tolist() == [8.0, 8.0]
    assert workload.talk[1, 1] == pytest.approx(2.5 * workload.talk[0, 1])
    backwards = draw(center(DAY, [recorded(columns, work=(slow, own))]), 1, 0)
    assert backwards.talk[:, 0].tolist() == [100.0, 40.0]
    assert backwards.wrap_up[:, 0].tolist() == [8.0, 0.0]
