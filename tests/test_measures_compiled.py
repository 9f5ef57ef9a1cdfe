"""Kernels find in a log what NumPy finds, to the bit; generated worlds are compared in `experiments/differential`."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from measures_by_hand import C, Ch, Team, Type, center, history
from measures_differ import measures_differ

from ccsim.engine.logs import Logs, Outcome, Presence
from ccsim.engine.simpy_engine import run
from ccsim.measures import Measures, Meter
from ccsim.measures.waits import FINE
from ccsim.model import CenterModel, build
from ccsim.scenario import load
from ccsim.workload import Workload, draw

SCENARIOS = Path(__file__).parents[1] / "scenarios"
WITHIN = (10.0, 60.0, 4000.0)
DAY = 7200.0
Runs = Sequence[tuple[Workload, Logs]]


def counted(model: CenterModel, runs: Runs) -> list[Measures]:
    """By kernels, together and each by a meter of its own, found to be what NumPy counts."""
    kernels = Meter(model, WITHIN, compiled=True)
    found = kernels.measures([kernels.count(workload, logs) for workload, logs in runs])
    for (workload, logs), measures in zip(runs, found, strict=True):
        assert not measures_differ(Meter(model, WITHIN).read(workload, logs), measures)
        assert not measures_differ(Meter(model, WITHIN, compiled=True).read(workload, logs), measures)
    return found


def mixed(seed: int, contacts: int, types: int, segments: int, longest: float) -> list[C]:
    """Contacts of all outcomes in no order of types and segments; times on the grid, so that sums have no order."""
    random = np.random.default_rng(seed)
    found = []
    for at in np.sort(random.integers(0, int(DAY) << 3, contacts) / 8.0).tolist():
        ends = at + round(8.0 * random.exponential(longest / 4.0)) / 8.0 * (random.random() < 0.7)
        outcome = Outcome(int(random.integers(0, 6)))
        served = outcome == Outcome.ANSWERED
        found.append(
            C(
                at,
                outcome,
                answered=ends if served else float("nan"),
                talk_end=ends + 100.0 if served else float("nan"),
                handled=ends + 130.0 if served and random.random() < 0.9 else float("nan"),
                left=ends if outcome in (Outcome.ABANDONED, Outcome.DROPPED) else float("nan"),
                waited=ends > at,
                resolved=served and random.random() < 0.5,
                type=int(random.integers(types)),
                segment=int(random.integers(segments)),
            )
        )
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", ["minimal.yaml", "bank", "multichannel", "clinic", "retail_bank"])
def test_on_scenarios(name: str) -> None:
    model = build(load(str(SCENARIOS / name)))
    counted(model, [(workload, run(model, workload)) for workload in (draw(model, 5, number) for number in (1, 2))])


@pytest.mark.parametrize("longest", [0.0, 300.0, 3.0 * FINE])
@pytest.mark.parametrize("days", [1, 2])
def test_on_mixed_contacts(days: int, longest: float) -> None:
    """Segments in turns, so that cells are not together; waits beyond the fine bins, whose bins NumPy finds."""
    model = center(
        (Ch(cost_per_second=0.1, cost_per_contact=0.3), Ch(windows=((0.0, 1234.5), (2000.25, 5000.0)))),
        (Type(lost_value=3.7), Type("chats", 1, answer_within=33.0, short_abandon=7.0)),
        (Team(agents=2, capacity=3), Team("others", cost_per_hour=20.0)),
        intervals=4 // days,
        days=days,
        segments=("here", "there", "nowhere"),
    )
    contacts = mixed(days, 400, 2, 3, longest)
    random = np.random.default_rng(3)
    work = sorted((int(random.integers(3)), row, one.at, one.at + 150.0) for row, one in enumerate(contacts))
    work.sort(key=lambda piece: (piece[0], piece[2], piece[1]))
    presence = [(agent, Presence.ON_DUTY, 10.0 * agent, DAY + 300.0 * agent) for agent in range(3)]
    load = random.integers(1, 3, len(work)).tolist()
    counted(model, [history(model, contacts, presence=presence, work=work, load=load, end=3.0 * DAY)])


def test_cells_that_go_back_by_one() -> None:
    """Types in turns within one interval: each base cell is the next or the one before."""
    contacts = [
        C(10.0 * row, answered=15.0 * row, talk_end=DAY, handled=DAY, waited=row > 0, type=row % 2) for row in range(7)
    ]
    model = center(types=(Type(), Type("others")), teams=(Team(skills=(0, 1)),), intervals=1)
    counted(model, [history(model, contacts)])


def test_a_warm_up_and_deferred_contacts() -> None:
    model = center(
        (Ch(), Ch(live=False, windows=((600.0, 3000.0), (4000.0, 5000.0)))),
        (Type(), Type("mail", 1, clock_opening=True), Type("letters", 1, sla_at_start=True)),
        (Team(agents=2, capacity=2),),
        warm_up=1000.0,
    )
    contacts = mixed(7, 300, 3, 1, 2000.0)
    work = [(row % 2, row, one.at, one.at + 30.0 * (1 + row % 7)) for row, one in enumerate(contacts)]
    work.sort(key=lambda piece: (piece[0], piece[2], piece[1]))
    counted(model, [history(model, contacts, work=work), history(model, contacts[:3], replication=2)])


def test_a_day_without_contacts_after_one_with_many() -> None:
    """More contacts, entries and fates than the kernels had room for, and then fewer."""
    model = center()
    runs = [
        history(model, mixed(number, contacts, 1, 1, 60.0), replication=number)
        for number, contacts in enumerate((0, 5, 3000, 1, 0), 1)
    ]
    counted(model, runs)


def test_as_plain_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")
    test_on_mixed_contacts(2, 3.0 * FINE)
    test_a_warm_up_and_deferred_contacts()
    model = build(load(str(SCENARIOS / "minimal.yaml")))
    workload = draw(model, 5, 1)
    counted(model, [(workload, run(model, workload))])


def test_a_meter_travels_to_other_processes_without_its_memory() -> None:
    model = center()
    meter = Meter(model, WITHIN, compiled=True)
    workload, logs = history(model, mixed(1, 2000, 1, 1, 60.0))
    found = meter.read(workload, logs)
    parcel = pickle.dumps(meter)
    assert len(parcel) < 20_000
    assert not measures_differ(pickle.loads(parcel).read(workload, logs), found)
