"""Logs in which every customer has one contact, and logs without rows, for tests that write logs down."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, TypeVar

import numpy as np

from ccsim.engine.logs import (
    AgentLog,
    BookingLog,
    ContactLog,
    CustomerLog,
    DecisionLog,
    HoldLog,
    Logs,
    Origin,
    ReminderLog,
    Then,
)

Log = TypeVar("Log", BookingLog, ReminderLog, HoldLog, DecisionLog)


def first_contacts(**columns: Any) -> ContactLog:
    """A log in which nothing follows and nothing stands before the queue; columns up to `resolved` are given."""
    rows = len(columns["arrived"])
    never, none, zero = np.full(rows, np.nan), np.full(rows, -1), np.zeros(rows, dtype=np.int64)
    return ContactLog(
        **columns,
        joined=columns["arrived"],
        customer=np.arange(rows),
        attempt=zero,
        leg=zero,
        origin=np.full(rows, int(Origin.FIRST)),
        then=np.full(rows, int(Then.ENDED)),
        bot=none,
        bot_end=never,
        bot_result=none,
        accepted=never,
        dialled=never,
        dials=zero,
    )


def plain_logs(replication: int, contacts: ContactLog, agents: AgentLog, end: float) -> Logs:
    """Logs of a run in which every customer has one contact, without bookings and live rules."""
    return Logs(
        replication,
        contacts,
        agents,
        end,
        CustomerLog(contacts.type, contacts.interval, contacts.ordinal, contacts.segment, contacts.arrived),
        empty(BookingLog),
        empty(ReminderLog),
        empty(HoldLog),
        empty(DecisionLog),
    )


def empty(log: type[Log]) -> Log:
    """A log without rows."""
    columns = {"FloatArray": np.float64, "IntArray": np.int64, "BoolArray": np.bool_}
    return log(**{column.name: np.empty(0, columns[str(column.type)]) for column in fields(log)})
