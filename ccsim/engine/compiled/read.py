"""The day's tables as logs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ccsim.engine.booking_logs import BookingLog, HoldLog, ReminderLog
from ccsim.engine.compiled.read_bookings import booking_log, bookings_of, hold_log, reminder_log
from ccsim.engine.customer_log import customer_log
from ccsim.engine.logs import AgentLog, ContactLog, DecisionLog, Logs, no_rows

if TYPE_CHECKING:
    from ccsim.engine.compiled.kernel import Tables
    from ccsim.engine.compiled.page import Page
    from ccsim.model.center import CenterModel, IntArray
    from ccsim.workload.workload import Workload


_NUMBER, _TIME, _FLAG = np.dtype(np.int64), np.dtype(np.float64), np.dtype(np.bool_)
_CONTACT = {
    "outcome": _NUMBER,
    "waited": _FLAG,
    "resolved": _FLAG,
    "agent": _NUMBER,
    **dict.fromkeys(("answered", "talk_end", "handled", "left"), _TIME),
}
_WORK = {"agent": _NUMBER, "contact": _NUMBER, "start": _TIME, "end": _TIME, "load": _NUMBER}
_PRESENCE = {"agent": _NUMBER, "state": _NUMBER, "start": _TIME, "end": _TIME}
CONTACT_COLUMNS = {f"log_{name}": (name, kind) for name, kind in _CONTACT.items()}
WORK_COLUMNS = {f"log_work_{name}": (f"work_{name}", kind) for name, kind in _WORK.items()}
PRESENCE_COLUMNS = {f"log_presence_{name}": (name, kind) for name, kind in _PRESENCE.items()}
"""Columns that the loop writes: what they are called in the logs, and of which kind they are."""


class Reader:
    """Reads one model's days, and keeps the columns that are the same every day, which cannot be written to."""

    def __init__(self, model: CenterModel) -> None:
        self._model = model
        self._rows = -1
        self._same: dict[str, Any] = {}
        self._nothing: dict[str, Any] = {
            "bookings": no_rows(BookingLog),
            "reminders": no_rows(ReminderLog),
            "holds": no_rows(HoldLog),
            "decisions": no_rows(DecisionLog),
        }

    def logs(self, workload: Workload, tables: Tables, page: Page) -> Logs:
        """What the reference engine would have written of the same day.

        Raises
        ------
        RuntimeError
            A live contact has no outcome: the engine lost it.
        """
        floor = tables["floor"]
        if floor["lost"][0] >= 0:
            raise RuntimeError(f"contact in row {floor['lost'][0]} has no outcome: the engine lost it")
        model = self._model
        end = float(floor["end"][0])
        if not floor["behaves"][0]:
            return Logs(
                replication=workload.replication,
                contacts=self._contact_log(workload, page),
                agents=_agent_log(floor, page, None),
                end=end,
                customers=customer_log(model, workload),
                **self._nothing,
            )
        bookings = bookings_of(tables)
        order = _order(workload, tables)
        places = _places(order)
        return Logs(
            replication=workload.replication,
            contacts=_longer_log(model, workload, tables, page, order),
            agents=_agent_log(floor, page, places),
            end=end,
            customers=customer_log(model, workload),
            bookings=booking_log(model, tables, bookings, places),
            reminders=reminder_log(tables, bookings),
            holds=hold_log(tables),
            decisions=_decision_log(tables, places),
        )

    def _contact_log(self, workload: Workload, page: Page) -> ContactLog:
        rows = workload.rows
        if rows > self._rows:
            self._rows = rows + rows // 8
            self._same = _columns_of_first_contacts(self._rows)
        never, zero, nobody, customer = (column[:rows] for column in self._same.values())
        return ContactLog(
            type=workload.type,
            segment=workload.segment,
            interval=workload.interval,
            ordinal=workload.ordinal,
            arrived=workload.arrival,
            joined=workload.arrival,
            customer=customer,
            attempt=zero,
            leg=zero,
            origin=zero,  # Origin.FIRST
            then=zero,
            bot=nobody,
            bot_end=never,
            bot_result=nobody,  # BotResult.NONE
            accepted=never,
            dialled=never,
            dials=zero,
            **_written(page, CONTACT_COLUMNS, rows),
        )


def _columns_of_first_contacts(rows: int) -> dict[str, Any]:
    """That never happens, 0, -1, and the row itself."""
    columns = {
        "never": np.full(rows, np.nan),
        "zero": np.zeros(rows, np.int64),
        "nobody": np.full(rows, -1),
        "customer": np.arange(rows),
    }
    for column in columns.values():
        column.flags.writeable = False
    return columns


def _order(workload: Workload, tables: Tables) -> IntArray:
    """Rows as they stand in the log: first contacts stay, the others follow by key."""
    keys = tables["contacts"]["key"][workload.rows : tables["floor"][0]["contacts"]]
    return np.concatenate([np.arange(workload.rows), workload.rows + np.argsort(keys)])


def _places(order: IntArray) -> IntArray:
    """By row, its place in the log."""
    places = np.empty_like(order)
    places[order] = np.arange(len(order))
    return places


def _written(page: Page, columns: dict[str, tuple[str, np.dtype[Any]]], rows: int) -> dict[str, Any]:
    """What the loop wrote, by its name in the logs."""
    return {name: page.column(column, rows, kind) for column, (name, kind) in columns.items()}


def _longer_log(model: CenterModel, workload: Workload, tables: Tables, page: Page, order: IntArray) -> ContactLog:
    """With contacts that followed, and what self-service and live rules did."""
    contacts, trails = tables["contacts"], tables["trails"]
    later = order[workload.rows :]

    def of(table: Any, name: str) -> Any:
        column = table[name][order]
        return column if column.dtype == np.float64 else column.astype(np.int64)

    edges, arrived = model.timeline.edges, contacts["arrived"][later]
    interval = np.minimum(np.searchsorted(edges, arrived, "right"), len(edges) - 1) - 1
    journey = ("customer", "attempt", "leg", "origin", "then", "segment")
    service = ("bot", "bot_end", "bot_result", "accepted", "dialled", "dials")
    return ContactLog(
        type=of(contacts, "kind"),
        interval=np.concatenate([workload.interval, interval]),
        ordinal=np.concatenate([workload.ordinal, np.full(len(later), -1)]),
        arrived=np.concatenate([workload.arrival, arrived]),
        joined=of(contacts, "joined"),
        **{name: of(trails, name) for name in (*journey, *service)},
        **{name: column[order] for name, column in _written(page, CONTACT_COLUMNS, len(order)).items()},
    )


def _decision_log(tables: Tables, places: IntArray) -> DecisionLog:
    rows = tables["decisions"][: tables["floor"][0]["decisions"]]
    contact = rows["contact"].copy()
    contact[contact >= 0] = places[contact[contact >= 0]]
    return DecisionLog(rows["time"].copy(), rows["rule"].copy(), rows["act"].copy(), contact, rows["value"].copy())


def _agent_log(floor: Any, page: Page, places: IntArray | None) -> AgentLog:
    presence = _written(page, PRESENCE_COLUMNS, int(floor["stretches"][0]))
    work = _written(page, WORK_COLUMNS, int(floor["pieces"][0]))
    if places is not None:
        agent, start, contact = work["work_agent"], work["work_start"], places[work["work_contact"]]
        work["work_contact"] = contact
        # The loop has sorted them, but for contacts whose rows stand otherwise than their places.
        together = (agent[1:] == agent[:-1]) & (start[1:] == start[:-1])
        if np.any(contact[1:][together] < contact[:-1][together]):
            order = np.lexsort((contact, start, agent))
            work = {name: column[order] for name, column in work.items()}
    return AgentLog(**presence, **work)
