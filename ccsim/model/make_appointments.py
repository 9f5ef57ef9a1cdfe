"""Appointments and reminders of a scenario as numbers and indices."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ccsim.distributions import make_law, make_signed_law
from ccsim.model.bookings import (
    Appointment,
    Cancellation,
    DiaryEntry,
    NoShow,
    Reminder,
    Unconfirmed,
)
from ccsim.model.center import ContactType, FloatArray, Schedule, Timeline
from ccsim.model.channels import opening_hours
from ccsim.model.grid import on_grid
from ccsim.model.laws import same_for_all, share_by_segment
from ccsim.model.make_requests import make_requests
from ccsim.model.make_slots import make_slots
from ccsim.model.reminder_times import due_times
from ccsim.scenario import schema_bookings as written
from ccsim.scenario.calendar import Clock
from ccsim.scenario.schema import Scenario

REASONS: tuple[written.MissReason, ...] = ("forgot", "emergency", "solved_elsewhere")


def make_reminders(scenario: Scenario) -> tuple[Reminder, ...]:
    return tuple(
        Reminder(
            name=name,
            channel=one.channel,
            before=on_grid(one.before),
            reach=one.reach,
            open=one.open,
            remembers=one.remembers,
            cancels=one.cancels,
            cost=one.cost,
            asks=one.confirm is not None,
            answers=one.confirm.answers if one.confirm else 0.0,
            rebooks=one.confirm.rebooks if one.confirm else 0.0,
        )
        for name, one in scenario.reminders.items()
    )


def make_appointment(
    name: str,
    scenario: Scenario,
    clock: Clock,
    timeline: Timeline,
    types: Sequence[ContactType],
    segments: Sequence[str],
    plans: Sequence[Schedule],
) -> Appointment:
    """`plans`: by group, agents planned to be at work."""
    one = scenario.appointments[name]
    contact, group = list(scenario.contacts).index(one.contact), list(scenario.agents).index(one.agents)
    hours = opening_hours(scenario, scenario.contacts[one.contact].channel)
    length, horizon = on_grid(one.slot), on_grid(one.horizon)
    booked = on_grid(np.array([row.slot for row in one.diary], np.float64))
    slots = make_slots(length, horizon, one.overbooking, booked, hours, plans[group], clock)
    where = f"appointments.{name}"
    return Appointment(
        name=name,
        contact=contact,
        group=group,
        length=length,
        slots=slots.start,
        places=slots.places,
        slot_day=slots.day,
        requests=None if one.requests is None else make_requests(one.requests, horizon, hours, clock, timeline),
        lead_time=None if one.lead_time is None else same_for_all(one.lead_time, where, "lead times"),
        horizon=horizon,
        segment_share=types[contact].segment_share,
        diary=_diary(one, slots.start, segments),
        no_show=None if one.no_show is None else _no_show(one.no_show, segments),
        cancellation=None if one.cancellation is None else _cancellation(one.cancellation, segments),
        punctuality=None if one.punctuality is None else make_signed_law(one.punctuality),
        grace=on_grid(one.grace),
        protect_before=on_grid(one.protect_before),
        standby=one.standby,
        reminders=tuple(list(scenario.reminders).index(reminder) for reminder in one.reminders),
        due=_due(one, slots.start, scenario, clock),
        unconfirmed=None if one.unconfirmed is None else _unconfirmed(one.unconfirmed, scenario),
    )


def _diary(one: written.Appointment, slots: FloatArray, segments: Sequence[str]) -> tuple[DiaryEntry, ...]:
    """In the order of the slots; rows of one slot stay as in the table."""
    rows = sorted(one.diary, key=lambda row: row.slot)
    return tuple(
        DiaryEntry(
            slot=int(np.searchsorted(slots, on_grid(row.slot))),
            places=row.places,
            lead=np.nan if row.lead_time is None else on_grid(row.lead_time),
            segment=-1 if row.segment is None else list(segments).index(row.segment),
        )
        for row in rows
    )


def _no_show(one: written.NoShow, segments: Sequence[str]) -> NoShow:
    leads, probability = (np.array(column, np.float64) for column in zip(*one.by_lead, strict=True))
    reasons = np.array([one.reasons.get(reason, 0.0) for reason in REASONS])
    return NoShow(
        leads=leads,
        probability=probability,
        reasons=np.asarray(reasons / reasons.sum()),  # shares as written may miss 1 by their rounding
        segment_odds=np.array([one.segments.get(segment, 1.0) for segment in segments]),
        missed_before=one.missed_before,
        day_cv=one.day_cv,
    )


def _cancellation(one: written.Cancellation, segments: Sequence[str]) -> Cancellation:
    return Cancellation(share=share_by_segment(one.share, segments), before=make_law(one.before))


def _unconfirmed(one: written.Unconfirmed, scenario: Scenario) -> Unconfirmed:
    return Unconfirmed(
        at=on_grid(one.at),
        call=-1 if one.call is None else list(scenario.contacts).index(one.call),
        remembers=one.remembers,
        cancels=one.cancels,
    )


def _due(one: written.Appointment, slots: FloatArray, scenario: Scenario, clock: Clock) -> FloatArray:
    due = np.zeros((len(slots), len(one.reminders)))
    for column, name in enumerate(one.reminders):
        reminder = scenario.reminders[name]
        due[:, column] = due_times(slots, on_grid(reminder.before), reminder.send_between, clock)
    return due
