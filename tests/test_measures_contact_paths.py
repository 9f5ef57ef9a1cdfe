"""Contacts that meet a bot, are diverted or accept a call-back, every measure by hand; self-service and the center."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from journeys_by_hand import CHATS, CONFIRM, DAY, HOUR, MAIL, PROACTIVE, VIDEO, B, K, day, everything, served

from ccsim.engine.logs import BookingOutcome, BotResult, Origin, Outcome, Then
from ccsim.measures import conserved, measure

MODEL = everything(proactive=PROACTIVE)


def reading(contacts, bookings=(), **more):
    found = measure(MODEL, *day(MODEL, list(contacts), list(bookings), **more))
    conserved(found)
    return found


# --- call-backs -------------------------------------------------------------------------------------------------

CALLS_OF_A_DAY = [
    served(0, 0.0, 0.0, 100.0),
    served(1, 10.0, 110.0, 200.0, resolved=False),
    # Accepts after 20 s, is dialled at 300 and talks from 310 on.
    served(2, 20.0, 310.0, 400.0, outcome=Outcome.CALLED_BACK, accepted=40.0, dialled=300.0),
    K(3, 30.0, Outcome.NOT_REACHED, left=510.0, accepted=30.0, dialled=500.0, waited=True),
    K(4, 40.0, Outcome.ABANDONED, left=44.0, waited=True),
]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("arrived", 5),
        ("offered", 5),
        ("answered", 2),
        ("called_back", 1),
        ("not_reached", 1),
        ("abandoned", 1),
        ("service_level", 1 / 3),  # of the offered but call-backs
        ("service_level_excluding_short", 1 / 2),
        ("service_level_answered", 1 / 2),
        ("service_level_met_or_left", 2 / 3),
        ("service_level_incl_blocked", 1 / 3),
        ("asa", 50),
        ("mean_wait", (0 + 100 + 4) / 3),
        ("wait_max", 100),
        ("callback_wait", 290),
        ("abandonment_rate", 1 / 5),
        ("delay_probability", 4 / 5),
        ("resolution", 2 / 3),
        ("aht", (100 + 90 + 90) / 3),
        ("queue_length", (100 + 280 + 470 + 4) / 172_800),  # call-backs keep a place until they are first dialled
        # arrival to end of talk; of those who hung up to be called, until then and while they talk
        ("cost_channel", 5 * 0.5 + 0.01 * (100 + 190 + (20 + 90) + 0 + 4)),
    ],
)
def test_call_backs(name, expected):
    assert reading(CALLS_OF_A_DAY).value("contact", "calls", name) == pytest.approx(expected, abs=1e-12)


def test_call_backs_are_in_no_quantile():
    found = reading(CALLS_OF_A_DAY)
    row = found.cells.contact_scopes.index(("contact", "calls"))
    assert found.waits.total[found.waits.cell == row * len(found.cells.slots)] == [3]


def test_a_call_back_still_to_come_when_the_run_ends_waits_until_then():
    found = reading([K(0, 20.0, Outcome.BACKLOG, accepted=40.0, waited=True)])
    assert found.value("contact", "calls", "queue_length") == pytest.approx((172_800 - 20) / 172_800)
    assert found.value("contact", "calls", "cost_channel") == pytest.approx(0.5 + 0.2)
    assert np.isnan(found.value("contact", "calls", "mean_wait"))


def test_a_reply_by_call_back_is_judged_by_no_service_level():
    found = reading([served(0, 0.0, 50.0, 90.0, type=MAIL, outcome=Outcome.CALLED_BACK, accepted=0.0, dialled=40.0)])
    for name in ("service_level", "service_level_answered"):
        assert np.isnan(found.value("contact", "mail", name))


# --- self-service -----------------------------------------------------------------------------------------------

IN_BOT = {"type": CHATS, "bot": 0}
BOTS = [
    K(0, 100.0, Outcome.CONTAINED, left=160.0, bot_end=160.0, bot_result=BotResult.CONTAINED, **IN_BOT),
    K(1, 100.0, Outcome.CONTAINED, left=220.0, bot_end=220.0, bot_result=BotResult.FALSELY_CONTAINED, **IN_BOT),
    K(2, 100.0, Outcome.CONTAINED, left=130.0, bot_end=130.0, bot_result=BotResult.GAVE_UP, **IN_BOT),
    served(3, 100.0, 175.0, 300.0, joined=160.0, bot_end=160.0, bot_result=BotResult.HANDED_OVER, **IN_BOT),
    served(4, 100.0, 130.0, 300.0, bot_result=BotResult.FULL, **IN_BOT),
    K(5, 2000.0, Outcome.ABANDONED, left=2100.0, waited=True, bot_result=BotResult.OUT, **IN_BOT),
    K(6, 2000.0, Outcome.BALKED, joined=2060.0, bot_end=2060.0, bot_result=BotResult.HANDED_OVER, **IN_BOT),
]
REQUESTS = [
    B(7, 150.0, outcome=BookingOutcome.CONTAINED, bot=0, bot_end=180.0, bot_result=BotResult.CONTAINED),
    B(8, 150.0, 10 * HOUR, BookingOutcome.NO_SHOW, bot=0, bot_end=200.0, bot_result=BotResult.HANDED_OVER),
    B(9, 170.0, outcome=BookingOutcome.REQUESTED, bot=0),
    B(10, -500.0, 10 * HOUR, BookingOutcome.NO_SHOW, bot=0, bot_end=-400.0, bot_result=BotResult.HANDED_OVER),
]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("sessions", 8),
        ("containment", 3 / 7),  # one is not over yet
        ("false_containment", 1 / 3),
        ("gave_up_rate", 1 / 7),
        ("handed_over", 3),
        ("turned_away", 2),
        ("session_time", (60 + 120 + 30 + 60 + 60 + 30 + 50) / 7),
        ("cost_self_service", 2.0),
    ],
)
@pytest.mark.parametrize("scope", [("self_service", "assistant"), ("all", "all"), ("day", "2026-03-02")])
def test_sessions(scope, name, expected):
    assert reading(BOTS, REQUESTS).value(*scope, name) == pytest.approx(expected)


def test_sessions_count_where_they_begin():
    found = reading(BOTS, REQUESTS)
    first, second = "2026-03-02T00:00:00+00:00", "2026-03-02T00:30:00+00:00"
    assert [found.value("self_service", "assistant", "sessions", at) for at in (first, second)] == [7, 1]
    assert [found.value("self_service", "assistant", "turned_away", at) for at in (first, second)] == [1, 1]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("arrived", 7),
        ("contained", 3),
        ("offered", 4),
        ("answered", 2),
        ("service_level", 1 / 4),  # waits run from the end of the session: 15 s, 30 s
        ("asa", 22.5),
        ("mean_wait", (15 + 30 + 100 + 0) / 4),
        ("mean_time_to_abandon", 100),
        ("queue_length", (15 + 30 + 100) / 172_800),
        ("abandonment_rate", 2 / 4),
    ],
)
def test_contacts_behind_a_bot(name, expected):
    assert reading(BOTS, REQUESTS).value("contact", "chats", name) == pytest.approx(expected)


def test_who_leaves_soon_after_the_session_left_soon():
    gone = {"left": 165.0, "joined": 160.0, "bot_end": 160.0, "bot_result": BotResult.HANDED_OVER, "waited": True}
    found = reading([K(0, 100.0, Outcome.ABANDONED, **IN_BOT, **gone)])
    assert found.value("contact", "chats", "service_level_met_or_left") == 1
    assert np.isnan(found.value("contact", "chats", "service_level_excluding_short"))


def test_a_contact_in_self_service_costs_its_channel_until_it_leaves():
    calls = [
        K(0, 100.0, Outcome.CONTAINED, left=160.0, bot=0, bot_end=160.0, bot_result=BotResult.CONTAINED),
        K(1, 100.0, Outcome.BALKED, joined=140.0, bot=0, bot_end=140.0, bot_result=BotResult.HANDED_OVER),
    ]
    assert reading(calls).value("contact", "calls", "cost_channel") == pytest.approx(2 * 0.5 + 0.01 * (60 + 40))


# --- diversions -------------------------------------------------------------------------------------------------


def test_a_diverted_contact_arrives_anew_in_its_new_type():
    leg = {"attempt": 0, "leg": 1, "origin": Origin.DIVERT}
    contacts = [
        K(0, 100.0, Outcome.DIVERTED, left=100.0),
        served(0, 100.0, 130.0, 200.0, type=CHATS, **leg),
        served(1, 100.0, 100.0, 200.0),
    ]
    found = reading(contacts)
    assert [found.value("contact", "calls", name) for name in ("arrived", "diverted", "offered")] == [2, 1, 1]
    assert [found.value("contact", "chats", name) for name in ("arrived", "diverted", "offered")] == [1, 0, 1]
    assert found.value("all", "all", "arrived") == 3
    assert found.value("contact", "calls", "first_attempts") == 2
    assert found.value("contact", "chats", "first_attempts") == found.value("contact", "chats", "retried") == 0
    assert found.value("contact", "calls", "customers") == 2
    assert found.value("contact", "calls", "contacts_per_customer") == 1
    assert found.value("contact", "calls", "channel_switches") == 1 / 2


# --- the center -------------------------------------------------------------------------------------------------


def test_costs_of_the_center_add_up():
    requests = [REQUESTS[0], replace(REQUESTS[1], sent=2), *REQUESTS[2:]]
    found = reading(BOTS, requests, reminders=[(1, 0, False), (1, 1, False), (1, 1, True)], prevented=[0, 3, 50])
    assert found.value("all", "all", "prevented") == 3
    assert found.value("all", "all", "prevented", "2026-03-02T01:30:00+00:00") == 1
    assert found.value("day", "2026-03-03", "cost_proactive") == 0.75
    assert found.value("all", "all", "cost_proactive") == 2.25
    parts = ("cost_staff", "cost_channel", "cost_self_service", "cost_reminders", "cost_proactive")
    added = sum(found.value("all", "all", part) for part in parts)
    assert found.value("all", "all", "cost_reminders") == 2.5
    assert found.value("all", "all", "cost") == pytest.approx(added)
    # settled: the two contained, and the two answered
    assert found.value("all", "all", "cost_per_resolved") == pytest.approx(added / 4)


def test_needs_settled_count_where_they_are_settled_whoever_settles_them():
    """Of customers who booked before the start, too; each session truly contained; not the agents' own calls."""
    contacts = [
        served(0, 10 * HOUR, 10 * HOUR, 11 * HOUR, type=VIDEO, origin=Origin.APPOINTMENT),
        served(0, 9 * HOUR, 9 * HOUR, 9 * HOUR + 60.0, type=CONFIRM, leg=32, origin=Origin.OUTBOUND),
        served(1, 20.0, 310.0, 400.0, outcome=Outcome.CALLED_BACK, accepted=40.0, dialled=300.0, then=Then.MOVED),
        served(1, DAY + 100.0, DAY + 100.0, DAY + 200.0, attempt=1, origin=Origin.MOVE),
        served(2, 200.0, 200.0, 300.0, resolved=False),
        *(replace(one, customer=one.customer + 3) for one in BOTS[:3]),  # contained, falsely contained, gave up
    ]
    bookings = [
        B(0, -500.0, 10 * HOUR, came=10 * HOUR, contact=0, settled=10 * HOUR),
        replace(REQUESTS[0], customer=6),
        B(7, -600.0, outcome=BookingOutcome.CONTAINED, bot=0, bot_end=-500.0, bot_result=BotResult.CONTAINED),
    ]
    found = reading(contacts, bookings)
    settled = {"2026-03-02": 4, "2026-03-03": 1}  # the meeting, the call-back, two sessions; the call the day after
    for date, needs in settled.items():
        each = found.value("day", date, "cost") / needs
        assert found.value("day", date, "cost_per_resolved") == pytest.approx(each)
    assert found.value("all", "all", "cost_per_resolved") == pytest.approx(found.value("all", "all", "cost") / 5)


def test_what_was_prevented_in_the_warm_up_is_left_out():
    warm = replace(MODEL, timeline=replace(MODEL.timeline, warm_up=2000.0))
    found = measure(warm, *day(warm, prevented=[0, 1, 2]))
    assert found.value("all", "all", "prevented") == 1
    assert found.value("all", "all", "cost_proactive") == 0.75
