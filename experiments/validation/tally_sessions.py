"""Sums over appointment sessions: each span of `measured` is one, from its first appointment to its closing time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ccsim.engine.logs import BookingOutcome, CancelledBy, Missed, Outcome
from experiments.validation.spans import Spans, Tallies, clipped

if TYPE_CHECKING:
    from ccsim.engine.logs import Logs


def sessions(logs: Logs, measured: Spans) -> Tallies:
    """Names `sessions.*` and `client{i}.*`, the i-th client of every session by slot, then by customer.

    A session ends with its last appointment or the last completion, whichever is later; its one host is idle when he
    does not work until then. `over` counts sessions whose last completion comes after closing. `done`, `gone` and
    `present` are counts at closing of all contacts that came during the session, random ones too; `all.queue` is their
    waiting clipped to it. Minutes.
    """
    log, bookings = logs.contacts, logs.bookings
    count = len(measured)
    session = np.searchsorted(measured[:, 0], bookings.slot, "right") - 1
    begins, closes = measured[:, 0], measured[:, 1]

    kept = bookings.outcome == BookingOutcome.KEPT
    visit = bookings.contact[kept]  # rows of ContactLog
    held = session[kept]
    last_slot, last_done = begins.copy(), begins.copy()
    np.maximum.at(last_slot, session, bookings.slot)
    np.maximum.at(last_done, held, np.nan_to_num(log.handled[visit]))
    end = np.maximum(last_slot, last_done)
    over = np.maximum(0.0, last_done - closes)
    wait = np.where(np.isnan(log.answered), log.left, log.answered) - log.joined
    work = np.nan_to_num(log.handled - log.answered)

    came = np.isfinite(log.arrived)
    during = np.searchsorted(begins, log.arrived, "right") - 1
    closing = closes[during]
    gone = log.outcome == Outcome.ABANDONED
    left = np.where(gone, log.left, log.handled)
    sums = {
        "sessions.count": count,
        "sessions.shows": kept.sum(),
        "sessions.wait": wait[visit].sum() / 60,
        "sessions.end": (end - begins).sum() / 60,
        "sessions.idle": ((end - begins).sum() - work[visit].sum()) / 60,
        "sessions.overtime": over.sum() / 60,
        "sessions.over": (over > 0).sum(),
        "sessions.wait_and_end": (wait[visit].sum() + (end - begins).sum()) / 60,
        "sessions.came": came.sum(),
        "sessions.done": (~gone & (left <= closing)).sum(),
        "sessions.gone": (gone & (left <= closing)).sum(),
        "sessions.present": (left > closing).sum(),
        "all.queue": clipped(log.joined, log.joined + wait, measured).sum() / 60,
    }
    order = np.lexsort((bookings.customer, bookings.slot, session))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order)) - np.searchsorted(session[order], session[order])
    for i in range(int(place.max()) + 1):
        rows = bookings.contact[kept & (place == i)]
        sums[f"client{i}.shows"] = len(rows)
        sums[f"client{i}.wait"] = wait[rows].sum() / 60
        sums[f"client{i}.at_once"] = (wait[rows] == 0).sum()
        sums[f"client{i}.waited"] = log.waited[rows].sum()
        sums[f"client{i}.gone"] = gone[rows].sum()
    sums |= _bookings(logs)
    return {name: float(value) for name, value in sums.items()}


def _bookings(logs: Logs) -> Tallies:
    """Names `bookings.*`: what became of all that were booked, and minutes in which hosts were held for them."""
    log, holds = logs.bookings, logs.holds
    missed = log.outcome == BookingOutcome.NO_SHOW
    late = log.outcome == BookingOutcome.LATE_NO_SHOW
    held = (holds.end - holds.start) / 60
    return {
        "bookings.booked": log.rows,
        "bookings.cancelled": (log.cancelled_by == CancelledBy.CUSTOMER).sum(),
        "bookings.cancelled_by_reminder": (log.cancelled_by == CancelledBy.REMINDER).sum(),
        "bookings.forgot": (missed & (log.reason == Missed.FORGOT)).sum(),
        "bookings.emergency": (missed & (log.reason == Missed.EMERGENCY)).sum(),
        "bookings.solved_elsewhere": (missed & (log.reason == Missed.SOLVED_ELSEWHERE)).sum(),
        "bookings.too_late": late.sum(),
        "bookings.missed": (missed | late).sum(),
        "bookings.late_wait": held[holds.showed].sum(),
        "bookings.no_show_wait": held[~holds.showed].sum(),
    }
