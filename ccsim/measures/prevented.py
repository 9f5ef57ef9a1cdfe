"""Proactive service: contacts that it made needless, and what it cost."""

from __future__ import annotations

import numpy as np

from ccsim.model.center import CenterModel, FloatArray
from ccsim.workload.workload import Workload


def prevented(model: CenterModel, workload: Workload) -> dict[str, FloatArray]:
    """Tallies (1, intervals): prevented and cost_proactive, by the interval in which the contact would have come.

    When exactly it would have come is not drawn: an interval counts when it begins at or after the warm-up's end.
    """
    timeline, gone = model.timeline, workload.prevented
    inside = timeline.edges[gone.interval] >= timeline.warm_up
    cost = np.array([rule.cost for rule in model.behaviour.proactive])[gone.rule[inside]]
    interval, intervals = gone.interval[inside], len(timeline.interval_start)
    return {
        "prevented": np.bincount(interval, minlength=intervals).astype(np.float64)[None],
        "cost_proactive": np.asarray(np.bincount(interval, cost, intervals), dtype=np.float64)[None],
    }
