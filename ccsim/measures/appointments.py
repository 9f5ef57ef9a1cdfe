"""Appointments: who came, who did not and why, and what it took; by the interval of the slot.

Requests, and those that found no place, count by the time of the request. Slots before the warm-up's end or past the
horizon are left out, and with them their reminders, so that cost per kept appointment compares like with like.
"""

from __future__ import annotations

import numpy as np

from ccsim.engine.logs import BookingLog, BookingOutcome, Logs, Missed
from ccsim.measures.appointment_measures import LEAD_BANDS, REASONS
from ccsim.measures.cells import Cells
from ccsim.measures.holds import holding_cost
from ccsim.measures.marks import count_marked
from ccsim.measures.money import handling_cost
from ccsim.measures.reminders import by_booking
from ccsim.model.center import BoolArray, CenterModel, FloatArray, IntArray

DAY = 86_400.0
_OUTCOMES = {
    "kept": BookingOutcome.KEPT,
    "no_show": BookingOutcome.NO_SHOW,
    "late_no_show": BookingOutcome.LATE_NO_SHOW,
    "cancelled": BookingOutcome.CANCELLED,
    "pending": BookingOutcome.PENDING,
}


class Diaries:
    """Measures the appointments of one model; the places of their slots are laid out once."""

    def __init__(self, model: CenterModel, cells: Cells) -> None:
        self._model, self._cells = model, cells
        timeline = model.timeline
        places = np.zeros((len(model.appointments), len(cells.intervals)))
        for row, diary in enumerate(model.appointments):
            inside = (diary.slots >= max(timeline.warm_up, 0.0)) & (diary.slots < timeline.horizon)
            interval = np.searchsorted(timeline.edges, diary.slots[inside], side="right") - 1
            places[row] = np.bincount(interval, diary.places[inside], len(cells.intervals))
        self._places = cells.over_slots(self._over_scopes(places))

    def read(self, logs: Logs) -> dict[str, FloatArray]:
        """Tables (appointment scopes, slots)."""
        model, cells, bookings = self._model, self._cells, logs.bookings
        tallies = {**by_request(model, bookings), **by_slot(model, logs)}
        shape = (len(tallies), len(model.appointments), cells.segments, len(cells.intervals))
        tables = cells.over_appointment_scopes(np.stack(list(tallies.values())).reshape(shape))
        found = dict(zip(tallies, tables, strict=True))
        holding = self._over_scopes(holding_cost(model, logs.holds))
        found["cost_holding"] = cells.over_slots(holding[:, :-1], holding[:, -1])
        found["kept_at_cost"] = found["kept"].copy()
        found["kept_at_cost"][1 + len(model.appointments) :] = 0.0  # hosts are held for no segment
        found["places"] = self._places
        return found

    def _over_scopes(self, by_appointment: FloatArray) -> FloatArray:
        """(appointments, ...) to (appointment scopes, ...); for a segment those of all."""
        together = by_appointment.sum(axis=0, keepdims=True)
        segments = self._cells.segments if self._cells.segments_named else 0
        return np.concatenate((together, by_appointment, *[together] * segments))


def by_request(model: CenterModel, bookings: BookingLog) -> dict[str, FloatArray]:
    """Tallies by cell (appointment, segment, interval of the request), flat: requests, asked, not_booked.

    `asked` are those that self-service did not settle.
    """
    timeline = model.timeline
    inside = (bookings.requested >= max(timeline.warm_up, 0.0)) & (bookings.requested < timeline.horizon)
    interval = np.searchsorted(timeline.edges, bookings.requested, side="right") - 1
    cell = _cell(model, bookings, interval)
    outcome = bookings.outcome
    asked = (outcome != BookingOutcome.CONTAINED) & (outcome != BookingOutcome.REQUESTED)
    marks = {
        "requests": inside,
        "asked": inside & asked,
        "not_booked": inside & (outcome == BookingOutcome.NOT_BOOKED),
    }
    return count_marked(marks, np.where(inside, cell, 0), _size(model))


def by_slot(model: CenterModel, logs: Logs) -> dict[str, FloatArray]:
    """Tallies by cell (appointment, segment, interval of the slot), flat.

    `booked` are those that were given a place, `due` those who were to come, `settled` those no longer pending.
    """
    bookings = logs.bookings
    inside = (bookings.interval >= 0) & (bookings.slot >= model.timeline.warm_up)
    cell = _cell(model, bookings, bookings.interval)
    was = {name: inside & (bookings.outcome == outcome) for name, outcome in _OUTCOMES.items()}
    booked = inside & ~np.isnan(bookings.booked)
    due = was["kept"] | was["no_show"] | was["late_no_show"]
    lead = bookings.slot - bookings.booked
    reminders = by_booking(model, logs.reminders, bookings.rows)
    counted = {
        "booked": booked,
        **was,
        "due": due,
        "settled": booked & ~was["pending"],
        "places_used": booked & ~was["cancelled"],
        "slots_refilled": booked & bookings.refilled,
        "standby_served": booked & bookings.standby,
    }
    for reason in REASONS:
        counted[f"no_show_{reason}"] = was["no_show"] & (bookings.reason == Missed[reason.upper()])
    ends = [band.days * DAY for band in LEAD_BANDS[1:]] + [np.inf]
    for band, end in zip(LEAD_BANDS, ends, strict=True):
        of_band = (lead >= band.days * DAY) & (lead < end)
        counted[f"due_lead_{band.name}"] = due & of_band
        counted[f"no_show_lead_{band.name}"] = was["no_show"] & of_band
    added = {
        "lead_time": np.where(booked, lead, 0.0),
        **{name: np.where(inside, value, 0.0) for name, value in reminders.items()},
        "reminders_of_bookings": np.where(inside, bookings.sent, 0.0),
        "cost_hosting": np.where(was["kept"], _hosting_cost(model, logs), 0.0),
    }
    return {
        **count_marked(counted, np.where(inside, cell, 0), _size(model)),
        **{name: _total(model, cell, inside, value) for name, value in added.items()},
    }


def _hosting_cost(model: CenterModel, logs: Logs) -> FloatArray:
    """What agents' time with each booking's contact costs."""
    contact = logs.bookings.contact
    cost = np.append(handling_cost(model, logs.contacts, logs.agents), 0.0)  # the last one: no contact
    return cost[contact]


def _cell(model: CenterModel, bookings: BookingLog, interval: IntArray) -> IntArray:
    intervals = len(model.timeline.interval_start)
    return (bookings.appointment * len(model.segments) + bookings.segment) * intervals + interval


def _size(model: CenterModel) -> int:
    return len(model.appointments) * len(model.segments) * len(model.timeline.interval_start)


def _total(model: CenterModel, cell: IntArray, of: BoolArray, value: FloatArray) -> FloatArray:
    return np.asarray(np.bincount(cell[of], value[of], _size(model)), dtype=np.float64)
