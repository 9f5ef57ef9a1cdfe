"""Bytes as planners' tools write them: delimiters, encodings, marks, dates, column names, workbooks; and bad ones."""

from __future__ import annotations

import codecs
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from ccsim.errors import ScenarioError
from ccsim.scenario.calendar import Clock
from ccsim.scenario.schema import Calendar
from ccsim.scenario.table_dates import parse_time_or_range, parse_weekdays
from ccsim.scenario.table_numbers import evidence
from ccsim.scenario.tables import open_table, read_forecast, read_values

DAY = 86_400.0
PLAIN = "start,contacts\n08:00,10\n08:30,12.5\n09:00,3\n"
CLOCK = Clock(Calendar(start=date(2026, 3, 2), days=2, timezone="America/Bogota"))


def write(folder: Path, content: str | bytes, name: str = "calls.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def contacts(path: Path | str, **options: object) -> list[tuple[float, float]]:
    """(hours after the start, contacts) of the first day."""
    rows = read_forecast(path, CLOCK, **options).rows  # type: ignore[arg-type]
    return [(row.start / 3600, row.contacts) for row in rows if row.start < DAY]


def faults(path: Path | str, **options: object) -> list[str]:
    """Messages without the folder."""
    with pytest.raises(ScenarioError) as refused:
        read_forecast(path, CLOCK, **options)  # type: ignore[arg-type]
    folder = str(Path(str(path)).parent) + "/"
    return [line.replace(folder, "") for line in str(refused.value).splitlines()]


@pytest.mark.parametrize(
    "content",
    [
        PLAIN,
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        PLAIN.replace(",", ";").replace("12.5", "12,5"),
        PLAIN.replace(",", "\t"),
        PLAIN.replace(",", "\t").replace("12.5", "12,5"),
        codecs.BOM_UTF8 + PLAIN.encode(),
        PLAIN.encode("utf-16"),
        codecs.BOM_UTF16_BE + PLAIN.encode("utf-16-be"),
        "sep=;\n" + PLAIN.replace(",", ";").replace("12.5", "12,5"),
        'start,contacts\n"08:00","10"\n"08:30","12,5"\n"09:00","3"\n',
        "\nstart,contacts\n\n08:00,10\n,\n08:30,12.5\n09:00,3\n\n",
        "start,contacts,\n08:00,10,\n08:30,12.5,\n09:00,3,\n",
        " Start , CONTACTS \n 08:00 , 10 \n8:30, 12.5\n09:00:00,3\n",
        "Inicio;Llamadas\n8:00;10\n8h30;12,5\n9h;3\n",
        "hora;contactos\n8:00 a. m.;10\n8:30 a.m.;12,5\n9:00 AM;3\n",
        "Franja;Volumen\n08:00-08:30;10\n08:30 - 09:00;12,5\n09:00\u201309:30;3\n",
        "Hora;Número de llamadas\n08:00;10\n08:30;12,5\n09:00;3\n",
        "notes,start,contacts\nx,09:00,3\ny,08:00,10\nz,08:30,1.25e1\n",
        'start,contacts\n"08:00",10\n"08:30",12.5\n"09:00",3',
    ],
)
def test_the_same_table_in_many_hands(tmp_path: Path, content: str | bytes):
    assert contacts(write(tmp_path, content)) == [(8.0, 10.0), (8.5, 12.5), (9.0, 3.0)]


def test_what_was_understood_is_one_line(tmp_path: Path):
    spanish = "Día;Hora;Llamadas;Desviación;Notas\n02/03/2026;8:00;1.234,5;2;x\n13/03/2026;8:00;3;1;y\n"
    reading = read_forecast(write(tmp_path, spanish + "02/03/2026;8:30;1;1;\n"), CLOCK)
    assert reading.understood == (
        "calls.csv: semicolon-separated, decimal comma, day-first dates, 3 rows of 30 min by date, "
        "columns Día (date), Hora (start), Llamadas (contacts), Desviación (sd); not read: Notas"
    )
    assert reading.understood.said("es") == (
        "calls.csv: separada por punto y coma, coma decimal, fechas con el día primero, 3 filas de 30 min por fecha, "
        "columnas Día (date), Hora (start), Llamadas (contacts), Desviación (sd); no se leen: Notas"
    )
    assert reading.rows[0].contacts == 1234.5 and reading.rows[0].sd == 2.0
    assert reading.warnings == (
        f"{tmp_path}/calls.csv: 1 of 3 rows lie outside the horizon (2026-03-02 to 2026-03-03) and are left out, "
        "the first on line 3",
    )


def test_windows_1252_is_the_last_resort_and_said(tmp_path: Path):
    path = write(
        tmp_path, "Día de la semana;Hora;Llamadas\nmiércoles;8:00;1\nlunes;8:00;2\nlunes;9:00;2\n".encode("cp1252")
    )
    reading = read_forecast(path, CLOCK)
    assert "semicolon-separated, Windows-1252 (not UTF-8)" in reading.understood
    assert [row.start for row in reading.rows] == [8 * 3600.0, 9 * 3600.0]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1.234,5", "12"], [1234.5, 12.0]),
        (["1,234.5", "12"], [1234.5, 12.0]),
        (["1.234.567", "12"], [1_234_567.0, 12.0]),
        (["1 234,5", "1\u00a0234"], [1234.5, 1234.0]),
        (["1'234.5", "0.5"], [1234.5, 0.5]),
        (["0.125", "1.234"], [0.125, 1.234]),
        (["1,5", "1.234"], [1.5, 1234.0]),
        (["12", "1234"], [12.0, 1234.0]),
        ([",5", "2"], [0.5, 2.0]),
    ],
)
def test_the_decimal_mark_is_told_from_the_whole_column(tmp_path: Path, cells: list[str], expected: list[float]):
    path = write(tmp_path, f"start\tcontacts\n08:00\t{cells[0]}\n09:00\t{cells[1]}\n")
    assert [number for _, number in contacts(path)] == expected


def test_what_separates_the_columns_tells_the_decimal_mark(tmp_path: Path):
    assert contacts(write(tmp_path, "start,contacts\n08:00,1.234\n09:00,2.345\n")) == [(8.0, 1.234), (9.0, 2.345)]
    assert contacts(write(tmp_path, "start;contacts\n08:00;1,234\n09:00;2,345\n")) == [(8.0, 1.234), (9.0, 2.345)]


@pytest.mark.parametrize("mark", [".", ","])
def test_an_untold_thousands_separator_is_a_fault(tmp_path: Path, mark: str):
    assert faults(write(tmp_path, f"start\tcontacts\n08:00\t1{mark}234\n09:00\t12\n")) == [
        f"calls.csv:2:2: contacts: cannot tell a thousands separator from a decimal mark, got '1{mark}234': "
        "write it without the separator, or with one decimal more"
    ]


def test_two_decimal_marks_are_one_fault(tmp_path: Path):
    assert faults(write(tmp_path, "start\tcontacts\n08:00\t1.5\n09:00\t1,5\n10:00\t2,5\n")) == [
        "calls.csv:3:2: contacts: decimal points and decimal commas in one table, got '1,5'"
    ]


@settings(derandomize=True, deadline=None)
@given(st.floats(0, 1e7), st.integers(0, 6), st.sampled_from(".,"))
def test_evidence_never_names_the_thousands_separator(value: float, decimals: int, mark: str):
    thousands = "," if mark == "." else "."
    text = f"{value:,.{decimals}f}".replace(",", "x").replace(".", mark).replace("x", thousands)
    found, certain = evidence(text)
    assert not certain or found == mark


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("abc", "must be a number of contacts, got 'abc'"),
        ("nan", "must be a number of contacts, got 'nan'"),
        ("NaN", "must be a number of contacts, got 'NaN'"),
        ("inf", "must be a number of contacts, got 'inf'"),
        ("-3", "must not be negative, got '-3'"),
        ("", "is empty, expected a number of contacts"),
        ("#N/A", "must be a number of contacts, got '#N/A'"),
        ("1_000", "must be a number of contacts, got '1_000'"),
        ("12%", "must be a number of contacts, got '12%'"),
        ("1e999", "must be a number of contacts, got '1e999'"),
        ("x" * 99, f"must be a number of contacts, got '{'x' * 60}…'"),
    ],
)
def test_cells_that_are_no_count(tmp_path: Path, cell: str, message: str):
    path = write(tmp_path, f"start,contacts\n08:00,1\n08:30,{cell}\n")
    assert faults(path) == [f"calls.csv:3:2: contacts: {message}"]


def test_all_faults_at_once(tmp_path: Path):
    assert faults(write(tmp_path, "start,contacts,sd\n08:00,x,1\n25:00,-1,\n08:00,2,nan\n")) == [
        "calls.csv:2:2: contacts: must be a number of contacts, got 'x'",
        "calls.csv:3:1: start: must be a time of day before 24:00, got '25:00'",
        "calls.csv:3:2: contacts: must not be negative, got '-1'",
        "calls.csv:3:3: sd: is empty, expected a standard deviation",
        "calls.csv:4:1: start: repeats the time of line 2",
        "calls.csv:4:3: sd: must be a standard deviation, got 'nan'",
    ]


@pytest.mark.parametrize(
    ("content", "messages"),
    [
        ("", ["calls.csv: the table is empty, expected a row of column names and rows below it"]),
        (" \n\n,,\n", ["calls.csv: the table is empty, expected a row of column names and rows below it"]),
        ("start,contacts\n", ["calls.csv:1:1: the table has column names and no rows below them"]),
        (
            "start,contacts\n08:00\n08:30,1,2\n",
            [
                "calls.csv:2:1: the row has 1 cell, the header 2",
                "calls.csv:3:1: the row has 3 cells, the header 2 "
                "(numbers with a decimal comma must be quoted where commas separate the columns)",
            ],
        ),
        ("start,contacts,start\n08:00,1,2\n", ["calls.csv:1:1: column 'start' stands twice, in columns 1 and 3"]),
        (
            "hora,inicio,contacts\n08:00,09:00,2\n",
            ["calls.csv:1:1: columns 'hora' and 'inicio' could each be 'start': rename or remove one"],
        ),
        ('start,contacts\n"08:00,1\n', ["calls.csv:2:1: broken quotes or line (unexpected end of data)"]),
        (
            b"start,contacts\n\0\0",
            ["calls.csv: the file is not text, expected CSV (or a workbook whose name ends in .xlsx)"],
        ),
        (
            b"start\x81,contacts\n\xff",
            ["calls.csv: the file is neither UTF-8 nor Windows-1252 text: save it as CSV UTF-8"],
        ),
    ],
)
def test_tables_that_are_none(tmp_path: Path, content: str | bytes, messages: list[str]):
    assert faults(write(tmp_path, content)) == messages


def test_a_missing_column_names_what_is_there_and_what_would_do(tmp_path: Path):
    (message,) = faults(write(tmp_path, "start,contcts\n08:00,1\n"))
    assert message.startswith(
        "calls.csv:1:1: no column 'contacts' (is 'contcts' meant?), got 'start', 'contcts'; accepted"
    )
    assert "accepted names: contacts, contactos, contatos, calls, llamadas" in message


def test_a_misspelt_optional_column_is_warned_about(tmp_path: Path):
    reading = read_forecast(write(tmp_path, "start,contacts,desviacón\n00:00,1,1\n12:00,1,1\n"), CLOCK)
    assert reading.warnings == (f"{tmp_path}/calls.csv:1: column 'desviacón' is not read (is 'sd' meant?)",)


def test_files_that_cannot_be_read(tmp_path: Path):
    write(tmp_path, PLAIN)
    (tmp_path / "folder.csv").mkdir()
    assert faults(tmp_path / "cals.csv") == ["cals.csv: no such file (did you mean 'calls.csv'?)"]
    assert faults(tmp_path / "there" / "calls.csv")[0].startswith("calls.csv: no such file: there is no folder")
    assert faults(tmp_path / "folder.csv") == ["folder.csv: is a folder, expected a CSV file or a workbook"]
    assert faults(f"{tmp_path}/old.xls#March") == [
        "old.xls#March: .xls files are not read: save the table as .xlsx or CSV"
    ]


# --- dates ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "order"),
    [
        (("2026-03-02", "2026-03-03"), None),
        (("2026/3/2", "2026/03/03"), None),
        (("20260302", "20260303"), None),
        (("02/03/2026", "03/03/2026"), "dmy"),
        (("2.3.2026", "3.3.2026"), "dmy"),
        (("02-03-2026", "3-3-2026"), "dmy"),
        (("3/2/2026", "3/3/2026"), "mdy"),
        (("2/3/2026", "13/3/2026"), None),
        (("3/2/2026", "3/13/2026"), None),
    ],
)
def test_dates_in_either_order(tmp_path: Path, days: tuple[str, str], order: str | None):
    path = write(tmp_path, f"date,start,contacts\n{days[0]},08:00,1\n{days[0]},09:00,2\n{days[1]},08:00,3\n")
    assert contacts(path, dates=order) == [(8.0, 1.0), (9.0, 2.0)]


def test_an_untold_order_asks_for_it(tmp_path: Path):
    path = write(tmp_path, "fecha;contactos\n02/03/2026;1\n03/03/2026;2\n")
    assert faults(path) == [
        "calls.csv:2:1: fecha: cannot tell day from month, got '02/03/2026': "
        "say `dates: dmy` (or mdy) beside `forecast: calls.csv` in the scenario, or write ISO dates"
    ]
    assert contacts(path, dates="dmy") == [(0.0, 1.0)]


@pytest.mark.parametrize(
    ("days", "order", "message"),
    [
        (
            ("13/03/2026", "03/13/2026"),
            None,
            "3:1: date: day-first and month-first dates in one table, got '03/13/2026'",
        ),
        (("2026-03-02", "13/03/2026"), "mdy", "3:1: date: no such date (read as month-first dates), got '13/03/2026'"),
        (
            ("2026-03-02", "3/3/2026"),
            "iso",
            "3:1: date: must be an ISO date such as 2026-03-02 (dates: iso), got '3/3/2026'",
        ),
        (("2026-03-02", "2026-02-30"), None, "3:1: date: no such date, got '2026-02-30'"),
        (
            ("2026-03-02", "02/03/26"),
            None,
            "3:1: date: cannot tell day from month, got '02/03/26': "
            "say `dates: dmy` (or mdy) beside `forecast: calls.csv` in the scenario, or write ISO dates",
        ),
        (
            ("2026-03-02", "03-mas-2026"),
            None,
            "3:1: date: no month 'mas', expected one such as mar, abr or apr, got '03-mas-2026'",
        ),
        (("02-mar-2026", "31-feb-2026"), None, "3:1: date: no such date, got '31-feb-2026'"),
        (("2026-03-02", "02/03/126"), None, "3:1: date: must be a time such as 08:00 or a date, got '02/03/126'"),
        (("2026-03-02", "Total"), None, "3:1: date: must be a time such as 08:00 or a date, got 'Total'"),
        (("2026-03-02", "9999-12-31"), None, "3:1: date: must have a year from 1900 to 2999, got '9999-12-31'"),
        (("2026-03-02", "08:00"), None, "3:1: date: must be a date without a time, got '08:00'"),
    ],
)
def test_dates_that_are_none(tmp_path: Path, days: tuple[str, str], order: str | None, message: str):
    path = write(tmp_path, f"date,start,contacts\n{days[0]},00:00,1\n{days[1]},00:00,2\n")
    assert faults(path, dates=order) == [f"calls.csv:{message}"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("08:00", (28_800.0, None)),
        ("8:00:30.5", (28_830.5, None)),
        ("8h30", (30_600.0, None)),
        ("8 h", (28_800.0, None)),
        ("08:30 h", (30_600.0, None)),
        ("12:00 AM", (0.0, None)),
        ("12:15 p.\u00a0m.", (44_100.0, None)),
        ("8 pm", (72_000.0, None)),
        ("23:30-24:00", (84_600.0, 86_400.0)),
        ("23:30 - 00:00", (84_600.0, 86_400.0)),
    ],
)
def test_times(text: str, expected: tuple[float, float | None]):
    assert parse_time_or_range(text) == expected


@pytest.mark.parametrize(
    "text", ["24:00", "8:60", "08:00:61", "8", "0800", "13:00 pm", "0 am", "-1:00", "9:00-8:00", ""]
)
def test_times_that_are_none(text: str):
    with pytest.raises(ValueError, match=r"must (be a time|have hours|end after)"):
        parse_time_or_range(text)


def test_weekdays_in_two_languages():
    assert parse_weekdays("Miércoles") == parse_weekdays("WED") == parse_weekdays("mié.") == ("wed",)
    assert parse_weekdays("lunes a viernes") == parse_weekdays("mon-fri") == ("mon", "tue", "wed", "thu", "fri")
    assert parse_weekdays("sat-mon") == ("sat", "sun", "mon")
    assert parse_weekdays("someday") is None and parse_weekdays(3) is None and parse_weekdays("") is None


# --- workbooks --------------------------------------------------------------------------------------------------


def workbook(folder: Path, sheets: dict[str, list[list[object]]]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book.save(folder / "plan.xlsx")
    return folder / "plan.xlsx"


def test_a_workbook_keeps_dates_times_and_numbers(tmp_path: Path):
    path = workbook(
        tmp_path,
        {
            "Notas": [["a"], ["b"]],
            "Marzo": [
                ["Fecha", "Hora", "Llamadas", None],
                [date(2026, 3, 2), time(8), 10, None],
                [None, None, None, None],
                [datetime(2026, 3, 2), time(8, 30), 12.5],
                [date(2026, 3, 3), timedelta(hours=9), 3],
            ],
        },
    )
    reading = read_forecast(f"{path}#Marzo", CLOCK)
    assert [(row.start, row.contacts) for row in reading.rows] == [(28_800, 10), (30_600, 12.5), (DAY + 32_400, 3)]
    assert reading.understood.startswith("plan.xlsx#Marzo: sheet 'Marzo', ISO dates, 3 rows of 30 min by date")


def test_the_first_sheet_is_read_unless_named(tmp_path: Path):
    path = workbook(tmp_path, {"one": [["start", "contacts"], [datetime(2026, 3, 2), 7]], "two": [["x"], [1]]})
    assert contacts(path) == [(0.0, 7.0)]


def test_workbook_faults_name_row_and_cell(tmp_path: Path):
    path = workbook(
        tmp_path,
        {"Plan": [["start", "contacts"], [time(8), True], [0.5, "#DIV/0!"], [time(9), None], [time(9, 30), -1]]},
    )
    assert faults(path) == [
        "plan.xlsx:2:2: contacts, cell B2: must be a number of contacts, got 'True'",
        "plan.xlsx:3:1: start, cell A3: must be a time such as 08:00 or a date, got '0.5'",
        "plan.xlsx:3:2: contacts, cell B3: must be a number of contacts, got '#DIV/0!'",
        "plan.xlsx:4:2: contacts, cell B4: is empty, expected a number of contacts",
        "plan.xlsx:5:2: contacts, cell B5: must not be negative, got '-1'",
    ]
    assert faults(f"{path}#Plam") == [
        "plan.xlsx#Plam: no sheet 'Plam' in the workbook (did you mean 'Plan'?): it has 'Plan'"
    ]


def test_a_workbook_that_is_none(tmp_path: Path):
    (message,) = faults(write(tmp_path, PLAIN, "plan.xlsx"))
    assert message == "plan.xlsx: not an .xlsx workbook, or a broken one (File is not a zip file)"
    assert faults(workbook(tmp_path, {"empty": []}))[0].startswith("plan.xlsx: the table is empty")


# --- anything at all --------------------------------------------------------------------------------------------

WORDS = ["08:00", "8:30", "24:00", "mon", "2026-03-02", "02/03/2026", "9999-12-31T00:00+99:00", "1.234", "1,5", "nan"]
WORDS += [
    "-1",
    "",
    '"',
    "\n",
    ",",
    ";",
    "\t",
    "start",
    "date",
    "contacts",
    "end",
    "día",
    "\ufeff",
    "\0",
    "9" * 400,
    "%",
]


@settings(derandomize=True, deadline=None, max_examples=300)
@given(
    st.lists(st.sampled_from(WORDS), max_size=40),
    st.sampled_from(["", "start,contacts\n", "date;start;end;contacts\n"]),
)
def test_any_text_is_read_or_refused(tmp_path_factory, words: list[str], header: str):
    path = write(tmp_path_factory.mktemp("any"), header + "".join(words))
    try:
        rows = read_forecast(path, CLOCK).rows
    except ScenarioError as refused:
        assert refused.faults
    else:
        assert all(0 <= row.start < row.end <= CLOCK.horizon and row.contacts >= 0 for row in rows)


@settings(derandomize=True, deadline=None, max_examples=100)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(tmp_path_factory, content: bytes):
    path = write(tmp_path_factory.mktemp("any"), content)
    with pytest.raises(ScenarioError):
        read_forecast(path, CLOCK)


def test_a_long_list_of_faults_is_cut(tmp_path: Path):
    found = faults(write(tmp_path, "start,contacts\n" + "".join(f"{n // 60:02}:{n % 60:02},x\n" for n in range(500))))
    assert found == [
        "calls.csv:2:2: contacts: must be a number of contacts, got 'x'",
        "calls.csv:3:2: contacts: must be a number of contacts, got 'x'",
        "calls.csv:4:2: contacts: must be a number of contacts, got 'x'",
        "calls.csv:5:2: contacts: and 497 more like it in this column",
    ]


def test_a_hundred_faults_of_different_kinds_are_enough(tmp_path: Path):
    days = ",".join(f"2026-03-{day:02}" for day in range(1, 29))
    rows = "".join(f"{hour:02}:00" + ",x" * 28 + "\n" for hour in range(8, 20))
    found = faults(write(tmp_path, f"start,{days}\n{rows}"))
    assert len(found) == 101 and "calls.csv:5:1: and 12 more faults from here on" in found


def test_faults_of_two_kinds_in_one_column_are_counted_apart(tmp_path: Path):
    cells = ["x", "-1", "y", "-2", "it's", "-3", "z", "-4", "w", "-5", "v"]
    found = faults(write(tmp_path, "start,contacts\n" + "".join(f"{n:02}:00,{c}\n" for n, c in enumerate(cells))))
    assert [fault.partition("contacts: ")[2] for fault in found] == [
        "must be a number of contacts, got 'x'",
        "must not be negative, got '-1'",
        "must be a number of contacts, got 'y'",
        "must not be negative, got '-2'",
        'must be a number of contacts, got "it\'s"',
        "must not be negative, got '-3'",
        "and 3 more like it in this column",
        "and 2 more like it in this column",
    ]


def test_rows_of_another_width_are_told_three_times(tmp_path: Path):
    found = faults(write(tmp_path, "start,contacts\n" + "".join(f"{n:02}:00,1,5\n" for n in range(8, 20))))
    assert len(found) == 4 and found[3] == "calls.csv:5:1: and 9 more like it"


# --- titles, separators, formulas, sheets ---


@pytest.mark.parametrize(
    "title", ["Pronóstico de marzo;;\n\n", "Pronóstico de marzo\n", "Plan\nde marzo\n", "Marzo 2026;;\n"]
)
def test_a_title_above_the_names_is_one_fault(tmp_path: Path, title: str):
    line = title.count("\n") + 1
    text = title.partition("\n")[0].rstrip(";")
    assert faults(write(tmp_path, f"{title}Fecha;Hora;Llamadas\n02/03/2026;08:00;3\n13/03/2026;08:00;3\n")) == [
        f"calls.csv:1:1: a title, '{text}', stands above the column names of line {line}: remove it"
    ]


def test_a_title_in_a_workbook_is_one_fault(tmp_path: Path):
    rows: list[list[object]] = [["Plan de marzo"], ["start", "contacts"], [time(8), 1], [time(9), 2]]
    assert faults(workbook(tmp_path, {"Plan": rows})) == [
        "plan.xlsx:1:1: a title, 'Plan de marzo', stands above the column names of line 2: remove it"
    ]


def test_a_column_of_decimal_commas_has_no_title(tmp_path: Path):
    assert read_values(write(tmp_path, "value\n12,5\n13,5\n")).rows == (12.5, 13.5)


@pytest.mark.parametrize("mark", [" ", "  ", "/"])
def test_columns_that_nothing_separates_are_one_fault(tmp_path: Path, mark: str):
    text = PLAIN.replace(",", mark)
    heading = " ".join(f"start{mark}contacts".split())
    assert faults(write(tmp_path, text)) == [
        f"calls.csv:1:1: one column, '{heading}', that seems to be several: separate them by comma, semicolon or tab"
    ]


@pytest.mark.parametrize("mark", "|^~")
def test_a_separator_that_is_not_read_is_named(tmp_path: Path, mark: str):
    text = PLAIN.replace(",", mark)
    assert faults(write(tmp_path, text)) == [
        f"calls.csv:1:1: the columns seem to be separated by '{mark}': separate them by comma, semicolon or tab"
    ]


@pytest.mark.parametrize(
    ("formulas", "message"),
    [
        (
            ["=1+1", 2],
            "2:2: the formula in cell B2 has no stored value: open the workbook in Excel or LibreOffice and save it",
        ),
        (
            [2, "=B2", "=B3"],
            "3:2: 2 formulas have no stored value, the first in cell B3: open the workbook in Excel or LibreOffice and"
            " save it",
        ),
    ],
)
def test_formulas_without_values_are_one_fault(tmp_path: Path, formulas: list[object], message: str):
    rows = [["start", "contacts"], *([time(8 + i), formula] for i, formula in enumerate(formulas))]
    assert faults(workbook(tmp_path, {"Plan": rows})) == [f"plan.xlsx:{message}"]


def test_the_first_sheet_and_the_others_are_named(tmp_path: Path):
    sheets: dict[str, list[list[object]]] = {"Notas": [["texto"]], "Marzo": [["start", "contacts"], [time(8), 1]]}
    path = workbook(tmp_path, sheets)
    first = "no sheet is named, so this is the first one, there are also 'Marzo': plan.xlsx#Marzo"
    assert faults(path) == [f"plan.xlsx#Notas:1:1: the table has column names and no rows below them; {first}"]
    sheets["Notas"] = [["texto", "autor"], ["x", "y"]]
    (fault,) = [one for one in faults(workbook(tmp_path, sheets)) if "'start'" in one]
    assert fault.startswith("plan.xlsx#Notas:1:1: no column 'start'") and fault.endswith(first)


# --- dates as spreadsheets write them ---


@pytest.mark.parametrize(
    "days",
    [
        ("02/03/26", "13/03/26"),
        ("2/3/26", "13/3/26"),
        ("02-mar-2026", "13-mar-2026"),
        ("02-mar-26", "13-Mar-26"),
        ("2-mar.-26", "13-mar.-26"),
        ("2 MAR 2026", "13 mar 2026"),
    ],
)
def test_dates_as_spreadsheets_write_them(tmp_path: Path, days: tuple[str, str]):
    path = write(
        tmp_path, f"fecha;hora;llamadas\n{days[0]};08:00;5\n{days[0]};09:00;6\n{days[1]};08:00;7\n{days[1]};09:00;7\n"
    )
    assert contacts(path) == [(8.0, 5.0), (9.0, 6.0)]


@pytest.mark.parametrize(
    ("word", "month"),
    [
        ("ene", 1),
        ("jan", 1),
        ("abr", 4),
        ("apr", 4),
        ("ago", 8),
        ("aug", 8),
        ("sept", 9),
        ("set", 9),
        ("dic", 12),
        ("dec", 12),
    ],
)
@pytest.mark.parametrize(("short", "year"), [("00", 2000), ("26", 2026), ("69", 2069), ("70", 1970), ("99", 1999)])
def test_months_by_name_and_years_of_two_digits(tmp_path: Path, word: str, month: int, short: str, year: int):
    clock = Clock(Calendar(start=date(year, month, 5), days=1, timezone="UTC"))
    path = write(tmp_path, f"start,contacts\n05-{word}-{short} 08:00,5\n05-{word}-{short} 09:00,5\n")
    assert [row.start for row in read_forecast(path, clock).rows] == [8 * 3600.0, 9 * 3600.0]


# --- rows keep their lines --------------------------------------------------------------------------------------


def test_lines_count_as_in_the_file(tmp_path: Path):
    table = open_table(write(tmp_path, 'a,b\n\n"two\nlines",1\n\n3,4\n'))
    assert [(line.number, line.cells) for line in table.lines] == [(3, ("two\nlines", "1")), (6, ("3", "4"))]
    assert table.header == ("a", "b") and table.header_line == 1


def test_one_column_with_decimal_commas(tmp_path: Path):
    assert read_values(write(tmp_path, "duración\n12,5\n7\n1:30\n")).rows == (12.5, 7.0, 90.0)
