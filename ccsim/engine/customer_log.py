"""The log of customers, which no engine has a say in: the workload decides who comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ccsim.engine.logs import CustomerLog, log_of

if TYPE_CHECKING:
    from ccsim.model.center import CenterModel
    from ccsim.workload.workload import Workload


def customer_log(model: CenterModel, workload: Workload) -> CustomerLog:
    """Those who begin with a contact, then those who begin with a booking."""
    requests = workload.requests
    columns = {
        "source": workload.type,
        "interval": workload.interval,
        "ordinal": workload.ordinal,
        "segment": workload.segment,
        "first": workload.arrival,
    }
    if requests.rows:
        with_bookings = {
            "source": len(model.types) + requests.appointment,
            "interval": requests.interval,
            "ordinal": requests.ordinal,
            "segment": requests.segment,
            "first": requests.time,
        }
        columns = {name: np.concatenate((column, with_bookings[name])) for name, column in columns.items()}
    return log_of(CustomerLog, columns)
