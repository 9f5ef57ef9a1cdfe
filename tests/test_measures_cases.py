"""Warm-up, deferred work, chats in parallel, interruptions, time after the horizon, scopes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measures_by_hand import C, Ch, Team, Type, center, history

from ccsim.engine.logs import Outcome, Presence
from ccsim.measures import conserved, measure
from ccsim.measures.clock import TimeAxis, alone, is_open, open_seconds, spread
from ccsim.measures.meter import Meter
from ccsim.model.grid import TICK

ON = Presence.ON_DUTY


def served(at, start, end, **more):
    return C(at, answered=start, talk_end=end, handled=end, waited=start > at, **more)


# --- warm-up ----------------------------------------------------------------------------------------------------


def test_warm_up_leaves_out_contacts_and_agent_time():
    model = center(warm_up=900.0, teams=(Team(cost_per_hour=36.0),))
    contacts = [served(800.0, 800.0, 1000.0), served(899.5, 1000.0, 1100.0), served(900.0, 1100.0, 1200.0)]
    work = [(0, 0, 800.0, 1000.0), (0, 1, 1000.0, 1100.0), (0, 2, 1100.0, 1200.0)]
    day = measure(model, *history(model, contacts, presence=[(0, ON, 0.0, 3600.0)], work=work))
    conserved(day)
    assert day.value("all", "all", "arrived") == 1
    assert day.value("all", "all", "asa") == 200
    assert day.value("all", "all", "aht") == 100
    assert day.value("all", "all", "occupancy") == pytest.approx(300 / 2700)
    assert day.value("all", "all", "occupancy", "2026-03-02T00:00:00+00:00") == pytest.approx(300 / 900)
    assert day.value("all", "all", "occupancy_scheduled") == pytest.approx(300 / 2700)
    assert day.value("all", "all", "queue_length") == pytest.approx(200 / 2700)
    assert day.value("all", "all", "paid_hours") == pytest.approx(0.75)  # of the plan, three quarters are left
    assert day.value("all", "all", "cost_staff") == pytest.approx(27)


# --- deferred ---------------------------------------------------------------------------------------------------

MAIL = Ch(live=False, windows=((0.0, 1800.0), (7200.0, 9000.0)))


def deferred(contacts, within=(), **kind):
    model = center(channels=(MAIL,), types=(Type("mail", answer_within=1000.0, **kind),), days=2)
    return Meter(model, within).read(*history(model, contacts))


def test_opening_clock_counts_open_seconds_to_the_end_of_the_reply():
    # Came 600 s before closing, answered 400 s after the next opening: exactly 1000 s of opening hours.
    day = deferred([served(1200.0, 7300.0, 7600.0)], clock_opening=True)
    assert day.value("all", "all", "service_level") == 1
    assert day.value("all", "all", "asa") == 6100  # waits stay elapsed
    assert day.value("all", "all", "queue_length") == pytest.approx((600 + 100) / 3600)  # places kept over night
    late = deferred([served(1200.0, 7300.0, 7600.5)], clock_opening=True)
    assert late.value("all", "all", "service_level") == 0


def test_elapsed_clock_and_start_of_reply():
    mail = [served(1200.0, 2100.0, 2300.0)]
    assert deferred(mail).value("all", "all", "service_level") == 0
    assert deferred(mail, sla_at_start=True).value("all", "all", "service_level") == 1
    assert deferred(mail, (1100.0,)).value("all", "all", "service_level_within_1100") == 1


def test_deferred_neither_replied_nor_due_are_left_out_and_overdue_ones_missed():
    contacts = [
        served(0.0, 0.0, 500.0),
        C(100.0, Outcome.BACKLOG, waited=True),  # overdue
        C(8100.0, Outcome.BACKLOG, waited=True),  # 900 s of opening hours left to the end: not due
    ]
    day = deferred(contacts, (900.0, 899.0), clock_opening=True)
    conserved(day)
    assert day.value("all", "all", "backlog") == 2
    assert day.value("all", "all", "service_level") == 1 / 2
    assert day.value("all", "all", "service_level_within_900") == 1 / 2  # due at the very end: not past it
    assert day.value("all", "all", "service_level_within_899") == 1 / 3
    assert day.value("all", "all", "service_level_answered") == 1
    assert day.value("all", "all", "mean_wait") == 0  # the backlog has not waited to an end
    assert day.value("all", "all", "delay_probability") == pytest.approx(2 / 3)


def test_a_reply_begun_and_interrupted_at_the_end_is_not_yet_a_reply():
    begun = C(0.0, answered=100.0, waited=True)
    overdue = deferred([begun])
    assert overdue.value("all", "all", "service_level") == 0
    assert np.isnan(overdue.value("all", "all", "service_level_answered"))
    assert np.isnan(deferred([begun], (1e6,)).value("all", "all", "service_level_within_1000000"))
    assert np.isnan(overdue.value("all", "all", "aht"))
    assert overdue.value("all", "all", "asa") == 100


# --- agents -----------------------------------------------------------------------------------------------------


def test_overlapping_chats_are_busy_once_and_load_twice():
    model = center(teams=(Team(capacity=2),))
    chats = [served(0.0, 0.0, 100.0), served(50.0, 50.0, 80.0), served(90.0, 90.0, 150.0), served(200.0, 200.0, 300.0)]
    work = [(0, i, c.answered, c.handled) for i, c in enumerate(chats)]
    day = measure(model, *history(model, chats, presence=[(0, ON, 0.0, 1000.0)], work=work))
    assert day.value("agents", "team", "occupancy") == pytest.approx(0.25)
    assert day.value("agents", "team", "slot_use") == pytest.approx((100 + 30 + 60 + 100) / 2 / 1000)
    assert day.value("agents", "team", "idle") == 750
    assert day.value("all", "all", "aht") == pytest.approx(290 / 4)


def test_interrupted_work_is_added_up_and_counts_apart_from_live():
    model = center(
        channels=(Ch(), Ch(live=False)), types=(Type("calls"), Type("mail", channel=1)), teams=(Team(capacity=1),)
    )
    contacts = [served(0.0, 0.0, 500.0, type=1), served(100.0, 100.0, 200.0)]
    work = [(0, 0, 0.0, 100.0), (0, 1, 100.0, 200.0), (0, 0, 200.0, 500.0)]
    day = measure(model, *history(model, contacts, presence=[(0, ON, 0.0, 1000.0)], work=work))
    assert day.value("contact", "mail", "aht") == 400
    assert day.value("agents", "team", "occupancy") == pytest.approx(0.5)
    assert day.value("agents", "team", "occupancy_live") == pytest.approx(0.1)


def test_time_after_the_horizon_stands_apart_and_counts_over_all():
    model = center()
    presence = [(0, ON, 0.0, 7200.0), (0, Presence.OVERTIME, 7200.0, 7500.0)]
    contacts = [served(7000.0, 7000.0, 7500.0)]
    day = measure(model, *history(model, contacts, presence=presence, work=[(0, 0, 7000.0, 7500.0)]))
    assert day.value("agents", "team", "overtime", "after") == 300
    assert day.value("agents", "team", "overtime", "2026-03-02") == 0
    assert day.value("agents", "team", "overtime") == 300
    assert day.value("agents", "team", "occupancy", "after") == 1
    assert day.value("agents", "team", "occupancy") == pytest.approx(500 / 7500)
    assert day.value("agents", "team", "cost_staff") == 0


def test_breaks_are_neither_duty_nor_idle():
    model = center()
    presence = [(0, ON, 0.0, 600.0), (0, Presence.BREAK, 600.0, 900.0), (0, ON, 900.0, 1000.0)]
    day = measure(model, *history(model, [], presence=presence))
    assert day.value("agents", "team", "idle") == 700


def test_groups_add_up_to_all_agents():
    model = center(teams=(Team("a", agents=2, capacity=3, cost_per_hour=10.0), Team("b", cost_per_hour=20.0)))
    contacts = [served(0.0, 0.0, 300.0), served(0.0, 0.0, 600.0), served(0.0, 0.0, 900.0)]
    work = [(0, 0, 0.0, 300.0), (1, 1, 0.0, 600.0), (2, 2, 0.0, 900.0)]
    presence = [(agent, ON, 0.0, 1000.0) for agent in range(3)]
    day = measure(model, *history(model, contacts, presence=presence, work=work))
    assert day.value("agents", "a", "occupancy") == pytest.approx(0.45)
    assert day.value("agents", "b", "occupancy") == pytest.approx(0.9)
    assert day.value("all", "all", "occupancy") == pytest.approx(0.6)
    assert day.value("all", "all", "slot_use") == pytest.approx((300 / 3 + 600 / 3 + 900) / 3000)
    assert day.value("all", "all", "cost_staff") == pytest.approx(30)
    assert day.value("all", "all", "paid_hours") == pytest.approx(2)


# --- scopes -----------------------------------------------------------------------------------------------------


def test_types_channels_segments_days_and_all():
    model = center(
        channels=(Ch(windows=((0.0, 14400.0),)), Ch(windows=((0.0, 3600.0),))),
        types=(Type("sales"), Type("help"), Type("chats", channel=1)),
        days=2,
        segments=("new", "old"),
    )
    contacts = [
        served(0.0, 10.0, 20.0, type=0, segment=0),
        served(100.0, 130.0, 140.0, type=1, segment=1),
        served(200.0, 200.0, 240.0, type=2, segment=1),
        C(7300.0, Outcome.ABANDONED, left=7400.0, waited=True, type=1, segment=0),
    ]
    work = [(0, i, c.answered, c.handled) for i, c in enumerate(contacts[:3])]
    day = measure(model, *history(model, contacts, work=work))
    conserved(day)
    assert day.value("channel", "channel0", "offered") == 3
    assert day.value("channel", "channel0", "service_level") == pytest.approx(1 / 3)
    assert day.value("channel", "channel1", "asa") == 0
    assert day.value("segment", "old", "asa") == 15
    assert day.value("segment", "new", "abandonment_rate") == 0.5
    assert day.value("segment", "new", "abandonment_rate", "2026-03-03") == 1
    assert day.value("all", "all", "service_level") == pytest.approx(2 / 4)
    assert day.value("day", "2026-03-02", "service_level") == pytest.approx(2 / 3)
    assert day.value("all", "all", "wait_max", "2026-03-02") == 30
    assert day.value("segment", "old", "wait_max") == 30
    assert day.value("channel", "channel0", "wait_max") == 100
    # all channels together: the queue over the time any is open
    assert day.value("all", "all", "queue_length") == pytest.approx(140 / 14400)
    assert day.value("channel", "channel1", "queue_length") == 0


def test_no_segment_scope_where_the_scenario_names_none():
    model = center()
    with pytest.raises(KeyError):
        measure(model, *history(model, [])).value("segment", "all", "offered")


# --- the clock --------------------------------------------------------------------------------------------------


@settings(derandomize=True, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 100), st.integers(0, 40)), max_size=30))
def test_busy_time_is_the_union_and_spreading_loses_nothing(stretches):
    agent = np.array([a for a, _, _ in stretches], dtype=np.int64)
    start = np.array([s for _, s, _ in stretches], dtype=float)
    end = start + np.array([length for _, _, length in stretches], dtype=float)
    axis = TimeAxis(edges := np.array([0.0, 7.0, 30.0, 31.0, 90.0, 150.0]))
    time = spread(start, end, agent, 4, axis)
    whose, cut, until = alone(agent, start, end)
    busy = spread(cut, until, whose, 4, axis)
    for who in range(4):
        seconds = [range(int(s), int(e)) for a, s, e in zip(agent, start, end, strict=True) if a == who]
        covered = set().union(*seconds)
        for cell in range(5):
            inside = set(range(int(edges[cell]), int(edges[cell + 1])))
            assert busy[who, cell] == len(covered & inside)
            assert time[who, cell] == sum(len(set(one) & inside) for one in seconds)


def test_spread_leaves_out_what_lies_outside_or_backwards():
    edges = np.array([10.0, 20.0, 30.0])
    start, end = np.array([0.0, 25.0, 28.0]), np.array([12.0, 60.0, 21.0])
    assert spread(start, end, np.zeros(3, dtype=np.int64), 1, TimeAxis(edges)).tolist() == [[2.0, 5.0]]


@settings(derandomize=True, deadline=None)
@given(
    st.lists(st.sampled_from([1, 60, 900, 1800, 1800.5, TICK]), min_size=1, max_size=8),
    st.sampled_from([0.0, 7.25, 2.0**27]),
    st.booleans(),
)
def test_the_cell_of_an_instant_is_the_last_edge_not_after_it(lengths, first, beyond):
    """At edges and one tick beside them, too; with steps that are looked up, and with too many of them."""
    edges = first + np.concatenate(([0.0], np.cumsum(lengths)))
    at = np.concatenate((edges, edges[:-1] + TICK, edges[1:] - TICK, (edges[1:] + edges[:-1]) / 2))
    at = at[at < edges[-1]]
    if beyond:
        at = np.append(at, [edges[-1], edges[-1] + 1e6])
    assert TimeAxis(edges, beyond).cell(at).tolist() == (np.searchsorted(edges, at, side="right") - 1).tolist()


def test_open_clock():
    windows = np.array([[10.0, 20.0], [50.0, 60.0]])
    at = np.array([0.0, 10.0, 15.0, 20.0, 40.0, 55.0, 99.0, np.nan])
    assert open_seconds(windows, at)[:-1].tolist() == [0, 0, 5, 10, 10, 15, 20]
    assert np.isnan(open_seconds(windows, at)[-1])
    assert is_open(windows, at[:-1]).tolist() == [False, True, True, False, False, True, False]
    assert open_seconds(np.zeros((0, 2)), np.array([5.0])).tolist() == [0.0]


# --- agents at work on average ----------------------------------------------------------------------------------


def test_agents_on_duty_and_scheduled_by_interval_day_and_horizon():
    """Two agents planned; one comes 15 min late, the other has a break of 6 min and goes on past the end."""
    model = center(channels=(Ch(windows=((0.0, 3600.0),)),), teams=(Team(agents=2, plan=((0.0, 2), (3600.0, 0))),))
    contacts = [served(0.0, 0.0, 60.0)]
    presence = [
        (0, ON, 900.0, 3600.0),
        (1, ON, 0.0, 600.0),
        (1, Presence.BREAK, 600.0, 960.0),
        (1, ON, 960.0, 3600.0),
        (1, Presence.OVERTIME, 3600.0, 4500.0),
    ]
    day = measure(model, *history(model, contacts, presence=presence, work=[(1, 0, 0.0, 60.0)]))
    first, second, third = day.cells.intervals[:3]

    def on_duty(interval=""):
        return day.value("agents", "team", "agents_on_duty", interval)

    assert on_duty(first) == pytest.approx((900 + 1440) / 1800)
    assert on_duty(second) == 2
    open_hour = (900 + 1440 + 3600) / 3600
    assert on_duty() == on_duty("2026-03-02") == day.value("all", "all", "agents_on_duty") == pytest.approx(open_hour)
    assert day.value("agents", "team", "agents_scheduled", first) == 2
    assert day.value("agents", "team", "agents_scheduled") == 2
    # past the opening: overtime counts in its interval, not in the day's average
    assert on_duty(third) == pytest.approx(900 / 1800)
    assert day.value("agents", "team", "agents_scheduled", third) == 0


def test_agents_on_duty_leave_out_the_warm_up_and_have_no_value_without_opening():
    model = center(warm_up=900.0, teams=(Team(agents=1),))
    presence = [(0, ON, 0.0, 1350.0)]
    day = measure(model, *history(model, [], presence=presence))
    assert day.value("agents", "team", "agents_on_duty", day.cells.intervals[0]) == pytest.approx(450 / 900)
    closed = center(channels=(Ch(windows=()),), teams=(Team(agents=1),))
    nobody = measure(closed, *history(closed, [], presence=presence))
    assert np.isnan(nobody.value("agents", "team", "agents_on_duty"))
    assert nobody.value("agents", "team", "agents_on_duty", closed.timeline.interval_start[0]) == 1350 / 1800


def test_agents_of_a_group_are_averaged_over_its_own_channels():
    """Calls from 0 to 1800, mails to 3600; the callers' day is the half hour of calls."""
    model = center(
        channels=(Ch(windows=((0.0, 1800.0),)), Ch(live=False, windows=((0.0, 3600.0),))),
        types=(Type("calls"), Type("mail", channel=1)),
        teams=(Team("callers", skills=(0,)), Team("writers", skills=(1,))),
    )
    presence = [(0, ON, 0.0, 3600.0), (1, ON, 0.0, 1800.0)]
    day = measure(model, *history(model, [], presence=presence))
    assert day.value("agents", "callers", "agents_on_duty") == 1
    assert day.value("agents", "writers", "agents_on_duty") == 0.5
    assert day.value("all", "all", "agents_on_duty") == 1.5
