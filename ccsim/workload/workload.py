"""`Workload`: everything random that one replication brings, decided before the center does anything.

A row is one customer's first contact. Rows ascend by (type, interval, ordinal), so the row number orders contacts as
semantics.md orders their keys. All is keyed by names (see `ccsim.workload.streams`): it does not depend on staff,
routing, the number of processes, nor on the order of the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

import numpy as np

from ccsim.model.center import BoolArray, FloatArray, IntArray

if TYPE_CHECKING:
    from ccsim.workload.attempts import Attempts


DIARY = -(1 << 24)
"""Interval of customers who were booked before the simulation begins."""


def _none() -> IntArray:
    return np.zeros(0, np.int64)


@dataclass(frozen=True)
class Requests:
    """Customers who begin with a booking: requests ascending by (appointment, interval, ordinal), then the diary's.

    Row r is customer `Workload.rows` + r. Intervals before the scenario's start are negative; customers whom the diary
    holds from the beginning have interval `DIARY`, the `slot` they have, and the time at which they booked it; those of
    one diary ascend by slot, and their ordinal counts them.
    """

    appointment: IntArray
    interval: IntArray
    ordinal: IntArray
    time: FloatArray  # on the time grid
    segment: IntArray
    lead: FloatArray  # wished at the first attempt, on the time grid
    slot: IntArray  # index into Appointment.slots, -1: still to be booked

    @property
    def rows(self) -> int:
        return len(self.time)

    @classmethod
    def joined(cls, parts: Sequence[Requests]) -> Requests:
        """One after the other; at least one."""
        return cls(**{one.name: np.concatenate([getattr(part, one.name) for part in parts]) for one in fields(cls)})


NO_REQUESTS = Requests(_none(), _none(), _none(), np.zeros(0), _none(), np.zeros(0), _none())


@dataclass(frozen=True)
class Prevented:
    """Contacts that proactive service replaced: they do not come, and stand in no other table."""

    rule: IntArray  # index into Behaviour.proactive
    type: IntArray
    segment: IntArray
    interval: IntArray


NOTHING_PREVENTED = Prevented(_none(), _none(), _none(), _none())


@dataclass(frozen=True)
class Workload:
    replication: int
    first_row: IntArray  # (types + 1,): rows of type k are first_row[k]:first_row[k + 1]
    type: IntArray
    interval: IntArray  # of arrival
    ordinal: IntArray  # n-th arrival of its type in its interval, from 0
    arrival: FloatArray  # on the time grid
    segment: IntArray
    patience: FloatArray  # on the time grid; inf: waits for ever
    talk: FloatArray  # (works, rows) unrounded, under ContactType.work[w]; rows of types with fewer repeat work 0
    wrap_up: FloatArray  # (works, rows) unrounded
    balking: FloatArray  # uniform: balks when below the probability at the number waiting
    resolution: FloatArray  # uniform: resolved when below the serving group's probability
    routing: FloatArray  # uniform of agent rule `random`
    absent: BoolArray  # (agents, days)
    late_login: FloatArray  # (agents, days) seconds on the time grid
    busyness: FloatArray  # (types, intervals) factor on the forecast: day and intraday variation, shared and own
    requests: Requests = field(default=NO_REQUESTS)
    prevented: Prevented = field(default=NOTHING_PREVENTED)
    attempts: Attempts | None = None  # all else that customers bring, drawn when the center comes to it; None: nothing

    @property
    def rows(self) -> int:
        return len(self.arrival)
