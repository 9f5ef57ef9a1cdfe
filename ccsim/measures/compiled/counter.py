"""Logs counted by kernels, one replication at a time, and put together as tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ccsim.engine.logs import Logs
from ccsim.measures.agents import AgentClock, AgentTime
from ccsim.measures.cells import Cells
from ccsim.measures.compiled.columns import Columns
from ccsim.measures.compiled.day import DONE, LONG_WAITS, UNKNOWN_FATES
from ccsim.measures.compiled.desk import Day, Desk
from ccsim.measures.compiled.memory import BUSY, BUSY_LIVE, MORE_PLACES, PRESENT, QUEUED, WORKED
from ccsim.measures.counts import later_contacts
from ccsim.measures.joined import Joined
from ccsim.measures.kept import Kept
from ccsim.measures.money import channel_costs, costs_by_contact, lost_value
from ccsim.measures.rows import Rows
from ccsim.measures.served_by import ServedBy
from ccsim.measures.waits import OpenTime, bin_of
from ccsim.model.center import CenterModel, FloatArray
from ccsim.workload.workload import Workload


class CompiledCounter:
    """Counts replications of one model, one at a time; keeps the memory for it, and the fates that it has met."""

    def __init__(
        self, model: CenterModel, cells: Cells, opening: OpenTime, clock: AgentClock, within: tuple[float, ...]
    ) -> None:
        self._made_of = model, cells, opening, clock, within
        self._model, self._cells, self._opening, self._clock = model, cells, opening, clock
        self._desk = Desk(model, cells, opening, clock, within)
        self._columns = Columns(model, self._desk.sheet)
        self._followed = bool(self._desk.sheet["customers"])
        self._costs = costs_by_contact(model)

    def __reduce__(self) -> tuple[Any, ...]:
        """Its memory stays with the process."""
        return CompiledCounter, self._made_of

    def count(self, workload: Workload, logs: Logs) -> Day:
        """One replication."""
        desk, columns = self._desk, self._columns.of(workload, logs)
        desk.make_room(logs.contacts.rows)
        sheet = desk.sheet
        sheet["rows"], sheet["first_rows"] = logs.contacts.rows, len(workload.type)
        sheet["pieces"], sheet["stretches"] = len(columns["piece_agent"]), len(columns["stretch_agent"])
        sheet["end"] = max(logs.end, self._model.timeline.horizon)
        while (missing := desk.count(columns)) == UNKNOWN_FATES:
            desk.learn(Kept.every(self._model, Joined.of([logs])))
        while missing != DONE:
            if missing == LONG_WAITS:
                waited = slice(int(sheet["waited"][0]))
                desk.bins[waited] = np.maximum(bin_of(desk.waits[waited]), 0)  # whatever a log may say
                sheet["highest"] = desk.bins[waited].max()
            else:
                sheet["most_entries"] = sheet["entries"] * 5 // 4
            missing = desk.count(columns, only_waits=True)
        day = desk.day()
        if self._followed or self._costs:
            self._add_the_rest(day.tallies, logs)
        return day

    def _add_the_rest(self, tallies: FloatArray, logs: Logs) -> None:
        """What few centers have: contacts that cost by themselves, and those that follow others."""
        kept, place = Kept.of(self._model, Joined.of([logs])), self._desk.names.index
        tallies[place("cost_channel")] = channel_costs(kept)
        tallies[place("arrived")] += later_contacts(kept, [logs.bookings])
        if not self._followed:
            tallies[place("lost_value")] = lost_value(kept)

    def taken(self, counted: Day, served_by: ServedBy) -> FloatArray:
        return counted.taken

    def together(self, counted: Sequence[Day]) -> Rows:
        """Several replications."""
        desk, types, groups = self._desk, len(self._model.types), len(self._model.groups)
        tallies, clock = np.stack([one.tallies for one in counted]), np.stack([one.clock for one in counted])

        def part(of: int, *shape: int) -> FloatArray:
            return np.asarray(clock[:, desk.parts[of]].reshape(len(counted), *shape, -1))

        queueing = self._opening.queueing(part(QUEUED, types, self._cells.segments))
        tallies[:, desk.names.index("queue_time")] = queueing.reshape(len(counted), -1)
        presence = part(PRESENT, groups, desk.sheet["states"][0])
        worked = part(WORKED, groups)
        busy = np.where((self._clock.capacity > 1)[:, None], part(BUSY, groups), worked)
        busy_live = busy if desk.sheet["live"] else part(BUSY_LIVE, groups)
        return Rows(
            names=desk.names,
            tallies=tallies,
            longest=np.stack([one.longest for one in counted]),
            waits=[one.waits for one in counted],
            presence=presence,
            agents=AgentTime(busy, busy_live, worked + part(MORE_PLACES, groups)),
        )
