"""Both engines write the same day: every decision, and every time to the bit."""

from __future__ import annotations

from pathlib import Path

import pytest
from differ import logs_differ
from generated_center import World as Center
from generated_floors import World, floors
from generated_journeys import worlds
from hypothesis import HealthCheck, Phase, given, seed, settings

import ccsim
import ccsim.model
import ccsim.workload
from ccsim.engine.compiled.engine import CompiledEngine
from ccsim.engine.compiled.support import why_not_compiled
from ccsim.engine.simpy_engine import run
from ccsim.model.center import CenterModel
from ccsim.workload.workload import Workload

SCENARIOS = Path(__file__).parents[1] / "scenarios"

alike = settings(
    max_examples=50,
    deadline=None,
    database=None,
    phases=[phase for phase in Phase if phase is not Phase.explain],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


def agree(model: CenterModel, workload: Workload) -> None:
    difference = logs_differ(run(model, workload), CompiledEngine(model)(model, workload))
    assert not difference, difference


@pytest.mark.parametrize("number", range(1, 5))
def test_on_generated_floors(number: int):
    @seed(number)
    @alike
    @given(floors())
    def same_day(world: World) -> None:
        agree(world.model, world.workload)

    same_day()


@pytest.mark.parametrize("number", range(5, 7))
def test_on_journeys_self_service_and_live_rules(number: int):
    @seed(number)
    @alike
    @given(worlds())
    def same_day(world: Center) -> None:
        assert why_not_compiled(world.model) == ""
        agree(world.model, world.workload)

    same_day()


@pytest.mark.parametrize("name", ["bank"])
def test_on_scenarios(name: str):
    model = ccsim.model.build(ccsim.load(SCENARIOS / name))
    assert why_not_compiled(model) == ""
    agree(model, ccsim.workload.draw(model, 1999, 1))


def test_one_engine_runs_day_after_day():
    model = ccsim.model.build(ccsim.load(SCENARIOS / "bank"))
    engine = CompiledEngine(model)
    workloads = [ccsim.workload.draw(model, 7, replication) for replication in (2, 3)]
    days = [engine(model, workload) for workload in workloads]
    for workload, logs in zip(workloads, days, strict=True):  # the first day's are as they were, too
        difference = logs_differ(run(model, workload), logs)
        assert not difference, difference


def test_an_engine_takes_its_own_model_only():
    bank = ccsim.model.build(ccsim.load(SCENARIOS / "bank"))
    clinic = ccsim.model.build(ccsim.load(SCENARIOS / "clinic"))
    with pytest.raises(ValueError, match="another model"):
        CompiledEngine(bank)(clinic, ccsim.workload.draw(bank, 1, 1))
    with pytest.raises(ValueError, match="story"):
        CompiledEngine(bank)(bank, ccsim.workload.draw(bank, 1, 1), story=object())
