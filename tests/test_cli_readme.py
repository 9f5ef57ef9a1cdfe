"""What the README shows is what happens."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner
from on_terminal import on_terminal

import ccsim
from ccsim.cli.main import COMMANDS, cli
from ccsim.measures.catalogue import MEASURES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(kind):
    return re.findall(rf"```{kind}\n(.*?)```", README, re.S)


def test_console_blocks_show_the_real_output():
    shown = blocks("console")
    assert shown
    for block in shown:
        command, printed = block.split("\n", 1)
        done = CliRunner().invoke(cli, shlex.split(command.removeprefix("$ ccsim ")))
        assert done.exit_code == 0 and done.stdout == printed


def test_the_scenario_is_the_one_that_ships():
    def bare(text):
        return [line.split("#")[0].rstrip() for line in text.splitlines() if line.split("#")[0].strip()]

    assert bare(blocks("yaml")[0]) == bare((ROOT / "scenarios" / "minimal.yaml").read_text(encoding="utf-8"))


def test_every_command_is_described():
    for command in COMMANDS:
        assert f"`ccsim {command}" in README


def test_every_measure_is_named():
    section = README.split("## Results")[1].split("## Python")[0]
    assert [name for name in MEASURES if not re.search(rf"\b{name}\b", section)] == []


def test_the_bank_table_has_the_rows_of_the_scenario():
    shown = README.split("<!-- bank -->")[1].split("<!-- /bank -->")[0]
    scenario = ccsim.load(str(ROOT / "scenarios" / "bank"))
    assert scenario.name in shown
    first_words = {line.split()[0] for line in shown.splitlines() if line.strip()}
    assert {*scenario.contacts, *scenario.agents, *scenario.targets} <= first_words


@pytest.mark.parametrize(
    "example", ["compare", pytest.param("stress", marks=pytest.mark.slow), pytest.param("risk", marks=pytest.mark.slow)]
)
def test_an_example_is_what_comes_out(example, monkeypatch):
    """Whichever engine `auto` takes on this machine."""
    monkeypatch.chdir(ROOT)
    shown = README.split(f"<!-- {example} -->")[1].split(f"<!-- /{example} -->")[0]
    command, printed = (re.findall(rf"```{kind}\n(.*?)```", shown, re.S)[0] for kind in ("bash", "text"))
    done = CliRunner().invoke(cli, shlex.split(command.replace("\\\n", ""))[1:])
    assert done.exit_code == 0, done.stderr

    def bare(text):
        return re.sub("(reference|compiled) engine", "engine", text)

    assert bare(done.stdout) == bare(printed)


def test_the_terminal_is_what_it_shows():
    """Whichever engine `auto` takes on this machine."""
    shown = re.findall(r"```text\n(.*?)```", README.split("<!-- terminal -->")[1].split("<!-- /terminal -->")[0], re.S)[
        0
    ]
    real = on_terminal("run", ROOT / "scenarios" / "minimal.yaml", columns=100, NO_COLOR="1")
    assert re.sub("(reference|compiled) engine", "compiled engine", real) == shown


def test_the_test_command_is_what_ci_runs():
    between = README.split("<!-- test -->")[1].split("<!-- /test -->")[0]
    assert "pytest" in between and between.count("```") == 2


@pytest.mark.slow
def test_the_python_of_the_readme(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scenarios").symlink_to(ROOT / "scenarios")
    code = blocks("python")[0].replace("replications=30, jobs=2", "replications=1")
    names: dict[str, object] = {}
    exec(compile(code, "README.md", "exec"), names)
    assert (tmp_path / "out" / "contacts.parquet").exists()


SECTIONS = (
    "Compare: is the change worth making?",
    "Where planners go wrong",
    "How far to trust it",
    "Commands",
    "Python",
    "Two engines",
    "How fast it is",
)


@pytest.mark.parametrize("section", SECTIONS)
def test_sections(section):
    assert f"\n## {section}\n" in README


def test_the_check_that_fails_is_the_real_one():
    command, printed = blocks_between("check").removeprefix("$ ccsim ").split("\n", 1)
    done = CliRunner().invoke(cli, shlex.split(command))
    assert done.exit_code == 1 and done.stdout == printed


def blocks_between(mark):
    found = README.split(f"<!-- {mark} -->")[1].split(f"<!-- /{mark} -->")[0]
    return re.search(r"```text\n(.*?)```", found, re.S)[1]
