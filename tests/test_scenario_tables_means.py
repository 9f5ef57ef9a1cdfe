"""Handle times whose means stand in a table beside the volume."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from ccsim.errors import ScenarioError
from ccsim.model import build
from ccsim.model.warnings import describe
from ccsim.scenario import Scenario, from_dict, load
from ccsim.scenario.calendar import Clock
from ccsim.scenario.schema import ByTime, Calendar, Distribution
from ccsim.scenario.table_means import read_means

EIGHT, HALF, NINE = 28_800.0, 30_600.0, 32_400.0


def means(folder: Path, text: str, days: int = 1, role: str = "handle_time", **options: Any) -> dict[float, float]:
    path = folder / "t.csv"
    path.write_text(text, encoding="utf-8")
    return dict(read_means(path, Clock(Calendar(start=date(2026, 3, 2), days=days)), role, **options).rows)


def faults(folder: Path, text: str, days: int = 1, **options: Any) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        means(folder, text, days, **options)
    return str(caught.value).replace(f"{folder}/", "").split("\n")


@pytest.mark.parametrize("name", ["AHT", "TMA", "TMA (s)", "TMO", "Tempo médio de atendimento", "Average Handle Time"])
@pytest.mark.parametrize(("one", "other"), [("275", "280"), ("4:35", "0:04:40"), ("275 s", "4.6666666666666667 min")])
def test_a_column_beside_the_volume(tmp_path: Path, name: str, one: str, other: str) -> None:
    found = means(tmp_path, f"Hora;Volume;{name}\n08:00;30;{one}\n08:30;40;{other}\n")
    assert found == pytest.approx({EIGHT: 275.0, HALF: 280.0})


def test_minutes_where_the_heading_says_so(tmp_path: Path) -> None:
    text = "Hora;Volume;TMA (min)\n08:00;30;4,5\n08:30;40;0:05:00\n09:00;40;300 s\n"
    assert means(tmp_path, text) == {EIGHT: 270.0, HALF: 300.0, NINE: 300.0}


def test_days_that_differ_weigh_by_their_contacts(tmp_path: Path) -> None:
    """08:00: (30 x 200 + 10 x 400) / 40; at 08:30 nobody comes on the second day, whose cell is empty."""
    text = "Data;Hora;Volume;TMA\n2026-03-02;08:00;30;200\n2026-03-02;08:30;5;100\n"
    text += "2026-03-03;08:00;10;400\n2026-03-03;08:30;0;\n"
    assert means(tmp_path, text, days=2) == {EIGHT: 250.0, HALF: 100.0}
    alone = "\n".join(";".join(line.split(";")[:2] + line.split(";")[3:]) for line in text.strip().split("\n"))
    assert means(tmp_path, alone, days=2) == {EIGHT: 300.0, HALF: 100.0}


def test_by_weekday_and_across(tmp_path: Path) -> None:
    text = "dia;hora;volume;tma\nseg;08:00;1;100\nseg;09:00;1;300\nter;08:00;3;200\nter;09:00;1;500\n"
    assert means(tmp_path, text, days=2) == {EIGHT: 175.0, NINE: 400.0}
    across = "Hora;seg;ter\n08:00;100;200\n09:00;300;\n"
    assert means(tmp_path, across, days=2) == {EIGHT: 150.0, NINE: 300.0}


def test_other_columns_and_their_own_names(tmp_path: Path) -> None:
    text = "Hora;Volume;Conversa;Tabulação;X\n08:00;1;200;4;100\n09:00;1;210;6;101\n"
    assert means(tmp_path, text, role="talk_time") == {EIGHT: 200.0, NINE: 210.0}
    assert means(tmp_path, text, role="wrap_up") == {EIGHT: 4.0, NINE: 6.0}
    assert means(tmp_path, text, named={"handle_time": "X"}) == {EIGHT: 100.0, NINE: 101.0}


def test_what_can_only_be_meant_in_another_unit(tmp_path: Path) -> None:
    assert faults(tmp_path, "Hora;Volume;TMA\n08:00;30;4.6\n09:00;3;300\n") == [
        "t.csv:2:3: TMA: a mean of 4.6 s cannot be: where these are minutes, call the column 'TMA (min)'"
    ]
    book = Workbook()
    assert book.active is not None
    for row in (["Hora", "Volume", "TMA"], [time(8), 30, time(4, 35)], [time(8, 30), 10, time(10, 0)]):
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    with pytest.raises(ScenarioError) as caught:
        read_means(tmp_path / "t.xlsx", Clock(Calendar(start=date(2026, 3, 2))), "handle_time")
    assert "a mean of 10 h cannot be, got '10:00:00': 4:35 typed into a spreadsheet is 4 h 35 min" in str(caught.value)


def test_faults_of_the_table(tmp_path: Path) -> None:
    (told,) = faults(tmp_path, "Hora;Volume\n08:00;30\n09:00;3\n")
    assert told.startswith("t.csv:1:1: no column 'handle_time', got 'Hora', 'Volume'; accepted names: handle_time, ")
    assert faults(tmp_path, "Hora;Volume;TMA\n08:00;30;\n09:00;3;x\n") == [
        "t.csv:2:3: TMA: is empty, expected a duration in seconds or mm:ss",
        "t.csv:3:3: TMA: must be a duration in seconds or mm:ss, got 'x'",
    ]
    assert faults(tmp_path, "Hora;Volume;TMA\n08:00;0;\n09:00;0;0\n") == [
        "t.csv:1:1: no row inside the horizon says a handle time"
    ]


# --- in a scenario ----------------------------------------------------------------------------------------------

TEXT = "Hora;Volume;TMA\n08:00;30;200\n08:30;40;300\n"


def said(folder: Path, handle_time: object, **contact: object) -> Scenario:
    (folder / "f.csv").write_text(TEXT, encoding="utf-8")
    calls = {"channel": "voice", "arrivals": {"forecast": "f.csv"}, "patience": "3 min", "handle_time": handle_time}
    whole = {
        "calendar": {"start": "2026-03-02"},
        "opening": {"mon-fri": "08:00-09:00"},
        "channels": {"voice": {"kind": "live"}},
        "contacts": {"calls": {**calls, **contact}},
        "agents": {"team": {"skills": ["calls"], "staffing": 9}},
    }
    return from_dict(whole, folder)


def law(mean: float) -> Distribution:
    return Distribution(family="lognormal", parameters={"mean": mean, "cv": 0.8})


def test_means_of_the_table_with_the_shape_of_the_file(tmp_path: Path) -> None:
    scenario = said(tmp_path, {"table": "f.csv", "lognormal": {"cv": 0.8}})
    assert scenario.contacts["calls"].handle_time == ByTime(
        starts=(0.0, EIGHT, HALF), laws=(law(300.0), law(200.0), law(300.0))
    )
    told = describe(scenario, build(scenario))
    assert any("AHT 200 s to 300 s by time of day (wrap-up included; lognormal, cv 0.8)" in line for line in told)
    assert sum(line.startswith("f.csv: ") for line in told) == 2
    assert any("not read: TMA (handle_time: {table: f.csv, lognormal: {cv: 0.8}} would read it)" in one for one in told)


def test_every_family_with_a_mean(tmp_path: Path) -> None:
    limited = said(tmp_path, {"table": "f.csv", "gamma": {"sd": "60 s"}, "at_most": "20 min"}).contacts["calls"]
    assert isinstance(limited.handle_time, ByTime) and {one.at_most for one in limited.handle_time.laws} == {1200.0}
    assert isinstance(said(tmp_path, {"table": "f.csv", "exponential": {}}).contacts["calls"].handle_time, ByTime)


def test_changes_scale_each(tmp_path: Path) -> None:
    said(tmp_path, "4 min")
    text = (
        "calendar: {start: 2026-03-02}\nopening: {mon-fri: '08:00-09:00'}\nchannels: {voice: {kind: live}}\n"
        "contacts: {calls: {channel: voice, arrivals: {forecast: f.csv}, patience: 3 min, "
        "handle_time: {table: f.csv, lognormal: {cv: 0.8}}}}\nagents: {team: {skills: [calls], staffing: 9}}\n"
    )
    (tmp_path / "s.yaml").write_text(text, encoding="utf-8")
    longer = load(tmp_path / "s.yaml", ["contacts.calls.handle_time+=0:15"]).contacts["calls"].handle_time
    assert isinstance(longer, ByTime) and [one.parameters["mean"] for one in longer.laws] == [315.0, 215.0, 315.0]
    other = load(tmp_path / "s.yaml", ["contacts.calls.handle_time.lognormal.cv=0.5"]).contacts["calls"].handle_time
    assert isinstance(other, ByTime) and {one.parameters["cv"] for one in other.laws} == {0.5}
    plain = load(tmp_path / "s.yaml", ["contacts.calls.handle_time=4 min"]).contacts["calls"].handle_time
    assert plain == Distribution(family="constant", parameters={"value": 240.0})


@pytest.mark.parametrize(
    ("handle_time", "message"),
    [
        ({"table": "f.csv"}, "say the shape beside the table's means, like {table: f.csv, lognormal: {cv: 0.8}}"),
        ({"table": "f.csv", "lognormal": {"mean": "4 min", "cv": 1}}, "lognormal.mean: the table says the means"),
        ({"table": "f.csv", "lognormal": 0.8}, r"lognormal: expected {cv: 0.8} \(or {}\), got 0.8"),
        ({"table": "f.csv", "lognormal": {"cv": -1}}, "lognormal.cv: must not be negative, got -1"),
        ({"table": "f.csv", "gamma": {"cv": 1}, "weibull": {"cv": 1}}, "weibull: a second distribution beside 'gamma'"),
        ({"table": "f.csv", "empirical": {"values": "v.csv"}}, "empirical: cannot stand beside a table of means"),
        ({"table": "f.csv", "lognormal": {"cv": 1}, "colums": {}}, r"colums: .* \(did you mean 'columns'\?\)"),
        ({"table": "g.csv", "lognormal": {"cv": 1}}, "handle_time.table: .*g.csv: no such file"),
    ],
)
def test_refused(tmp_path: Path, handle_time: object, message: str) -> None:
    with pytest.raises(ScenarioError, match=message) as caught:
        said(tmp_path, handle_time)
    assert len(caught.value.faults) == 1


def test_patience_has_no_table(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"patience\.table: unknown distribution"):
        said(tmp_path, "4 min", patience={"table": "f.csv", "lognormal": {"cv": 1}})


# --- what stands beside a table goes with it --------------------------------------------------------------------

BASE = """\
calendar: {start: 2026-03-02}
opening: {mon-fri: "08:00-10:00"}
full_time_week: 44 h
channels: {voice: {kind: live}}
contacts:
  calls:
    channel: voice
    arrivals: {forecast: d.csv, dates: dmy, columns: {contacts: V}}
    patience: 3 min
    handle_time: {table: d.csv, dates: dmy, lognormal: {cv: 0.8}}
agents: {team: {skills: [calls], staffing: d.csv, dates: dmy, columns: {agents: P}}}
"""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    table = "date,start,V,P,AHT\n02/03/2026,08:00,30,4,250\n02/03/2026,09:00,20,5,260\n"
    (tmp_path / "d.csv").write_text(table, encoding="utf-8")
    (tmp_path / "base.yaml").write_text(BASE, encoding="utf-8")
    return tmp_path / "base.yaml"


@pytest.mark.parametrize(
    "change",
    [
        "contacts.calls.arrivals={rate: 40 per h}",
        "contacts.calls.arrivals.per_day=300",
        "agents.team.staffing=5",
        "agents.team.staffing=[1, 2, 3, 4]",
        "agents.team.shifts={day: {agents: 3, from: '08:00', to: '10:00'}}",
        "contacts.calls.handle_time={exponential: {mean: 4:35}}",
        "agents.team.staffing+=1",
        "full_time_week=36 h",
    ],
)
def test_what_stands_beside_a_table_goes_with_it(base: Path, change: str) -> None:
    load(base, [change])


def test_an_overlay_of_another_source(base: Path) -> None:
    top = base.with_name("top.yaml")
    top.write_text("extends: base.yaml\nfull_time_week: null\ncontacts: {calls: {arrivals: {rate: 40 per h}}}\n")
    scenario = load(top)
    assert scenario.contacts["calls"].arrivals is not None and scenario.contacts["calls"].arrivals.rate is not None
    assert load(base).full_time_week == 44 * 3600 and scenario.full_time_week == 40 * 3600


def test_another_table_keeps_what_stands_beside_it(base: Path) -> None:
    (base.parent / "e.csv").write_text("date,start,V\n02/03/2026,08:00,7\n02/03/2026,09:00,8\n", encoding="utf-8")
    arrivals = load(base, [f"contacts.calls.arrivals.forecast={base.parent / 'e.csv'}"]).contacts["calls"].arrivals
    assert arrivals is not None and [row.contacts for row in arrivals.forecast or ()] == [7, 8]


def test_dates_without_a_table_are_still_refused(base: Path) -> None:
    with pytest.raises(ScenarioError, match=r"arrivals\.dates: is for a table of dates"):
        load(base, ["contacts.calls.arrivals={rate: 40 per h, dates: dmy}"])
