"""The study of reminders: its commands run from the top, and what its README shows is what they print."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

import ccsim
from ccsim.cli.main import cli
from ccsim.scenario import fingerprint
from ccsim.study.comparison import Comparison
from experiments.reminders.run import ASKED, FOLDER, NONE, TARGET, compared, main, table

ROOT = Path(__file__).parents[1]
README = (FOLDER / "README.md").read_text(encoding="utf-8")
TABLES = ("policies", "beyond")


def block(mark: str) -> str:
    found = re.search(rf"<!-- {mark} -->\n```\w+\n(.*?)```\n<!-- /{mark} -->", README, re.S)
    assert found is not None, mark
    return found[1]


def commands(name: str) -> list[list[str]]:
    """Words of the commands `ccsim NAME` of the README, `*` taken as a shell does."""
    found = [shlex.split(line)[1:] for line in block("commands").splitlines() if line.startswith(f"ccsim {name} ")]
    return [[part for word in words for part in opened(word)] for words in found]


def opened(word: str) -> list[str]:
    return sorted(str(file.relative_to(ROOT)) for file in ROOT.glob(word)) if word.endswith("/*.yaml") else [word]


def printed(words: list[str], *more: str) -> list[str]:
    done = CliRunner().invoke(cli, [*words, *more, "--quiet"])
    assert done.exit_code == 0, done.stderr
    return done.stdout.splitlines()


def run(monkeypatch: pytest.MonkeyPatch, *options: str) -> None:
    monkeypatch.setattr(sys, "argv", ["run", *options])
    main()


@pytest.mark.slow
def test_with_other_replications(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two policies of a folder, so that it is soon done; as the README has it all of them run below."""
    said: list[Comparison] = []

    def of_two(files: list[Path], replications: int | None, jobs: int) -> Comparison:
        said.append(compared(files[:2], replications, jobs))
        return said[-1]

    monkeypatch.setattr("experiments.reminders.run.compared", of_two)
    run(monkeypatch, "--replications", "2", "--jobs", "1", "--out", str(tmp_path))
    assert [one.base.replications for one in said] == [2, 2]
    for folder in TABLES:
        assert len(pd.read_csv(tmp_path / f"{folder}.csv")) == 1 + 2


@pytest.mark.parametrize("folder", TABLES)
def test_the_readme_has_the_table_that_was_printed(folder: str) -> None:
    assert block(folder).splitlines() == table(pd.read_csv(FOLDER / "results" / f"{folder}.csv"))


@pytest.mark.parametrize("words", [one for one in commands("compare") if "--select" not in one], ids=lambda one: one[2])
def test_a_comparison_runs(words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert printed(words, "--replications", "2")[0].startswith("Clinic, no reminders: ")


def test_every_policy_says_what_it_changes() -> None:
    """No two alike beside their names, none the same as reminding nobody; the target is the one that is drawn."""
    files = [NONE, *(file for folder in TABLES for file in (FOLDER / folder).glob("*.yaml"))]
    scenarios = [ccsim.load(file) for file in files]
    assert len({one.name for one in scenarios}) == len(files)
    assert len({fingerprint(one.model_copy(update={"name": "same"})) for one in scenarios}) == len(files)
    assert [one.targets[TARGET].at_most for one in scenarios] == [pytest.approx(ASKED / 100)] * len(files)


@pytest.mark.slow
def test_the_tables_are_what_comes_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, "--jobs", "1", "--out", str(tmp_path))
    shown = capsys.readouterr().out
    for folder in TABLES:
        assert block(folder) in shown
        assert (tmp_path / f"{folder}.csv").read_text() == (FOLDER / "results" / f"{folder}.csv").read_text()
        frame = pd.read_csv(tmp_path / f"{folder}.csv")
        assert len(frame) == 1 + len(list((FOLDER / folder).glob("*.yaml")))
        assert frame.no_shows.is_monotonic_decreasing
    assert 10_000 < (tmp_path / "policies.png").stat().st_size < 150_000
    assert shown.count("nobody is reminded") == len(TABLES)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["stress", "sweep"])
def test_what_would_change_the_answer(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (words,) = commands(name)
    assert set(block(name).splitlines()) <= set(printed(words))


@pytest.mark.slow
def test_the_best_for_each_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Overbooking and all three messages, which the README calls as good: not told apart, all else behind."""
    monkeypatch.chdir(ROOT)
    (words,) = [one for one in commands("compare") if "--select" in one]
    said = " ".join(" ".join(printed(words)).split())
    assert "not told apart by 0.2 of cost_per_kept: overbooking 20 % (selected) · all three; cost and targets" in said
