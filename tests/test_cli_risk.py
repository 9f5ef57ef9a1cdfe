"""`ccsim risk`: draws that are what `run` says of them, tables, files, Ctrl-C and refusals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result
from stand_in_engine import at_once, use
from variation_base import TEXT, write

import ccsim as package
from ccsim.cli.main import cli
from ccsim.study import parallel

OWN = """
uncertainty:
  forecast: {change: volume, lognormal: {mean: 100%, cv: 15%}}
  AHT: {change: handle_time, normal: {mean: 0 s, sd: 10 s}}
  staff: {change: agents.team.staffing-=, one_of: {0: 80%, 1: 20%}}
"""
FEW = ("--draws", 24, "--replications", 2)
WRITTEN = ["along.csv", "draws.csv", "quantiles.csv", "report.html", "risk.csv", "risk.json", "risk.png"]


def ccsim(*arguments: Any) -> Result:
    return CliRunner().invoke(cli, list(map(str, arguments)))


def summary(*arguments: Any) -> dict[str, Any]:
    done = ccsim("risk", *arguments, "--json")
    assert done.exit_code == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture
def unsure(small_file: Path) -> Path:
    small_file.write_text(small_file.read_text() + OWN)
    return small_file


# --- what is simulated ------------------------------------------------------------------------------------------


def test_every_draw_is_what_run_says_of_its_changes_and_seed(unsure: Path) -> None:
    """The same digits, target by target; and as it is, the scenario without them."""
    found = package.risk(unsure, draws=24, replications=2)
    plain = json.loads(ccsim("run", unsure, "--json").stdout)
    as_it_is = {one["measure"]: one["mean"] for one in plain["estimates"] if one["scope"] == "all"}
    assert found.measures.set_index("measure").as_it_is.abandonment_rate == as_it_is["abandonment_rate"]
    assert list(found.met.verdict) == [one["verdict"] for one in plain["targets"]]
    for draw in found.draws[:3]:
        changes = [
            change.text for one, value in zip(found.uncertainty.inputs, draw.values, strict=True)
            for change in one.changes(value) if not change.text.endswith("=0")
        ]  # fmt: skip
        options = [part for change in changes for part in ("--set", change)]
        done = ccsim("run", unsure, "--replications", 2, "--seed", draw.seed, "--json", *options)
        assert done.exit_code == 0, done.stderr
        means = {one["measure"]: one["mean"] for one in json.loads(done.stdout)["estimates"] if one["scope"] == "all"}
        rows = found.table[(found.table.draw == draw.number) & (found.table.target == "")].set_index("measure")
        assert rows.estimate.abandonment_rate == means["abandonment_rate"]
        assert rows.estimate.asa == means["asa"]


def test_inputs_fill_their_distributions(unsure: Path) -> None:
    """A Latin hypercube: exactly one draw in each of 40 equally likely parts, whatever the seed."""
    found = package.risk(unsure, draws=40, replications=2, seed=5)
    values = found.table.drop_duplicates("draw")
    one = found.uncertainty.inputs[0].input.law
    parts = np.floor(40 * one.cdf(100 * values.forecast.to_numpy()) + 1e-4).astype(int)
    assert sorted(parts) == list(range(40))
    assert values.staff.sum() == 8
    assert len(set(values.seed)) == 40


def test_another_input_moves_no_draw_of_the_others(unsure: Path) -> None:
    whole = package.risk(unsure, draws=24, replications=2).table.drop_duplicates("draw")
    less = package.risk(unsure, draws=24, replications=2, changes=["uncertainty.AHT=null"]).table.drop_duplicates(
        "draw"
    )
    assert list(whole.forecast) == list(less.forecast) and list(whole.seed) == list(less.seed)
    assert "AHT" not in less


@pytest.mark.slow
def test_the_same_bits_whatever_jobs(unsure: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "POOL_START", 0.0)
    one, two = summary(unsure, *FEW, "--jobs", 1), summary(unsure, *FEW, "--jobs", 2)
    assert one == two
    assert summary(unsure, *FEW, "--seed", 9)["measures"] != one["measures"]


def test_either_engine_says_the_same(unsure: Path) -> None:
    by_reference, compiled = (summary(unsure, *FEW, "--engine", engine) for engine in ("reference", "compiled"))
    assert by_reference["provenance"].pop("engine") == "reference"
    assert compiled["provenance"].pop("engine") == "compiled"
    assert by_reference["targets"] == compiled["targets"] and by_reference["shares"] == compiled["shares"]


@pytest.mark.slow
def test_more_people_make_a_target_more_probable(unsure: Path) -> None:
    """Three calls for the price of one: probabilities rise with staff, and the range of the long run with it."""
    found = [summary(unsure, *FEW, "--set", f"agents.team.staffing={count}") for count in (3, 5, 8)]
    levels = [one["targets"][0]["met_long_run"] for one in found]
    assert levels[0] < 0.1 and levels[2] > 0.9 and sorted(levels) == levels


def test_words_mean_what_stress_means(tmp_path: Path) -> None:
    own = """
uncertainty:
  forecast: {change: volume, lognormal: {mean: 100%, cv: 8%}}
  AHT: {change: handle_time, normal: {mean: 100%, sd: 3%}}
  flu: {change: absence, uniform: {low: 0 points, high: 4 points}}
  waiting: {change: patience, uniform: {low: 90%, high: 110%}}
"""
    found = package.risk(write(tmp_path, TEXT + own), draws=20, replications=2)
    changes = dict(zip(found.inputs.input, found.inputs.changes, strict=True))
    assert changes["forecast"].split("; ") == [
        *(f"contacts.{name}.arrivals*=" for name in ("rated", "hourly", "daily", "forecast")),
        "appointments.session.requests*=",
    ]
    assert changes["AHT"].count("handle_time*=") == 6
    assert changes["flu"] == "agents.shifted.absence+="
    assert changes["waiting"].split("; ") == [f"contacts.{name}.patience*=" for name in ("rated", "hourly", "daily")]
    assert "forecast: not recorded: recorded arrivals are replayed" in found.notes
    assert any(note.startswith("flu: not tabled, listed, plain") for note in found.notes)


# --- what is said -----------------------------------------------------------------------------------------------


def test_the_table(unsure: Path) -> None:
    done = ccsim("risk", unsure, *FEW)
    assert done.exit_code == 0, done.stderr
    table = done.stdout
    assert max(map(len, table.splitlines())) <= 100
    assert "Small team: and if the inputs are not as planned?" in table
    assert "24 draws of 3 inputs · 2 replications of each · as it is: 4 · seed 7" in table
    for name in ("forecast", "AHT", "staff", "eighty_twenty", "few_leave"):
        assert name in table
    assert "WHICH INPUT CARRIES THE RISK" in table and "in the 2 days" in table
    assert "few_leave" in table and "100 % (86 to 100)" in table  # 24 draws do not exclude 14 %
    asked = ccsim("risk", unsure, *FEW, "--measure", "asa of sales").stdout
    assert "asa of sales" in asked and "occupancy" not in asked


def test_long_names_stay_on_the_line(small_file: Path) -> None:
    long = "an input whose name is longer than anybody would ever want to read it"
    group = "team of people who answer whatever comes in from anywhere"
    own = f"\nuncertainty: {{{long}: {{change: agents.{group}.skills.calls*=, normal: {{mean: 100%, sd: 3%}}}}}}\n"
    text = (
        small_file.read_text().replace("[calls, sales]", "{calls: 100%, sales: 100%}").replace("  team:", f"  {group}:")
    )
    small_file.write_text(text.replace("eighty_twenty", "a_target_with_a_name_" * 4) + own)
    done = ccsim("risk", small_file, *FEW, "--measure", f"occupancy of {group}", "--measure", "service_level of calls")
    assert done.exit_code == 0, done.stderr
    assert max(map(len, done.stdout.splitlines())) <= 100
    assert "occupancy of agents team of people who" in done.stdout


def test_numbers_of_the_summary(unsure: Path) -> None:
    found = summary(unsure, *FEW)
    assert (found["draws"], found["draws_asked"], found["replications"]) == (24, 24, 2)
    assert [one["input"] for one in found["inputs"]] == ["forecast", "AHT", "staff"]
    assert [one["distribution"] for one in found["inputs"]] == [
        "lognormal, mean 100%, cv 15%",
        "normal, mean 0 s, sd 10 s",
        "one of, 0 with 80%, 1 with 20%",
    ]
    level = next(one for one in found["measures"] if one["measure"] == "service_level")
    assert level["horizon_low"] < level["horizon_median"] < level["horizon_high"]
    assert level["long_run_low"] < level["long_run_median"] < level["long_run_high"]
    assert level["sd_noise"] == pytest.approx(level["sd_chance"] / np.sqrt(2), rel=0.3)
    target = found["targets"][0]
    assert target["met_long_run_low"] <= target["met_long_run"] <= target["met_long_run_high"]
    shares = [one for one in found["shares"] if one["target"] == "eighty_twenty"]
    assert [one["input"] for one in shares] == ["forecast", "AHT", "staff"]
    assert all(0 <= one["first_low"] <= one["first"] <= one["first_high"] <= 1 for one in shares)
    assert all(one["first"] <= one["total"] for one in shares)


@pytest.mark.slow
def test_files(unsure: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = ccsim("risk", unsure, *FEW, "--out", out)
    assert done.exit_code == 0 and f"wrote {', '.join(WRITTEN)} to {out}" in done.stderr
    written = json.loads((out / "risk.json").read_text())
    assert sorted(written.pop("files")) == WRITTEN
    assert written == summary(unsure, *FEW)
    draws, rows = pd.read_csv(out / "draws.csv"), pd.read_csv(out / "risk.csv")
    assert {"draw", "seed", "forecast", "AHT", "staff", "estimate", "error", "horizons_met"} <= set(draws)
    assert set(rows.target.dropna()) == {"eighty_twenty", "few_leave"} and "first of forecast" in rows
    assert (out / "risk.png").read_bytes().startswith(b"\x89PNG")
    assert ccsim("risk", unsure, *FEW, "--out", out, "--quiet").stderr == ""
    (out / "draws.csv").write_text("mine")
    refused = ccsim("risk", unsure, *FEW, "--out", out)
    assert refused.exit_code == 2 and refused.stdout == "" and "there is a draws.csv already" in refused.stderr


@pytest.mark.slow
def test_targets_per_interval_and_none(unsure: Path, tmp_path: Path) -> None:
    """Per interval there is no one long-run value: a dash, and only the days themselves are judged."""
    per = "targets.eighty_twenty={contact: calls, measure: service_level, at_least: 60%, per: interval, in: 70%}"
    done = ccsim("risk", unsure, *FEW, "--set", per, "--out", tmp_path / "out")
    assert done.exit_code == 0 and "a target per interval or day is judged on the simulated days only" in done.stdout
    for asked in ("measure: wait_p80, at_most: 60 s", "measure: asa, at_most: 1 min, per: day, probability: 60%"):
        way = ccsim("risk", unsure, *FEW, "--set", f"targets={{t: {{{asked}}}}}", "--out", tmp_path / "out")
        assert way.exit_code == 0 and "t: " in way.stdout, way.stderr
    bare = unsure.read_text().split("targets:")[0] + OWN
    unsure.write_text(bare)
    without = ccsim("risk", unsure, *FEW, "--out", tmp_path / "out")
    assert without.exit_code == 0 and "TARGETS" not in without.stdout and "service_level" in without.stdout


def test_inputs_that_do_nothing(small_file: Path) -> None:
    own = "\nuncertainty: {cost: {change: agents.team.cost_per_hour+=, uniform: {low: 0, high: 2}}}\n"
    small_file.write_text(small_file.read_text() + own)
    found = summary(small_file, *FEW)
    cost = [one for one in found["shares"] if one["measure"] == "cost"]
    assert cost[0]["first"] > 0.9
    assert ccsim("risk", small_file, *FEW).exit_code == 0


def test_ctrl_c_keeps_the_draws_that_are_finished(unsure: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped_after(count: int) -> Any:
        done = 0

        def run(model: Any, workload: Any, policy: Any = None) -> Any:
            nonlocal done
            done += 1
            if done > count:
                raise KeyboardInterrupt
            return at_once(model, workload, policy)

        return run

    use(monkeypatch, stopped_after(4 + 2 * 12 + 1))  # as it is, twelve draws, half a draw
    done = ccsim("risk", unsure, *FEW)
    told = "stopped by Ctrl-C: results of the 12 draws, of 24, that were finished"
    assert done.exit_code == 0 and "12 draws of 3 inputs" in done.stdout
    assert f"ccsim: {told}" in done.stderr and f"note: {told}" in done.stdout
    use(monkeypatch, stopped_after(4 + 2 * 3))
    few = ccsim("risk", unsure, *FEW)
    assert few.exit_code == 130 and "stopped before anything was finished" in few.stderr


# --- what cannot be meant ---------------------------------------------------------------------------------------

_FIVE = ", ".join(f"x{i}: {{change: volume, normal: {{mean: 1, sd: 0.1}}}}" for i in range(5))
MANY = f"uncertainty={{{_FIVE}}}"  # beside the three that there are
REFUSED = {
    "no file": (["{folder}/none.yaml"], "none.yaml: no such file"),
    "no file and a bad change": (["{folder}/none.yaml", "--set", "nonsense"], "--set nonsense: expected PATH=VALUE"),
    "a bad change": (["{file}", "--set", "agents.teem.staffing+=1"], "agents.teem: no 'teem' in agents"),
    "nothing uncertain": (["{file}", "--set", "uncertainty=null"], "the scenario says no `uncertainty`"),
    "few draws": (["{file}", "--draws", "19"], "19 is not in the range x>=20"),
    "one replication": (["{file}", "--replications", "1"], "1 is not in the range x>=2"),
    "a range that is none": (["{file}", "--range", "90"], "did you mean '90%'?"),
    "no such measure": (["{file}", "--measure", "assa"], "--measure assa: no such measure (did you mean 'asa'?)"),
    "a quantile": (["{file}", "--measure", "wait_p80"], "a quantile is no mean of replications"),
    "no confidence": (["{file}", "--confidence", "95"], "confidence"),
    "a file for a folder": (["{file}", "--out", "{file}"], "is a file, not a folder"),
    "values refused": (
        ["{file}", "--set", "uncertainty.AHT.normal.sd=80 s"],
        "uncertainty.AHT: contacts.calls.talk_time: the mean is 180 s: '247.219 s' less would leave nothing (at -247.2",
    ),
    "a factor below 0": (
        ["{file}", "--set", "uncertainty.forecast={change: volume, normal: {mean: 100%, sd: 60%}}"],
        "uncertainty.forecast: contacts.calls.arrivals: a factor must be above 0",
    ),
    "inputs that so few draws cannot tell apart": (
        ["{file}", "--draws", "20", "--set", MANY],
        "8 inputs take at least 36 draws to be told apart, got 20",
    ),
    "absence of nobody": (
        ["{file}", "--set", "uncertainty.flu={change: absence, uniform: {low: 0%, high: 4%}}"],
        "uncertainty.flu: all groups are planned by counts: staffing counts are net, absence is off already",
    ),
    "nothing": ([], "Missing argument 'FILE'"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(unsure: Path, tmp_path: Path, case: str) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    arguments, said = REFUSED[case]
    done = ccsim("risk", *(one.replace("{file}", str(unsure)).replace("{folder}", str(empty)) for one in arguments))
    assert done.exit_code == 2 and done.stdout == "", done.output
    assert said in done.stderr


def test_draws_refused_together_are_told_with_all_values(small_file: Path) -> None:
    """Each is possible alone: 4 less 3 is 1; both are not, and nothing runs."""
    own = (
        "\nuncertainty:\n  ill: {change: agents.team.staffing-=, one_of: {0: 50%, 3: 50%}}\n"
        "  left: {change: agents.team.staffing-=, one_of: {0: 50%, 2: 50%}}\n"
    )
    small_file.write_text(small_file.read_text() + own)
    assert ccsim("validate", small_file).exit_code == 0
    done = ccsim("risk", small_file, *FEW)
    assert done.exit_code == 2 and done.stdout == ""
    assert "1 agent is planned, 2 less would be below 0 (with ill = 3, left = 2)" in done.stderr


@pytest.mark.parametrize("command", ["risk", "validate"])
def test_all_faults_of_inputs_at_once_and_nothing_runs(small_file: Path, command: str) -> None:
    own = (
        "\nuncertainty:\n  one: {change: contacts.cals.arrivals*=, normal: {mean: 1, sd: 0.1}}\n"
        "  two: {change: handle_time, normal: {mean: 0 s, sd: 200 s}}\n"
    )
    small_file.write_text(small_file.read_text() + own)
    done = ccsim(command, small_file)
    assert done.exit_code == 2 and done.stdout == ""
    assert all(line.startswith(f"{small_file}:") for line in done.stderr.splitlines())
    assert "uncertainty.one: contacts.cals: no 'cals' in contacts (did you mean 'calls'?)" in done.stderr
    assert "uncertainty.two: contacts.calls" in done.stderr and "contacts.sales.handle_time" in done.stderr
    assert ccsim("run", small_file, "--replications", 2).exit_code == 0, "as it is there is nothing wrong with it"


def test_python(unsure: Path, tmp_path: Path) -> None:
    found = package.risk(unsure, draws=20, replications=2, measures=["asa"])
    assert isinstance(found, package.Risk)
    assert list(found.measures.measure) == ["asa"] and list(found.met.target) == ["eighty_twenty", "few_leave"]
    assert [path.name for path in found.save(tmp_path / "out")] == WRITTEN
    for wrong in ({"draws": 3}, {"replications": 1}, {"central": 1.5}, {"confidence": 2.0}):
        with pytest.raises(package.CcsimError, match=next(iter(wrong))):
            package.risk(unsure, **wrong)  # type: ignore[arg-type]


def test_a_change_that_may_be_a_slip_is_told(unsure: Path) -> None:
    done = ccsim("risk", unsure, *FEW, "--set", "contacts.*.arrivals*=10%")
    assert "\nwith contacts.*.arrivals*=10%\ncareful: contacts.*.arrivals*=10% leaves 10% of it" in done.stdout
