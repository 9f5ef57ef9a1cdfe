"""Reminders, and what becomes of places that nobody has confirmed (semantics.md, "Appointments")."""

from __future__ import annotations

import ccsim.engine.compiled.cancelling as cancelling
import ccsim.engine.compiled.journeys as journeys
from ccsim.engine.compiled.appointment_memory import (
    appointment_reminder,
    appointments,
    bookings,
    due_time,
    reminder_rows,
    reminders,
)
from ccsim.engine.compiled.attempts import CALL_CANCELS, CALL_REMEMBERS, uniform
from ccsim.engine.compiled.attendance import COMES, FORGOT
from ccsim.engine.compiled.behaviour_memory import trails
from ccsim.engine.compiled.booked import is_expected
from ccsim.engine.compiled.events import REMINDER, TIMERS, UNCONFIRMED, push
from ccsim.engine.compiled.kernel import World, kernel
from ccsim.engine.compiled.memory import NOBODY, REMINDER_ROWS, floors
from ccsim.engine.logs import CancelledBy, Origin, ReminderEffect

CALL_LEG = 32  # of the contact in which an agent asks for confirmation; diversions do not come so far
OPENS, REMEMBERS, CANCELS, ANSWERS, REBOOKS = range(5)
"""Purposes of a reminder, from its first on."""

_NO_EFFECT, _REMEMBERED, _CANCELLED, _CONFIRMED, _REBOOKED = (
    int(ReminderEffect.NONE),
    int(ReminderEffect.REMEMBERED),
    int(ReminderEffect.CANCELLED),
    int(ReminderEffect.CONFIRMED),
    int(ReminderEffect.REBOOKED),
)
_BY_REMINDER, _BY_TAP, _RELEASED, _BY_CALL = (
    int(CancelledBy.REMINDER),
    int(CancelledBy.REBOOKED),
    int(CancelledBy.RELEASED),
    int(CancelledBy.CALL),
)
_OUTBOUND = int(Origin.OUTBOUND)


@kernel
def plan_reminders(w: World, b: int) -> None:
    """For the slot he has got now. A reminder due before is skipped; none is sent twice."""
    floor = floors(w, 0)
    booking = bookings(w, b)
    appointment = appointments(w, booking.appointment)
    first_due = appointment.first_due + (booking.slot - appointment.first_slot) * appointment.reminders
    for place in range(appointment.reminders):
        if booking.dealt_with >> place & 1:
            continue
        due = due_time(w, first_due + place)
        if due < floor.now:
            booking.dealt_with |= 1 << place
            booking.skipped += 1
            r = appointment_reminder(w, appointment.first_reminder + place)
            write_reminder(w, due, b, r, 1, 0, 0, _NO_EFFECT)
        elif due < floor.horizon:
            push(w, due, TIMERS, booking.key, REMINDER + place, b, booking.arrangement)
    if appointment.asks_back:
        due = booking.begins - appointment.confirmed_before
        if floor.now < due < floor.horizon:
            push(w, due, TIMERS, booking.key, UNCONFIRMED, b, booking.arrangement)


@kernel
def write_reminder(w: World, time: float, b: int, r: int, skipped: int, reached: int, opened: int, effect: int) -> None:
    floor = floors(w, 0)
    if floor.reminder_rows == floor.most_reminder_rows:
        floor.short = REMINDER_ROWS
        return
    row = reminder_rows(w, floor.reminder_rows)
    floor.reminder_rows += 1
    row.time = time
    row.booking = b
    row.reminder = r
    row.skipped = skipped
    row.reached = reached
    row.opened = opened
    row.effect = effect


@kernel
def remind(w: World, b: int, arrangement: int, place: int) -> None:
    """A reminder goes out."""
    if not is_expected(w, b, arrangement):
        return
    now = floors(w, 0).now
    booking = bookings(w, b)
    r = appointment_reminder(w, appointments(w, booking.appointment).first_reminder + place)
    reminder = reminders(w, r)
    booking.dealt_with |= 1 << place
    booking.sent += 1
    if reminder.asks:
        booking.asked = 1
    # The address is the customer's, whoever writes to it how often: a wrong one stays wrong.
    reached = uniform(w, booking.customer, reminder.address, 0, 0) < reminder.reach
    opened = reached and happens(w, b, reminder.first_purpose + OPENS, reminder.open)
    if reached:
        booking.reached += 1
    if opened:
        booking.opened += 1
    effect = _NO_EFFECT
    if opened and now < booking.begins:
        effect = effect_of(w, b, r)
    write_reminder(w, now, b, r, 0, 1 if reached else 0, 1 if opened else 0, effect)
    if effect == _CANCELLED:
        cancelling.cancel(w, b, _BY_REMINDER, booking.misses)
    elif effect == _REBOOKED:
        cancelling.cancel(w, b, _BY_TAP, booking.misses)


@kernel
def effect_of(w: World, b: int, r: int) -> int:
    booking = bookings(w, b)
    reminder = reminders(w, r)
    if booking.misses == FORGOT:
        if not remembers(w, b, reminder.first_purpose + REMEMBERS, reminder.remembers):
            return _NO_EFFECT
        if not booking.confirmed and taps(w, b, r):
            booking.confirmed = 1
        return _REMEMBERED
    if booking.misses != COMES:
        if not happens(w, b, reminder.first_purpose + CANCELS, reminder.cancels):
            return _NO_EFFECT
        rebooks = reminder.asks != 0 and happens(w, b, reminder.first_purpose + REBOOKS, reminder.rebooks)
        return _REBOOKED if rebooks else _CANCELLED
    if booking.confirmed or not taps(w, b, r):
        return _NO_EFFECT
    booking.confirmed = 1
    return _CONFIRMED


@kernel
def taps(w: World, b: int, r: int) -> bool:
    reminder = reminders(w, r)
    return reminder.asks != 0 and happens(w, b, reminder.first_purpose + ANSWERS, reminder.answers)


@kernel
def remembers(w: World, b: int, purpose: int, probability: float) -> bool:
    booking = bookings(w, b)
    if happens(w, b, purpose, probability):
        booking.cured = 1
        booking.misses = COMES
    return booking.cured != 0


@kernel
def happens(w: World, b: int, purpose: int, probability: float) -> bool:
    booking = bookings(w, b)
    return uniform(w, booking.customer, purpose, booking.attempt, 0) < probability


# --- who has not confirmed ------------------------------------------------------------------------------------------


@kernel
def not_confirmed(w: World, b: int, arrangement: int) -> None:
    """Only who was asked can be late with his answer. An agent calls a customer once about a booking."""
    booking = bookings(w, b)
    if not is_expected(w, b, arrangement) or booking.confirmed or not booking.asked:
        return
    now = floors(w, 0).now
    appointment = appointments(w, booking.appointment)
    if appointment.is_released:
        cancelling.cancel(w, b, _RELEASED, COMES)
    elif now >= 0.0 and not booking.called:  # nobody works before the scenario's start
        booking.called = 1
        c = journeys.make(w, booking.customer, appointment.call, now, booking.attempt, CALL_LEG, _OUTBOUND, 1.0)
        if c != NOBODY:
            trails(w, c).booking = b
            journeys.await_arrival(w, c)


@kernel
def called(w: World, c: int, reached: bool) -> None:
    """An agent has called, and the customer picked up or not. It acts as a reminder does."""
    b = trails(w, c).booking
    booking = bookings(w, b)
    if not reached or not is_expected(w, b, booking.arrangement) or floors(w, 0).now >= booking.begins:
        return
    appointment = appointments(w, booking.appointment)
    if booking.misses == FORGOT:
        booking.confirmed = 1 if remembers(w, b, CALL_REMEMBERS, appointment.call_remembers) else 0
    elif booking.misses == COMES:
        booking.confirmed = 1
    elif happens(w, b, CALL_CANCELS, appointment.call_cancels):
        cancelling.cancel(w, b, _BY_CALL, booking.misses)
