"""Arrivals of contacts: Poisson streams (`ccsim.workload.poisson`), or what a trace recorded."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ccsim.model.center import CenterModel, ContactType, FloatArray, IntArray, Timeline
from ccsim.model.grid import on_grid
from ccsim.workload.poisson import Source, draw_coming
from ccsim.workload.streams import Streams


@dataclass(frozen=True)
class Arrivals:
    """Rows ascend by (type, interval, ordinal), hence within a type by time."""

    first_row: IntArray  # (types + 1,)
    type: IntArray
    interval: IntArray
    ordinal: IntArray
    time: FloatArray  # on the time grid


def draw_arrivals(model: CenterModel, streams: Streams, busyness: FloatArray) -> Arrivals:
    """All arrivals of a replication.

    Parameters
    ----------
    busyness : (types, intervals)
        Factor on the rate. Recorded arrivals (traces) are replayed as they are, whatever it says.
    """
    coming = draw_coming([_source(one, model.timeline) for one in model.types], streams, busyness.ravel())
    if all(one.arrivals.trace is None for one in model.types):
        return Arrivals(coming.first_row, coming.source, coming.interval, coming.ordinal, coming.time)
    interval, ordinal, time = [], [], []
    for k, contact_type in enumerate(model.types):
        drawn = slice(coming.first_row[k], coming.first_row[k + 1])
        trace = contact_type.arrivals.trace
        if trace is None:
            interval.append(coming.interval[drawn])
            ordinal.append(coming.ordinal[drawn])
            time.append(coming.time[drawn])
        else:
            recorded = on_grid(trace.start)
            at = _intervals_of(contact_type, recorded, model.timeline)
            interval.append(at)
            ordinal.append(np.arange(len(at)) - np.searchsorted(at, at))
            time.append(recorded)
    count = [len(times) for times in time]
    return Arrivals(
        first_row=np.cumsum([0, *count]),
        type=np.repeat(np.arange(len(count)), count),
        interval=np.concatenate(interval),
        ordinal=np.concatenate(ordinal),
        time=np.concatenate(time),
    )


def _source(contact_type: ContactType, timeline: Timeline) -> Source:
    arrivals = contact_type.arrivals
    rate = arrivals.rate if arrivals.trace is None else np.zeros_like(arrivals.rate)
    return Source(contact_type.name, 0, timeline.edges, arrivals.rate_edges, rate)


def _intervals_of(contact_type: ContactType, time: FloatArray, timeline: Timeline) -> IntArray:
    if len(time) and not (
        timeline.edges[0] <= time[0] and time[-1] < timeline.edges[-1] and (np.diff(time) >= 0).all()
    ):
        raise ValueError(
            f"the trace of contact type {contact_type.name!r} must ascend within "
            f"[{timeline.edges[0]}, {timeline.edges[-1]}) s, got {time[0]} ... {time[-1]}"
        )
    return np.searchsorted(timeline.edges, time, "right") - 1
