"""The local calendar laid on elapsed seconds.

Everything downstream counts seconds from the scenario's start, local midnight of its first day. People think in wall
time, which jumps where clocks change: a day has 23 to 25 hours there. `Clock` is the only place that knows both.

A wall time is given as (day, seconds after local midnight). Its elapsed time is the first instant at which the wall
clock shows it or a later time: one that is skipped in spring means the moment of the change, one that comes twice
in autumn means its first coming.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from typing import get_args
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from ccsim.scenario.schema import DAY, Calendar, Hours, Weekday

Window = tuple[float, float]

WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
MIDNIGHT = datetime.min.time()


class Clock:
    """Local wall time <-> elapsed seconds of one scenario.

    Parameters
    ----------
    calendar : Calendar
        Its `timezone` must be known to zoneinfo and its `interval` divide a day.

    Attributes
    ----------
    horizon : float
        Elapsed seconds at local midnight after the last day.
    dates : tuple of date
        The days of the horizon.
    day_edges : ndarray, (days + 1,)
        Elapsed seconds at each local midnight.
    """

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.zone = ZoneInfo(calendar.timezone)
        try:
            last = calendar.start + timedelta(days=calendar.days)
        except OverflowError:
            raise ValueError(f"the calendar must end before the year 9999, got {calendar.days} days") from None
        self._base = self._instant(datetime.combine(calendar.start, MIDNIGHT))
        self.dates: tuple[date, ...] = tuple(calendar.start + timedelta(days=d) for d in range(calendar.days))
        self.day_edges: NDArray[np.float64] = np.array([self.elapsed(day, 0.0) for day in (*self.dates, last)])
        self._cut: dict[date, list[tuple[float, float, float]]] = {}
        self.horizon = float(self.day_edges[-1])

    # --- wall time and elapsed time -----------------------------------------------------------------------------

    def elapsed(self, day: date, seconds: float) -> float:
        """Elapsed seconds at which the wall clock first shows `seconds` after local midnight of `day`, or later.

        `seconds` may be 86400 or more (the next day) or negative (the day before).
        """
        whole = int(seconds // 1)
        wall = datetime.combine(day, MIDNIGHT) + timedelta(seconds=whole)
        instant = self._instant(wall) - self._base
        if not self._exists(wall):
            return float(instant)  # the moment of the change, whatever the fraction of a second
        return instant + (seconds - whole)

    def comings(self, day: date, seconds: float) -> tuple[float, ...]:
        """Elapsed seconds of each time the wall clock shows this: none where it is skipped, two where it repeats."""
        days = int(seconds // DAY)
        seconds -= days * DAY
        cut = self._stretches(day + timedelta(days=days))
        return tuple(begin + (seconds - wall) for begin, end, wall in cut if 0 <= seconds - wall < end - begin)

    def local(self, elapsed: float) -> datetime:
        """Local date and time, with offset, at `elapsed` seconds (to the microsecond)."""
        whole = int(elapsed // 1)
        local = datetime.fromtimestamp(self._base + whole, self.zone)
        return local.replace(microsecond=int((elapsed - whole) * 1e6))  # a sum would lose which coming it is

    def wall(self, elapsed: float) -> tuple[date, float]:
        """Local day and seconds after local midnight on the wall clock at `elapsed` seconds."""
        whole = int(elapsed // 1)
        local = datetime.fromtimestamp(self._base + whole, self.zone)
        return local.date(), local.hour * 3600 + local.minute * 60 + local.second + (elapsed - whole)

    def since_start(self, moment: datetime) -> float:
        """Elapsed seconds at a moment given with its offset from UTC."""
        return moment.timestamp() - self._base

    def spans(self, day: date, start: float, end: float) -> list[Window]:
        """Elapsed stretches in which the wall clock of `day` shows a time in [start, end), seconds after midnight.

        One on most days; none where the time is skipped, two where it comes twice.
        """
        spans = []
        for begin, finish, wall in self._stretches(day):
            first = begin + max(start - wall, 0.0)
            last = min(begin + (end - wall), finish)
            if first < last:
                spans.append((first, last))
        return merged(spans)

    # --- days ---------------------------------------------------------------------------------------------------

    def weekday(self, day: date) -> Weekday:
        return WEEKDAYS[day.weekday()]

    def is_holiday(self, day: date) -> bool:
        return day in self.calendar.holidays

    def windows(self, hours: Hours | None) -> list[Window]:
        """Opening windows over the horizon in elapsed seconds: ascending, disjoint, adjoining ones merged.

        A date named in `hours` goes before holidays, and holidays before weekdays. None never closes.
        """
        if hours is None:
            return [(0.0, self.horizon)]
        opened = [
            (self.elapsed(day, start), self.elapsed(day, end))
            for day in self.dates
            for start, end in self.day_windows(hours, day)
        ]
        return merged([(max(start, 0.0), min(end, self.horizon)) for start, end in opened])

    def day_windows(self, hours: Hours | None, day: date) -> tuple[Window, ...]:
        """Opening windows of one day in seconds after local midnight, as the planner wrote them."""
        if hours is None:
            return ((0.0, DAY),)
        if day in hours.dates:
            return hours.dates[day]
        if self.is_holiday(day):
            return hours.holidays
        return hours.by_weekday.get(self.weekday(day), ())

    # --- the interval grid --------------------------------------------------------------------------------------

    def interval_edges(self) -> NDArray[np.float64]:
        """Edges of the intervals, (intervals + 1,), elapsed seconds.

        Multiples of the calendar's interval on the wall clock, begun anew at local midnight: fewer in a skipped hour,
        more in a repeated one. One that a change of clocks would make longer than the interval is cut at the change.
        """
        return self._edges

    @cached_property
    def interval_day(self) -> NDArray[np.int64]:
        """Index into `dates` of each interval, (intervals,)."""
        return np.searchsorted(self.day_edges, self._edges[:-1], side="right").astype(np.int64) - 1

    @cached_property
    def interval_starts(self) -> tuple[str, ...]:
        """Local wall time at which each interval begins, as spreadsheets read it: `2026-03-02 08:00`.

        The offset from UTC follows where clocks go back and the time comes twice: `2026-10-25 02:00+01:00`.
        """
        return tuple(self._label(self.local(edge)) for edge in self._edges[:-1].tolist())

    @staticmethod
    def _label(local: datetime) -> str:
        twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
        shown = local if twice else local.replace(tzinfo=None)
        return shown.isoformat(" ", "seconds" if local.second else "minutes")

    @cached_property
    def time_of_day(self) -> NDArray[np.float64]:
        """Seconds after local midnight on the wall clock at which each interval begins, (intervals,)."""
        return np.array([self.wall(edge)[1] for edge in self._edges[:-1].tolist()])

    @cached_property
    def _edges(self) -> NDArray[np.float64]:
        interval = self.calendar.interval
        edges: list[float] = []
        for day in self.dates:
            stretches = self._stretches(day)
            grid = {stretches[0][0]}
            for begin, finish, wall in stretches:
                first, last = math.ceil(wall / interval), math.ceil((wall + finish - begin) / interval)
                grid.update(begin + (multiple * interval - wall) for multiple in range(first, last))
            ordered = [*sorted(grid), stretches[-1][1]]
            changes = [begin for begin, _, _ in stretches[1:]]
            for start, end in pairwise(ordered):
                edges.append(start)
                if end - start > interval:
                    edges.extend(change for change in changes if start < change < end)
        return np.array([*edges, self.horizon])

    # --- the zone's offsets -------------------------------------------------------------------------------------

    def _posix(self, wall: datetime, fold: int) -> int:
        return int(wall.replace(tzinfo=self.zone, fold=fold).timestamp())

    def _exists(self, wall: datetime) -> bool:
        shown = datetime.fromtimestamp(self._posix(wall, 0), self.zone).replace(tzinfo=None)
        return shown == wall

    def _instant(self, wall: datetime) -> int:
        """The first instant that shows the wall time or a later one, POSIX seconds."""
        instant = self._posix(wall, 0)
        if not self._exists(wall):  # fold 0 reads it with the offset before the change, fold 1 with the one after
            instant = self._change(self._posix(wall, 1), instant)
        return instant

    def _change(self, before: int, after: int) -> int:
        """The instant in (before, after] at which the zone's offset changes (POSIX seconds)."""
        old = datetime.fromtimestamp(before, self.zone).utcoffset()
        while after - before > 1:
            middle = (before + after) // 2
            if datetime.fromtimestamp(middle, self.zone).utcoffset() == old:
                before = middle
            else:
                after = middle
        return after

    def _stretches(self, day: date) -> list[tuple[float, float, float]]:
        """The day cut where clocks change: (begin, finish) elapsed and wall seconds after midnight at begin."""
        if day not in self._cut:
            self._cut[day] = self._cut_day(day)
        return self._cut[day]

    def _cut_day(self, day: date) -> list[tuple[float, float, float]]:
        begin = self.elapsed(day, 0.0)
        finish = self.elapsed(day, DAY)
        if finish - begin == DAY:
            return [(begin, finish, 0.0)]
        cuts = [begin]
        hours = [*np.arange(begin, finish, 3600.0).tolist(), finish - 1.0]
        for one, other in pairwise(hours):
            if self.local(one).utcoffset() != self.local(other).utcoffset():
                cuts.append(float(self._change(int(one) + self._base, int(other) + self._base) - self._base))
        return [(one, other, self.wall(one)[1]) for one, other in zip(cuts, [*cuts[1:], finish], strict=True)]


def merged(windows: Iterable[Window]) -> list[Window]:
    """Windows in order with overlapping and adjoining ones made one; empty ones are left out."""
    union: list[Window] = []
    for start, end in sorted(window for window in windows if window[0] < window[1]):
        if union and start <= union[-1][1]:
            union[-1] = (union[-1][0], max(union[-1][1], end))
        else:
            union.append((start, end))
    return union


def resolve_holidays(code_or_dates: str | Collection[date], first: date, last: date) -> frozenset[date]:
    """Public holidays in [first, last]: of a country (`CO`), of a part of one (`US-CA`), or of the dates given.

    Raises
    ------
    ValueError
        If the package `holidays` knows no such country or part; the text names the nearest.
    """
    if not isinstance(code_or_dates, str):
        return frozenset(day for day in code_or_dates if first <= day <= last)
    import holidays

    known = holidays.list_supported_countries(include_aliases=True)
    country, _, part = code_or_dates.strip().upper().partition("-")
    if country not in known:
        raise ValueError(_unknown("country", code_or_dates, country, known))
    if part and part not in known[country]:
        raise ValueError(_unknown(f"part of {country}", code_or_dates, part, known[country]))
    years = range(first.year, last.year + 1)
    found = holidays.country_holidays(country, subdiv=part or None, years=years)
    return frozenset(day for day in found if first <= day <= last)


def _unknown(what: str, code: str, name: str, known: Iterable[str]) -> str:
    names = sorted(known)
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    hint = f" (did you mean '{near[0]}'?)" if near else ""
    return f"unknown {what} for holidays, got '{code}'{hint}: a code such as CO, ES, US or US-CA, or a list of dates"
