"""Expected arrivals over elapsed time: what goes by the day of the week or the time of day, laid on the calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import numpy as np
from numpy.typing import NDArray

from ccsim.scenario.calendar import Clock, Window
from ccsim.scenario.schema import DAY, Arrivals

FloatArray = NDArray[np.float64]
Piece = tuple[float, float, float]  # start, end, contacts per second


class Expected:
    """Contacts per second of arrivals (no trace) that come in `windows` only; it can be changed on stretches."""

    def __init__(self, arrivals: Arrivals, windows: list[Window], clock: Clock) -> None:
        open_windows = np.array(windows, np.float64).reshape(-1, 2)
        pieces = pieces_of(arrivals, open_windows, clock)
        bounds = np.array([piece[:2] for piece in pieces], np.float64).reshape(-1, 2)
        self._edges = np.unique(np.concatenate([[0.0, clock.horizon], open_windows.ravel(), bounds.ravel()]))
        self._rate = np.zeros(len(self._edges) - 1)
        for (start, end), (_, _, per_second) in zip(bounds.tolist(), pieces, strict=True):
            self._rate[self._between(start, end)] += per_second
        is_open = np.zeros(len(self._rate), np.bool_)
        for start, end in windows:
            is_open[self._between(start, end)] = True
        self._rate[~is_open] = 0.0
        for factor in arrivals.factors:
            self.multiply([(factor.start, factor.end)], factor.times)

    def within(self, spans: Iterable[Window]) -> float:
        """Contacts expected in stretches."""
        contacts = 0.0
        for start, end in spans:
            seconds = np.clip(self._edges[1:], start, end) - np.clip(self._edges[:-1], start, end)
            contacts += float(self._rate @ seconds)
        return contacts

    @property
    def total(self) -> float:
        return float(self._rate @ np.diff(self._edges))

    def multiply(self, spans: Iterable[Window], factor: float) -> None:
        """So many times as many in stretches."""
        for start, end in spans:
            edges = np.unique(np.concatenate([self._edges, np.clip([start, end], self._edges[0], self._edges[-1])]))
            self._rate = self._rate[np.searchsorted(self._edges, edges[:-1], "right") - 1]
            self._edges = edges
            self._rate[self._between(start, end)] *= factor

    def _between(self, start: float, end: float) -> slice:
        first, last = np.searchsorted(self._edges, [start, end])
        return slice(int(first), int(last))


def pieces_of(arrivals: Arrivals, windows: FloatArray, clock: Clock) -> list[Piece]:
    """Disjoint stretches of a constant rate, as written; a trace has none."""
    if arrivals.trace is not None:
        return []
    if arrivals.forecast is not None:
        rows = arrivals.forecast
        return [(row.start, row.end, row.contacts / (row.end - row.start)) for row in rows if row.contacts]
    return repeating(arrivals, windows, clock)


def repeating(arrivals: Arrivals, windows: FloatArray, clock: Clock) -> list[Piece]:
    """What goes by the time of day or the day of the week, on the days of the clock."""
    return list(_by_day(arrivals, windows, clock) if arrivals.rate is None else _by_rate(arrivals.rate, clock))


def _by_rate(steps: tuple[tuple[float, float], ...], clock: Clock) -> Iterator[Piece]:
    ends = [start for start, _ in steps[1:]] + [DAY]
    for day in clock.dates:
        for (start, rate), end in zip(steps, ends, strict=True):
            if rate:
                for span in clock.spans(day, start, end):
                    yield (*span, rate)


def _by_day(arrivals: Arrivals, windows: FloatArray, clock: Clock) -> Iterator[Piece]:
    weights = _density(arrivals.profile)
    for day in clock.dates:
        contacts = (arrivals.per_day or {}).get(clock.weekday(day), 0.0)
        if contacts:
            spread = list(_weighted(day, weights, clock))
            total = sum(weight * overlap(windows, start, end) for start, end, weight in spread)
            if total > 0.0:
                for start, end, weight in spread:
                    yield start, end, contacts * weight / total


def _density(profile: tuple[tuple[float, float], ...] | None) -> list[Piece]:
    """(start, end, weight per second) by wall time; each weight covers the time to the next, the last to midnight."""
    if profile is None:
        return [(0.0, DAY, 1.0)]
    ends = [start for start, _ in profile[1:]] + [DAY]
    return [(start, end, weight / (end - start)) for (start, weight), end in zip(profile, ends, strict=True) if weight]


def _weighted(day: date, weights: list[Piece], clock: Clock) -> Iterator[Piece]:
    for start, end, weight in weights:
        for span in clock.spans(day, start, end):
            yield (*span, weight)


def overlap(windows: FloatArray, start: float, end: float) -> float:
    """Seconds of [start, end) that lie in `windows` (n, 2)."""
    low, high = np.maximum(windows[:, 0], start), np.minimum(windows[:, 1], end)
    return float(np.sum(np.maximum(high - low, 0.0)))
