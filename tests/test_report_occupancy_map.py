"""Occupancy over the week: times at which hardly anybody is on duty are hatched, with their values kept."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

import ccsim
from ccsim.report.load import occupancy_by_weekday
from ccsim.report.occupancy_map import hardly_anyone, occupancy, usual
from ccsim.report.run import run_of

ROOT = Path(__file__).parents[1]


def test_hardly_anyone_is_measured_by_the_group() -> None:
    rows = [
        *(("big", 11.0, 10.0), ("big", 9.0, 10.0), ("big", 2.6, 3.0), ("big", 1.4, 3.0)),  # a quarter of 5.8 is 1.45
        *(("big", 4.9, 0.0), ("big", 2.8, 0.0)),  # called in by a rule; past the end of shifts
        *(("one", 1.0, 1.0), ("one", 0.3, 0.3), ("one", 0.3, 0.0)),
    ]
    table = pd.DataFrame(rows, columns=["name", "agents_on_duty", "agents_scheduled"])
    few = hardly_anyone(table, usual(table))
    assert few[table["name"] == "one"].tolist() == [False, False, True]
    assert few[table["name"] == "big"].tolist() == [False, False, False, True, False, True]


def test_the_tail_after_closing_is_hatched() -> None:
    """No dark cell is left whose plan has nobody; the table beside it still has every one."""
    run = run_of(ccsim.simulate(ccsim.load(ROOT / "scenarios" / "multichannel", ["calendar.days=2"]), replications=2))
    figure, table = occupancy(run.measures), occupancy_by_weekday(run.measures)
    assert figure is not None
    heat, hatches = figure["data"]
    few = hardly_anyone(table, usual(table))
    assert 0 < few.sum() == len(hatches["x"]) and len(figure["rows"]) == len(table)
    assert sum(value is not None for row in heat["z"] for value in row) == len(table) - few.sum()
    assert all(said["$word"] == "occupancy_few" and 0 <= share <= 1 for share, said in hatches["customdata"])
    tails = table[few & (table["agents_scheduled"] == 0)]
    assert len(tails) and (tails["mean"] > 0.9).all()  # what had been darkest
