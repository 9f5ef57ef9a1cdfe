"""What the floor writes down while it works."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ccsim.engine.logs import AgentLog, ContactLog, Logs
from ccsim.model.center import FloatArray

if TYPE_CHECKING:
    from ccsim.engine.simpy_engine.agent import Agent
    from ccsim.workload.workload import Workload

_UNKNOWN = -1


class Journal:
    """Columns of the two logs; contacts by row, the agents' rows in the order in which they ended."""

    def __init__(self, workload: Workload) -> None:
        self._workload = workload
        rows = workload.rows
        self.outcome = array("b", [_UNKNOWN]) * rows
        self.waited = bytearray(rows)
        self.resolved = bytearray(rows)
        self.agent = array("q", [-1]) * rows
        self.answered, self.talk_end, self.handled, self.left = (array("d", [np.nan]) * rows for _ in range(4))
        self._presence: list[tuple[int, int, float, float]] = []
        self._work: list[tuple[int, int, float, float, int]] = []
        self.work = self._work.append  # (agent, contact, start, end, load)

    def presence(self, agent: Agent, until: float) -> None:
        """Closes the stretch he is in."""
        if until > agent.presence_since:
            self._presence.append((agent.index, agent.presence_state, agent.presence_since, until))

    def close(self, end: float) -> Logs:
        workload = self._workload
        outcome = np.frombuffer(self.outcome, np.int8).astype(np.int64)
        if np.any(outcome == _UNKNOWN):
            row = int(np.argmin(outcome))
            raise RuntimeError(f"contact in row {row} has no outcome: the engine lost it")
        contacts = ContactLog(
            type=workload.type,
            segment=workload.segment,
            interval=workload.interval,
            ordinal=workload.ordinal,
            arrived=workload.arrival,
            outcome=outcome,
            waited=np.frombuffer(self.waited, np.bool_),
            answered=np.frombuffer(self.answered, np.float64),
            talk_end=np.frombuffer(self.talk_end, np.float64),
            handled=np.frombuffer(self.handled, np.float64),
            left=np.frombuffer(self.left, np.float64),
            agent=np.frombuffer(self.agent, np.int64),
            resolved=np.frombuffer(self.resolved, np.bool_),
        )
        agent, state, start, stop = _columns(self._presence, 4)
        work_agent, work_contact, work_start, work_end, work_load = _columns(self._work, 5)
        order = np.lexsort((start, agent))
        by_start = np.lexsort((work_contact, work_start, work_agent))
        agents = AgentLog(
            agent=agent[order].astype(np.int64),
            state=state[order].astype(np.int64),
            start=start[order],
            end=stop[order],
            work_agent=work_agent[by_start].astype(np.int64),
            work_contact=work_contact[by_start].astype(np.int64),
            work_start=work_start[by_start],
            work_end=work_end[by_start],
            work_load=work_load[by_start].astype(np.int64),
        )
        return Logs(workload.replication, contacts, agents, end)


def _columns(rows: Sequence[tuple[float, ...]], width: int) -> FloatArray:
    return np.array(rows, dtype=np.float64).reshape(-1, width).T
