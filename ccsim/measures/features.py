"""What a center has beside contacts and agents: measures of what it has not are neither taken nor shown."""

from __future__ import annotations

from ccsim.measures.definition import Feature
from ccsim.model.center import CenterModel


def features_of(model: CenterModel) -> frozenset[Feature]:
    """Features of a model.

    Customers are followed (`customers`) where something may happen to them after their first contact, or before an
    agent has them, or where they are asked how it was: elsewhere every customer is one contact.
    """
    behaviour = model.behaviour
    found: set[Feature] = set()
    if model.appointments:
        found.add("appointments")
    if behaviour.bots:
        found.add("self_service")
    if behaviour.experience is not None:
        found.add("experience")
    if behaviour.proactive:
        found.add("proactive")
    if any(channel.line_cost_per_second for channel in model.channels):
        found.add("lines")
    if any(rule.callback for rule in behaviour.rules):
        found.add("callbacks")
    if any(rule.divert_type >= 0 or rule.divert_bot >= 0 for rule in behaviour.rules):
        found.add("diversions")
    if found - {"proactive", "lines"} or any(behaviour.moves.values()):
        found.add("customers")
    if len(model.groups) > 1:
        found.add("groups")
    return frozenset(found)
