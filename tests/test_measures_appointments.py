"""Appointments by hand: outcomes, rates, leads, reminders, hosts who are held, cost per kept appointment."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from journeys_by_hand import DAY, HOUR, VIDEO, B, day, everything, served

from ccsim.engine.logs import BookingOutcome, CancelledBy, Missed, Origin, Presence, Then
from ccsim.measures import conserved, measure

MODEL = everything()
TEN, ELEVEN, NEXT = 10 * HOUR, 11 * HOUR, DAY + 10 * HOUR  # slots
O = BookingOutcome  # noqa: E741

BOOKINGS = [
    B(0, 1000.0, TEN, O.KEPT, came=TEN - 60.0, contact=0, sent=2),  # lead under a day
    B(1, TEN - 2 * DAY, TEN, O.NO_SHOW, reason=Missed.FORGOT, sent=1),
    B(2, TEN - 3 * DAY, TEN, O.NO_SHOW, reason=Missed.EMERGENCY),  # exactly three days: of the third band
    B(3, ELEVEN - 10 * DAY, ELEVEN, O.LATE_NO_SHOW, came=ELEVEN + 700.0),
    B(4, ELEVEN - 14 * DAY, ELEVEN, O.CANCELLED, reason=Missed.SOLVED_ELSEWHERE, cancelled_by=CancelledBy.REMINDER),
    B(5, 2000.0, ELEVEN, O.KEPT, came=ELEVEN + 300.0, contact=1, standby=True, refilled=True),
    B(6, 3000.0, NEXT, O.NO_SHOW, reason=Missed.SOLVED_ELSEWHERE),
    B(7, 4000.0, outcome=O.NOT_BOOKED),
    B(8, 5000.0, 2 * DAY + HOUR, O.PENDING, sent=1),  # past the horizon: only its request counts
    B(9, -2 * DAY, -HOUR, O.NO_SHOW, reason=Missed.FORGOT, sent=1),  # before the start
    B(10, 5000.0, NEXT, O.PENDING),
]
VISITS = [
    served(0, TEN, TEN + 30.0, TEN + 930.0, type=VIDEO, origin=Origin.APPOINTMENT),
    served(5, ELEVEN + 300.0, ELEVEN + 300.0, ELEVEN + 900.0, type=VIDEO, origin=Origin.APPOINTMENT, resolved=False),
]
REMINDERS = [(0, 0, False), (0, 1, False), (1, 1, False), (4, 0, True), (8, 0, False), (9, 0, False)]
HOLDS = [(TEN - 300.0, TEN, True), (ELEVEN, ELEVEN + 300.0, True), (NEXT - 300.0, NEXT + 600.0, False)]
SEGMENTS = (0, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0)


@pytest.fixture(scope="module")
def found():
    workload, logs = day(MODEL, VISITS, BOOKINGS, segments=SEGMENTS, reminders=REMINDERS, holds=HOLDS)
    reading = measure(MODEL, workload, logs)
    conserved(reading)
    return reading


LEADS = [TEN - 1000, 2 * DAY, 3 * DAY, 10 * DAY, 14 * DAY, ELEVEN - 2000, NEXT - 3000, NEXT - 5000]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("requests", 6),
        ("not_booked", 1),
        ("not_booked_rate", 1 / 6),
        ("booked", 8),
        ("kept", 2),
        ("no_show", 3),
        ("late_no_show", 1),
        ("cancelled", 1),
        ("pending", 1),
        ("no_show_rate", 3 / 6),
        ("no_show_rate_forgot", 1 / 6),
        ("no_show_rate_emergency", 1 / 6),
        ("no_show_rate_solved_elsewhere", 1 / 6),
        ("no_show_rate_lead_under_1d", 0 / 2),
        ("no_show_rate_lead_1d_to_3d", 1),
        ("no_show_rate_lead_3d_to_7d", 1),
        ("no_show_rate_lead_7d_to_14d", 0),
        ("no_show_rate_lead_14d_up", np.nan),
        ("late_rate", 1 / 6),
        ("cancellation_rate", 1 / 7),
        ("lead_time", sum(LEADS) / 8),
        ("slots_refilled", 1),
        ("standby_served", 1),
        ("reminders_sent", 3),
        ("reminders_skipped", 1),
        ("cost_reminders", 0.5 + 2.0 + 2.0),
        ("places", 2 + 1 + 3),
        ("diary_use", 7 / 6),
        # 72 an hour: 900 s and 600 s of talk, 600 s held for those who came, 900 s for nobody
        ("cost_per_kept", (4.5 + 0.02 * (900 + 600 + 600 + 900)) / 2),
    ],
)
@pytest.mark.parametrize("scope", [("appointment", "advice"), ("all", "all")])
def test_the_whole_horizon(found, scope, name, expected):
    assert found.value(*scope, name) == pytest.approx(expected, nan_ok=True)


def test_by_slot_segment_and_day(found):
    assert found.value("segment", "old", "booked") == 2
    assert found.value("segment", "old", "no_show_rate") == 1 / 2
    assert found.value("segment", "old", "not_booked") == 1
    assert found.value("segment", "old", "diary_use") == pytest.approx(2 / 6)
    assert np.isnan(found.value("segment", "old", "cost_per_kept"))  # hosts are held for nobody in particular
    assert found.value("all", "all", "booked", "2026-03-02T10:00:00+00:00") == 3
    assert found.value("all", "all", "requests", "2026-03-02T10:00:00+00:00") == 0
    assert found.value("all", "all", "places", "2026-03-02T11:00:00+00:00") == 1
    assert found.value("day", "2026-03-03", "no_show_rate") == 1
    assert found.value("day", "2026-03-03", "pending") == 1
    assert np.isnan(found.value("day", "2026-03-03", "cost_per_kept"))
    first_day = (4.5 + 0.02 * (900 + 600 + 600)) / 2
    assert found.value("day", "2026-03-02", "cost_per_kept") == pytest.approx(first_day)


def test_hosts_who_are_held(found):
    assert found.value("agents", "advisers", "late_wait") == 600
    assert found.value("agents", "advisers", "no_show_wait") == 900
    assert found.value("agents", "advisers", "late_wait", "2026-03-02T09:30:00+00:00") == 300
    assert found.value("agents", "team", "no_show_wait") == 0
    assert found.value("all", "all", "cost_late_wait") == pytest.approx(12)
    assert found.value("agents", "advisers", "cost_no_show_wait", "2026-03-03") == pytest.approx(18)
    assert found.value("agents", "advisers", "cost_no_show_wait", "2026-03-02") == 0


def test_kept_appointments_are_contacts_like_any(found):
    assert found.value("contact", "video", "arrived") == 2
    assert found.value("contact", "video", "asa") == 15
    assert found.value("contact", "video", "first_attempts") == 2
    assert found.value("contact", "video", "resolution") == 1 / 2


def test_holding_after_the_horizon_costs_too():
    workload, logs = day(MODEL, holds=[(2 * DAY - 100.0, 2 * DAY + 200.0, False)])
    found = measure(MODEL, workload, replace(logs, end=2 * DAY + 200.0))
    assert found.value("agents", "advisers", "no_show_wait") == 300
    assert found.value("agents", "advisers", "no_show_wait", "after") == 200


def test_holding_in_the_warm_up_is_left_out():
    warm = replace(MODEL, timeline=replace(MODEL.timeline, warm_up=TEN))
    found = measure(warm, *day(warm, holds=[(TEN - 300.0, TEN + 100.0, True)]))
    assert found.value("all", "all", "late_wait") == 100
    assert found.value("all", "all", "cost_late_wait") == pytest.approx(2)
    assert found.value("all", "all", "places") == 6


def test_a_visit_that_begins_in_the_warm_up_counts_by_its_arrival():
    """The slot lies in the warm-up and he comes after it: a contact that counts, an appointment that does not."""
    warm = replace(MODEL, timeline=replace(MODEL.timeline, warm_up=TEN + 60.0))
    came = TEN + 120.0
    visit = served(0, came, came, came + 600.0, type=VIDEO, origin=Origin.APPOINTMENT)
    found = measure(warm, *day(warm, [visit], [B(0, 1000.0, TEN, came=came, contact=0)]))
    conserved(found)
    assert found.value("contact", "video", "arrived") == 1
    assert found.value("appointment", "advice", "booked") == 0
    early = replace(visit, at=TEN, answered=TEN)
    conserved(measure(warm, *day(warm, [early], [B(0, 1000.0, TEN, came=TEN, contact=0)])))


def test_a_request_past_the_horizon_counts_nowhere():
    found = measure(MODEL, *day(MODEL, bookings=[B(0, 100.0, outcome=O.NOT_BOOKED, then=Then.MOVED), LATE_REQUEST]))
    conserved(found)
    assert found.value("all", "all", "requests") == 1
    assert found.value("all", "all", "customers") == 1


LATE_REQUEST = B(0, 2 * DAY + 5.0, outcome=O.NOT_BOOKED, attempt=1)


def test_idle_and_overtime_in_money():
    center = everything()
    workload, logs = day(center)
    there = replace(
        logs.agents,
        agent=np.array([0, 1, 1]),
        state=np.array([Presence.ON_DUTY, Presence.ON_DUTY, Presence.OVERTIME]),
        start=np.array([0.0, 0.0, HOUR]),
        end=np.array([HOUR, HOUR, 1.5 * HOUR]),
    )
    found = measure(center, workload, replace(logs, agents=there))
    assert found.value("agents", "team", "cost_idle") == pytest.approx(36)
    assert found.value("agents", "advisers", "cost_idle") == pytest.approx(72 * 1.5)
    assert found.value("agents", "advisers", "cost_overtime", "2026-03-02") == pytest.approx(36)
    assert found.value("all", "all", "cost_idle") == pytest.approx(36 + 108)
