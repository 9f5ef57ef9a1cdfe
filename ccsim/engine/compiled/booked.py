"""One request for an appointment, and what becomes of it."""

from __future__ import annotations

from ccsim.engine.compiled.appointment_memory import NO_CLAIM, appointments, bookings
from ccsim.engine.compiled.events import contact_key
from ccsim.engine.compiled.kernel import World, kernel
from ccsim.engine.compiled.memory import BOOKINGS, NOBODY, UNKNOWN, floors
from ccsim.engine.logs import BookingOutcome, BotResult, CancelledBy, Missed, Then

_REQUESTED, _PENDING = int(BookingOutcome.REQUESTED), int(BookingOutcome.PENDING)
_ENDED, _NO_RESULT = int(Then.ENDED), int(BotResult.NONE)
_COMES, _BY_NOBODY = int(Missed.NONE), int(CancelledBy.NONE)


@kernel
def new_booking(w: World, p: int, customer: int, attempt: int, at: float) -> int:
    """He asks for it, or will; NOBODY: there is no room to write it down."""
    floor = floors(w, 0)
    if floor.bookings == floor.most_bookings:
        floor.short = BOOKINGS
        return NOBODY
    b = floor.bookings
    floor.bookings += 1
    booking = bookings(w, b)
    booking.requested = at
    booking.wish = UNKNOWN
    booking.booked = UNKNOWN
    booking.begins = UNKNOWN
    booking.settled = UNKNOWN
    booking.came = UNKNOWN
    booking.bot_end = UNKNOWN
    booking.lateness = 0.0
    booking.key = contact_key(appointments(w, p).kind, customer, attempt, 0)
    booking.customer = customer
    booking.contact = NOBODY
    booking.dealt_with = 0
    booking.appointment = p
    booking.attempt = attempt
    booking.slot = NOBODY
    booking.arrangement = 0
    booking.sent = 0
    booking.reached = 0
    booking.opened = 0
    booking.skipped = 0
    booking.bot = NOBODY
    booking.claim = NO_CLAIM
    booking.outcome = _REQUESTED
    booking.reason = _COMES
    booking.cancelled_by = _BY_NOBODY
    booking.then = _ENDED
    booking.bot_result = _NO_RESULT
    booking.misses = _COMES
    booking.by_tap = 0
    booking.standby = 0
    booking.refilled = 0
    booking.freed = 0
    booking.confirmed = 0
    booking.cured = 0
    booking.asked = 0
    booking.called = 0
    return b


@kernel
def is_expected(w: World, b: int, arrangement: int) -> bool:
    """Whether he still has the slot that something was planned for, and has neither come nor cancelled."""
    booking = bookings(w, b)
    return booking.outcome == _PENDING and booking.arrangement == arrangement


@kernel
def settle(w: World, b: int, outcome: int) -> None:
    booking = bookings(w, b)
    booking.outcome = outcome
    booking.settled = floors(w, 0).now
