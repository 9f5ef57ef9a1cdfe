"""How many contacts came and what became of them, counted from both ends, as the laws of `conservation` need it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ccsim.engine.logs import BookingLog, BookingOutcome, Origin, Outcome
from ccsim.measures.definition import Feature
from ccsim.measures.kept import Kept, base_cell, base_cells
from ccsim.measures.marks import among
from ccsim.model.center import BoolArray, CenterModel, FloatArray, IntArray
from ccsim.workload.workload import Workload

_OUTCOMES = {
    "blocked": Outcome.BLOCKED,
    "balked": Outcome.BALKED,
    "answered": Outcome.ANSWERED,
    "abandoned": Outcome.ABANDONED,
    "dropped": Outcome.DROPPED,
    "backlog": Outcome.BACKLOG,
}
_MORE_OUTCOMES: dict[Feature, dict[str, Outcome]] = {
    "self_service": {"contained": Outcome.CONTAINED},
    "diversions": {"diverted": Outcome.DIVERTED},
    "callbacks": {"called_back": Outcome.CALLED_BACK, "not_reached": Outcome.NOT_REACHED},
}
_FOLLOWING = (Origin.MOVE, Origin.RETURN, Origin.DIVERT, Origin.OUTBOUND)


def fates(kept: Kept) -> dict[str, BoolArray]:
    """What became of each contact: blocked, offered, the outcomes, `served` by an agent, `resolved`, and `settled`: the
    resolved that are a customer's own; where customers are followed, who came for the first time or again.
    """
    outcomes = dict(_OUTCOMES)
    for feature, more in _MORE_OUTCOMES.items():
        if feature in kept.features:
            outcomes |= more
    served = kept.was(Outcome.ANSWERED) | kept.was(Outcome.CALLED_BACK)
    resolved = kept.log.resolved & served
    marks = {name: kept.was(outcome) for name, outcome in outcomes.items()}
    marks |= {
        "offered": kept.offered,
        "served": served,
        "resolved": resolved,
        "settled": resolved & kept.of_a_customer,
    }
    if "customers" in kept.features:
        own = kept.of_a_customer & (kept.log.leg == 0)
        again = kept.log.attempt > 0
        marks |= {"first_attempts": own & ~again, "retried": own & again}
    return marks


def first_contacts(model: CenterModel, workload: Workload) -> FloatArray:
    """Tally by base cell of who arrived, from the other end than `fates`: the workload's first contacts.

    So a contact that an engine loses or makes up breaks a law.
    """
    one_segment = len(model.segments) == 1
    came: slice | BoolArray = slice(None)
    if model.timeline.warm_up > 0:
        came = workload.arrival >= model.timeline.warm_up
    return _by_cell(
        model, workload.type[came], None if one_segment else workload.segment[came], workload.interval[came]
    )


def later_contacts(kept: Kept, bookings: Sequence[BookingLog]) -> FloatArray:
    """Tally by base cell of the others who arrived: appointments kept (by the log of bookings, at the later of slot and
    coming) and the log's contacts of other origins; none where customers are not followed.

    So an outcome, or a contact that follows, in a center without such things breaks a law, too.
    """
    if "customers" not in kept.features:
        return np.zeros(kept.cells)
    tally = kept.count({"arrived": among(kept.log.origin, _FOLLOWING)})["arrived"]
    tally += np.concatenate([_kept_appointments(kept.model, one) for one in bookings])
    return tally


def _kept_appointments(model: CenterModel, bookings: BookingLog) -> FloatArray:
    """Customers who came in time to slots inside the horizon, by the base cell of the contact that they become.

    One who comes past the last interval counts in the last.
    """
    timeline = model.timeline
    came = np.maximum(bookings.slot, bookings.came)
    inside = (bookings.slot >= 0) & (bookings.slot < timeline.horizon) & (came >= timeline.warm_up)
    rows = np.flatnonzero(inside & (bookings.outcome == BookingOutcome.KEPT))
    interval = np.searchsorted(timeline.edges, came[rows], side="right") - 1
    contact = np.array([diary.contact for diary in model.appointments], dtype=np.int64)
    kind = contact[bookings.appointment[rows]]
    return _by_cell(model, kind, bookings.segment[rows], np.minimum(interval, len(timeline.interval_start) - 1))


def _by_cell(model: CenterModel, kind: IntArray, segment: IntArray | None, interval: IntArray) -> FloatArray:
    where = base_cell(model, kind, segment, interval)
    return np.bincount(where, minlength=base_cells(model)).astype(np.float64)
