"""Forecasts, staffing and traces laid on the calendar: patterns, steps, clock changes, the horizon's edges."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsim.errors import ScenarioError
from ccsim.scenario.calendar import Clock
from ccsim.scenario.schema import Calendar
from ccsim.scenario.tables import Reading, read_forecast, read_staffing, read_trace, uncovered

HOUR = 3600.0
DAY = 86_400.0
MONDAY = date(2026, 3, 2)


def clock(start: date = MONDAY, days: int = 1, timezone: str = "Europe/Madrid") -> Clock:
    return Clock(Calendar(start=start, days=days, timezone=timezone))


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Reading[Any]]:
    def reading(reader: Callable[..., Reading[Any]], text: str, here: Clock, **options: Any) -> Reading[Any]:
        path = tmp_path / "t.csv"
        path.write_text(text, encoding="utf-8")
        return reader(path, here, **options)

    return reading


def hours(reading: Reading[Any]) -> list[tuple[float, float, float]]:
    """(start, end) in elapsed hours, and the contacts or agents."""
    return [
        (row.start / HOUR, row.end / HOUR, row.contacts if hasattr(row, "contacts") else row.agents)
        for row in reading.rows
    ]


def faults(refused: pytest.ExceptionInfo[ScenarioError]) -> list[str]:
    return [f"{fault.line}:{fault.column}: {fault.message}" for fault in refused.value.faults]


# --- patterns and steps -----------------------------------------------------------------------------------------


def test_times_alone_are_for_every_day(read):
    found = read(read_forecast, "start,contacts,sd\n08:00,10,2\n08:15,4,1\n", clock(days=2))
    assert hours(found) == [(8, 8.25, 10), (8.25, 8.5, 4), (32, 32.25, 10), (32.25, 32.5, 4)]
    assert [row.sd for row in found.rows] == [2, 1, 2, 1]
    assert "2 rows of 15 min for every day" in found.understood


def test_weekdays(read):
    text = "day,start,contacts\nlunes,08:00,1\nlunes,09:00,2\ntue-wed,08:00,3\nsun,08:00,9\n"
    found = read(read_forecast, text, clock(days=3))
    assert hours(found) == [(8, 9, 1), (9, 10, 2), (32, 33, 3), (56, 57, 3)]
    assert found.warnings == () and "by weekday" in found.understood


def test_dates_and_times_in_one_column_and_in_two(read):
    one = read(
        read_forecast, "start,contacts\n2026-03-02T09:00,2\n2026-03-02 08:00,1\n2026-03-03 08:00,3\n", clock(days=2)
    )
    two = read(
        read_forecast, "date,time,calls\n2026-03-02,8:00,1\n2026-03-02,9:00,2\n2026-03-03,8:00,3\n", clock(days=2)
    )
    assert hours(one) == hours(two) == [(8, 9, 1), (9, 10, 2), (32, 33, 3)]


def test_a_row_a_day_is_the_days_total_however_long(read):
    text = "date,contacts\n2026-10-24,100\n2026-10-25,250\n2026-10-26,100\n"
    found = read(read_forecast, text, clock(date(2026, 10, 24), 3))
    assert hours(found) == [(0, 24, 100), (24, 49, 250), (49, 73, 100)]
    assert "3 rows of a day by date" in found.understood


def test_an_end_column_or_ranges_allow_any_width(read):
    text = "start,end,contacts\n08:00,10:00,20\n10:00,10:30,4\n16:00,24:00,8\n"
    assert hours(read(read_forecast, text, clock())) == [(8, 10, 20), (10, 10.5, 4), (16, 24, 8)]
    ranges = "start,contacts\n08:00-10:00,20\n10:00-10:30,4\n16:00-24:00,8\n"
    assert hours(read(read_forecast, ranges, clock())) == [(8, 10, 20), (10, 10.5, 4), (16, 24, 8)]
    dated = "start,end,contacts\n2026-03-02 22:00,2026-03-03 02:00,4\n"
    assert hours(read(read_forecast, dated, clock(days=2))) == [(22, 26, 4)]


def test_rows_may_begin_off_the_hour_and_cross_midnight(read):
    text = "start,contacts\n" + "".join(f"{hour:02}:30,{hour}\n" for hour in range(24))
    found = hours(read(read_forecast, text, clock(days=2)))
    assert found[0] == (0, 0.5, 11.5)  # the second half of the evening before
    assert found[24] == (23.5, 24.5, 23)
    assert found[-1] == (47.5, 48, 11.5)


def test_staffing_holds_until_the_next_row(read):
    found = read(read_staffing, "start,agents\n08:00,10\n12:00,15\n20:00,0\n", clock())
    assert hours(found) == [(8, 12, 10), (12, 20, 15), (20, 24, 0)]
    steps = read(read_staffing, "inicio;agentes\n08:00;10\n08:30;12\n09:00;11\n16:00;3\n16:30;2\n17:00;2\n", clock())
    assert hours(steps)[2:] == [(9, 16, 11), (16, 16.5, 3), (16.5, 17, 2), (17, 17.5, 2)]


def test_staffing_of_whole_days(read):
    found = read(read_staffing, "weekday,start,agents\nmon,0:00,4\ntue,0:00,5\n", clock(days=3))
    assert hours(found) == [(0, 24, 4), (24, 48, 5)]


def test_a_staffing_pattern_leaves_out_days_that_do_not_open(read):
    windows = [(8 * HOUR, 20 * HOUR), (56 * HOUR, 68 * HOUR)]
    found = read(read_staffing, "start,agents\n08:00,10\n12:00,0\n", clock(days=3), windows=windows)
    assert hours(found) == [(8, 12, 10), (12, 16, 0), (56, 60, 10), (60, 64, 0)]
    dated = read(read_staffing, "date,agents\n2026-03-02,10\n2026-03-03,9\n", clock(days=3), windows=windows)
    assert hours(dated) == [(0, 24, 10), (24, 48, 9)]


@pytest.mark.parametrize(
    ("reader", "text", "expected"),
    [
        (
            read_forecast,
            "start,contacts\n08:00,1\n08:30,1\n09:00,1\n16:00,1\n16:30,1\n",
            ["4:1: the next row comes after 7 h, others after 30 min: "
             "add the rows between (0 for none) or a column 'end'"],
        ),
        (
            read_forecast,
            "start,contacts\n08:00,1\n",
            ["2:1: cannot tell where the row ends: "
             "start it at 00:00 if it is for the whole day, or add a column 'end'"],
        ),
        (
            read_staffing,
            "start,agents\n08:00,10\n12:00,15\n19:00,3\n",
            ["4:1: cannot tell how long the last row of the day holds: add a row with 0 agents or a column 'end'"],
        ),
        (read_staffing, "start,agents\n08:00,2.5\n08:30,x\n", [
            "2:2: must be a whole number of agents, got '2.5'",
            "3:2: must be a whole number of agents, got 'x'",
        ]),
        (read_forecast, "start,end,contacts\n08:00,10:00,1\n09:00,11:00,1\n", ["3:1: overlaps the row of line 2"]),
        (read_forecast, "start,end,contacts\n08:00,07:00,1\n", ["2:2: must end after it starts"]),
        (
            read_forecast,
            "weekday,start,contacts\nmon,08:00,1\nmoon,08:30,1\n",
            ["3:1: must be a weekday such as mon or lunes, got 'moon'"],
        ),
        (
            read_forecast,
            "weekday,start,contacts\nmon,2026-03-02 08:00,1\n",
            ["2:2: must be a time without a date beside a column of weekdays"],
        ),
        (
            read_forecast,
            "date,start,contacts\n2026-03-02,2026-03-03 08:00,1\n",
            ["2:2: is on another day than the row's date, 2026-03-02"],
        ),
        (
            read_forecast,
            "start,contacts\n08:00,1\n2026-03-02 08:30,1\n",
            ["3:1: has a date, unlike the first row: date all rows or none"],
        ),
        (read_forecast, "weekday,start,contacts\nmon,08:00,1\nmon,08:00,2\n", ["3:2: repeats the time of line 2"]),
    ],
)  # fmt: skip
def test_times_that_do_not_fit_together(read, reader, text: str, expected: list[str]):
    with pytest.raises(ScenarioError) as refused:
        read(reader, text, clock(days=2))
    assert faults(refused) == expected


# --- the horizon ------------------------------------------------------------------------------------------------


def test_rows_outside_the_horizon_are_left_out_and_counted(read, tmp_path: Path):
    text = "date,contacts\n2026-03-01,5\n2026-03-02,6\n2026-03-03,7\n2026-03-04,8\n"
    found = read(read_forecast, text, clock(days=2))
    assert hours(found) == [(0, 24, 6), (24, 48, 7)]
    assert found.warnings == (
        f"{tmp_path}/t.csv: 2 of 4 rows lie outside the horizon (2026-03-02 to 2026-03-03) and are left out, "
        "the first on line 2",
    )


@pytest.mark.parametrize("reader", [read_forecast, read_staffing])
def test_a_table_wholly_outside_is_a_fault(read, reader):
    with pytest.raises(
        ScenarioError, match=r"no row lies inside the horizon, 2026-03-02 to 2026-03-02, got 2025-03-02 to"
    ):
        read(reader, "date,contacts,agents\n2025-03-02,5,1\n2025-03-03,6,1\n", clock())


def test_a_weekday_that_never_comes_is_a_fault(read):
    with pytest.raises(ScenarioError, match=r"no row lies inside the horizon, 2026-03-02 to 2026-03-02$"):
        read(read_forecast, "weekday,start,contacts\nfri,00:00,5\n", clock())


# --- clock changes ----------------------------------------------------------------------------------------------

HALF_HOURS = [f"{hour:02}:{minute}" for hour in range(24) for minute in ("00", "30")]
PATTERN = "start,contacts,agents\n" + "".join(f"{start},10,3\n" for start in HALF_HOURS)
CHANGES = [
    ("Europe/Madrid", date(2026, 3, 29), 23, "2 rows"),
    ("America/New_York", date(2026, 3, 8), 23, ""),
    ("Europe/Madrid", date(2026, 10, 25), 25, ""),
    ("America/New_York", date(2026, 11, 1), 25, ""),
]


@pytest.mark.parametrize(("zone", "day", "length", "_"), CHANGES)
def test_a_pattern_keeps_its_rate_on_short_and_long_days(read, zone: str, day: date, length: int, _: str):
    here = clock(day, timezone=zone)
    found = read(read_forecast, PATTERN, here)
    assert sum(row.contacts for row in found.rows) == 20 * length
    assert all(row.contacts / (row.end - row.start) == 20 / HOUR for row in found.rows)
    assert uncovered(found.rows, [(0.0, here.horizon)]) == []
    assert uncovered(read(read_staffing, PATTERN, here).rows, [(0.0, length * HOUR)]) == []


def test_contacts_of_a_skipped_time_are_warned_about(read, tmp_path: Path):
    found = read(read_forecast, PATTERN, clock(date(2026, 3, 29)))
    assert found.warnings == (
        f"{tmp_path}/t.csv: clocks go forward on 2026-03-29, 20 contacts of the skipped time are left out",
    )


def test_dated_rows_that_follow_the_clock_in_spring(read):
    text = "start,contacts\n2026-03-29 01:00,1\n2026-03-29 01:30,2\n2026-03-29 03:00,3\n2026-03-29 03:30,4\n"
    found = read(read_forecast, text, clock(date(2026, 3, 29)))
    assert hours(found) == [(1, 1.5, 1), (1.5, 2, 2), (2, 2.5, 3), (2.5, 3, 4)]
    assert found.warnings == ()


AUTUMN_TWICE = ["01:30", "02:00", "02:30", "02:00", "02:30", "03:00"]


def test_dated_rows_that_stand_twice_in_autumn_are_first_and_second_coming(read):
    text = "start,contacts\n" + "".join(f"2026-10-25 {start},{n}\n" for n, start in enumerate(AUTUMN_TWICE))
    found = read(read_forecast, text, clock(date(2026, 10, 25)))
    assert hours(found) == [(1.5 + n / 2, 2 + n / 2, n) for n in range(6)]


def test_staffing_that_stands_twice_in_autumn(read):
    text = "start,agents\n" + "".join(f"2026-10-25 {start},{n}\n" for n, start in enumerate(AUTUMN_TWICE))
    found = read(read_staffing, text, clock(date(2026, 10, 25)))
    assert hours(found) == [(1.5 + n / 2, 2 + n / 2, n) for n in range(6)]


def test_offsets_tell_the_comings_apart_and_move_other_zones(read):
    text = "start,contacts\n2026-10-25T02:00+02:00,1\n2026-10-25T02:30+02:00,2\n2026-10-25T02:00+01:00,3\n"
    found = read(read_forecast, text + "2026-10-25T01:30:00Z,4\n", clock(date(2026, 10, 25)))
    assert hours(found) == [(2, 2.5, 1), (2.5, 3, 2), (3, 3.5, 3), (3.5, 4, 4)]


def test_a_time_that_stands_three_times_is_a_fault(read):
    text = "start,contacts\n" + "2026-10-25 02:00,1\n" * 3
    with pytest.raises(ScenarioError) as refused:
        read(read_forecast, text, clock(date(2026, 10, 25)))
    assert faults(refused)[:2] == ["3:1: repeats the time of line 2", "4:1: repeats the time of line 2"]


@settings(derandomize=True, deadline=None, max_examples=40)
@given(
    start=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    days=st.integers(1, 9),
    step=st.sampled_from((15, 30, 60, 240)),
    zone=st.sampled_from(("Europe/Madrid", "America/New_York", "America/Bogota", "Australia/Lord_Howe")),
)
def test_a_full_pattern_tiles_the_horizon(tmp_path_factory, start: date, days: int, step: int, zone: str):
    path = tmp_path_factory.mktemp("pattern") / "t.csv"
    rows = [f"{minute // 60:02}:{minute % 60:02},{step},1" for minute in range(0, 1440, step)]
    path.write_text("\n".join(["start,contacts,agents", *rows]))
    here = clock(start, days, zone)
    forecast, staffing = read_forecast(path, here).rows, read_staffing(path, here).rows
    for found in (forecast, staffing):
        assert uncovered(found, [(0.0, here.horizon)]) == []
        assert all(one.end <= other.start for one, other in pairwise(found))
    assert sum(row.contacts for row in forecast) == pytest.approx(here.horizon / 60)


# --- traces -----------------------------------------------------------------------------------------------------


def test_a_trace_is_sorted_and_its_gaps_are_drawn(read):
    text = "llegada;segmento;conversación;ACW;paciencia\n02/03/2026 08:00:01,5;;1:30;;45\n"
    text += "02/03/2026 08:00:00;vip;;10,5;01:00:00\n"
    found = read(read_trace, text, clock(), dates="dmy")
    first, second = found.rows
    assert (first.start, first.segment, first.talk_time, first.wrap_up, first.patience) == (
        28_800,
        "vip",
        None,
        10.5,
        3600,
    )
    assert (second.start, second.segment, second.talk_time, second.wrap_up, second.patience) == (
        28_801.5,
        None,
        90,
        None,
        45,
    )
    assert (
        "2 arrivals, columns llegada (start), segmento (segment), conversación (talk_time), ACW (wrap_up)"
        in found.understood
    )


def test_a_trace_of_one_day_needs_no_dates(read):
    assert [row.start for row in read(read_trace, "time\n08:00:30\n07:00\n", clock()).rows] == [7 * HOUR, 8 * HOUR + 30]
    assert [row.start for row in read(read_trace, "date,time\n2026-03-03,00:00\n", clock(days=2)).rows] == [DAY]


def test_a_trace_across_clock_changes(read, tmp_path: Path):
    spring = read(
        read_trace, "start\n2026-03-29 01:59:59\n2026-03-29 02:30:00\n2026-03-29 03:00:00\n", clock(date(2026, 3, 29))
    )
    assert [row.start for row in spring.rows] == [2 * HOUR - 1, 2 * HOUR]
    assert spring.warnings == (
        f"{tmp_path}/t.csv: 1 arrivals, the first on line 3, at times that the clock skips are left out",
    )
    text = "start\n2026-10-25 02:30:00\n2026-10-25T02:30:00+01:00\n2026-10-25 03:00\n"
    autumn = read(read_trace, text, clock(date(2026, 10, 25)))
    assert [row.start for row in autumn.rows] == [2.5 * HOUR, 3.5 * HOUR, 4 * HOUR]
    assert autumn.warnings[0].endswith("are taken the first time; write their offset to tell them")


def test_arrivals_outside_the_horizon_are_counted(read):
    found = read(read_trace, "start\n2026-03-01 23:59:59\n2026-03-02 00:00\n2026-03-03 00:00\n", clock())
    assert [row.start for row in found.rows] == [0.0]
    assert found.warnings[0].endswith(
        "2 of 3 rows lie outside the horizon (2026-03-02 to 2026-03-02) and are left out, the first on line 2"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("start\n2026-03-02\n", ["2:1: must have a time of day, got '2026-03-02'"]),
        (
            "start\n08:00\n",
            ["2:1: must have a date as well as a time, since the horizon has several days, got '08:00'"],
        ),
        ("start,talk_time\n2026-03-02 08:00,-5\n", ["2:2: must not be negative, got '-5'"]),
        ("start,talk_time\n2026-03-02 08:00,1:75\n", ["2:2: must be a duration in seconds or mm:ss, got '1:75'"]),
        ("start,segment\n2026-03-02 08:00,vpi\n", ["2:2: no segment 'vpi' (did you mean 'vip'?)"]),
        ("start\n2027-03-02 08:00\n", ["0:0: no arrival lies inside the horizon, 2026-03-02 to 2026-03-03"]),
        (
            "date,start\n2026-03-02,2026-03-03 08:00\n",
            ["2:2: must be on the day of the row's date, got '2026-03-03 08:00'"],
        ),
    ],
)
def test_traces_that_are_none(read, text: str, expected: list[str]):
    with pytest.raises(ScenarioError) as refused:
        read(read_trace, text, clock(days=2), segments={"vip", "plain"})
    assert faults(refused) == expected
