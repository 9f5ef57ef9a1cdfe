"""Customers who begin with a booking. Every statistical test here has a false-alarm probability of at most 1e-6."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from model_scenarios import HOUR, calendar, clinic, group, law
from scipy import stats
from workload_models import columns

from ccsim.model import CenterModel, build
from ccsim.model.grid import on_grid
from ccsim.scenario.record import ShareBySegment
from ccsim.scenario.schema import Arrivals, ByTime, DayVariation, Demand, Segment
from ccsim.scenario.schema_behaviour import Journeys, Move, Proactive, SelfService
from ccsim.scenario.schema_bookings import Appointment, DiaryRow
from ccsim.workload import Workload, draw
from ccsim.workload.workload import DIARY

FALSE_ALARM = 1e-6
DAY = 24 * HOUR
KEY = ("interval", "ordinal", "segment", "lead")
LEAD = law("gamma", mean=8 * HOUR, cv=0.8)
TWO = {"new": Segment(share=0.4), "old": Segment(share=0.6)}


def model(**more: Any) -> CenterModel:
    """Two days of 3 opening hours, and one before, with 40 requests an hour."""
    given = {
        "requests": Arrivals(rate=((0.0, 40 / HOUR),)),
        "lead_time": LEAD,
        "segments": TWO,
        "calendar": calendar(days=2),
    }
    return build(clinic(**{**given, **more}))


def world(seed: int = 5, **more: Any) -> Workload:
    return draw(model(**more), seed, 0)


def rows(workload: Workload, appointment: int = 0) -> dict[str, np.ndarray[Any, Any]]:
    """Requests of one appointment, but for its number."""
    of = workload.requests.appointment == appointment
    return {name: column[of] for name, column in columns(workload.requests).items() if name != "appointment"}


def assert_same(one: dict[str, Any], other: dict[str, Any]) -> None:
    for name, column in one.items():
        assert column.dtype == other[name].dtype and np.array_equal(column, other[name]), name


# --- who asks -------------------------------------------------------------------------------------------------------


def test_requests_come_before_and_during_the_scenario_in_opening_hours():
    asked = world().requests
    assert asked.rows > 250
    wall = asked.time % DAY
    assert ((wall >= 9 * HOUR) & (wall < 12 * HOUR)).all()
    assert (asked.interval == np.floor(asked.time / 1800.0)).all()
    assert asked.interval.min() == -30  # 09:00 of the day before, in half-hours
    assert set((asked.time // DAY).tolist()) == {-1.0, 0.0, 1.0}
    assert (asked.slot == -1).all()
    assert (np.diff(asked.time) >= 0).all()
    same = np.diff(asked.interval) == 0
    assert (np.diff(asked.ordinal)[same] == 1).all()
    assert (asked.ordinal[1:][~same] == 0).all()
    for times in (asked.time, asked.lead):
        assert np.array_equal(on_grid(times), times)


def test_requests_are_a_poisson_stream():
    """100 replications of 360 expected: mean and variance by their normal bounds, each 1e-6 / 2."""
    center = model(horizon=DAY)
    counts = np.array([draw(center, 1, r).requests.rows for r in range(100)])
    z = stats.norm.isf(FALSE_ALARM / 4)
    assert abs(counts.mean() - 360.0) < z * np.sqrt(360.0 / 100)
    assert abs(counts.var() - 360.0) < z * np.sqrt((2 * 360.0**2 + 360.0) / 100)


def test_segments_and_leads_follow_their_laws():
    center = model(requests=Arrivals(rate=((0.0, 400 / HOUR),)))
    asked = draw(center, 1, 0).requests
    count = np.bincount(asked.segment)
    assert stats.chisquare(count, count.sum() * np.array([0.4, 0.6])).pvalue > FALSE_ALARM
    lead_time = center.appointments[0].lead_time
    assert lead_time is not None
    assert stats.kstest(asked.lead, lead_time.laws[0].cdf).pvalue > FALSE_ALARM


def test_a_wish_goes_by_the_local_time_of_the_request():
    by_time = ByTime(starts=(0.0, 10 * HOUR), laws=(law("constant", value=HOUR), law("constant", value=2 * HOUR)))
    asked = world(lead_time=by_time).requests
    assert np.array_equal(asked.lead, np.where(asked.time % DAY < 10 * HOUR, HOUR, 2 * HOUR))


def test_local_time_before_a_change_of_clocks():
    """Madrid, Monday 30 March 2026: nine o'clock of the days before lies 15 and, for want of an hour, 38 hours off."""
    by_time = ByTime(starts=(0.0, 10 * HOUR), laws=(law("constant", value=HOUR), law("constant", value=2 * HOUR)))
    monday = calendar(date(2026, 3, 30), 1, timezone="Europe/Madrid")
    asked = world(calendar=monday, horizon=2 * DAY, lead_time=by_time).requests
    for nine in (-38 * HOUR, -15 * HOUR, 9 * HOUR):
        wall = 9 * HOUR + asked.time - nine
        of_day = (wall >= 9 * HOUR) & (wall < 12 * HOUR)
        assert of_day.sum() > 80
        assert np.array_equal(asked.lead[of_day], np.where(wall[of_day] < 10 * HOUR, HOUR, 2 * HOUR))
    assert asked.time.min() >= -38 * HOUR


def test_demand_of_the_day_moves_requests_only_where_they_say_so():
    plain = rows(world())
    assert_same(plain, rows(world(demand=Demand(day_variation=DayVariation(cv=0.5)))))
    own = Arrivals(rate=((0.0, 40 / HOUR),), day_variation=DayVariation(cv=0.5))
    counts = np.bincount((rows(world(requests=own))["time"] // DAY).astype(int) + 1)
    assert not np.array_equal(counts, np.bincount((plain["time"] // DAY).astype(int) + 1))


def test_bookings_without_lead_times_are_refused():
    with pytest.raises(ValueError, match=r"appointments.visit: bookings need a lead_time"):
        world(lead_time=None)
    with pytest.raises(ValueError, match=r"appointments.visit: bookings need a lead_time"):
        world(lead_time=None, requests=None, diary=(DiaryRow(slot=9 * HOUR, places=1),))


def test_a_center_without_appointments_has_no_requests():
    empty = world(appointments={}, requests=None).requests
    assert empty.rows == 0
    assert {name: column.dtype for name, column in columns(empty).items()} == {
        name: column.dtype for name, column in columns(world().requests).items()
    }


# --- who changes nobody ---------------------------------------------------------------------------------------------


def booking(**more: Any) -> Appointment:
    given = {
        "contact": "video_visit",
        "agents": "hosts",
        "slot": 1800.0,
        "horizon": DAY,
        "requests": Arrivals(rate=((0.0, 40 / HOUR),)),
        "lead_time": LEAD,
    }
    return Appointment(**{**given, **more})


def test_another_appointment_changes_no_request_whatever_its_place_in_the_file():
    alone = rows(world())
    both = {"other": booking(horizon=3 * DAY, diary=(DiaryRow(slot=9 * HOUR, places=4),)), "visit": booking()}
    assert_same(alone, rows(world(appointments=both), 1))
    assert len(rows(world(appointments=both), 0)["time"]) > len(alone["time"])


def test_the_horizon_adds_earlier_requests_and_leaves_the_others():
    one, other = rows(world()), rows(world(horizon=4 * DAY))
    since = other["interval"] >= -48
    assert_same(one, {name: column[since] for name, column in other.items()})
    assert (~since).sum() > 250


def test_five_per_cent_more_requests_keep_the_same_people():
    one, other = rows(world()), rows(world(requests=Arrivals(rate=((0.0, 42 / HOUR),))))
    people = {(i, n): (s, lead) for i, n, s, lead in zip(*(other[c].tolist() for c in KEY), strict=True)}
    for i, n, s, lead in zip(*(one[c].tolist() for c in KEY), strict=True):
        assert people[i, n] == (s, lead)


def test_nothing_else_of_a_scenario_changes_a_request_nor_requests_a_contact():
    """Bots, journeys, staff and overbooking come in; requests go."""
    bot = SelfService(
        fronts=("calls", "visit"), time=law("constant", value=60.0), containment=ShareBySegment(default=0.3)
    )
    more = {
        "self_service": {"bot": bot},
        "journeys": Journeys(moves={"calls": {"abandoned": (Move(book="visit"),)}}),
        "agents": {"hosts": group("video_visit", staffing=9), "team": group("calls", staffing=1)},
        "overbooking": 0.2,
    }
    before, after, without = world(), world(**more), world(requests=None)
    assert_same(rows(before), rows(after))
    for name, column in columns(before).items():
        if not name.startswith("requests.") and name not in ("absent", "late_login"):
            assert np.array_equal(column, columns(after)[name]), name
            assert np.array_equal(column, columns(without)[name]), name


# --- the diary ------------------------------------------------------------------------------------------------------

DIARY_ROWS = (
    DiaryRow(slot=10 * HOUR, places=2, lead_time=3 * DAY, segment="old"),
    DiaryRow(slot=9 * HOUR, places=3),
    DiaryRow(slot=9 * HOUR, places=1, lead_time=DAY),
)


def test_customers_of_the_diary_stand_after_the_requests_by_slot_and_place():
    given = model(diary=DIARY_ROWS)
    workload = draw(given, 5, 0)
    asked, slots = workload.requests, given.appointments[0].slots
    held = asked.slot >= 0
    assert held.tolist() == [False] * (asked.rows - 6) + [True] * 6
    assert (slots[asked.slot[held]] / HOUR).tolist() == [9, 9, 9, 9, 10, 10]
    assert asked.ordinal[held].tolist() == list(range(6))
    assert set(asked.interval[held].tolist()) == {DIARY}
    assert asked.lead[held][3:].tolist() == [DAY, 3 * DAY, 3 * DAY]
    assert asked.segment[held][4:].tolist() == [1, 1]
    assert np.array_equal(asked.time[held], slots[asked.slot[held]] - asked.lead[held])
    assert len(set(asked.lead[held][:3].tolist())) == 3
    assert_same({name: column[~held] for name, column in rows(workload).items()}, rows(world()))


def test_another_row_of_the_diary_changes_nobody_else():
    rows_of_two = (DiaryRow(slot=9 * HOUR, places=3), DiaryRow(slot=10 * HOUR, places=3))
    before = world(diary=rows_of_two, requests=None).requests
    after = world(diary=(DiaryRow(slot=9.5 * HOUR, places=4), *rows_of_two), requests=None).requests
    stays = np.isin(after.time, before.time)
    assert stays.sum() == 6
    for name in ("time", "lead", "segment"):
        assert np.array_equal(getattr(before, name), getattr(after, name)[stays]), name


def test_two_diaries_are_two_groups_of_people():
    both = {"one": booking(requests=None, diary=DIARY_ROWS), "other": booking(requests=None, diary=DIARY_ROWS)}
    workload = world(appointments=both)
    assert workload.requests.appointment.tolist() == [0] * 6 + [1] * 6
    one, other = rows(workload, 0), rows(workload, 1)
    assert not (one["lead"][:3] == other["lead"][:3]).any()


def test_a_drawn_lead_goes_by_the_local_time_of_the_slot():
    by_time = ByTime(starts=(0.0, 10 * HOUR), laws=(law("constant", value=HOUR), law("constant", value=2 * HOUR)))
    late = (*DIARY_ROWS, DiaryRow(slot=-13.5 * HOUR, places=1))
    asked = world(lead_time=by_time, diary=late, requests=None).requests
    assert asked.lead.tolist() == [2 * HOUR, HOUR, HOUR, HOUR, DAY, 3 * DAY, 3 * DAY]


def test_every_customer_of_a_slot_of_another_second_is_another():
    """Places count within a second, so that two slots of the table in one second do not meet."""
    table = tuple(DiaryRow(slot=9 * HOUR + part, places=2) for part in (0.0, 0.25, 0.5, 1.0))
    leads = world(diary=table, requests=None).requests.lead
    assert len(set(leads.tolist())) == 8


# --- what becomes of them -------------------------------------------------------------------------------------------


def test_first_wishes_are_those_of_the_attempts():
    given = model(diary=DIARY_ROWS)
    workload = draw(given, 5, 0)
    asked, one = workload.requests, given.appointments[0]
    attempts = workload.attempts
    assert attempts is not None
    for r in [*range(0, asked.rows - 6, 17), *range(asked.rows - 6, asked.rows - 3)]:
        seconds = float(one.slots[asked.slot[r]] if asked.slot[r] >= 0 else asked.time[r]) % DAY
        assert attempts.duration(one.lead_time, seconds, workload.rows + r, "lead") == asked.lead[r]


def test_addresses_of_attempts_go_by_names_alone():
    """A second appointment and a proactive service shift rows; each customer keeps his uniforms."""
    before = world(diary=DIARY_ROWS)
    both = {"other": booking(), "visit": booking(diary=DIARY_ROWS)}
    after = world(appointments=both, proactive={"renewal": Proactive(replaces="calls", share=0.2)})
    of_before, of_after = by_key(before, 0), by_key(after, 1)
    assert of_before.keys() == of_after.keys()
    assert len(of_before) > 200
    assert before.attempts is not None and after.attempts is not None
    for key, customer in list(of_before.items())[::7]:
        u = before.attempts.uniform(customer, "no_show", 2, 1)
        assert u == after.attempts.uniform(of_after[key], "no_show", 2, 1), key


def by_key(workload: Workload, appointment: int) -> dict[tuple[int, int], int]:
    asked = workload.requests
    of = np.flatnonzero(asked.appointment == appointment)
    return {(int(asked.interval[r]), int(asked.ordinal[r])): workload.rows + int(r) for r in of}


def test_a_replayed_seed_is_the_same_world_and_another_is_not():
    one, same, other = world(seed=5), world(seed=5), world(seed=6)
    assert_same(rows(one), rows(same))
    assert rows(other)["time"].tolist() != rows(one)["time"].tolist()


def test_a_silent_appointment_asks_for_nothing():
    quiet = model()
    one = quiet.appointments[0]
    assert one.requests is not None
    silent = replace(one, requests=replace(one.requests, rate=np.zeros_like(one.requests.rate)))
    assert draw(replace(quiet, appointments=(silent,)), 1, 0).requests.rows == 0
