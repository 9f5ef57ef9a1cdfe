"""What the rows of logs add up to, by base cell of contacts and by agent group: all that measures ask of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from ccsim.engine.logs import Logs
from ccsim.measures.agents import AgentClock, AgentTime
from ccsim.measures.alike import Alike
from ccsim.measures.cells import Cells
from ccsim.measures.counts import first_contacts, later_contacts
from ccsim.measures.fate import marks, wait_marks
from ccsim.measures.joined import Joined
from ccsim.measures.kept import Kept
from ccsim.measures.money import channel_costs, lost_value, work_time
from ccsim.measures.served_by import ServedBy
from ccsim.measures.waits import OpenTime, Waited, WaitHistogram, histograms, queue_time
from ccsim.model.center import CenterModel, FloatArray
from ccsim.workload.workload import Workload


@dataclass(frozen=True)
class Rows:
    """Of several replications."""

    names: tuple[str, ...]
    tallies: FloatArray  # (replications, names, base cells)
    longest: FloatArray  # (replications, base cells) wait, -inf where nobody waited to an end
    waits: list[WaitHistogram]
    presence: FloatArray  # see `AgentClock.presence`
    agents: AgentTime


class RowCounter(Protocol):
    """Counts each replication by itself, as soon as it is over, and puts them together then."""

    def count(self, workload: Workload, logs: Logs) -> Any: ...

    def together(self, counted: Sequence[Any]) -> Rows: ...

    def taken(self, counted: Any, served_by: ServedBy) -> FloatArray:
        """Of one replication: see `ServedBy.count`."""


class NumPyCounter:
    """Counts by NumPy: short replications take less time together, so they are all counted in the end."""

    def __init__(
        self, model: CenterModel, cells: Cells, opening: OpenTime, clock: AgentClock, within: tuple[float, ...]
    ) -> None:
        self._model, self._cells, self._within = model, cells, within
        self._opening, self._clock = opening, clock

    def count(self, workload: Workload, logs: Logs) -> tuple[Workload, Logs]:
        return workload, logs

    def taken(self, counted: tuple[Workload, Logs], served_by: ServedBy) -> FloatArray:
        return served_by.count(counted[1])

    def together(self, counted: Sequence[tuple[Workload, Logs]]) -> Rows:
        model = self._model
        joined = Joined.of([logs for _, logs in counted])
        kept = Kept.of(model, joined)
        alike = Alike.of(kept, self._within)
        of_waits = wait_marks(alike.one)
        base = {
            **alike.count(marks(alike.one, alike.timely, self._within)),
            **dict(zip(of_waits, alike.total(kept.wait, of_waits.values()), strict=True)),
            "work": work_time(alike, joined.contacts, joined.agents),
            "arrived": np.concatenate([first_contacts(model, workload) for workload, _ in counted])
            + later_contacts(kept, [logs.bookings for _, logs in counted]),
            "cost_channel": channel_costs(kept),
            "queue_time": queue_time(alike, self._opening),
        }
        if "customers" not in kept.features:
            base["lost_value"] = lost_value(kept)
        waited = Waited.of(alike)
        of_each = len(counted), -1
        return Rows(
            tuple(base),
            np.stack([tally.reshape(of_each) for tally in base.values()], axis=1),
            waited.longest(kept.cells).reshape(of_each),
            histograms(model, self._cells, len(counted), waited),
            self._clock.presence(joined),
            self._clock.time(joined),
        )
