"""Columns in English, Spanish and Portuguese, columns by their own names, and columns of days that nothing names."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ccsim.errors import ScenarioError
from ccsim.scenario.calendar import Clock
from ccsim.scenario.schema import Calendar
from ccsim.scenario.table_dates import is_date, parse_time_or_range, parse_weekdays
from ccsim.scenario.table_names import ALIASES, accepted_names, plain, without_unit
from ccsim.scenario.tables import Reading, read_diary, read_forecast, read_staffing, read_trace

MONDAY = date(2026, 3, 2)


def clock(days: int = 3) -> Clock:
    return Clock(Calendar(start=MONDAY, days=days))


def table(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "t.csv"
    path.write_bytes(text.encode(encoding))
    return path


def forecast(folder: Path, text: str, days: int = 3, encoding: str = "utf-8", **options: Any) -> Reading[Any]:
    return read_forecast(table(folder, text, encoding), clock(days), **options)


def faults(folder: Path, text: str, days: int = 3, **options: Any) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        forecast(folder, text, days, **options)
    return str(caught.value).replace(f"{folder}/", "").split("\n")


def contacts(reading: Reading[Any]) -> list[tuple[float, float]]:
    return [(row.start / 3600, row.contacts) for row in reading.rows]


DATED = "{};{};{}\n2026-03-02;08:00;30\n2026-03-02;08:30;40\n2026-03-03;08:00;5\n2026-03-03;08:30;6\n"
BY_DATE = [(8, 30), (8.5, 40), (32, 5), (32.5, 6)]


@pytest.mark.parametrize(
    "names",
    [
        ("Data", "Início", "Volume"),
        ("DATA", "Inicio", "Ligações"),
        ("data", "hora", "ligacoes"),
        ("Data", "Intervalo", "Chamadas"),
        ("Dia", "Horário", "Contatos"),
        ("Data", "Faixa Horária", "Chats"),
        ("Data", "Hora Início", "Chamadas Recebidas"),
        ("Data", "Hora de início", "Volume previsto"),
        ("Fecha", "Franja", "Llamadas (previstas)"),
        ("Date", "Time", "Calls"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_headers_in_three_languages(tmp_path: Path, names: tuple[str, ...], encoding: str) -> None:
    found = forecast(tmp_path, DATED.format(*names), days=2, encoding=encoding)
    assert contacts(found) == BY_DATE
    assert found.warnings == () and found.assumed == ()


@pytest.mark.parametrize("name", ["Agentes", "Operadores", "Atendentes", "Pessoas", "Posições", "Headcount"])
def test_agents_in_portuguese(tmp_path: Path, name: str) -> None:
    text = DATED.format("Data", "Hora", name)
    assert [row.agents for row in read_staffing(table(tmp_path, text), clock(2)).rows] == [30, 40, 5, 6]


def test_a_diary_in_portuguese(tmp_path: Path) -> None:
    text = "Data da consulta;Vagas ocupadas;Antecedência\n2026-03-02 09:00;2;3\n"
    (row,) = read_diary(table(tmp_path, text), clock(), 14 * 86_400.0).rows
    assert (row.slot, row.places, row.lead_time) == (9 * 3600.0, 2, 3 * 86_400.0)


def test_a_trace_in_portuguese(tmp_path: Path) -> None:
    text = "Data/Hora;Tempo de conversa\n02/mar/2026 09:00;4:30\n"
    (row,) = read_trace(table(tmp_path, text), clock()).rows
    assert (row.start, row.talk_time) == (9 * 3600.0, 270.0)


def test_names_are_plain_and_none_stands_twice_for_a_role() -> None:
    for role, names in ALIASES.items():
        assert list(names) == [plain(name) for name in names], role
        assert len(set(names)) == len(names), role
    assert without_unit("TMA (s)") == "tma" and without_unit("Volume [chamadas]") == "volume"
    assert without_unit("(s)") == "" and plain("Início_do dia") == "inicio do dia"
    assert accepted_names("date") == "date, fecha, data, dia, day"
    assert accepted_names("contacts").endswith(" ...")


# --- weekdays and months ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("seg", "mon"),
        ("ter", "tue"),
        ("qua", "wed"),
        ("qui", "thu"),
        ("sex", "fri"),
        ("sáb", "sat"),
        ("sab.", "sat"),
        ("dom", "sun"),
        ("mar", "tue"),  # martes: Portuguese has no such day
        ("Segunda-feira", "mon"),
        ("terça", "tue"),
        ("3ª feira", "tue"),
        ("Quinta-Feira", "thu"),
        ("SÁBADO", "sat"),
        ("seg-sex", "mon tue wed thu fri"),
        ("seg a sex", "mon tue wed thu fri"),
        ("de segunda a sexta-feira", "mon tue wed thu fri"),
        ("seg até qua", "mon tue wed"),
        ("sábado e domingo", ""),
        ("feira", ""),
        ("janeiro", ""),
    ],
)
def test_weekdays_in_portuguese(text: str, days: str) -> None:
    assert " ".join(parse_weekdays(text) or ()) == days


def test_a_table_by_portuguese_weekday(tmp_path: Path) -> None:
    found = forecast(tmp_path, "Dia da semana;Hora;Chamadas\nseg;8:00;1\nseg;9:00;2\nter-qua;8:00;3\n")
    assert contacts(found) == [(8, 1), (9, 2), (32, 3), (56, 3)]


def test_days_across_in_portuguese(tmp_path: Path) -> None:
    found = forecast(tmp_path, "Hora;seg;ter;qua;Total\n08:00;1;2;3;6\n09:00;4;5;6;15\nSoma;5;7;9;21\n")
    assert contacts(found) == [(8, 1), (9, 4), (32, 2), (33, 5), (56, 3), (57, 6)]


@pytest.mark.parametrize("month", [("fev", 2), ("abr", 4), ("mai", 5), ("set", 9), ("out", 10), ("dez", 12)])
def test_months_in_portuguese(tmp_path: Path, month: tuple[str, int]) -> None:
    name, number = month
    here = Clock(Calendar(start=date(2026, number, 2), days=1))
    read = read_forecast(table(tmp_path, f"Data;Hora;Chamadas\n02/{name}/2026;08:00;7\n02-{name}-26;09:00;8\n"), here)
    assert contacts(read) == [(8, 7), (9, 8)]


@pytest.mark.parametrize("text", ["08:00 às 08:30", "8h00 a 8h30", "08:00 até 08:30", "8:00 to 8:30", "8:00 - 8:30"])
def test_ranges_in_words(text: str) -> None:
    assert parse_time_or_range(text) == (8 * 3600.0, 8.5 * 3600.0)


def test_morning_is_no_range() -> None:
    assert parse_time_or_range("8:00 a m") == parse_time_or_range("8:00 a. m.") == (8 * 3600.0, None)


# --- a day that nothing names -----------------------------------------------------------------------------------


def test_a_column_of_dates_that_nothing_names_is_told_instead_of_what_follows(tmp_path: Path) -> None:
    text = DATED.format("Jornada", "Hora", "Chamadas")
    assert faults(tmp_path, text) == [
        "t.csv:1:1: column 'Jornada' holds dates, and its name does not say so: call it one of date, fecha, data, dia, "
        "day, or say `columns: {date: Jornada}` beside the table in the scenario"
    ]


def test_also_where_there_is_only_one_day_so_that_nothing_repeats(tmp_path: Path) -> None:
    (told,) = faults(tmp_path, "Jornada;Hora;Chamadas\n2026-03-02;08:00;30\n2026-03-02;08:30;40\n")
    assert told.startswith("t.csv:1:1: column 'Jornada' holds dates")
    (told,) = faults(tmp_path, "Turma;Hora;Chamadas\nseg;08:00;30\nter;08:00;40\n")
    assert told.startswith(
        "t.csv:1:1: column 'Turma' holds weekdays, and its name does not say so: call it one of week"
    )
    (told,) = faults(tmp_path, ";Hora;Chamadas\n2026-03-02;08:00;30\n")
    assert told.startswith("t.csv:1:1: column 1, which has no name, holds dates") and "columns:" not in told


def test_a_trace_too(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"column 'Jornada' holds dates, and its name does not say so"):
        read_trace(table(tmp_path, "Jornada,Hora\n2026-03-02,09:00\n"), clock())


def test_dates_of_something_else_do_not_matter_where_the_day_is_said(tmp_path: Path) -> None:
    text = "Data;Hora;Chamadas;Atualizado\n2026-03-02;08:00;30;2026-01-05\n2026-03-02;09:00;3;2026-01-05\n"
    assert contacts(forecast(tmp_path, text, days=1)) == [(8, 30), (9, 3)]
    assert is_date("20260302") and is_date("02-mar-2026") and is_date("2026-03-02 00:00:00")
    assert not any(map(is_date, ("20269902", "2026-03-02 08:00", "12", "x", "", None, 5, "10000001")))


def test_the_date_goes_before_its_weekday(tmp_path: Path) -> None:
    text = "Data;Dia;Hora;Chamadas\n" + "".join(
        f"2026-03-0{day};{name};{hour}:00;{volume}\n"
        for day, name in ((2, "segunda"), (3, "terça"))
        for hour, volume in ((8, 30), (9, 40))
    )
    found = forecast(tmp_path, text, days=2)
    assert [row.contacts for row in found.rows] == [30, 40, 30, 40] and "not read: Dia" in found.understood
    named = forecast(tmp_path, text.replace("Dia;", "Dia da semana;"), days=2)
    assert named.rows == found.rows and "not read: Dia da semana" in named.understood


def test_rows_without_a_day_hold_every_day_and_that_is_said(tmp_path: Path) -> None:
    text = "Hora;Chamadas\n08:00;30\n08:30;40\n"
    assert forecast(tmp_path, text).assumed == (
        "t.csv names no date and no weekday: its rows are taken for each of the 3 days",
    )
    assert forecast(tmp_path, text, days=1).assumed == ()
    staffing = table(tmp_path, text.replace("Chamadas", "Agentes"))
    assert len(read_staffing(staffing, clock()).assumed) == 1 and read_staffing(staffing, clock(1)).assumed == ()


# --- columns by their own names ---------------------------------------------------------------------------------


def test_columns_by_their_own_names(tmp_path: Path) -> None:
    text = DATED.format("Jornada", "Faixa X", "Volumetria")
    named = {"date": "jornada", "start": "Faixa X", "contacts": "Volumetria"}
    found = forecast(tmp_path, text, days=2, named=named)
    assert contacts(found) == BY_DATE
    assert "columns Jornada (date), Faixa X (start), Volumetria (contacts)" in found.understood


def test_one_of_two_that_could_be_meant(tmp_path: Path) -> None:
    text = "Hora;Ofrecidas;Previsto;Llamadas\n08:00;1;2;3\n"
    assert faults(tmp_path, text, days=1, named={}) == [
        "t.csv:1:1: columns 'Ofrecidas' and 'Llamadas' could each be 'contacts': rename or remove one, or say "
        "`columns: {contacts: ...}` beside the table in the scenario"
    ]
    more = text + "09:00;4;5;6\n"
    assert contacts(forecast(tmp_path, more, days=1, named={"contacts": "Previsto"})) == [(8, 2), (9, 5)]


def test_names_that_are_not_there(tmp_path: Path) -> None:
    text = "Hora;Chamadas\n08:00;1\n"
    assert faults(tmp_path, text, days=1, named={"contact": "Chamadas", "start": "Horas"}) == [
        "t.csv: columns: {contact: Chamadas}: nothing called 'contact' is read from this table (did you mean "
        "'contacts'?)",
        "t.csv:1:1: columns: {start: Horas}: no column 'Horas' (did you mean 'Hora'?)",
    ]
