"""The day's bookings, reminders and hosts as logs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ccsim.engine.booking_logs import BookingLog, HoldLog, ReminderLog, intervals_of
from ccsim.engine.compiled.memory import NOBODY
from ccsim.engine.compiled.same_columns import SameColumns
from ccsim.engine.logs import log_of
from ccsim.model.grid import TICK

if TYPE_CHECKING:
    from ccsim.engine.compiled.kernel import Tables
    from ccsim.model.center import CenterModel, IntArray

_NUMBERS = (
    *("appointment", "customer", "attempt", "outcome", "reason", "cancelled_by"),
    *("sent", "reached", "opened", "skipped", "then"),
)
_TIMES = ("requested", "wish", "booked", "settled", "came")
_FLAGS = ("standby", "refilled", "freed", "confirmed")


class BookingReader:
    """Reads what appointments bring to the logs of one model's days."""

    def __init__(self, model: CenterModel) -> None:
        slots = np.concatenate([one.slots for one in model.appointments])
        self._interval = np.append(intervals_of(slots, model.timeline), NOBODY)  # the last: of those without a slot
        self._same, self._has_bots = SameColumns(), bool(model.behaviour.bots)
        self._keys = ("key", "appointment") if len(model.appointments) > 1 else ("key",)
        self._reminders = len(model.reminders)
        due = np.unique(np.concatenate([one.due.ravel() for one in model.appointments]))
        self._first_due = due[0] if len(due) else 0.0
        self._between_due = TICK * int(np.gcd.reduce(((due - self._first_due) / TICK).astype(np.int64), initial=0) or 1)

    def logs(self, tables: Tables, places: IntArray) -> dict[str, Any]:
        """By their names; `places`: by row of the contacts, their place in the log."""
        rows = _written(tables, "bookings")
        order = np.lexsort([rows[name] for name in self._keys])  # of one appointment, by customer and attempt
        return {
            "bookings": self._booking_log(tables, rows.take(order), places),
            "reminders": self._reminder_log(_written(tables, "reminder_rows"), order),
            "holds": _hold_log(_written(tables, "hold_rows")),
        }

    def _booking_log(self, tables: Tables, bookings: Any, places: IntArray) -> BookingLog:
        columns = {name: bookings[name].astype(np.int64) for name in _NUMBERS}
        columns |= {name: bookings[name].copy() for name in _TIMES}
        columns |= {name: bookings[name].astype(np.bool_) for name in _FLAGS}
        if self._has_bots:
            columns |= {name: bookings[name].astype(np.int64) for name in ("bot", "bot_result")}
            columns["bot_end"] = bookings["bot_end"].copy()
        else:
            never, _, nobody, _ = self._same.first(len(bookings))
            columns |= {"bot": nobody, "bot_end": never, "bot_result": nobody}  # BotResult.NONE
        columns["slot"] = bookings["begins"].copy()
        columns["interval"] = self._interval.take(bookings["slot"])
        columns["contact"] = places.take(bookings["contact"])
        columns["segment"] = tables["customers"]["segment"].take(columns["customer"]).astype(np.int64)
        return log_of(BookingLog, columns)

    def _reminder_log(self, rows: Any, order: IntArray) -> ReminderLog:
        """`order`: of the bookings."""
        place = np.empty_like(order)
        place[order] = np.arange(len(order))
        booking = place.take(rows["booking"])
        # Whole numbers small enough to be counted: reminders are due at few instants, mostly at steps of a slot.
        step = ((rows["time"] - self._first_due) / self._between_due).astype(np.int64)
        in_order = _order_by((booking * self._reminders + rows["reminder"]) * 2 + rows["skipped"], step)
        rows = rows.take(in_order)
        columns = {name: rows[name].copy() for name in ("time", "reminder", "effect")}
        columns |= {name: rows[name].astype(np.bool_) for name in ("skipped", "reached", "opened")}
        return log_of(ReminderLog, columns | {"booking": booking.take(in_order)})


def _order_by(*keys: IntArray) -> IntArray:
    """As `np.lexsort` has it: by the last key, then by the one before; rows alike in all stay as they are.

    Of whole numbers from 0 on, 16 bits at a time, which are counted and not compared: rows that come in no order leave
    the processor to guess at comparisons.
    """
    order = None
    for key in keys:
        for shift in range(0, int(key.max(initial=0)).bit_length(), 16):
            digit = (key >> shift).astype(np.uint16)
            if order is None:
                order = digit.argsort(kind="stable")
            else:
                order = order.take(digit.take(order).argsort(kind="stable"))
    return np.arange(len(keys[0])) if order is None else order


def _hold_log(rows: Any) -> HoldLog:
    rows = rows.take(_order_by(rows["agent"]))  # an agent's stand in order: written as each ends, one at a time
    columns = {name: rows[name].copy() for name in ("agent", "appointment", "start", "end")}
    return log_of(HoldLog, columns | {"showed": rows["showed"].astype(np.bool_)})


def _written(tables: Tables, name: str) -> Any:
    """What the loop has written of a table."""
    floor = tables["floor"]
    return tables[name][: floor[name].item()]
