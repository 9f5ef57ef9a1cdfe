"""What several rooms' tests share: a small scenario, and an engine that takes no time."""

from __future__ import annotations

import textwrap
from pathlib import Path

import numpy as np
import pytest

from ccsim.engine.logs import AgentLog, ContactLog, Logs, Outcome, Presence

SMALL = """
    name: Small team
    calendar: {start: 2026-03-02, days: 2, timezone: Europe/Madrid}
    opening: {mon-fri: "08:00-12:00"}
    simulation: {replications: 4, seed: 7}
    channels: {voice: {kind: live}}
    contacts:
      calls: {channel: voice, arrivals: {rate: 40 per h}, patience: 3 min, talk_time: 3 min, wrap_up: 30 s}
      sales: {channel: voice, arrivals: {rate: 10 per h}, patience: 3 min, handle_time: 5 min}
    agents:
      team: {skills: [calls, sales], staffing: 4, cost_per_hour: 15}
    targets:
      eighty_twenty: {contact: calls, measure: service_level, at_least: 80%}
      few_leave: {measure: abandonment_rate, at_most: 99%}
"""


@pytest.fixture
def small_file(tmp_path: Path) -> Path:
    """A scenario file of two types and one team: two mornings, some 400 contacts a replication."""
    file = tmp_path / "small.yaml"
    file.write_text(textwrap.dedent(SMALL), encoding="utf-8")
    return file


def at_once(model, workload, policy=None):
    """An engine without queues: agent 0 answers everybody as he comes. For tests of what stands around engines."""
    rows = workload.rows
    talk_end = workload.arrival + np.round(workload.talk[0])
    handled = talk_end + np.round(workload.wrap_up[0])
    contacts = ContactLog(
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
    return Logs(workload.replication, contacts, agents, model.timeline.horizon)
