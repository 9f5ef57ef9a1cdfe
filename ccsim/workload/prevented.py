"""Proactive service: contacts that do not come, because the need was served before the customer had to ask.

Recorded arrivals (traces) are prevented like any others.
"""

from __future__ import annotations

import numpy as np

from ccsim.model.center import CenterModel, IntArray
from ccsim.workload.arrivals import Arrivals
from ccsim.workload.streams import Streams


def preventing_rule(model: CenterModel, streams: Streams, arrivals: Arrivals) -> IntArray:
    """Index into `Behaviour.proactive` of the service that replaces each arrival, -1: he comes.

    One uniform decides about all services that replace a type: the first of the file takes the lowest, so that another
    service behind it, or a larger share of it, spares those who were spared before.
    """
    rule = np.full(len(arrivals.time), -1)
    names = [contact_type.name for contact_type in model.types]
    for k in sorted({one.contact for one in model.behaviour.proactive}):
        rows = slice(arrivals.first_row[k], arrivals.first_row[k + 1])
        of_type = np.array([i for i, one in enumerate(model.behaviour.proactive) if one.contact == k])
        upper = np.cumsum([model.behaviour.proactive[i].share for i in of_type])
        u = streams.uniform(names[k], "proactive", arrivals.interval[rows] << 32 | arrivals.ordinal[rows])
        place = np.searchsorted(upper, u, "right")
        rule[rows] = np.append(of_type, -1)[place]
    return rule
