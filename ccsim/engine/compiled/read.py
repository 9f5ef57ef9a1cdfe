"""The day's tables as logs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ccsim.engine.booking_logs import BookingLog, HoldLog, ReminderLog
from ccsim.engine.compiled.read_bookings import booking_log, bookings_of, hold_log, reminder_log
from ccsim.engine.customer_log import customer_log
from ccsim.engine.logs import AgentLog, ContactLog, DecisionLog, Logs

if TYPE_CHECKING:
    from ccsim.engine.compiled.kernel import Tables
    from ccsim.model.center import CenterModel, IntArray
    from ccsim.workload.workload import Workload


_CONTACT = ("outcome", "waited", "resolved", "agent", "answered", "talk_end", "handled", "left")
_WORK = ("agent", "contact", "start", "end", "load")
CONTACT_COLUMNS = [f"log_{name}" for name in _CONTACT]
WORK_COLUMNS = [f"log_work_{name}" for name in _WORK]
"""Columns of the logs that the loop writes."""


class Reader:
    """Reads one model's days, and keeps the columns that are the same every day, which cannot be written to."""

    def __init__(self, model: CenterModel) -> None:
        self._model = model
        self._rows = -1
        self._same: dict[str, Any] = {}
        self._nothing: dict[str, Any] = {
            "bookings": _none(BookingLog),
            "reminders": _none(ReminderLog),
            "holds": _none(HoldLog),
            "decisions": _none(DecisionLog),
        }

    def logs(self, workload: Workload, tables: Tables) -> Logs:
        """What the reference engine would have written of the same day.

        Raises
        ------
        RuntimeError
            A live contact has no outcome: the engine lost it.
        """
        floor = tables["floor"][0]
        if floor["lost"] >= 0:
            raise RuntimeError(f"contact in row {floor['lost']} has no outcome: the engine lost it")
        model = self._model
        ends = tables["presence_rows"][: floor["presence_rows"]]["end"]
        end = max(float(floor["last"]), float(ends.max(initial=0.0)), model.timeline.horizon)
        if not floor["behaves"]:
            return Logs(
                replication=workload.replication,
                contacts=self._contact_log(workload, tables),
                agents=_agent_log(tables, end, None),
                end=end,
                customers=customer_log(model, workload),
                **self._nothing,
            )
        bookings = bookings_of(tables)
        end = max(end, float(np.fmax.reduce(bookings["settled"], initial=0.0)))
        order = _order(workload, tables)
        places = _places(order)
        return Logs(
            replication=workload.replication,
            contacts=_longer_log(model, workload, tables, order),
            agents=_agent_log(tables, end, places),
            end=end,
            customers=customer_log(model, workload),
            bookings=booking_log(model, tables, bookings, places),
            reminders=reminder_log(tables, bookings),
            holds=hold_log(tables),
            decisions=_decision_log(tables, places),
        )

    def _contact_log(self, workload: Workload, tables: Tables) -> ContactLog:
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
            **_written(tables, slice(None)),
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


def _written(tables: Tables, rows: IntArray | slice) -> dict[str, Any]:
    """Columns that the loop wrote as they stand in the log."""
    found = {name: tables[f"log_{name}"]["value"][rows] for name in _CONTACT}
    return found | {flag: found[flag].view(np.bool_) for flag in ("waited", "resolved")}


def _longer_log(model: CenterModel, workload: Workload, tables: Tables, order: IntArray) -> ContactLog:
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
        **_written(tables, order),
    )


def _decision_log(tables: Tables, places: IntArray) -> DecisionLog:
    rows = tables["decisions"][: tables["floor"][0]["decisions"]]
    contact = rows["contact"].copy()
    contact[contact >= 0] = places[contact[contact >= 0]]
    return DecisionLog(rows["time"].copy(), rows["rule"].copy(), rows["act"].copy(), contact, rows["value"].copy())


def _agent_log(tables: Tables, end: float, places: IntArray | None) -> AgentLog:
    pieces = tables["floor"][0]["pieces"]
    work = {f"work_{name}": tables[f"log_work_{name}"]["value"][:pieces] for name in _WORK}
    if places is not None:
        agent, start, contact = work["work_agent"], work["work_start"], places[work["work_contact"]]
        work["work_contact"] = contact
        # The loop has sorted them, but for contacts whose rows stand otherwise than their places.
        together = (agent[1:] == agent[:-1]) & (start[1:] == start[:-1])
        if np.any(contact[1:][together] < contact[:-1][together]):
            order = np.lexsort((contact, start, agent))
            work = {name: column[order] for name, column in work.items()}
    return AgentLog(**_presence(tables, end), **work)


def _presence(tables: Tables, end: float) -> dict[str, Any]:
    """Stretches of presence, an agent's in order, with those of agents who are there to the last."""
    agents = tables["agents"].view(np.ndarray)
    rows = tables["presence_rows"][: tables["floor"][0]["presence_rows"]]
    there = np.flatnonzero((agents["present"] != 0) & (agents["presence_since"] < end))
    columns = {
        "agent": np.concatenate([rows["agent"], there]),
        "state": np.concatenate([rows["state"], agents["presence"][there]]).astype(np.int64),
        "start": np.concatenate([rows["start"], agents["presence_since"][there]]),
        "end": np.concatenate([rows["end"], np.full(len(there), end)]),
    }
    order = np.lexsort((columns["start"], columns["agent"]))
    return {name: column[order] for name, column in columns.items()}


def _none(log: type[Any]) -> Any:
    """A log of nothing."""
    kinds = {"FloatArray": np.float64, "BoolArray": np.bool_}
    return log(**{name: np.zeros(0, kinds.get(kind, np.int64)) for name, kind in log.__annotations__.items()})
