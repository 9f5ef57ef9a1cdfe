"""The life of one contact, told by the reference engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ccsim.study.contact_id import ContactNames
from ccsim.study.replication import fresh_policy

if TYPE_CHECKING:
    from ccsim.scenario.schema import Scenario


def explain(
    scenario: Scenario, contact: str, *, replication: int = 1, seed: int | None = None, policy: Any = None
) -> list[str]:
    """Lines that tell what happened to a contact in one replication, with the reason of each routing decision.

    Parameters
    ----------
    scenario : Scenario
    contact : str
        Its name, such as `account_call/2026-03-02T10:30/17` (`ccsim.study.contact_id`; column `contact` of records).
    replication : int
    seed : int, optional
        Instead of `simulation.seed`.
    policy : object, optional
        As in `simulate`.

    Raises
    ------
    UnknownContact
        If no such contact comes in that replication.
    """
    from ccsim.engine.simpy_engine import Story, run
    from ccsim.model import build
    from ccsim.workload import draw

    model = build(scenario)
    workload = draw(model, scenario.simulation.seed if seed is None else seed, replication)
    story = Story(ContactNames.of(model).customer(contact, workload))
    run(model, workload, policy=fresh_policy(model.routing, policy), story=story)
    return list(story.lines())
