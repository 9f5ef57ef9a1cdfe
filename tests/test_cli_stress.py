"""`ccsim stress`: its lines, each of which is what `ccsim run --set` says; its table, files and refusals."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner, Result
from stand_in_engine import at_once, use
from variation_base import TEXT, write

import ccsim as package
from ccsim.cli.main import cli
from ccsim.engine.compiled.machine import is_ready
from ccsim.study import parallel

OWN = """\
stress:
  campaign: [contacts.rated.arrivals*=150%]
  flu: [agents.shifted.absence=40%, "agents.tabled.staffing[mon]-=2"]
"""
STANDARD = ["volume +10 %", "volume -10 %", "AHT +15 s", "AHT -15 s", "absence +3 points"]
REMINDERS = ["without reminder day_before", "without reminder two_hours"]
GROUPS = [f"one {what} in {group}" for group in ("tabled", "listed", "plain", "shifted") for what in ("more", "less")]


def ccsim(*arguments: Any) -> Result:
    return CliRunner().invoke(cli, list(map(str, arguments)))


def stressed(*arguments: Any) -> dict[str, Any]:
    done = ccsim("stress", *arguments, "--json")
    assert done.exit_code == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def lines(*arguments: Any) -> dict[str, dict[str, Any]]:
    return {row["line"]: row for row in stressed(*arguments)["lines"]}


@pytest.fixture
def varied(tmp_path: Path) -> Path:
    return write(tmp_path)


@pytest.fixture
def pooled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "POOL_START", 0.0)


# --- what the lines are -----------------------------------------------------------------------------------------


def test_the_standard_list(varied: Path) -> None:
    found = lines(varied, "--replications", 2)
    assert list(found) == ["as it is", *STANDARD, *REMINDERS, *GROUPS]
    assert [row["kind"] for row in found.values()] == ["as_it_is", *["what_if"] * 7, *["one_more", "one_less"] * 4]
    assert found["without reminder two_hours"]["changes"] == "reminders.two_hours=null"
    assert found["AHT -15 s"]["changes"] == "contacts.*.handle_time-=15 s"
    assert found["absence +3 points"]["changes"] == "agents.shifted.absence+=3%"
    assert found["one more in tabled"]["changes"] == "agents.tabled.staffing+=1"
    assert found["one less in shifted"]["changes"] == "agents.shifted.shifts.early.agents-=1"


def test_a_list_of_its_own_comes_instead_and_groups_stay(tmp_path: Path) -> None:
    found = lines(write(tmp_path, TEXT + OWN), "--replications", 2)
    assert list(found) == ["as it is", "campaign", "flu", *GROUPS]
    assert found["flu"]["changes"] == "agents.shifted.absence=40%; agents.tabled.staffing[mon]-=2"


@pytest.mark.slow
def test_every_line_is_what_run_says_of_the_same_change(tmp_path: Path) -> None:
    """The same digits: estimates, targets, paid hours."""
    file = write(tmp_path, TEXT + OWN)
    standard = lines(file, "--replications", 2, "--set", "stress=null")
    found = {**standard, **lines(file, "--replications", 2)}
    assert len(found) == 18
    for name, row in found.items():
        options = [part for change in row["changes"].split("; ") if change for part in ("--set", change)]
        done = ccsim("run", file, "--replications", 2, "--json", *options)
        assert done.exit_code == 0, (name, done.stderr)
        summary = json.loads(done.stdout)
        means = {one["measure"]: one["mean"] for one in summary["estimates"] if one["scope"] == "all"}
        measures = ("service_level", "abandonment_rate", "no_show_rate", "cost", "paid_hours")
        assert [row[measure] for measure in measures] == [means[measure] for measure in measures], name
        for verdict in ("met", "missed", "uncertain"):
            assert row[verdict] == ", ".join(one["name"] for one in summary["targets"] if one["verdict"] == verdict), (
                name
            )


def test_differences_are_those_of_compare(small_file: Path) -> None:
    found = package.stress(small_file)
    row = found.table.set_index("line").loc["one more in team"]
    more = package.load(small_file, changes=["agents.team.staffing+=1"])
    pair = package.compare(package.load(small_file), more, measures=["service_level", "cost"])
    level, cost = pair.differences.difference
    assert (row.service_level_difference, row.cost_difference) == (level, cost)
    assert row.gain == pytest.approx(100 * level / (cost / 1000))
    wider = row.service_level_high - row.service_level_low
    assert wider > pair.differences.high[0] - pair.differences.low[0]  # 18 intervals hold together, not 2


def test_one_agent_on_all_planned_hours(small_file: Path) -> None:
    """Four hours on each of two mornings: eight paid hours of which overtime hides little."""
    found = lines(small_file)
    hours = {name: row["paid_hours"] for name, row in found.items()}
    assert hours["one more in team"] - hours["as it is"] == pytest.approx(8, abs=0.3)
    assert hours["as it is"] - hours["one less in team"] == pytest.approx(8, abs=0.5)


def test_one_agent_on_the_largest_shift(tmp_path: Path) -> None:
    shifts = (
        'early: {agents: 5, days: mon-fri, from: "08:00", to: "12:00"}, '
        'half: {agents: 5, days: mon, from: "08:00", to: "12:00"}, few: {agents: 1, from: "08:00", to: "12:00"}'
    )
    text = re.sub(r"shifts: \{early.*\}\}\}", f"shifts: {{{shifts}}}", TEXT)
    row = lines(write(tmp_path, text), "--replications", 2)["one more in shifted"]
    assert row["changes"] == "agents.shifted.shifts.early.agents+=1"
    assert row["said"] == "shift early (5 people, mon-fri 08:00-12:00)"


def test_more_volume_is_worse_and_more_people_are_better(small_file: Path) -> None:
    found = lines(small_file, "--replications", 40)
    level = {name: (row["service_level_low"], row["service_level_high"]) for name, row in found.items()}
    for worse in ("volume +10 %", "AHT +15 s", "one less in team"):
        assert level[worse][1] < 0
    for better in ("volume -10 %", "AHT -15 s", "one more in team"):
        assert level[better][0] > 0
    assert found["one more in team"]["gain_low"] > 0 and found["one less in team"]["gain_low"] > 0
    assert found["volume +10 %"]["gain"] is None


def test_what_is_missed_by_more_is_not_as_it_is(small_file: Path) -> None:
    told = " ".join(ccsim("stress", small_file, "--replications", 10).stdout.split())
    assert "misses eighty_twenty by more (" in told


def test_which_target_breaks(small_file: Path) -> None:
    small_file.write_text(small_file.read_text().replace("at_least: 80%", "at_least: 42%"))
    found = lines(small_file, "--replications", 40)
    assert found["as it is"]["met"] == "eighty_twenty, few_leave"
    assert found["one less in team"]["breaks"] == "eighty_twenty" == found["one less in team"]["missed"]
    table = ccsim("stress", small_file, "--replications", 40).stdout
    assert re.search(r"^-1 team .* breaks eighty_twenty$", table, re.M)
    assert "eighty_twenty: breaks with one less in team" in " ".join(table.split())
    assert "met as it is and in every line: few_leave" in table


# --- how it is printed, written, repeated -----------------------------------------------------------------------


def test_the_table(varied: Path) -> None:
    done = ccsim("stress", varied, "--replications", 3, "--set", "currency=EUR")
    assert done.exit_code == 0, done.stderr
    shown = done.stdout.splitlines()
    assert shown[:2] == ["Varied: what if", "with currency=EUR"]
    assert max(map(len, shown)) <= 100
    assert "seed 1 " in done.stdout and "SL per 1,000 EUR" in done.stdout and "cost EUR" in done.stdout
    for label in ("WHAT IF", "as it is", *STANDARD, *REMINDERS, "ONE AGENT", "+1 shifted", "-1 tabled", "TARGETS"):
        assert any(line.startswith(label) for line in shown), label
    words = " ".join(done.stdout.split())
    assert "one agent: on all planned hours of tabled, listed, plain; shift early (5 people, mon-fri" in words


def test_a_change_beforehand_is_in_every_line(small_file: Path) -> None:
    one, two = lines(small_file), lines(small_file, "--set", "agents.team.staffing=5")
    assert two["as it is"]["service_level"] == one["one more in team"]["service_level"]
    assert two["one less in team"]["cost"] == one["as it is"]["cost"]


@pytest.mark.slow
def test_the_same_from_two_processes(varied: Path, pooled: None) -> None:
    one, two = (stressed(varied, "--replications", 3, "--jobs", jobs) for jobs in (1, 2))
    assert one == two


@pytest.mark.slow
def test_the_same_from_both_engines(varied: Path) -> None:
    one, two = (package.stress(varied, replications=2, engine=engine) for engine in ("reference", "compiled"))
    pd.testing.assert_frame_equal(one.table, two.table, check_exact=True)
    assert is_ready() and (one.base.engine, two.base.engine) == ("reference", "compiled")


def test_another_seed_and_confidence(small_file: Path) -> None:
    one, two = stressed(small_file), stressed(small_file, "--seed", 8)
    assert (one["seed"], two["seed"]) == (7, 8) and one["lines"] != two["lines"]
    less = stressed(small_file, "--confidence", "80%")["lines"][1]
    assert less["service_level_low"] > one["lines"][1]["service_level_low"]


def test_files(small_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = ccsim("stress", small_file, "--out", out)
    assert done.exit_code == 0 and f"wrote report.html, stress.csv, stress.json to {out}" in done.stderr
    written, rows = json.loads((out / "stress.json").read_text()), pd.read_csv(out / "stress.csv")
    assert [row["line"] for row in written["lines"]] == list(rows.line)
    assert written.pop("files") and written == stressed(small_file)
    assert ccsim("stress", small_file, "--out", out, "--quiet").stderr == ""
    (out / "stress.csv").write_text("mine")
    refused = ccsim("stress", small_file, "--out", out)
    assert refused.exit_code == 2 and refused.stdout == "" and "there is a stress.csv already" in refused.stderr
    assert (out / "stress.csv").read_text() == "mine"


def test_ctrl_c_keeps_what_all_lines_have(small_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(model: Any, workload: Any, policy: Any = None) -> Any:
        if workload.replication == 3 and len(model.agents) > 4:
            raise KeyboardInterrupt
        return at_once(model, workload, policy)

    use(monkeypatch, stopped)
    done = ccsim("stress", small_file)
    assert done.exit_code == 0 and "2 replications of each line" in done.stdout
    told = "stopped by Ctrl-C: results of the 2 replications that all systems had finished"
    assert f"ccsim: {told}" in done.stderr and f"note: {told}" in done.stdout


# --- what cannot be meant ---------------------------------------------------------------------------------------

REFUSED = {
    "no file": (["{folder}/none.yaml"], "none.yaml: no such file"),
    "a folder without one": (["{folder}"], "a folder without a scenario.yaml"),
    "no file and a bad change": (["{folder}/none.yaml", "--set", "nonsense"], "--set nonsense: expected PATH=VALUE"),
    "a bad change": (["{file}", "--set", "agents.teem.staffing+=1"], "agents.teem: no 'teem' in agents"),
    "one replication": (["{file}", "--replications", "1"], "1 is not in the range x>=2"),
    "a seed below 0": (["{file}", "--seed", "-1"], "-1 is not in the range x>=0"),
    "no processes": (["{file}", "--jobs", "0"], "0 is not in the range x>=1"),
    "no such engine": (["{file}", "--engine", "fast"], "'fast' is not one of"),
    "no confidence": (["{file}", "--confidence", "95"], "confidence"),
    "no such option": (["{file}", "--measure", "asa"], "No such option"),
    "a file for a folder": (["{file}", "--out", "{file}"], "is a file, not a folder"),
    "nothing": ([], "Missing argument 'FILE'"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(small_file: Path, tmp_path: Path, case: str) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    arguments, said = REFUSED[case]
    done = ccsim("stress", *(one.format(file=small_file, folder=empty) for one in arguments))
    assert done.exit_code == 2 and done.stdout == "", done.output
    assert said in done.stderr


@pytest.mark.parametrize("command", ["stress", "validate"])
def test_all_faults_of_a_list_at_once_and_nothing_runs(small_file: Path, command: str) -> None:
    own = "\nstress:\n  one: [contacts.cals.arrivals*=2]\n  two: [nonsense, agents.team.staffing-=9]\n"
    small_file.write_text(small_file.read_text() + own)
    done = ccsim(command, small_file)
    assert done.exit_code == 2 and done.stdout == ""
    told = done.stderr.splitlines()
    assert len(told) == 3 and all(line.startswith(f"{small_file}:") for line in told)
    assert "no 'cals' in contacts (did you mean 'calls'?)" in done.stderr and "'nonsense'" in done.stderr
    assert "4 agents are planned, 9 less would be below 0" in done.stderr


def test_python(small_file: Path, tmp_path: Path) -> None:
    found = package.stress(str(small_file), replications=2, changes=["agents.team.staffing+=1"])
    assert isinstance(found, package.Stress)
    assert found.table.line.iloc[0] == "as it is" and found.base.scenario.changes == ("agents.team.staffing+=1",)
    assert [path.name for path in found.save(tmp_path / "out")] == ["report.html", "stress.csv", "stress.json"]
    with pytest.raises(package.CcsimError, match="at least 2 replications"):
        package.stress(small_file, replications=1)
    with pytest.raises(package.ScenarioError, match="no 'teem' in agents"):
        package.stress(small_file, changes=["agents.teem.staffing+=1"])
