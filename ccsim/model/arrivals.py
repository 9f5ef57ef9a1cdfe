"""Arrivals of a contact type as a piecewise-constant rate or a replayed trace.

When contacts may come ("receiving hours"):

- A live type: in its channel's opening hours. What a forecast or a trace says of closed hours is cut.
- A deferred type: a forecast or a trace as written, unless the channel says `receives: opening`; a rate and a number
  per day in opening hours, or all day when it says `receives: always`.

A number per day is spread flat over that day's receiving hours, or by its profile: weights outside receiving hours
are dropped and the rest bear the whole number. A day without receiving hours gets none. A row of a forecast that is
partly closed loses that part.

The `sd` of a forecast's row is that of the expected number (how far busyness may be off), not of the count: the
Poisson noise of a count comes on top.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ccsim.model.center import ArrivalStream, BoolArray, Channel, FloatArray, Timeline, Trace
from ccsim.model.channels import as_windows
from ccsim.model.grid import on_grid
from ccsim.scenario.calendar import Clock
from ccsim.scenario.expected import Piece, pieces_of
from ccsim.scenario.schema import ArrivalFactor, Arrivals, TraceRow


def make_stream(
    arrivals: Arrivals,
    channel: Channel,
    receives: str | None,
    clock: Clock,
    timeline: Timeline,
    segment_index: Mapping[str, int],
) -> ArrivalStream:
    """Expected arrivals of one type; `receives` is what the channel's opening says (None: nothing)."""
    windows = receiving_windows(arrivals, channel, receives, timeline)
    trace = None
    if arrivals.trace is not None:
        trace = _trace(arrivals.trace, windows, segment_index)
    edges, rate = stepwise(pieces_of(arrivals, windows, clock), windows, timeline.edges)
    edges, rate = changed(edges, rate, arrivals.factors)
    return ArrivalStream(
        rate_edges=edges,
        rate=rate,
        day_variation_cv=arrivals.day_variation.cv if arrivals.day_variation else 0.0,
        interval_cv=_interval_cv(arrivals, timeline),
        interval_correlation=arrivals.intraday.correlation if arrivals.intraday else 0.0,
        trace=trace,
    )


def silent_stream(timeline: Timeline) -> ArrivalStream:
    """Of a type that comes only from elsewhere: an appointment, a move, a live rule, a bot's return."""
    none = np.zeros(len(timeline.interval_day))
    return ArrivalStream(timeline.edges, none, 0.0, none, 0.0)


def receiving_windows(arrivals: Arrivals, channel: Channel, receives: str | None, timeline: Timeline) -> FloatArray:
    """Elapsed windows in which contacts of a type may come, (windows, 2)."""
    as_written = receives is None and (arrivals.forecast is not None or arrivals.trace is not None)
    if not channel.live and (as_written or receives == "always"):
        return as_windows([(0.0, timeline.horizon)])
    return channel.open_windows


def expected_contacts(stream: ArrivalStream, timeline: Timeline) -> FloatArray:
    """Expected contacts in each interval, (intervals,); of a trace, its contacts."""
    if stream.trace is not None:
        return np.histogram(stream.trace.start, timeline.edges)[0].astype(np.float64)
    contacts = stream.rate * np.diff(stream.rate_edges)
    interval = np.searchsorted(timeline.edges, stream.rate_edges[:-1], "right") - 1
    return np.bincount(interval, contacts, len(timeline.interval_day)).astype(np.float64)


def written_contacts(arrivals: Arrivals, timeline: Timeline, clock: Clock) -> float:
    """Contacts that a forecast says, those of closed hours included."""
    always = np.array([[0.0, timeline.horizon]])
    edges, rate = changed(*stepwise(pieces_of(arrivals, always, clock), always, timeline.edges), arrivals.factors)
    return float(rate @ np.diff(edges))


def stepwise(pieces: list[Piece], windows: FloatArray, interval_edges: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Edges and rates of disjoint pieces, zero outside the windows; what lies beyond the intervals is cut off."""
    bounds = on_grid(np.array([bound for piece in pieces for bound in piece[:2]], np.float64)).reshape(-1, 2)
    edges = np.unique(np.concatenate([interval_edges, windows.ravel(), bounds.ravel()]))
    edges = edges[(edges >= interval_edges[0]) & (edges <= interval_edges[-1])]
    rate = np.zeros(len(edges) - 1)
    first, last = np.searchsorted(edges, bounds[:, 0]), np.searchsorted(edges, bounds[:, 1])
    for i, j, (_, _, per_second) in zip(first, last, pieces, strict=True):
        rate[i:j] += per_second
    return edges, np.where(_within(windows, edges[:-1]), rate, 0.0)


def changed(edges: FloatArray, rate: FloatArray, factors: tuple[ArrivalFactor, ...]) -> tuple[FloatArray, FloatArray]:
    """Edges and rates with those of some stretches multiplied; all others stay as they are, to the bit."""
    for factor in factors:
        bounds = np.clip(on_grid(np.array([factor.start, factor.end])), edges[0], edges[-1])
        cut = np.unique(np.concatenate([edges, bounds]))
        rate = rate[np.searchsorted(edges, cut[:-1], "right") - 1]
        edges = cut
        first, last = np.searchsorted(edges, bounds)
        rate[first:last] *= factor.times
    return edges, rate


def _within(windows: FloatArray, instants: FloatArray) -> BoolArray:
    """Whether each instant lies in one of the ascending, disjoint windows [start, end)."""
    at = np.searchsorted(windows[:, 0], instants, "right") - 1
    inside = np.zeros(len(instants), np.bool_)
    inside[at >= 0] = instants[at >= 0] < windows[at[at >= 0], 1]
    return inside


def _interval_cv(arrivals: Arrivals, timeline: Timeline) -> FloatArray:
    """Own noise of each interval: where the forecast has an sd, sd / contacts of its rows, else `intraday.cv`.

    The rows inside an interval are off together: their standard deviations add.
    """
    cv = np.full(len(timeline.interval_day), arrivals.intraday.cv if arrivals.intraday else 0.0)
    contacts, sd = np.zeros((2, len(cv)))
    for row in arrivals.forecast or ():
        if row.sd is not None:
            first = max(int(np.searchsorted(timeline.edges, row.start, "right")) - 1, 0)
            last = min(int(np.searchsorted(timeline.edges, row.end, "left")), len(cv))
            share = np.diff(np.clip(timeline.edges[first : last + 1], row.start, row.end)) / (row.end - row.start)
            contacts[first:last] += share * row.contacts
            sd[first:last] += share * row.sd
    told = contacts > 0.0
    cv[told] = sd[told] / contacts[told]
    return cv


def _trace(rows: tuple[TraceRow, ...], windows: FloatArray, segment_index: Mapping[str, int]) -> Trace:
    rows = tuple(sorted(rows, key=lambda row: row.start))
    start = on_grid(np.array([row.start for row in rows], np.float64))
    kept = np.flatnonzero(_within(windows, start))

    def column(values: list[float | None]) -> FloatArray:
        return np.array([np.nan if value is None else value for value in values], np.float64)[kept]

    return Trace(
        start=start[kept],
        segment=np.array([-1 if row.segment is None else segment_index[row.segment] for row in rows], np.int64)[kept],
        talk=column([row.talk_time for row in rows]),
        wrap_up=column([row.wrap_up for row in rows]),
        patience=column([row.patience for row in rows]),
    )
