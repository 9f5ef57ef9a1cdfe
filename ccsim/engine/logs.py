"""What an engine writes: one row per contact, one per stretch of an agent's presence, one per stretch of work.

Both engines write the same logs; measures are computed from them and from nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from ccsim.model.center import BoolArray, FloatArray, IntArray


class Outcome(IntEnum):
    """How a contact ended; each is a count of the conservation laws of semantics.md."""

    BLOCKED = 0
    BALKED = 1
    ANSWERED = 2
    ABANDONED = 3
    DROPPED = 4
    BACKLOG = 5


@dataclass(frozen=True)
class ContactLog:
    """Rows in the workload's order. Times are elapsed seconds; NaN where it never happened."""

    type: IntArray
    segment: IntArray
    interval: IntArray
    ordinal: IntArray
    arrived: FloatArray  # also when it joined the queue: nothing stands before the queue yet
    outcome: IntArray
    waited: BoolArray  # had to wait: no agent took it at once
    answered: FloatArray  # first start of talk
    talk_end: FloatArray
    handled: FloatArray  # end of wrap-up: the agent's place is free
    left: FloatArray  # abandoned, dropped: when it left the queue
    agent: IntArray  # who finished it (last worked on it), -1
    resolved: BoolArray

    @property
    def rows(self) -> int:
        return len(self.arrived)


class Presence(IntEnum):
    """What an agent was doing there, apart from contacts."""

    ON_DUTY = 0  # within his plan, not on break
    BREAK = 1
    OVERTIME = 2  # past his plan: finishing a contact, or held by a closing


@dataclass(frozen=True)
class AgentLog:
    """Presence rows (an agent's are disjoint, ascending by start) and work rows (may overlap under concurrency)."""

    agent: IntArray
    state: IntArray  # Presence
    start: FloatArray
    end: FloatArray
    work_agent: IntArray
    work_contact: IntArray  # row of ContactLog
    work_start: FloatArray  # an interrupted contact has several rows
    work_end: FloatArray
    work_load: IntArray  # places of the agent's capacity


@dataclass(frozen=True)
class Logs:
    """All that one replication produced; `end` is the last instant at which anything happened."""

    replication: int
    contacts: ContactLog
    agents: AgentLog
    end: float
