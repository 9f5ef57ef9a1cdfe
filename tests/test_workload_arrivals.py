"""Who comes when. Every statistical test here has a false-alarm probability of at most 1e-6."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from workload_models import HALF_HOUR, center, contact_type, scaled, stream, timeline, trace

from ccsim.model.center import ArrivalStream
from ccsim.model.grid import TICK, on_grid
from ccsim.workload import poisson
from ccsim.workload.arrivals import FirstArrivals
from ccsim.workload.streams import Streams, uniform_at

FALSE_ALARM = 1e-6
DAY = timeline()


def ones(model):
    return np.ones((len(model.types), len(model.timeline.interval_day)))


def draw(model, replication=0, busyness=None, seed=1):
    return FirstArrivals(model).draw(Streams(seed, replication), ones(model) if busyness is None else busyness)


def piecewise(edges, rate, clock=DAY):
    """Arrivals at `rate` on the stretches between `edges`; the day's interval edges are put in between."""
    merged = np.union1d(edges, clock.edges)
    return replace(
        stream(clock, 0.0),
        rate_edges=merged,
        rate=np.array(rate, float)[np.searchsorted(edges, merged[:-1], "right") - 1],
    )


def by_hand(name, arrivals: ArrivalStream, clock, streams, busyness):
    """The definition, one customer at a time: gaps of a unit-rate stream, inverted stretch by stretch."""
    rows = []
    key = streams.key(name, "arrival")
    for i, (a, b) in enumerate(zip(clock.edges[:-1], clock.edges[1:], strict=True)):
        stretches = [
            (s, e, r)
            for s, e, r in zip(arrivals.rate_edges[:-1], arrivals.rate_edges[1:], arrivals.rate, strict=True)
            if a <= s < b
        ]
        reached, n = 0.0, 0
        while True:
            reached += -float(np.log(uniform_at(key, i << 32 | n)))
            target = reached / busyness[i] if busyness[i] > 0 else np.inf
            for s, e, r in stretches:
                if target < r * (e - s):
                    rows.append((i, n, min(on_grid(s + target / r), e - TICK)))
                    break
                target -= r * (e - s)
            else:
                break
            n += 1
    return rows


def assert_rows_in_order(drawn, model):
    types = len(model.types)
    keys = list(zip(drawn.type, drawn.interval, drawn.ordinal, strict=True))
    assert keys == sorted(set(keys))
    assert drawn.first_row.tolist() == np.searchsorted(drawn.type, np.arange(types + 1)).tolist()
    edges = model.timeline.edges
    assert (edges[drawn.interval] <= drawn.time).all() and (drawn.time < edges[drawn.interval + 1]).all()
    assert (on_grid(drawn.time) == drawn.time).all()
    for k in range(types):
        rows = slice(drawn.first_row[k], drawn.first_row[k + 1])
        assert (np.diff(drawn.time[rows]) >= 0).all()
        first_of_interval = np.searchsorted(drawn.interval[rows], drawn.interval[rows])
        assert (drawn.ordinal[rows] == np.arange(len(first_of_interval)) - first_of_interval).all()


@settings(derandomize=True, deadline=None, max_examples=50)
@given(
    expected=st.lists(st.floats(0.0, 30.0), min_size=48, max_size=48),
    more=st.floats(1.0, 3.0),
    replication=st.integers(0, 1000),
)
def test_rows_ascend_by_type_interval_ordinal_and_more_demand_only_adds(expected, more, replication):
    model = center(DAY, [contact_type("a", stream(DAY, expected)), contact_type("b", stream(DAY, 3.0))])
    drawn = draw(model, replication)
    assert_rows_in_order(drawn, model)
    busier = draw(scaled(model, more), replication)
    keys = set(zip(drawn.type, drawn.interval, drawn.ordinal, strict=True))
    assert keys <= set(zip(busier.type, busier.interval, busier.ordinal, strict=True))


@pytest.mark.parametrize("columns", [None, 1, 3])
def test_bulk_equals_the_definition_one_by_one(monkeypatch, columns):
    """Also where rows were drawn too short at first: then they are continued, and nothing else changes."""
    if columns:
        monkeypatch.setattr(poisson, "_columns", lambda expected: np.full(len(expected), columns))
    edges = np.array([0.0, 7.9, 8.25, 8.3, 9.0, 12.1, 24.0]) * 3600
    curves = {"a": piecewise(edges, [0.0, 0.02, 0.0, 0.05, 0.1, 0.0]), "b": stream(DAY, 2.5), "c": stream(DAY, 0.0)}
    model = center(DAY, [contact_type(name, curve) for name, curve in curves.items()])
    busyness = ones(model) * np.linspace(0.0, 2.0, 48)
    streams = Streams(3, 4)
    drawn = FirstArrivals(model).draw(streams, busyness)
    assert_rows_in_order(drawn, model)
    for k, (name, curve) in enumerate(curves.items()):
        rows = slice(drawn.first_row[k], drawn.first_row[k + 1])
        expected = by_hand(name, curve, DAY, streams, busyness[k])
        assert list(zip(drawn.interval[rows], drawn.ordinal[rows], strict=True)) == [row[:2] for row in expected]
        assert drawn.time[rows] == pytest.approx([row[2] for row in expected], abs=TICK, rel=0)


@pytest.mark.parametrize("mean", [0.7, 6.0, 80.0])
def test_counts_are_poisson(mean):
    """19,200 intervals: mean and variance by their normal bounds, the whole law by chi-square; each 1e-6 / 3."""
    model = center(DAY, [contact_type("calls", stream(DAY, mean))])
    counts = np.concatenate([np.bincount(draw(model, r).interval, minlength=48) for r in range(400)])
    z = stats.norm.isf(FALSE_ALARM / 6)
    assert abs(counts.mean() - mean) < z * np.sqrt(mean / len(counts))
    assert abs(counts.var() - mean) < z * np.sqrt((2 * mean**2 + mean) / len(counts))
    law = stats.poisson(mean)
    low, high = int(law.ppf(0.005)), int(law.ppf(0.995))
    observed = np.bincount(np.clip(counts, low, high), minlength=high + 1)[low:]
    expected = law.pmf(np.arange(low, high + 1))
    expected[0], expected[-1] = law.cdf(low), law.sf(high - 1)
    assert stats.chisquare(observed, expected * len(counts)).pvalue > FALSE_ALARM / 3


def test_times_are_uniform_in_their_interval_and_intervals_independent():
    model = center(DAY, [contact_type("calls", stream(DAY, 20.0))])
    days = [draw(model, r) for r in range(100)]
    place = np.concatenate([(one.time - DAY.edges[one.interval]) / HALF_HOUR for one in days])
    assert stats.kstest(place, "uniform").pvalue > FALSE_ALARM
    counts = np.array([np.bincount(one.interval, minlength=48) for one in days])
    lag = np.corrcoef(counts[:, :-1].ravel(), counts[:, 1:].ravel())[0, 1]
    assert abs(lag) < stats.norm.isf(FALSE_ALARM / 2) / np.sqrt(counts[:, 1:].size)


def test_first_gap_is_exponential():
    model = center(DAY, [contact_type("calls", stream(DAY, 60.0))])
    first = np.concatenate([one.time[one.ordinal == 0] % HALF_HOUR for one in (draw(model, r) for r in range(100))])
    assert stats.kstest(first, stats.expon(scale=30.0).cdf).pvalue > FALSE_ALARM


def test_nobody_comes_before_opening_inside_an_interval():
    """Opens at 8:15, pauses from 8:20 to 8:25, in half-hours: expected numbers by stretch, chi-square."""
    edges = np.array([0.0, 8.25, 8.25 + 1 / 12, 8.25 + 2 / 12, 9.0, 24.0]) * 3600
    model = center(DAY, [contact_type("calls", piecewise(edges, [0.0, 0.02, 0.0, 0.01, 0.0]))])
    times = np.concatenate([draw(model, r).time for r in range(300)])
    observed = np.histogram(times, edges)[0]
    assert observed[[0, 2, 4]].tolist() == [0, 0, 0]
    expected = 300 * np.array([0.02 * 300, 0.01 * 2100])
    assert (abs(observed[[1, 3]] - expected) < stats.norm.isf(FALSE_ALARM / 4) * np.sqrt(expected)).all()


def test_rounding_carries_nobody_past_his_stretch():
    """A window of four ticks: who would round to its end stays inside it."""
    edges = np.array([0.0, 100.0, 100.0 + 4 * TICK, 86400.0])
    model = center(DAY, [contact_type("calls", piecewise(edges, [0.0, 1000.0 / (4 * TICK), 0.0]))])
    ticks = (draw(model).time - 100.0) / TICK
    assert len(ticks) > 800
    assert set(ticks) == {0.0, 1.0, 2.0, 3.0}


def test_an_expectation_reached_but_for_rounding_falls_in_the_last_stretch_with_demand():
    """Dividing by busyness may round up to all that the interval expects; demand ends before the interval does."""
    edges = np.array([0.0, 600.0, 1200.0, 86400.0])
    demand = piecewise(edges, [0.0, 0.01, 0.0])
    cells = poisson._cells([poisson.Source("calls", 0, DAY.edges, demand.rate_edges, demand.rate)])
    cell = np.zeros(1, np.int64)
    assert poisson._clock_time(cells, cell, cells.expected[cell, -1]).tolist() == [1200.0 - TICK]


def test_how_far_rows_are_drawn_at_first_changes_no_bit(monkeypatch):
    model = center(DAY, [contact_type("a", stream(DAY, np.arange(48.0) ** 1.5)), contact_type("b", stream(DAY, 2.5))])
    usual = draw(model).time
    for columns in (1, 7, 1000):
        monkeypatch.setattr(poisson, "_columns", lambda expected, n=columns: np.full(len(expected), n))
        assert np.array_equal(draw(model).time, usual)


def test_five_per_cent_more_demand_keeps_people_nearly_where_they_were():
    """Arrival n of an interval comes at 1 / 1.05 of its old place in the interval; new ones come at intervals' ends."""
    model = center(DAY, [contact_type("calls", stream(DAY, 40.0)), contact_type("chats", stream(DAY, 4.0))])
    before, after = draw(model), draw(scaled(model, 1.05))
    key_after = {key: i for i, key in enumerate(zip(after.type, after.interval, after.ordinal, strict=True))}
    same = np.array([key_after[key] for key in zip(before.type, before.interval, before.ordinal, strict=True)])
    start = DAY.edges[before.interval]
    assert after.time[same] - start == pytest.approx((before.time - start) / 1.05, abs=2 * TICK, rel=0)
    assert len(before.time) < len(after.time) < 1.1 * len(before.time)
    added = np.setdiff1d(np.arange(len(after.time)), same)
    assert ((after.time[added] - DAY.edges[after.interval[added]]) / HALF_HOUR > 1 / 1.05 - 1e-9).all()


def test_more_demand_in_one_interval_moves_no_other():
    quiet = np.full(48, 10.0)
    busy = quiet.copy()
    busy[20] = 500.0
    before, after = (draw(center(DAY, [contact_type("calls", stream(DAY, one))])) for one in (quiet, busy))
    assert (before.time[before.interval != 20] == after.time[after.interval != 20]).all()


def test_busyness_multiplies_the_rate():
    model = center(DAY, [contact_type("calls", stream(DAY, 10.0))])
    twice = draw(model, busyness=ones(model) * 2.0)
    scaled_twice = draw(scaled(model, 2.0))
    assert (twice.ordinal == scaled_twice.ordinal).all()
    assert twice.time == pytest.approx(scaled_twice.time, abs=TICK, rel=0)
    assert len(draw(model, busyness=ones(model) * 0.0).time) == 0


def test_no_demand_at_all():
    model = center(DAY, [contact_type("calls", stream(DAY, 0.0))])
    drawn = draw(model)
    assert len(drawn.time) == 0
    assert drawn.first_row.tolist() == [0, 0]


def test_trace_is_replayed_exactly_beside_drawn_arrivals():
    start = [0.0, 5.0, 5.0, 1799.5, 1800.0, 50_000.25]
    recorded = replace(stream(DAY, 4.0), trace=trace(start))
    calls = contact_type("calls", stream(DAY, 10.0))
    model = center(DAY, [contact_type("recorded", recorded), calls])
    for replication in (0, 1):
        drawn = draw(model, replication, busyness=ones(model) * 1.3)
        assert_rows_in_order(drawn, model)
        rows = slice(0, drawn.first_row[1])
        assert drawn.time[rows].tolist() == start
        assert drawn.interval[rows].tolist() == [0, 0, 0, 0, 1, 27]
        assert drawn.ordinal[rows].tolist() == [0, 1, 2, 3, 0, 0]
        alone = draw(center(DAY, [calls]), replication, busyness=np.full((1, 48), 1.3))
        assert (drawn.time[drawn.first_row[1] :] == alone.time).all()


def test_an_empty_trace_brings_nobody():
    model = center(DAY, [contact_type("recorded", replace(stream(DAY, 4.0), trace=trace([])))])
    assert len(draw(model).time) == 0


@pytest.mark.parametrize("start", [[10.0, 5.0], [-1.0, 5.0], [5.0, 86_400.0]], ids=["descends", "before", "after"])
def test_a_trace_that_leaves_the_horizon_or_descends_is_refused(start):
    model = center(DAY, [contact_type("recorded", replace(stream(DAY, 0.0), trace=trace(start)))])
    with pytest.raises(ValueError, match="the trace of contact type 'recorded' must ascend within"):
        draw(model)


@pytest.mark.parametrize(("hours", "intervals"), [(23.0, 46), (25.0, 50)], ids=["spring", "autumn"])
def test_days_on_which_clocks_change(hours, intervals):
    clock = timeline(days=2, hours=[hours, 24.0])
    model = center(clock, [contact_type("calls", stream(clock, 5.0))])
    drawn = draw(model)
    assert_rows_in_order(drawn, model)
    assert len(clock.interval_day) == intervals + 48
    assert drawn.interval.max() > intervals
