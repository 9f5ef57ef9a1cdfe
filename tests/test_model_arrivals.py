"""Expected arrivals by hand: who may come when."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from model_scenarios import HOUR, WEEKDAYS, calendar, contact, group, hours, scenario

from ccsim.model import build
from ccsim.model.arrivals import expected_contacts
from ccsim.model.center import CenterModel
from ccsim.scenario.schema import (
    DAY,
    Arrivals,
    Channel,
    ChannelOpening,
    ForecastRow,
    Intraday,
    Opening,
    Scenario,
    Segment,
    TraceRow,
)


def by_day(model: CenterModel, k: int = 0) -> list[float]:
    expected = expected_contacts(model.types[k].arrivals, model.timeline)
    return np.bincount(model.timeline.interval_day, expected, len(model.timeline.dates)).round(9).tolist()


def rate_at(model: CenterModel, hour: float, k: int = 0) -> float:
    stream = model.types[k].arrivals
    return float(stream.rate[np.searchsorted(stream.rate_edges, hour * HOUR, "right") - 1] * HOUR)


def calls(arrivals: Arrivals, **more: object) -> Scenario:
    return scenario(contacts={"calls": contact(arrivals=arrivals)}, **more)


def mail(arrivals: Arrivals, **opening: object) -> Scenario:
    return scenario(
        opening=Opening(default=hours(8, 20), channels={"email": ChannelOpening(**opening)}),
        channels={"email": Channel(kind="deferred")},
        contacts={"mail": contact("email", arrivals=arrivals, patience=None)},
        agents={"team": group("mail")},
    )


def test_a_rate_holds_in_opening_hours_only():
    model = build(calls(Arrivals(rate=((0.0, 60 / HOUR),))))
    assert by_day(model) == [720.0]
    assert [rate_at(model, h) for h in (7.99, 8, 19.99, 20)] == [0.0, 60.0, 60.0, 0.0]


def test_a_rate_by_time_of_day_changes_inside_an_interval():
    steps = ((0.0, 60 / HOUR), (12.25 * HOUR, 120 / HOUR))
    model = build(calls(Arrivals(rate=steps)))
    assert [rate_at(model, h) for h in (12.2, 12.25, 19)] == [60.0, 120.0, 120.0]
    assert by_day(model) == [4.25 * 60 + 7.75 * 120]
    assert np.isin(model.timeline.edges, model.types[0].arrivals.rate_edges).all()


def test_opening_inside_an_interval_starts_the_rate_there():
    model = build(calls(Arrivals(rate=((0.0, 60 / HOUR),)), opening=Opening(default=hours(8.25, 20))))
    assert by_day(model) == [11.75 * 60]
    expected = expected_contacts(model.types[0].arrivals, model.timeline)
    assert expected[16] == pytest.approx(15.0)


def test_a_live_forecast_is_cut_at_the_opening():
    rows = (
        ForecastRow(start=7 * HOUR, end=9 * HOUR, contacts=40),
        ForecastRow(start=19.5 * HOUR, end=20 * HOUR, contacts=6),
        ForecastRow(start=20 * HOUR, end=21 * HOUR, contacts=9),
    )
    model = build(calls(Arrivals(forecast=rows)))
    assert by_day(model) == [26.0]
    assert rate_at(model, 8.5) == 20.0


def test_a_deferred_forecast_comes_at_night_too_unless_it_is_told_to_receive_in_opening_hours():
    rows = (ForecastRow(start=0.0, end=12 * HOUR, contacts=24),)
    assert by_day(build(mail(Arrivals(forecast=rows)))) == [24.0]
    assert by_day(build(mail(Arrivals(forecast=rows), receives="always"))) == [24.0]
    assert by_day(build(mail(Arrivals(forecast=rows), receives="opening"))) == [8.0]


def test_a_deferred_number_per_day_is_spread_over_receiving_hours():
    daily = Arrivals(per_day=dict.fromkeys(WEEKDAYS, 240.0))
    model = build(mail(daily))
    assert by_day(model) == [240.0]
    assert [rate_at(model, h) for h in (7, 9)] == [0.0, 20.0]
    always = build(mail(daily, receives="always"))
    assert by_day(always) == [240.0]
    assert [rate_at(always, h) for h in (7, 9)] == [10.0, 10.0]


def test_a_day_without_receiving_hours_gets_none_and_weekdays_their_own_number():
    per_day = {**dict.fromkeys(WEEKDAYS, 100.0), "tue": 50.0}
    week = calendar(days=7, holidays=frozenset({date(2026, 3, 4)}))
    opening = Opening(default=hours(8, 20, WEEKDAYS[:5]))
    model = build(calls(Arrivals(per_day=per_day), calendar=week, opening=opening))
    assert by_day(model) == [100.0, 50.0, 0.0, 100.0, 100.0, 0.0, 0.0]


def test_a_profile_drops_what_is_outside_opening_hours_and_keeps_the_total():
    profile = ((7 * HOUR, 5.0), (8 * HOUR, 1.0), (9 * HOUR, 3.0), (10 * HOUR, 0.0))
    model = build(calls(Arrivals(per_day=dict.fromkeys(WEEKDAYS, 80.0), profile=profile)))
    assert by_day(model) == [80.0]
    assert [rate_at(model, h) for h in (7.5, 8.5, 9.5, 10.5)] == pytest.approx([0.0, 20.0, 60.0, 0.0])


def test_the_last_weight_of_a_profile_reaches_midnight():
    profile = ((0.0, 8.0), (8 * HOUR, 16.0))
    model = build(calls(Arrivals(per_day=dict.fromkeys(WEEKDAYS, 96.0), profile=profile), opening=Opening()))
    assert [rate_at(model, h) for h in (4, 8, 23)] == pytest.approx([4.0, 4.0, 4.0])


def test_a_profile_wholly_outside_opening_hours_gives_nothing():
    profile = ((2 * HOUR, 5.0), (3 * HOUR, 1.0), (4 * HOUR, 0.0))
    assert by_day(build(calls(Arrivals(per_day=dict.fromkeys(WEEKDAYS, 80.0), profile=profile)))) == [0.0]


def test_clock_changes_make_days_of_23_and_25_hours():
    never = Opening()
    rate = Arrivals(rate=((0.0, 60 / HOUR),))
    spring = calendar(date(2026, 3, 28), 3, timezone="Europe/Madrid")
    assert by_day(build(calls(rate, calendar=spring, opening=never))) == [1440.0, 1380.0, 1440.0]
    autumn = calendar(date(2026, 10, 24), 3, timezone="Europe/Madrid")
    assert by_day(build(calls(rate, calendar=autumn, opening=never))) == [1440.0, 1500.0, 1440.0]
    daily = Arrivals(per_day=dict.fromkeys(WEEKDAYS, 500.0))
    assert by_day(build(calls(daily, calendar=autumn, opening=never))) == [500.0, 500.0, 500.0]


def test_sd_of_a_forecast_is_noise_of_its_intervals():
    rows = (
        ForecastRow(start=8 * HOUR, end=9 * HOUR, contacts=40, sd=8),
        ForecastRow(start=9 * HOUR, end=9.25 * HOUR, contacts=30, sd=6),
        ForecastRow(start=9.25 * HOUR, end=9.5 * HOUR, contacts=10, sd=4),
        ForecastRow(start=9.5 * HOUR, end=10 * HOUR, contacts=0, sd=4),
        ForecastRow(start=10 * HOUR, end=10.5 * HOUR, contacts=20),
    )
    model = build(calls(Arrivals(forecast=rows, intraday=Intraday(cv=0.5, correlation=0.3))))
    stream = model.types[0].arrivals
    assert stream.interval_cv[16:22] == pytest.approx([0.2, 0.2, 0.25, 0.5, 0.5, 0.5])
    assert stream.interval_correlation == 0.3


def test_a_trace_is_replayed_in_order_and_cut_at_the_opening():
    rows = (
        TraceRow(start=9 * HOUR, segment="new", talk_time=60.0),
        TraceRow(start=8 * HOUR, patience=5.0),
        TraceRow(start=7 * HOUR),
        TraceRow(start=20 * HOUR),
    )
    said = calls(Arrivals(trace=rows), segments={"old": Segment(share=0.4), "new": Segment(share=0.6)})
    trace = build(said).types[0].arrivals.trace
    assert trace is not None
    assert trace.start.tolist() == [8 * HOUR, 9 * HOUR]
    assert trace.segment.tolist() == [-1, 1]
    assert np.isnan(trace.talk).tolist() == [True, False]
    assert trace.patience[0] == 5.0
    assert by_day(build(said)) == [2.0]


def test_rates_lie_on_the_time_grid_and_end_with_the_horizon():
    model = build(calls(Arrivals(forecast=(ForecastRow(start=0.1, end=DAY - 0.1, contacts=10),)), opening=Opening()))
    edges = model.types[0].arrivals.rate_edges
    assert (edges * 2**20 == np.round(edges * 2**20)).all()
    assert (edges[0], edges[-1]) == (0.0, DAY)
    assert (np.diff(edges) > 0).all()
