"""Eight calls to one agent, every measure worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from measures_by_hand import C, Ch, Team, Type, center, history

from ccsim.engine.logs import Outcome, Presence
from ccsim.measures import conserved, measure
from ccsim.measures.meter import Meter

MODEL = center(
    channels=(Ch(cost_per_second=0.01, cost_per_contact=0.5),),
    types=(Type(lost_value=10.0),),
    teams=(Team(cost_per_hour=18.0, shrinkage=0.1),),
)
CALLS = [
    C(0.0, answered=0.0, talk_end=100.0, handled=120.0, resolved=True),
    C(50.0, answered=120.0, talk_end=180.0, handled=180.0, waited=True),
    C(60.0, Outcome.ABANDONED, left=63.0, waited=True),
    C(100.0, Outcome.ABANDONED, left=160.0, waited=True),
    C(110.0, Outcome.BALKED),
    C(1900.0, answered=1900.0, talk_end=3700.0, handled=3700.0, resolved=True),
    C(1910.0, Outcome.DROPPED, left=3600.0, waited=True),
    C(1920.0, Outcome.BLOCKED),
]
PRESENCE = [(0, Presence.ON_DUTY, 0.0, 3600.0), (0, Presence.OVERTIME, 3600.0, 3700.0)]
WORK = [(0, 0, 0.0, 120.0), (0, 1, 120.0, 180.0), (0, 5, 1900.0, 3700.0)]


@pytest.fixture(scope="module")
def day():
    workload, logs = history(MODEL, CALLS, presence=PRESENCE, work=WORK)
    return Meter(MODEL, (60.0, 59.5, 70.0)).read(workload, logs)


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("arrived", 8),
        ("blocked", 1),
        ("offered", 7),
        ("answered", 3),
        ("balked", 1),
        ("abandoned", 2),
        ("dropped", 1),
        ("backlog", 0),
        ("service_level", 2 / 7),
        ("service_level_excluding_short", 2 / 5),
        ("service_level_answered", 2 / 3),
        ("service_level_met_or_left", 4 / 7),
        ("service_level_incl_blocked", 2 / 8),
        ("service_level_within_60", 2 / 7),
        ("service_level_met_or_left_within_60", 5 / 7),  # who left after exactly 60 s counts
        ("service_level_met_or_left_within_59.5", 4 / 7),
        ("service_level_within_70", 3 / 7),  # answered after exactly 70 s counts
        ("service_level_excluding_short_within_70", 3 / 5),
        ("service_level_answered_within_70", 1),
        ("service_level_incl_blocked_within_70", 3 / 8),
        ("asa", 70 / 3),
        ("mean_wait", (70 + 3 + 60 + 1690) / 7),
        ("wait_max", 1690),
        ("abandonment_rate", 3 / 7),
        ("mean_time_to_abandon", 63 / 2),
        ("delay_probability", 5 / 7),
        ("blocking_rate", 1 / 8),
        ("queue_length", (70 + 3 + 60 + 1690) / 3600),
        ("aht", (120 + 60 + 1800) / 3),
        ("resolution", 2 / 3),
        ("lost_value", 50),
        ("cost_channel", 7 * 0.5 + 0.01 * (100 + 130 + 3 + 60 + 0 + 1800 + 1690)),
    ],
)
@pytest.mark.parametrize("scope", [("all", "all"), ("contact", "calls"), ("channel", "channel0")])
def test_contact_measures(day, scope, measure, expected):
    assert day.value(*scope, measure) == pytest.approx(expected, abs=1e-12)
    if measure not in ("wait_max",):
        assert day.value(*scope, measure, "2026-03-02") == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("occupancy", 1980 / 3700),
        ("occupancy_scheduled", 1980 / 3600),
        ("occupancy_live", 1980 / 3700),
        ("slot_use", 1980 / 3700),
        ("idle", 3700 - 1980),
        ("overtime", 100),
        ("utilisation", 1980 / 4100),
        ("paid_hours", 4100 / 3600),
        ("fte", 4100 / 3600 / 8),
        ("cost_staff", 20.5),
    ],
)
def test_agent_measures(day, measure, expected):
    assert day.value("agents", "team", measure) == pytest.approx(expected, abs=1e-12)
    assert day.value("all", "all", measure) == pytest.approx(expected, abs=1e-12)


def test_cost_of_the_center(day):
    channel = 7 * 0.5 + 37.83
    assert day.value("all", "all", "cost") == pytest.approx(20.5 + channel)
    assert day.value("all", "all", "cost_per_resolved", "2026-03-02") == pytest.approx((20.5 + channel) / 2)
    assert day.value("day", "2026-03-02", "cost") == day.value("all", "all", "cost")


def test_intervals_go_by_arrival_but_queue_and_agents_by_clock(day):
    first, second, third = (f"2026-03-02T0{h}:{m}:00+00:00" for h, m in ((0, "00"), (0, "30"), (1, "00")))
    assert [day.value("contact", "calls", "offered", at) for at in (first, second, third)] == [5, 2, 0]
    assert day.value("contact", "calls", "asa", second) == 0
    assert np.isnan(day.value("contact", "calls", "asa", third))
    assert day.value("contact", "calls", "queue_length", first) == pytest.approx(133 / 1800)
    assert day.value("contact", "calls", "queue_length", second) == pytest.approx(1690 / 1800)
    assert np.isnan(day.value("contact", "calls", "queue_length", third))  # closed
    assert day.value("agents", "team", "occupancy", first) == pytest.approx(0.1)
    assert day.value("agents", "team", "occupancy", second) == pytest.approx(1700 / 1800)
    assert day.value("agents", "team", "occupancy", third) == 1  # overtime
    assert np.isnan(day.value("agents", "team", "occupancy_scheduled", third))
    assert day.value("contact", "calls", "wait_max", first) == 70
    assert day.value("contact", "calls", "wait_max", third) != day.value("contact", "calls", "wait_max", third)


def test_both_laws_hold(day):
    conserved(day)


def test_a_lost_contact_breaks_the_first_law():
    workload, logs = history(MODEL, CALLS[:1])
    more, _ = history(MODEL, CALLS[:2])
    with pytest.raises(
        RuntimeError, match="all all, interval horizon: arrived 2 is not the sum of blocked 0, offered 1"
    ):
        conserved(measure(MODEL, more, logs))
    conserved(measure(MODEL, workload, logs))


def test_an_unknown_outcome_breaks_the_second_law():
    workload, logs = history(MODEL, CALLS[:1])
    broken = replace(logs, contacts=replace(logs.contacts, outcome=np.array([17])))
    with pytest.raises(RuntimeError, match="offered 1 is not the sum of balked 0, answered 0"):
        conserved(measure(MODEL, workload, broken))


@pytest.mark.parametrize(
    "place", [("contact", "chats", "asa"), ("all", "all", "occupation"), ("agents", "team", "asa"), ("x", "y", "asa")]
)
def test_unknown_places_are_refused(day, place):
    with pytest.raises(KeyError):
        day.value(*place)


def test_a_quantile_is_not_read_from_one_replication(day):
    with pytest.raises(KeyError, match="all replications"):
        day.value("all", "all", "wait_p90")


def test_an_empty_day_is_all_zero_over_zero():
    empty = measure(MODEL, *history(MODEL, []))
    conserved(empty)
    assert empty.value("all", "all", "arrived") == 0
    for name in ("service_level", "asa", "wait_max", "aht", "occupancy", "abandonment_rate"):
        assert np.isnan(empty.value("all", "all", name))
    assert empty.value("all", "all", "queue_length") == 0
    assert empty.value("all", "all", "cost_staff") == pytest.approx(20)
