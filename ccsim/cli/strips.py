"""Where the intervals of a horizon stand on a line of marks, days side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ccsim.cli.layout import padded
from ccsim.scenario.durations import length_text

if TYPE_CHECKING:
    from ccsim.arrays import BoolArray, FloatArray, IntArray
    from ccsim.model.center import Timeline

DAY = 86_400
HOUR = 3_600
WIDEST = 3
"""Columns of a mark where there is much room."""
APART = 4
"""Columns from one hour's label to the next."""


@dataclass(frozen=True)
class Strip:
    """Marks of `seconds` each (or of whole days), `per_day` of them a day, all days with the same window of time.

    Attributes
    ----------
    of : array (intervals,)
        The mark that each interval is in; -1 of those outside.
    dates : tuple of date
        One for each day that is shown or, where a mark is several days, the first of each.
    start : int
        Second of the day at which the window begins.
    repeat : int
        Columns of a mark.
    gap : int
        Columns between days.
    days_each : int
        Days in a mark; 0 where it is a part of one.
    """

    of: IntArray
    dates: tuple[date, ...]
    start: int
    end: int
    seconds: int
    per_day: int
    repeat: int
    gap: int
    days_each: int = 0

    @property
    def place(self) -> range:
        return range(len(self.dates) * self.per_day)

    def added(self, by_interval: FloatArray) -> FloatArray:
        """Sums over the intervals of each mark."""
        inside = self.of >= 0
        return np.asarray(np.bincount(self.of[inside], by_interval[inside], len(self.place)), dtype=np.float64)

    @cached_property
    def empty(self) -> BoolArray:
        """Marks without an interval, such as the afternoon of a short day."""
        return np.asarray(self.added(np.ones(len(self.of))) == 0)

    def laid(self, signs: list[str]) -> str:
        """The signs of all marks as they stand on the line."""
        shown = [" " * self.repeat if no else sign * self.repeat for sign, no in zip(signs, self.empty, strict=True)]
        starts = range(0, len(shown), self.per_day)
        return (" " * self.gap).join("".join(shown[start : start + self.per_day]) for start in starts)

    @property
    def day_width(self) -> int:
        return self.per_day * self.repeat

    @property
    def days(self) -> str:
        """Labels above the days, as long as there is room; the hours of a single one."""
        if len(self.dates) == 1 and not self.days_each:
            return self._hours(self.dates[0])
        room = self.day_width + self.gap
        for form in ("%a %d %b", "%a %d", "%a", "%d"):
            labels = [f"{day:{form}}" for day in self.dates]
            if max(map(len, labels)) < room or max(map(len, labels)) == self.day_width:
                return "".join(padded(label, room) for label in labels).rstrip()
        line, free, end = "", 0, len(self.dates) * room - self.gap
        for place, day in enumerate(self.dates):
            label = f"{day:%d %b}"
            fits = free <= place * room <= end - len(label)
            if fits and (day.weekday() == 0 or not place or self.days_each > 1):
                line = padded(line, place * room) + label
                free = place * room + len(label) + 1
        return line

    @property
    def hours(self) -> str:
        """Hours below the labels of days, where there is room; empty where not."""
        if self.days_each or len(self.dates) == 1 or self.day_width < 3 * APART:
            return ""
        return "".join(padded(self._hours(day), self.day_width + self.gap) for day in self.dates).rstrip()

    def _hours(self, day: date) -> str:
        step = next((hours for hours in (1, 2, 3, 4, 6, 12) if hours * HOUR * self.repeat >= APART * self.seconds), 24)
        line = ""
        for hour in range(0, 24, step):  # whole numbers: as fractions of a second some hours would miss their column
            at, between = divmod((hour * HOUR - self.start) * self.repeat, self.seconds)
            if at >= 0 and not between and at + 2 <= self.day_width:
                line = padded(line, at) + f"{hour:02d}"
        return line

    def called(self, mark: int) -> str:
        """When it begins: `Mon 11:00`, `11:00` of a single day, `02 Mar` of a whole one."""
        day = self.dates[mark // self.per_day]
        if self.days_each:
            return f"{day:%a %d %b}" if self.days_each == 1 else f"from {day:%d %b}"
        at = self.start + mark % self.per_day * self.seconds
        clock = f"{at // HOUR:02d}:{at % HOUR // 60:02d}"
        if len(self.dates) == 1:
            return clock
        return f"{day:%a} {clock}" if (self.dates[-1] - self.dates[0]).days < 7 else f"{day:%d %b} {clock}"

    @property
    def each(self) -> str:
        """How long a mark is, or the marks side by side of one value: `a mark is 30 min`, `2 marks are 30 min`."""
        of = "a mark is" if self.repeat == 1 else f"{self.repeat} marks are"
        if self.days_each:
            return f"{of} {'a day' if self.days_each == 1 else f'{self.days_each} days'}"
        return f"{of} {length_text(self.seconds)}"

    @property
    def window(self) -> str:
        """`08:00 to 18:00`."""
        first, last = (f"{at // HOUR:02d}:{at % HOUR // 60:02d}" for at in (self.start, self.end))
        return f"{first} to {last}"


def strip(timeline: Timeline, planned: BoolArray, interval: float, room: int) -> Strip:
    """Marks on so many columns for the intervals in which people are planned, of which there is one at least.

    As many neighbouring intervals make a mark as it takes; whole days where a day has one mark only.
    """
    seconds = int(interval)
    shown, at_day = np.unique(timeline.interval_day[planned], return_inverse=True)
    times = timeline.time_of_day[planned].astype(np.int64)
    start, end = int(times.min()), int(times.max()) + seconds
    dates = tuple(timeline.dates[day] for day in shown)
    of = np.full(len(planned), -1, dtype=np.int64)
    gap = 1 if len(dates) > 1 else 0
    for size in (size for size in range(seconds, DAY, seconds) if DAY % size == 0):
        per_day = -(-(end - start) // size)
        columns = room - gap * (len(dates) - 1)
        if len(dates) * per_day <= columns and (per_day > 1 or len(dates) == 1):
            of[planned] = at_day * per_day + (times - start) // size
            repeat = min(columns // (len(dates) * per_day), WIDEST) if size == seconds else 1
            return Strip(of, dates, start, end, size, per_day, repeat, gap)
    together = -(-len(dates) // room)
    of[planned] = at_day // together
    repeat = min(max(room // len(dates), 1), WIDEST)
    return Strip(of, dates[::together], start, end, DAY, 1, repeat, 0, together)
