"""routing: rules, preferences, reservations, orders, policies."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar, get_args

from ccsim.scenario.node import Node
from ccsim.scenario.quantities import duration
from ccsim.scenario.reader import Reader, Refused, join, mapping
from ccsim.scenario.schema import AgentRule, ContactRule, Preference, Routing
from ccsim.scenario.sections.customers import whole
from ccsim.scenario.shapes import Choice, Custom, Field, Json, RecordOf, Reference, Scalar
from ccsim.scenario.units import wrong

_Said = TypeVar("_Said")

_GROUP = Reference("agents", "a group")
_CONTACT = Reference("contacts", "a contact type")
_PREFERENCE = RecordOf(
    Preference,
    {
        "group": Field(_GROUP, "a group with the skill", required=True),
        "after": Field(duration, "only once the contact has waited so long (default 0)"),
    },
)


def _preference(node: Node, path: str, reader: Reader, contact: str, said: list[str]) -> Preference:
    if isinstance(node.value, dict):
        found = _PREFERENCE.read(node, path, reader)
    else:
        found = Preference(group=_GROUP.read(node, path, reader))
    if contact not in reader.skills.get(found.group, (contact,)):
        raise reader.refuse(node.place, path, f"group '{found.group}' has no skill for '{contact}'")
    if found.group in said:
        raise reader.refuse(node.place, path, f"group '{found.group}' is said twice")
    said.append(found.group)
    return found


def _ranks(node: Node, path: str, reader: Reader, contact: str) -> tuple[tuple[Preference, ...], ...]:
    if not isinstance(node.value, list) or not node.value:
        raise reader.refuse(node.place, path, f"expected a list of groups, the preferred first, got {node}")
    said: list[str] = []
    ranks: list[tuple[Preference, ...]] = []
    whole_list = True
    for i, item in enumerate(node.value):
        pool = item.value if isinstance(item.value, list) else [item]
        rank: list[Preference] = []
        if not pool:
            reader.refuse(item.place, f"{path}[{i}]", "the pool is empty")
            whole_list = False
        for j, member in enumerate(pool):
            inner = f"{path}[{i}][{j}]" if pool is item.value else f"{path}[{i}]"
            try:
                rank.append(_preference(member, inner, reader, contact, said))
            except Refused:
                whole_list = False
        ranks.append(tuple(rank))
    if not whole_list:
        raise Refused
    return tuple(ranks)


def _by_name(
    node: Node, path: str, reader: Reader, reference: Reference, read: Callable[[Node, str, Reader, str], _Said]
) -> dict[str, _Said]:
    """What is said for each contact type or group; faults of all are told before it is refused."""
    found: dict[str, _Said] = {}
    members = mapping(node, path, reader)
    for name, entry in members.items():
        inner = join(path, name)
        try:
            reference.named(name, entry.node, inner, reader, entry.key)
            found[name] = read(entry.node, inner, reader, name)
        except Refused:
            continue
    if len(found) < len(members):
        raise Refused
    return found


def _preferences(node: Node, path: str, reader: Reader) -> dict[str, tuple[tuple[Preference, ...], ...]]:
    return _by_name(node, path, reader, _CONTACT, _ranks)


def _reserve(node: Node, path: str, reader: Reader) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    whole_mapping = True
    for group, entry in mapping(node, path, reader).items():
        inner = join(path, group)
        try:
            _GROUP.named(group, entry.node, inner, reader, entry.key)
            members = mapping(entry.node, inner, reader)
        except Refused:
            whole_mapping = False
            continue
        found[group] = {}
        for contact, kept in members.items():
            try:
                found[group][contact] = _reserved(group, contact, kept.node, join(inner, contact), reader)
            except Refused:
                whole_mapping = False
    if not whole_mapping:
        raise Refused
    return found


def _reserved(group: str, contact: str, node: Node, path: str, reader: Reader) -> int:
    _CONTACT.named(contact, node, path, reader, node.place)
    if contact not in reader.skills.get(group, (contact,)):
        raise reader.refuse(node.place, path, f"group '{group}' has no skill for '{contact}'")
    kept = whole.read(node, path, reader)
    size = reader.groups[group].staffing if group in reader.groups else None
    if isinstance(size, int) and kept >= size:
        raise reader.refuse(
            node.place, path, f"the group has {size} agents: with {kept} kept idle it takes none of them"
        )
    return kept


def _order(node: Node, path: str, reader: Reader) -> dict[str, tuple[tuple[str, ...], ...]]:
    return _by_name(node, path, reader, _GROUP, _classes)


def _classes(node: Node, path: str, reader: Reader, group: str) -> tuple[tuple[str, ...], ...]:
    if not isinstance(node.value, list) or not node.value:
        raise reader.refuse(node.place, path, f"expected a list of contact types, the first taken first, got {node}")
    said: list[str] = []
    classes: list[tuple[str, ...]] = []
    before = len(reader.faults)
    skills = reader.skills.get(group)
    for i, item in enumerate(node.value):
        pool = item.value if isinstance(item.value, list) else [item]
        start = len(said)
        for j, member in enumerate(pool):
            inner = f"{path}[{i}][{j}]" if pool is item.value else f"{path}[{i}]"
            try:
                contact = _CONTACT.read(member, inner, reader)
            except Refused:
                continue
            if skills is not None and contact not in skills:
                reader.refuse(member.place, inner, f"group '{group}' has no skill for '{contact}'")
            elif contact in said:
                reader.refuse(member.place, inner, f"'{contact}' is said twice")
            said.append(contact)
        classes.append(tuple(said[start:]))
    missing = [contact for contact in skills or () if contact not in said]
    if missing and len(reader.faults) == before:
        reader.refuse(node.place, path, f"leaves out '{missing[0]}', which the group can take: name every skill")
    if len(reader.faults) > before:
        raise Refused
    return tuple(classes)


def _policy(value: Any) -> str:
    name = r"[A-Za-z_]\w*"
    if not isinstance(value, str) or not re.fullmatch(rf"{name}(\.{name})*:{name}", value):
        raise wrong("a Python policy as module:Class", value)
    return value


_GROUP_OR_DELAY: Json = {"anyOf": [{"type": "string"}, _PREFERENCE.schema()]}
_POOLS: Json = {
    "type": "array",
    "items": {"anyOf": [_GROUP_OR_DELAY, {"type": "array", "items": _GROUP_OR_DELAY}]},
    "examples": [["team", {"group": "generalists", "after": "45 s"}]],
}
_CLASSES: Json = {
    "type": "array",
    "items": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
}
_COUNTS: Json = {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}}

ROUTING = RecordOf(
    Routing,
    {
        "agent_rule": Field(
            Choice(get_args(AgentRule)), "which free agent of a pool takes a contact (default longest_idle)"
        ),
        "contact_rule": Field(
            Choice(get_args(ContactRule)), "which waiting contact a free agent takes (default priority)"
        ),
        "preferences": Field(
            Custom(_preferences, {"type": "object", "additionalProperties": _POOLS}),
            "by contact type: groups, the preferred first; [a, b] inside is one pool; those not named never take it"
            " (default: every group with the skill, fastest first)",
        ),
        "reserve": Field(
            Custom(_reserve, {"type": "object", "additionalProperties": _COUNTS}),
            "by group and contact type: takes it only while more than so many of its agents are idle (default 0)",
        ),
        "order": Field(
            Custom(_order, {"type": "object", "additionalProperties": _CLASSES}),
            "by group, for contact_rule group_order: contact types, the first taken first; [a, b] inside is one class"
            " (default: the order of its skills)",
        ),
        "policy": Field(
            Scalar(_policy, {"type": "string", "pattern": r"^[\w.]+:\w+$"}),
            "a routing policy in Python, module:Class, beside the scenario file (default: none)",
        ),
    },
    meaning="who takes what",
)
