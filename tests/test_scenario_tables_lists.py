"""Profiles, durations, lists by interval, and what a table leaves unsaid."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ccsim.errors import ScenarioError
from ccsim.scenario.calendar import Clock
from ccsim.scenario.schema import Calendar, Hours, StaffingRow
from ccsim.scenario.tables import (
    profile_by_interval,
    read_profile,
    read_quantiles,
    read_values,
    staffing_by_interval,
    uncovered,
)

HOUR = 3600.0


def write(folder: Path, text: str) -> Path:
    path = folder / "t.csv"
    path.write_text(text, encoding="utf-8")
    return path


def messages(refused: pytest.ExceptionInfo[ScenarioError]) -> list[str]:
    return [f"{fault.line}:{fault.column}: {fault.message}" for fault in refused.value.faults]


def clock(
    days: int = 2, interval: float = HOUR, start: date = date(2026, 3, 2), timezone: str = "Europe/Madrid"
) -> Clock:
    return Clock(Calendar(start=start, days=days, interval=interval, timezone=timezone))


def opening(here: Clock, **days: tuple[float, float]) -> list[tuple[float, float]]:
    return here.windows(Hours(by_weekday={day: ((a * HOUR, b * HOUR),) for day, (a, b) in days.items()}))  # type: ignore[misc]


# --- profiles ---------------------------------------------------------------------------------------------------


def test_a_profile_says_nothing_comes_where_it_ends(tmp_path: Path):
    found = read_profile(write(tmp_path, "hora;peso\n09:00;75%\n08:00;25%\n"))
    assert found.rows == ((0.0, 0.0), (8 * HOUR, 0.25), (9 * HOUR, 0.75), (10 * HOUR, 0.0))
    assert found.understood == "t.csv: semicolon-separated, 2 rows of 1 h, columns hora (start), peso (weight)"


def test_a_profile_of_the_whole_day_stands_as_it_is(tmp_path: Path):
    rows = "".join(f"{hour:02}:00,{hour}\n" for hour in range(24))
    assert read_profile(write(tmp_path, "start,weight\n" + rows)).rows == tuple((h * HOUR, float(h)) for h in range(24))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("08:00,0\n09:00,0\n", ["1:1: all weights are 0"]),
        (
            "08:00,1\n08:30,1\n10:00,1\n",
            ["3:1: the next row comes after 90 min, others after 30 min: add the rows between"],
        ),
        ("08:00,1\n08:00,2\n", ["3:1: repeats the time of line 2"]),
        ("08:00,-1\n09:00,x\n", ["2:2: must not be negative, got '-1'", "3:2: must be a weight, got 'x'"]),
        ("2026-03-02 08:00,1\n", ["2:1: must be a time of day without a date: a profile is for every day"]),
    ],
)
def test_profiles_that_are_none(tmp_path: Path, rows: str, expected: list[str]):
    with pytest.raises(ScenarioError) as refused:
        read_profile(write(tmp_path, "start,weight\n" + rows))
    assert messages(refused) == expected


# --- durations --------------------------------------------------------------------------------------------------


def test_values_of_the_only_column_or_the_named_one(tmp_path: Path):
    assert read_values(write(tmp_path, "anything\n10\n2:05\n0\n")).rows == (10.0, 125.0, 0.0)
    named = read_values(write(tmp_path, "agent;Duración\nana;12,5\nluz;20\n"))
    assert named.rows == (12.5, 20.0)
    assert named.understood.endswith("2 durations of 16.25 s on average, column Duración")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "talk\n10\n-1\nx\n\n",
            ["3:1: must not be negative, got '-1'", "4:1: must be a duration in seconds or mm:ss, got 'x'"],
        ),
        (
            "agent,group\na,b\n",
            ["1:1: no column of durations, expected one named 'value' (or duration, valor), got 'agent', 'group'"],
        ),
    ],
)
def test_values_that_are_none(tmp_path: Path, text: str, expected: list[str]):
    with pytest.raises(ScenarioError) as refused:
        read_values(write(tmp_path, text))
    assert messages(refused) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("value\n60 s\n1.5 min\n1:30\n90\n1 h 30 min\n", (60.0, 90.0, 90.0, 90.0, 5400.0)),
        ("id;value\n1;1,5 min\n2;60 s\n3;2,25\n", (90.0, 60.0, 2.25)),
        ("value\n0.5h\n1e1 s\n", (1800.0, 10.0)),
    ],
)
def test_durations_in_tables_may_have_units(tmp_path: Path, text: str, expected: tuple[float, ...]):
    assert read_values(write(tmp_path, text)).rows == expected


def test_durations_with_units_that_are_none(tmp_path: Path):
    with pytest.raises(ScenarioError) as refused:
        read_values(write(tmp_path, "id;value\n1;5 m\n2;-5 s\n3;s 5\n4;1.5 min\n"))
    assert messages(refused) == [
        "2:2: must be a duration like 90, 90 s, 1.5 min or mm:ss, got '5 m'",
        "3:2: must be a duration like 90, 90 s, 1.5 min or mm:ss, got '-5 s'",
        "4:2: must be a duration in seconds or mm:ss, got 's 5'",
    ]
    with pytest.raises(ScenarioError) as refused:
        read_values(write(tmp_path, "id;value\n1;1.5 min\n2;2,5 min\n"))
    assert messages(refused) == ["3:2: decimal points and decimal commas in one table, got '2,5 min'"]


def test_quantiles_may_have_units(tmp_path: Path):
    found = read_quantiles(write(tmp_path, "p,value\n10%,20 s\n90%,1.5 min\n"))
    assert found.rows == ((0.1, 20.0), (0.9, 90.0))


def test_quantiles_are_put_in_order(tmp_path: Path):
    found = read_quantiles(write(tmp_path, "percentil;duración\n100%;1:40\n0%;0\n50%;30,5\n"))
    assert found.rows == ((0.0, 0.0), (0.5, 30.5), (1.0, 100.0))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("50,1\n0.6,2\n0.7,3\n", ["2:1: must be a probability of at most 1, got 50 (50% for 50 in 100)"]),
        ("0.5,1\n0.5,2\n", ["3:1: repeats the probability of line 2"]),
        ("0.5,9\n0.6,2\n", ["3:2: must not be below the value of line 2 (9 s), got 2 s"]),
        ("0.5,9\n", ["1:1: must have at least two quantiles, got 1"]),
        (
            "-0.5,9\n1,nan\n",
            ["2:1: must not be negative, got '-0.5'", "3:2: must be a duration in seconds or mm:ss, got 'nan'"],
        ),
    ],
)
def test_quantiles_that_are_none(tmp_path: Path, rows: str, expected: list[str]):
    with pytest.raises(ScenarioError) as refused:
        read_quantiles(write(tmp_path, "p,value\n" + rows))
    assert messages(refused) == expected


# --- lists by interval ------------------------------------------------------------------------------------------


def hours(rows: tuple[StaffingRow, ...]) -> list[tuple[float, float, int]]:
    return [(row.start / HOUR, row.end / HOUR, row.agents) for row in rows]


def test_a_list_over_the_day_is_for_every_day():
    rows = staffing_by_interval(list(range(24)), clock())
    assert hours(rows) == [(i, i + 1, i % 24) for i in range(48)]


def test_a_list_over_the_horizon():
    assert hours(staffing_by_interval(list(range(48)), clock())) == [(i, i + 1, i) for i in range(48)]


def test_a_list_over_opening_hours_is_clipped_to_them():
    here = clock()
    windows = opening(here, mon=(8.5, 11), tue=(8.5, 11))
    day = [(8.5, 9, 5), (9, 10, 6), (10, 11, 7)]
    assert hours(staffing_by_interval([5, 6, 7], here, windows)) == day + [(a + 24, b + 24, n) for a, b, n in day]
    assert hours(staffing_by_interval([1, 2, 3, 4, 5, 6], here, windows))[3:] == [
        (32.5, 33, 4),
        (33, 34, 5),
        (34, 35, 6),
    ]


def test_a_list_follows_the_wall_clock_where_clocks_change():
    spring = clock(1, start=date(2026, 3, 29))
    assert [n for _, _, n in hours(staffing_by_interval(list(range(24)), spring))] == [0, 1, *range(3, 24)]
    autumn = clock(1, start=date(2026, 10, 25))
    assert [n for _, _, n in hours(staffing_by_interval(list(range(24)), autumn))] == [0, 1, 2, 2, *range(3, 24)]
    week = clock(3, start=date(2026, 10, 24))
    windows = opening(week, sat=(9, 11), sun=(9, 11), mon=(9, 11))
    assert hours(staffing_by_interval([4, 5], week, windows))[2:4] == [(34, 35, 4), (35, 36, 5)]


def test_other_lengths_name_those_that_would_do():
    here = clock()
    with pytest.raises(ValueError) as refused:
        staffing_by_interval([1, 2], here, opening(here, mon=(8, 12), tue=(8, 12)))
    assert str(refused.value) == (
        "must be a list by interval of 60 min, of length 4 (the opening hours of a day), "
        "8 (the opening hours of the horizon), 24 (a day), 48 (the whole horizon), got 2"
    )
    with pytest.raises(ValueError, match=r"of length 6 \(the opening hours of the horizon\), 24 \(a day\), 48"):
        staffing_by_interval([1, 2], here, opening(here, mon=(8, 12), tue=(8, 10)))


def test_a_length_with_two_meanings_is_refused():
    here = clock(6)
    windows = opening(here, mon=(8, 12), tue=(8, 12), wed=(8, 12), thu=(8, 12), fri=(8, 12), sat=(8, 12))
    with pytest.raises(
        ValueError, match=r"24 numbers could be a day or the opening hours of the horizon: write them as a"
    ):
        staffing_by_interval(list(range(24)), here, windows)
    assert len(staffing_by_interval([3] * 24, clock(1))) == 24  # a day and the horizon are the same


def test_weights_by_interval():
    here = clock()
    assert profile_by_interval([1.0] * 24, here) == tuple((i * HOUR, 1.0) for i in range(24))
    found = profile_by_interval([1.0, 3.0], here, opening(here, mon=(8, 10), tue=(8, 10)))
    assert len(found) == 24 and [row for row in found if row[1]] == [(8 * HOUR, 1.0), (9 * HOUR, 3.0)]
    with pytest.raises(ValueError, match=r"of length 2 \(the opening hours of a day\), 24 \(a day\), got 3"):
        profile_by_interval([1.0] * 3, here, opening(here, mon=(8, 10), tue=(8, 10)))


# --- coverage ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(0, 10)], []),
        ([(2, 6)], []),
        ([], [(2, 4), (5, 6)]),
        ([(0, 3)], [(3, 4), (5, 6)]),
        ([(3, 4), (5, 5.5)], [(2, 3), (5.5, 6)]),
        ([(2.5, 3), (3, 3.5)], [(2, 2.5), (3.5, 4), (5, 6)]),
        ([(3, 5.5)], [(2, 3), (5.5, 6)]),
    ],
)
def test_uncovered(rows: list[tuple[float, float]], expected: list[tuple[float, float]]):
    said = [StaffingRow(start=start, end=end, agents=1) for start, end in reversed(rows)]
    assert uncovered(said, [(2.0, 4.0), (5.0, 6.0)]) == expected
