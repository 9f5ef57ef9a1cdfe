"""What is said of a scenario that is not there, and of an alternative without a change: what may have been meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from ccsim.cli.main import cli


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "bank").mkdir()
    (tmp_path / "bank" / "scenario.yaml").write_text("name: Bank\n", encoding="utf-8")
    (tmp_path / "minimal.yaml").write_text("name: Minimal\n", encoding="utf-8")
    (tmp_path / "notes").mkdir()
    (tmp_path / "README.md").write_text("", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("bnak", "bnak: no such file (did you mean 'bank'?)"),
        ("minimal", "minimal: no such file (did you mean 'minimal.yaml'?)"),
        ("readme", "readme: no such file"),
        ("nowhere/bank", "bank: no such file"),
        ("", ": a folder without a scenario.yaml; inside are bank, minimal.yaml"),
        ("notes", "notes: a folder without a scenario.yaml"),
    ],
)
def test_scenarios_that_may_have_been_meant(folder: Path, name: str, wanted: str) -> None:
    done = CliRunner().invoke(cli, ["run", str(folder / name)])
    assert done.exit_code == 2 and done.stderr.rstrip().endswith(wanted)


def test_of_many_scenarios_the_first_are_named(tmp_path: Path) -> None:
    for number in range(10):
        (tmp_path / f"s{number}.yaml").write_text("", encoding="utf-8")
    done = CliRunner().invoke(cli, ["run", str(tmp_path)])
    assert done.stderr.endswith("inside are s0.yaml, s1.yaml, s2.yaml, s3.yaml, s4.yaml, s5.yaml, s6.yaml, s7.yaml "
                                "and 2 more\n")  # fmt: skip


def test_an_alternative_without_a_change_gets_an_example(folder: Path) -> None:
    done = CliRunner().invoke(cli, ["compare", str(folder / "minimal.yaml"), "--with", "two more on Mondays"])
    assert done.exit_code == 2
    example = "for example --with 'two more on Mondays: agents.voice.staffing[mon]+=2'"
    assert "got 'two more on Mondays'; " + example in done.stderr
