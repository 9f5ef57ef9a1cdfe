"""Who does not come to his appointment, and what becomes of a place that nobody has confirmed."""

from __future__ import annotations

import math

from ccsim.scenario import durations
from ccsim.scenario.by_segment import shares
from ccsim.scenario.node import Node
from ccsim.scenario.quantities import SHARE, factor, positive_duration, share, spread, weight
from ccsim.scenario.reader import Reader, Refused, Said, join, mapping
from ccsim.scenario.schema_bookings import Cancellation, MissReason, NoShow, Unconfirmed
from ccsim.scenario.sections.customers import SUM_TOLERANCE, boolean
from ccsim.scenario.shapes import Custom, Field, Json, MappingOf, RecordOf, Reference
from ccsim.scenario.single_laws import OneLaw

_SEGMENT = Reference("segments", "a segment")


def _by_lead(node: Node, path: str, reader: Reader) -> tuple[tuple[float, float], ...]:
    """Shares by lead time, ascending."""
    if not isinstance(node.value, dict):
        example = "{0 d: 5%, 7 d: 27%}; one share whatever the lead is no_show: 20%"
        raise reader.refuse(node.place, path, f"expected shares by lead time, got {node}, like {example}")
    members = mapping(node, path, reader)
    if not members and not reader.base_unknown:
        raise reader.refuse(node.place, path, "names no lead time")
    found: dict[float, float] = {}
    whole = True
    for key, entry in members.items():
        inner = join(path, key)
        try:
            lead = durations.duration(key, "d")
            if lead in found:
                raise ValueError(f"the lead time is said twice: {key}")
            if any(other > lead for other in found):
                raise ValueError(f"lead times must ascend, and '{key}' stands below a longer one")
        except ValueError as error:
            reader.refuse(entry.key, inner, str(error))
            whole = False
            continue
        found[lead] = math.nan
        try:
            found[lead] = share.read(entry.node, inner, reader)
        except Refused:
            whole = False
    if not whole:
        raise Refused
    return tuple(found.items())


def _check_reasons(said: Said) -> None:
    total = math.fsum(said.values.values())
    if len(said.values) == len(said.entries) and abs(total - 1) > SUM_TOLERANCE:
        said.fault("", f"reasons must sum to 100%, got {100 * total:g}%")


def _reasons(**said: float) -> dict[MissReason, float]:
    none: dict[MissReason, float] = {"forgot": 0.0, "emergency": 0.0, "solved_elsewhere": 0.0}
    return {reason: said.get(reason, 0.0) for reason in none}


_REASONS = RecordOf(
    _reasons,
    {
        "forgot": Field(weight, "a reminder can cure it"),
        "emergency": Field(weight, "he would come, and cannot"),
        "solved_elsewhere": Field(weight, "he need not come any more"),
    },
    _check_reasons,
    meaning="why they do not come, 100% in all",
)
_LEADS: Json = {
    "type": "object",
    "additionalProperties": SHARE,
    "minProperties": 1,
    "examples": [{"0 d": "5%", "7 d": "27%"}],
}
_RECORD = RecordOf(
    NoShow,
    {
        "by_lead": Field(
            Custom(_by_lead, _LEADS),
            "share missed without any reminder by time between booking and slot, interpolated, flat beyond",
            required=True,
        ),
        "reasons": Field(_REASONS, "why: forgot, emergency, solved_elsewhere (default 45%, 30%, 25%)"),
        "segments": Field(MappingOf(factor, _SEGMENT), "odds by segment against those of by_lead (default 1)"),
        "missed_before": Field(factor, "odds of a customer who has missed one before (default 1)"),
        "day_cv": Field(spread, "makes bad days bad for all: coefficient of variation of the day's odds"),
    },
    meaning="who does not come when nobody reminds him",
)


def _no_show(node: Node, path: str, reader: Reader) -> NoShow:
    if isinstance(node.value, dict):
        return _RECORD.read(node, path, reader)
    return NoShow(by_lead=((0.0, share.read(node, path, reader)),))


NO_SHOW = Custom(_no_show, {"anyOf": [SHARE, _RECORD.schema()]})

CANCELLATION = RecordOf(
    Cancellation,
    {
        "share": Field(shares, "of the booked, or by segment", required=True),
        "before": Field(OneLaw(), "how long before the slot they cancel", required=True),
    },
    meaning="customers who cancel of their own accord",
)


def _call(node: Node, path: str, reader: Reader) -> str:
    name = Reference("contacts", "a contact type").read(node, path, reader)
    kind = reader.kind_of(name)
    if kind is not None and kind != "deferred":
        channel = reader.contact_channel[name]
        message = f"agents call when they have time, so '{name}' needs a deferred channel, and '{channel}' is {kind}"
        raise reader.refuse(node.place, path, message)
    if name in reader.arriving:
        raise reader.refuse(node.place, path, f"'{name}' has arrivals of its own: make a contact type for these calls")
    return name


def _check_unconfirmed(said: Said) -> None:
    if ("release" in said) == ("call" in said):
        said.fault("call" if "call" in said else "", "say one of release: true and call: CONTACT")
    elif said.get("release") is False:
        said.fault("release", "release: false does nothing: leave unconfirmed out")
    said.only_with(("remembers", "cancels"), "call" in said, "is about who is called: it needs call")


UNCONFIRMED = RecordOf(
    Unconfirmed,
    {
        "at": Field(positive_duration, "how long before the slot", required=True),
        "release": Field(boolean, "the place is free again"),
        "call": Field(
            Custom(_call, {"type": "string"}),
            "agents call him: a contact type on a deferred channel; its resolution is the share that is reached",
        ),
        "remembers": Field(share, "share of the forgetful that come once they are called (default 90%)"),
        "cancels": Field(share, "share of those who will not come that say so when called (default 60%)"),
    },
    _check_unconfirmed,
    meaning="a place whose customer was asked to confirm and has not",
)
