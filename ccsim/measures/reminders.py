"""Reminders: how many were sent or skipped, and what they cost, by the booking that they were about."""

from __future__ import annotations

import numpy as np

from ccsim.engine.logs import ReminderLog
from ccsim.model.center import CenterModel, FloatArray


def reminder_cost(model: CenterModel, log: ReminderLog) -> FloatArray:
    """What each row of the log costs, whether or not it reached anybody; a skipped one costs nothing."""
    cost = np.array([reminder.cost for reminder in model.reminders])
    return np.where(log.skipped, 0.0, cost[log.reminder]) if len(log.time) else np.zeros(0)


def by_booking(model: CenterModel, log: ReminderLog, bookings: int) -> dict[str, FloatArray]:
    """reminders_sent, reminders_skipped and cost_reminders of each of so many bookings."""

    def total(value: FloatArray) -> FloatArray:
        return np.asarray(np.bincount(log.booking, value, bookings), dtype=np.float64)

    return {
        "reminders_sent": total((~log.skipped).astype(np.float64)),
        "reminders_skipped": total(log.skipped.astype(np.float64)),
        "cost_reminders": total(reminder_cost(model, log)),
    }
