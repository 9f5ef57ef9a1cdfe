"""The compiled engine: one replication at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ccsim.engine.compiled import machine
from ccsim.engine.compiled.appointment_plan import DayOfBookings, purposes_of
from ccsim.engine.compiled.behaviour_plan import behaves, day_of_customers
from ccsim.engine.compiled.block import Block
from ccsim.engine.compiled.duties import Duties
from ccsim.engine.compiled.kernel import Tables, records, unwritten
from ccsim.engine.compiled.laws import LAW_FAILED
from ccsim.engine.compiled.memory import (
    BOOKINGS,
    CONTACTS,
    DECISIONS,
    EVENTS,
    HOLD_ROWS,
    LATER,
    PIECES,
    POOLS,
    PRESENCE_ROWS,
    REMINDER_ROWS,
    RETURNED,
    TOO_LATE,
)
from ccsim.engine.compiled.page import Pages
from ccsim.engine.compiled.plan import Plan
from ccsim.engine.compiled.read import WRITTEN, Reader
from ccsim.errors import NotSupported

if TYPE_CHECKING:
    from ccsim.engine.logs import Logs
    from ccsim.model.center import CenterModel
    from ccsim.workload.workload import Workload

_GROWING = {
    EVENTS: "events",
    LATER: "later",
    POOLS: "pools",
    PIECES: "pieces",
    PRESENCE_ROWS: "presence_rows",
    RETURNED: "returned",
    CONTACTS: "contacts",
    DECISIONS: "decisions",
    BOOKINGS: "bookings",
    REMINDER_ROWS: "reminder_rows",
    HOLD_ROWS: "hold_rows",
}


class CompiledEngine:
    """Runs replications of one model, one at a time.

    Keeps what they share: tables of the model, memory that is filled anew each day, and how much of it days took.
    Columns of the logs are new each day, as they are given away.
    """

    def __init__(self, model: CenterModel) -> None:
        self._model = model
        self._plan = Plan(model)
        self._reader = Reader(model)
        agents, groups = len(model.agents), len(model.groups)
        self._room = {
            "events": 64 + 2 * agents,
            "later": 64 + 2 * agents + 2 * len(model.channels),
            "pools": 2 * groups + 8,
            "pieces": 0,
            "presence_rows": 64 + 4 * agents,
            "returned": 64,
            "contacts": 0,
            "decisions": 0,
            "bookings": 0,
            "reminder_rows": 0,
            "hold_rows": 0,
        }
        self._purposes = purposes_of(model)
        self._bookings = DayOfBookings(model) if model.appointments else None
        self._rows = -1  # customers that there is room for
        self._behaves = behaves(model)
        self._duties = Duties(model)

    def __reduce__(self) -> tuple[Any, ...]:
        """Its memory stays with the process."""
        return CompiledEngine, (self._model,)

    def __call__(self, model: CenterModel, workload: Workload, policy: Any = None, story: Any = None) -> Logs:
        """The logs of one replication of the engine's model.

        Raises
        ------
        ValueError
            `model` is another one, or a policy or a story is given: the reference engine takes those.
        """
        if model is not self._model:
            raise ValueError("this engine was made for another model")
        if policy is not None or story is not None:
            raise ValueError("the compiled engine takes neither a policy in Python nor a story")
        while True:
            customers = workload.rows + workload.requests.rows
            if customers > self._rows:
                self._make_room(customers, workload)
            tables, page = self._tables(workload), self._pages.new()
            short = self._run(tables, page=page)
            if short == 0:
                world = self._staying | tables if self._behaves else self._staying
                return self._reader.logs(workload, world, self._pages, page)
            if short == LAW_FAILED:
                raise ArithmeticError("a law gave a duration that is not a number")
            if short == TOO_LATE:
                years = self._plan.fresh["floor"]["last_instant"].item() // (365 * 86_400)
                raise NotSupported(f"work ends more than {years:,.0f} years after it all began; 'reference' can go on")
            self._room[_GROWING[short]] += self._room[_GROWING[short]] + customers + 64
            self._make_room(customers, workload)

    def _make_room(self, rows: int, workload: Workload) -> None:
        """Tables that stay from day to day, with room for so many customers, and some more."""
        room = self._room
        self._rows = rows = rows + rows // 8
        contacts = rows + room["contacts"]
        pieces = contacts + room["pieces"]
        fresh = self._plan.fresh
        self._set_limits(fresh["floor"], contacts, pieces)
        duties = {"duty_steps": self._give_duties(fresh["agents"], workload)} if self._duties.same else {}
        pools = records("pools", room["pools"])
        pools[: len(fresh["pools"])] = fresh["pools"]
        self._fresh = Block(fresh | {"pools": pools})
        staying = self._plan.fixed | self._fresh.tables | duties
        for name in ("events", "later", "presence_rows", "returned"):
            staying[name] = unwritten(name, room[name])
        staying["contacts"] = unwritten("contacts", contacts)
        stretches = room["presence_rows"] + len(self._model.agents)
        self._pages = Pages(list(zip(WRITTEN, (contacts, pieces, stretches), strict=True)))
        # Record arrays give fields ten times as slowly.
        self._staying = {name: table.view(np.ndarray) for name, table in staying.items()}
        kinds, floor = self._staying["kinds"], self._staying["floor"]
        self._numbered = kinds["next_row"], kinds["end_row"], floor["rows"], floor["contacts"]
        self._run = machine.load().on(staying, self._plan.book.callbacks(), self._pages)

    def _set_limits(self, floor: Any, contacts: int, pieces: int) -> None:
        """How much of each table there is."""
        room = self._room
        floor["most_contacts"], floor["most_pieces"] = contacts, pieces
        floor["most_decisions"], floor["most_presence_rows"] = room["decisions"], room["presence_rows"]
        floor["most_events"], floor["most_later"], floor["most_pools"] = room["events"], room["later"], room["pools"]
        floor["most_returned"] = room["returned"]

    def _tables(self, workload: Workload) -> Tables:
        """The rest of the world, as the day begins."""
        room = self._room
        self._fresh.set_back()
        first, rows = workload.first_row, workload.rows
        next_row, end_row, first_contacts, contacts = self._numbered
        next_row[:], end_row[:] = first[:-1], first[1:]
        first_contacts[0] = contacts[0] = rows
        columns: Tables = {
            "arrival": workload.arrival,
            "patience": workload.patience,
            "talk": workload.talk.reshape(-1),  # (works, rows), one work after another
            "wrap_up": workload.wrap_up.reshape(-1),
            "balking": workload.balking,
            "resolution": workload.resolution,
            "routing": workload.routing,
        }
        if not self._duties.same:
            columns["duty_steps"] = self._give_duties(self._staying["agents"], workload)
        if self._behaves:
            # Of first contacts, of kept appointments, and of those that follow.
            floor = self._staying["floor"]
            floor["most_contacts"] = rows = workload.rows + workload.requests.rows + room["contacts"]
            columns |= day_of_customers(workload, self._purposes, rows, room["decisions"])
            floor["recorded_patience"] = "recorded_patience" in columns
        if self._bookings is not None:
            columns |= self._bookings.tables(workload, self._staying, room)
        return {name: np.ascontiguousarray(column) for name, column in columns.items()}

    def _give_duties(self, agents: Any, workload: Workload) -> Any:
        """All agents' plans one after another; each agent is told where his begins and ends."""
        steps, begins = self._duties.steps(workload)
        agents["step"], agents["last_step"] = begins[:-1], begins[1:]
        return steps
