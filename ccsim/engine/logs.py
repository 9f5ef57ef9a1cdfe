"""What an engine writes: one row per contact, one per stretch of an agent's presence, one per stretch of work.

Both engines write the same logs; measures are computed from them and from nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Any, TypeVar

import numpy as np

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

    @classmethod
    def of_first_contacts(cls, **columns: Any) -> ContactLog:
        """A log in which nothing follows and nothing stands before the queue; columns up to `resolved` are given."""
        rows = len(columns["arrived"])
        never, none, zero = np.full(rows, np.nan), np.full(rows, -1), np.zeros(rows, dtype=np.int64)
        return cls(
            **columns,
            joined=columns["arrived"],
            customer=np.arange(rows),
            attempt=zero,
            leg=zero,
            origin=np.full(rows, int(Origin.FIRST)),
            then=np.full(rows, int(Then.ENDED)),
            bot=none,
            bot_end=never,
            bot_result=none,
            accepted=never,
            dialled=never,
            dials=zero,
        )


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


class BookingOutcome(IntEnum):
    PENDING = 0  # booked; not settled when the run ends
    KEPT = 1
    NO_SHOW = 2
    LATE_NO_SHOW = 3
    CANCELLED = 4
    NOT_BOOKED = 5
    CONTAINED = 6  # self-service before the booking settled it (served, given up, falsely: see bot_result)
    REQUESTED = 7  # a request still in self-service when the run ends


class Missed(IntEnum):
    """Why a customer did not come, or cancelled."""

    NONE = -1
    FORGOT = 0
    EMERGENCY = 1
    SOLVED_ELSEWHERE = 2


class CancelledBy(IntEnum):
    NONE = -1
    CUSTOMER = 0  # of his own accord
    REMINDER = 1  # told by a reminder, he cancelled
    REBOOKED = 2  # the same, and booked anew by a tap
    RELEASED = 3  # the center released the unconfirmed place
    CALL = 4  # told by an agent's call


@dataclass(frozen=True)
class BookingLog:
    """One row a booking or request, ascending by (appointment, customer, attempt). NaN: never happened."""

    appointment: IntArray
    customer: IntArray
    attempt: IntArray
    segment: IntArray
    requested: FloatArray
    wish: FloatArray  # the slot time he asked for
    booked: FloatArray  # when he got a place
    slot: FloatArray  # start of the slot he had last
    interval: IntArray  # of that slot, -1 outside the horizon or without one
    outcome: IntArray  # BookingOutcome
    reason: IntArray  # Missed: of no-shows, and of cancellations told by a reminder or a call
    cancelled_by: IntArray  # CancelledBy
    settled: FloatArray  # when the outcome came about
    came: FloatArray  # slot + punctuality, of those who came (late or not)
    contact: IntArray  # row of ContactLog of a kept appointment, else -1
    standby: BoolArray  # took its place from the standby list
    refilled: BoolArray  # its place had been freed by somebody else
    freed: BoolArray  # it gave its place back before the slot
    sent: IntArray  # reminders sent
    reached: IntArray
    opened: IntArray
    skipped: IntArray  # reminders due before it was booked
    confirmed: BoolArray
    then: IntArray  # Then
    bot: IntArray
    bot_end: FloatArray
    bot_result: IntArray

    @property
    def rows(self) -> int:
        return len(self.requested)


class ReminderEffect(IntEnum):
    NONE = 0
    REMEMBERED = 1
    CANCELLED = 2
    CONFIRMED = 3
    REBOOKED = 4


@dataclass(frozen=True)
class ReminderLog:
    """One row a reminder sent or skipped, ascending by time, then (booking, reminder)."""

    time: FloatArray
    booking: IntArray  # row of BookingLog
    reminder: IntArray  # index into CenterModel.reminders
    skipped: BoolArray  # due before the booking existed
    reached: BoolArray
    opened: BoolArray
    effect: IntArray  # ReminderEffect


@dataclass(frozen=True)
class HoldLog:
    """One row a stretch in which a host was kept free for somebody expected, ascending by (agent, start).

    `showed`: it ended because the customer came (late_wait); else no_show_wait.
    """

    agent: IntArray
    appointment: IntArray
    start: FloatArray
    end: FloatArray
    showed: BoolArray


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
    customers: CustomerLog
    bookings: BookingLog
    reminders: ReminderLog
    holds: HoldLog
    decisions: DecisionLog

    @classmethod
    def of_first_contacts(cls, replication: int, contacts: ContactLog, agents: AgentLog, end: float) -> Logs:
        """Logs of a run in which every customer has one contact, without bookings and live rules."""
        return cls(
            replication,
            contacts,
            agents,
            end,
            CustomerLog(contacts.type, contacts.interval, contacts.ordinal, contacts.segment, contacts.arrived),
            empty(BookingLog),
            empty(ReminderLog),
            empty(HoldLog),
            empty(DecisionLog),
        )


Log = TypeVar("Log", BookingLog, ReminderLog, HoldLog, DecisionLog)


def empty(log: type[Log]) -> Log:
    """A log without rows."""
    columns = {"FloatArray": np.float64, "IntArray": np.int64, "BoolArray": np.bool_}
    return log(**{column.name: np.empty(0, columns[str(column.type)]) for column in fields(log)})
