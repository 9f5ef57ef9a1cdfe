"""When reminders go out: `before` the slot, but only in the hours in which the center writes to people."""

from __future__ import annotations

import math
from datetime import timedelta

import numpy as np

from ccsim.model.center import FloatArray
from ccsim.model.grid import on_grid
from ccsim.scenario.calendar import Clock, Window, merged
from ccsim.scenario.schema import DAY


def due_times(slots: FloatArray, before: float, send_between: tuple[float, float] | None, clock: Clock) -> FloatArray:
    """When a reminder of each slot goes out, elapsed seconds, (slots,).

    At `slots - before`. Where the wall clock then is outside `send_between` (its end still belongs to it; one that ends
    before it begins goes over midnight), it waits for the window's next beginning; where that is not before the slot,
    it went out at the end of the window before.
    """
    due = on_grid(slots - before)
    if send_between is None or not len(due):
        return due
    windows = np.array(_daily(float(due.min()), float(due.max()), send_between, clock))
    at = np.searchsorted(windows[:, 0], due, "right") - 1  # the window that began last; some begin before all of them
    outside = due > windows[at, 1]
    following, preceding = windows[np.minimum(at + 1, len(windows) - 1), 0], windows[at, 1]
    return on_grid(np.where(outside, np.where(following < slots, following, preceding), due))


def _daily(first: float, last: float, between: tuple[float, float], clock: Clock) -> list[Window]:
    """The window of each day, from one that has ended by `first` to one that begins after `last`."""
    start, end = between
    length = math.ceil((last - first) / DAY)
    day = clock.wall(first)[0] - timedelta(days=2)
    days = [day + timedelta(days=d) for d in range(length + 5)]
    over_midnight = DAY if end <= start else 0.0
    return merged((clock.elapsed(day, start), clock.elapsed(day, end + over_midnight)) for day in days)
