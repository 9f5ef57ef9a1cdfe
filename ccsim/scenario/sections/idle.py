"""What a scenario says and what will never happen: no fault, since an overlay may have taken the reason away."""

from __future__ import annotations

from ccsim.scenario.node import Node
from ccsim.scenario.reader import Reader
from ccsim.scenario.sections.led import said_at
from ccsim.sentences import Sentence


def warn_of_idle(root: Node, reader: Reader) -> None:
    """Warns of self-service that nobody meets, and of moves after what never happens."""
    diverted = {rule.divert_to: rule.when.contact for rule in reader.rules.values() if rule.divert_to is not None}
    for name, bot in reader.self_service.items():
        if not bot.fronts and name not in diverted:
            reader.warnings.append(Sentence("bot_fronts_nothing", name=name))
    _warn_of_moves(root, reader)


def _warn_of_moves(root: Node, reader: Reader) -> None:
    met = {name for bot in reader.self_service.values() for name in bot.fronts}
    met |= {reader.appointment_contact.get(name, "") for name in met}
    met |= {rule.when.contact for rule in reader.rules.values() if rule.divert_to in reader.self_service}
    offered = {rule.when.contact for rule in reader.rules.values() if rule.offer is not None}
    for section in said_at(root, "journeys"):
        for contact, entry in section.value.items() if isinstance(section.value, dict) else ():
            for outcome in entry.node.value if isinstance(entry.node.value, dict) else ():
                path = f"journeys.{contact}.{outcome}"
                if outcome in ("contained", "gave_up") and contact not in met:
                    reader.warnings.append(Sentence("never_happens", path=path, why=Sentence("no_bot_before")))
                if outcome == "not_reached" and contact not in offered:
                    reader.warnings.append(Sentence("never_happens", path=path, why=Sentence("no_call_back")))
