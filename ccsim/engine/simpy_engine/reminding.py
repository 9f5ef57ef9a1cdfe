"""Reminders, and what becomes of places that nobody has confirmed (semantics.md, "Appointments").

A reminder that reaches its customer and is opened acts on what he would do otherwise. Who would have forgotten
remembers; who would miss it for another reason cancels, or books anew where a tap does it; who will come confirms where
he is asked to. Whoever cancels does so whether he is asked or not: `answers` concerns confirming only. Once the slot
has begun nothing acts any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccsim.engine.logs import CancelledBy, Missed, Origin, ReminderEffect
from ccsim.engine.simpy_engine.moments import REMINDER, UNCONFIRMED, Moment, timer

if TYPE_CHECKING:
    from ccsim.engine.simpy_engine.booking import Booking
    from ccsim.engine.simpy_engine.center import Floor
    from ccsim.engine.simpy_engine.contact import Contact
    from ccsim.model.bookings import Reminder

CALL_LEG = 32  # of the contact in which an agent asks for confirmation; diversions do not come so far
_CANCELLING = {ReminderEffect.CANCELLED: CancelledBy.REMINDER, ReminderEffect.REBOOKED: CancelledBy.REBOOKED}


class Reminding:
    """All that the center does to make its customers come."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self._calls: dict[int, Booking] = {}  # by the row of the contact, until talk ends

    def plan(self, booking: Booking, now: float) -> None:
        """For the slot he has now, which he got at `now`. A reminder due before is skipped; none is sent twice."""
        floor = self.floor
        terms = floor.model.appointments[booking.appointment]
        horizon = floor.model.timeline.horizon
        for place, due in enumerate(terms.due[booking.slot].tolist()):
            if booking.dealt_with >> place & 1:
                continue
            if due < now:
                booking.dealt_with |= 1 << place
                booking.skipped += 1
                floor.booking_journal.skipped(due, booking, terms.reminders[place])
            elif due < horizon:
                one = booking, booking.arrangement, place
                Moment(floor.env, due, timer(booking.key, REMINDER + place), one, self._send)
        if terms.unconfirmed is not None:
            due = booking.begins - terms.unconfirmed.at
            if now < due < horizon:
                asked = booking, booking.arrangement
                Moment(floor.env, due, timer(booking.key, UNCONFIRMED), asked, self._not_confirmed)

    # --- a reminder -------------------------------------------------------------------------------------------------

    def _send(self, event: Moment) -> None:
        booking, arrangement, place = event.subject
        if not booking.is_expected(arrangement):
            return
        floor, now = self.floor, self.floor.env.time
        index = floor.model.appointments[booking.appointment].reminders[place]
        reminder = floor.model.reminders[index]
        booking.dealt_with |= 1 << place
        booking.sent += 1
        booking.asked = booking.asked or reminder.asks
        customer, attempts = booking.customer.index, floor.intake.attempts
        # The address is the customer's, whoever writes to it how often: a wrong one stays wrong.
        reached = attempts.uniform(customer, f"address:{reminder.channel}") < reminder.reach
        opened = reached and self._happens(booking, "open", reminder.name, reminder.open)
        booking.reached += reached
        booking.opened += opened
        effect = self._effect(booking, reminder) if opened and now < booking.begins else ReminderEffect.NONE
        floor.booking_journal.sent(now, booking, index, reached, opened, effect)
        if floor.story is not None:
            floor.tell_customer(customer, _in_words(reminder, reached, opened, effect))
        if effect in _CANCELLING:
            floor.bookings.cancel(booking, _CANCELLING[effect], booking.misses)

    def _effect(self, booking: Booking, reminder: Reminder) -> ReminderEffect:
        if booking.misses == Missed.FORGOT:
            if not self._remembers(booking, "remembers", reminder.name, reminder.remembers):
                return ReminderEffect.NONE
            booking.confirmed = booking.confirmed or self._taps(booking, reminder)
            return ReminderEffect.REMEMBERED
        if booking.misses != Missed.NONE:
            if not self._happens(booking, "cancels", reminder.name, reminder.cancels):
                return ReminderEffect.NONE
            rebooks = reminder.asks and self._happens(booking, "rebooks", reminder.name, reminder.rebooks)
            return ReminderEffect.REBOOKED if rebooks else ReminderEffect.CANCELLED
        if booking.confirmed or not self._taps(booking, reminder):
            return ReminderEffect.NONE
        booking.confirmed = True
        return ReminderEffect.CONFIRMED

    def _taps(self, booking: Booking, reminder: Reminder) -> bool:
        return reminder.asks and self._happens(booking, "answers", reminder.name, reminder.answers)

    def _remembers(self, booking: Booking, purpose: str, name: str, probability: float) -> bool:
        if self._happens(booking, purpose, name, probability):
            booking.cured = True
            booking.misses = Missed.NONE
        return booking.cured

    def _happens(self, booking: Booking, purpose: str, name: str, probability: float) -> bool:
        u = self.floor.intake.attempts.uniform(booking.customer.index, f"{purpose}:{name}", booking.attempt)
        return u < probability

    # --- who has not confirmed ----------------------------------------------------------------------------------------

    def _not_confirmed(self, event: Moment) -> None:
        """Only who was asked can be late with his answer. An agent calls a customer once about a booking."""
        booking, arrangement = event.subject
        if not booking.is_expected(arrangement) or booking.confirmed or not booking.asked:
            return
        floor, now = self.floor, self.floor.env.time
        terms = floor.model.appointments[booking.appointment].unconfirmed
        assert terms is not None
        if terms.call < 0:
            floor.tell_customer(booking.customer.index, "has not confirmed: the place is released")
            floor.bookings.cancel(booking, CancelledBy.RELEASED, Missed.NONE)
        elif now >= 0.0 and not booking.called:  # nobody works before the scenario's start
            booking.called = True
            contact = floor.intake.make(
                booking.customer, terms.call, now, attempt=booking.attempt, leg=CALL_LEG, origin=Origin.OUTBOUND
            )
            floor.intake.await_arrival(contact)
            self._calls[contact.row] = booking

    def called(self, contact: Contact, resolved: bool) -> None:
        """An agent has called: `resolved` says whether the customer picked up. It acts as a reminder does."""
        booking = self._calls.pop(contact.row)
        floor, now = self.floor, self.floor.env.time
        terms = floor.model.appointments[booking.appointment].unconfirmed
        assert terms is not None
        if not resolved or not booking.is_expected(booking.arrangement) or now >= booking.begins:
            return
        if booking.misses == Missed.FORGOT:
            booking.confirmed = self._remembers(booking, "called", "remembers", terms.remembers)
        elif booking.misses == Missed.NONE:
            booking.confirmed = True
        elif self._happens(booking, "called", "cancels", terms.cancels):
            floor.tell_customer(booking.customer.index, "cannot come, and cancels")
            floor.bookings.cancel(booking, CancelledBy.CALL, booking.misses)


def _in_words(reminder: Reminder, reached: bool, opened: bool, effect: ReminderEffect) -> str:
    if not reached:
        return f"is sent {reminder.name}, which does not reach him"
    if not opened:
        return f"is sent {reminder.name}, and does not open it"
    words = {
        ReminderEffect.NONE: "it changes nothing",
        ReminderEffect.REMEMBERED: "would have forgotten, and will come",
        ReminderEffect.CANCELLED: "cannot come, and cancels",
        ReminderEffect.CONFIRMED: "confirms",
        ReminderEffect.REBOOKED: "cannot come, and books anew",
    }
    return f"is sent {reminder.name} and opens it: {words[effect]}"
