"""One replication's workload, put together."""

from __future__ import annotations

import numpy as np

from ccsim.model.center import BoolArray, CenterModel, FloatArray, IntArray
from ccsim.model.grid import on_grid
from ccsim.workload.agents import Absence, LateLogin
from ccsim.workload.arrivals import Arrivals, FirstArrivals
from ccsim.workload.attempts import Attempts
from ccsim.workload.busyness import Busyness
from ccsim.workload.customers import FirstContacts
from ccsim.workload.prevented import preventing_rule
from ccsim.workload.requests import FirstRequests, diary_address, requests_address
from ccsim.workload.streams import Streams
from ccsim.workload.workload import DIARY, NOTHING_PREVENTED, Prevented, Requests, Workload


class Sampler:
    """Draws the workloads of one model; what all its replications share is worked out once.

    Raises
    ------
    ValueError
        A trace of the model does not ascend, or leaves the horizon.
    """

    def __init__(self, model: CenterModel) -> None:
        self._model = model
        self._arrivals = FirstArrivals(model)
        self._contacts = FirstContacts(model)
        self._requests = FirstRequests(model)
        self._names = _names(model)
        self._busyness = Busyness(model)
        self._absence = Absence(model)
        self._late_login = LateLogin(model)

    def draw(self, seed: int, replication: int) -> Workload:
        """Everything random of one replication: a pure function of names, seed and replication.

        Raises
        ------
        ValueError
            Bookings lack a law of lead times.
        """
        model, streams = self._model, Streams(seed, replication)
        factors = self._busyness.draw(streams)
        arrivals = self._arrivals.draw(streams, factors)
        customers = self._contacts.draw(streams, arrivals)
        came: slice | BoolArray = slice(None)
        first_row, prevented = arrivals.first_row, NOTHING_PREVENTED
        if model.behaviour.proactive:
            rule = preventing_rule(model, streams, arrivals)
            comes = rule < 0
            came = slice(None) if comes.all() else comes  # no copy where nobody was prevented
            first_row = np.concatenate(([0], np.cumsum(comes)))[arrivals.first_row]
            prevented = Prevented(
                rule=rule[~comes],
                type=arrivals.type[~comes],
                segment=customers.segment[~comes],
                interval=arrivals.interval[~comes],
            )
        requests, request_word = self._requests.draw(streams)
        source, word = arrivals.type[came], customers.word[came]
        if requests.rows:
            source = np.concatenate([source, _source(model, requests)])
            word = np.concatenate([word, request_word])
        patience = _recorded_patience(model, arrivals)
        return Workload(
            replication=replication,
            first_row=first_row,
            type=arrivals.type[came],
            interval=arrivals.interval[came],
            ordinal=arrivals.ordinal[came],
            arrival=arrivals.time[came],
            segment=customers.segment[came],
            patience=customers.patience[came],
            talk=customers.talk[:, came],
            wrap_up=customers.wrap_up[:, came],
            balking=customers.balking[came],
            resolution=customers.resolution[came],
            routing=customers.routing[came],
            absent=self._absence.draw(streams),
            late_login=self._late_login.draw(streams),
            busyness=factors,
            requests=requests,
            prevented=prevented,
            attempts=Attempts(model, streams, self._names, source, word, None if patience is None else patience[came]),
        )


def draw(model: CenterModel, seed: int, replication: int) -> Workload:
    """Everything random of one replication: a pure function of names, seed and replication.

    It does not depend on staff or routing: with one more agent the same customers come at the same instants with the
    same patience and the same work. A `Sampler` does the same for many replications at less cost.

    Parameters
    ----------
    model : CenterModel
    seed : int
        The scenario's; the same seed gives every variant of a scenario the same customers.
    replication : int
        Replications with different numbers are independent.

    Raises
    ------
    ValueError
        A trace of the model does not ascend, or leaves the horizon; bookings lack a law of lead times.
    """
    return Sampler(model).draw(seed, replication)


def _names(model: CenterModel) -> tuple[str, ...]:
    return (
        *(contact_type.name for contact_type in model.types),
        *map(requests_address, model.appointments),
        *map(diary_address, model.appointments),
    )


def _source(model: CenterModel, requests: Requests) -> IntArray:
    """Index into `_names`."""
    of_diary = requests.interval == DIARY
    source: IntArray = len(model.types) + requests.appointment + of_diary * len(model.appointments)
    return source


def _recorded_patience(model: CenterModel, arrivals: Arrivals) -> FloatArray | None:
    """Of types that keep their patience on a retry, what their trace says, (rows,); None: there is no such type."""
    patience = None
    for k, contact_type in enumerate(model.types):
        trace = contact_type.arrivals.trace
        if trace is not None and contact_type.same_patience:
            patience = np.full(len(arrivals.time), np.nan) if patience is None else patience
            patience[arrivals.first_row[k] : arrivals.first_row[k + 1]] = on_grid(trace.patience)
    return patience
