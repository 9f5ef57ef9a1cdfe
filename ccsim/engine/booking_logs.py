"""What an engine writes of appointments: one row a booking, a reminder, a stretch in which a host was kept free."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from ccsim.model.center import BoolArray, FloatArray, IntArray, Timeline


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


def intervals_of(slot: FloatArray, timeline: Timeline) -> IntArray:
    """What `BookingLog.interval` says of slots that begin then; NaN: there is none."""
    inside = (slot >= 0.0) & (slot < timeline.horizon)
    return np.where(inside, np.searchsorted(timeline.edges, slot, "right") - 1, -1).astype(np.int64)


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
