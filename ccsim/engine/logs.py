"""What an engine writes: of contacts, of customers, of agents' presence and work, and what live rules decided.

Appointments have a page of their own, `booking_logs`.

Both engines write the same logs; measures are computed from them and from nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, ClassVar, Self, TypeVar

import numpy as np

from ccsim.engine.booking_logs import BookingLog as BookingLog
from ccsim.engine.booking_logs import BookingOutcome as BookingOutcome
from ccsim.engine.booking_logs import CancelledBy as CancelledBy
from ccsim.engine.booking_logs import HoldLog as HoldLog
from ccsim.engine.booking_logs import Missed as Missed
from ccsim.engine.booking_logs import ReminderEffect as ReminderEffect
from ccsim.engine.booking_logs import ReminderLog as ReminderLog
from ccsim.model.center import BoolArray, FloatArray, IntArray
from ccsim.workload.workload import DIARY as DIARY


class Outcome(IntEnum):
    """How a contact ended; each is a count of the conservation laws of semantics.md."""

    BLOCKED = 0
    BALKED = 1
    ANSWERED = 2
    ABANDONED = 3
    DROPPED = 4
    BACKLOG = 5
    CONTAINED = 6  # in self-service: served, given up, or falsely contained (see BotResult)
    DIVERTED = 7  # by a live rule; arrives anew as the next leg
    CALLED_BACK = 8  # accepted a call-back and was served
    NOT_REACHED = 9  # accepted a call-back and did not pick up


class Origin(IntEnum):
    """Why a contact came."""

    FIRST = 0  # a customer's first contact
    MOVE = 1  # a move of his journey
    RETURN = 2  # falsely contained before
    DIVERT = 3  # the next leg of a diverted contact
    APPOINTMENT = 4  # a kept appointment
    OUTBOUND = 5  # agents call to have an appointment confirmed: no customer's contact


class BotResult(IntEnum):
    """What self-service did for a contact or a booking request."""

    NONE = -1  # none stood before it
    CONTAINED = 0
    FALSELY_CONTAINED = 1
    GAVE_UP = 2
    HANDED_OVER = 3
    FULL = 4  # no session free: went on at once
    OUT = 5  # an outage: went on at once


class Then(IntEnum):
    """What the customer did after a contact or a booking."""

    ENDED = 0  # nothing more: his journey ends here
    MOVED = 1  # another contact or booking of his follows (the next leg of a diverted contact too)
    PENDING = 2  # what follows lies beyond the horizon
    CUT = 3  # he would have moved, but has made `most_attempts`


@dataclass(frozen=True)
class ContactLog:
    """One row a contact. First contacts stand in the workload's order; those that follow come after them, by key
    (type, customer, attempt, leg). Times are elapsed seconds; NaN where it never happened."""

    type: IntArray
    segment: IntArray
    interval: IntArray  # of arrival
    ordinal: IntArray  # of first contacts: n-th of its type in its interval; others -1
    arrived: FloatArray
    outcome: IntArray
    waited: BoolArray  # had to wait: no agent took it at once
    answered: FloatArray  # first start of talk
    talk_end: FloatArray
    handled: FloatArray  # end of wrap-up: the agent's place is free
    left: FloatArray  # abandoned, dropped, contained, diverted, not reached: when it was over
    agent: IntArray  # who finished it (last worked on it), -1
    resolved: BoolArray
    joined: FloatArray  # came to the queue, where waits run from: `arrived`, or the end of self-service
    customer: IntArray  # row of CustomerLog
    attempt: IntArray  # 0: his first
    leg: IntArray  # 0; 1, 2 ... after diversions
    origin: IntArray  # Origin
    then: IntArray  # Then
    bot: IntArray  # self-service it met, -1
    bot_end: FloatArray  # end of the session (it began at `arrived`)
    bot_result: IntArray  # BotResult
    accepted: FloatArray  # when he accepted a call-back
    dialled: FloatArray  # when an agent first dialled him
    dials: IntArray

    @property
    def rows(self) -> int:
        return len(self.arrived)


@dataclass(frozen=True)
class CustomerLog:
    """One row a customer: those who begin with a contact in the workload's order, then those who begin with a booking.

    `source` is a contact type, or the number of contact types plus an appointment's index. Intervals before the
    scenario's start are negative; customers of the diary as it is handed over have interval `DIARY`.
    """

    source: IntArray
    interval: IntArray
    ordinal: IntArray
    segment: IntArray
    first: FloatArray  # arrival, or the time of the request


class Act(IntEnum):
    """What a live rule did."""

    DECLINED = 0  # offered, and not accepted
    CALLBACK = 1
    DIVERTED = 2
    GROUP_ADDED = 3
    GROUP_CLOSED = 4
    ENDED = 5  # an added group is withdrawn, or a closed one opened again


@dataclass(frozen=True)
class DecisionLog:
    """One row a decision of a live rule, in time order. `value` is the quantity it was taken on (NaN: must_wait)."""

    time: FloatArray
    rule: IntArray
    act: IntArray
    contact: IntArray  # row of ContactLog, -1: of no single contact
    value: FloatArray


class Presence(IntEnum):
    """What an agent was doing there, apart from contacts."""

    ON_DUTY = 0  # within his plan, not on break
    BREAK = 1
    OVERTIME = 2  # past his plan: finishing a contact, or held by a closing


_WORK = ("work_agent", "work_contact", "work_start", "work_end", "work_load")


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

    def work(self, in_order: bool = True) -> dict[str, Any]:
        """Columns of the work rows; in any order for who adds up times: sums of what lies on the grid are exact."""
        return {name: getattr(self, name) for name in _WORK}


@dataclass(frozen=True)
class Logs:
    """All that one replication produced; `end` is the last instant at which anything happened."""

    replication: int
    contacts: ContactLog
    agents: AgentLog
    end: float
    customers: CustomerLog
    bookings: BookingLog
    reminders: ReminderLog
    holds: HoldLog
    decisions: DecisionLog


Log = TypeVar("Log")


def log_of(log: type[Log], columns: dict[str, Any]) -> Log:
    """A log that has these columns, all of its own; each would cost 0.1 us on its frozen class' own way."""
    made = object.__new__(log)
    vars(made).update(columns)
    return made


class _Columns:
    """Columns of a log that are made when they are asked for: `make` gives the one of that name, and maybe others."""

    _log: ClassVar[type[Any]]

    @classmethod
    def by(cls, make: Callable[[str], dict[str, Any]]) -> Self:
        return log_of(cls, {"_make": make})

    def __getattr__(self, name: str) -> Any:
        if name not in self._log.__annotations__:
            raise AttributeError(f"{self._log.__name__} has no {name}", name=name, obj=self)
        columns = vars(self)
        columns.update(columns["_make"](name))
        return columns[name]

    def __reduce__(self) -> tuple[Any, ...]:
        """Copied, or in another process, it is a plain log."""
        return log_of, (self._log, {name: getattr(self, name) for name in self._log.__annotations__})


class ContactColumns(_Columns, ContactLog):
    """A log of contacts made so."""

    _log = ContactLog


class AgentColumns(_Columns, AgentLog):
    """A log of agents made so."""

    _log = AgentLog

    @classmethod
    def of(cls, presence: dict[str, Any], work: dict[str, Any]) -> AgentColumns:
        """Work rows that stand as they ended, and are sorted when they are asked for."""
        log = cls.by(lambda name: _sorted_work(work) if name in _WORK else presence)
        vars(log)["_work"] = work
        return log

    def work(self, in_order: bool = True) -> dict[str, Any]:
        work: dict[str, Any] | None = vars(self).get("_work")
        return super().work() if in_order or work is None else work


def _sorted_work(work: dict[str, Any]) -> dict[str, Any]:
    """By agent, start and contact; equal ones stay as they are. What ends in order mostly began so, too."""
    agent, start, contact = work["work_agent"], work["work_start"], work["work_contact"]
    narrow = agent.astype(np.min_scalar_type(agent.max(initial=0)))  # the fewer bytes, the quicker
    order = np.argsort(narrow, kind="stable")
    before, behind = order[:-1], order[1:]
    later = start[before] > start[behind]
    later |= (start[before] == start[behind]) & (contact[before] > contact[behind])
    if np.any(later & (agent[before] == agent[behind])):
        order = np.lexsort((contact, start, agent))
    return {name: column[order] for name, column in work.items()}


def no_rows(log: type[Log]) -> Log:
    """A log of nothing."""
    kinds = {"FloatArray": np.float64, "BoolArray": np.bool_}
    return log(**{name: np.zeros(0, kinds.get(kind, np.int64)) for name, kind in log.__annotations__.items()})
