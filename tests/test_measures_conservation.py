"""Broken logs that the laws must refuse: an engine that loses a contact, a customer or a booking is found out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from journeys_by_hand import CHATS, DAY, HOUR, VIDEO, B, K, day, everything, served
from measures_by_hand import C, center, history

from ccsim.engine.logs import BookingOutcome, BotResult, Origin, Outcome, Then
from ccsim.measures import conserved, measure

MODEL = everything()
GONE = K(0, 100.0, Outcome.ABANDONED, left=160.0, waited=True, then=Then.MOVED)
AGAIN = served(0, 500.0, 500.0, 600.0, attempt=1, origin=Origin.MOVE)
VISIT = served(1, 10 * HOUR, 10 * HOUR, 11 * HOUR, type=VIDEO, origin=Origin.APPOINTMENT)
KEPT = B(1, 200.0, 10 * HOUR, came=9.9 * HOUR, contact=2, sent=1)
SENT = [(0, 0, False)]


def checked(contacts, bookings=(), *, reminders=(), broken=lambda logs: logs):
    workload, logs = day(MODEL, list(contacts), list(bookings), reminders=list(reminders))
    conserved(measure(MODEL, workload, broken(logs)))


def test_what_is_right_passes():
    checked([GONE, AGAIN, VISIT], [KEPT], reminders=SENT)


@pytest.mark.parametrize(
    ("contacts", "bookings", "reminders", "law"),
    [
        # the contact of a kept appointment is lost, or comes without its booking, or at another time
        ([GONE, AGAIN], [replace(KEPT, contact=-1)], SENT, "arrived 3 is not the sum of blocked 0"),
        ([GONE, AGAIN, VISIT], [replace(KEPT, outcome=BookingOutcome.NO_SHOW)], SENT, "arrived 2 is not the sum"),
        ([GONE, AGAIN, VISIT], [replace(KEPT, came=12 * HOUR)], SENT, r"interval 2026-03-02T10:00:\S+: arrived 0 is"),
        # his second contact is lost; he moved on, and nothing follows
        ([GONE], [], [], "customers 1 is not the sum of settled 0, lost 0, pending 0"),
        ([K(0, 100.0, Outcome.DIVERTED, left=100.0)], [], [], "customers 1 is not the sum of"),
        # contained by a bot that handed him over
        (
            [K(0, 100.0, Outcome.CONTAINED, left=160.0, type=CHATS, bot=0, bot_result=BotResult.HANDED_OVER)],
            [],
            [],
            "customers 1 is not the sum of",
        ),
        # a place given to somebody who was not booked
        (
            [],
            [replace(KEPT, customer=0, contact=-1, outcome=BookingOutcome.NOT_BOOKED)],
            SENT,
            "booked 1 is not the sum of kept 0",
        ),
        (
            [],
            [replace(KEPT, customer=0, contact=-1, outcome=BookingOutcome.PENDING)],
            [],
            "reminders_sent 0 is not the sum of",
        ),
    ],
)
def test_what_is_lost_is_missed(contacts, bookings, reminders, law):
    with pytest.raises(RuntimeError, match=law):
        checked(contacts, bookings, reminders=reminders)


def test_a_booking_kept_past_the_horizon_leaves_its_customer_nowhere():
    """No contact is due there, so the contacts do not tell."""
    late = replace(KEPT, customer=0, slot=2 * DAY + HOUR, contact=-1, sent=0)
    with pytest.raises(RuntimeError, match="customers 1 is not the sum of settled 0, lost 0, pending 0"):
        checked([], [late])


def test_a_customer_without_any_step_is_missed():
    def nobodys(logs):
        return replace(logs, bookings=replace(logs.bookings, customer=np.array([0])))

    calls = [served(0, 100.0, 100.0, 200.0)]
    with pytest.raises(RuntimeError, match="customers 2 is not the sum of settled 1, lost 0, pending 0"):
        checked(calls, [B(1, 50.0, outcome=BookingOutcome.NOT_BOOKED)], broken=nobodys)


@pytest.mark.parametrize("outcome", [Outcome.CONTAINED, Outcome.DIVERTED])
def test_where_there_is_no_bot_and_no_rule_nothing_is_contained_or_diverted(outcome):
    plain = center()
    with pytest.raises(RuntimeError, match="arrived 1 is not the sum of blocked 0, offered 0"):
        conserved(measure(plain, *history(plain, [C(0.0, outcome, left=10.0)])))


@pytest.mark.parametrize("outcome", [Outcome.CALLED_BACK, Outcome.NOT_REACHED])
def test_where_no_rule_offers_it_nobody_is_called_back(outcome):
    plain = center()
    with pytest.raises(RuntimeError, match="offered 1 is not the sum of balked 0, answered 0, abandoned 0"):
        conserved(measure(plain, *history(plain, [C(0.0, outcome, left=10.0)])))


def test_where_nobody_follows_up_a_contact_that_does_is_one_too_many():
    plain = center()
    one, another = C(0.0, answered=0.0, talk_end=5.0), C(10.0, answered=10.0, talk_end=15.0)
    workload, _ = history(plain, [one])
    _, logs = history(plain, [one, another])
    logs = replace(logs, contacts=replace(logs.contacts, origin=np.array([Origin.FIRST, Origin.MOVE])))
    with pytest.raises(RuntimeError, match="arrived 1 is not the sum of blocked 0, offered 2"):
        conserved(measure(plain, workload, logs))
