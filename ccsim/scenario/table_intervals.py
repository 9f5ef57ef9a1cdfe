"""Lists of numbers by interval, written in the scenario file itself; and what a table leaves unsaid."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from ccsim.scenario.calendar import Clock, Window, merged
from ccsim.scenario.schema import DAY, ForecastRow, StaffingRow


def staffing_by_interval(
    agents: Sequence[int], clock: Clock, windows: Sequence[Window] | None = None
) -> tuple[StaffingRow, ...]:
    """Agents on duty from one number for each interval of the calendar.

    Parameters
    ----------
    agents : sequence of int
        For the whole day or the opening hours of a day (the same every day), or for all intervals of the horizon or
        its opening hours.
    windows : sequence of (open, close), optional
        Opening windows in elapsed seconds, on which opening hours go; nobody is on duty outside them then.

    Raises
    ------
    ValueError
        For any other length, naming these; and for one that could mean two things.
    """
    readings = {
        tuple(rows): meaning
        for meaning, length, rows in _staffing_readings(agents, clock, windows)
        if length == len(agents)
    }
    if len(readings) == 1:
        return next(iter(readings))
    if readings:
        both = " or ".join(readings.values())
        raise ValueError(f"{len(agents)} numbers could be {both}: write them as a table")
    lengths: dict[int, list[str]] = {}
    for meaning, length, _ in _staffing_readings((), clock, windows):
        lengths.setdefault(length, []).append(meaning)
    raise ValueError(_wrong_length(len(agents), lengths, clock))


def profile_by_interval(
    weights: Sequence[float], clock: Clock, windows: Sequence[Window] | None = None
) -> tuple[tuple[float, float], ...]:
    """A day's profile, (seconds after local midnight, weight), from one weight for each interval.

    The weights are for the whole day, or for its opening hours where these are the same every day; see
    `staffing_by_interval` for `windows` and ValueError.
    """
    interval = clock.calendar.interval
    whole = round(DAY / interval)
    opened = _open_day(clock, windows)
    if len(weights) == whole:
        return tuple((index * interval, weight) for index, weight in enumerate(weights))
    if opened is not None and len(weights) == len(opened):
        by_index = dict(zip(opened, weights, strict=True))
        return tuple((index * interval, by_index.get(index, 0.0)) for index in range(whole))
    lengths = {whole: ["a day"]}
    if opened is not None:
        lengths.setdefault(len(opened), []).append("the opening hours of a day")
    raise ValueError(_wrong_length(len(weights), lengths, clock))


def uncovered(rows: Iterable[ForecastRow | StaffingRow], windows: Iterable[Window]) -> list[Window]:
    """Parts of the opening windows, in elapsed seconds, that no row speaks about."""
    spoken = merged((row.start, row.end) for row in rows)
    gaps = []
    index = 0
    for start, end in windows:
        while index < len(spoken) and spoken[index][1] <= start:
            index += 1
        at = index
        while at < len(spoken) and spoken[at][0] < end:
            if start < spoken[at][0]:
                gaps.append((start, spoken[at][0]))
            start = spoken[at][1]
            at += 1
        if start < end:
            gaps.append((start, end))
    return gaps


def _staffing_readings(
    agents: Sequence[int], clock: Clock, windows: Sequence[Window] | None
) -> list[tuple[str, int, list[StaffingRow]]]:
    """What a list may mean: (meaning, length it must have, rows it then makes)."""
    edges = clock.interval_edges()
    of_day = _indices(clock)
    everywhere = range(len(of_day))
    opened = np.flatnonzero(_open(edges, windows)).tolist()
    day = _open_day(clock, windows)
    place_of_day = {index: place for place, index in enumerate(day or ())}
    whole = round(DAY / clock.calendar.interval)
    meanings: list[tuple[str, int, dict[int, int], Sequence[Window] | None]] = [
        ("a day", whole, {index: int(of_day[index]) for index in everywhere}, None),
        ("the whole horizon", len(of_day), {index: index for index in everywhere}, None),
        ("the opening hours of the horizon", len(opened), {index: at for at, index in enumerate(opened)}, windows),
    ]
    if day is not None:
        places = {index: place_of_day[int(of_day[index])] for index in opened if int(of_day[index]) in place_of_day}
        meanings.append(("the opening hours of a day", len(day), places, windows))
    return [
        (
            meaning,
            length,
            [
                StaffingRow(start=start, end=end, agents=agents[place])
                for index, place in sorted(places.items())
                for start, end in _clipped(float(edges[index]), float(edges[index + 1]), within)
            ]
            if length == len(agents)
            else [],
        )
        for meaning, length, places, within in meanings
    ]


def _indices(clock: Clock) -> NDArray[np.int64]:
    """Which interval of a common day each interval is by its wall time: repeated hours share, skipped ones lack."""
    return (clock.time_of_day // clock.calendar.interval).astype(np.int64)


def _open_day(clock: Clock, windows: Sequence[Window] | None) -> list[int] | None:
    """Intervals of the day, by wall time, that are open on every day that opens; None where days differ."""
    edges, of_day, days = clock.interval_edges(), _indices(clock), clock.interval_day
    common = np.diff(clock.day_edges) == DAY
    usable = _open(edges, windows) & (common[days] | (not common.any()))
    by_day: dict[int, set[int]] = {}
    for index in np.flatnonzero(usable):
        by_day.setdefault(int(days[index]), set()).add(int(of_day[index]))
    kinds = {tuple(sorted(opened)) for opened in by_day.values()}
    return list(kinds.pop()) if len(kinds) == 1 else None


def _open(edges: NDArray[np.float64], windows: Sequence[Window] | None) -> NDArray[np.bool_]:
    """Whether any part of each interval is open."""
    if windows is None:
        return np.ones(len(edges) - 1, dtype=np.bool_)
    opens, closes = np.array([*windows, (np.inf, np.inf)]).T
    next_to_close = np.searchsorted(closes, edges[:-1], side="right")
    return np.asarray(opens[np.minimum(next_to_close, len(windows))] < edges[1:])


def _clipped(start: float, end: float, windows: Sequence[Window] | None) -> list[Window]:
    if windows is None:
        return [(start, end)]
    first = bisect_right(windows, start, key=lambda window: window[1])
    cut = [(max(start, opens), min(end, closes)) for opens, closes in takewhile(lambda w: w[0] < end, windows[first:])]
    return [(one, other) for one, other in cut if one < other]


def _wrong_length(got: int, lengths: dict[int, list[str]], clock: Clock) -> str:
    accepted = ", ".join(f"{length} ({' or '.join(meanings)})" for length, meanings in sorted(lengths.items()))
    minutes = clock.calendar.interval / 60
    return f"must be a list by interval of {minutes:g} min, of length {accepted}, got {got}"
