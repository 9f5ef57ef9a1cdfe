"""Customers: what each brings, by one uniform per purpose through the quantile function of its law.

The same uniform serves every law a purpose may meet (a group's own handle time, another patience), so a slow customer
is slow everywhere and comparisons stay paired.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ccsim.model.center import NEVER, CenterModel, ContactType, FloatArray, IntArray, LawByTime, Timeline
from ccsim.model.grid import on_grid
from ccsim.workload.arrivals import Arrivals
from ccsim.workload.inversion import Segments, duration_of
from ccsim.workload.streams import Streams

_TOGETHER = 4096  # customers: what is worked out about them stays in a core's cache
_PLAIN = ("balking", "resolution", "routing")
"""Purposes whose uniform is kept as it is."""


@dataclass(frozen=True)
class Customers:
    """Columns of `Workload`, row by row as in `Arrivals`."""

    word: IntArray  # of random addresses
    segment: IntArray
    patience: FloatArray  # on the time grid
    talk: FloatArray  # (works, rows) unrounded
    wrap_up: FloatArray  # (works, rows) unrounded
    balking: FloatArray
    resolution: FloatArray
    routing: FloatArray


class FirstContacts:
    """What customers bring to their first contacts at one center; what replications share is worked out once."""

    def __init__(self, model: CenterModel) -> None:
        self._timeline = model.timeline
        self._works = max(len(contact_type.work) for contact_type in model.types)
        self._kinds = [_Kind(one, model, self._works) for one in model.types]

    def draw(self, streams: Streams, arrivals: Arrivals) -> Customers:
        """Everything about each first contact but its time; what a trace recorded takes the place of what was drawn."""
        rows = len(arrivals.time)
        talk, wrap_up = np.zeros((2, self._works, rows))
        drawn = Customers(
            arrivals.interval << 32 | arrivals.ordinal,
            np.zeros(rows, np.int64),
            np.empty(rows),
            talk,
            wrap_up,
            *np.empty((len(_PLAIN), rows)),
        )
        for kind, (first, end) in zip(self._kinds, pairwise(arrivals.first_row.tolist()), strict=True):
            for start in range(first, end, _TOGETHER):
                of = slice(start, min(start + _TOGETHER, end))
                at = _time_of_day(self._timeline, arrivals, of) if kind.by_time else np.zeros(of.stop - start)
                kind.fill(drawn, of, slice(start - first, of.stop - first), streams, at)
        return drawn


class _Kind:
    """What is drawn for the customers of one contact type, and how."""

    def __init__(self, contact_type: ContactType, model: CenterModel, works: int) -> None:
        self._name = contact_type.name
        self._trace = contact_type.arrivals.trace
        self._segments = Segments(contact_type.segment_share, model.segments)
        self._patience = contact_type.patience or ()
        work = [contact_type.work[w if w < len(contact_type.work) else 0] for w in range(works)]
        self._works: dict[str, Sequence[LawByTime | None]] = {
            "talk": [law.talk for law in work],
            "wrap_up": [law.wrap_up for law in work],
        }
        laws: dict[str, Sequence[LawByTime | None]] = {"patience": self._patience, **self._works}
        wanted = [purpose for purpose, some in laws.items() if any(law is not None for law in some)]
        self._purposes = (*_PLAIN, *(["segment"] if self._segments.only is None else []), *wanted)
        self.by_time = any(law is not None and len(law.laws) > 1 for some in laws.values() for law in some)

    def fill(self, drawn: Customers, of: slice, of_type: slice, streams: Streams, at: FloatArray) -> None:
        """Fill in rows `of`, which are rows `of_type` of the type, of customers who come at local times of day `at`."""
        u = dict(zip(self._purposes, streams.uniforms(self._name, self._purposes, drawn.word[of]), strict=True))
        for purpose in _PLAIN:
            getattr(drawn, purpose)[of] = u[purpose]
        only, trace = self._segments.only, self._trace
        segment = self._segments.of(u["segment"]) if only is None else np.full(len(at), only)
        if trace is not None:
            recorded = trace.segment[of_type]
            segment = np.where(recorded >= 0, recorded, segment)
        patience = _by_segment(self._patience, segment, u.get("patience"), at)
        if trace is not None:
            patience = np.where(np.isnan(trace.patience[of_type]), patience, trace.patience[of_type])
        drawn.segment[of], drawn.patience[of] = segment, on_grid(patience)
        for purpose, laws in self._works.items():
            durations = getattr(drawn, purpose)[:, of]
            _work(durations, laws, u.get(purpose), at)
            if trace is not None:
                _replay(durations, getattr(trace, purpose)[of_type], laws, at)


def _time_of_day(timeline: Timeline, arrivals: Arrivals, of: slice) -> FloatArray:
    interval = arrivals.interval[of]
    return timeline.time_of_day[interval] + (arrivals.time[of] - timeline.edges[interval])


def _by_segment(laws: Sequence[LawByTime], segment: IntArray, u: FloatArray | None, at: FloatArray) -> FloatArray:
    """Durations under the law of each one's segment; no laws at all: for ever."""
    if u is None:
        return np.full(len(segment), NEVER)
    different = list({id(law): law for law in laws}.values())  # segments often share one
    if len(different) == 1:
        return duration_of(u, different[0], at)
    durations = np.empty(len(u))
    for law in different:
        chosen = np.flatnonzero(np.array([other is law for other in laws])[segment])
        durations[chosen] = duration_of(u[chosen], law, at[chosen])
    return durations


def _work(durations: FloatArray, laws: Sequence[LawByTime | None], u: FloatArray | None, at: FloatArray) -> None:
    """Fill in durations (works, rows) under each law; None is always zero, which they are."""
    done: dict[int, int] = {}
    for w, law in enumerate(laws):
        if law is not None and u is not None:
            same = done.setdefault(id(law), w)
            durations[w] = duration_of(u, law, at) if same == w else durations[same]


def _replay(durations: FloatArray, recorded: FloatArray, laws: Sequence[LawByTime | None], at: FloatArray) -> None:
    """Put what was recorded in the place of what was drawn.

    A recorded duration holds under the type's own law, laws[0]. Under another it is scaled as the laws' means at that
    time of day are (unscaled where the type's own mean is zero: nothing to compare with).
    """
    mean = np.stack([_mean(law, at) for law in laws])
    ratio = np.divide(mean, mean[0], out=np.ones_like(mean), where=mean[0] > 0.0)
    durations[:] = np.where(np.isnan(recorded), durations, recorded * ratio)


def _mean(law: LawByTime | None, at: FloatArray) -> FloatArray:
    if law is None:
        return np.zeros(len(at))
    return np.array([one.mean for one in law.laws])[np.searchsorted(law.starts, at, "right") - 1]
