"""What the floor writes down about appointments: bookings, reminders, and hosts who were held."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ccsim.engine.booking_logs import BookingLog, HoldLog, ReminderEffect, ReminderLog, intervals_of

if TYPE_CHECKING:
    from ccsim.engine.simpy_engine.agent import Agent
    from ccsim.engine.simpy_engine.booking import Booking
    from ccsim.model.center import BoolArray, FloatArray, IntArray, Timeline


class _Sent(NamedTuple):
    """One reminder, sent or skipped."""

    time: float
    booking: Booking
    reminder: int
    skipped: bool
    reached: bool
    opened: bool
    effect: int


class _Held(NamedTuple):
    agent: int
    start: float
    end: float
    appointment: int
    showed: bool


class BookingJournal:
    """Bookings as they were asked for; rows of reminders and of hosts held as they came about."""

    def __init__(self) -> None:
        self.bookings: list[Booking] = []
        self._reminders: list[_Sent] = []
        self._holds: list[_Held] = []

    def sent(
        self, now: float, booking: Booking, reminder: int, reached: bool, opened: bool, effect: ReminderEffect
    ) -> None:
        self._reminders.append(_Sent(now, booking, reminder, False, reached, opened, int(effect)))

    def skipped(self, due: float, booking: Booking, reminder: int) -> None:
        """Due before he had his place."""
        self._reminders.append(_Sent(due, booking, reminder, True, False, False, int(ReminderEffect.NONE)))

    def held(self, agent: Agent, appointment: int, start: float, end: float, showed: bool) -> None:
        """A host was held; not if it was for no time at all."""
        if start < end:
            self._holds.append(_Held(agent.index, start, end, appointment, showed))

    def last_moment(self) -> float:
        """When the last booking was settled."""
        settled = np.array([booking.settled for booking in self.bookings])
        return float(np.fmax.reduce(settled, initial=0.0))

    def close(self, timeline: Timeline, place: IntArray) -> tuple[BookingLog, ReminderLog, HoldLog]:
        """The logs; `place` says where each contact stands in its log (`Journal.final_rows`)."""
        self.bookings.sort(key=lambda booking: (booking.appointment, booking.customer.index, booking.attempt))
        return self._booking_log(timeline, place), self._reminder_log(), self._hold_log()

    def _booking_log(self, timeline: Timeline, place: IntArray) -> BookingLog:
        bookings = self.bookings

        def numbers(name: str) -> IntArray:
            return np.array([int(getattr(booking, name)) for booking in bookings], dtype=np.int64)

        def times(name: str) -> FloatArray:
            return np.array([getattr(booking, name) for booking in bookings], dtype=np.float64)

        def flags(name: str) -> BoolArray:
            return np.array([getattr(booking, name) for booking in bookings], dtype=np.bool_)

        slot = times("begins")
        contact = [-1 if b.contact is None else int(place[b.contact.row]) for b in bookings]
        return BookingLog(
            appointment=numbers("appointment"),
            customer=np.array([booking.customer.index for booking in bookings], dtype=np.int64),
            attempt=numbers("attempt"),
            segment=np.array([booking.customer.segment for booking in bookings], dtype=np.int64),
            requested=times("requested"),
            wish=times("wish"),
            booked=times("booked"),
            slot=slot,
            interval=intervals_of(slot, timeline),
            outcome=numbers("outcome"),
            reason=numbers("reason"),
            cancelled_by=numbers("cancelled_by"),
            settled=times("settled"),
            came=times("came"),
            contact=np.array(contact, dtype=np.int64),
            standby=flags("standby"),
            refilled=flags("refilled"),
            freed=flags("freed"),
            sent=numbers("sent"),
            reached=numbers("reached"),
            opened=numbers("opened"),
            skipped=numbers("skipped"),
            confirmed=flags("confirmed"),
            then=numbers("then"),
            bot=numbers("bot"),
            bot_end=times("bot_end"),
            bot_result=numbers("bot_result"),
        )

    def _reminder_log(self) -> ReminderLog:
        row = {booking: row for row, booking in enumerate(self.bookings)}
        sent = sorted((one.time, row[one.booking], *one[2:]) for one in self._reminders)
        time, booking, reminder, skipped, reached, opened, effect = _columns(sent, 7)
        return ReminderLog(
            time=time,
            booking=booking.astype(np.int64),
            reminder=reminder.astype(np.int64),
            skipped=skipped.astype(np.bool_),
            reached=reached.astype(np.bool_),
            opened=opened.astype(np.bool_),
            effect=effect.astype(np.int64),
        )

    def _hold_log(self) -> HoldLog:
        agent, start, end, appointment, showed = _columns(sorted(self._holds), 5)
        return HoldLog(
            agent=agent.astype(np.int64),
            appointment=appointment.astype(np.int64),
            start=start,
            end=end,
            showed=showed.astype(np.bool_),
        )


def _columns(rows: Sequence[tuple[float, ...]], width: int) -> FloatArray:
    return np.array(rows, dtype=np.float64).reshape(-1, width).T.copy()
