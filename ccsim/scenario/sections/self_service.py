"""self_service: IVRs, bots and assistants that stand before contact types and bookings."""

from __future__ import annotations

from ccsim.scenario import units
from ccsim.scenario.by_segment import shares, too_much
from ccsim.scenario.laws import LawShape
from ccsim.scenario.node import Node
from ccsim.scenario.quantities import SHARE, amount, factor
from ccsim.scenario.reader import Reader, Said
from ccsim.scenario.schema_behaviour import HandOver, Returns, SelfService
from ccsim.scenario.sections.customers import boolean
from ccsim.scenario.sections.led import COMES_BY_BOOKING, comes_by_itself
from ccsim.scenario.sections.outages import OUTAGES
from ccsim.scenario.sections.time import whole_positive
from ccsim.scenario.shapes import Custom, Field, ListOf, RecordOf, Reference, Scalar

_FRONTED = Reference("contacts", "a contact type or appointment", besides=("appointments",))

_RETURNS = RecordOf(
    Returns,
    {
        "to": Field(comes_by_itself, "the contact type they come back as", required=True),
        "after": Field(LawShape(), "how long after the session", required=True),
    },
    meaning="where the falsely contained come back",
)
_HAND_OVER = RecordOf(
    HandOver,
    {
        "keeps_context": Field(boolean, "whether agents see what was said (default true); else it is told again"),
        "aht": Field(factor, "AHT of those handed over against the contact's own (default 100%)"),
    },
    meaning="those who go on to an agent",
)


def _fronted(node: Node, path: str, reader: Reader) -> str:
    name = _FRONTED.read(node, path, reader)
    if reader.kind_of(name) == "appointment":
        raise reader.refuse(node.place, path, f"'{name}' {COMES_BY_BOOKING}: name its appointment")
    return name


def _check(said: Said) -> None:
    fronts = said.get("fronts") or ()
    for i, name in enumerate(fronts):
        if name in fronts[:i]:
            said.fault("fronts", f"'{name}' is said twice")
    containment, gives_up = said.get("containment"), said.get("gives_up")
    if containment is not None and gives_up is not None:
        excess = too_much((containment, gives_up), said.reader.names.get("segments", []))
        if excess:
            said.fault("gives_up", f"with containment it makes {excess}: at most 100% in all")
    said.only_with(
        ("returns",), "false_containment" in said, "needs false_containment: only the falsely contained come back"
    )


SELF_SERVICE = RecordOf(
    SelfService,
    {
        "fronts": Field(
            ListOf(Custom(_fronted, _FRONTED.schema()), empty=True),
            "contact types and appointments that it stands before; others come by divert_to",
        ),
        "time": Field(LawShape(), "length of a session", required=True),
        "containment": Field(shares, "share settled without an agent, or by segment", required=True),
        "gives_up": Field(shares, "share that leave in the middle, or by segment (default 0%)"),
        "false_containment": Field(
            shares, "share of the contained whose matter is not settled, or by segment (default 0%)"
        ),
        "returns": Field(_RETURNS, "where the falsely contained come back, and after how long"),
        "cost": Field(amount, "of a session"),
        "hand_over": Field(_HAND_OVER, "those who go on to an agent"),
        "easy_first": Field(
            Scalar(units.share, SHARE),
            "how much shorter than average the contained contacts would have been: those left are longer (default 0)",
        ),
        "capacity": Field(whole_positive, "sessions at once; who comes when it is full goes on to the queue"),
        "outages": Field(OUTAGES, "when no new session begins: a list of times"),
    },
    _check,
    meaning="an IVR, bot or assistant",
)


def check_fronts(node: Node, reader: Reader) -> None:
    """Refuses two self-services before one contact type or appointment: which comes first would not be said."""
    stands: dict[str, str] = {}
    for name, bot in reader.self_service.items():
        for fronted in bot.fronts:
            first = stands.setdefault(fronted, name)
            if first != name:
                assert isinstance(node.value, dict)
                entry = node.value[name].node.value
                assert isinstance(entry, dict)
                message = f"'{first}' stands before '{fronted}' already"
                reader.refuse(entry["fronts"].node.place, f"self_service.{name}.fronts", message)
