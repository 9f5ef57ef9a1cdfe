"""The scenario's calendar with days added before and after: bookings are made, and slots lie, outside the scenario.

Of added days the weekday is known and no holiday. All instants are elapsed seconds from the scenario's start, negative
before it.
"""

from __future__ import annotations

import math
from datetime import timedelta
from functools import cached_property

import numpy as np

from ccsim.model.center import FloatArray, IntArray
from ccsim.model.grid import on_grid
from ccsim.scenario.calendar import Clock, Window
from ccsim.scenario.schema import DAY, Hours


class LongerCalendar:
    """A scenario's days, and as many whole ones before and after as hold the seconds asked for.

    Attributes
    ----------
    clock : Clock
        Of all these days; its own elapsed seconds count from the first of them.
    offset : float
        The first of these days begins then, elapsed seconds from the scenario's start: 0 or less.
    first : int
        Index among these days of the scenario's first.
    """

    def __init__(self, scenario: Clock, *, before: float = 0.0, after: float = 0.0) -> None:
        self.first = math.ceil(before / DAY)
        calendar = scenario.calendar
        self.clock = Clock(
            calendar.model_copy(
                update={
                    "start": calendar.start - timedelta(days=self.first),
                    "days": self.first + calendar.days + math.ceil(after / DAY),
                }
            )
        )
        self.offset = scenario.elapsed(self.clock.dates[0], 0.0)

    @cached_property
    def day_edges(self) -> FloatArray:
        """(days + 1,)"""
        return on_grid(self.clock.day_edges + self.offset)

    @cached_property
    def edges(self) -> FloatArray:
        """Of the intervals, (intervals + 1,); those inside the scenario are its own."""
        return on_grid(self.clock.interval_edges() + self.offset)

    @cached_property
    def ordinals(self) -> IntArray:
        """Ordinal of each day's date, (days,)."""
        return np.array([day.toordinal() for day in self.clock.dates], np.int64)

    def windows(self, hours: Hours | None) -> list[Window]:
        """Opening windows, ascending and disjoint, adjoining ones merged."""
        return [(start + self.offset, end + self.offset) for start, end in self.clock.windows(hours)]
