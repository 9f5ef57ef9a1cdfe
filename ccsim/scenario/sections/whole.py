"""The whole file: its sections in the order in which they can be understood."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from ccsim.scenario.calendar import Clock
from ccsim.scenario.durations import positive_duration
from ccsim.scenario.law_schema import law_definitions
from ccsim.scenario.node import Entry, Node, Place
from ccsim.scenario.quantities import DURATION
from ccsim.scenario.reader import Reader, Refused
from ccsim.scenario.schema import DAY, Opening, Scenario
from ccsim.scenario.schema_behaviour import Proactive
from ccsim.scenario.sections.agents import GROUP
from ccsim.scenario.sections.appointments import APPOINTMENT, check_contacts
from ccsim.scenario.sections.customers import CHANNEL, CONTACT, DEMAND, SEGMENT, check_segments
from ccsim.scenario.sections.evidence import EVIDENCE
from ccsim.scenario.sections.experience import EXPERIENCE
from ccsim.scenario.sections.idle import warn_of_idle
from ccsim.scenario.sections.journeys import CONTEXT, JOURNEYS
from ccsim.scenario.sections.led import check_led
from ccsim.scenario.sections.names import collect_names
from ccsim.scenario.sections.orchestration import RULE, check_rules
from ccsim.scenario.sections.proactive import PROACTIVE, check_shares
from ccsim.scenario.sections.reminders import REMINDER
from ccsim.scenario.sections.routing import ROUTING
from ccsim.scenario.sections.self_service import SELF_SERVICE, check_fronts
from ccsim.scenario.sections.stress import STRESS
from ccsim.scenario.sections.targets import TARGET
from ccsim.scenario.sections.time import CALENDAR, OPENING, SIMULATION
from ccsim.scenario.sections.uncertainty import UNCERTAINTY
from ccsim.scenario.sections.volume import check_volume
from ccsim.scenario.shapes import Field, Json, MappingOf, RecordOf, Scalar, Shape
from ccsim.scenario.units import shown, text

T = TypeVar("T")

HOUR = 3600.0
LATER = ("transfers", "outbound", "roster")


def _full_time_week(value: Any) -> float:
    week = positive_duration(value, "h")
    if not HOUR <= week <= 7 * DAY:
        raise ValueError(f"a full-time week has from 1 h to 168 h, got {shown(value)}")
    return week


_TEXT = Scalar(text, {"type": "string"})
SECTIONS: dict[str, Field] = {
    "name": Field(_TEXT, "what reports call it (default: the file's name)"),
    "calendar": Field(CALENDAR, "which days are simulated", required=True),
    "opening": Field(OPENING, "opening hours (default: never closes)"),
    "simulation": Field(SIMULATION, "how long and how exactly to simulate"),
    "currency": Field(_TEXT, "of all money, like EUR (default: money is shown without a unit)"),
    "full_time_week": Field(
        Scalar(_full_time_week, DURATION), "working hours of one full-timer, for FTE: 36 h (default 40 h)"
    ),
    "demand": Field(DEMAND, "what moves all contact types together"),
    "segments": Field(MappingOf(SEGMENT), "kinds of customers"),
    "channels": Field(MappingOf(CHANNEL, empty=False), "ways in which contacts come", required=True),
    "contacts": Field(MappingOf(CONTACT, empty=False), "contact types: what is routed and measured", required=True),
    "agents": Field(MappingOf(GROUP, empty=False), "agent groups", required=True),
    "routing": Field(ROUTING, "who takes what"),
    "self_service": Field(MappingOf(SELF_SERVICE), "IVRs, bots and assistants in front of people"),
    "appointments": Field(MappingOf(APPOINTMENT), "what can be booked, and who comes"),
    "reminders": Field(MappingOf(REMINDER), "messages before appointments"),
    "journeys": Field(JOURNEYS, "what customers do next, by contact type and what happened"),
    "context": Field(CONTEXT, "what a customer has to tell again"),
    "orchestration": Field(MappingOf(RULE), "what the center decides in real time"),
    "proactive": Field(MappingOf(PROACTIVE), "needs that are served before the customer has to ask"),
    "experience": Field(EXPERIENCE, "satisfaction, ease and loyalty as functions of what customers live through"),
    "targets": Field(MappingOf(TARGET), "what must hold"),
    "stress": Field(STRESS, "what `ccsim stress` asks: a name, and the changes that make it"),
    "uncertainty": Field(UNCERTAINTY, "inputs not known exactly, for `ccsim risk`: a change and its distribution"),
    "evidence": Field(EVIDENCE, "by path whether an input was measured, forecast, assumed or decided, and its grounds"),
}
FILE: RecordOf[dict[str, Any]] = RecordOf(
    dict, SECTIONS, later=LATER, meaning="A ccsim scenario: a contact center, its demand and its rules"
)


def read_scenario(root: Node, reader: Reader, name: str, folder: Path) -> Scenario | None:
    """The scenario of a file's tree; None when a fault was noted in `reader`."""
    assert isinstance(root.value, dict)
    members = root.value
    if "factors" in members and not {"channels", "contacts", "agents", "extends"} & members.keys():
        reader.refuse(root.place, "", "an experiment, not a scenario: simulate it with `ccsim sweep FILE`")
        return None
    mistaken: set[str] = set()
    for key, entry in members.items():
        if key not in SECTIONS:
            mistaken.add(FILE.refuse_key(key, entry, "", reader))
    for key, section in SECTIONS.items():
        if section.required and key not in members and key not in mistaken and not reader.base_unknown:
            reader.refuse(root.place, key, f"missing: {section.meaning}")
    collect_names(root, reader)
    values = _sections(root, reader)
    reader.faults += reader.adjustments.without_effect(sound=not reader.faults)
    if reader.faults:
        return None
    values.setdefault("name", name)
    return Scenario(
        **values,
        folder=str(_policy_folder(root, folder).resolve()),
        understood=tuple(reader.understood),
        tables=tuple(reader.tables),
        assumed=tuple(dict.fromkeys(reader.assumed)),
        warnings=tuple(reader.warnings),
        target_places=_places("targets", root),
    )


def _sections(root: Node, reader: Reader) -> dict[str, Any]:
    """What can be read of each section, each after those that it speaks of."""
    assert isinstance(root.value, dict)
    members = root.value
    values: dict[str, Any] = {}
    for key in ("name", "currency", "full_time_week", "calendar", "opening", "simulation", "demand"):
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
    reader.groups = _read_named("agents", GROUP, root, reader, values)
    _read("routing", root, reader, values)
    reader.reminders = _read_named("reminders", REMINDER, root, reader, values)
    reader.appointments = _read_named("appointments", APPOINTMENT, root, reader, values)
    reader.self_service = _read_named("self_service", SELF_SERVICE, root, reader, values)
    reader.rules = _read_named("orchestration", RULE, root, reader, values)
    proactive = _read_named("proactive", PROACTIVE, root, reader, values)
    for key in ("journeys", "context", "experience"):
        _read(key, root, reader, values)
    _read_named("targets", TARGET, root, reader, values)
    _read("stress", root, reader, values)
    _read("uncertainty", root, reader, values)
    _read("evidence", root, reader, values)
    check_volume(root, reader)
    if not reader.base_unknown:  # else what does not fit together may do so with the base
        _check_together(members, proactive, reader)
        check_led(root, reader)
        warn_of_idle(root, reader)
    return values


def _check_together(members: Mapping[str, Entry], proactive: dict[str, Proactive], reader: Reader) -> None:
    """Refuses things of one section that do not go together."""
    if "appointments" in members:
        check_contacts(members["appointments"].node, reader)
    if "self_service" in members:
        check_fronts(members["self_service"].node, reader)
    if "orchestration" in members:
        check_rules(members["orchestration"].node, reader)
    if "proactive" in members:
        check_shares(members["proactive"].node, proactive, reader)


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


def _places(key: str, root: Node) -> dict[str, Place]:
    """Where the members of a section are named."""
    assert isinstance(root.value, dict)
    section = root.value[key].node.value if key in root.value else {}
    assert isinstance(section, dict)
    return {name: entry.key for name, entry in section.items()}


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
