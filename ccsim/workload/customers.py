"""Customers: what each brings, by one uniform per purpose through the quantile function of its law.

The same uniform serves every law a purpose may meet (a group's own handle time, another patience), so a slow customer
is slow everywhere and comparisons stay paired.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ccsim.model.center import NEVER, CenterModel, ContactType, FloatArray, IntArray, LawByTime
from ccsim.model.grid import on_grid
from ccsim.workload.arrivals import Arrivals
from ccsim.workload.inversion import duration_of, segment_of
from ccsim.workload.streams import Streams


@dataclass(frozen=True)
class Customers:
    """Columns of `Workload`, row by row as in `Arrivals`."""

    segment: IntArray
    patience: FloatArray  # on the time grid
    talk: FloatArray  # (works, rows) unrounded
    wrap_up: FloatArray  # (works, rows) unrounded
    balking: FloatArray
    resolution: FloatArray
    routing: FloatArray


def draw_customers(model: CenterModel, streams: Streams, arrivals: Arrivals) -> Customers:
    """Everything about each first contact but its time; what a trace recorded takes the place of what was drawn."""
    names = [contact_type.name for contact_type in model.types]
    word = arrivals.interval << 32 | arrivals.ordinal

    def uniform(purpose: str) -> FloatArray:
        return streams.uniform_by_name(names, purpose, arrivals.type, word)

    timeline = model.timeline
    time_of_day = timeline.time_of_day[arrivals.interval] + (arrivals.time - timeline.edges[arrivals.interval])
    works = max(len(contact_type.work) for contact_type in model.types)
    segment = np.zeros(len(word), np.int64)
    patience = np.full(len(word), NEVER)
    talk, wrap_up = np.zeros((2, works, len(word)))
    u_segment, u_patience, u_talk, u_wrap_up = map(uniform, ("segment", "patience", "talk", "wrap_up"))
    for k, contact_type in enumerate(model.types):
        rows = slice(arrivals.first_row[k], arrivals.first_row[k + 1])
        at = time_of_day[rows]
        segment[rows] = _segments(model, contact_type, u_segment[rows])
        patience[rows] = _patience(contact_type, segment[rows], at, u_patience[rows])
        laws = [contact_type.work[w if w < len(contact_type.work) else 0] for w in range(works)]
        trace = contact_type.arrivals.trace
        talk[:, rows] = _work([law.talk for law in laws], at, u_talk[rows], trace.talk if trace else None)
        wrap_up[:, rows] = _work([law.wrap_up for law in laws], at, u_wrap_up[rows], trace.wrap_up if trace else None)
    return Customers(
        segment=segment,
        patience=on_grid(patience),
        talk=talk,
        wrap_up=wrap_up,
        balking=uniform("balking"),
        resolution=uniform("resolution"),
        routing=uniform("routing"),
    )


def _segments(model: CenterModel, contact_type: ContactType, u: FloatArray) -> IntArray:
    drawn = segment_of(u, contact_type.segment_share, model.segments)
    trace = contact_type.arrivals.trace
    return drawn if trace is None else np.where(trace.segment >= 0, trace.segment, drawn)


def _patience(contact_type: ContactType, segment: IntArray, at: FloatArray, u: FloatArray) -> FloatArray:
    patience = np.full(len(u), NEVER)
    laws = contact_type.patience or ()
    for law in {id(law): law for law in laws}.values():  # segments often share one
        chosen = np.flatnonzero(np.array([other is law for other in laws])[segment])
        patience[chosen] = duration_of(u[chosen], law, at[chosen])
    trace = contact_type.arrivals.trace
    return patience if trace is None else np.where(np.isnan(trace.patience), patience, trace.patience)


def _work(laws: Sequence[LawByTime | None], at: FloatArray, u: FloatArray, recorded: FloatArray | None) -> FloatArray:
    """Durations (works, rows) under each law; None is always zero.

    A recorded duration holds under the type's own law, laws[0]. Under another it is scaled as the laws' means at that
    time of day are (unscaled where the type's own mean is zero: nothing to compare with).
    """
    drawn: dict[int, FloatArray] = {id(law): duration_of(u, law, at) for law in laws}
    durations = np.stack([drawn[id(law)] for law in laws])
    if recorded is None:
        return durations
    mean = np.stack([_mean(law, at) for law in laws])
    ratio = np.divide(mean, mean[0], out=np.ones_like(mean), where=mean[0] > 0.0)
    return np.where(np.isnan(recorded), durations, recorded * ratio)


def _mean(law: LawByTime | None, at: FloatArray) -> FloatArray:
    if law is None:
        return np.zeros(len(at))
    return np.array([one.mean for one in law.laws])[np.searchsorted(law.starts, at, "right") - 1]
