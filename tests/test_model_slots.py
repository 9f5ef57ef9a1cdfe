"""Slots and places of a diary, worked by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from model_scenarios import HOUR, WEEKDAYS, calendar, clinic, group, hours

from ccsim.model import build
from ccsim.model.bookings import Appointment
from ccsim.model.make_slots import make_slots
from ccsim.scenario.calendar import Clock
from ccsim.scenario.schema import Break, Hours, Opening, Scenario, Shift, StaffingRow
from ccsim.scenario.schema_bookings import DiaryRow

DAY = 24 * HOUR
WORKDAYS = WEEKDAYS[:5]


def diary(**more: object) -> Appointment:
    return build(clinic(**more)).appointments[0]


def hour_of(appointment: Appointment, first: float = 0.0, last: float = DAY) -> list[float]:
    """Hours from the scenario's start at which the slots in [first, last) begin."""
    return [at / HOUR for at in appointment.slots.tolist() if first <= at < last]


def places(appointment: Appointment, first: float = 0.0, last: float = DAY) -> list[int]:
    return appointment.places[(appointment.slots >= first) & (appointment.slots < last)].tolist()


def by_day(*windows: tuple[float, float]) -> Opening:
    """Open in these hours every day."""
    in_seconds = tuple((start * HOUR, end * HOUR) for start, end in windows)
    return Opening(default=Hours(by_weekday=dict.fromkeys(WEEKDAYS, in_seconds)))


def shifts(**breaks: Break) -> dict[str, object]:
    """Two people, 09:00 to 12:00, the second of whom has the breaks."""
    both = {"agents": 1, "days": ("mon",), "start": 9 * HOUR, "end": 12 * HOUR}
    hosts = group("video_visit", shifts={"one": Shift(**both), "other": Shift(**both, breaks=breaks)})
    return {"agents": {"hosts": hosts, "team": group("calls")}}


def staffing(*rows: tuple[float, float, int]) -> dict[str, object]:
    """Hosts by day and hour: (start, end, hosts) in days."""
    rows_written = tuple(StaffingRow(start=a * DAY, end=b * DAY, agents=n) for a, b, n in rows)
    return {"agents": {"hosts": group("video_visit", staffing=rows_written), "team": group("calls")}}


def test_slots_are_laid_end_to_end_from_the_opening():
    one = diary()
    assert hour_of(one) == [9, 9.5, 10, 10.5, 11, 11.5]
    assert places(one) == [3] * 6
    assert one.length == 1800.0
    assert set(one.slot_day[one.slots >= 0][:6].tolist()) == {date(2026, 3, 2).toordinal()}


def test_only_whole_slots_from_each_opening():
    one = diary(opening=by_day((9, 10.75), (15.25, 16.5)))
    assert hour_of(one) == [9, 9.5, 10, 15.25, 15.75]


def test_slots_reach_from_the_horizon_before_the_start_to_the_horizon_after_the_end():
    one = diary(horizon=36 * HOUR)
    days, counts = np.unique(one.slot_day, return_counts=True)
    monday = date(2026, 3, 2).toordinal()
    assert days.tolist() == [monday - 2, monday - 1, monday, monday + 1, monday + 2]
    assert counts.tolist() == [6] * 5
    assert one.slots[0] == -2 * DAY + 9 * HOUR
    assert (np.diff(one.slots) > 0).all()


def test_a_window_over_midnight_is_one_and_the_edge_of_the_calendar_cuts_it():
    one = diary(slot=5400.0, opening=by_day((0, 2), (22, 24)), calendar=calendar(days=2))
    assert hour_of(one, -DAY, 3 * DAY) == [-24, -2, -0.5, 22, 23.5, 46, 47.5, 70]


def test_a_diary_that_is_open_around_the_clock_begins_anew_each_midnight():
    one = diary(slot=7 * HOUR, opening=Opening(default=None), calendar=calendar(days=2))
    assert hour_of(one, -DAY, 3 * DAY) == [d * 24 + h for d in (-1, 0, 1, 2) for h in (0, 7, 14)]
    assert set(one.places.tolist()) == {3}


def test_a_lunch_break_leaves_the_others():
    one = diary(**shifts(lunch=Break(length=1800.0, at=10.5 * HOUR)))
    assert places(one) == [2, 2, 2, 1, 2, 2]


def test_a_break_that_touches_two_slots_takes_a_place_of_both():
    one = diary(**shifts(lunch=Break(length=1800.0, at=10.25 * HOUR)))
    assert places(one) == [2, 2, 1, 1, 2, 2]


def test_a_shift_that_begins_within_a_slot_is_not_there_for_it():
    rows = [(9 / 24, 12 / 24, 1), (9.75 / 24, 11.25 / 24, 2)]
    assert places(diary(**staffing(*rows))) == [1, 1, 3, 3, 1, 1]


def test_absence_is_ignored():
    hosts = group("video_visit", staffing=3, absence={"share": 0.5})
    assert places(diary(agents={"hosts": hosts, "team": group("calls")})) == [3] * 6


def test_overbooking_adds_whole_places_spread_over_the_day():
    """x = 0.25 x 3 = 0.75: floor(0.75 k) = 0, 1, 2, 3, 3, 4."""
    one = diary(overbooking=0.25, calendar=calendar(days=2))
    assert places(one) == [3, 4, 4, 4, 3, 4]
    assert places(one, DAY, 2 * DAY) == [3, 4, 4, 4, 3, 4]


def test_overbooking_goes_by_the_places_of_its_own_slot():
    """Slot 4 has 1 place: floor(0.5 x 4) - floor(0.5 x 3) = 2 - 1; the others 2: one more each."""
    one = diary(overbooking=0.5, **shifts(lunch=Break(length=1800.0, at=10.5 * HOUR)))
    assert places(one) == [3, 3, 3, 2, 3, 3]


def test_a_share_that_a_double_cannot_hold_loses_no_place():
    """0.29 x 100 is 28.999999999999996."""
    one = diary(overbooking=0.29, agents={"hosts": group("video_visit", staffing=100), "team": group("calls")})
    assert places(one) == [129] * 6


def test_days_around_the_calendar_are_like_the_same_weekday_in_it():
    """Monday to the Monday after: the Mondays before are like the first, those after like the last."""
    rows = [(d, d + 1, n) for d, n in enumerate([1, 2, 3, 4, 5, 6, 7, 8])]
    one = diary(calendar=calendar(days=8), horizon=7 * DAY, **staffing(*rows))
    by_day = [set(places(one, d * DAY, (d + 1) * DAY)) for d in range(-7, 15)]
    before, own, after = by_day[:7], by_day[7:15], by_day[15:]
    assert before == [{1}, {2}, {3}, {4}, {5}, {6}, {7}]
    assert own == [{1}, {2}, {3}, {4}, {5}, {6}, {7}, {8}]
    assert after == [{2}, {3}, {4}, {5}, {6}, {7}, {8}]


def test_a_weekday_that_the_calendar_lacks_is_like_its_days_in_turn():
    """Monday to Wednesday with 1, 2, 3 hosts. Four days before Monday is Thursday: the third of the cycle."""
    one = diary(
        calendar=calendar(days=3),
        horizon=7 * DAY,
        opening=Opening(default=hours(9, 12, WORKDAYS)),
        **staffing((0, 1, 1), (1, 2, 2), (2, 3, 3)),
    )
    by_day = [set(places(one, d * DAY, (d + 1) * DAY)) for d in range(-7, 10)]
    assert by_day[:7] == [{1}, {2}, {3}, {3}, {1}, set(), set()]
    assert by_day[7:10] == [{1}, {2}, {3}]
    assert by_day[10:] == [{1}, {2}, set(), set(), {1}, {2}, {3}]


@pytest.mark.parametrize("special", ["holidays", "dates"])
def test_a_holiday_or_a_date_of_its_own_is_no_pattern_for_other_days(special):
    """One host on that Monday; the Monday after is like Tuesday, the only usual day."""
    morning = ((9 * HOUR, 12 * HOUR),)
    monday = date(2026, 3, 2)
    one = diary(
        calendar=calendar(days=2, holidays=frozenset({monday} if special == "holidays" else ())),
        opening=Opening(default=hours(9, 12, **{special: morning if special == "holidays" else {monday: morning}})),
        horizon=7 * DAY,
        **staffing((0, 1, 1), (1, 2, 2)),
    )
    assert places(one, 0, DAY) == [1] * 6
    assert places(one, 7 * DAY, 8 * DAY) == [2] * 6


def test_a_closed_holiday_leaves_the_other_days():
    holiday = calendar(days=2, holidays=frozenset({date(2026, 3, 2)}))
    one = diary(calendar=holiday, horizon=7 * DAY, **staffing((1, 2, 2)))
    assert places(one, 0, DAY) == []
    assert places(one, 7 * DAY, 8 * DAY) == [2] * 6


def test_nobody_hosts_where_the_calendar_has_no_open_day():
    one = diary(opening=Opening(default=hours(9, 12, ("sat",))), horizon=7 * DAY)
    assert one.places.tolist() == [0] * 12


def test_a_slot_over_the_end_of_the_calendar_looks_at_both_days():
    """23:00 to 01:00: two hosts until midnight, and after it as many as after the midnight before, one."""
    one = diary(slot=2 * HOUR, opening=by_day((0, 1), (23, 24)), **staffing((0, 1 / 24, 1), (23 / 24, 1, 2)))
    assert hour_of(one) == [23]
    assert places(one) == [1]


def test_clocks_go_forward_between_the_days():
    """Saturday, Madrid; Sunday has 23 hours, so its nine o'clock comes 8 h after midnight."""
    one = diary(calendar=calendar(date(2026, 3, 28), 1, timezone="Europe/Madrid"), horizon=2 * DAY)
    assert hour_of(one, DAY, 72 * HOUR) == [24 + 8 + h / 2 for h in range(6)] + [47 + 9 + h / 2 for h in range(6)]
    assert places(one, DAY, 72 * HOUR) == [3] * 12


def test_clocks_go_back_around_the_clock():
    """Sunday 25 October 2026 has 25 hours: 25 slots of an hour."""
    one = diary(
        slot=HOUR, opening=Opening(default=None), calendar=calendar(date(2026, 10, 25), 1, timezone="Europe/Madrid")
    )
    assert hour_of(one, -DAY, 49 * HOUR) == list(range(-24, 49))


def test_a_slot_that_only_the_diary_has_cannot_be_booked():
    rows = (DiaryRow(slot=9.25 * HOUR, places=2), DiaryRow(slot=9 * HOUR, places=1, lead_time=DAY, segment="all"))
    one = diary(diary=rows, lead_time=None)
    assert hour_of(one)[:3] == [9, 9.25, 9.5]
    assert places(one)[:3] == [3, 0, 3]
    assert one.slot_day[one.slots == 9.25 * HOUR].tolist() == [date(2026, 3, 2).toordinal()]
    first, second = one.diary
    assert (one.slots[first.slot], first.places, first.lead, first.segment) == (9 * HOUR, 1, DAY, 0)
    assert (one.slots[second.slot], second.places, second.segment) == (9.25 * HOUR, 2, -1)
    assert np.isnan(second.lead)


def test_a_slot_of_the_diary_alone_does_not_shift_the_overbooking():
    one = diary(diary=(DiaryRow(slot=9.25 * HOUR, places=2),), overbooking=0.25)
    assert places(one) == [3, 0, 4, 4, 4, 3, 4]


def test_a_slot_without_length_is_refused():
    week: Scenario = clinic()
    plan = build(week).scheduled[0]
    with pytest.raises(ValueError, match="a slot must be longer than 0 s, got 0 s"):
        make_slots(0.0, DAY, 0.0, np.zeros(0), None, plan, Clock(week.calendar))
