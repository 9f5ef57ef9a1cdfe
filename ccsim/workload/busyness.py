"""Busyness: how far demand is above or below its forecast, by day and within the day.

Factors have mean 1 and multiply: shared by all types (`demand`) and a type's own, by local day and by interval.
Replayed traces are what happened: their factor is 1 throughout.
"""

from __future__ import annotations

import numpy as np

from ccsim.model.center import CenterModel, FloatArray, IntArray, Timeline
from ccsim.workload.streams import Streams

SHARED = ""  # the name of what belongs to all contact types
_BELOW_ONE = 1.0 - 2.0**-53


def busyness(model: CenterModel, streams: Streams) -> FloatArray:
    """Factors on the forecast, shape (types, intervals); 1 for types with a trace.

    Day factors are Gamma, one per local day. Intraday factors are Gamma with an AR(1) normal copula that restarts each
    local day: consecutive intervals' normal scores have the given correlation (Avramidis, Deslauriers & L'Ecuyer 2004,
    "Modeling daily arrivals to a telephone call center", Management Science 50).
    """
    timeline = model.timeline
    factors = np.ones((len(model.types), len(timeline.interval_day)))
    factors *= _day_factor(streams, SHARED, model.shared_day_cv, timeline)[timeline.interval_day]
    shared_cv = np.full(len(timeline.interval_day), model.shared_interval_cv)
    factors *= _interval_factor(streams, SHARED, shared_cv, model.shared_interval_correlation, timeline)
    for row, contact_type in zip(factors, model.types, strict=True):
        arrivals = contact_type.arrivals
        if arrivals.trace is not None:
            row[:] = 1.0
            continue
        name = contact_type.name
        row *= _day_factor(streams, name, arrivals.day_variation_cv, timeline)[timeline.interval_day]
        row *= _interval_factor(streams, name, arrivals.interval_cv, arrivals.interval_correlation, timeline)
    return factors


def gamma_factor(cv: FloatArray | float, u: FloatArray) -> FloatArray:
    """Quantile at `u` of the Gamma law with mean 1 and coefficient of variation `cv` (0: the constant 1)."""
    from scipy.special import gammaincinv

    cv, u = np.broadcast_arrays(np.asarray(cv, np.float64), u)
    factor = np.ones(u.shape)
    varies = cv > 0.0
    if varies.any():
        shape = cv[varies] ** -2.0
        factor[varies] = gammaincinv(shape, u[varies]) / shape
    return factor


def date_ordinals(timeline: Timeline) -> IntArray:
    """The address of each local day: its date, so that the same date has the same luck wherever a scenario starts."""
    return np.array([day.toordinal() for day in timeline.dates], np.int64)


def _day_factor(streams: Streams, name: str, cv: float, timeline: Timeline) -> FloatArray:
    if cv == 0.0:
        return np.ones(len(timeline.dates))
    return gamma_factor(cv, streams.uniform(name, "day_variation", date_ordinals(timeline)))


def _interval_factor(streams: Streams, name: str, cv: FloatArray, correlation: float, timeline: Timeline) -> FloatArray:
    if not cv.any():
        return np.ones(len(cv))
    from scipy.special import ndtr, ndtri

    day = timeline.interval_day
    place = np.arange(len(day)) - np.searchsorted(day, day)  # of the interval in its day
    normal = ndtri(streams.uniform(name, "intraday", date_ordinals(timeline)[day] << 16 | place))
    if correlation != 0.0:
        fresh = np.sqrt(1.0 - correlation**2)
        for k in range(1, int(place.max()) + 1):
            now = np.flatnonzero(place == k)  # one interval of every day that is long enough
            normal[now] = correlation * normal[now - 1] + fresh * normal[now]
    return gamma_factor(cv, np.minimum(ndtr(normal), _BELOW_ONE))
