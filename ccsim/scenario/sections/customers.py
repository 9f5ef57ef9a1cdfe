"""demand, segments, channels, contacts."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from ccsim.scenario import units
from ccsim.scenario.laws import LawShape
from ccsim.scenario.node import Node
from ccsim.scenario.quantities import SHARE, amount, call_duration, duration, positive, share, weight
from ccsim.scenario.reader import Reader, Refused, Said, join
from ccsim.scenario.schema import Channel, Contact, Demand, Segment
from ccsim.scenario.sections.arrivals import ARRIVALS, DAY_VARIATION, INTRADAY
from ccsim.scenario.sections.time import whole_positive
from ccsim.scenario.sections.work_times import WorkTime
from ccsim.scenario.shapes import Choice, Custom, Field, Json, ListOf, MappingOf, RecordOf, Reference, Scalar, Shape

__all__ = ["CHANNEL", "CONTACT", "DEMAND", "SEGMENT", "check_segments"]

LATER_KINDS = ("messaging",)  # channels of later versions
SUM_TOLERANCE = 1e-3  # shares as written may miss 1 by this much: 33.3 % three times


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        near = {"yes": "true", "on": "true", "no": "false", "off": "false"}.get(str(value).lower(), "")
        raise units.wrong("true or false", value, near)
    return value


boolean: Shape[bool] = Scalar(_truth, {"type": "boolean"})
whole: Shape[int] = Scalar(units.whole, {"type": "integer", "minimum": 0})

DEMAND = RecordOf(
    Demand,
    {
        "day_variation": Field(DAY_VARIATION, "one factor a day, shared by all contact types (default: none)"),
        "intraday": Field(INTRADAY, "noise of intervals, shared by all contact types (default: none)"),
    },
    meaning="what moves all contact types together",
)

# --- segments ---------------------------------------------------------------------------------------------------

SEGMENT = RecordOf(
    Segment,
    {
        "share": Field(weight, "of all customers, unless a contact type says its own shares", required=True),
        "value": Field(amount, "what a customer is worth; with his risk of leaving: churn_cost (default 0)"),
    },
    meaning="a kind of customers",
)


def check_segments(node: Node, path: str, reader: Reader, shares: dict[str, float]) -> None:
    """Refuses shares that do not sum to 1."""
    total = math.fsum(shares.values())
    if abs(total - 1) > SUM_TOLERANCE and not reader.base_unknown:
        reader.refuse(node.place, path, f"shares must sum to 100%, got {100 * total:g}%")


def _contact_segments(node: Node, path: str, reader: Reader) -> dict[str, float]:
    shares = MappingOf(weight, Reference("segments", "a segment"), empty=False).read(node, path, reader)
    check_segments(node, path, reader, shares)
    return shares


# --- channels ---------------------------------------------------------------------------------------------------


def _pace(node: Node, path: str, reader: Reader) -> tuple[float, ...]:
    pace = ListOf(positive).read(node, path, reader)
    if pace[0] != 1:
        raise reader.refuse(node.place, path, f"starts with 1, the pace with one contact in hand, got {pace[0]:g}")
    for i, value in enumerate(pace):
        if value > 1:
            raise reader.refuse(node.place, f"{path}[{i}]", f"a pace is at most 1, got {value:g}")
    return pace


def _cost(node: Node, path: str, reader: Reader) -> tuple[float, float]:
    one = Scalar(units.cost, _COST)
    costs = ListOf(one).read(node, path, reader) if isinstance(node.value, list) else (one.read(node, path, reader),)
    return math.fsum(per_second for per_second, _ in costs), math.fsum(per_contact for _, per_contact in costs)


def _line_cost(value: Any) -> float:
    per_second, per_contact = units.cost(value)
    if per_contact:
        raise ValueError(
            f"a line costs by time, like 3 per d; what a contact costs is `cost`, got {units.shown(value)}"
        )
    return per_second


_COST: Json = {"type": "string", "examples": ["0.02 per min", "0.05 per contact"]}


_WHY_LIVE = {
    "deferred": ("deferred contacts wait in a queue without end", "deferred work is done one by one"),
    "appointment": ("an appointment has its place", "a host has one appointment at a time"),
}


def _check_channel(said: Said) -> None:
    kind = said.get("kind")
    concurrency = said.get("concurrency") or 1
    if kind is not None:
        lines, concurrency_too = _WHY_LIVE.get(kind, ("", ""))
        said.only_with(("lines", "line_cost"), kind == "live", f"only a live channel has lines: {lines}")
        said.only_with(("concurrency", "pace"), kind == "live", f"only a live channel has it: {concurrency_too}")
        said.only_with(("interruptible", "resume_cost"), kind == "deferred", "only deferred work can be interrupted")
    if kind == "live":
        said.only_with(("line_cost",), "lines" in said, "needs lines: how many are paid for")
        alone = concurrency > 1 or (said.get("concurrency") is None and "concurrency" in said)
        said.only_with(("pace",), alone, "needs a concurrency above 1: with one contact in hand the pace is 1")
    if kind == "deferred":
        said.only_with(("resume_cost",), "interruptible" in said, "needs interruptible: true")


def _channel(cost: tuple[float, float] = (0.0, 0.0), **values: Any) -> Channel:
    return Channel(cost_per_second=cost[0], cost_per_contact=cost[1], **values)


CHANNEL = RecordOf(
    _channel,
    {
        "kind": Field(
            Choice(("live", "deferred", "appointment"), LATER_KINDS),
            "live: customers wait (voice, chat, a branch); deferred: work waits (e-mail); appointment: they book",
            required=True,
        ),
        "concurrency": Field(whole_positive, "contacts an agent holds at once (default 1)"),
        "pace": Field(
            Custom(_pace, {"type": "array", "items": {"type": "number", "exclusiveMinimum": 0, "maximum": 1}}),
            "how fast each contact goes with 1, 2, 3 ... in hand: [1, 0.8, 0.65]",
        ),
        "lines": Field(
            whole_positive, "contacts present at once, waiting ones included; more are blocked (default: no limit)"
        ),
        "cost": Field(
            Custom(_cost, {"anyOf": [_COST, {"type": "array", "items": _COST}]}),
            "0.02 per min, 0.05 per contact, or both in a list (default 0)",
        ),
        "line_cost": Field(
            Scalar(_line_cost, {"type": "string", "examples": ["3 per d"]}),
            "what each line costs, used or not: 3 per d (default 0)",
            "line_cost_per_second",
        ),
        "interruptible": Field(boolean, "a live contact may take the agent from it (default false)"),
        "resume_cost": Field(duration, "extra work each time it is taken up again (default 0)"),
        "drain": Field(boolean, "agents empty themselves for a contact of this channel (default false)"),
    },
    _check_channel,
    meaning="a way in which contacts come",
)

# --- contacts ---------------------------------------------------------------------------------------------------


def _balking(node: Node, path: str, reader: Reader) -> tuple[tuple[int, float], ...]:
    if not isinstance(node.value, dict):
        return ((0, share.read(node, path, reader)),)
    found: dict[int, float] = {}
    whole_mapping = True
    for key, entry in node.value.items():
        inner = join(path, key)
        try:
            waiting = units.whole(key)
        except ValueError:
            reader.refuse(entry.key, inner, f"expected how many wait, a whole number, got '{key}'")
            whole_mapping = False
            continue
        if waiting in found:
            reader.refuse(entry.key, inner, f"{waiting} waiting is said twice")
            whole_mapping = False
        try:
            found[waiting] = share.read(entry.node, inner, reader)
        except Refused:
            whole_mapping = False
    if not whole_mapping:
        raise Refused
    return tuple(sorted(found.items()))


_LIVE_ONLY = ("patience", "balking", "max_waiting", "patience_on_retry")
_NOT_OF_APPOINTMENTS = ("balking", "max_waiting", "patience_on_retry")
_DEFERRED_ONLY = ("clock", "sla_at")


def check_work(said: Said, alternatives: str) -> None:
    """handle_time alone, or talk_time with or without wrap_up."""
    if "handle_time" in said:
        for key in ("talk_time", "wrap_up"):
            if key in said:
                said.fault_at_key(key, "handle_time is said too: it is talk and wrap-up together, so say it alone")
    elif "wrap_up" in said and "talk_time" not in said:
        said.fault_at_key("wrap_up", "needs talk_time; handle_time alone is talk and wrap-up together")
    elif "talk_time" not in said and alternatives:
        said.fault("", alternatives)


def _check_contact(said: Said) -> None:
    check_work(said, "say how long it takes: handle_time (AHT, wrap-up included), or talk_time and wrap_up")
    name = said.get("channel")
    channel = said.reader.channels.get(name or "")
    if channel is None:
        return
    kind = channel.kind
    said.only_with(_LIVE_ONLY, kind != "deferred", f"deferred contacts wait without end, and '{name}' is deferred")
    other = "live" if kind == "live" else "for appointments"
    judged = f"is for deferred contacts, and '{name}' is {other}: its wait is judged"
    said.only_with(_DEFERRED_ONLY, kind == "deferred", judged)
    if kind == "appointment":
        come = f"who comes by '{name}' has booked: say it with requests or a diary, under appointments"
        said.only_with(("arrivals",), False, come)
        said.only_with(_NOT_OF_APPOINTMENTS, False, f"who comes by '{name}' has booked a place, and waits for his host")


_CONTACT = RecordOf(
    Contact,
    {
        "channel": Field(Reference("channels", "a channel"), "the channel it comes by", required=True),
        "arrivals": Field(
            ARRIVALS,
            "where contacts come from: one of forecast, per_day, rate, trace; left out where they come only from"
            " elsewhere: an appointment, a move, self-service, a rule",
        ),
        "segments": Field(
            Custom(_contact_segments, {"type": "object", "additionalProperties": SHARE}),
            "share of each segment among these contacts (default: the shares under segments)",
        ),
        "patience": Field(
            LawShape(patience=True, times=call_duration),
            "how long a waiting customer stays; by segment: {default: ..., NAME: ...}; or never (default never)",
        ),
        "balking": Field(
            Custom(_balking, {"anyOf": [SHARE, {"type": "object", "additionalProperties": SHARE}]}),
            "leaves at once when told to wait: a share, or by number waiting {0: 0%, 5: 3%} (default 0%)",
        ),
        "talk_time": Field(WorkTime("talk_time"), "time with the customer, without wrap-up"),
        "wrap_up": Field(WorkTime("wrap_up"), "after-contact work, during which the agent is busy (default: none)"),
        "handle_time": Field(
            WorkTime("handle_time"), "AHT: talk and wrap-up together; instead of talk_time and wrap_up"
        ),
        "answer_within": Field(duration, "the service level's threshold (default 20 s live, 4 h deferred)"),
        "short_abandon": Field(
            duration, "abandoned sooner does not count in service_level_excluding_short (default: answer_within)"
        ),
        "priority": Field(
            Scalar(units.number, {"type": "number"}), "for contact_rule priority: smaller goes first (default 1)"
        ),
        "weight": Field(positive, "for contact_rule weighted_wait: a minute counts so much (default 1)"),
        "head_start": Field(duration, "added to its wait in longest_wait and weighted_wait (default 0)"),
        "max_waiting": Field(whole, "when so many of it wait, another is blocked (default: no limit)"),
        "patience_on_retry": Field(
            Choice(("fresh", "same")), "whether a new attempt draws a new patience (default fresh)"
        ),
        "lost_value": Field(amount, "what a lost contact costs (default 0)"),
        "resolution": Field(share, "share of answered contacts that settle the matter (default 100%)"),
        "clock": Field(
            Choice(("opening", "elapsed")), "deferred: answer_within counts open hours only, or all (default opening)"
        ),
        "sla_at": Field(
            Choice(("start", "end")), "deferred: judged at the start or the end of the reply (default end)"
        ),
    },
    _check_contact,
    later=("transfers", "outbound"),
    meaning="a contact type: what is routed and measured",
)


def _contact(node: Node, path: str, reader: Reader) -> Contact:
    """A contact type; one of a channel of a later kind is not judged further."""
    members = node.value if isinstance(node.value, dict) else {}
    later = "channel" in members and members["channel"].node.text in reader.later_channels
    values, sound = (replace(_CONTACT, check=None) if later else _CONTACT).readable(node, path, reader)
    if not sound or later:
        raise Refused
    return Contact(**values)


CONTACT: Shape[Contact] = Custom(_contact, _CONTACT.schema())
