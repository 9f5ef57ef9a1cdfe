"""Logs of the compiled engine: columns come when they are asked for, and are those of any other log."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import numpy as np
import pytest
from differ import logs_differ

import ccsim
from ccsim.engine.compiled.engine import CompiledEngine
from ccsim.engine.logs import AgentLog, ContactLog, Logs
from ccsim.engine.simpy_engine import run
from ccsim.model import build
from ccsim.workload import draw

SMALL = Path(__file__).parents[1] / "scenarios" / "minimal.yaml"


@pytest.fixture
def days() -> tuple[Logs, Logs]:
    """Of the reference engine, and of the compiled one."""
    model = build(ccsim.load(SMALL))
    workload = draw(model, 3, 1)
    return run(model, workload), CompiledEngine(model)(model, workload)


def test_columns_are_made_when_one_is_asked_for_and_only_once(days: tuple[Logs, Logs]) -> None:
    _, logs = days
    assert "outcome" not in vars(logs.contacts)
    assert logs.contacts.outcome is logs.contacts.outcome
    assert vars(logs.contacts).keys() > ContactLog.__annotations__.keys()
    assert logs.agents.work_end is logs.agents.work_end
    assert "start" not in vars(logs.agents)
    assert logs.agents.start is logs.agents.start
    assert vars(logs.agents).keys() > AgentLog.__annotations__.keys()


def test_work_is_sorted_when_it_is_asked_for(days: tuple[Logs, Logs]) -> None:
    """Before, it stands as it ended."""
    reference, logs = days
    work = logs.agents.work(in_order=False)
    assert (np.diff(work["work_end"]) >= 0.0).all()
    assert not (np.diff(work["work_agent"]) >= 0).all()
    order = np.lexsort((work["work_contact"], work["work_start"], work["work_agent"]))
    for name, column in work.items():
        assert (column[order] == getattr(reference.agents, name)).all(), name
        assert (logs.agents.work()[name] == getattr(reference.agents, name)).all(), name
        assert (reference.agents.work(in_order=False)[name] == getattr(reference.agents, name)).all(), name


@pytest.mark.parametrize("way", [lambda logs: pickle.loads(pickle.dumps(logs)), copy.deepcopy, replace])
def test_they_travel_and_are_copied_as_plain_logs(days: tuple[Logs, Logs], way) -> None:
    reference, logs = days
    assert logs_differ(reference, way(logs)) == ""
    contacts = pickle.loads(pickle.dumps(logs.contacts))
    assert type(contacts) is ContactLog
    assert vars(contacts).keys() == ContactLog.__annotations__.keys()


def test_with_another_column(days: tuple[Logs, Logs]) -> None:
    _, logs = days
    other = replace(logs.contacts, outcome=np.zeros(logs.contacts.rows, np.int64))
    assert not other.outcome.any()
    assert (other.arrived == logs.contacts.arrived).all()


def test_they_are_frozen_and_know_their_columns(days: tuple[Logs, Logs]) -> None:
    _, logs = days
    with pytest.raises(FrozenInstanceError):
        logs.contacts.outcome = np.zeros(3)  # type: ignore[misc]
    with pytest.raises(AttributeError, match="ContactLog has no outcomes"):
        _ = logs.contacts.outcomes  # type: ignore[attr-defined]
    with pytest.raises(AttributeError, match="AgentLog has no outcome"):
        _ = logs.agents.outcome  # type: ignore[attr-defined]
