"""The tables that records are written to, and which of them a scenario has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ccsim.study.records import agent_records, contact_records
from ccsim.study.records_of_bookings import appointment_records, hold_records, reminder_records
from ccsim.study.records_of_customers import customer_records
from ccsim.study.records_of_rules import decision_records

if TYPE_CHECKING:
    import pandas as pd

    from ccsim.engine.logs import Logs
    from ccsim.model.center import CenterModel
    from ccsim.scenario.schema import Scenario


@dataclass(frozen=True)
class RecordTable:
    """A table of records: its name (of the file, too) and how one replication's rows are made."""

    name: str
    rows: Callable[[CenterModel, Logs], pd.DataFrame]


CONTACTS = RecordTable("contacts", contact_records)
AGENTS = RecordTable("agents", agent_records)
CUSTOMERS = RecordTable("customers", customer_records)
APPOINTMENTS = RecordTable("appointments", appointment_records)
REMINDERS = RecordTable("reminders", reminder_records)
HOLDS = RecordTable("holds", hold_records)
DECISIONS = RecordTable("decisions", decision_records)

TABLES = (CONTACTS, AGENTS, CUSTOMERS, APPOINTMENTS, REMINDERS, HOLDS, DECISIONS)


def tables_of(scenario: Scenario) -> tuple[RecordTable, ...]:
    """The tables in which a scenario's runs can leave anything."""
    tables = [CONTACTS, AGENTS, CUSTOMERS]
    if scenario.appointments:
        tables += [APPOINTMENTS, HOLDS]
    if any(one.reminders for one in scenario.appointments.values()):
        tables.append(REMINDERS)
    if scenario.orchestration:
        tables.append(DECISIONS)
    return tuple(tables)
