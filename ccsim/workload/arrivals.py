"""Arrivals of contacts: Poisson streams (`ccsim.workload.poisson`), or what a trace recorded."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ccsim.model.center import CenterModel, ContactType, FloatArray, IntArray, Timeline
from ccsim.model.grid import on_grid
from ccsim.workload.poisson import PoissonStreams, Source
from ccsim.workload.streams import Streams


@dataclass(frozen=True)
class Arrivals:
    """Rows ascend by (type, interval, ordinal), hence within a type by time."""

    first_row: IntArray  # (types + 1,)
    type: IntArray
    interval: IntArray
    ordinal: IntArray
    time: FloatArray  # on the time grid


class FirstArrivals:
    """Arrivals of first contacts at one center; what all replications share is worked out once.

    Raises
    ------
    ValueError
        A trace does not ascend, or leaves the horizon.
    """

    def __init__(self, model: CenterModel) -> None:
        self._streams = PoissonStreams([_source(one, model.timeline) for one in model.types])
        self._recorded = [_recorded(one, model.timeline) for one in model.types]

    def draw(self, streams: Streams, busyness: FloatArray) -> Arrivals:
        """All arrivals of a replication.

        Parameters
        ----------
        busyness : (types, intervals)
            Factor on the rate. Recorded arrivals (traces) are replayed as they are, whatever it says.
        """
        coming = self._streams.draw(streams, busyness.ravel())
        first = coming.first_row
        drawn = (coming.interval, coming.ordinal, coming.time)
        if all(recorded is None for recorded in self._recorded):
            return Arrivals(first, coming.source, *drawn)
        parts = [
            tuple(column[first[k] : first[k + 1]] for column in drawn) if recorded is None else recorded
            for k, recorded in enumerate(self._recorded)
        ]
        count = [len(time) for _, _, time in parts]
        interval, ordinal, time = (np.concatenate(column) for column in zip(*parts, strict=True))
        return Arrivals(np.cumsum([0, *count]), np.repeat(np.arange(len(count)), count), interval, ordinal, time)


def _source(contact_type: ContactType, timeline: Timeline) -> Source:
    arrivals = contact_type.arrivals
    rate = arrivals.rate if arrivals.trace is None else np.zeros_like(arrivals.rate)
    return Source(contact_type.name, 0, timeline.edges, arrivals.rate_edges, rate)


def _recorded(contact_type: ContactType, timeline: Timeline) -> tuple[IntArray, IntArray, FloatArray] | None:
    """Interval, ordinal and time of the arrivals of a trace; None: there is none."""
    if contact_type.arrivals.trace is None:
        return None
    time = on_grid(contact_type.arrivals.trace.start)
    interval = _intervals_of(contact_type, time, timeline)
    return interval, np.arange(len(time)) - np.searchsorted(interval, interval), time


def _intervals_of(contact_type: ContactType, time: FloatArray, timeline: Timeline) -> IntArray:
    if len(time) and not (
        timeline.edges[0] <= time[0] and time[-1] < timeline.edges[-1] and (np.diff(time) >= 0).all()
    ):
        raise ValueError(
            f"the trace of contact type {contact_type.name!r} must ascend within "
            f"[{timeline.edges[0]}, {timeline.edges[-1]}) s, got {time[0]} ... {time[-1]}"
        )
    return np.searchsorted(timeline.edges, time, "right") - 1
