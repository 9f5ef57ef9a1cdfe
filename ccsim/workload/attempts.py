"""What customers bring to their later contacts and bookings: drawn when the center comes to it, keyed all the same.

Which contacts follow depends on what the center does, so they cannot be drawn beforehand; each draw is a pure function
of its address (customer, attempt, leg, purpose) and does not depend on when, or whether, others were asked for.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ccsim.model.center import NEVER, CenterModel, FloatArray, IntArray, LawByTime
from ccsim.model.grid import on_grid
from ccsim.workload.inversion import duration_of
from ccsim.workload.streams import Streams, uniform_at

_ATTEMPT = 16  # bits below the attempt in an address' second word


@dataclass(frozen=True)
class ContactDraw:
    """What one contact brings; `talk` and `wrap_up` unrounded, under each of its type's works."""

    patience: float  # on the time grid
    talk: tuple[float, ...]
    wrap_up: tuple[float, ...]
    balking: float
    resolution: float
    routing: float


class Attempts:
    """Draws for the customers of one replication.

    Parameters
    ----------
    source, word : (customers,)
        The customer's address: index into `names`, and word (`ccsim.workload.streams`).
    names : tuple of str
        Of contact types, then of appointments, then of appointments again for the customers of their diaries.
    recorded_patience : (first contacts,), optional
        Seconds of those whom a trace brings with their patience; NaN: drawn.
    """

    def __init__(
        self,
        model: CenterModel,
        streams: Streams,
        names: tuple[str, ...],
        source: IntArray,
        word: IntArray,
        recorded_patience: FloatArray | None = None,
    ) -> None:
        self._model = model
        self._streams = streams
        self._names = names
        self.source = source
        self.word = word
        self.recorded_patience = recorded_patience

    def keys(self, purposes: Sequence[str]) -> NDArray[np.uint64]:
        """The halves of all keys, (names, purposes, 2): with `word` what `uniform` is made from.

        Keys of a name that no customer has are 0.
        """
        keys = np.zeros((len(self._names), len(purposes), 2), np.uint64)
        for source in np.flatnonzero(np.bincount(self.source)).tolist():
            keys[source] = self._streams.keys(self._names[source], purposes)
        return keys

    def uniform(self, customer: int, purpose: str, attempt: int = 0, leg: int = 0) -> float:
        """The customer's uniform for a purpose at an attempt and leg."""
        key = self._streams.key(self._names[self.source[customer]], purpose)
        return uniform_at(key, int(self.word[customer]), attempt << _ATTEMPT | leg)

    def day_uniform(self, name: str, purpose: str, date_ordinal: int) -> float:
        """A uniform of a local day, shared by all customers."""
        return uniform_at(self._streams.key(name, purpose), date_ordinal)

    def day_uniforms(self, name: str, purpose: str, date_ordinals: IntArray) -> FloatArray:
        """The same numbers as `day_uniform`, for many days at once."""
        return self._streams.uniform(name, purpose, date_ordinals)

    def duration(
        self, law: LawByTime | None, time_of_day: float, customer: int, purpose: str, attempt: int = 0, leg: int = 0
    ) -> float:
        """A duration on the time grid; no law is no time."""
        if law is None:
            return 0.0
        return on_grid(_duration(self.uniform(customer, purpose, attempt, leg), law, time_of_day))

    def contact(
        self, customer: int, kind: int, segment: int, time_of_day: float, attempt: int, leg: int
    ) -> ContactDraw:
        """What a contact of type `kind` brings that comes at this local time of day."""
        contact_type = self._model.types[kind]
        u_talk = self.uniform(customer, "talk", attempt, leg)
        u_wrap_up = self.uniform(customer, "wrap_up", attempt, leg)
        return ContactDraw(
            patience=self._patience(customer, kind, segment, time_of_day, attempt, leg),
            talk=tuple(_duration(u_talk, work.talk, time_of_day) for work in contact_type.work),
            wrap_up=tuple(_duration(u_wrap_up, work.wrap_up, time_of_day) for work in contact_type.work),
            balking=self.uniform(customer, "balking", attempt, leg),
            resolution=self.uniform(customer, "resolution", attempt, leg),
            routing=self.uniform(customer, "routing", attempt, leg),
        )

    def _patience(self, customer: int, kind: int, segment: int, time_of_day: float, attempt: int, leg: int) -> float:
        contact_type = self._model.types[kind]
        if contact_type.patience is None:
            return NEVER
        if contact_type.same_patience:
            if self.recorded_patience is not None and self.source[customer] == kind:
                recorded = float(self.recorded_patience[customer])
                if not math.isnan(recorded):
                    return recorded
            attempt, leg = 0, 0
        u = self.uniform(customer, "patience", attempt, leg)
        return on_grid(_duration(u, contact_type.patience[segment], time_of_day))


def _duration(u: float, law: LawByTime | None, time_of_day: float) -> float:
    return float(duration_of(np.array([u]), law, np.array([time_of_day]))[0])
