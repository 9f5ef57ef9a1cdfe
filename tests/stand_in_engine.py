"""An engine that takes no time, for tests of what stands around engines."""

from __future__ import annotations

import numpy as np
from plain_logs import first_contacts, plain_logs

from ccsim.engine import choose
from ccsim.engine.logs import AgentLog, Outcome, Presence


def use(monkeypatch, engine):
    """Whatever is asked for, `engine` runs."""
    monkeypatch.setattr(choose, "choose", lambda *given, **how: choose.Choice("fake", engine, "for a test"))


def at_once(model, workload, policy=None):
    """An engine without queues: agent 0 answers everybody as he comes."""
    rows = workload.rows
    talk_end = workload.arrival + np.round(workload.talk[0])
    handled = talk_end + np.round(workload.wrap_up[0])
    contacts = first_contacts(
        type=workload.type,
        segment=workload.segment,
        interval=workload.interval,
        ordinal=workload.ordinal,
        arrived=workload.arrival,
        outcome=np.full(rows, int(Outcome.ANSWERED)),
        waited=np.zeros(rows, dtype=bool),
        answered=workload.arrival,
        talk_end=talk_end,
        handled=handled,
        left=np.full(rows, np.nan),
        agent=np.zeros(rows, dtype=np.int64),
        resolved=np.ones(rows, dtype=bool),
    )
    agents = AgentLog(
        agent=np.zeros(1, dtype=np.int64),
        state=np.array([int(Presence.ON_DUTY)]),
        start=np.zeros(1),
        end=np.array([model.timeline.horizon]),
        work_agent=np.zeros(rows, dtype=np.int64),
        work_contact=np.arange(rows),
        work_start=workload.arrival,
        work_end=handled,
        work_load=np.ones(rows, dtype=np.int64),
    )
    return plain_logs(workload.replication, contacts, agents, model.timeline.horizon)
