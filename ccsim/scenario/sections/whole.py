"""The whole file: its sections in the order in which they can be understood."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, TypeVar

from ccsim.scenario.calendar import Clock
from ccsim.scenario.laws import law_definitions
from ccsim.scenario.node import Node
from ccsim.scenario.overlay import FAMILIES
from ccsim.scenario.reader import Reader, Refused
from ccsim.scenario.schema import Opening, Scenario
from ccsim.scenario.sections.agents import GROUP
from ccsim.scenario.sections.customers import CHANNEL, CONTACT, DEMAND, LATER_KINDS, SEGMENT, check_segments
from ccsim.scenario.sections.routing import ROUTING
from ccsim.scenario.sections.targets import TARGET
from ccsim.scenario.sections.time import CALENDAR, OPENING, SIMULATION
from ccsim.scenario.sections.volume import check_volume
from ccsim.scenario.shapes import Field, Json, MappingOf, RecordOf, Scalar, Shape
from ccsim.scenario.units import wrong

T = TypeVar("T")

LATER = (
    "self_service",
    "appointments",
    "reminders",
    "journeys",
    "context",
    "orchestration",
    "proactive",
    "experience",
    "transfers",
    "outbound",
    "roster",
)
NAMED = ("segments", "channels", "contacts", "agents", "targets")
_NAME = re.compile(r"[^\s/.:,;\"'\[\](){}|#][^/.:,;\"'\[\](){}|#\n\r\t]*")


def _text(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float) or not str(value).strip():
        raise wrong("text", value)
    return str(value).strip()


_TEXT = Scalar(_text, {"type": "string"})
SECTIONS: dict[str, Field] = {
    "name": Field(_TEXT, "what reports call it (default: the file's name)"),
    "calendar": Field(CALENDAR, "which days are simulated", required=True),
    "opening": Field(OPENING, "opening hours (default: never closes)"),
    "simulation": Field(SIMULATION, "how long and how exactly to simulate"),
    "currency": Field(_TEXT, "of all money, like EUR (default: money is shown without a unit)"),
    "demand": Field(DEMAND, "what moves all contact types together"),
    "segments": Field(MappingOf(SEGMENT), "kinds of customers"),
    "channels": Field(MappingOf(CHANNEL, empty=False), "ways in which contacts come", required=True),
    "contacts": Field(MappingOf(CONTACT, empty=False), "contact types: what is routed and measured", required=True),
    "agents": Field(MappingOf(GROUP, empty=False), "agent groups", required=True),
    "routing": Field(ROUTING, "who takes what"),
    "targets": Field(MappingOf(TARGET), "what must hold"),
}
FILE: RecordOf[dict[str, Any]] = RecordOf(
    dict, SECTIONS, later=LATER, meaning="A ccsim scenario: a contact center, its demand and its rules"
)


def read_scenario(root: Node, reader: Reader, name: str, folder: Path) -> Scenario | None:
    """The scenario of a file's tree; None when a fault was noted in `reader`."""
    assert isinstance(root.value, dict)
    members = root.value
    mistaken: set[str] = set()
    for key, entry in members.items():
        if key not in SECTIONS:
            mistaken.add(FILE.refuse_key(key, entry, "", reader))
    for key, section in SECTIONS.items():
        if section.required and key not in members and key not in mistaken and not reader.base_unknown:
            reader.refuse(root.place, key, f"missing: {section.meaning}")
    _collect_names(root, reader)

    values: dict[str, Any] = {}
    for key in ("name", "currency", "calendar", "opening", "simulation", "demand"):
        _read(key, root, reader, values)
    if "calendar" in values:
        reader.clock = Clock(values["calendar"])
    reader.opening = values.get("opening", None if "opening" in members else Opening())
    segments = _read_named("segments", SEGMENT, root, reader, values)
    if segments and len(segments) == len(reader.names["segments"]):
        shares = {segment: said.share for segment, said in segments.items()}
        check_segments(members["segments"].node, "segments", reader, shares)
    reader.channels = _read_named("channels", CHANNEL, root, reader, values)
    reader.contacts = _read_named("contacts", CONTACT, root, reader, values)
    if "contacts" in members:
        check_volume(members["contacts"].node, reader)
    reader.groups = _read_named("agents", GROUP, root, reader, values)
    _read("routing", root, reader, values)
    _read_named("targets", TARGET, root, reader, values)
    if reader.faults:
        return None
    values.setdefault("name", name)
    return Scenario(
        **values,
        folder=str(_policy_folder(root, folder).resolve()),
        understood=tuple(reader.understood),
        tables=tuple(reader.tables),
        warnings=tuple(reader.warnings),
    )


def _collect_names(root: Node, reader: Reader) -> None:
    """All names said, so that a reference is judged whether or not what it names can be read."""
    assert isinstance(root.value, dict)
    reader.later_channels = _later_channels(root)
    for section in NAMED:
        node = root.value[section].node if section in root.value else None
        members = node.value if node is not None and isinstance(node.value, dict) else {}
        reader.names[section] = list(members)
        for name, entry in members.items():
            path = f"{section}.{name}"
            if not _NAME.fullmatch(name) or name != name.strip():
                message = "a name holds letters, digits, spaces, - and _, and no / . : , or brackets"
                reader.refuse(entry.key, path, message)
            elif section == "segments" and name in (*FAMILIES, "default", "by_time"):
                reader.refuse(entry.key, path, f"a segment cannot be called '{name}': patience uses the word")
            elif section == "channels" and name in ("default", "at_close"):
                reader.refuse(entry.key, path, f"a channel cannot be called '{name}': opening uses the word")
            elif section == "contacts" and isinstance(entry.node.value, dict) and "channel" in entry.node.value:
                channel = entry.node.value["channel"].node.text
                if channel in reader.names["channels"]:
                    reader.contact_channel[name] = channel


def _later_channels(root: Node) -> frozenset[str]:
    assert isinstance(root.value, dict)
    channels = root.value["channels"].node.value if "channels" in root.value else None
    return frozenset(
        name
        for name, entry in (channels.items() if isinstance(channels, dict) else ())
        if isinstance(entry.node.value, dict)
        and "kind" in entry.node.value
        and entry.node.value["kind"].node.text in LATER_KINDS
    )


def _read(key: str, root: Node, reader: Reader, values: dict[str, Any]) -> None:
    assert isinstance(root.value, dict)
    if key not in root.value:
        return
    try:
        values[key] = SECTIONS[key].shape.read(root.value[key].node, key, reader)
    except Refused:
        return


def _read_named(key: str, shape: Shape[T], root: Node, reader: Reader, values: dict[str, Any]) -> dict[str, T]:
    """The members of a section that can be read; the section becomes a value of the scenario."""
    assert isinstance(root.value, dict)
    if key not in root.value:
        return {}
    try:
        values[key], _ = MappingOf(shape, empty=not SECTIONS[key].required).readable(root.value[key].node, key, reader)
    except Refused:
        return {}
    found: dict[str, T] = values[key]
    return found


def _policy_folder(root: Node, folder: Path) -> Path:
    """A policy's module is looked for beside the file that names it."""
    assert isinstance(root.value, dict)
    routing = root.value["routing"].node.value if "routing" in root.value else None
    if isinstance(routing, dict) and "policy" in routing:
        return Path(routing["policy"].node.place.folder)
    return folder


def json_schema() -> Json:
    """JSON Schema (2020-12) of a scenario file, for editors: keys with their meaning, words, units by example."""
    described = FILE.schema()
    extends: Json = {"type": "string", "description": "a scenario file (or folder) that this one changes; null removes"}
    described["properties"] = {"extends": extends, **described["properties"]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "ccsim scenario",
        # an overlay may leave out what it does not change
        "if": {"not": {"required": ["extends"]}},
        "then": {"required": described.pop("required")},
        **described,
        "$defs": law_definitions(),
    }
