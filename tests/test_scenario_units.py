"""Quantities as planners write them."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsim.scenario import clock_times, durations, units

SOUND: list[tuple[Callable[[Any], Any], Any, Any]] = [
    (durations.duration, "20 s", 20.0),
    (durations.duration, "20s", 20.0),
    (durations.duration, "5 min", 300.0),
    (durations.duration, "1.5 h", 5400.0),
    (durations.duration, "2 d", 172_800.0),
    (durations.duration, "90 sec", 90.0),
    (durations.duration, "3 hours", 10_800.0),
    (durations.duration, "1 h 30 min", 5400.0),
    (durations.duration, "00:00", 0.0),
    (durations.call_duration, "04:30", 270.0),
    (durations.call_duration, "90:00", 5400.0),
    (durations.call_duration, "01:02:03", 3723.0),
    (durations.call_duration, "1.5 h", 5400.0),
    (durations.positive_call_duration, "0:15", 15.0),
    (durations.duration, "01:02:03", 3723.0),
    (durations.duration, " 20 s ", 20.0),
    (durations.duration, "1e2 s", 100.0),
    (durations.duration, 0, 0.0),
    (durations.duration, "0", 0.0),
    (durations.positive_duration, "1 s", 1.0),
    (units.share, 0.8, 0.8),
    (units.share, "80%", 0.8),
    (units.share, "0.5 %", 0.005),
    (units.share, "0.8", 0.8),
    (units.share, 1, 1.0),
    (units.share, 0, 0.0),
    (units.factor, "110%", 1.1),
    (units.factor, 1.1, 1.1),
    (units.factor, "250%", 2.5),
    (units.rate, "40 per h", 40 / 3600),
    (units.rate, "0.5 / min", 0.5 / 60),
    (units.rate, "100 per 30 min", 100 / 1800),
    (units.rate, "40 per half hour", 40 / 1800),
    (units.rate, "40 per half-hour", 40 / 1800),
    (units.spread, 10, 10.0),
    (units.rate, "960 per day", 960 / 86_400),
    (units.cost, "0.02 per min", (0.02 / 60, 0.0)),
    (units.cost, "0.05 per contact", (0.0, 0.05)),
    (units.whole, 12, 12),
    (units.whole, "12", 12),
    (units.seed, 10**30, 10**30),
    (units.whole, 12.0, 12),
    (units.contacts, "10 contacts", 10.0),
    (units.contacts, "1 contact", 1.0),
    (units.contacts, 10, 10.0),
    (units.spread, "10%", 0.1),
    (units.spread, 1.2, 1.2),
    (units.correlation, -0.5, -0.5),
    (clock_times.clock_time, "08:30", 30_600.0),
    (clock_times.clock_time, "8:30", 30_600.0),
    (clock_times.clock_time, "24:00", 86_400.0),
    (clock_times.span, "12:00-14:30", (43_200.0, 52_200.0)),
    (clock_times.span, "22:00 \u2013 06:00", (79_200.0, 21_600.0)),
    (clock_times.windows, "08:00-20:00", ((28_800.0, 72_000.0),)),
    (clock_times.windows, "15:00-19:00, 09:00-13:00", ((32_400.0, 46_800.0), (54_000.0, 68_400.0))),
    (clock_times.windows, "closed", ()),
    (clock_times.weekdays, "mon-fri", ("mon", "tue", "wed", "thu", "fri")),
    (clock_times.weekdays, "sat", ("sat",)),
    (clock_times.weekdays, "wed, mon", ("mon", "wed")),
    (clock_times.weekdays, "fri-mon", ("mon", "fri", "sat", "sun")),
    (clock_times.weekdays, "Monday-Tuesday", ("mon", "tue")),
    (clock_times.day, "2026-03-02", date(2026, 3, 2)),
]


@pytest.mark.parametrize(("read", "text", "meaning"), SOUND)
def test_understood(read: Callable[[Any], Any], text: Any, meaning: Any) -> None:
    assert read(text) == meaning


DURATION = "expected a duration with its unit, like 20 s, 5 min, 1.5 h or 2 d"
RATE = "expected a rate like 40 per h"
COST = "expected a cost like 0.02 per min or 0.05 per contact"
WRONG: list[tuple[Callable[[Any], Any], Any, str]] = [
    (durations.duration, 20, f"{DURATION}, got 20 (did you mean '20 s'?)"),
    (durations.duration, "20", f"{DURATION}, got '20' (did you mean '20 s'?)"),
    (durations.duration, "2 w", f"{DURATION}, got '2 w' (did you mean '14 d'?)"),
    (durations.duration, "1.5 weeks", f"{DURATION}, got '1.5 weeks' (did you mean '10.5 d'?)"),
    (durations.duration, "1 w 2 d", f"{DURATION}, got '1 w 2 d'"),
    (durations.duration, "1,5 h", f"{DURATION}, got '1,5 h' (did you mean '1.5 h'?)"),
    (
        units.rate,
        "112,5 per 30 min",
        "expected a rate like 40 per h, got '112,5 per 30 min' (did you mean '112.5 per 30 min'?)",
    ),
    (units.rate, "1,250 per 30 min", f"{RATE}, got '1,250 per 30 min'"),
    (
        units.cost,
        "0,02 per min",
        "expected a cost like 0.02 per min or 0.05 per contact, got '0,02 per min' (did you mean '0.02 per min'?)",
    ),
    (durations.duration, "4 m", f"{DURATION}, got '4 m' (did you mean '4 min'?)"),
    (durations.duration, "4 parsecs", f"{DURATION}, got '4 parsecs'"),
    (durations.duration, "soon", f"{DURATION}, got 'soon'"),
    (durations.duration, "20 s and more", f"{DURATION}, got '20 s and more'"),
    (durations.duration, None, f"{DURATION}, got nothing"),
    (durations.duration, True, f"{DURATION}, got true"),
    (durations.duration, ["20 s"], f"{DURATION}, got a list"),
    (durations.duration, "-20 s", "a duration must not be negative, got '-20 s'"),
    (durations.duration, -20, "a duration must not be negative, got -20"),
    (durations.duration, math.nan, "must be a finite number, got nan"),
    (durations.duration, math.inf, "must be a finite number, got inf"),
    (durations.duration, "1e999 s", "a duration is at most 36500 d, got '1e999 s'"),
    (durations.duration, "01:00", "'01:00' may be an hour or a minute: write 1 h or 1 min"),
    (durations.duration, "0:30", "'0:30' may be 30 min or 30 s: write 30 min or 30 s"),
    (durations.duration, "14:30", "'14:30' may be 14 h 30 min or 14 min 30 s: write 14 h 30 min or 14 min 30 s"),
    (durations.positive_duration, "08:00", "'08:00' may be 8 h or 8 min: write 8 h or 8 min"),
    (durations.call_duration, "4:75", f"{DURATION}, got '4:75'"),
    (durations.positive_call_duration, "00:00", "must be longer than 0 s, got '00:00'"),
    (durations.duration, "1:30:75", f"{DURATION}, got '1:30:75'"),
    (durations.duration, "1:75:30", "expected hh:mm:ss with minutes below 60, got '1:75:30'"),
    (durations.duration, "99999999:00:00", "a duration is at most 36500 d, got '99999999:00:00'"),
    (units.whole, 10**30, f"must be at most 10000000, got {10**30}"),
    (units.spread, 101, "a coefficient of variation is at most 10, got 101 (did you mean 1.01 or 101%?)"),
    (durations.positive_duration, "0 s", "must be longer than 0 s, got '0 s'"),
    (units.share, 80, "a share is at most 1, got 80 (did you mean '80%'?)"),
    (units.share, 1.2, "a share is at most 100%, got 1.2"),
    (units.share, "120%", "a share is at most 100%, got '120%'"),
    (units.share, "-1%", "a share must not be negative, got '-1%'"),
    (units.share, "most", "expected a share like 80% or 0.8, got 'most'"),
    (units.share, True, "expected a share like 80% or 0.8, got true"),
    (units.share, math.nan, "must be a finite number, got nan"),
    (units.share_below_one, 1, "must be below 100%, got 1 (did you mean '1%'?)"),
    (units.share_below_one, "100%", "must be below 100%, got '100%'"),
    (units.spread, 80, "a coefficient of variation is at most 10, got 80 (did you mean 0.8 or 80%?)"),
    (units.spread, "8000%", "a coefficient of variation is at most 10, got '8000%'"),
    (units.spread, "0,8", "expected a number like 0.1 or 10%, got '0,8' (did you mean '0.8'?)"),
    (units.rate, "40 per 0 min", "must be per a time above 0, got '40 per 0 min'"),
    (units.rate, "40 per 30", "expected a rate like 40 per h, got '40 per 30'"),
    (units.cost, "2 per 3 contact", "expected a cost like 0.02 per min or 0.05 per contact, got '2 per 3 contact'"),
    (units.inner_share, 0, "must be above 0%, got 0"),
    (units.factor, 115, "a factor is at most 10 (1000%), got 115 (did you mean '115%'?)"),
    (units.factor, "0%", "a factor must be above 0, got '0%'"),
    (units.rate, 40, "expected a rate like 40 per h, got 40 (did you mean '40 per h'?)"),
    (units.rate, "40", "expected a rate like 40 per h, got '40' (did you mean '40 per h'?)"),
    (units.rate, "-4 per h", "a rate must not be negative, got '-4 per h'"),
    (units.rate, "1e999 per h", "must be a finite number, got '1e999 per h'"),
    (
        units.cost,
        0.02,
        "expected a cost like 0.02 per min or 0.05 per contact, got 0.02 (did you mean '0.02 per contact'?)",
    ),
    (units.cost, "-1 per min", "a cost must not be negative, got '-1 per min'"),
    (units.whole, 2.5, "expected a whole number, got 2.5"),
    (units.whole, -1, "must not be negative, got -1"),
    (units.whole, math.inf, "must be a finite number, got inf"),
    (units.whole_positive, 0, "must be at least 1, got 0"),
    (units.amount, "5%", "expected a number, got '5%'"),
    (units.positive, 0, "must be above 0, got 0"),
    (units.spread, -0.1, "must not be negative, got -0.1"),
    (units.correlation, 1, "a correlation lies between -1 and 1, both left out, got 1"),
    (units.contacts, "10 calls", "expected a number of contacts, like 10 contacts, got '10 calls'"),
    (clock_times.clock_time, 8, "expected a time of day like \"08:30\", got 8 (did you mean '08:00'?)"),
    (clock_times.clock_time, "08:75", "expected a time of day like \"08:30\", got '08:75'"),
    (clock_times.clock_time, "24:30", "a time is at most 24:00 here, got '24:30'"),
    (clock_times.span, "08:00", "expected hours like \"08:00-20:00\", got '08:00'"),
    (
        clock_times.windows,
        "08:00-08:00",
        "opens and closes at the same time, got '08:00-08:00' (all day is 00:00-24:00)",
    ),
    (clock_times.windows, "08:00-12:00,11:00-13:00", "windows overlap, got '08:00-12:00,11:00-13:00'"),
    (clock_times.weekdays, "mon-wen", "expected days like mon-fri, sat or mon, wed, got 'mon-wen'"),
    (clock_times.weekdays, "mon-wed-fri", "expected days like mon-fri, sat or mon, wed, got 'mon-wed-fri'"),
    (clock_times.weekdays, "", "expected days like mon-fri, sat or mon, wed, got ''"),
    (clock_times.day, "02/03/2026", "expected a date like 2026-03-02, got '02/03/2026'"),
    (clock_times.day, "2026-02-30", "expected a date like 2026-03-02, got '2026-02-30'"),
]


@pytest.mark.parametrize(("read", "text", "message"), WRONG)
def test_refused(read: Callable[[Any], Any], text: Any, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        read(text)
    assert str(caught.value) == message


@given(st.integers(0, 10**4), st.sampled_from([("s", 1), ("min", 60), ("h", 3600), ("d", 86_400)]))
@settings(derandomize=True, deadline=None)
def test_durations_scale_with_their_unit(amount: int, unit: tuple[str, int]) -> None:
    assert durations.duration(f"{amount} {unit[0]}") == amount * unit[1]


@given(st.one_of(st.text(max_size=12), st.floats(), st.integers(), st.booleans(), st.none()))
@settings(derandomize=True, deadline=None)
def test_anything_is_understood_or_refused_with_a_sentence(value: Any) -> None:
    for read in {read for read, _, _ in SOUND}:
        try:
            meaning = read(value)
        except ValueError as error:
            assert "got " in str(error)
        else:
            if isinstance(meaning, float):
                assert math.isfinite(meaning)


@given(st.sets(st.sampled_from(clock_times.WEEKDAYS), min_size=1))
@settings(derandomize=True, deadline=None)
def test_weekdays_listed_in_any_order_come_in_the_order_of_the_week(days: set[str]) -> None:
    assert clock_times.weekdays(",".join(sorted(days))) == tuple(day for day in clock_times.WEEKDAYS if day in days)
