"""The study of staffing: it runs from the top, its plans are changes as typed, its table is in its README."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import pytest

from ccsim.scenario import source
from experiments.staffing.run import BLOCKS, BY_BLOCK, SCENARIO, Plan, main, plain_plans, table

FOLDER = Path(__file__).parents[1] / "experiments" / "staffing"


@pytest.mark.slow
def test_it_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--replications", "2", "--confirm", "2", "--steps", "2", "--jobs", "1", "--out", str(tmp_path)]
    monkeypatch.setattr(sys, "argv", ["run", *options])
    main()
    frame = pd.read_csv(tmp_path / "plans.csv")
    assert list(frame.kind).count(BY_BLOCK) == 2 and len(frame) == 1 + len(plain_plans()) + 2
    assert frame.paid_hours.iloc[0] < frame.paid_hours.iloc[1:].min()
    assert (tmp_path / "plans.png").stat().st_size > 10_000
    printed = capsys.readouterr().out
    assert "+3, all hours" in printed and "blocks are 07:00-10:00" in printed


def test_the_readme_has_rows_of_the_table() -> None:
    shown = (FOLDER / "README.md").read_text(encoding="utf-8").split("```text\n")[1].split("```")[0].splitlines()
    assert set(shown) <= set(table(pd.read_csv(FOLDER / "results" / "plans.csv")))


def test_plans_can_be_typed() -> None:
    bank = source(SCENARIO)
    for plan in (*plain_plans(), Plan(BY_BLOCK, tuple((block, 2) for block in BLOCKS))):
        assert bank.scenario(plan.changes).changes == tuple(plan.changes)
