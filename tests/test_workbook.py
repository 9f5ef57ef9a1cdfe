"""Workbooks: what stands in the cells are the numbers of the results, typed, in any language's spreadsheet."""

from __future__ import annotations

import datetime
import errno
import io
import json
import math
import textwrap
import zipfile

import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook

import ccsim
from ccsim.cli.main import cli
from ccsim.errors import OutputError, ResultsError
from ccsim.study import whole_file
from ccsim.workbook import save as saving
from ccsim.workbook import save_workbook
from ccsim.workbook.sheet import Column, Sheet

ROOT = __file__.rpartition("/tests/")[0]


def rows(sheet):
    """Rows by title."""
    titles, *others = sheet.iter_rows(values_only=True)
    return [dict(zip(titles, row, strict=True)) for row in others]


@pytest.fixture(scope="module")
def bank(tmp_path_factory):
    scenario = ccsim.load(f"{ROOT}/scenarios/retail_bank", changes=["calendar.days=2"])
    result = ccsim.simulate(scenario, replications=3)
    return result, load_workbook(save_workbook(result, tmp_path_factory.mktemp("bank") / "bank.xlsx"))


@pytest.mark.slow
def test_the_sheets_of_a_run(bank):
    _, book = bank
    tables = ["Contacts", "Customers", "Appointments", "Self-service", "Agents", "Skills", "Cost"]
    assert book.sheetnames == [
        *("About", "Targets", "Measures"),
        *(f"{table} by day" for table in tables),
        *(f"{table} by interval" for table in tables if table != "Skills"),  # who answered what is told by day
        *("Waits", "Inputs"),
    ]
    for sheet in book:
        assert sheet.freeze_panes.endswith("2") and sheet.auto_filter.ref == sheet.dimensions
        assert all(cell.font.bold and cell.value for cell in sheet[1])
    assert book["Contacts by interval"].freeze_panes == "E2"
    about = {row["what"]: row["value"] for row in rows(book["About"]) if row["what"]}
    assert about["scenario"] == "Retail bank, a spring week" and about["seed"] == 2026
    assert about["changes"] == "calendar.days=2" and about["confidence"] == 0.95


def test_inputs_are_a_sheet_with_how_they_are_known(bank):
    result, book = bank
    found = {row["input"]: row for row in rows(book["Inputs"])}
    assert len(found) == len(result.summary()["inputs"])
    assert found["appointments.advice.no_show.day_cv"]["evidence"] == "measured"
    assert found["demand.intraday"]["grounds"].startswith("a large US bank's call log")
    assert found["agents.account_team.staffing"]["evidence"] == "decided"
    assert found["diary.csv"]["evidence"] == "how a table was read"


def test_a_row_an_interval_and_a_column_a_measure(bank):
    result, book = bank
    sheet = book["Contacts by interval"]
    read = rows(sheet)
    row = next(one for one in read if (one["name"], str(one["start"])) == ("account_call", "10:30:00"))
    at = f"{row['date']:%Y-%m-%d} {row['start']:%H:%M}"
    assert isinstance(row["date"], datetime.datetime) and isinstance(row["start"], datetime.time)
    for title, measure in (("asa (s)", "asa"), ("service_level", "service_level"), ("offered", "offered")):
        expected = result.estimates.get("contact", "account_call", measure, at).mean
        assert row[title] == pytest.approx(expected, rel=1e-14)
    table = result.measures
    own = table[(table["interval"].str.len() > 10) & (table["measure"] == "offered")]
    assert len(read) == len(own)
    assert sum(one["offered"] for one in read) == pytest.approx(own["mean"].sum())
    formats = {cell.value: below.number_format for cell, below in zip(sheet[1], sheet[60], strict=True)}
    assert formats["service_level"] == "0.0%" and formats["asa (s)"] == "#,##0.0" and formats["start"] == "hh:mm"
    assert sheet["A60"].is_date


def test_a_row_a_day(bank):
    result, book = bank
    agents = {(str(one["date"].date()), one["name"]): one for one in rows(book["Agents by day"])}
    for name, scope in (("all", "all"), ("advisers", "agents")):
        expected = result.estimates.get(scope, name, "cost_staff", "2026-03-03").mean
        assert agents["2026-03-03", name]["cost_staff (USD)"] == pytest.approx(expected, rel=1e-14)
    assert len(agents) == 2 * (1 + len(result.scenario.agents))
    cost = rows(book["Cost by day"])
    assert [one["cost (USD)"] for one in cost] == pytest.approx(
        [result.estimates.get("all", "all", "cost", day).mean for day in ("2026-03-02", "2026-03-03")]
    )


def test_measures_and_targets_with_their_units(bank):
    result, book = bank
    read = {(one["scope"], one["name"], one["measure"]): one for one in rows(book["Measures"])}
    horizon = [row for row in result.estimates.rows() if row.interval == "" and row.scope != "day"]
    assert len(read) == len(horizon)
    for row in horizon:
        found = read[row.scope, row.name, row.measure]
        for key in ("mean", "low", "high"):
            expected = getattr(row, key)
            assert found[key] is None if math.isnan(expected) else found[key] == pytest.approx(expected, rel=1e-14)
    assert read["all", "all", "cost"]["unit"] == "USD" and read["all", "all", "occupancy"]["unit"] == "%"
    targets = rows(book["Targets"])
    assert [one["target"] for one in targets] == [one.name for one in result.targets]
    assert [one["verdict"] for one in targets] == [one.verdict for one in result.targets]
    shares = {row[0].value: row[7].number_format for row in book["Targets"].iter_rows(min_row=2)}
    assert shares["voice_80_20"] == "0.0%" and shares["counter"] == "#,##0.0"


def test_a_small_scenario_has_no_empty_sheets_and_columns(small_file, tmp_path):
    result = ccsim.simulate(ccsim.load(small_file), replications=1)
    book = load_workbook(save_workbook(result, tmp_path / "small.xlsx"))
    assert not {"Appointments by day", "Customers by day", "Self-service by interval"} & set(book.sheetnames)
    for sheet in book:
        for column in sheet.iter_cols(min_row=2, values_only=True):
            keys = sheet.title in (
                "About",
                "Targets",
                "Measures",
                "Waits",
                "Inputs",
            )  # one replication has no low and high
            assert keys or any(one is not None for one in column)


def test_the_same_results_make_the_same_bytes(small_file, tmp_path):
    result = ccsim.simulate(ccsim.load(small_file), replications=2)
    first = save_workbook(result, tmp_path / "a.xlsx").read_bytes()
    again = save_workbook(ccsim.simulate(ccsim.load(small_file), replications=2), tmp_path / "b.xlsx").read_bytes()
    assert first == again
    assert save_workbook(result, tmp_path / "a.xlsx").read_bytes() == first


def test_from_a_folder_it_is_the_same(small_file, tmp_path):
    result = ccsim.simulate(ccsim.load(small_file), replications=2)
    result.save(tmp_path / "out")
    from_folder = save_workbook(tmp_path / "out", tmp_path / "a.xlsx").read_bytes()
    assert from_folder == save_workbook(result, tmp_path / "b.xlsx").read_bytes()
    with pytest.raises(ResultsError, match="no results"):
        save_workbook(tmp_path / "nowhere", tmp_path / "c.xlsx")


def test_names_are_text_never_formulas(small_file, tmp_path):
    small_file.write_text(small_file.read_text().replace("name: Small team", 'name: "=1+1"'), encoding="utf-8")
    book = load_workbook(save_workbook(ccsim.simulate(ccsim.load(small_file), replications=2), tmp_path / "a.xlsx"))
    assert book["About"]["B2"].value == "=1+1" and book["About"]["B2"].data_type == "s"


def test_what_a_cell_cannot_hold():
    values = [math.nan, math.inf, None, "", "a\x01b", True]
    raw = saving.packed([Sheet("one", (Column("x", values), Column("=y", list(range(6)), "integer")))])
    assert raw == saving.packed([Sheet("one", (Column("x", values), Column("=y", list(range(6)), "integer")))])
    sheet = load_workbook(io.BytesIO(raw))["one"]
    assert [cell.value for cell in sheet["A"]] == ["x", None, None, None, None, "a?b", "yes"]
    assert sheet["B1"].data_type == "s"


def test_more_rows_than_a_sheet_holds(small_file, tmp_path, monkeypatch):
    monkeypatch.setattr(saving, "MOST_ROWS", 40)
    result = ccsim.simulate(ccsim.load(small_file), replications=1)
    with pytest.raises(OutputError, match=r"sheet 'Measures' would have \d+ rows, and a workbook holds 39"):
        save_workbook(result, tmp_path / "a.xlsx")
    assert not (tmp_path / "a.xlsx").exists()


def run(file, *more):
    return CliRunner().invoke(cli, ["run", str(file), "--replications", "2", "--jobs", "1", *map(str, more)])


def test_run_writes_it_beside_or_without_a_folder(small_file, tmp_path):
    done = run(small_file, "--xlsx", tmp_path / "a.xlsx", "--out", tmp_path / "out")
    assert done.exit_code == 0 and f"wrote {tmp_path / 'a.xlsx'}" in done.stderr
    files = sorted(one.name for one in (tmp_path / "out").iterdir())
    assert files == ["measures.csv", "report.html", "summary.json", "waits.csv"]
    assert run(small_file, "--xlsx", tmp_path / "a.xlsx", "--quiet").stderr == ""  # replaces its own
    done = run(small_file, "--trace", "calls/2026-03-02T10:30/1", "--xlsx", tmp_path / "b.xlsx")
    assert done.exit_code == 2 and "--trace tells of one customer and has no --json, --out, --xlsx" in done.stderr


def test_files_that_are_left_alone(small_file, tmp_path):
    mine = tmp_path / "mine.xlsx"
    book = Workbook()
    book.active["A1"] = "mine"
    book.save(mine)
    edited = tmp_path / "edited.xlsx"
    assert run(small_file, "--xlsx", edited).exit_code == 0
    opened = load_workbook(edited)
    opened["About"]["B2"] = "my note"
    opened.save(edited)
    (tmp_path / "no.xlsx").write_text("no archive")
    before = {one.name: one.read_bytes() for one in tmp_path.iterdir()}
    for name, says in (
        ("mine.xlsx", "ccsim did not write it, or it was changed since"),
        ("edited.xlsx", "ccsim did not write it, or it was changed since"),
        ("no.xlsx", "ccsim did not write it"),
        ("a.csv", "the name of a workbook must end in .xlsx"),
        ("mine.xlsx/a.xlsx", "is a file, not a folder"),
    ):
        done = run(small_file, "--xlsx", tmp_path / name)
        assert done.exit_code == 2 and says in done.stderr and done.stdout == ""
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == before


def test_a_full_disk_leaves_what_was_there(small_file, tmp_path, monkeypatch):
    result = ccsim.simulate(ccsim.load(small_file), replications=2)
    path = save_workbook(result, tmp_path / "a.xlsx")
    before = path.read_bytes()

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(whole_file.os, "fdopen", full)
    with pytest.raises(OutputError, match="No space left"):
        save_workbook(result, path)
    assert path.read_bytes() == before and list(tmp_path.glob(".ccsim*")) == []


def test_a_comparison(small_file, tmp_path):
    done = CliRunner().invoke(
        cli,
        [
            *("compare", str(small_file), "--with", "one more: agents.team.staffing+=1", "--replications", "3"),
            *("--json", "--jobs", "1", "--xlsx", str(tmp_path / "a.xlsx")),
        ],
    )
    assert done.exit_code == 0, done.output
    book = load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["About", "Verdicts", "Differences", "Targets", "Measures"]
    said = json.loads(done.stdout)["alternatives"][0]
    read = rows(book["Differences"])
    assert [one["measure"] for one in read] == [one["measure"] for one in said["differences"]]
    for one, expected in zip(read, said["differences"], strict=True):
        assert one["difference"] == pytest.approx(expected["difference"], rel=1e-14)
        assert one["verdict"] == expected["verdict"]
    verdict = rows(book["Verdicts"])[0]
    assert verdict["in words"] == said["sentence"] and verdict["changes"] == "agents.team.staffing+=1"
    assert verdict["fingerprint"] == said["provenance"]["fingerprint"]
    assert {one["system"] for one in rows(book["Measures"])} == {"Small team", "one more"}
    number = {cell.value: place for place, cell in enumerate(book["Differences"][1])}["difference"]
    formats = {row[3].value: row[number].number_format for row in book["Differences"].iter_rows(min_row=2)}
    assert formats["service_level"] == "0.0%" and formats["cost"] == "#,##0.00"


def test_a_selection(small_file, tmp_path):
    done = CliRunner().invoke(
        cli,
        [
            *(
                "compare",
                str(small_file),
                "--with",
                "two more: agents.team.staffing+=2",
                "--select",
                "abandonment_rate",
            ),
            *("--delta", "10 points", "--jobs", "1", "--xlsx", str(tmp_path / "a.xlsx")),
        ],
    )
    assert done.exit_code == 0, done.output
    read = rows(load_workbook(tmp_path / "a.xlsx")["Systems"])
    assert [one["system"] for one in read] == ["Small team", "two more"] and {one["best"] for one in read} == {
        "yes",
        "no",
    }


def test_a_stress_test(small_file, tmp_path):
    done = CliRunner().invoke(
        cli, ["stress", str(small_file), "--replications", "3", "--jobs", "1", "--xlsx", str(tmp_path / "a.xlsx")]
    )
    assert done.exit_code == 0, done.output
    book = load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["About", "Lines", "Differences", "Targets"]
    lines = rows(book["Lines"])
    assert lines[0]["line"] and any(one["group"] == "team" for one in lines)
    assert any(title.startswith("gain (points per") for title in lines[0])


@pytest.mark.slow
def test_a_risk_analysis(small_file, tmp_path):
    small_file.write_text(
        small_file.read_text() + "uncertainty: {load: {change: volume, uniform: {low: 90%, high: 110%}}}"
    )
    command = ["risk", str(small_file), "--draws", "20", "--replications", "2", "--jobs", "1"]
    done = CliRunner().invoke(cli, [*command, "--xlsx", str(tmp_path / "a.xlsx")])
    assert done.exit_code == 0, done.output
    book = load_workbook(tmp_path / "a.xlsx")
    parts = ["Targets", "Measures", "Shares", "Inputs", "Quantiles", "Along inputs", "Draws"]
    assert book.sheetnames == ["About", *parts]
    assert [one["target"] for one in rows(book["Targets"])] == ["eighty_twenty", "few_leave"]
    assert {one["load"] for one in rows(book["Draws"])} == {one["load"] for one in rows(book["Draws"]) if one["seed"]}
    assert rows(book["Inputs"])[0]["distribution"] == "uniform, low 90%, high 110%"


def test_a_sweep(small_file, tmp_path):
    experiment = tmp_path / "experiment.yaml"
    text = """
        name: Patience
        scenario: small.yaml
        design: grid
        factors:
          patience: {path: contacts.calls.patience, values: [2 min, 4 min]}
        measures: [abandonment_rate, asa]
        replications: 2
    """
    experiment.write_text(textwrap.dedent(text), encoding="utf-8")
    done = CliRunner().invoke(cli, ["sweep", str(experiment), "--jobs", "1", "--xlsx", str(tmp_path / "a.xlsx")])
    assert done.exit_code == 0, done.output
    book = load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["About", "Points", "Results", "Effects"]
    points = rows(book["Points"])
    assert [one["point"] for one in points] == [1, 2] and [one["patience"] for one in points] == [120, 240]
    assert all(one["asa (s)"] > 0 and 0 < one["abandonment_rate"] < 1 for one in points)


def test_any_program_can_open_it(small_file, tmp_path):
    path = save_workbook(ccsim.simulate(ccsim.load(small_file), replications=1), tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None and archive.namelist()[0] == "[Content_Types].xml"
        assert archive.comment == saving.MARK
