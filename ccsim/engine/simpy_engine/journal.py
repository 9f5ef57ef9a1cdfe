"""What the floor writes down while it works."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ccsim.engine.logs import AgentLog, ContactLog, Logs, Outcome
from ccsim.model.center import FloatArray

if TYPE_CHECKING:
    from ccsim.engine.simpy_engine.agent import Agent
    from ccsim.engine.simpy_engine.contact import Contact
    from ccsim.model.center import CenterModel
    from ccsim.workload.workload import Workload

_UNKNOWN = -1


class Journal:
    """Columns of the two logs; contacts by row, the agents' rows in the order in which they ended."""

    def __init__(self, model: CenterModel, workload: Workload) -> None:
        self._model = model
        self._workload = workload
        rows = workload.rows
        self.outcome = array("b", [_UNKNOWN]) * rows
        self.waited = bytearray(rows)
        self.resolved = bytearray(rows)
        self.agent = array("q", [-1]) * rows
        self.answered, self.talk_end, self.handled, self.left = (array("d", [np.nan]) * rows for _ in range(4))
        self._presence: list[tuple[int, int, float, float]] = []
        self._pieces: list[tuple[int, int, float, float, int]] = []

    def presence(self, agent: Agent, until: float) -> None:
        """Closes the stretch he is in."""
        if until > agent.presence_since:
            self._presence.append((agent.index, agent.presence_state, agent.presence_since, until))

    def piece_of_work(self, contact: Contact, agent: Agent, until: float) -> None:
        """Of a contact that was interrupted; all others are worked on in one piece, from answered to handled."""
        self._pieces.append((agent.index, contact.row, contact.work_since, until, contact.load))

    def last_moment(self) -> float:
        """When the last contact was done or left, or the last stretch of presence ended."""
        done, left = (float(np.fmax.reduce(column, initial=0.0)) for column in (self.handled, self.left))
        return max(done, left, max((until for *_, until in self._presence), default=0.0))

    def close(self, end: float) -> Logs:
        workload = self._workload
        outcome = np.frombuffer(self.outcome, np.int8).astype(np.int64)
        if np.any(outcome == _UNKNOWN):
            row = int(np.argmin(outcome))
            raise RuntimeError(f"contact in row {row} has no outcome: the engine lost it")
        contacts = ContactLog.of_first_contacts(
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
        order = np.lexsort((start, agent))
        work = self._work_rows(contacts)
        by_start = np.lexsort((work[1], work[2], work[0]))
        agents = AgentLog(
            agent=agent[order].astype(np.int64),
            state=state[order].astype(np.int64),
            start=start[order],
            end=stop[order],
            work_agent=work[0][by_start].astype(np.int64),
            work_contact=work[1][by_start].astype(np.int64),
            work_start=work[2][by_start],
            work_end=work[3][by_start],
            work_load=work[4][by_start].astype(np.int64),
        )
        return Logs.of_first_contacts(workload.replication, contacts, agents, end)

    def _work_rows(self, contacts: ContactLog) -> FloatArray:
        """(agent, contact, start, end, load) as rows of an array."""
        pieces = _columns(self._pieces, 5)
        whole = contacts.outcome == Outcome.ANSWERED
        whole[pieces[1].astype(np.int64)] = False
        rows = np.flatnonzero(whole)
        agent = contacts.agent[rows]
        group = np.array([agent.group for agent in self._model.agents], dtype=np.int64)
        load = np.array([group.load for group in self._model.groups], dtype=np.int64)
        in_one_piece = np.array(
            [agent, rows, contacts.answered[rows], contacts.handled[rows], load[group[agent], contacts.type[rows]]],
            dtype=np.float64,
        )
        return np.concatenate([in_one_piece, pieces], axis=1)


def _columns(rows: Sequence[tuple[float, ...]], width: int) -> FloatArray:
    return np.array(rows, dtype=np.float64).reshape(-1, width).T
