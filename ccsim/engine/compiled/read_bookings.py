"""The day's bookings, reminders and hosts as logs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ccsim.engine.booking_logs import BookingLog, HoldLog, ReminderLog, intervals_of
from ccsim.engine.compiled.kernel import records

if TYPE_CHECKING:
    from ccsim.engine.compiled.kernel import Tables
    from ccsim.model.center import CenterModel, IntArray

_NUMBERS = (
    *("appointment", "customer", "attempt", "outcome", "reason", "cancelled_by"),
    *("sent", "reached", "opened", "skipped", "then", "bot", "bot_result"),
)
_TIMES = ("requested", "wish", "booked", "settled", "came", "bot_end")
_FLAGS = ("standby", "refilled", "freed", "confirmed")


def bookings_of(tables: Tables) -> Any:
    """In the order in which they came about."""
    rows = tables.get("bookings")
    return (records("bookings", 0) if rows is None else rows).view(np.ndarray)[: tables["floor"][0]["bookings"]]


def booking_log(model: CenterModel, tables: Tables, bookings: Any, places: IntArray) -> BookingLog:
    """`places`: by row of the contacts, their place in the log."""
    order = _order(bookings)
    slot = bookings["begins"][order]
    contact = bookings["contact"][order]
    contact[contact >= 0] = places[contact[contact >= 0]]
    numbers = {name: bookings[name][order].astype(np.int64) for name in _NUMBERS}
    return BookingLog(
        segment=tables["customers"]["segment"][numbers["customer"]].astype(np.int64),
        slot=slot,
        interval=intervals_of(slot, model.timeline),
        contact=contact,
        **numbers,
        **{name: bookings[name][order] for name in _TIMES},
        **{name: bookings[name][order].astype(np.bool_) for name in _FLAGS},
    )


def reminder_log(tables: Tables, bookings: Any) -> ReminderLog:
    rows = _rows(tables, "reminder_rows")
    order = _order(bookings)
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    booking = place[rows["booking"]]
    by_time = np.lexsort((rows["skipped"], rows["reminder"], booking, rows["time"]))
    return ReminderLog(
        booking=booking[by_time],
        **{name: rows[name][by_time] for name in ("time", "reminder", "effect")},
        **{name: rows[name][by_time].astype(np.bool_) for name in ("skipped", "reached", "opened")},
    )


def hold_log(tables: Tables) -> HoldLog:
    rows = _rows(tables, "hold_rows")
    order = np.lexsort((rows["start"], rows["agent"]))
    return HoldLog(
        showed=rows["showed"][order].astype(np.bool_),
        **{name: rows[name][order] for name in ("agent", "appointment", "start", "end")},
    )


def _rows(tables: Tables, name: str) -> Any:
    """What the loop has written of a table."""
    rows = tables.get(name)
    return (records(name, 0) if rows is None else rows).view(np.ndarray)[: tables["floor"][0][name]]


def _order(bookings: Any) -> IntArray:
    """By appointment, customer and attempt."""
    return np.lexsort((bookings["attempt"], bookings["customer"], bookings["appointment"]))
