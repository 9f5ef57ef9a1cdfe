"""What customers bring to their later contacts and bookings: drawn when the center comes to it, keyed all the same.

Which contacts follow depends on what the center does, so they cannot be drawn beforehand; each draw is a pure function
of its address (customer, attempt, leg, purpose) and does not depend on when, or whether, others were asked for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ccsim.model.center import NEVER, CenterModel, FloatArray, IntArray, LawByTime
from ccsim.model.grid import on_grid
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
    names : contact types, then appointments, then appointments again for the customers of their diaries.
    """

    def __init__(
        self, model: CenterModel, streams: Streams, names: tuple[str, ...], source: IntArray, word: IntArray
    ) -> None:
        self._model = model
        self._streams = streams
        self._names = names
        self._source = source
        self._word = word

    def uniform(self, customer: int, purpose: str, attempt: int = 0, leg: int = 0) -> float:
        """The customer's uniform for a purpose at an attempt and leg."""
        key = self._streams.key(self._names[self._source[customer]], purpose)
        return uniform_at(key, int(self._word[customer]), attempt << _ATTEMPT | leg)

    def day_uniform(self, name: str, purpose: str, date_ordinal: int) -> float:
        """A uniform of a local day, shared by all customers."""
        return uniform_at(self._streams.key(name, purpose), date_ordinal)

    def duration(
        self, law: LawByTime | None, time_of_day: float, customer: int, purpose: str, attempt: int = 0, leg: int = 0
    ) -> float:
        """A duration on the time grid; no law is no time."""
        if law is None:
            return 0.0
        return on_grid(self._quantile(law, time_of_day, self.uniform(customer, purpose, attempt, leg)))

    def contact(
        self, customer: int, kind: int, segment: int, time_of_day: float, attempt: int, leg: int
    ) -> ContactDraw:
        """What a contact of type `kind` brings that comes at this local time of day."""
        contact_type = self._model.types[kind]
        first = 0 if contact_type.same_patience else attempt
        patience = NEVER
        if contact_type.patience is not None:
            u = self.uniform(customer, "patience", first, 0 if contact_type.same_patience else leg)
            patience = on_grid(self._quantile(contact_type.patience[segment], time_of_day, u))
        u_talk = self.uniform(customer, "talk", attempt, leg)
        u_wrap_up = self.uniform(customer, "wrap_up", attempt, leg)
        return ContactDraw(
            patience=patience,
            talk=tuple(self._quantile(work.talk, time_of_day, u_talk) for work in contact_type.work),
            wrap_up=tuple(self._quantile(work.wrap_up, time_of_day, u_wrap_up) for work in contact_type.work),
            balking=self.uniform(customer, "balking", attempt, leg),
            resolution=self.uniform(customer, "resolution", attempt, leg),
            routing=self.uniform(customer, "routing", attempt, leg),
        )

    @staticmethod
    def _quantile(law: LawByTime | None, time_of_day: float, u: float) -> float:
        if law is None:
            return 0.0
        in_force = int(np.searchsorted(law.starts, time_of_day, "right")) - 1 if len(law.laws) > 1 else 0
        at: FloatArray = np.array([u])
        return float(law.laws[in_force].quantile(at)[0])
