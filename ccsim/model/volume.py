"""How many contacts and booking requests a replication brings on average, without what follows from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from ccsim.model.center import CenterModel, FloatArray


def first_contacts(model: CenterModel) -> float:
    """By forecasts, and in traces."""
    streams = [kind.arrivals for kind in model.types]
    traced = sum(len(stream.trace.start) for stream in streams if stream.trace is not None)
    return traced + sum(_of_rate(stream.rate, stream.rate_edges) for stream in streams)


def booking_requests(model: CenterModel) -> float:
    streams = [one.requests for one in model.appointments if one.requests is not None]
    return sum(_of_rate(stream.rate, stream.rate_edges) for stream in streams)


def _of_rate(rate: FloatArray, edges: FloatArray) -> float:
    return float((rate * np.diff(edges)).sum())
