"""The log of customers, which no engine has a say in: the workload decides who comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ccsim.engine.logs import CustomerLog

if TYPE_CHECKING:
    from ccsim.model.center import CenterModel
    from ccsim.workload.workload import Workload


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
