"""orchestration: what the center decides in real time; a rule is a condition on a queue and one action."""

from __future__ import annotations

from typing import Any

from ccsim.scenario import clock_times, durations, units
from ccsim.scenario.bounds import bound
from ccsim.scenario.by_segment import shares
from ccsim.scenario.node import Node
from ccsim.scenario.quantities import duration, share
from ccsim.scenario.reader import Reader, Said
from ccsim.scenario.schema_behaviour import Bound, CallBack, Rule, When
from ccsim.scenario.sections.customers import boolean
from ccsim.scenario.sections.led import COMES_BY_BOOKING, by_itself
from ccsim.scenario.sections.time import whole_positive
from ccsim.scenario.shapes import Choice, Custom, Field, Json, RecordOf, Reference, Scalar, Shape
from ccsim.sentences import Sentence

ACTIONS = ("offer", "divert_to", "add_group", "close_group")
QUANTITIES = ("expected_wait", "waiting", "idle")
_OF_OFFER, _OF_DIVERSION = ("accepted", "callback"), ("share",)

# --- when -------------------------------------------------------------------------------------------------------


def _condition(example: str, of_time: bool) -> Scalar[Bound]:
    read = durations.call_duration if of_time else units.amount
    described: Json = {"type": "string", "pattern": r"^\s*(<=|>=|<|>)\s*[0-9]", "examples": [example]}
    return Scalar(lambda value: bound(value, read, example), described)


_WAIT, _WAITING, _IDLE = _condition("> 3 min", True), _condition("> 25", False), _condition("< 2", False)


def _between(value: Any) -> tuple[tuple[float, float], ...]:
    """Times of day; one that ends before it starts goes over midnight."""
    found = tuple(clock_times.span(part) for part in (value.split(",") if isinstance(value, str) else [value]))
    for start, end in found:
        if start == end:
            raise ValueError(f"starts and ends at the same time, got {units.shown(value)}")
    return found


def _check_when(said: Said) -> None:
    conditions = (*QUANTITIES, "must_wait", "between")
    if not any(key in said for key in conditions):
        said.fault("", f"names no condition: say one or more of {', '.join(conditions)}")
    if said.get("must_wait") is False:
        said.fault("must_wait", "must_wait: false does nothing: leave it out")
    said.only_with(("predictor",), "expected_wait" in said, "needs expected_wait: how that is predicted")
    if "until" not in said:
        return
    quantity = next((key for key in QUANTITIES if key in said), "")
    if not quantity:
        said.fault_at_key("until", f"needs a threshold that it undoes: {', '.join(QUANTITIES)}")
        return
    opened, closed = said.get(quantity), said.get("until")
    if opened is None or closed is None:
        return
    above = opened.sign.startswith(">")
    if above == closed.sign.startswith(">"):
        sign = "<" if above else ">"
        said.fault("until", f"points the same way as {quantity}: it ends with {sign}, got {said.entries['until'].node}")
    elif _meet(opened, closed):
        threshold, end = said.entries[quantity].node, said.entries["until"].node
        said.fault("until", f"holds while the rule opens: {quantity} {threshold} and until {end}; the rule would flap")


def _meet(one: Bound, other: Bound) -> bool:
    """Whether a value holds of both, which point to different sides."""
    above, below = (one, other) if one.sign.startswith(">") else (other, one)
    return above.value < below.value or (above.value == below.value and "=" in above.sign and "=" in below.sign)


def _when(until: Scalar[Bound]) -> RecordOf[When]:
    return RecordOf(
        When,
        {
            "contact": Field(Reference("contacts", "a contact type"), "whose queue is looked at", required=True),
            "expected_wait": Field(_WAIT, 'how long one has to wait: "> 3 min"'),
            "waiting": Field(_WAITING, 'how many of it wait: "> 25"'),
            "idle": Field(_IDLE, 'how many agents who may take it are idle: "< 2"'),
            "must_wait": Field(boolean, "whenever no agent is free for it"),
            "between": Field(
                Scalar(_between, {"type": "string", "examples": ["11:00-13:00"]}), "local times, several after commas"
            ),
            "until": Field(
                until,
                'a group rule ends when this holds of the same quantity: "< 10" (default: half of its threshold, twice '
                "it where the rule begins below)",
            ),
            "predictor": Field(
                Choice(("head", "last_answered", "queue_length")),
                "of expected_wait: how long the first in line has waited (head, default), how long the last answered"
                " did, or the queue times AHT over agents",
            ),
        },
        _check_when,
        meaning="all that is said must hold",
    )


def _when_of(node: Node, path: str, reader: Reader) -> When:
    of_time = isinstance(node.value, dict) and "expected_wait" in node.value
    return _when(_condition("< 1 min" if of_time else "< 10", of_time)).read(node, path, reader)


_WHEN: Shape[When] = Custom(_when_of, _when(_condition("< 10", False)).schema())

# --- actions ----------------------------------------------------------------------------------------------------


def _check_callback(said: Said) -> None:
    attempts = said.get("attempts") if "attempts" in said else 1
    said.only_with(("retry_after",), attempts != 1, "needs attempts above 1")


_CALLBACK = RecordOf(
    CallBack,
    {
        "reach": Field(share, "share that pick up, at each attempt (default 85%)"),
        "ring": Field(duration, "how long the agent lets it ring (default 20 s)"),
        "attempts": Field(whole_positive, "how often he is dialled (default 1)"),
        "retry_after": Field(duration, "between attempts (default 15 min)"),
    },
    _check_callback,
    meaning="how the call-back is made",
)
_DIVERTED = Reference("contacts", "a contact type or self-service", besides=("self_service",))


def _divert_to(node: Node, path: str, reader: Reader) -> str:
    return by_itself(_DIVERTED.read(node, path, reader), node, path, reader)


def _check_rule(said: Said) -> None:
    actions = [key for key in said.entries if key in ACTIONS]
    if not actions:
        said.fault("", f"does nothing: say one of {', '.join(ACTIONS)}")
    for key in actions[1:]:
        said.fault_at_key(key, f"'{actions[0]}' is said too: a rule does one thing, so make another rule")
    said.only_with(_OF_OFFER, "offer" in said or len(actions) != 1, "is about a call-back: it needs offer: callback")
    said.only_with(_OF_DIVERSION, "divert_to" in said or len(actions) != 1, "is about a diversion: it needs divert_to")
    _tell_of_lost_share(said)
    when = said.get("when")
    if when is not None and said.reader.kind_of(when.contact) == "appointment":
        said.fault("when", f"'{when.contact}' {COMES_BY_BOOKING}, and has its hosts: no rule changes that")
    elif when is not None and len(actions) == 1:
        _check_action(said, actions[0], when)


def _tell_of_lost_share(said: Said) -> None:
    """An overlay that does something else on the same condition does it to all, unless it says to how many."""
    for action, now, before in (("divert_to", "share", "accepted"), ("offer", "accepted", "share")):
        if action in said and now not in said and before in said.node.replaced:
            path = f"{said.path}.{action}"
            said.reader.warnings.append(Sentence(f"replaces_{before}", path=path, before=before, now=now))


def _check_action(said: Said, action: str, when: When) -> None:
    reader, contact = said.reader, when.contact
    kind = reader.kind_of(contact)
    if action in ("offer", "divert_to"):
        if when.until is not None:
            said.fault("when", "until ends what a group rule opened; this rule is looked at for each contact anew")
        if kind == "deferred":
            said.fault("when", f"'{contact}' is deferred: only a live contact can be offered a call-back or diverted")
        if said.get("divert_to") == contact:
            said.fault("divert_to", f"'{contact}' is diverted to itself")
        return
    group = said.get(action)
    if group is not None and contact not in reader.skills.get(group, (contact,)):
        said.fault(action, f"group '{group}' has no skill for '{contact}'")
    if when.must_wait:
        said.fault("when", 'must_wait is for call-backs and diversions: for a group say waiting: "> 0"')


RULE = RecordOf(
    Rule,
    {
        "when": Field(_WHEN, "the condition", required=True),
        "offer": Field(Choice(("callback",)), "offers a call-back: he keeps his place and hangs up"),
        "accepted": Field(shares, "share that take it, or by segment (default 100%)"),
        "callback": Field(_CALLBACK, "how the call-back is made"),
        "divert_to": Field(Custom(_divert_to, _DIVERTED.schema()), "sends him to a contact type or self-service"),
        "share": Field(shares, "share that go, or by segment (default 100%)"),
        "add_group": Field(Reference("agents", "a group"), "this group may take it at once while the rule is open"),
        "close_group": Field(Reference("agents", "a group"), "this group may not take it while the rule is open"),
    },
    _check_rule,
    meaning="a live rule: when this, then that",
)

# --- rules together ---------------------------------------------------------------------------------------------


def check_rules(node: Node, reader: Reader) -> None:
    """Refuses rules that contradict each other, and diversions that go round in a circle."""
    names = list(reader.rules)
    for i, name in enumerate(names):
        rule = reader.rules[name]
        for other in names[:i]:
            first = reader.rules[other]
            groups = {(first.add_group, rule.close_group), (first.close_group, rule.add_group)} - {(None, None)}
            if first.when == rule.when and any(one == two for one, two in groups):
                action = "add_group" if rule.add_group is not None else "close_group"
                _refuse(
                    node, reader, name, action, f"contradicts '{other}', which does the opposite at the same moment"
                )
    _refuse_circles(node, reader)


def _refuse_circles(node: Node, reader: Reader) -> None:
    ways: dict[str, dict[str, str]] = {}  # from contact type to contact type, by which rule
    for name, rule in reader.rules.items():
        if rule.divert_to is not None and rule.divert_to != rule.when.contact:
            ways.setdefault(rule.when.contact, {}).setdefault(rule.divert_to, name)
    told: set[frozenset[str]] = set()

    def follow(path: tuple[str, ...]) -> None:
        for there, name in ways.get(path[-1], {}).items():
            if there not in path:
                follow((*path, there))
                continue
            circle = path[path.index(there) :]
            if frozenset(circle) not in told:
                told.add(frozenset(circle))
                round_trip = " -> ".join((*circle, there))
                _refuse(node, reader, name, "divert_to", f"goes round in a circle: {round_trip}")

    for start in ways:
        follow((start,))


def _refuse(node: Node, reader: Reader, rule: str, key: str, message: str) -> None:
    assert isinstance(node.value, dict)
    entry = node.value[rule].node.value
    assert isinstance(entry, dict)
    reader.refuse(entry[key].node.place, f"orchestration.{rule}.{key}", message)
