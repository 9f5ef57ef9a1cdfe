"""Sums over customers: how many contacts they made, who was served in the end, and the time between two contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ccsim.engine.logs import Outcome, Then
from experiments.validation.spans import Spans, Tallies, clipped

if TYPE_CHECKING:
    from ccsim.engine.logs import Logs

MOST_ATTEMPTS = 1 << 20  # more than anybody makes: keeps (customer, attempt) apart in one number


def customers(logs: Logs, measured: Spans, settles: float) -> Tallies:
    """Names `customers.*`, and `all.orbit`: minutes between an outcome and the contact that follows it.

    Orbit is clipped to `measured` and goes on to its end where what follows lies beyond the horizon. Customers count
    whose first contact lies in `measured` and at least `settles` seconds before its end, so that their journey has
    ended; `customers.unsettled` counts those whose has not.
    """
    log = logs.contacts
    followed = measured.copy()
    followed[-1, 1] -= settles
    first = clipped(logs.customers.first, logs.customers.first, followed, touching=True) > 0

    def of_customers(rows: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
        return np.bincount(log.customer[rows], minlength=len(first))

    served = of_customers(np.isin(log.outcome, [Outcome.ANSWERED, Outcome.CALLED_BACK]))
    key = log.customer * MOST_ATTEMPTS + log.attempt
    order = np.argsort(key, kind="stable")
    ended = np.where(log.outcome == Outcome.BLOCKED, log.arrived, np.fmax(log.talk_end, log.left))
    moves = np.isin(log.then, [Then.MOVED, Then.PENDING]) & (log.outcome != Outcome.DIVERTED)
    moved = log.then[moves] == Then.MOVED
    comes_back = np.full(moves.sum(), measured[-1, 1])
    place = np.searchsorted(key[order], key[moves][moved] + 1)
    comes_back[moved] = log.arrived[order[place]]
    comes_back = np.maximum(comes_back, ended[moves])
    sums = {
        "customers.seen": first.sum(),
        "customers.served": (served > 0)[first].sum(),
        "customers.contacts": of_customers(log.leg == 0)[first].sum(),
        "customers.unsettled": (of_customers(log.then == Then.PENDING) > 0)[first].sum(),
        "customers.cut": (log.then == Then.CUT).sum(),
        "all.orbit": clipped(ended[moves], comes_back, measured).sum() / 60,
    }
    return {name: float(value) for name, value in sums.items()}
