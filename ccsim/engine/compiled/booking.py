"""Requests for appointments and the places they get (semantics.md, "Appointments").

A request gets the first slot with a free place not before the time wished and not further ahead than `horizon`. What
becomes of a booking is planned when it gets its slot. Slots beyond the scenario's horizon only take places. Before the
scenario's start nobody works: slots of that time are history, without hosts and contacts.
"""

from __future__ import annotations

import ccsim.engine.compiled.bots as bots
import ccsim.engine.compiled.cancelling as cancelling
import ccsim.engine.compiled.coming as coming
import ccsim.engine.compiled.reminding as reminding
from ccsim.engine.compiled.appointment_memory import (
    appointments,
    bookings,
    request_appointment,
    request_in_order,
    request_lead,
    request_slot,
    request_time,
    slots,
)
from ccsim.engine.compiled.attempts import LEAD, duration, time_of_day
from ccsim.engine.compiled.attendance import decide
from ccsim.engine.compiled.behaviour_memory import customers
from ccsim.engine.compiled.booked import new_booking, settle
from ccsim.engine.compiled.diary import first_free, first_from, stand_by, take_place
from ccsim.engine.compiled.events import REQUEST, contact_key, push
from ccsim.engine.compiled.kernel import World, kernel
from ccsim.engine.compiled.memory import NOBODY, UNKNOWN, floors
from ccsim.engine.logs import BookingOutcome, BotResult, Then
from ccsim.model.behaviour import MoveFrom

ASKS, IS_IN, NEXT_OF_ALL = range(3)
"""`about` of requests: a booking that exists, one that the diary held, the next of those who begin with a request."""

_PENDING, _WAS_NOT_BOOKED, _CONTAINED = (
    int(BookingOutcome.PENDING),
    int(BookingOutcome.NOT_BOOKED),
    int(BookingOutcome.CONTAINED),
)
_NO_RESULT, _HANDED_OVER = int(BotResult.NONE), int(BotResult.HANDED_OVER)
_STILL_PENDING, _MOVED = int(Then.PENDING), int(Then.MOVED)
_FOUND_NO_PLACE = int(MoveFrom.NOT_BOOKED)


@kernel
def open_diaries(w: World) -> None:
    """The diaries as they are handed over, and the first request of each appointment."""
    floor = floors(w, 0)
    for row in range(floor.requests):
        if request_slot(w, row) != NOBODY:
            b = new_booking(w, request_appointment(w, row), floor.rows + row, 0, request_time(w, row))
            if b == NOBODY:
                return
            enter(w, b, request_slot(w, row))
    for p in range(floor.appointments):
        await_request(w, p)


@kernel
def enter(w: World, b: int, s: int) -> None:
    """Into the diary as it is handed over: his place is taken, whenever it was that he booked it."""
    booking = bookings(w, b)
    take_place(w, s)
    booking.slot = s
    booking.begins = slots(w, s).begins
    booking.wish = booking.begins
    booking.booked = booking.requested
    booking.outcome = _PENDING
    if booking.booked < floors(w, 0).horizon:
        push(w, booking.booked, REQUEST, booking.key, IS_IN, b, 0)


@kernel
def await_request(w: World, p: int) -> None:
    """The next of those who begin with a request."""
    appointment = appointments(w, p)
    if appointment.next_request < appointment.end_request:
        row = request_in_order(w, appointment.next_request)
        appointment.next_request += 1
        key = contact_key(appointment.kind, floors(w, 0).rows + row, 0, 0)
        push(w, request_time(w, row), REQUEST, key, NEXT_OF_ALL, row, 0)


@kernel
def next_asks(w: World, row: int) -> None:
    p = request_appointment(w, row)
    await_request(w, p)
    b = new_booking(w, p, floors(w, 0).rows + row, 0, request_time(w, row))
    if b != NOBODY:
        asks(w, b)


# --- a request ------------------------------------------------------------------------------------------------------


@kernel
def will_ask(w: World, customer: int, p: int, attempt: int, at: float) -> int:
    """The customer will ask for an appointment at `at`, which is not before now."""
    b = new_booking(w, p, customer, attempt, at)
    if b != NOBODY:
        push(w, at, REQUEST, bookings(w, b).key, ASKS, b, 0)
    return b


@kernel
def asks(w: World, b: int) -> None:
    """He asks; perhaps self-service takes it first."""
    booking = bookings(w, b)
    bot = appointments(w, booking.appointment).bot
    if bot == NOBODY or booking.by_tap:
        book(w, b)
        return
    booking.bot = bot
    booking.bot_result = bots.refuses(w, bot)
    if booking.bot_result != _NO_RESULT:
        book(w, b)
        return
    booking.bot_result = bots.begin_session(
        w, bot, booking.customer, booking.key, booking.attempt, 0, bots.OF_REQUEST, b
    )


@kernel
def request_session_over(w: World, b: int) -> None:
    """Self-service has settled the request, or hands it on. A session that outlasts the horizon stays open."""
    now = floors(w, 0).now
    booking = bookings(w, b)
    bots.end_session(w, booking.bot)
    if now >= floors(w, 0).horizon:
        booking.bot_result = _NO_RESULT
        booking.then = _STILL_PENDING
        return
    booking.bot_end = now
    if booking.bot_result == _HANDED_OVER:
        book(w, b)
        return
    settle(w, b, _CONTAINED)
    kind = appointments(w, booking.appointment).kind
    booking.then = bots.after_containment(
        w, booking.bot, booking.bot_result, booking.customer, kind, booking.attempt, 0
    )


@kernel
def book(w: World, b: int) -> None:
    """The first free place after the time wished, if there is one."""
    now = floors(w, 0).now
    booking = bookings(w, b)
    appointment = appointments(w, booking.appointment)
    unable_at = customers(w, booking.customer).unable_at
    booking.wish = now + lead(w, b)
    if now <= unable_at and booking.wish < unable_at + appointment.length:  # he has said that he cannot come then
        booking.wish = unable_at + appointment.length
    s = first_free(w, booking.appointment, booking.wish, now + appointment.horizon)
    if s == NOBODY:
        not_booked(w, b)
        return
    booking.booked = now
    booking.refilled = 1 if take_place(w, s) else 0
    if appointment.standby and s > first_from(w, booking.appointment, booking.wish):
        stand_by(w, b)
    arrange(w, b, s)


@kernel
def lead(w: World, b: int) -> float:
    """Wished, between now and the slot."""
    booking = bookings(w, b)
    if booking.attempt == 0:
        return request_lead(w, booking.customer - floors(w, 0).rows)
    law = appointments(w, booking.appointment).lead
    return duration(w, law, time_of_day(w, floors(w, 0).now), booking.customer, LEAD, booking.attempt, 0)


@kernel
def not_booked(w: World, b: int) -> None:
    """Who goes elsewhere at once, or means to, does not wait for a place that is given back."""
    booking = bookings(w, b)
    settle(w, b, _WAS_NOT_BOOKED)
    booking.then = cancelling.what_follows(w, b, _FOUND_NO_PLACE)
    if appointments(w, booking.appointment).standby and booking.then not in (_MOVED, _STILL_PENDING):
        stand_by(w, b)


@kernel
def arrange(w: World, b: int, s: int) -> None:
    """He has got a place in this slot: plans all that is due from now on."""
    booking = bookings(w, b)
    booking.slot = s
    booking.begins = slots(w, s).begins
    booking.outcome = _PENDING
    booking.settled = UNKNOWN
    booking.arrangement += 1
    decide(w, b)
    reminding.plan_reminders(w, b)
    if appointments(w, booking.appointment).first_cancelling != NOBODY:
        cancelling.plan_cancellation(w, b)
    if booking.begins < floors(w, 0).horizon:
        coming.expect(w, b)
