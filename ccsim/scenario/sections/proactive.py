"""proactive: recurring needs that are served before the customer has to ask."""

from __future__ import annotations

import math

from ccsim.scenario.node import Node
from ccsim.scenario.quantities import amount, share
from ccsim.scenario.reader import Reader
from ccsim.scenario.schema_behaviour import Proactive
from ccsim.scenario.shapes import Custom, Field, RecordOf, Reference

_CONTACT = Reference("contacts", "a contact type")


def _replaced(node: Node, path: str, reader: Reader) -> str:
    name = _CONTACT.read(node, path, reader)
    if name not in reader.arriving and not reader.base_unknown:
        raise reader.refuse(node.place, path, f"'{name}' has no arrivals of its own that could be replaced")
    return name


PROACTIVE = RecordOf(
    Proactive,
    {
        "replaces": Field(
            Custom(_replaced, _CONTACT.schema()), "the contact type that need not come any more", required=True
        ),
        "share": Field(share, "of its arrivals", required=True),
        "cost": Field(amount, "of each that is served before"),
    },
    meaning="a recurring need, served before the customer has to ask",
)


def check_shares(node: Node, rules: dict[str, Proactive], reader: Reader) -> None:
    """Refuses more than all contacts of a type."""
    for contact in dict.fromkeys(rule.replaces for rule in rules.values()):
        names = [name for name, rule in rules.items() if rule.replaces == contact]
        total = math.fsum(rules[name].share for name in names)
        if total > 1 + 1e-6:
            assert isinstance(node.value, dict)
            entry = node.value[names[-1]].node.value
            assert isinstance(entry, dict)
            message = f"with {', '.join(names[:-1])} it replaces {100 * total:g}% of '{contact}': at most 100% in all"
            reader.refuse(entry["share"].node.place, f"proactive.{names[-1]}.share", message)
