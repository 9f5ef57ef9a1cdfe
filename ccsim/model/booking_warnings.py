"""What a planner should know about his appointments before he believes a run."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ccsim.model.bookings import Appointment
from ccsim.model.center import BoolArray, CenterModel
from ccsim.model.inflow import reaching_diary, requests_expected
from ccsim.scenario.durations import duration_text

MUCH = 0.05  # share of wishes beyond the booking horizon that is told
EXCESS = 1e-6  # requests above places that rounding may feign


def booking_warnings(model: CenterModel) -> Iterator[str]:
    for a, appointment in enumerate(model.appointments):
        path = f"appointments.{appointment.name}"
        for sentence in (
            *_hosts(appointment, model),
            *_demand(a, appointment, model),
            *_wishes(appointment),
            *_diary(appointment),
            *_nobody_misses(appointment),
        ):
            yield f"{path}: {sentence}"
    yield from _shared_hosts(model)


def inside(appointment: Appointment, model: CenterModel) -> BoolArray:
    """Which slots begin in the scenario's days."""
    return (appointment.slots >= 0.0) & (appointment.slots < model.timeline.horizon)


def _hosts(appointment: Appointment, model: CenterModel) -> Iterator[str]:
    hosts = model.groups[appointment.group]
    if not appointment.places[inside(appointment, model)].any():
        yield f"{hosts.name} are not on the plan throughout any slot of {duration_text(appointment.length)}: no place"


def _demand(a: int, appointment: Appointment, model: CenterModel) -> Iterator[str]:
    requests = requests_expected(appointment) * reaching_diary(model, a)
    places = float(appointment.places[inside(appointment, model)].sum())
    if 0.0 < places < requests - EXCESS:
        yield (
            f"{requests:,.0f} requests are expected for {places:,.0f} places in the scenario's days: the diary fills "
            f"up, and who finds no place within {_days(appointment.horizon)} is not booked"
        )


def _wishes(appointment: Appointment) -> Iterator[str]:
    if appointment.lead_time is None or appointment.requests is None:
        return
    horizon = np.array([appointment.horizon])
    beyond = min(1.0 - float(law.cdf(horizon)[0]) for law in appointment.lead_time.laws)
    if beyond > MUCH:
        yield f"{beyond:.0%} wish a slot further ahead than the horizon of {_days(appointment.horizon)}: not booked"


def _diary(appointment: Appointment) -> Iterator[str]:
    booked = np.bincount(
        [entry.slot for entry in appointment.diary],
        [entry.places for entry in appointment.diary],
        minlength=len(appointment.slots),
    )
    over = (booked > appointment.places) & (booked > 0)
    if over.any():
        yield (
            f"the diary books more than there is place in {np.count_nonzero(over)} of "
            f"{np.count_nonzero(booked)} slots, {int((booked - appointment.places)[over].sum())} customers in all: "
            "they come all the same"
        )


def _nobody_misses(appointment: Appointment) -> Iterator[str]:
    if appointment.reminders and appointment.no_show is None:
        yield "no_show is not said, so everybody comes, and its reminders can change nothing"


def _shared_hosts(model: CenterModel) -> Iterator[str]:
    for g, group in enumerate(model.groups):
        hosted = [appointment.name for appointment in model.appointments if appointment.group == g]
        if len(hosted) > 1:
            yield (
                f"agents.{group.name}: hosts {', '.join(hosted)}, each with a place for every host: together they can "
                "book more customers than there are hosts"
            )


def _days(seconds: float) -> str:
    return f"{seconds / 86_400.0:.4g} d"
