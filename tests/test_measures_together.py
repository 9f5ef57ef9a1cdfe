"""Replications that are measured together have the measures that each has alone, to the bit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from measures_by_hand import C, Ch, Team, Type, center, history
from measures_differ import measures_differ

from ccsim.engine.logs import Logs, Outcome, Presence
from ccsim.engine.simpy_engine import run
from ccsim.measures import Measures, Meter
from ccsim.model import CenterModel, build
from ccsim.scenario import load
from ccsim.workload import Workload, draw

SCENARIOS = Path(__file__).parents[1] / "scenarios"


def as_alone(model: CenterModel, runs: Sequence[tuple[Workload, Logs]]) -> list[Measures]:
    """The measures of all, read together and found to be those of each."""
    meter = Meter(model, (10.0, 60.0))
    together = meter.measures([meter.count(workload, logs) for workload, logs in runs])
    for (workload, logs), measures in zip(runs, together, strict=True):
        assert not measures_differ(meter.read(workload, logs), measures)
    return together


@pytest.mark.slow
@pytest.mark.parametrize("name", ["minimal.yaml", "bank", "multichannel", "clinic", "retail_bank"])
def test_together_as_alone(name: str) -> None:
    model = build(load(str(SCENARIOS / name)))
    runs = [(workload, run(model, workload)) for workload in (draw(model, 5, number) for number in (1, 2))]
    as_alone(model, runs)


def test_each_has_its_own_end_and_agents() -> None:
    """By hand: nobody came, a warm-up that swallows a contact, and two agents' contacts at a time."""
    model = center(
        (Ch(cost_per_second=0.1), Ch(live=False)),
        (Type(lost_value=3.0), Type("mail", 1)),
        (Team(agents=2, capacity=2, cost_per_hour=20.0),),
        warm_up=600.0,
    )
    duty = [(0, Presence.ON_DUTY, 0.0, 3600.0)]
    served = C(700.0, answered=700.0, talk_end=900.0, handled=960.0, resolved=True)
    early = C(60.0, answered=60.0, talk_end=100.0, handled=120.0)
    waits = C(800.0, Outcome.BACKLOG, waited=True, type=1)
    runs = [
        history(model, [], presence=duty, replication=1),
        history(model, [early, served, waits], presence=duty, work=[(0, 0, 60.0, 120.0), (0, 1, 700.0, 960.0)]),
        history(
            model,
            [served, C(900.0, Outcome.ABANDONED, left=930.0, waited=True), waits],
            presence=duty,
            work=[(0, 0, 700.0, 960.0), (0, 0, 800.0, 1000.0)],
            end=9000.0,
            replication=3,
        ),
    ]
    none, one, both = as_alone(model, runs)
    assert [each.value("all", "all", "arrived") for each in (none, one, both)] == [0.0, 2.0, 3.0]
    assert [each.value("agents", "team", "idle") for each in (none, one, both)] == [3000.0, 2740.0, 2700.0]
