"""journeys and context: what customers do after a contact or a booking."""

from __future__ import annotations

from typing import Any

from ccsim.scenario import units
from ccsim.scenario.by_segment import shares, too_much
from ccsim.scenario.laws import LawShape
from ccsim.scenario.node import Node, near_to
from ccsim.scenario.quantities import factor
from ccsim.scenario.reader import Reader, Refused, Said, join, mapping
from ccsim.scenario.schema_behaviour import Context, Journeys, Move, MoveFrom
from ccsim.scenario.sections.customers import boolean
from ccsim.scenario.sections.led import comes_by_itself
from ccsim.scenario.shapes import Custom, Field, Json, ListOf, RecordOf, Reference, Scalar

MOST_ATTEMPTS = "most_attempts"
_LIMIT = 1000

_OUTCOMES: dict[MoveFrom, str] = {
    "abandoned": "left the queue",
    "blocked": "found no line, or too many waiting",
    "balked": "left at once when told to wait",
    "dropped": "still waited when the channel closed",
    "not_reached": "accepted a call-back and did not pick up",
    "unresolved": "were served, and the matter is not settled",
    "resolved": "were served, and the matter is settled",
    "contained": "were settled by self-service",
    "gave_up": "left self-service in the middle",
    "no_show": "missed the appointment",
    "late_no_show": "came after the grace (default: what no_show says)",
    "cancelled": "cancelled the appointment, or lost it unconfirmed",
    "not_booked": "asked for an appointment and got none",
}
_OF_BOOKINGS = ("no_show", "late_no_show", "cancelled", "not_booked")
_OF_QUEUES = ("abandoned", "blocked", "balked", "dropped", "not_reached")


def _booked(node: Node, path: str, reader: Reader) -> str:
    name = node.text if not isinstance(node.value, dict | list) else ""
    if name in reader.names.get("contacts", []) and name not in reader.names.get("appointments", []):
        owner = next((one for one, contact in reader.appointment_contact.items() if contact == name), "")
        hint = f" (did you mean '{owner}'?)" if owner else ": say `to` instead"
        raise reader.refuse(node.place, path, f"'{name}' is a contact type, expected an appointment{hint}")
    return _APPOINTMENT.read(node, path, reader)


def _check_move(said: Said) -> None:
    if ("to" in said) == ("book" in said):
        said.fault("book" if "book" in said else "", "say one of to (a contact type) and book (an appointment)")


_APPOINTMENT = Reference("appointments", "an appointment")
MOVE = RecordOf(
    Move,
    {
        "to": Field(comes_by_itself, "the contact type he comes as"),
        "book": Field(Custom(_booked, _APPOINTMENT.schema()), "the appointment he asks for"),
        "probability": Field(shares, "share that do, or by segment (default 100%)"),
        "after": Field(LawShape(), "how long after (default: at once)"),
    },
    _check_move,
    meaning="what some customers do next",
)


def _check_moves(said: Said) -> None:
    contact = said.path.split(".")[1]
    segments = said.reader.names.get("segments", [])
    for outcome, moves in said.values.items():
        excess = too_much((move.probability for move in moves), segments)
        if excess:
            said.fault(outcome, f"probabilities sum to {excess}: at most 100% in all, the rest do nothing")
    kind = said.reader.kind_of(contact)
    if kind is None:
        return
    said.only_with(
        _OF_BOOKINGS, kind == "appointment", f"is of appointments, and '{contact}' is not the contact of one"
    )
    said.only_with(_OF_QUEUES, kind != "deferred", f"deferred contacts wait without end, and '{contact}' is deferred")


_NODE: RecordOf[dict[str, tuple[Move, ...]]] = RecordOf(
    dict,
    {
        outcome: Field(ListOf(MOVE, empty=True), f"what those do next who {meaning}")
        for outcome, meaning in _OUTCOMES.items()
    },
    _check_moves,
    meaning="moves by what happened",
)
_CONTACT = Reference("contacts", "a contact type")


def _most(value: Any) -> int:
    most = units.whole_positive(value)
    if most > _LIMIT:
        raise ValueError(f"must be at most {_LIMIT}, got {units.shown(value)}")
    return most


_MOST = Scalar(_most, {"type": "integer", "minimum": 1, "maximum": _LIMIT})


def _journeys(node: Node, path: str, reader: Reader) -> Journeys:
    values: dict[str, Any] = {"moves": {}}
    whole = True
    for name, entry in mapping(node, path, reader).items():
        inner = join(path, name)
        try:
            if name == MOST_ATTEMPTS:
                values[MOST_ATTEMPTS] = _MOST.read(entry.node, inner, reader)
                continue
            if name not in reader.names["contacts"] and near_to(name, [MOST_ATTEMPTS]):
                raise reader.refuse(entry.key, inner, f"unknown key (did you mean '{MOST_ATTEMPTS}'?)")
            contact = reader.appointment_contact.get(name)
            if contact is not None and name not in reader.names["contacts"]:
                message = f"moves of an appointment stand under its contact type (did you mean '{contact}'?)"
                raise reader.refuse(entry.key, inner, message)
            _CONTACT.named(name, entry.node, inner, reader, entry.key)
            values["moves"][name] = _NODE.read(entry.node, inner, reader)
        except Refused:
            whole = False
    if not whole:
        raise Refused
    return Journeys(**values)


_DESCRIBED: Json = {
    "type": "object",
    "description": "what customers do next, by contact type and what happened",
    "properties": {MOST_ATTEMPTS: {**_MOST.schema(), "description": "of one customer; who would make another is cut"}},
    "additionalProperties": _NODE.schema(),
}
JOURNEYS = Custom(_journeys, _DESCRIBED)

CONTEXT = RecordOf(
    Context,
    {
        "shared_across_channels": Field(boolean, "agents see what was said before (default false)"),
        "repeat_aht": Field(
            factor, "AHT of a contact that has to tell it again, when nothing is shared (default 100%)"
        ),
    },
    meaning="what a customer has to tell again",
)
