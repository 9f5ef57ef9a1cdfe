"""The day's tables as logs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ccsim.engine.booking_logs import BookingLog, HoldLog, ReminderLog
from ccsim.engine.compiled.intervals import Intervals
from ccsim.engine.compiled.memory import NOBODY
from ccsim.engine.compiled.page import Written
from ccsim.engine.compiled.read_bookings import BookingReader
from ccsim.engine.compiled.same_columns import SameColumns
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
    """Reads one model's days, and keeps the columns that are the same every day."""

    def __init__(self, model: CenterModel) -> None:
        self._model = model
        self._same = SameColumns()
        self._nothing: dict[str, Any] = {
            "bookings": no_rows(BookingLog),
            "reminders": no_rows(ReminderLog),
            "holds": no_rows(HoldLog),
            "decisions": no_rows(DecisionLog),
        }
        self._intervals = Intervals(model.timeline.edges)
        self._has_bots = bool(model.behaviour.bots)
        self._calls_back = any(rule.callback for rule in model.behaviour.rules)
        self._booking_logs = BookingReader(model).logs if model.appointments else None

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
        logs = {"replication": workload.replication, "end": end, "customers": customer_log(model, workload)}
        logs |= self._nothing
        work = pages.columns(WORK, page, pieces)
        if not floor["behaves"].item():
            logs["contacts"] = self._contact_log(workload, pages, page)
        else:
            contacts = floor["contacts"].item()
            later = _order(tables, workload.rows, contacts)
            places = _places(later, workload.rows, contacts)
            logs["contacts"] = self._longer_log(workload, tables, pages.columns(CONTACTS, page, contacts), later)
            work["work_contact"] = places.take(work["work_contact"])
            if model.behaviour.rules:
                logs["decisions"] = _decision_log(tables, places)
            if self._booking_logs is not None:
                logs |= self._booking_logs(tables, places)
        logs["agents"] = AgentColumns.of(pages.columns(PRESENCE, page, stretches), work)
        return log_of(Logs, logs)

    def _contact_log(self, workload: Workload, pages: Pages, page: Page) -> ContactLog:
        rows, same = workload.rows, self._same
        kind, segment, interval = workload.type, workload.segment, workload.interval
        ordinal, arrived = workload.ordinal, workload.arrival

        def columns(_: str) -> dict[str, Any]:
            never, zero, nobody, customer = same.first(rows)
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

    def _longer_log(self, workload: Workload, tables: Tables, written: Tables, later: IntArray) -> ContactLog:
        """With contacts that followed, which stand in order, and what self-service and live rules did."""
        first, rows = workload.rows, workload.rows + len(later)
        never, zero, nobody, customer = self._same.first(rows)
        contacts, trails = tables["contacts"], tables["trails"]
        contacts_later, trails_later = contacts.take(later), trails.take(later)
        arrived = contacts_later["arrived"]

        def of(table: Any, of_later: Any, name: str) -> Any:
            return _joined(table[name][:first], of_later[name])

        for column in written.values():
            column[first:] = column.take(later)
        written["arrived"] = written["joined"] = _joined(workload.arrival, arrived)
        written["type"] = _joined(workload.type, contacts_later["kind"])
        written["segment"] = _joined(workload.segment, trails_later["segment"])
        written["interval"] = _joined(workload.interval, self._intervals.of(arrived))
        written["ordinal"] = _joined(workload.ordinal, nobody[: len(later)])
        written["customer"] = _joined(customer[:first], trails_later["customer"])
        for name in ("attempt", "leg", "origin"):
            written[name] = _joined(zero[:first], trails_later[name])
        written["then"] = of(trails, trails_later, "then")
        written |= {"bot": nobody, "bot_end": never, "bot_result": nobody}  # BotResult.NONE
        written |= {"accepted": never, "dialled": never, "dials": zero}
        if self._has_bots:
            written["joined"] = of(contacts, contacts_later, "joined")
            written |= {name: of(trails, trails_later, name) for name in ("bot", "bot_end", "bot_result")}
        if self._calls_back:
            written |= {name: of(trails, trails_later, name) for name in ("accepted", "dialled", "dials")}
        return log_of(ContactLog, written)


def _order(tables: Tables, first: int, rows: int) -> IntArray:
    """Rows of contacts that are no first ones, which follow those in the log: by key."""
    order: IntArray = first + tables["contacts"]["key"][first:rows].argsort(kind="stable")
    return order


def _places(later: IntArray, first: int, rows: int) -> IntArray:
    """By row, its place in the log; the last is -1, for NOBODY."""
    places = np.arange(rows + 1)
    places[later] = places[first:rows].copy()
    places[rows] = NOBODY
    return places


def _joined(first: Any, later: Any) -> Any:
    """Of first contacts and of those after them: times, or whole numbers of the width that logs have."""
    return np.concatenate((first, later), dtype=np.float64 if later.dtype == np.float64 else np.int64)


def _decision_log(tables: Tables, places: IntArray) -> DecisionLog:
    rows = tables["decisions"][: tables["floor"]["decisions"].item()]
    columns = {name: rows[name].copy() for name in ("time", "rule", "act", "value")}
    return log_of(DecisionLog, columns | {"contact": places.take(rows["contact"])})
