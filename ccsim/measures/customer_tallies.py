"""Tallies of customers, from the table of them."""

from __future__ import annotations

import numpy as np

from ccsim.measures.customers import CustomerTable, EndState
from ccsim.measures.experience import nps
from ccsim.model.center import BoolArray, CenterModel, FloatArray, IntArray


def customers(table: CustomerTable, model: CenterModel) -> dict[str, FloatArray]:
    """Tallies by cell (source, segment, interval), flat.

    `ended` are customers who are settled or lost. CSAT is asked of `csat_asked`, and with it NPS and churn; CES of
    `ces_asked`.
    """
    intervals, segments = len(model.timeline.interval_start), len(model.segments)
    size = (len(model.types) + len(model.appointments)) * segments * intervals
    cell = (table.source * segments + table.segment) * intervals + table.interval

    def count(of: BoolArray) -> FloatArray:
        return np.bincount(cell[of], minlength=size).astype(np.float64)

    def total(of: BoolArray, value: FloatArray | IntArray) -> FloatArray:
        return np.asarray(np.bincount(cell[of], value[of], size), dtype=np.float64)

    everybody = np.ones(table.rows, dtype=np.bool_)
    settled, lost = table.state == EndState.SETTLED, table.state == EndState.LOST
    ended = settled | lost
    tallies = {
        "customers": count(everybody),
        "settled": count(settled),
        "lost": count(lost),
        "pending": count(table.state == EndState.PENDING),
        "ended": count(ended),
        "attempts": total(everybody, table.attempts),
        "channel_switches": total(everybody, table.switches),
        "attempts_cut": count(table.cut),
        "time_to_resolution": total(settled, table.settled_after),
        "first_judged": count(table.first_judged),
        "first_resolved": count(table.first_resolved),
        "lost_value": total(everybody, table.lost_value),
    }
    experience = model.behaviour.experience
    if experience is not None:
        asked, asked_ces = ~np.isnan(table.csat), ~np.isnan(table.ces)
        tallies |= {"csat_asked": count(asked), "ces_asked": count(asked_ces), "ces": total(asked_ces, table.ces)}
        tallies["nps"] = total(asked, nps(experience, table.csat))
        for name in ("csat", "churn", "churn_cost"):
            tallies[name] = total(asked, getattr(table, name))
    return tallies
