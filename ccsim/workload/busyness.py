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


class Busyness:
    """Factors on the forecast; 1 for types with a trace.

    Day factors are Gamma, one per local day. Intraday factors are Gamma with an AR(1) normal copula that restarts each
    local day: consecutive intervals' normal scores have the given correlation (Avramidis, Deslauriers & L'Ecuyer 2004,
    "Modeling daily arrivals to a telephone call center", Management Science 50).
    """

    def __init__(self, model: CenterModel) -> None:
        timeline = model.timeline
        self._date = date_ordinals(timeline)[timeline.interval_day]
        self._shape = len(model.types), len(self._date)
        forecast = [k for k, one in enumerate(model.types) if one.arrivals.trace is None]
        shared_cv = np.full(len(self._date), model.shared_interval_cv)
        varying = [(forecast, SHARED, model.shared_day_cv, shared_cv, model.shared_interval_correlation)]
        for k in forecast:
            own = model.types[k].arrivals
            one = ([k], model.types[k].name, own.day_variation_cv, own.interval_cv, own.interval_correlation)
            varying.append(one)
        self._varying = [one for one in varying if one[2] != 0.0 or one[3].any()]

    def draw(self, streams: Streams) -> FloatArray:
        """Of a replication, (types, intervals)."""
        factors = np.ones(self._shape)
        for types, name, day_cv, interval_cv, correlation in self._varying:
            for factor in variation(streams, name, self._date, day_cv, interval_cv, correlation):
                factors[types] *= factor
        return factors


def variation(
    streams: Streams, name: str, date: IntArray, day_cv: float, interval_cv: FloatArray, correlation: float
) -> tuple[FloatArray, FloatArray]:
    """Factors of one name by interval: that of its day, and its own; `date` is the ordinal of its local date."""
    return _day_factor(streams, name, day_cv, date), _interval_factor(streams, name, interval_cv, correlation, date)


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


def _day_factor(streams: Streams, name: str, cv: float, date: IntArray) -> FloatArray:
    if cv == 0.0:
        return np.ones(len(date))
    days, of_day = np.unique(date, return_inverse=True)
    return gamma_factor(cv, streams.uniform(name, "day_variation", days))[of_day]


def _interval_factor(streams: Streams, name: str, cv: FloatArray, correlation: float, date: IntArray) -> FloatArray:
    if not cv.any():
        return np.ones(len(cv))
    from scipy.special import ndtr, ndtri

    place = np.arange(len(date)) - np.searchsorted(date, date)  # of the interval in its day
    normal = ndtri(streams.uniform(name, "intraday", date << 16 | place))
    if correlation != 0.0:
        fresh = np.sqrt(1.0 - correlation**2)
        for k in range(1, int(place.max()) + 1):
            now = np.flatnonzero(place == k)  # one interval of every day that is long enough
            normal[now] = correlation * normal[now - 1] + fresh * normal[now]
    return gamma_factor(cv, np.minimum(ndtr(normal), _BELOW_ONE))
