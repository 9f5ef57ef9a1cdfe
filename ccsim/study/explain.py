"""The journey of one customer, told by the reference engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ccsim.study.contact_id import ContactNames
from ccsim.study.replication import fresh_policy

if TYPE_CHECKING:
    from ccsim.scenario.schema import Scenario


def explain(
    scenario: Scenario, contact: str, *, replication: int = 1, seed: int | None = None, policy: Any = None
) -> list[str]:
    """Lines that tell what happened to a customer in one replication, with the reason of each decision.

    Told are all his contacts and bookings: what he met, who answered and why, reminders, and what he did next.

    Parameters
    ----------
    scenario : Scenario
    contact : str
        His name, such as `account_call/2026-03-02T10:30/17`, or that of any contact or booking of his
        (`ccsim.study.contact_id`; columns `contact`, `booking` and `customer` of records).
    replication : int
    seed : int, optional
        Instead of `simulation.seed`.
    policy : object, optional
        As in `simulate`.

    Raises
    ------
    UnknownContact
        If no such customer comes in that replication.
    """
    from ccsim.engine.simpy_engine import Story, run
    from ccsim.model import build
    from ccsim.workload import draw

    model = build(scenario)
    workload = draw(model, scenario.simulation.seed if seed is None else seed, replication)
    story = Story(ContactNames.of(model).customer(contact, workload))
    run(model, workload, policy=fresh_policy(model.routing, policy), story=story)
    return list(story.lines())
