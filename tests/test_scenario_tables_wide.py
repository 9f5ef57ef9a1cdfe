"""Wide forecasts: times down, days across."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook

from ccsim.errors import ScenarioError
from ccsim.scenario.calendar import Clock
from ccsim.scenario.schema import Calendar
from ccsim.scenario.tables import read_forecast

WEEK = Clock(Calendar(start=date(2026, 3, 2), days=7, timezone="America/Bogota"))
LONG = "date,start,contacts\n2026-03-02,08:00,10\n2026-03-02,08:30,12.5\n2026-03-03,08:00,11\n2026-03-03,08:30,13\n"


def rows(path: Path | str) -> list[tuple[float, float]]:
    return [(row.start / 3600, row.contacts) for row in read_forecast(path, WEEK).rows]


def write(folder: Path, text: str, name: str = "plan.csv") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def fault(path: Path | str) -> str:
    with pytest.raises(ScenarioError) as refused:
        read_forecast(path, WEEK)
    return str(refused.value).replace(f"{Path(str(path)).parent}/", "")


@pytest.mark.parametrize(
    "text",
    [
        "Hora;2026-03-02;2026-03-03\n08:00;10;11\n08:30;12,5;13\n",
        ",2026-03-02,2026-03-03\n08:00-08:30,10,11\n08:30-09:00,12.5,13\n",
        "time\t02/03/26\t03/03/26\t13/03/26\n08:00\t10\t11\t1\n08:30\t12.5\t13\t1\n",
        "Franja;02-mar-2026;03-mar-2026\n8:00 a. m.;10;11\n8:30 a. m.;12,5;13\n",
        "Intervalo;Lunes;Martes\n08:00;10;11\n08:30;12,5;13\n",
        "Hora;Lunes;Martes;Total\n08:00;10;11;21\n08:30;12,5;13;25,5\nTotal;22,5;24;46,5\n",
    ],
)
def test_a_wide_table_says_what_a_long_one_says(tmp_path: Path, text: str):
    assert rows(write(tmp_path, text)) == rows(write(tmp_path, LONG, "long.csv"))


def test_a_wide_sheet_with_real_dates_and_times(tmp_path: Path):
    book = Workbook()
    book.active.append(["Hora", datetime(2026, 3, 2), datetime(2026, 3, 3)])
    book.active.append([time(8), 10, 11])
    book.active.append([time(8, 30), 12.5, 13])
    book.save(tmp_path / "plan.xlsx")
    reading = read_forecast(tmp_path / "plan.xlsx", WEEK)
    assert [(row.start / 3600, row.contacts) for row in reading.rows] == rows(write(tmp_path, LONG))
    assert reading.understood == (
        "plan.xlsx: sheet 'Sheet', ISO dates, 4 rows of 30 min by date, "
        "times down (Hora) and days across (2026-03-02 to 2026-03-03)"
    )


def test_what_was_understood_tells_sums_left_out(tmp_path: Path):
    reading = read_forecast(write(tmp_path, "Hora;Lunes;Martes;Total\n08:00;10;11;21\n08:30;12;13;25\n"), WEEK)
    assert reading.understood == (
        "plan.csv: semicolon-separated, 4 rows of 30 min by weekday, "
        "times down (Hora) and days across (Lunes to Martes); not read: Total"
    )


def test_nothing_is_said_of_an_empty_cell(tmp_path: Path):
    text = "Hora,mon,sat\n08:00,10,4\n09:00,11,5\n10:00,12,\n"
    assert rows(write(tmp_path, text)) == [(8, 10), (9, 11), (10, 12), (128, 4), (129, 5)]


def test_days_outside_the_horizon_are_left_out_and_said(tmp_path: Path):
    text = "Hora,2026-03-02,2026-03-20\n08:00,10,4\n09:00,11,5\n"
    reading = read_forecast(write(tmp_path, text), WEEK)
    assert len(reading.rows) == 2
    assert "2 of 4 rows lie outside the horizon" in reading.warnings[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "Hora,2026-03-02,2026-03-03\n08:00,10,x\n09:00,1,2\n",
            "plan.csv:2:3: 2026-03-03: must be a number of contacts, got 'x'",
        ),
        (
            "Hora,2026-03-02,otra,2026-03-03\n08:00,10,11,1\n",
            "plan.csv:1:1: days stand across, so 'otra' should be a date or a weekday like the others",
        ),
        (
            "Hora,2026-03-02,2026-03-03,lunes\n08:00,10,11,1\n",
            "plan.csv:1:1: days stand across, so 'lunes' should be a date or a weekday like the others",
        ),
        (
            "Hora,02/03/26,03/03/26\n08:00,10,11\n09:00,1,1\n",
            "plan.csv:2:2: 02/03/26: cannot tell day from month, got '02/03/26': "
            "say `dates: dmy` (or mdy) beside `forecast: plan.csv` in the scenario, or write ISO dates",
        ),
        (
            "Hora,lunes,lun\n08:00,10,11\n09:00,1,1\n",
            "plan.csv:2:1: Hora: repeats the time of line 2\nplan.csv:3:1: Hora: repeats the time of line 3",
        ),
        ("Hora,mon,tue\n08:00,,\n09:00,,\n", "plan.csv:1:1: days stand across, and no cell below them is filled"),
        (
            "Hora,mon,tue\n08:00,1,1\n09:00,,1\n10:00,1,1\n10:30,1,1\n",
            "plan.csv:4:1: Hora: the next row comes after 30 min, others after 1 h: add the rows between (0 for none)"
            " or a column 'end'",
        ),
    ],
)
def test_faults_stand_where_they_are_in_the_file(tmp_path: Path, text: str, message: str):
    assert message in fault(write(tmp_path, text))
