"""The study of routing under overload: files that agree, and a README that shows what comes out."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from ccsim.cli.main import cli
from ccsim.scenario import load, source
from ccsim.scenario.load import fingerprint
from ccsim.scenario.schema import Scenario
from ccsim.study.sweep import sweep
from ccsim.study.sweep_file import read_experiment
from ccsim.study.sweep_plan import planned
from experiments.overload.picture import STYLES, main, table, widths

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "experiments" / "overload"
README = (FOLDER / "README.md").read_text(encoding="utf-8")
BASE = ROOT / "scenarios" / "multichannel"
SWEEPS = ("experiment", "delays", "assumptions")


def meant(scenario: Scenario) -> str:
    """The fingerprint of what it says, whatever it is called."""
    return fingerprint(scenario.model_copy(update={"name": "", "changes": ()}))


def overlays() -> dict[str, str]:
    """What strategies say, by their names."""
    loaded = [load(file) for file in sorted((FOLDER / "strategies").glob("*.yaml"))]
    return {one.name: meant(one) for one in loaded}


def run(command: str) -> Result:
    """A command as typed into a shell at the top of the repository."""
    typed = shlex.split(command.replace("\\\n", ""))
    given = [str(file) for word in typed[1:] for file in (sorted(Path().glob(word)) if "/*" in word else [word])]
    done = CliRunner().invoke(cli, given)
    assert typed[0] == "ccsim" and done.exit_code == 0, done.stderr
    return done


def shown(command: str) -> str:
    """What the README shows after a command."""
    return README.split(command)[1].split("```text\n")[1].split("```")[0]


def commands() -> list[str]:
    """Blocks to copy."""
    found: list[str] = re.findall(r"```bash\n(.*?)```", README, re.S)
    return found


def test_the_sweep_has_the_strategies_of_the_files() -> None:
    strategy = read_experiment(FOLDER / "experiment.yaml").factors[1]
    center = source(BASE)
    typed = {level.text: meant(center.scenario(level.changes, idle=True)) for level in strategy.levels}
    assert typed.pop("as planned") == meant(center.scenario())
    assert typed == overlays()
    assert set(STYLES) == {*typed, "as planned"} - {"pooled, by deadline"}


@pytest.mark.parametrize("name", SWEEPS)
def test_sweeps_can_be_run(name: str) -> None:
    assert len(planned(read_experiment(FOLDER / f"{name}.yaml")).points) > 9


def test_strategies_of_the_other_sweeps_are_those_of_the_files() -> None:
    by_name = overlays()
    for name, told in (("delays", {"0 s": "help at once", "30 s": "help after 30 s"}), ("assumptions", {})):
        experiment = read_experiment(FOLDER / f"{name}.yaml")
        factor = next(one for one in experiment.factors if one.name in ("delay", "strategy"))
        for level in factor.levels:
            called = told.get(level.text, level.text)
            if called in by_name:
                made = experiment.scenario.scenario(level.changes, idle=True)
                assert meant(made) == by_name[called], called
    assert {"own group", "help at once", "pooled"} <= by_name.keys()


@pytest.mark.slow
def test_table_and_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    text = (FOLDER / "experiment.yaml").read_text(encoding="utf-8")
    for said, instead in (
        ("../../scenarios/multichannel", str(BASE)),
        ("[100%, 110%, 120%, 130%, 140%, 150%, 160%]", "[100%, 140%]"),
        ("replications: 60", "replications: 2"),
    ):
        assert said in text
        text = text.replace(said, instead)
    file = tmp_path / "experiment.yaml"
    file.write_text(text, encoding="utf-8")
    sweep(file, out=tmp_path / "overload")
    monkeypatch.setattr(sys, "argv", ["picture", str(tmp_path / "overload"), "--out", str(tmp_path)])
    main()
    printed = capsys.readouterr().out
    found = pd.read_csv(tmp_path / "strategies.csv")
    assert len(found) == 14 and "\n".join(table(found)) in printed and "volume +40 %" in printed
    assert (found.worst_off <= found.technical).all() and found.mails[0] > 0.99
    assert (tmp_path / "strategies.png").stat().st_size > 10_000


def test_the_readme_has_the_table_of_the_results() -> None:
    found = pd.read_csv(FOLDER / "results" / "strategies.csv")
    assert "\n".join(table(found)) + "\n```" in README
    assert widths(found).removeprefix("± ") in README


def test_the_readme_tells_how() -> None:
    one, best, sweeps = commands()
    assert one.startswith("ccsim compare ") and best.startswith("ccsim compare ") and "--select" in best
    assert [line.split(" --")[0] for line in sweeps.splitlines()] == [
        "ccsim sweep experiments/overload/experiment.yaml",
        "python -m experiments.overload.picture overload",
        "ccsim sweep experiments/overload/delays.yaml",
        "ccsim sweep experiments/overload/assumptions.yaml",
    ]


@pytest.mark.slow
@pytest.mark.parametrize("number", [0, 1])
def test_comparisons_are_what_comes_out(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever engine `auto` takes on this machine."""
    monkeypatch.chdir(ROOT)
    command = commands()[number]

    def bare(text: str) -> str:
        return re.sub("(reference|compiled) engine", "engine", text)

    assert bare(run(command).stdout) == bare(shown(command))


@pytest.mark.slow
@pytest.mark.parametrize(("name", "heading"), [("delays", "    volume  delay"), ("assumptions", "    world")])
def test_lines_of_sweeps_are_what_comes_out(name: str, heading: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    blocks: list[str] = re.findall(r"```text\n(.*?)```", README, re.S)
    told = next(block for block in blocks if heading in block).splitlines()
    printed = run(f"ccsim sweep experiments/overload/{name}.yaml").stdout.splitlines()
    lines = [line.removeprefix("  ") if name == "delays" else line for line in told]  # in a list, so indented
    assert {line for line in lines if line.strip()} <= set(printed)
