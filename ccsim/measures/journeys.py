"""Journeys: what a customer's contacts and bookings came to, in the order in which he made them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from ccsim.engine.logs import BookingLog, BookingOutcome, BotResult, CancelledBy, ContactLog, Logs, Origin, Outcome
from ccsim.model.center import BoolArray, CenterModel, FloatArray, IntArray


class Ending(IntEnum):
    """What a step of a journey came to, as its customer sees it."""

    RESOLVED = 0  # by an agent
    CONTAINED = 1  # by self-service
    UNRESOLVED = 2  # answered, and still not settled
    FALSELY_CONTAINED = 3
    GAVE_UP = 4
    ABANDONED = 5
    BALKED = 6
    BLOCKED = 7
    DROPPED = 8
    NOT_REACHED = 9
    NO_SHOW = 10
    LATE_NO_SHOW = 11
    CANCELLED = 12  # by the customer, of his own accord or asked
    NOT_BOOKED = 13
    DIVERTED = 14  # goes on as the next leg
    KEPT = 15  # a booking; the contact it became is the next step
    OPEN = 16  # not over when the run ends: backlog, a reply begun, a place booked, a request in self-service
    RELEASED = 17  # a booking whose place the center took back


SETTLING = (Ending.RESOLVED, Ending.CONTAINED)
"""Endings that settle a customer's need."""
SERVING = (*SETTLING, Ending.UNRESOLVED)
"""Endings of steps in which an agent or self-service served him."""
OWN_DOING = (Ending.NO_SHOW, Ending.CANCELLED)
"""Endings that are the customer's own doing."""

_NONE = -1
_OF_OUTCOME = {
    Outcome.BLOCKED: Ending.BLOCKED,
    Outcome.BALKED: Ending.BALKED,
    Outcome.ABANDONED: Ending.ABANDONED,
    Outcome.DROPPED: Ending.DROPPED,
    Outcome.BACKLOG: Ending.OPEN,
    Outcome.DIVERTED: Ending.DIVERTED,
    Outcome.NOT_REACHED: Ending.NOT_REACHED,
}
_OF_BOOKING = {
    BookingOutcome.PENDING: Ending.OPEN,
    BookingOutcome.KEPT: Ending.KEPT,
    BookingOutcome.NO_SHOW: Ending.NO_SHOW,
    BookingOutcome.LATE_NO_SHOW: Ending.LATE_NO_SHOW,
    BookingOutcome.CANCELLED: Ending.CANCELLED,
    BookingOutcome.NOT_BOOKED: Ending.NOT_BOOKED,
    BookingOutcome.REQUESTED: Ending.OPEN,
}
_OF_BOT = {
    BotResult.CONTAINED: Ending.CONTAINED,
    BotResult.FALSELY_CONTAINED: Ending.FALSELY_CONTAINED,
    BotResult.GAVE_UP: Ending.GAVE_UP,
}


@dataclass(frozen=True)
class Steps:
    """Contacts and bookings, a row each, ascending by (customer, attempt, leg), a booking before the contact it became.

    Outbound contacts are no customer's and stand in no journey.
    """

    customer: IntArray  # as numbered by whoever asked, ascending
    attempt: IntArray
    leg: IntArray  # of a contact; -1: a booking
    contact: IntArray  # row of ContactLog, -1: a booking
    booking: IntArray  # row of BookingLog, -1: a contact
    type: IntArray  # contact type; of a booking the one that a kept appointment becomes
    channel: IntArray  # of the type
    start: FloatArray  # arrival, or the time of the request
    end: FloatArray  # end of talk or session, or when it was over otherwise; NaN: still open
    ending: IntArray  # Ending
    then: IntArray  # Then
    last: BoolArray  # of its customer

    @property
    def rows(self) -> int:
        return len(self.customer)

    @property
    def begins_attempt(self) -> BoolArray:
        """Whether a step is the first of its attempt."""
        new = (np.diff(self.customer) != 0) | (np.diff(self.attempt) != 0)
        return np.concatenate((np.ones(min(self.rows, 1), dtype=np.bool_), new))

    @classmethod
    def of(cls, model: CenterModel, logs: Logs, number: IntArray) -> Steps:
        """Steps of the customers whom `number` (by row of CustomerLog) gives one; -1 leaves a customer out."""
        contacts, bookings = logs.contacts, logs.bookings
        rows = np.flatnonzero((number[contacts.customer] >= 0) & (contacts.origin != Origin.OUTBOUND))
        booked = np.flatnonzero(number[bookings.customer] >= 0)
        type_of = np.array([diary.contact for diary in model.appointments], dtype=np.int64)
        channel_of = np.array([kind.channel for kind in model.types], dtype=np.int64)
        none, no_booking = np.full(len(booked), _NONE), np.full(len(rows), _NONE)
        customer = number[np.concatenate((contacts.customer[rows], bookings.customer[booked]))]
        attempt = np.concatenate((contacts.attempt[rows], bookings.attempt[booked]))
        leg = np.concatenate((contacts.leg[rows], none))
        order = np.lexsort((leg, attempt, customer))
        customer = customer[order]
        kind = np.concatenate((contacts.type[rows], type_of[bookings.appointment[booked]]))[order]
        return cls(
            customer=customer,
            attempt=attempt[order],
            leg=leg[order],
            contact=np.concatenate((rows, none))[order],
            booking=np.concatenate((no_booking, booked))[order],
            type=kind,
            channel=channel_of[kind],
            start=np.concatenate((contacts.arrived[rows], bookings.requested[booked]))[order],
            end=np.concatenate((_contact_end(contacts, rows), _booking_end(bookings, booked)))[order],
            ending=np.concatenate((contact_ending(contacts)[rows], booking_ending(bookings)[booked]))[order],
            then=np.concatenate((contacts.then[rows], bookings.then[booked]))[order],
            last=np.diff(customer, append=_NONE) != 0,
        )


def contact_ending(contacts: ContactLog) -> IntArray:
    """Ending of each contact; -1 where its outcome is none that there is."""
    ending = _looked_up(_OF_OUTCOME, contacts.outcome)
    served = (contacts.outcome == Outcome.ANSWERED) | (contacts.outcome == Outcome.CALLED_BACK)
    ending = np.where(served, np.where(contacts.resolved, Ending.RESOLVED, Ending.UNRESOLVED), ending)
    ending = np.where(served & np.isnan(contacts.talk_end), Ending.OPEN, ending)
    return np.where(contacts.outcome == Outcome.CONTAINED, _looked_up(_OF_BOT, contacts.bot_result), ending)


def booking_ending(bookings: BookingLog) -> IntArray:
    """Ending of each booking or request; -1 where its outcome is none that there is."""
    of_bot = _looked_up(_OF_BOT, bookings.bot_result)
    ending = _looked_up(_OF_BOOKING, bookings.outcome)
    released = (bookings.outcome == BookingOutcome.CANCELLED) & (bookings.cancelled_by == CancelledBy.RELEASED)
    ending = np.where(released, Ending.RELEASED, ending)
    return np.where(bookings.outcome == BookingOutcome.CONTAINED, of_bot, ending)


def _looked_up(
    endings: dict[Outcome, Ending] | dict[BookingOutcome, Ending] | dict[BotResult, Ending], code: IntArray
) -> IntArray:
    table = np.full(max(endings) + 2, _NONE)  # the last one: no such code
    for outcome, ending in endings.items():
        table[outcome] = ending
    return table[np.where((code >= 0) & (code < len(table) - 1), code, len(table) - 1)]


def _contact_end(contacts: ContactLog, rows: IntArray) -> FloatArray:
    outcome = contacts.outcome[rows]
    end = contacts.talk_end[rows]
    end = np.where(np.isnan(end), contacts.left[rows], end)
    at_once = (outcome == Outcome.BLOCKED) | (outcome == Outcome.BALKED)
    reached = np.fmax(contacts.arrived[rows], contacts.joined[rows])  # balked after a session
    return np.where(np.isnan(end) & at_once, reached, end)


def _booking_end(bookings: BookingLog, rows: IntArray) -> FloatArray:
    settled = bookings.settled[rows]
    contained = bookings.outcome[rows] == BookingOutcome.CONTAINED
    return np.where(np.isnan(settled) & contained, bookings.bot_end[rows], settled)
