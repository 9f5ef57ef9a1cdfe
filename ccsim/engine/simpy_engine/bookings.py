"""Requests for appointments, places, standby and cancellations (semantics.md, "Appointments").

A request gets the first slot with a free place not before the time wished and not further ahead than `horizon`
(inclusive); whoever gave a slot back because he could not come wishes for a later one. What becomes of a booking is
planned when it gets its slot: reminders (`reminding`), its own cancellation, and whether and when the customer comes
(`attendance`, `hosting`). Slots beyond the scenario's horizon only take places: reminders and cancellations before the
horizon happen, all else is left open.

A place that is given back goes to the first on standby, in the order in which their requests were not met as wished.
Who had a place moves: he booked it when he booked the old one, which is what his lead is counted from, but what was due
before he got it does not happen any more. Who had none has booked it now.

Before the scenario's start nobody works: slots of that time are history, with no-shows and what follows from them, but
without hosts and contacts. Customers of the diary have booked at their time, and whatever is due after it happens.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ccsim.engine.logs import BookingOutcome, BotResult, CancelledBy, Missed, Then
from ccsim.engine.simpy_engine.attendance import Attendance, quantile
from ccsim.engine.simpy_engine.booking import Booking
from ccsim.engine.simpy_engine.diary import Diary
from ccsim.engine.simpy_engine.moments import CANCELLATION, Moment, request, timer
from ccsim.engine.simpy_engine.wall_clock import local_minute
from ccsim.model.behaviour import MoveFrom
from ccsim.model.grid import on_grid

if TYPE_CHECKING:
    from ccsim.engine.simpy_engine.center import Floor
    from ccsim.engine.simpy_engine.contact import Contact
    from ccsim.engine.simpy_engine.customer import Customer

_WENT_ON = (BotResult.HANDED_OVER, BotResult.FULL, BotResult.OUT)


class Bookings:
    """All diaries and who stands in them."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self._terms = floor.model.appointments
        self._horizon = floor.model.timeline.horizon
        self._diaries = [Diary(terms) for terms in self._terms]
        self._attendance = Attendance(floor)

    def open(self) -> None:
        """The diaries as they are handed over, and the first request of each appointment."""
        requests, first = self.floor.workload.requests, self.floor.workload.rows
        for row in (requests.slot >= 0).nonzero()[0].tolist():
            customer = self.floor.customers[first + row]
            booking = self._new(int(requests.appointment[row]), customer, 0, float(requests.time[row]))
            self._enter(booking, int(requests.slot[row]))
        for appointment in range(len(self._terms)):
            rows = ((requests.slot < 0) & (requests.appointment == appointment)).nonzero()[0]
            self._ask_next(iter(rows[requests.time[rows].argsort(kind="stable")].tolist()))

    def _enter(self, booking: Booking, slot: int) -> None:
        """Into the diary as it is handed over: his place is taken, whenever it was that he booked it."""
        diary = self._diaries[booking.appointment]
        diary.take(slot)
        booking.slot, booking.begins = slot, diary.slots[slot]
        booking.wish, booking.booked = booking.begins, booking.requested
        booking.outcome = BookingOutcome.PENDING
        if booking.booked < self._horizon:
            Moment(self.floor.env, booking.booked, request(booking.key), booking, self._is_in)

    def _is_in(self, event: Moment) -> None:
        booking: Booking = event.subject
        self._arrange(booking, booking.slot, booking.booked)

    def _ask_next(self, rows: Iterator[int]) -> None:
        row = next(rows, None)
        if row is None:
            return
        workload = self.floor.workload
        customer, at = self.floor.customers[workload.rows + row], float(workload.requests.time[row])
        booking = self._new(int(workload.requests.appointment[row]), customer, 0, at)

        def comes(event: Moment) -> None:
            self._ask_next(rows)
            self._request(event)

        Moment(self.floor.env, at, request(booking.key), booking, comes)

    # --- a request ---------------------------------------------------------------------------------------------------

    def ask(self, customer: Customer, appointment: int, attempt: int, at: float) -> None:
        """The customer will ask for an appointment at `at`, which is not before now."""
        booking = self._new(appointment, customer, attempt, at)
        Moment(self.floor.env, at, request(booking.key), booking, self._request)

    def _new(self, appointment: int, customer: Customer, attempt: int, at: float) -> Booking:
        booking = Booking(appointment, self._terms[appointment].contact, customer, attempt, at)
        self.floor.booking_journal.bookings.append(booking)
        return booking

    def _request(self, event: Moment) -> None:
        booking: Booking = event.subject
        floor = self.floor
        self._tell(booking, f"asks for {self._terms[booking.appointment].name}")
        bot = floor.bots.before_appointment(booking.appointment) if floor.bots is not None else -1
        if bot < 0 or booking.by_tap:
            self._book(booking)
            return
        assert floor.bots is not None
        booking.bot = bot
        refused = floor.bots.session(
            booking.customer,
            bot,
            booking.key,
            booking.attempt,
            0,
            lambda result, end: self._session_over(booking, result, end),
        )
        if refused is not None:
            booking.bot_result = refused
            self._book(booking)

    def _session_over(self, booking: Booking, result: BotResult, end: float) -> None:
        """Self-service has settled the request, or hands it on. A session that outlasts the horizon stays open."""
        if end >= self._horizon:
            booking.then = Then.PENDING
            return
        booking.bot_result, booking.bot_end = result, end
        if result in _WENT_ON:
            self._book(booking)
            return
        bots = self.floor.bots
        assert bots is not None
        booking.end(BookingOutcome.CONTAINED, end)
        kind = self._terms[booking.appointment].contact
        booking.then = Then(bots.after_containment(booking.customer, booking.bot, kind, result, booking.attempt, 0))

    def _book(self, booking: Booking) -> None:
        now = self.floor.env.time
        terms, diary = self._terms[booking.appointment], self._diaries[booking.appointment]
        booking.wish = now + self._lead(booking, now)
        if now <= booking.customer.unable_at:  # he has said that he cannot come then
            booking.wish = max(booking.wish, booking.customer.unable_at + terms.length)
        slot = diary.first_free(booking.wish, now + terms.horizon)
        if slot is None:
            self._not_booked(booking, now)
            return
        booking.booked = now
        booking.refilled = diary.take(slot)
        if terms.standby and slot > diary.first_from(booking.wish):
            diary.stand_by(booking)
        self._arrange(booking, slot, now)

    def _lead(self, booking: Booking, now: float) -> float:
        customer, workload = booking.customer.index, self.floor.workload
        if booking.attempt == 0:
            return float(workload.requests.lead[customer - workload.rows])
        law = self._terms[booking.appointment].lead_time
        time_of_day = self.floor.time_of_day(now)
        return self.floor.intake.attempts.duration(law, time_of_day, customer, "lead", booking.attempt)

    def _not_booked(self, booking: Booking, now: float) -> None:
        """Who goes elsewhere at once, or means to, does not wait for a place that is given back."""
        self._tell(booking, "finds no free place")
        booking.end(BookingOutcome.NOT_BOOKED, now)
        booking.then = self._what_follows(booking, MoveFrom.NOT_BOOKED)
        if self._terms[booking.appointment].standby and booking.then not in (Then.MOVED, Then.PENDING):
            self._diaries[booking.appointment].stand_by(booking)

    def _arrange(self, booking: Booking, slot: int, now: float) -> None:
        """He has got a place in this slot: plans all that is due from now on."""
        floor, terms = self.floor, self._terms[booking.appointment]
        booking.slot, booking.begins = slot, self._diaries[booking.appointment].slots[slot]
        booking.outcome, booking.settled = BookingOutcome.PENDING, float("nan")
        booking.arrangement += 1
        if floor.story is not None:
            self._tell(booking, f"has an appointment on {local_minute(floor.model.timeline, booking.begins)}")
        self._attendance.decide(booking)
        floor.reminding.plan(booking, now)
        if terms.cancellation is not None:
            self._plan_cancellation(booking, now)
        if booking.begins < self._horizon:
            floor.hosting.expect(booking, now)

    # --- cancellations and standby -----------------------------------------------------------------------------------

    def _plan_cancellation(self, booking: Booking, now: float) -> None:
        """Of his own accord, if the time for it comes after he has got his place."""
        terms = self._terms[booking.appointment].cancellation
        assert terms is not None
        attempts, customer, attempt = self.floor.intake.attempts, booking.customer, booking.attempt
        if attempts.uniform(customer.index, "cancel", attempt) >= terms.share[customer.segment]:
            return
        before = on_grid(quantile(terms.before, attempts.uniform(customer.index, "cancel_before", attempt)))
        due = booking.begins - before
        if now < due < self._horizon:
            subject = booking, booking.arrangement
            Moment(self.floor.env, due, timer(booking.key, CANCELLATION), subject, self._cancels)

    def _cancels(self, event: Moment) -> None:
        booking, arrangement = event.subject
        if booking.is_expected(arrangement):
            self._tell(booking, "cancels the appointment")
            self.cancel(booking, CancelledBy.CUSTOMER, Missed.NONE)

    def cancel(self, booking: Booking, by: CancelledBy, reason: Missed) -> None:
        """He will not come. His place goes to who stands by before hosts are let go, so that they are kept for him."""
        now = self.floor.env.time
        booking.end(BookingOutcome.CANCELLED, now)
        booking.cancelled_by, booking.reason = by, reason
        if by != CancelledBy.RELEASED:
            booking.customer.unable_at = booking.begins
        if now < booking.begins:
            booking.freed = True
            self._give_back(booking.appointment, booking.slot, now)
        self.floor.hosting.expected_no_more(booking)
        rebooks = by == CancelledBy.REBOOKED
        booking.then = self._book_anew(booking, now) if rebooks else self._what_follows(booking, MoveFrom.CANCELLED)

    def _give_back(self, appointment: int, slot: int, now: float) -> None:
        diary = self._diaries[appointment]
        if not diary.give_back(slot) or not self._terms[appointment].standby:
            return
        booking = diary.first_on_standby(slot)
        if booking is None:
            return
        self._tell(booking, "is offered a place that was given back")
        claimed_before, before = booking.claimed, booking.begins
        if booking.outcome == BookingOutcome.PENDING:
            diary.give_back(booking.slot)  # for later requests: one move does not cause another
        else:
            booking.booked, booking.then = now, Then.ENDED
        diary.take_given_back(slot)
        booking.standby = booking.refilled = True
        booking.claimed = False
        self._arrange(booking, slot, now)
        if claimed_before:
            self.floor.hosting.claim_ends(appointment, before)

    def _book_anew(self, booking: Booking, now: float) -> Then:
        """By a tap, at any hour and past all self-service."""
        customer = booking.customer
        if customer.attempts + 1 >= self.floor.model.behaviour.most_attempts:
            return Then.CUT
        customer.attempts += 1
        again = self._new(booking.appointment, customer, customer.attempts, now)
        again.by_tap = True
        Moment(self.floor.env, now, request(again.key), again, self._request)
        return Then.MOVED

    # --- what several parts ask --------------------------------------------------------------------------------------

    def called(self, contact: Contact, resolved: bool) -> None:
        """An agent's call about an unconfirmed place ends."""
        self.floor.reminding.called(contact, resolved)

    def missed(self, booking: Booking) -> None:
        """He has not come in time, or not at all."""
        now, late = self.floor.env.time, booking.misses == Missed.NONE
        booking.end(BookingOutcome.LATE_NO_SHOW if late else BookingOutcome.NO_SHOW, now)
        booking.reason = booking.misses
        if late:
            booking.came = booking.begins + booking.lateness
        words = {
            Missed.NONE: "is too late for the appointment",
            Missed.FORGOT: "has forgotten the appointment",
            Missed.EMERGENCY: "could not come to the appointment",
            Missed.SOLVED_ELSEWHERE: "needed the appointment no more, and did not come",
        }
        self._tell(booking, words[booking.misses])
        booking.customer.missed += 1

    def goes_on(self, booking: Booking) -> None:
        """What the customer does after he has missed it."""
        late = booking.outcome == BookingOutcome.LATE_NO_SHOW
        booking.then = self._what_follows(booking, MoveFrom.LATE_NO_SHOW if late else MoveFrom.NO_SHOW)

    def _what_follows(self, booking: Booking, happened: MoveFrom) -> Then:
        journeys = self.floor.journeys
        assert journeys is not None
        kind = self._terms[booking.appointment].contact
        return journeys.after(booking.customer, kind, happened, booking.attempt, 0, self.floor.env.time)

    def _tell(self, booking: Booking, text: str) -> None:
        self.floor.tell_customer(booking.customer.index, text)
