"""Places that are given back: by whom, to whom, and what the customer does then (semantics.md, "Appointments").

A place that is given back goes to the first on standby. Who had a place moves: he booked it when he booked the old one,
which is what his lead is counted from, but what was due before he got it does not happen any more. Who had none has
booked it now.
"""

from __future__ import annotations

import ccsim.engine.compiled.booking as booking_room
import ccsim.engine.compiled.hosting as hosting
import ccsim.engine.compiled.journeys as journeys
from ccsim.engine.compiled.appointment_memory import NO_CLAIM, appointments, bookings, slots
from ccsim.engine.compiled.attempts import CANCEL, CANCEL_BEFORE, uniform
from ccsim.engine.compiled.behaviour_memory import customers, share_of
from ccsim.engine.compiled.booked import is_expected, settle
from ccsim.engine.compiled.diary import first_on_standby, give_place_back, take_given_back
from ccsim.engine.compiled.events import CANCELLATION, TIMERS, push
from ccsim.engine.compiled.kernel import World, kernel
from ccsim.engine.compiled.laws import quantile_of, signed_on_grid
from ccsim.engine.compiled.memory import NOBODY, floors
from ccsim.engine.logs import BookingOutcome, CancelledBy, Missed, Then
from ccsim.model.behaviour import MoveFrom

_PENDING, _CANCELLED = int(BookingOutcome.PENDING), int(BookingOutcome.CANCELLED)
_BY_CUSTOMER, _REBOOKED, _RELEASED = int(CancelledBy.CUSTOMER), int(CancelledBy.REBOOKED), int(CancelledBy.RELEASED)
_NO_REASON = int(Missed.NONE)
_ENDED, _MOVED, _CUT = int(Then.ENDED), int(Then.MOVED), int(Then.CUT)
_HAS_CANCELLED = int(MoveFrom.CANCELLED)


@kernel
def plan_cancellation(w: World, b: int) -> None:
    """Of his own accord, if the time for it comes after he has got his place."""
    floor = floors(w, 0)
    booking = bookings(w, b)
    appointment = appointments(w, booking.appointment)
    customer = booking.customer
    share = share_of(w, appointment.first_cancelling + customers(w, customer).segment)
    if uniform(w, customer, CANCEL, booking.attempt, 0) >= share:
        return
    u = uniform(w, customer, CANCEL_BEFORE, booking.attempt, 0)
    due = booking.begins - signed_on_grid(quantile_of(w, appointment.cancels_before, u))
    if floor.now < due < floor.horizon:
        push(w, due, TIMERS, booking.key, CANCELLATION, b, booking.arrangement)


@kernel
def cancels(w: World, b: int, arrangement: int) -> None:
    if is_expected(w, b, arrangement):
        cancel(w, b, _BY_CUSTOMER, _NO_REASON)


@kernel
def cancel(w: World, b: int, by: int, reason: int) -> None:
    """He will not come. His place goes to who stands by before hosts are let go, so that they are kept for him."""
    now = floors(w, 0).now
    booking = bookings(w, b)
    settle(w, b, _CANCELLED)
    booking.cancelled_by = by
    booking.reason = reason
    if by != _RELEASED:
        customers(w, booking.customer).unable_at = booking.begins
    if now < booking.begins:
        booking.freed = 1
        free_slot(w, booking.slot)
    hosting.expected_no_more(w, b)
    booking.then = book_anew(w, b) if by == _REBOOKED else what_follows(w, b, _HAS_CANCELLED)


@kernel
def free_slot(w: World, s: int) -> None:
    """To the diary, or to the first on standby."""
    if not give_place_back(w, s) or not appointments(w, slots(w, s).appointment).standby:
        return
    b = first_on_standby(w, s)
    if b == NOBODY:
        return
    booking = bookings(w, b)
    before = booking.slot
    was_claimed = False
    if booking.outcome == _PENDING:
        was_claimed = hosting.drop_claim(w, b)
        give_place_back(w, before)  # for later requests: one move does not cause another
    else:
        booking.booked = floors(w, 0).now
        booking.then = _ENDED
    take_given_back(w, s)
    booking.standby = 1
    booking.refilled = 1
    booking.claim = NO_CLAIM
    booking_room.arrange(w, b, s)
    if was_claimed:
        hosting.claim_ends(w, before)


@kernel
def book_anew(w: World, b: int) -> int:
    """By a tap, at any hour and past all self-service; a `Then`."""
    booking = bookings(w, b)
    customer = customers(w, booking.customer)
    if customer.attempts + 1 >= floors(w, 0).most_attempts:
        return _CUT
    customer.attempts += 1
    again = booking_room.will_ask(w, booking.customer, booking.appointment, customer.attempts, floors(w, 0).now)
    if again != NOBODY:
        bookings(w, again).by_tap = 1
    return _MOVED


@kernel
def what_follows(w: World, b: int, happened: int) -> int:
    """What the customer does now, a `Then`."""
    booking = bookings(w, b)
    kind = appointments(w, booking.appointment).kind
    return journeys.after(w, booking.customer, kind, happened, booking.attempt, 0)
