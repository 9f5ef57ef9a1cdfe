"""`--set`: a scenario changed without a file, through the commands that take it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ccsim.cli.main import cli


def ccsim(*arguments: Any) -> Result:
    return CliRunner().invoke(cli, list(map(str, arguments)))


def test_a_run_says_what_was_changed(small_file: Path) -> None:
    changes = ("agents.team.staffing[tue]+=2", "contacts.*.arrivals*=110%")
    done = ccsim("run", small_file, "--set", changes[0], "--set", changes[1])
    assert done.exit_code == 0, done.stderr
    assert done.stdout.splitlines()[1] == f"with {changes[0]}, {changes[1]}"


def test_a_changed_run_is_that_of_a_changed_file(small_file: Path) -> None:
    changed = json.loads(ccsim("run", small_file, "--json", "--set", "agents.team.staffing+=1").stdout)
    assert changed["provenance"]["changes"] == ["agents.team.staffing+=1"]
    small_file.write_text(small_file.read_text().replace("staffing: 4", "staffing: 5"))
    written = json.loads(ccsim("run", small_file, "--json").stdout)
    assert written["provenance"].pop("changes") == []
    changed["provenance"].pop("changes")
    typed, said = (run.pop("inputs") for run in (changed, written))  # the sources differ
    assert {one["input"] for one in typed} >= {"agents.team", "contacts.calls"} and len(typed) == len(said)
    assert changed == written


def test_what_is_understood_is_with_the_changes(small_file: Path) -> None:
    done = ccsim("validate", small_file, "--set", "agents.team.staffing=1")
    assert done.exit_code == 0 and done.stdout != ccsim("validate", small_file).stdout


@pytest.mark.parametrize("command", ["run", "validate"])
def test_all_that_cannot_be_changed_is_said_and_nothing_runs(small_file: Path, command: str) -> None:
    done = ccsim(command, small_file, "--set", "agents.teem.staffing+=1", "--set", "contacts.calls.patience=3")
    assert done.exit_code == 2 and done.stdout == ""
    first, second = done.stderr.splitlines()
    assert first == "--set agents.teem.staffing+=1: agents.teem: no 'teem' in agents (did you mean 'team'?)"
    assert second.startswith("--set contacts.calls.patience=3: contacts.calls.patience: ") and "3 s" in second


SLIP = "contacts.*.arrivals*=10%"
CAREFUL = f"{SLIP} leaves 10% of it; 10% more is *=110%"


@pytest.mark.parametrize(
    "command",
    [
        ("run", "--replications", 2),
        ("check", "--max-replications", 20),
        ("stress", "--replications", 2),
        ("compare", "--replications", 2),
        ("compare", "--select", "asa", "--delta", "20 s"),
    ],
)
def test_a_factor_that_is_a_slip_stands_in_the_heading(small_file: Path, command: tuple[Any, ...]) -> None:
    done = ccsim(command[0], small_file, *command[1:], "--set", SLIP)
    assert done.exit_code in (0, 1, 3), done.stderr
    assert done.stdout.count(f"careful: {CAREFUL}") == 1
    sound = ccsim(command[0], small_file, *command[1:], "--set", SLIP.replace("10%", "50%"))
    assert "careful" not in sound.stdout


def test_a_factor_that_is_a_slip_is_a_warning(small_file: Path) -> None:
    assert f"- {CAREFUL}" in ccsim("validate", small_file, "--set", SLIP).stdout
    done = ccsim("run", small_file, "--set", SLIP, "--replications", 1)
    assert f"shown by: ccsim validate {small_file} --set '{SLIP}'" in done.stderr


def test_slips_of_a_files_own_list_and_of_an_experiment(small_file: Path, tmp_path: Path) -> None:
    factor = '{x: {change: "contacts.*.arrivals*=", values: [10%, 90%]}}'
    experiment = f"scenario: small.yaml\nreplications: 2\ndesign: grid\nfactors: {factor}\n"
    (tmp_path / "e.yaml").write_text(experiment)
    done = ccsim("sweep", tmp_path / "e.yaml", "--jobs", 1)
    assert done.exit_code == 0, done.stderr
    assert done.stdout.count(f"careful: {CAREFUL}") == 1
    small_file.write_text(small_file.read_text() + f"stress: {{typo: ['{SLIP}']}}\n")
    assert ccsim("stress", small_file, "--replications", 2).stdout.count(f"careful: {CAREFUL}") == 1


def test_a_markdown_summary_warns_too(small_file: Path, tmp_path: Path) -> None:
    ccsim("check", small_file, "--set", SLIP, "--max-replications", 20, "--markdown", tmp_path / "m.md")
    assert "**Careful:** contacts." in (tmp_path / "m.md").read_text()
