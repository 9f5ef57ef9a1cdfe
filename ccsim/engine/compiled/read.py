"""The day's tables as logs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ccsim.engine.booking_logs import BookingLog, HoldLog, ReminderLog
from ccsim.engine.compiled.page import Written
from ccsim.engine.compiled.read_bookings import booking_log, bookings_of, hold_log, reminder_log
from ccsim.engine.customer_log import customer_log
from ccsim.engine.logs import AgentColumns, ContactColumns, ContactLog, DecisionLog, Logs, log_of, no_rows

if TYPE_CHECKING:
    from ccsim.engine.compiled.kernel import Tables
    from ccsim.engine.compiled.page import Page, Pages
    from ccsim.model.center import CenterModel, IntArray
    from ccsim.workload.workload import Workload


_NUMBER, _TIME, _FLAG = np.dtype(np.int64), np.dtype(np.float64), np.dtype(np.bool_)
CONTACTS, WORK, PRESENCE = range(3)
WRITTEN = (
    [Written(f"log_{name}", name, _NUMBER) for name in ("outcome", "agent")]
    + [Written(f"log_{name}", name, _FLAG) for name in ("waited", "resolved")]
    + [Written(f"log_{name}", name, _TIME) for name in ("answered", "talk_end", "handled", "left")],
    [Written(f"log_work_{name}", f"work_{name}", _NUMBER) for name in ("agent", "contact", "load")]
    + [Written(f"log_work_{name}", f"work_{name}", _TIME) for name in ("start", "end")],
    [Written(f"log_presence_{name}", name, _NUMBER) for name in ("agent", "state")]
    + [Written(f"log_presence_{name}", name, _TIME) for name in ("start", "end")],
)
"""What the loop writes of contacts, of work, and of presence."""


class Reader:
    """Reads one model's days, and keeps the columns that are the same every day, which cannot be written to."""

    def __init__(self, model: CenterModel) -> None:
        self._model = model
        self._rows = -1
        self._same: tuple[Any, ...] = ()
        self._nothing: dict[str, Any] = {
            "bookings": no_rows(BookingLog),
            "reminders": no_rows(ReminderLog),
            "holds": no_rows(HoldLog),
            "decisions": no_rows(DecisionLog),
        }

    def logs(self, workload: Workload, tables: Tables, pages: Pages, page: Page) -> Logs:
        """What the reference engine would have written of the same day.

        Raises
        ------
        RuntimeError
            A live contact has no outcome: the engine lost it.
        """
        model, floor = self._model, tables["floor"]
        lost, end = floor["lost"].item(), floor["end"].item()
        if lost >= 0:
            raise RuntimeError(f"contact in row {lost} has no outcome: the engine lost it")
        stretches, pieces = floor["stretches"].item(), floor["pieces"].item()
        customers = customer_log(model, workload)
        if not floor["behaves"].item():
            logs = {"replication": workload.replication, "end": end, "customers": customers, **self._nothing}
            logs["contacts"] = self._contact_log(workload, pages, page)
            logs["agents"] = AgentColumns.of(
                pages.columns(PRESENCE, page, stretches), pages.columns(WORK, page, pieces)
            )
            return log_of(Logs, logs)
        bookings = bookings_of(tables)
        order = _order(workload, tables)
        places = _places(order)
        written = pages.columns(CONTACTS, page, len(order))
        work = pages.columns(WORK, page, pieces)
        work["work_contact"] = places[work["work_contact"]]
        return Logs(
            replication=workload.replication,
            contacts=_longer_log(model, workload, tables, written, order),
            agents=AgentColumns.of(pages.columns(PRESENCE, page, stretches), work),
            end=end,
            customers=customers,
            bookings=booking_log(model, tables, bookings, places),
            reminders=reminder_log(tables, bookings),
            holds=hold_log(tables),
            decisions=_decision_log(tables, places),
        )

    def _contact_log(self, workload: Workload, pages: Pages, page: Page) -> ContactLog:
        rows = workload.rows
        if rows > self._rows:
            self._rows = rows + rows // 8
            self._same = _columns_of_first_contacts(self._rows)
        same = self._same
        kind, segment, interval = workload.type, workload.segment, workload.interval
        ordinal, arrived = workload.ordinal, workload.arrival

        def columns(_: str) -> dict[str, Any]:
            never, zero, nobody, customer = [column[:rows] for column in same]
            return {
                "type": kind,
                "segment": segment,
                "interval": interval,
                "ordinal": ordinal,
                "arrived": arrived,
                "joined": arrived,
                "customer": customer,
                "attempt": zero,
                "leg": zero,
                "origin": zero,  # Origin.FIRST
                "then": zero,
                "bot": nobody,
                "bot_end": never,
                "bot_result": nobody,  # BotResult.NONE
                "accepted": never,
                "dialled": never,
                "dials": zero,
                **pages.columns(CONTACTS, page, rows),
            }

        return ContactColumns.by(columns)


def _columns_of_first_contacts(rows: int) -> tuple[Any, ...]:
    """That never happens, 0, -1, and the row itself."""
    columns = np.full(rows, np.nan), np.zeros(rows, np.int64), np.full(rows, -1), np.arange(rows)
    for column in columns:
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


def _longer_log(
    model: CenterModel, workload: Workload, tables: Tables, written: dict[str, Any], order: IntArray
) -> ContactLog:
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
        **{name: column[order] for name, column in written.items()},
    )


def _decision_log(tables: Tables, places: IntArray) -> DecisionLog:
    rows = tables["decisions"][: tables["floor"][0]["decisions"]]
    contact = rows["contact"].copy()
    contact[contact >= 0] = places[contact[contact >= 0]]
    return DecisionLog(rows["time"].copy(), rows["rule"].copy(), rows["act"].copy(), contact, rows["value"].copy())
