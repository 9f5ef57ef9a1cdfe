"""Records of one replication's customers: what each of them lived through, in one row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ccsim.engine.logs import Logs
from ccsim.measures.customers import CustomerTable, EndState
from ccsim.model.center import CenterModel
from ccsim.study.contact_id import ContactNames
from ccsim.study.path_steps import paths_taken
from ccsim.study.record_columns import coded, named, times

if TYPE_CHECKING:
    import pandas as pd


def customer_records(model: CenterModel, logs: Logs) -> pd.DataFrame:
    """A row per customer whose first contact or request falls after the warm-up and within the scenario's days.

    The other tables hold the warm-up too, and what customers did who booked before the start: a `customer` there need
    not be in this one.

    Columns: `replication`; `customer` (his name); `began_with` (contact type or appointment), `segment`, `interval`
    (local start), `first, first_s` (when he came first); `path` (`ccsim.study.path_steps`); `attempts` (a
    booking and the meeting it became are one, a diverted contact is one), `contacts`, `bookings`, `switches` (of
    channel); `waited_s` (in line, all contacts together); `end` (settled, lost, pending); `cut` (he has made
    `most_attempts`); `resolved_first` (at his first attempt; empty where that cannot be known yet); `to_end_s`
    (from his first to the end of his last step so far), `to_resolution_s` (the same of the settled); `csat`, `ces`,
    `churn` (the risk of losing him for good; all three empty while pending, and of whoever is not asked,
    `ccsim.measures.experience`); `cost` (channels, self-service, reminders
    and agents' handling time); `lost_value` (of the contact that was lost), `churn_cost`.
    """
    import pandas as pd

    table = CustomerTable.of(model, logs)
    known = logs.customers
    source, interval = table.source, table.interval
    last = np.full(table.rows, np.nan)
    np.fmax.at(last, table.journey.customer, table.journey.end)
    names = ContactNames.of(model)
    first = np.where(table.first_judged, table.first_resolved.astype(np.int64), -1)
    return pd.DataFrame(
        {
            "replication": np.full(table.rows, logs.replication),
            "customer": names.write(source, interval, known.ordinal[table.customer]),
            "began_with": coded(source, [one.name for one in names.sources]),
            "segment": coded(table.segment, list(model.segments)),
            "interval": coded(interval, list(model.timeline.interval_start)),
            **times(model.timeline, first=table.first),
            "path": paths_taken(model, logs, table.journey, table.rows),
            "attempts": table.attempts,
            "contacts": table.contacts,
            "bookings": table.bookings,
            "switches": table.switches,
            "waited_s": table.waited,
            "end": named(table.state, EndState),
            "cut": table.cut,
            "resolved_first": coded(first, ["no", "yes"]),
            "to_end_s": last - table.first,
            "to_resolution_s": table.settled_after,
            "csat": table.csat,
            "ces": table.ces,
            "churn": table.churn,
            "cost": table.cost,
            "lost_value": table.lost_value,
            "churn_cost": table.churn_cost,
        }
    )
