"""All names that a file says, so that a reference is judged whether or not what it names can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ccsim.scenario.node import Entry, Node
from ccsim.scenario.overlay import FAMILIES
from ccsim.scenario.reader import Reader
from ccsim.scenario.sections.customers import LATER_KINDS
from ccsim.scenario.sections.journeys import MOST_ATTEMPTS
from ccsim.scenario.sections.led import said_at

NAMED = (
    "segments",
    "channels",
    "contacts",
    "agents",
    "self_service",
    "appointments",
    "reminders",
    "orchestration",
    "proactive",
    "targets",
)
_NAME = re.compile(r"[^\s/.:,;\"'\[\](){}|#][^/.:,;\"'\[\](){}|#\n\r\t]*")
_TAKEN = {
    "segments": ((*FAMILIES, "default", "by_time"), "a segment", "distributions and shares use"),
    "channels": (("default", "at_close"), "a channel", "opening uses"),
    "contacts": ((MOST_ATTEMPTS,), "a contact type", "journeys uses"),
}
_APART = {"self_service": "a self-service", "appointments": "an appointment"}


def collect_names(root: Node, reader: Reader) -> None:
    """Fills `reader.names` and what else can be told before anything is read; refuses names that cannot be."""
    reader.later_channels = frozenset(
        name for name, entry in _members(root, "channels") if _text(entry.node, "kind") in LATER_KINDS
    )
    for section in NAMED:
        reader.names[section] = [name for name, _ in _members(root, section)]
    for section in NAMED:
        for name, entry in _members(root, section):
            fault = _fault(section, name, reader)
            if fault:
                reader.refuse(entry.key, f"{section}.{name}", fault)
    for name, entry in _members(root, "contacts"):
        channel = _text(entry.node, "channel")
        if channel in reader.names["channels"]:
            reader.contact_channel[name] = channel
        if isinstance(entry.node.value, dict) and "arrivals" in entry.node.value:
            reader.arriving.add(name)
    for name, entry in _members(root, "appointments"):
        contact = _text(entry.node, "contact")
        if contact in reader.names["contacts"]:
            reader.appointment_contact[name] = contact
    reader.features = {section for section in ("appointments", "self_service", "proactive") if reader.names[section]}
    reader.features |= {"lines"} if any(said_at(root, "channels", "*", "line_cost")) else set()
    reader.features |= {"callbacks"} if any(said_at(root, "orchestration", "*", "offer")) else set()
    reader.features |= {"diversions"} if any(said_at(root, "orchestration", "*", "divert_to")) else set()
    reader.features |= {"groups"} if len(reader.names["agents"]) > 1 else set()
    reader.called = {node.text for node in said_at(root, "appointments", "*", "unconfirmed", "call")}
    reader.booked_by_moves = {node.text for node in said_at(root, "journeys", "*", "*", "*", "book")}


def _members(root: Node, section: str) -> Iterator[tuple[str, Entry]]:
    for node in said_at(root, section):
        if isinstance(node.value, dict):
            yield from node.value.items()


def _text(node: Node, key: str) -> str:
    return next((said.text for said in said_at(node, key)), "")


def _fault(section: str, name: str, reader: Reader) -> str:
    """What is wrong with a name, or nothing."""
    if not _NAME.fullmatch(name) or name != name.strip():
        return "a name holds letters, digits, spaces, - and _, and no / . : , or brackets"
    words, thing, users = _TAKEN.get(section, ((), "", ""))
    if name in words:
        return f"{thing} cannot be called '{name}': {users} the word"
    if section in _APART and name in reader.names["contacts"]:
        return f"{_APART[section]} cannot be called like a contact type: where both may stand, '{name}' could be either"
    return ""
