"""What was understood of appointments and reminders, in a planner's words and units."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ccsim.model.booking_warnings import inside
from ccsim.model.bookings import Appointment, Reminder
from ccsim.model.center import CenterModel
from ccsim.model.contact_types import mean_duration
from ccsim.model.inflow import reaching_diary, requests_expected
from ccsim.model.law_text import law_text
from ccsim.model.words import percent, wall_time
from ccsim.scenario.durations import duration_text
from ccsim.scenario.schema import Scenario


def describe_bookings(scenario: Scenario, model: CenterModel) -> Iterator[str]:
    for a, appointment in enumerate(model.appointments):
        said = [_slots(appointment, model), *_demand(a, appointment, scenario, model), _coming(appointment, model)]
        yield f"appointment {appointment.name}: {'; '.join(said)}"
    for reminder in model.reminders:
        yield _reminder(reminder, scenario)


def _slots(appointment: Appointment, model: CenterModel) -> str:
    slots = inside(appointment, model) & (appointment.places > 0)
    days = len(np.unique(appointment.slot_day[slots]))
    hosts, contact = model.groups[appointment.group].name, model.types[appointment.contact].name
    length = duration_text(appointment.length)
    if not days:
        return f"{hosts} host {contact} in slots of {length}, no place"
    places = int(appointment.places[slots].sum())
    return (
        f"{hosts} host {contact} in slots of {length}, {_a_day(int(slots.sum()), days)} with "
        f"{_a_day(places, days)} places a day on {days} of {len(model.timeline.dates)} days"
    )


def _demand(a: int, appointment: Appointment, scenario: Scenario, model: CenterModel) -> Iterator[str]:
    """Requests against places, so that a diary that cannot hold them is seen."""
    requests = requests_expected(appointment)
    stream = appointment.requests
    if stream is not None and requests:
        receiving = len(np.unique(stream.day[np.searchsorted(stream.edges, _busy(appointment), "right") - 1]))
        said = f"{_a_day(requests, receiving)} requests a day"
        left = reaching_diary(model, a)
        if left < 1.0:
            said += f", {percent(left)} of them after self-service"
        places = float(appointment.places[inside(appointment, model)].sum())
        yield f"{said}, {percent(requests * left / places)} of the places" if places else said
    lead = scenario.appointments[appointment.name].lead_time
    if appointment.lead_time is not None and lead is not None:
        mean = mean_duration(appointment.lead_time) / 86_400.0
        yield (
            f"wished {mean:.3g} d ahead on average ({law_text(lead)}), at most {appointment.horizon / 86_400.0:.3g} d"
        )
    if appointment.diary:
        yield f"{sum(entry.places for entry in appointment.diary):,} booked already"


def _busy(appointment: Appointment) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Where pieces with requests begin, inside the scenario."""
    assert appointment.requests is not None
    begins = appointment.requests.rate_edges[:-1]
    return np.asarray(begins[(begins >= 0.0) & (appointment.requests.rate > 0.0)])


def _coming(appointment: Appointment, model: CenterModel) -> str:
    reminders = [model.reminders[r].name for r in appointment.reminders]
    told = f"reminders {', '.join(reminders)}" if reminders else "no reminder"
    if appointment.no_show is None:
        return f"everybody comes; {told}"
    low, high = float(appointment.no_show.probability.min()), float(appointment.no_show.probability.max())
    missed = percent(low) if low == high else f"{percent(low)} to {percent(high)} by lead time"
    return f"{missed} missed if nobody reminds; {told}"


def _reminder(reminder: Reminder, scenario: Scenario) -> str:
    between = scenario.reminders[reminder.name].send_between
    said = [
        f"{duration_text(reminder.before)} before the slot"
        + (f", sent {wall_time(between[0])} to {wall_time(between[1])}" if between is not None else ""),
        f"reaches {percent(reminder.reach)}",
        f"{percent(reminder.open)} of them open it",
        f"then {percent(reminder.remembers)} of the forgetful remember",
        f"{percent(reminder.cancels)} of the others cancel",
    ]
    if reminder.asks:
        said.append(f"asks to confirm, {percent(reminder.answers)} tap")
    return f"reminder {reminder.name} by {reminder.channel}: {', '.join(said)}"


def _a_day(total: float, days: int) -> str:
    return f"{total / days:,.4g}"
