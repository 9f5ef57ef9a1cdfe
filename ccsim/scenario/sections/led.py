"""Which contact types something leads to: those without arrivals of their own must be among them."""

from __future__ import annotations

from collections.abc import Iterator

from ccsim.scenario.node import Entry, Node, near_to
from ccsim.scenario.reader import Reader
from ccsim.scenario.shapes import Custom, Reference, Shape
from ccsim.sentences import Sentence

COMES_BY_BOOKING = "comes by booking only"
_CONTACT = Reference("contacts", "a contact type")


def _comes_by_itself(node: Node, path: str, reader: Reader) -> str:
    name = node.text if not isinstance(node.value, dict | list) else ""
    if name in reader.names.get("appointments", []) and name not in reader.names.get("contacts", []):
        raise reader.refuse(node.place, path, f"'{name}' is an appointment, expected a contact type")
    return by_itself(_CONTACT.read(node, path, reader), node, path, reader)


def by_itself(name: str, node: Node, path: str, reader: Reader) -> str:
    """The name; refused when it is a contact type that no customer comes as of his own accord."""
    if reader.kind_of(name) == "appointment":
        raise reader.refuse(node.place, path, f"'{name}' {COMES_BY_BOOKING}: its channel is kind: appointment")
    if name in reader.called and reader.kind_of(name) == "deferred":
        message = f"'{name}' is a call that agents make for an unconfirmed appointment: no customer comes by it"
        raise reader.refuse(node.place, path, message)
    return name


comes_by_itself: Shape[str] = Custom(_comes_by_itself, _CONTACT.schema())
"""The name of a contact type that a customer may come as without an appointment."""


def said_at(node: Node, *steps: str) -> Iterator[Node]:
    """What stands at the path's end, `*` for every member of a mapping or list; readable or not."""
    if not steps:
        yield node
    elif isinstance(node.value, list):
        if steps[0] == "*":
            for item in node.value:
                yield from said_at(item, *steps[1:])
    elif isinstance(node.value, dict):
        for name, entry in node.value.items():
            if steps[0] in ("*", name):
                yield from said_at(entry.node, *steps[1:])


def check_led(root: Node, reader: Reader) -> None:
    """Refuses contact types without arrivals that nothing leads to.

    An overlay that takes away what led to a contact type of its base leaves it idle: that is a warning.
    """
    assert isinstance(root.value, dict)
    contacts = root.value["contacts"].node if "contacts" in root.value else None
    if contacts is None or not isinstance(contacts.value, dict):
        return
    led = _led(root, contacts.value, reader)
    for name, entry in contacts.value.items():
        if not isinstance(entry.node.value, dict) or reader.contact_channel.get(name) in reader.later_channels:
            continue
        path = f"contacts.{name}"
        if reader.kind_of(name) == "appointment":
            why = "" if name in led or _appointments_at_fault(root, reader) else "no appointment has it as its contact"
            fault = f"{COMES_BY_BOOKING}, and {why}"
        else:
            told = any(near_to(key, ["arrivals", "channel"]) == "arrivals" for key in entry.node.value)
            why = "" if told or name in led else "nothing leads here"
            path = f"{path}.arrivals"
            fault = f"missing: where contacts come from: one of forecast, per_day, rate, trace; {why}"
        if why and entry.key.file != root.place.file:
            booked = reader.kind_of(name) == "appointment"
            reader.warnings.append(Sentence("no_appointment" if booked else "nothing_leads", name=name))
        elif why:
            reader.refuse(entry.node.place, path, fault)


def _appointments_at_fault(root: Node, reader: Reader) -> bool:
    """Whether some appointment names a contact type that it cannot have, and so may mean another: that is told."""
    named = reader.appointment_contact
    return any(reader.kind_of(named.get(name, "")) != "appointment" for name in reader.names.get("appointments", []))


def _led(root: Node, contacts: dict[str, Entry], reader: Reader) -> set[str]:
    """Contact types that customers can come to, those with arrivals of their own included."""
    ways: list[tuple[str, str]] = []  # from a contact type (or from anywhere) to another
    for node in said_at(root, "self_service", "*", "returns", "to"):
        ways.append(("", node.text))
    for node in said_at(root, "appointments", "*", "unconfirmed", "call"):
        ways.append(("", node.text))
    for node in said_at(root, "orchestration", "*"):
        here = next((at.text for at in said_at(node, "when", "contact")), "")
        ways += [(here, at.text) for at in said_at(node, "divert_to")]
    for node in said_at(root, "journeys"):
        for here, entry in node.value.items() if isinstance(node.value, dict) else ():
            ways += [(here, at.text) for at in said_at(entry.node, "*", "*", "to")]
    led = {name for name, entry in contacts.items() if any(said_at(entry.node, "arrivals"))}
    led |= set(reader.appointment_contact.values()) | {""}
    known = list(contacts)
    ways = [
        (here if here in contacts else "", there if there in contacts else near_to(there, known))
        for here, there in ways
    ]
    while more := {there for here, there in ways if here in led} - led:
        led |= more
    return led
