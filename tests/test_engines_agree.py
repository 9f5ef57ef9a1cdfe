"""Both engines write the same day: every decision, and every time to the bit."""

from __future__ import annotations

from pathlib import Path

import pytest
from differ import logs_differ
from generated_worlds import FEATURES
from hand_built import C, Live, Team, Type, center, customers, on_all_day
from numpy.lib.array_utils import byte_bounds

import ccsim
import ccsim.model
import ccsim.workload
from ccsim.engine.compiled.engine import CompiledEngine
from ccsim.engine.compiled.kernel import TABLES, Table
from ccsim.engine.compiled.support import why_not_compiled
from ccsim.engine.simpy_engine import run
from ccsim.errors import NotSupported
from ccsim.model.center import CenterModel
from ccsim.workload.workload import Workload
from experiments.differential.compare import compare
from experiments.differential.run import again
from experiments.differential.worlds import world

SCENARIOS = Path(__file__).parents[1] / "scenarios"

WORLDS = 60
"""Of each kind."""
SEED = 0
"""Others than those of the long run."""


@pytest.mark.parametrize(
    "features", [pytest.param(one, marks=[] if one in ("floors", "lean") else pytest.mark.slow) for one in FEATURES]
)
def test_on_generated_worlds(features: str) -> None:
    """`experiments/differential` looks at thousands of them."""
    for number in range(WORLDS):
        difference = compare(world(number, features, SEED)).difference
        assert not difference, f"{difference}\n{again(number, features, SEED)} --shrink"


def agree(model: CenterModel, workload: Workload) -> None:
    difference = logs_differ(run(model, workload), CompiledEngine(model)(model, workload))
    assert not difference, difference


@pytest.mark.parametrize("name", ["minimal.yaml", "bank", "multichannel", "clinic", "retail_bank"])
def test_on_scenarios(name: str) -> None:
    model = ccsim.model.build(ccsim.load(SCENARIOS / name))
    assert why_not_compiled(model) == ""
    agree(model, ccsim.workload.draw(model, 1999, 1))


@pytest.mark.parametrize("name", ["bank", "clinic"])
def test_one_engine_runs_day_after_day(name: str) -> None:
    model = ccsim.model.build(ccsim.load(SCENARIOS / name))
    engine = CompiledEngine(model)
    workloads = [ccsim.workload.draw(model, 7, replication) for replication in (2, 3)]
    days = [engine(model, workload) for workload in workloads]
    for workload, logs in zip(workloads, days, strict=True):  # the first day's are as they were, too
        difference = logs_differ(run(model, workload), logs)
        assert not difference, difference


def test_work_that_ends_after_all_time() -> None:
    """The winner tree has 62 bits for ticks where there are two leaves: 139,000 years. Later the engine says so."""
    model = center([Live()], [Type(0)], [Team((0,), duties=on_all_day(1))])
    years = 365 * 86_400.0
    for talk in (130_000 * years, 150_000 * years):
        workload, _ = customers(model, [C(0, 10.0, talk)])
        if talk < 139_000 * years:
            agree(model, workload)
        else:
            with pytest.raises(NotSupported, match=r"139,\d{3} years after .*'reference' can go on"):
                CompiledEngine(model)(model, workload)


@pytest.mark.parametrize("name", ["bank", "retail_bank"])
def test_what_kernels_write_has_memory_of_its_own(name: str) -> None:
    """LLVM is told so (`ccsim.engine.compiled.fields`). Columns, which are read only, may share theirs."""
    model = ccsim.model.build(ccsim.load(SCENARIOS / name))
    engine, workload = CompiledEngine(model), ccsim.workload.draw(model, 7, 1)
    engine(model, workload)
    tables = engine._staying | engine._tables(workload) | engine._pages.tables(engine._pages.new())
    places = {name: byte_bounds(table) for name, table in tables.items() if table.size}
    assert len(places) > 30
    for one, (begin, end) in places.items():
        for other, (first, last) in places.items():
            if one != other and isinstance(TABLES[one], Table):
                assert end <= first or last <= begin, (one, other)


def test_an_engine_takes_its_own_model_only() -> None:
    bank = ccsim.model.build(ccsim.load(SCENARIOS / "bank"))
    clinic = ccsim.model.build(ccsim.load(SCENARIOS / "clinic"))
    with pytest.raises(ValueError, match="another model"):
        CompiledEngine(bank)(clinic, ccsim.workload.draw(bank, 1, 1))
    with pytest.raises(ValueError, match="story"):
        CompiledEngine(bank)(bank, ccsim.workload.draw(bank, 1, 1), story=object())
