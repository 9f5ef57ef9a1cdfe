"""One replication's workload, put together."""

from __future__ import annotations

from ccsim.model.center import CenterModel
from ccsim.workload.agents import draw_absent, draw_late_login
from ccsim.workload.arrivals import draw_arrivals
from ccsim.workload.busyness import busyness
from ccsim.workload.customers import draw_customers
from ccsim.workload.streams import Streams
from ccsim.workload.workload import Workload


def draw(model: CenterModel, seed: int, replication: int) -> Workload:
    """Everything random of one replication: a pure function of names, seed and replication.

    It does not depend on staff or routing: with one more agent the same customers come at the same instants with the
    same patience and the same work.

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
        A trace of the model does not ascend, or leaves the horizon.
    """
    streams = Streams(seed, replication)
    factors = busyness(model, streams)
    arrivals = draw_arrivals(model, streams, factors)
    customers = draw_customers(model, streams, arrivals)
    return Workload(
        replication=replication,
        first_row=arrivals.first_row,
        type=arrivals.type,
        interval=arrivals.interval,
        ordinal=arrivals.ordinal,
        arrival=arrivals.time,
        segment=customers.segment,
        patience=customers.patience,
        talk=customers.talk,
        wrap_up=customers.wrap_up,
        balking=customers.balking,
        resolution=customers.resolution,
        routing=customers.routing,
        absent=draw_absent(model, streams),
        late_login=draw_late_login(model, streams),
        busyness=factors,
    )
