"""Wall time and elapsed time, across clock changes."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsim.scenario.calendar import Clock, merged, resolve_holidays
from ccsim.scenario.schema import Calendar, Hours

SPRING = date(2026, 3, 29)  # Europe/Madrid: 02:00 -> 03:00
AUTUMN = date(2026, 10, 25)  # Europe/Madrid: 03:00 -> 02:00
HOUR = 3600.0
ZONES = ("UTC", "Europe/Madrid", "America/New_York", "America/Bogota", "Australia/Lord_Howe", "America/Santiago")


def clock(
    start: date,
    days: int = 1,
    interval: float = 1800.0,
    timezone: str = "Europe/Madrid",
    holidays: frozenset[date] = frozenset(),
) -> Clock:
    return Clock(Calendar(start=start, days=days, interval=interval, timezone=timezone, holidays=holidays))


def test_a_plain_week_is_days_of_24_hours():
    week = clock(date(2026, 3, 2), days=5, timezone="America/Bogota")
    assert week.horizon == 5 * 86_400
    assert week.day_edges.tolist() == [86_400.0 * day for day in range(6)]
    assert week.dates == tuple(date(2026, 3, day) for day in range(2, 7))
    assert week.interval_edges().tolist() == [1800.0 * i for i in range(5 * 48 + 1)]
    assert week.interval_starts[17] == "2026-03-02 08:30"
    assert week.time_of_day[48 + 17] == 8.5 * HOUR
    assert week.interval_day.tolist() == [day for day in range(5) for _ in range(48)]


def test_seconds_are_shown_where_intervals_begin_at_them():
    assert clock(date(2026, 3, 2), interval=30.0).interval_starts[:2] == ("2026-03-02 00:00", "2026-03-02 00:00:30")


def test_spring_day_has_23_hours_and_lacks_two_intervals():
    day = clock(SPRING)
    assert day.horizon == 23 * HOUR
    assert len(day.interval_starts) == 46
    assert day.interval_starts[3:5] == ("2026-03-29 01:30", "2026-03-29 03:00")
    assert day.elapsed(SPRING, 8 * HOUR) == 7 * HOUR


def test_autumn_day_has_25_hours_and_the_repeated_hour_twice():
    day = clock(AUTUMN, interval=HOUR)
    assert day.horizon == 25 * HOUR
    assert day.interval_starts[2:4] == ("2026-10-25 02:00+02:00", "2026-10-25 02:00+01:00")
    assert (day.interval_starts[1], day.interval_starts[4]) == ("2026-10-25 01:00", "2026-10-25 03:00")
    assert day.time_of_day[1:5].tolist() == [HOUR, 2 * HOUR, 2 * HOUR, 3 * HOUR]


def test_new_york_changes_at_its_own_dates():
    assert clock(date(2026, 3, 8), timezone="America/New_York").horizon == 23 * HOUR
    assert clock(date(2026, 11, 1), timezone="America/New_York").horizon == 25 * HOUR
    assert clock(SPRING, timezone="America/New_York").horizon == 24 * HOUR


def test_a_skipped_time_is_the_moment_of_the_change():
    day = clock(SPRING)
    for seconds in (2 * HOUR, 2.5 * HOUR, 2.5 * HOUR + 0.25, 3 * HOUR):
        assert day.elapsed(SPRING, seconds) == 2 * HOUR
    assert day.comings(SPRING, 2.5 * HOUR) == ()


def test_a_repeated_time_is_its_first_coming():
    day = clock(AUTUMN)
    assert day.elapsed(AUTUMN, 2.5 * HOUR + 0.5) == 2.5 * HOUR + 0.5
    assert day.comings(AUTUMN, 2.5 * HOUR + 0.5) == (2.5 * HOUR + 0.5, 3.5 * HOUR + 0.5)
    assert day.elapsed(AUTUMN, 3 * HOUR) == 4 * HOUR


def test_seconds_may_run_into_the_next_day_and_come_from_the_one_before():
    two = clock(date(2026, 10, 24), days=2)
    assert two.elapsed(date(2026, 10, 24), 30 * HOUR) == two.elapsed(AUTUMN, 6 * HOUR) == 31 * HOUR
    assert two.elapsed(AUTUMN, -HOUR) == 23 * HOUR
    assert two.elapsed(date(2026, 10, 23), 0.0) == -24 * HOUR


def test_spans_of_wall_time():
    assert clock(SPRING).spans(SPRING, 2 * HOUR, 3 * HOUR) == []
    assert clock(SPRING).spans(SPRING, HOUR, 4 * HOUR) == [(HOUR, 3 * HOUR)]
    assert clock(AUTUMN).spans(AUTUMN, 2 * HOUR, 2.5 * HOUR) == [(2 * HOUR, 2.5 * HOUR), (3 * HOUR, 3.5 * HOUR)]
    assert clock(AUTUMN).spans(AUTUMN, 2 * HOUR, 3 * HOUR) == [(2 * HOUR, 4 * HOUR)]
    assert clock(AUTUMN).spans(AUTUMN, 9 * HOUR, 10 * HOUR) == [(10 * HOUR, 11 * HOUR)]


def test_an_interval_that_a_change_would_lengthen_is_cut_there():
    day = clock(AUTUMN, interval=4 * HOUR)
    assert day.interval_edges()[:4].tolist() == [0.0, 3 * HOUR, 5 * HOUR, 9 * HOUR]
    assert clock(AUTUMN, interval=86_400.0).interval_starts == ("2026-10-25 00:00", "2026-10-25 02:00+01:00")
    assert clock(SPRING, interval=86_400.0).interval_edges().tolist() == [0.0, 23 * HOUR]
    half_hour_change = clock(date(2026, 10, 4), interval=HOUR, timezone="Australia/Lord_Howe")
    assert half_hour_change.interval_starts[2] == "2026-10-04 02:30"


def test_a_day_whose_midnight_is_skipped_begins_at_one():
    day = clock(date(2018, 11, 4), interval=HOUR, timezone="America/Sao_Paulo")
    assert day.horizon == 23 * HOUR
    assert day.elapsed(date(2018, 11, 4), 0.0) == 0.0
    assert day.interval_starts[0] == "2018-11-04 01:00"
    assert day.time_of_day[0] == HOUR


def test_local_tells_the_comings_of_a_repeated_time_apart():
    day = clock(AUTUMN)
    assert day.local(2.5 * HOUR + 0.25).isoformat() == "2026-10-25T02:30:00.250000+02:00"
    assert day.local(3.5 * HOUR + 0.25).isoformat() == "2026-10-25T02:30:00.250000+01:00"


def test_since_start_reads_offsets():
    day = clock(AUTUMN)
    for hours, elapsed in ((2, 2.5 * HOUR), (1, 3.5 * HOUR)):
        moment = datetime(2026, 10, 25, 2, 30, tzinfo=timezone(timedelta(hours=hours)))
        assert day.since_start(moment) == elapsed


@settings(derandomize=True, deadline=None, max_examples=150)
@given(
    zone=st.sampled_from(ZONES),
    start=st.dates(date(2015, 1, 1), date(2030, 12, 31)),
    days=st.integers(1, 3),
    interval=st.sampled_from((900.0, 1800.0, 3600.0, 14_400.0, 86_400.0)),
)
def test_intervals_tile_the_horizon_and_never_cross_midnight(zone: str, start: date, days: int, interval: float):
    here = clock(start, days, interval, zone)
    edges = here.interval_edges()
    widths = np.diff(edges)
    assert edges[0] == 0.0 and edges[-1] == here.horizon
    assert (widths > 0).all() and (widths <= interval).all()
    assert set(here.day_edges.tolist()) <= set(edges.tolist())
    for edge, label in zip(edges.tolist(), here.interval_starts, strict=False):
        moment = datetime.fromisoformat(label)
        if moment.tzinfo is not None:
            assert here.since_start(moment) == edge
        else:
            seconds = moment.hour * HOUR + moment.minute * 60 + moment.second
            assert here.comings(moment.date(), seconds) == (edge,)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(
    zone=st.sampled_from(ZONES),
    start=st.dates(date(2015, 1, 1), date(2030, 12, 31)),
    quarters=st.integers(-200, 400),
)
def test_elapsed_is_the_first_instant_of_its_wall_time(zone: str, start: date, quarters: int):
    here = clock(start, 2, timezone=zone)
    elapsed = 900.0 * quarters
    day, seconds = here.wall(elapsed)
    assert elapsed in here.comings(day, seconds)
    assert here.elapsed(day, seconds) == here.comings(day, seconds)[0] <= elapsed
    assert here.local(elapsed).date() == day


def hours(**windows: tuple[tuple[float, float], ...]) -> Hours:
    return Hours(by_weekday=windows)  # type: ignore[arg-type]


def test_no_hours_never_close():
    assert clock(SPRING, days=2).windows(None) == [(0.0, 47 * HOUR)]


def test_windows_follow_the_wall_clock():
    weekend = hours(sat=((8 * HOUR, 20 * HOUR),), sun=((1 * HOUR, 5 * HOUR),))
    assert clock(date(2026, 3, 28), days=3).windows(weekend) == [(8 * HOUR, 20 * HOUR), (25 * HOUR, 28 * HOUR)]


def test_adjoining_windows_are_one():
    always = Hours(by_weekday=dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), ((0.0, 86_400.0),)))
    assert clock(date(2026, 10, 24), days=3).windows(always) == [(0.0, 73 * HOUR)]


def test_holidays_are_closed_unless_the_hours_say_otherwise():
    feast, named = date(2026, 3, 3), date(2026, 3, 4)
    days = {"mon": ((9 * HOUR, 10 * HOUR),), "tue": ((9 * HOUR, 10 * HOUR),), "wed": ((9 * HOUR, 10 * HOUR),)}
    here = clock(date(2026, 3, 2), days=3, holidays=frozenset({feast, named}))
    assert here.is_holiday(feast) and here.weekday(feast) == "tue"
    assert here.windows(Hours(by_weekday=days)) == [(9 * HOUR, 10 * HOUR)]
    short = Hours(by_weekday=days, holidays=((9 * HOUR, 9.5 * HOUR),), dates={named: ()})
    assert here.windows(short) == [(9 * HOUR, 10 * HOUR), (33 * HOUR, 33.5 * HOUR)]


def test_merged_windows():
    assert merged([(5.0, 6.0), (0.0, 1.0), (1.0, 2.0), (3.0, 3.0), (5.5, 5.7)]) == [(0.0, 2.0), (5.0, 6.0)]


def test_holidays_of_a_country_inside_the_horizon():
    first, last = date(2026, 1, 1), date(2026, 1, 31)
    assert resolve_holidays("CO", first, last) == {date(2026, 1, 1), date(2026, 1, 12)}
    assert date(2026, 3, 31) in resolve_holidays("US-CA", first, date(2026, 3, 31))
    assert resolve_holidays([date(2026, 1, 5), date(2027, 1, 5)], first, last) == {date(2026, 1, 5)}


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("COO", r"unknown country for holidays, got 'COO' \(did you mean 'CO'\?\)"),
        ("US-XX", r"unknown part of US for holidays, got 'US-XX'"),
        ("", r"unknown country for holidays, got ''"),
    ],
)
def test_unknown_holidays(code: str, message: str):
    with pytest.raises(ValueError, match=message):
        resolve_holidays(code, date(2026, 1, 1), date(2026, 1, 2))


def test_a_calendar_beyond_the_last_year_is_refused():
    with pytest.raises(ValueError, match="before the year 9999, got 5 days"):
        clock(date(9999, 12, 30), days=5)
