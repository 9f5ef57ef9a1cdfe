"""Customers by hand: journeys reduced to one row each, their end states, and the measures made of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from journeys_by_hand import CHATS, CONFIRM, DAY, EXPERIENCE, HOUR, MAIL, VIDEO, B, K, day, everything, served

from ccsim.engine.logs import DIARY, BookingOutcome, BotResult, CancelledBy, Missed, Origin, Outcome, Then
from ccsim.measures import conserved, measure
from ccsim.measures.customers import CustomerTable, EndState
from ccsim.measures.journeys import Ending

MODEL = everything()
MOVE = {"origin": Origin.MOVE}
IN_CHAT = {"type": CHATS, "bot": 0}


def table(contacts=(), bookings=(), **more) -> CustomerTable:
    workload, logs = day(MODEL, list(contacts), list(bookings), **more)
    conserved(measure(MODEL, workload, logs))
    return CustomerTable.of(MODEL, logs)


def one(*contacts, bookings=()):
    """The only customer's row."""
    found = table(contacts, bookings)
    assert found.rows == 1
    return found


# --- end states -------------------------------------------------------------------------------------------------


def contained(result, **said):
    left = {"outcome": Outcome.CONTAINED, "left": 160.0, "bot_end": 160.0, "bot_result": result}
    return K(0, 100.0, **{**IN_CHAT, **left, **said})


@pytest.mark.parametrize(
    ("contact", "state", "ending"),
    [
        (served(0, 100.0, 120.0, 200.0), EndState.SETTLED, Ending.RESOLVED),
        (served(0, 100.0, 120.0, 200.0, resolved=False), EndState.LOST, Ending.UNRESOLVED),
        (served(0, 100.0, 120.0, 200.0, then=Then.PENDING), EndState.PENDING, Ending.RESOLVED),
        (served(0, 100.0, 120.0, 200.0, resolved=False, then=Then.CUT), EndState.LOST, Ending.UNRESOLVED),
        (K(0, 100.0, Outcome.ABANDONED, left=160.0, waited=True), EndState.LOST, Ending.ABANDONED),
        (K(0, 100.0, Outcome.ABANDONED, left=160.0, then=Then.PENDING), EndState.PENDING, Ending.ABANDONED),
        (K(0, 100.0, Outcome.BALKED), EndState.LOST, Ending.BALKED),
        (K(0, 100.0, Outcome.BLOCKED), EndState.LOST, Ending.BLOCKED),
        (K(0, 100.0, Outcome.DROPPED, left=300.0), EndState.LOST, Ending.DROPPED),
        (K(0, 100.0, Outcome.NOT_REACHED, left=300.0, accepted=100.0), EndState.LOST, Ending.NOT_REACHED),
        (K(0, 100.0, Outcome.BACKLOG, type=MAIL), EndState.PENDING, Ending.OPEN),
        (K(0, 100.0, Outcome.ANSWERED, answered=120.0, type=MAIL), EndState.PENDING, Ending.OPEN),
        (contained(BotResult.CONTAINED), EndState.SETTLED, Ending.CONTAINED),
        (contained(BotResult.FALSELY_CONTAINED), EndState.LOST, Ending.FALSELY_CONTAINED),
        (contained(BotResult.FALSELY_CONTAINED, then=Then.PENDING), EndState.PENDING, Ending.FALSELY_CONTAINED),
        (contained(BotResult.GAVE_UP), EndState.LOST, Ending.GAVE_UP),
    ],
)
def test_where_one_contact_leaves_a_customer(contact, state, ending):
    found = one(contact)
    assert (found.state[0], found.ending[0]) == (state, ending)
    assert found.cut[0] == (contact.then == Then.CUT)
    assert np.isnan(found.csat[0]) == (state == EndState.PENDING)
    assert np.isnan(found.settled_after[0]) == (state != EndState.SETTLED)


@pytest.mark.parametrize(
    ("booking", "state", "ending"),
    [
        (B(0, 100.0, 10 * HOUR, BookingOutcome.NO_SHOW), EndState.LOST, Ending.NO_SHOW),
        (B(0, 100.0, 10 * HOUR, BookingOutcome.LATE_NO_SHOW), EndState.LOST, Ending.LATE_NO_SHOW),
        (B(0, 100.0, 10 * HOUR, BookingOutcome.CANCELLED), EndState.LOST, Ending.CANCELLED),
        (B(0, 100.0, 10 * HOUR, BookingOutcome.CANCELLED, then=Then.PENDING), EndState.PENDING, Ending.CANCELLED),
        (
            B(0, 100.0, 10 * HOUR, BookingOutcome.CANCELLED, cancelled_by=CancelledBy.RELEASED),
            EndState.LOST,
            Ending.RELEASED,
        ),
        (B(0, 100.0, 2 * DAY + HOUR, BookingOutcome.PENDING), EndState.PENDING, Ending.OPEN),
        (B(0, 100.0, outcome=BookingOutcome.NOT_BOOKED), EndState.LOST, Ending.NOT_BOOKED),
        (B(0, 100.0, outcome=BookingOutcome.REQUESTED, bot=0), EndState.PENDING, Ending.OPEN),
    ],
)
def test_where_a_booking_leaves_a_customer(booking, state, ending):
    found = table(bookings=[booking])
    assert (found.state[0], found.ending[0]) == (state, ending)
    assert (found.attempts[0], found.contacts[0], found.bookings[0]) == (1, 0, 1)


@pytest.mark.parametrize(
    ("result", "state"),
    [(BotResult.CONTAINED, EndState.SETTLED), (BotResult.GAVE_UP, EndState.LOST)],
)
def test_a_request_that_self_service_settled(result, state):
    request = B(0, 100.0, outcome=BookingOutcome.CONTAINED, bot=0, bot_end=160.0, bot_result=result)
    found = table(bookings=[request])
    assert found.state[0] == state
    assert found.settled_after[0] == (60.0 if state == EndState.SETTLED else pytest.approx(np.nan, nan_ok=True))


# --- journeys ---------------------------------------------------------------------------------------------------

LONG_WAY = [
    # Customer 0 abandons a call after 2 min, is diverted from the next one to a chat, where he is answered without a
    # solution, books, keeps the appointment 3 min after its slot, and is helped there.
    K(0, 1000.0, Outcome.ABANDONED, left=1120.0, waited=True, then=Then.MOVED),
    K(0, 2000.0, Outcome.DIVERTED, left=2000.0, attempt=1, then=Then.MOVED, **MOVE),
    K(0, 2000.0, answered=2090.0, talk_end=2300.0, joined=2060.0, waited=True, attempt=1, leg=1, origin=Origin.DIVERT,
      then=Then.MOVED, bot_end=2060.0, bot_result=BotResult.HANDED_OVER, **IN_CHAT),
    served(0, 10 * HOUR + 180.0, 10 * HOUR + 240.0, 11 * HOUR, type=VIDEO, attempt=2, origin=Origin.APPOINTMENT),
    # The agents' call to confirm is no customer's contact.
    served(0, 8 * HOUR, 8 * HOUR, 8 * HOUR + 60.0, type=CONFIRM, attempt=2, leg=32, origin=Origin.OUTBOUND),
]  # fmt: skip
ADVICE = B(0, 2400.0, 10 * HOUR, attempt=2, came=10 * HOUR + 180.0, contact=3, sent=2)
REMINDED = [(0, 0, False), (0, 1, False), (0, 1, True)]


def test_a_long_way():
    found = table(LONG_WAY, [ADVICE], reminders=REMINDED)
    assert found.rows == 1
    assert (found.attempts[0], found.contacts[0], found.bookings[0]) == (3, 3, 1)
    assert found.switches[0] == 2  # voice to chat by the rule, chat to video by booking
    assert found.waited[0] == 120 + 30 + 60
    assert (found.state[0], found.ending[0]) == (EndState.SETTLED, Ending.RESOLVED)
    assert found.settled_after[0] == 11 * HOUR - 1000
    csat = 4.6 - 0.12 * 3.5 - 0.4 * 2 - 0.3 * 2
    assert found.csat[0] == pytest.approx(csat)
    assert found.ces[0] == pytest.approx(6.2 - 0.1 * 3.5 - 1.0 * 2 - 0.8 * 2)
    assert found.churn[0] == pytest.approx(0.12 - 0.09 * (csat - 1) / 2)
    assert found.churn_cost[0] == pytest.approx(100 * found.churn[0])
    channel = 2 * 0.5 + 0.01 * 120
    handling = 0.01 * 210 + 0.02 * (HOUR - 240)
    assert found.cost[0] == pytest.approx(channel + handling + 0.25 + 0.5 + 2.0)
    steps = found.journey
    assert steps.attempt.tolist() == [0, 1, 1, 2, 2]
    assert steps.leg.tolist() == [0, 0, 1, -1, 0]
    assert steps.contact.tolist() == [0, 1, 2, -1, 3]
    assert steps.booking.tolist() == [-1, -1, -1, 0, -1]
    assert steps.ending.tolist() == [
        Ending.ABANDONED, Ending.DIVERTED, Ending.UNRESOLVED, Ending.KEPT, Ending.RESOLVED,
    ]  # fmt: skip
    assert steps.last.tolist() == [False] * 4 + [True]


def test_contacts_of_a_long_way():
    workload, logs = day(MODEL, LONG_WAY, [ADVICE], reminders=REMINDED)
    found = measure(MODEL, workload, logs)
    conserved(found)
    for name, first, again in (("calls", 1, 1), ("chats", 0, 0), ("video", 0, 1), ("confirm", 0, 0)):
        assert found.value("contact", name, "first_attempts") == first
        assert found.value("contact", name, "retried") == again
    assert found.value("all", "all", "arrived") == 5
    assert found.value("contact", "calls", "diverted") == 1
    assert found.value("contact", "calls", "offered") == 1


def test_customers_count_where_they_began():
    contacts = [
        served(0, 100.0, 100.0, 200.0),
        K(1, 200.0, Outcome.ABANDONED, left=260.0, waited=True, then=Then.MOVED),
        served(1, DAY + 50.0, DAY + 50.0, DAY + 100.0, type=CHATS, attempt=1, **MOVE),
    ]
    bookings = [
        B(2, 3000.0, outcome=BookingOutcome.NOT_BOOKED),
        B(3, 4000.0, 10 * HOUR, BookingOutcome.NO_SHOW, reason=Missed.FORGOT),
        B(4, -50.0, 10 * HOUR, BookingOutcome.NO_SHOW, reason=Missed.FORGOT),  # first seen before the start
    ]
    found = measure(MODEL, *day(MODEL, contacts, bookings, segments=(0, 1, 1, 0, 0)))
    conserved(found)
    assert found.value("all", "all", "customers") == 4
    assert found.value("day", "2026-03-02", "customers") == 4
    assert found.value("day", "2026-03-03", "customers") == 0
    assert found.value("contact", "calls", "customers") == 2
    assert found.value("contact", "video", "customers") == 2
    assert found.value("channel", "channel2", "customers") == 2
    assert found.value("appointment", "advice", "customers") == 2
    assert found.value("segment", "old", "customers") == 2
    assert found.value("all", "all", "contacts_per_customer") == 5 / 4
    assert found.value("contact", "calls", "contacts_per_customer") == 3 / 2
    assert found.value("contact", "calls", "channel_switches") == 1 / 2
    assert found.value("contact", "calls", "customer_resolution") == 1
    assert found.value("contact", "calls", "time_to_resolution") == (100 + DAY - 100) / 2
    assert found.value("appointment", "advice", "lost_rate") == 1
    assert found.value("appointment", "advice", "lost_value") == 50  # no place to book; a no-show is not it
    assert found.value("contact", "calls", "lost_value") == 0  # he abandoned, and was helped in the end
    assert found.value("all", "all", "cost_per_resolved") == pytest.approx(found.value("all", "all", "cost") / 2)
    assert found.value("contact", "calls", "customers", "2026-03-02T00:00:00+00:00") == 2


def test_warm_up_leaves_out_customers_first_seen_in_it():
    warm = replace(MODEL, timeline=replace(MODEL.timeline, warm_up=1000.0))
    contacts = [
        K(0, 100.0, Outcome.ABANDONED, left=900.0, waited=True, then=Then.MOVED),
        served(1, 1000.0, 1000.0, 1100.0),
        served(0, 1200.0, 1200.0, 1300.0, attempt=1, **MOVE),
    ]
    workload, logs = day(warm, contacts, [B(2, 999.0, 10 * HOUR, BookingOutcome.CANCELLED)])
    found = measure(warm, workload, logs)
    conserved(found)
    assert found.value("all", "all", "customers") == 1
    assert found.value("all", "all", "arrived") == 2  # contacts by their own arrival
    assert CustomerTable.of(warm, logs).customer.tolist() == [1]


def test_who_stands_in_the_diary_before_the_start_is_no_customer_of_the_run():
    """Even where the lead that was drawn for him would have him book after it."""
    workload, logs = day(MODEL, [], [B(0, 500.0, 10 * HOUR, BookingOutcome.CANCELLED)])
    diary = replace(logs, customers=replace(logs.customers, interval=np.array([DIARY])))
    assert CustomerTable.of(MODEL, diary).rows == 0
    conserved(measure(MODEL, workload, diary))


def test_what_a_bot_turned_away_costs_nothing():
    away = served(0, 100.0, 100.0, 200.0, bot_result=BotResult.FULL, **IN_CHAT)
    taken = served(1, 100.0, 160.0, 200.0, joined=160.0, bot_end=160.0, bot_result=BotResult.HANDED_OVER, **IN_CHAT)
    assert table([away, taken]).cost.tolist() == pytest.approx([1.0, 0.4 + 0.25])


# --- first-contact resolution -----------------------------------------------------------------------------------


def first_contact(*contacts, bookings=()):
    found = table(contacts, bookings)
    return list(zip(found.first_judged.tolist(), found.first_resolved.tolist(), strict=True))


def test_resolved_at_first_contact_and_nothing_after_it_inside_the_window():
    quiet = served(0, 100.0, 100.0, 200.0)
    asks_again = served(0, 100.0, 100.0, 200.0, then=Then.MOVED)
    assert first_contact(quiet) == [(True, True)]
    assert first_contact(asks_again, served(0, 200.0 + HOUR, 4000.0, 5000.0, attempt=1, **MOVE)) == [(True, False)]
    assert first_contact(asks_again, served(0, 200.5 + HOUR, 4000.0, 5000.0, attempt=1, **MOVE)) == [(True, True)]
    assert first_contact(served(0, 100.0, 100.0, 200.0, resolved=False)) == [(True, False)]


def test_the_window_must_end_inside_the_horizon():
    end = 2 * DAY - HOUR
    assert first_contact(served(0, end - 50.0, end - 50.0, end)) == [(True, True)]
    assert first_contact(served(0, end - 50.0, end - 50.0, end + 1.0)) == [(False, False)]
    assert first_contact(K(0, end + 1.0, Outcome.BLOCKED)) == [(False, False)]
    assert first_contact(K(0, end, Outcome.BLOCKED)) == [(True, False)]
    assert first_contact(K(0, 100.0, Outcome.BACKLOG, type=MAIL)) == [(False, False)]


def test_a_kept_appointment_is_the_first_contact_of_who_booked_it():
    visit = served(0, 10 * HOUR, 10 * HOUR, 11 * HOUR, type=VIDEO, origin=Origin.APPOINTMENT)
    kept = B(0, 100.0, 10 * HOUR, came=10 * HOUR, contact=0, settled=10 * HOUR)
    assert first_contact(visit, bookings=[kept]) == [(True, True)]


def test_no_window_inside_the_horizon_is_zero_over_zero():
    workload, logs = day(MODEL, [served(0, 2 * DAY - 500.0, 2 * DAY - 500.0, 2 * DAY - 400.0)])
    assert np.isnan(measure(MODEL, workload, logs).value("all", "all", "first_contact_resolution"))


# --- waiting ----------------------------------------------------------------------------------------------------


def test_nobody_sits_waiting_for_a_mail_a_call_back_or_in_a_session():
    mail = served(0, 100.0, 10_000.0, 10_100.0, type=MAIL)
    call = served(1, 100.0, 1000.0, 1100.0, outcome=Outcome.CALLED_BACK, accepted=130.0, dialled=990.0)
    chat = served(2, 100.0, 175.0, 300.0, joined=160.0, bot_end=160.0, bot_result=BotResult.HANDED_OVER, **IN_CHAT)
    assert table([mail, call, chat]).waited.tolist() == [0.0, 30.0, 15.0]
    assert one(contained(BotResult.CONTAINED)).waited.tolist() == [0.0]


def test_no_customers_at_all():
    found = table()
    assert found.rows == 0
    assert found.journey.rows == 0


def test_without_experience_nobody_is_asked():
    silent = everything(experience=None)
    workload, logs = day(silent, [served(0, 100.0, 100.0, 200.0)])
    assert np.isnan(CustomerTable.of(silent, logs).csat).all()
    with pytest.raises(KeyError):
        measure(silent, workload, logs).value("all", "all", "csat")


MISSED = B(0, 3000.0, 10 * HOUR, BookingOutcome.NO_SHOW, reason=Missed.FORGOT)
TAPPED = B(0, 3000.0, 10 * HOUR, BookingOutcome.CANCELLED, cancelled_by=CancelledBy.REMINDER)
TAKEN_BACK = B(0, 3000.0, 10 * HOUR, BookingOutcome.CANCELLED, cancelled_by=CancelledBy.RELEASED)
TOO_LATE = B(0, 3000.0, 10 * HOUR, BookingOutcome.LATE_NO_SHOW)
UNWEIGHED = everything(experience=replace(EXPERIENCE, csat=replace(EXPERIENCE.csat, no_show=0.0)))


def asked(*bookings, contacts=(), model=UNWEIGHED):
    """CSAT of each customer."""
    workload, logs = day(model, list(contacts), list(bookings))
    found, table = measure(model, workload, logs), CustomerTable.of(model, logs)
    conserved(found)
    scores = table.csat[~np.isnan(table.csat)]
    average = scores.mean() if len(scores) else np.nan
    assert found.value("all", "all", "csat") == pytest.approx(average, nan_ok=True)
    return table.csat.tolist()


def test_nobody_is_asked_who_was_never_served_by_his_own_doing():
    happy = served(1, 100.0, 100.0, 200.0)
    assert asked(MISSED, contacts=[happy]) == pytest.approx([np.nan, 4.6], nan_ok=True)
    assert asked(TAPPED) == pytest.approx([np.nan], nan_ok=True)
    found = measure(UNWEIGHED, *day(UNWEIGHED, [happy], [MISSED]))
    assert found.value("all", "all", "nps") == 100 and found.value("appointment", "advice", "lost_rate") == 1
    assert np.isnan(found.value("appointment", "advice", "churn"))
    assert found.value("all", "all", "churn_cost") == pytest.approx(100 * (0.03 - 0.02 * 1.6 / 2))


def test_who_came_too_late_or_lost_his_place_found_no_answer():
    assert asked(TOO_LATE) == asked(TAKEN_BACK) == pytest.approx([2.6])


def test_who_hung_up_and_then_missed_his_appointment_is_not_asked_either():
    gone = K(0, 100.0, Outcome.ABANDONED, left=160.0, waited=True, then=Then.MOVED)
    assert asked(replace(MISSED, attempt=1), contacts=[gone]) == pytest.approx([np.nan], nan_ok=True)
    falsely = contained(BotResult.FALSELY_CONTAINED, then=Then.MOVED)
    assert asked(replace(MISSED, attempt=1), contacts=[falsely]) == pytest.approx([np.nan], nan_ok=True)


def test_who_was_served_before_he_missed_his_appointment_judges_that():
    then = {"then": Then.MOVED}
    unhelped, helped = (served(0, 100.0, 100.0, 200.0, resolved=resolved, **then) for resolved in (False, True))
    again = -0.4 - 0.3  # a second attempt, on another channel
    for booking in (replace(MISSED, attempt=1), replace(TAPPED, attempt=1)):
        assert asked(booking, contacts=[unhelped]) == pytest.approx([4.6 - 1.2 + again])
        assert asked(booking, contacts=[helped]) == pytest.approx([4.6 + again])
        assert asked(booking, contacts=[contained(BotResult.CONTAINED, **then)]) == pytest.approx([4.6 + again])
        assert asked(booking, contacts=[unhelped], model=MODEL) == pytest.approx([4.6 - 0.5 + again])


def test_a_weight_of_no_shows_has_them_asked_of_the_score_that_has_it():
    assert asked(MISSED, model=MODEL) == asked(TAPPED, model=MODEL) == pytest.approx([4.1])
    found = measure(MODEL, *day(MODEL, [], [MISSED]))
    assert found.value("all", "all", "csat") == pytest.approx(4.1) and np.isnan(found.value("all", "all", "ces"))


def test_fewer_no_shows_do_not_make_customers_less_content():
    missed = [replace(MISSED, customer=c) for c in range(3)]
    kept = [B(c, 3000.0, 10 * HOUR, came=10 * HOUR, contact=c - 1, settled=10 * HOUR) for c in (1, 2)]
    talks = [served(c, 10 * HOUR, 10 * HOUR + 60.0, 11 * HOUR, type=VIDEO, origin=Origin.APPOINTMENT) for c in (1, 2)]
    few, many = asked(*missed[:1], *kept, contacts=talks), asked(*missed)
    assert few == pytest.approx([np.nan, 4.48, 4.48], nan_ok=True) and np.isnan(many).all()


def test_attempts_are_what_he_did_for_it():
    """He cancels, books anew, comes and is not helped, and is diverted from his call to a chat."""
    contacts = [
        served(0, 10 * HOUR, 10 * HOUR, 11 * HOUR, type=VIDEO, attempt=1, origin=Origin.APPOINTMENT, resolved=False,
               then=Then.MOVED),
        K(0, 12 * HOUR, Outcome.DIVERTED, left=12 * HOUR, attempt=2, then=Then.MOVED, **MOVE),
        served(0, 12 * HOUR, 12 * HOUR, 13 * HOUR, type=CHATS, attempt=2, leg=1, origin=Origin.DIVERT),
    ]  # fmt: skip
    bookings = [
        replace(TAPPED, cancelled_by=CancelledBy.REBOOKED, then=Then.MOVED),
        B(0, 4000.0, 10 * HOUR, came=10 * HOUR, contact=0, settled=10 * HOUR, attempt=1),
    ]
    found = table(contacts, bookings)
    assert (found.attempts[0], found.contacts[0], found.bookings[0]) == (3, 2, 2)
    assert found.csat[0] == pytest.approx(4.6 - 0.4 * 2 - 0.3 * 2)
    workload, logs = day(MODEL, contacts, bookings)
    assert measure(MODEL, workload, logs).value("all", "all", "contacts_per_customer") == 3


def test_a_type_of_the_first_contact_is_not_that_of_later_ones():
    gone = K(0, 100.0, Outcome.ABANDONED, left=160.0, waited=True, then=Then.MOVED)
    chat = K(0, 500.0, Outcome.ABANDONED, left=700.0, waited=True, type=CHATS, attempt=1, **MOVE)
    found = measure(MODEL, *day(MODEL, [gone, chat]))
    assert found.value("contact", "calls", "lost_value") == 10
    assert found.value("contact", "chats", "customers") == 0
    assert found.value("contact", "calls", "attempts_cut") == 0
