"""Tallies of customers, from the table of them."""

from __future__ import annotations

import numpy as np

from ccsim.measures.customers import CustomerTable, EndState
from ccsim.measures.experience import nps
from ccsim.measures.marks import count_marked
from ccsim.model.center import BoolArray, CenterModel, FloatArray, IntArray


def customers(table: CustomerTable, model: CenterModel) -> dict[str, FloatArray]:
    """Tallies by cell (source, segment, interval), flat.

    `ended` are customers who are settled or lost. CSAT is asked of `csat_asked`, and with it NPS and churn; CES of
    `ces_asked`.
    """
    intervals, segments = len(model.timeline.interval_start), len(model.segments)
    size = (len(model.types) + len(model.appointments)) * segments * intervals
    cell = (table.source * segments + table.segment) * intervals + table.interval

    def total(of: BoolArray, value: FloatArray | IntArray) -> FloatArray:
        return np.asarray(np.bincount(cell[of], value[of], size), dtype=np.float64)

    everybody = np.ones(table.rows, dtype=np.bool_)
    settled, lost = table.state == EndState.SETTLED, table.state == EndState.LOST
    marks = {
        "customers": everybody,
        "settled": settled,
        "lost": lost,
        "pending": table.state == EndState.PENDING,
        "ended": settled | lost,
        "attempts_cut": table.cut,
        "first_judged": table.first_judged,
        "first_resolved": table.first_resolved,
    }
    tallies = {
        "attempts": total(everybody, table.attempts),
        "channel_switches": total(everybody, table.switches),
        "time_to_resolution": total(settled, table.settled_after),
        "lost_value": total(everybody, table.lost_value),
    }
    experience = model.behaviour.experience
    if experience is not None:
        asked, asked_ces = ~np.isnan(table.csat), ~np.isnan(table.ces)
        marks |= {"csat_asked": asked, "ces_asked": asked_ces}
        tallies |= {"ces": total(asked_ces, table.ces), "nps": total(asked, nps(experience, table.csat))}
        for name in ("csat", "churn", "churn_cost"):
            tallies[name] = total(asked, getattr(table, name))
    return tallies | count_marked(marks, cell, size)
