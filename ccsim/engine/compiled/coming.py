"""The slot begins: the customer comes, in time or late, or does not (semantics.md, "Appointments", "The slot")."""

from __future__ import annotations

import ccsim.engine.compiled.cancelling as cancelling
import ccsim.engine.compiled.hosting as hosting
import ccsim.engine.compiled.journeys as journeys
import ccsim.engine.compiled.life as life
import ccsim.engine.compiled.work as work
from ccsim.engine.compiled.appointment_memory import appointments, bookings
from ccsim.engine.compiled.attendance import COMES
from ccsim.engine.compiled.behaviour_memory import customers
from ccsim.engine.compiled.booked import is_expected, settle
from ccsim.engine.compiled.center_memory import kinds
from ccsim.engine.compiled.events import COMING, GRACE, TIMERS, push
from ccsim.engine.compiled.kernel import World, kernel
from ccsim.engine.compiled.memory import NOBODY, contacts
from ccsim.engine.logs import BookingOutcome, Origin
from ccsim.model.behaviour import MoveFrom

_KEPT, _NO_SHOW, _LATE = int(BookingOutcome.KEPT), int(BookingOutcome.NO_SHOW), int(BookingOutcome.LATE_NO_SHOW)
_DID_NOT_SHOW, _CAME_LATE = int(MoveFrom.NO_SHOW), int(MoveFrom.LATE_NO_SHOW)
_APPOINTMENT = int(Origin.APPOINTMENT)


@kernel
def expect(w: World, b: int) -> None:
    """He has got his slot now. Who comes early counts as coming when it begins."""
    booking = bookings(w, b)
    grace = appointments(w, booking.appointment).grace
    if booking.lateness <= grace:
        come = booking.begins + (booking.lateness if booking.lateness > 0.0 else 0.0)
        push(w, come, COMING, booking.key, 0, b, booking.arrangement)
    push(w, booking.begins + grace, TIMERS, booking.key, GRACE, b, booking.arrangement)
    if booking.begins >= 0.0:
        hosting.claim(w, b)


@kernel
def comes(w: World, b: int, arrangement: int) -> None:
    booking = bookings(w, b)
    if not is_expected(w, b, arrangement) or booking.misses != COMES:
        return
    settle(w, b, _KEPT)
    booking.came = booking.begins + booking.lateness
    if booking.begins < 0.0:
        return
    p = booking.appointment
    appointment = appointments(w, p)
    factor = 1.0
    if booking.attempt > 0:
        factor = journeys.context_factor(w, booking.customer, kinds(w, appointment.kind).channel)
    now = booking.settled
    c = journeys.make(w, booking.customer, appointment.kind, now, booking.attempt, 0, _APPOINTMENT, factor)
    if c == NOBODY:
        return
    contacts(w, c).turn = booking.begins
    booking.contact = c
    hosting.drop_claim(w, b)
    hosting.close_claim(w, booking.slot)
    a = appointment.first_held
    if a == NOBODY:
        life.present(w, c)
        return
    hosting.end_hold(w, a, 1)
    work.begin(w, c, a)


@kernel
def grace_is_over(w: World, b: int, arrangement: int) -> None:
    """He has not come in time, or not at all."""
    if not is_expected(w, b, arrangement):
        return
    booking = bookings(w, b)
    late = booking.misses == COMES
    settle(w, b, _LATE if late else _NO_SHOW)
    booking.reason = booking.misses
    if late:
        booking.came = booking.begins + booking.lateness
    customers(w, booking.customer).missed += 1
    hosting.expected_no_more(w, b)
    booking.then = cancelling.what_follows(w, b, _CAME_LATE if late else _DID_NOT_SHOW)
