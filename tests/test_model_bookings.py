"""Booking requests, reminders and the other records of appointments, worked by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from model_scenarios import HOUR, WEEKDAYS, calendar, clinic, contact, group, hours, law

from ccsim.errors import NotSupported
from ccsim.model import build
from ccsim.model.bookings import Appointment, RequestStream
from ccsim.model.reminder_times import due_times
from ccsim.scenario.calendar import Clock
from ccsim.scenario.record import BySegment, ShareBySegment
from ccsim.scenario.schema import Arrivals, Channel, DayVariation, Intraday, Opening, Segment
from ccsim.scenario.schema_bookings import Cancellation, Confirm, NoShow, Reminder, Unconfirmed

DAY = 24 * HOUR
TWO_AN_HOUR = Arrivals(rate=((0.0, 2 / HOUR),))
LEAD = law("gamma", mean=3 * DAY, cv=0.8)
MADRID = "Europe/Madrid"


def booked(**more: object) -> Appointment:
    return build(clinic(**{"lead_time": LEAD, **more})).appointments[0]


def requests(**more: object) -> RequestStream:
    stream = booked(**{"requests": TWO_AN_HOUR, **more}).requests
    assert stream is not None
    return stream


def by_day(stream: RequestStream) -> dict[int, float]:
    """Expected requests by ordinal of the local date."""
    interval = np.searchsorted(stream.edges, stream.rate_edges[:-1], "right") - 1
    days, of_day = np.unique(stream.day[interval], return_inverse=True)
    expected = np.bincount(of_day, stream.rate * np.diff(stream.rate_edges))
    return dict(zip(days.tolist(), expected.round(9).tolist(), strict=True))


# --- requests -------------------------------------------------------------------------------------------------------


def test_requests_begin_whole_days_before_the_scenario():
    stream = requests(horizon=36 * HOUR)
    monday = date(2026, 3, 2).toordinal()
    assert by_day(stream) == {monday - 2: 6.0, monday - 1: 6.0, monday: 6.0}
    assert stream.first_interval == -2 * 48
    assert (stream.edges[0], stream.edges[-1]) == (-2 * DAY, DAY)
    assert (stream.labels[0], stream.labels[2 * 48 + 18]) == ("2026-02-28 00:00", "2026-03-02 09:00")
    assert stream.time_of_day[2 * 48 + 18] == 9 * HOUR
    assert len(stream.labels) == len(stream.day) == len(stream.time_of_day) == len(stream.edges) - 1


def test_intervals_inside_the_scenario_are_its_own():
    model = build(clinic(requests=TWO_AN_HOUR, lead_time=LEAD, calendar=calendar(days=3, interval=900.0)))
    stream = model.appointments[0].requests
    assert stream is not None
    assert np.array_equal(stream.edges[-stream.first_interval :], model.timeline.edges)
    assert stream.labels[-stream.first_interval :] == model.timeline.interval_start
    assert set(stream.edges) <= set(stream.rate_edges)


def test_a_number_per_day_goes_by_the_weekday_and_the_opening_of_the_added_days():
    """Nobody asks on Saturday, when the channel is closed, though a number is said for it."""
    per_day = Arrivals(per_day={"fri": 40.0, "sat": 30.0, "mon": 10.0})
    stream = requests(requests=per_day, horizon=3 * DAY, opening=Opening(default=hours(9, 12, WEEKDAYS[:5])))
    monday = date(2026, 3, 2).toordinal()
    assert by_day(stream) == {monday - 3: 40.0, monday - 2: 0.0, monday - 1: 0.0, monday: 10.0}


def test_requests_over_a_skipped_hour():
    """Monday after the change: Sunday has 46 half-hours, the skipped ones have no label."""
    stream = requests(calendar=calendar(date(2026, 3, 30), 1, timezone=MADRID), horizon=2 * DAY)
    assert stream.first_interval == -(48 + 46)
    assert stream.edges[0] == -47 * HOUR
    sunday = stream.labels[48:94]
    assert (sunday[3], sunday[4]) == ("2026-03-29 01:30", "2026-03-29 03:00")
    assert stream.time_of_day[52] == 3 * HOUR
    nine = stream.edges[:-1][stream.time_of_day == 9 * HOUR][1:]
    assert nine.tolist() == [-15 * HOUR, 9 * HOUR]
    assert set(by_day(stream).values()) == {6.0}


def test_requests_over_a_repeated_hour():
    stream = requests(calendar=calendar(date(2026, 10, 26), 1, timezone=MADRID), opening=Opening(default=None))
    assert stream.first_interval == -50
    assert stream.labels[4:8] == tuple(f"2026-10-25 02:{m}+0{h}:00" for h in (2, 1) for m in ("00", "30"))
    assert list(by_day(stream).values()) == [50.0, 48.0]


def test_a_change_of_the_horizon_changes_no_rate():
    one, other = requests(horizon=DAY), requests(horizon=5 * DAY)
    days = other.first_interval - one.first_interval
    assert np.array_equal(one.edges, other.edges[-days:])
    assert np.array_equal(one.rate, other.rate[-len(one.rate) :])


def test_requests_have_a_variation_of_their_own():
    said = Arrivals(rate=((0.0, 0.01),), day_variation=DayVariation(cv=0.2), intraday=Intraday(cv=0.1, correlation=0.5))
    stream = requests(requests=said)
    assert (stream.day_variation_cv, stream.interval_cv, stream.interval_correlation) == (0.2, 0.1, 0.5)
    plain = requests()
    assert (plain.day_variation_cv, plain.interval_cv, plain.interval_correlation) == (0.0, 0.0, 0.0)


# --- when reminders go out ------------------------------------------------------------------------------------------

BY_DAY = (8 * HOUR, 20 * HOUR)


def due(slot: float, before: float, between: tuple[float, float] | None = BY_DAY, **of_calendar: object) -> float:
    """Hours from the scenario's start; slot and before in hours."""
    clock = Clock(calendar(**of_calendar))
    return float(due_times(np.array([slot * HOUR]), before * HOUR, between, clock)[0]) / HOUR


@pytest.mark.parametrize(
    ("slot", "before", "goes_out"),
    [
        (9, 24, -15),  # the same time the day before
        (9, 2, 8),  # 07:00 waits for the morning
        (8, 1, -4),  # 07:00, and at 08:00 he is there: the evening before, at the window's end
        (8.25, 1, 8),
        (22, 2, 20),  # the end still belongs to the window,
        (33, 13, 20),  # also where there would be time in the morning
        (23, 2, 20),  # 21:00: the next window begins after the slot, the last has ended
        (33, 12, 32),  # 21:00 waits for the morning, an hour before the slot
        (-15, 24, -39),  # before the scenario
        (9, 312, -303),  # nearly two weeks before, at nine
        (9, 314, -304),  # 07:00 waits
    ],
)
def test_reminders_go_out_by_day_only(slot, before, goes_out):
    assert due(slot, before) == goes_out


def test_without_hours_they_go_out_when_they_are_due():
    assert due(9, 6, None) == 3


def test_a_window_over_midnight():
    """20:00 to 02:00."""
    night = (20 * HOUR, 2 * HOUR)
    assert due(12, 2, night) == 2
    assert due(25, 0.5, night) == 24.5
    assert due(21, 2, night) == 20


def test_a_window_around_the_clock_holds_nothing_back():
    assert due(3, 2, (0.0, DAY)) == 1


def test_hours_are_those_of_the_wall_clock():
    """Sunday 2026-03-29, Madrid: 24 h before nine it is eight on Saturday; the window opens at half past."""
    of_calendar = {"start": date(2026, 3, 28), "days": 2, "timezone": MADRID}
    nine = 24 + 8
    assert due(nine, 24, (8.5 * HOUR, 20 * HOUR), **of_calendar) == 8.5
    assert due(nine, 1.5, (8.5 * HOUR, 20 * HOUR), **of_calendar) == 24 + 7.5


def test_each_slot_of_an_appointment_has_the_time_of_each_reminder():
    reminders = {
        "day_before": Reminder(channel="sms", before=DAY, send_between=BY_DAY),
        "hour_before": Reminder(channel="whatsapp", before=HOUR, send_between=(10 * HOUR, 20 * HOUR)),
    }
    one = booked(reminders=reminders)
    monday = (one.slots >= 0) & (one.slots < DAY)
    assert one.due.shape == (len(one.slots), 2)
    assert (one.due[monday, 0] / HOUR).tolist() == [-15, -14.5, -14, -13.5, -13, -12.5]
    assert (one.due[monday, 1] / HOUR).tolist() == [-4, -4, -4, 10, 10, 10.5]


# --- the records ----------------------------------------------------------------------------------------------------


def test_reminders_as_numbers():
    asking = Reminder(channel="whatsapp", before=DAY, reach=0.9, confirm=Confirm(answers=0.7, rebooks=0.2), cost=0.05)
    model = build(clinic(reminders={"asks": asking, "tells": Reminder(channel="sms", before=HOUR)}))
    asks, tells = model.reminders
    assert (asks.name, asks.channel, asks.before, asks.reach, asks.cost) == ("asks", "whatsapp", DAY, 0.9, 0.05)
    assert (asks.asks, asks.answers, asks.rebooks) == (True, 0.7, 0.2)
    assert (tells.asks, tells.answers, tells.rebooks) == (False, 0.0, 0.0)
    assert (tells.reach, tells.open, tells.remembers, tells.cancels) == (0.95, 0.8, 0.6, 0.3)
    assert model.appointments[0].reminders == (0, 1)


def test_an_appointment_as_numbers():
    segments = {"new": Segment(share=0.4), "old": Segment(share=0.6)}
    model = build(
        clinic(
            segments=segments,
            lead_time=LEAD,
            no_show=NoShow(
                by_lead=((0.0, 0.05), (DAY, 0.2)),
                reasons={"emergency": 0.333, "forgot": 0.666},
                segments={"old": 1.5},
                missed_before=1.6,
                day_cv=0.1,
            ),
            cancellation=Cancellation(
                share=ShareBySegment(default=0.1, segments={"new": 0.3}), before=law("constant", value=HOUR)
            ),
            punctuality=law("normal", mean=-60.0, sd=240.0),
            grace=601.0,
            protect_before=300.0,
            standby=True,
        )
    )
    one = model.appointments[0]
    assert (one.name, model.types[one.contact].name, model.groups[one.group].name) == ("visit", "video_visit", "hosts")
    assert (one.grace, one.protect_before, one.standby, one.horizon) == (601.0, 300.0, True, DAY)
    assert one.segment_share.tolist() == [0.4, 0.6]
    no_show = one.no_show
    assert no_show is not None
    assert (no_show.leads.tolist(), no_show.probability.tolist()) == ([0.0, DAY], [0.05, 0.2])
    assert no_show.reasons == pytest.approx([2 / 3, 1 / 3, 0.0])
    assert no_show.reasons.sum() == 1.0
    assert no_show.segment_odds.tolist() == [1.0, 1.5]
    assert (no_show.missed_before, no_show.day_cv) == (1.6, 0.1)
    assert one.cancellation is not None
    assert one.cancellation.share.tolist() == [0.3, 0.1]
    assert one.cancellation.before.mean == HOUR
    assert one.punctuality is not None
    assert one.punctuality.mean == -60.0
    assert one.lead_time is not None
    assert one.lead_time.laws[0].mean == pytest.approx(3 * DAY)


def test_what_is_not_said_of_an_appointment():
    one = build(clinic()).appointments[0]
    assert (one.requests, one.lead_time, one.no_show, one.cancellation) == (None,) * 4
    assert (one.punctuality, one.unconfirmed, one.diary, one.reminders) == (None, None, (), ())
    assert one.due.shape == (len(one.slots), 0)


def test_unconfirmed_places_are_released_or_called():
    contacts = {
        "video_visit": contact("video", arrivals=None, patience=None),
        "calls": contact(),
        "confirmation": contact("letters", arrivals=None, patience=None),
    }
    channels = {
        "video": Channel(kind="appointment"),
        "voice": Channel(kind="live"),
        "letters": Channel(kind="deferred"),
    }
    agents = {"hosts": group("video_visit"), "team": group("calls", "confirmation")}
    called = build(
        clinic(
            unconfirmed=Unconfirmed(at=HOUR, call="confirmation"), contacts=contacts, channels=channels, agents=agents
        )
    )
    one = called.appointments[0].unconfirmed
    assert one is not None
    assert (one.at, one.call, one.remembers, one.cancels) == (HOUR, 2, 0.9, 0.6)
    assert [one.outbound for one in called.types] == [False, False, True]
    released = booked(unconfirmed=Unconfirmed(at=HOUR, release=True)).unconfirmed
    assert released is not None
    assert released.call == -1


def test_an_appointments_contact_is_live_silent_and_answered_within_five_minutes():
    model = build(clinic())
    visit, calls = model.types
    channel = model.channels[visit.channel]
    assert (channel.live, channel.appointment) == (True, True)
    assert (model.channels[calls.channel].live, model.channels[calls.channel].appointment) == (True, False)
    assert (visit.answer_within, visit.short_abandon, calls.answer_within) == (300.0, 300.0, 20.0)
    assert not visit.arrivals.rate.any()
    assert np.array_equal(visit.arrivals.rate_edges, model.timeline.edges)
    assert (visit.arrivals.trace, visit.arrivals.day_variation_cv, visit.arrivals.interval_cv.any()) == (None, 0, False)
    assert (visit.clock_opening, visit.sla_at_start) == (False, False)


def test_patience_that_is_kept_on_a_retry():
    contacts = {"video_visit": contact("video", arrivals=None), "calls": contact(patience_on_retry="same")}
    assert [one.same_patience for one in build(clinic(contacts=contacts)).types] == [False, True]


def test_lead_times_by_segment_are_refused():
    with pytest.raises(NotSupported, match=r"appointments.visit: lead times by segment are not supported"):
        booked(lead_time=BySegment(default=LEAD))
