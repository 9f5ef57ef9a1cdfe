"""The slots of a diary and their places.

- Slots are laid end to end from each opening of the channel, whole ones only. Where it does not close over night they
  are laid anew at both midnights of every day that is open throughout.
- A slot's places are the least number of hosts on the plan during it, absence ignored, those on a break not counted.
- The calendar says nothing of the days around it, so hosts are taken to be on the plan there as on the nearest day of
  the calendar with the same weekday; where it has none, as on its days in turn. Holidays and dates with opening hours
  of their own are no pattern for others, unless there is nothing else.
- Overbooking: with x = overbooking x places, the k-th slot of a day gets floor(x k) - floor(x (k - 1)) places more.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from ccsim.model.added_days import LongerCalendar
from ccsim.model.center import FloatArray, IntArray, Schedule
from ccsim.model.grid import on_grid
from ccsim.scenario.calendar import Clock, Window
from ccsim.scenario.schema import DAY, Hours

ROUNDED = 1e-9  # of a place: 29 % of 100 places are 29, though 0.29 * 100 is a shade less


@dataclass(frozen=True)
class Slots:
    """In time order; `places` that can be booked: 0 where only the diary has one."""

    start: FloatArray
    places: IntArray
    day: IntArray  # ordinal of the local date


def make_slots(
    length: float,
    horizon: float,
    overbooking: float,
    booked: FloatArray,
    hours: Hours | None,
    plan: Schedule,
    clock: Clock,
) -> Slots:
    """All slots that can be booked `horizon` ahead by requests that begin as long before the scenario.

    Parameters
    ----------
    length, horizon : float
        Seconds.
    booked : ndarray
        Starts of slots that the diary names; where none is laid, they are slots without a place to book.
    plan : Schedule
        Hosts planned to be at work.

    Raises
    ------
    ValueError
        A slot has no length.
    """
    if length <= 0.0:
        raise ValueError(f"a slot must be longer than 0 s, got {length:g} s")
    calendar = LongerCalendar(clock, before=horizon, after=horizon)
    start = np.array(lay(length, calendar.windows(hours), calendar.day_edges), np.float64)
    day = np.searchsorted(calendar.day_edges, start, "right") - 1
    hosts = _hosts(plan, clock, calendar, hours)
    places = np.array([hosts(at, at + length) for at in start.tolist()], np.int64)
    extra = np.fromiter(
        (_more(overbooking * n, k) for n, k in zip(places.tolist(), _number(day), strict=True)), np.int64, len(places)
    )
    ordinal = calendar.ordinals[day] if len(start) else np.zeros(0, np.int64)
    only_booked = np.setdiff1d(on_grid(booked), start)
    every = np.concatenate([start, only_booked])
    order = np.argsort(every)
    return Slots(
        start=every[order],
        places=np.concatenate([places + extra, np.zeros(len(only_booked), np.int64)])[order],
        day=np.concatenate([ordinal, _ordinals(only_booked, clock)])[order],
    )


def lay(length: float, windows: list[Window], midnights: FloatArray) -> list[float]:
    """Starts of whole slots in ascending, disjoint windows."""
    starts: list[float] = []
    for opens, closes in windows:
        inside = midnights[(midnights >= opens) & (midnights <= closes)].tolist()
        # Between two midnights in one window lies a day that is open throughout.
        cuts = inside if len(inside) > 1 else []
        edges = sorted({opens, *cuts, closes})
        for begin, end in pairwise(edges):
            starts += [on_grid(begin + i * length) for i in range(int((end - begin) // length))]
    return starts


def pattern_days(calendar: LongerCalendar, own_days: tuple[date, ...], hours: Hours | None) -> list[date | None]:
    """For each day of the longer calendar, the scenario's day that it is like; None: like none, nobody is there."""
    clock = calendar.clock
    named = hours.dates if hours is not None else {}
    opened = [day for day in own_days if clock.day_windows(hours, day)]
    usual = [day for day in opened if not clock.is_holiday(day) and day not in named] or opened

    def like(day: date) -> date | None:
        if own_days[0] <= day <= own_days[-1]:
            return day
        same = [own for own in usual if own.weekday() == day.weekday()]
        if same:
            return same[0] if day < own_days[0] else same[-1]
        return usual[(day - own_days[0]).days % len(usual)] if usual else None

    return [like(day) for day in clock.dates]


def _hosts(
    plan: Schedule, clock: Clock, calendar: LongerCalendar, hours: Hours | None
) -> Callable[[float, float], int]:
    """Least number of hosts on the plan during [start, end)."""
    pattern = pattern_days(calendar, clock.dates, hours)
    edges = calendar.day_edges

    def in_one_day(start: float, end: float, d: int) -> int:
        like = pattern[d]
        if like is None:
            return 0
        if like != calendar.clock.dates[d]:  # the same hours of the wall clock
            length = end - start
            start = on_grid(clock.elapsed(like, clock.wall(start)[1]))
            end = min(start + length, on_grid(clock.elapsed(like, DAY)))
        first = int(np.searchsorted(plan.times, start, "right")) - 1
        last = int(np.searchsorted(plan.times, end, "left"))
        return int(plan.agents[first:last].min())

    def hosts(start: float, end: float) -> int:
        first = int(np.searchsorted(edges, start, "right")) - 1
        last = min(int(np.searchsorted(edges, end, "left")), len(pattern))
        return min(in_one_day(max(start, edges[d]), min(end, edges[d + 1]), d) for d in range(first, last))

    return hosts


def _number(day: IntArray) -> list[int]:
    """Which slot of its day each one is, from 1."""
    first: IntArray = np.searchsorted(day, day)
    numbers: list[int] = (np.arange(len(day)) - first + 1).tolist()
    return numbers


def _more(x: float, k: int) -> int:
    return math.floor(x * k + ROUNDED) - math.floor(x * (k - 1) + ROUNDED)


def _ordinals(instants: FloatArray, clock: Clock) -> IntArray:
    return np.array([clock.wall(at)[0].toordinal() for at in instants.tolist()], np.int64)
