"""What a planner should know about his appointments before he believes a run."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ccsim.model.bookings import Appointment
from ccsim.model.center import BoolArray, CenterModel
from ccsim.model.inflow import reaching_diary, requests_expected
from ccsim.scenario.durations import duration_text
from ccsim.sentences import Sentence

MUCH = 0.05  # share of wishes beyond the booking horizon that is told
EXCESS = 1e-6  # requests above places that rounding may feign


def booking_warnings(model: CenterModel) -> Iterator[Sentence]:
    for a, appointment in enumerate(model.appointments):
        path = f"appointments.{appointment.name}"
        for sentence in (
            *_hosts(appointment, model),
            *_demand(a, appointment, model),
            *_wishes(appointment),
            *_diary(appointment),
            *_nobody_misses(appointment),
        ):
            yield Sentence("about", path=path, what=sentence)
    yield from _shared_hosts(model)


def inside(appointment: Appointment, model: CenterModel) -> BoolArray:
    """Which slots begin in the scenario's days."""
    return (appointment.slots >= 0.0) & (appointment.slots < model.timeline.horizon)


def _hosts(appointment: Appointment, model: CenterModel) -> Iterator[Sentence]:
    hosts = model.groups[appointment.group]
    if not appointment.places[inside(appointment, model)].any():
        yield Sentence("no_place", hosts=hosts.name, length=duration_text(appointment.length))


def _demand(a: int, appointment: Appointment, model: CenterModel) -> Iterator[Sentence]:
    requests = requests_expected(appointment) * reaching_diary(model, a)
    places = float(appointment.places[inside(appointment, model)].sum())
    if 0.0 < places < requests - EXCESS:
        yield Sentence(
            "diary_fills_up",
            requests=f"{requests:,.0f}",
            places=f"{places:,.0f}",
            ahead=_days(appointment.horizon),
        )


def _wishes(appointment: Appointment) -> Iterator[Sentence]:
    if appointment.lead_time is None or appointment.requests is None:
        return
    horizon = np.array([appointment.horizon])
    beyond = min(1.0 - float(law.cdf(horizon)[0]) for law in appointment.lead_time.laws)
    if beyond > MUCH:
        yield Sentence("wish_too_far", share=f"{beyond:.0%}", ahead=_days(appointment.horizon))


def _diary(appointment: Appointment) -> Iterator[Sentence]:
    booked = np.bincount(
        [entry.slot for entry in appointment.diary],
        [entry.places for entry in appointment.diary],
        minlength=len(appointment.slots),
    )
    over = (booked > appointment.places) & (booked > 0)
    if over.any():
        yield Sentence(
            "diary_overbooked",
            n=np.count_nonzero(over),
            all=np.count_nonzero(booked),
            customers=int((booked - appointment.places)[over].sum()),
        )


def _nobody_misses(appointment: Appointment) -> Iterator[Sentence]:
    if appointment.reminders and appointment.no_show is None:
        yield Sentence("everybody_comes")


def _shared_hosts(model: CenterModel) -> Iterator[Sentence]:
    for g, group in enumerate(model.groups):
        hosted = [appointment.name for appointment in model.appointments if appointment.group == g]
        if len(hosted) > 1:
            yield Sentence("shared_hosts", name=group.name, appointments=hosted)


def _days(seconds: float) -> str:
    return f"{seconds / 86_400.0:.4g} d"
