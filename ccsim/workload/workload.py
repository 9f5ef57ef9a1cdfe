"""`Workload`: everything random that one replication brings, decided before the center does anything.

A row is one customer's first contact. Rows ascend by (type, interval, ordinal), so the row number orders contacts as
semantics.md orders their keys. All is keyed by names (see `ccsim.workload.streams`): it does not depend on staff,
routing, the number of processes, nor on the order of the file.
"""

from __future__ import annotations

from dataclasses import dataclass

from ccsim.model.center import BoolArray, FloatArray, IntArray


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

    @property
    def rows(self) -> int:
        return len(self.arrival)
