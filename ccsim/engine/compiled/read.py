"""The day's tables as logs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ccsim.engine.booking_logs import BookingLog, HoldLog, ReminderLog
from ccsim.engine.compiled.read_bookings import booking_log, bookings_of, hold_log, reminder_log
from ccsim.engine.logs import AgentLog, ContactLog, CustomerLog, DecisionLog, Logs

if TYPE_CHECKING:
    from ccsim.engine.compiled.kernel import Tables
    from ccsim.model.center import CenterModel, IntArray
    from ccsim.workload.workload import Workload


def read_logs(model: CenterModel, workload: Workload, tables: Tables) -> Logs:
    """What the reference engine would have written of the same day.

    Raises
    ------
    RuntimeError
        A live contact has no outcome: the engine lost it.
    """
    floor = tables["floor"][0]
    if floor.lost >= 0:
        raise RuntimeError(f"contact in row {floor.lost} has no outcome: the engine lost it")
    presence = tables["presence_rows"][: floor.presence_rows]
    bookings = bookings_of(tables)
    settled = np.fmax.reduce(bookings["settled"], initial=0.0)
    end = max(float(floor.last), float(settled), float(presence["end"].max(initial=0.0)), model.timeline.horizon)
    order = _order(workload, tables) if floor.behaves else None
    places = None if order is None else _places(order)
    return Logs(
        replication=workload.replication,
        contacts=_contact_log(workload, tables) if order is None else _longer_log(model, workload, tables, order),
        agents=_agent_log(tables, end, places),
        end=end,
        customers=customer_log(model, workload),
        bookings=_none(BookingLog) if places is None else booking_log(model, tables, bookings, places),
        reminders=_none(ReminderLog) if places is None else reminder_log(tables, bookings),
        holds=_none(HoldLog) if places is None else hold_log(tables),
        decisions=_none(DecisionLog) if places is None else _decision_log(tables, places),
    )


def _order(workload: Workload, tables: Tables) -> IntArray:
    """Rows as they stand in the log: first contacts stay, the others follow by key."""
    keys = tables["contacts"]["key"][workload.rows : tables["floor"][0].contacts]
    return np.concatenate([np.arange(workload.rows), workload.rows + np.argsort(keys)])


def _places(order: IntArray) -> IntArray:
    """By row, its place in the log."""
    places = np.empty_like(order)
    places[order] = np.arange(len(order))
    return places


def _written(tables: Tables, rows: IntArray | slice) -> dict[str, Any]:
    """Columns that the loop wrote as they stand in the log."""
    numbers = ("outcome", "answered", "talk_end", "handled", "left", "agent")
    found = {name: tables[f"log_{name}"]["value"].view(np.ndarray)[rows] for name in (*numbers, "waited", "resolved")}
    return found | {flag: found[flag].view(np.bool_) for flag in ("waited", "resolved")}


def _contact_log(workload: Workload, tables: Tables) -> ContactLog:
    rows = workload.rows
    never, zero, nobody = np.full(rows, np.nan), np.zeros(rows, np.int64), np.full(rows, -1)
    return ContactLog(
        type=workload.type,
        segment=workload.segment,
        interval=workload.interval,
        ordinal=workload.ordinal,
        arrived=workload.arrival,
        joined=workload.arrival,
        customer=np.arange(rows),
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


def _longer_log(model: CenterModel, workload: Workload, tables: Tables, order: IntArray) -> ContactLog:
    """With contacts that followed, and what self-service and live rules did."""
    contacts, trails = tables["contacts"].view(np.ndarray), tables["trails"].view(np.ndarray)
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
    rows = tables["decisions"].view(np.ndarray)[: tables["floor"][0].decisions]
    contact = rows["contact"].copy()
    contact[contact >= 0] = places[contact[contact >= 0]]
    return DecisionLog(rows["time"].copy(), rows["rule"].copy(), rows["act"].copy(), contact, rows["value"].copy())


def _agent_log(tables: Tables, end: float, places: IntArray | None) -> AgentLog:
    presence = _presence(tables, end)
    work = tables["work_rows"][: tables["floor"][0].pieces]
    if places is not None:
        work = work.copy()
        work["contact"] = places[work["contact"]]
        work = work[np.lexsort((work["contact"], work["start"], work["agent"]))]
    return AgentLog(
        **presence,
        work_agent=work["agent"].astype(np.int64),
        work_contact=work["contact"].copy(),
        work_start=work["start"].copy(),
        work_end=work["end"].copy(),
        work_load=work["load"].astype(np.int64),
    )


def _presence(tables: Tables, end: float) -> dict[str, Any]:
    """Stretches of presence, an agent's in order, with those of agents who are there to the last."""
    floor, agents = tables["floor"][0], tables["agents"]
    rows = tables["presence_rows"][: floor.presence_rows]
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


def customer_log(model: CenterModel, workload: Workload) -> CustomerLog:
    """Those who begin with a contact, then those who begin with a booking."""
    requests = workload.requests
    if not requests.rows:
        return CustomerLog(workload.type, workload.interval, workload.ordinal, workload.segment, workload.arrival)
    return CustomerLog(
        source=np.concatenate([workload.type, len(model.types) + requests.appointment]),
        interval=np.concatenate([workload.interval, requests.interval]),
        ordinal=np.concatenate([workload.ordinal, requests.ordinal]),
        segment=np.concatenate([workload.segment, requests.segment]),
        first=np.concatenate([workload.arrival, requests.time]),
    )
