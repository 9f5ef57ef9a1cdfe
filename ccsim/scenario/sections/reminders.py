"""reminders: messages before an appointment, and what they do to the customers they reach."""

from __future__ import annotations

from typing import Any

from ccsim.scenario import clock_times
from ccsim.scenario.node import Node
from ccsim.scenario.quantities import amount, positive_duration, share
from ccsim.scenario.reader import Reader, Said
from ccsim.scenario.schema_bookings import Confirm, Reminder
from ccsim.scenario.sections.customers import boolean
from ccsim.scenario.shapes import Custom, Field, RecordOf, Scalar
from ccsim.scenario.units import shown, wrong

_CONFIRM = RecordOf(
    Confirm,
    {
        "answers": Field(share, "share of those who open it and will come that tap to confirm (default 60%)"),
        "rebooks": Field(share, "share of those who cancel by a tap that book anew (default 0%)"),
    },
    meaning="a reminder that asks for an answer by a tap",
)


def _confirm(node: Node, path: str, reader: Reader) -> Confirm | None:
    if isinstance(node.value, dict):
        return _CONFIRM.read(node, path, reader)
    return Confirm() if boolean.read(node, path, reader) else None


def _address(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise wrong("the way it goes, like whatsapp, sms or email", value)
    return value.strip()


def _window(value: Any) -> tuple[float, float]:
    opens, closes = clock_times.span(value)
    if closes <= opens:
        raise ValueError(f"must end after it starts, got {shown(value)} (messages go out by day)")
    return opens, closes


def _check(said: Said) -> None:
    confirm = said.get("confirm")
    if confirm is not None and confirm.rebooks and said.get("cancels") == 0 and "cancels" in said:
        said.fault("confirm", "nobody cancels by this reminder (cancels is 0%), so nobody rebooks")


REMINDER = RecordOf(
    Reminder,
    {
        "channel": Field(
            Scalar(_address, {"type": "string", "examples": ["whatsapp", "sms", "email"]}),
            "names the customer's address: a wrong number stays wrong for every reminder of this channel",
            required=True,
        ),
        "before": Field(positive_duration, "how long before the slot it goes out", required=True),
        "reach": Field(share, "share of customers whose address is right (default 95%)"),
        "open": Field(share, "share of the reached that open it (default 80%)"),
        "remembers": Field(share, "share of the forgetful who come once they have opened it (default 60%)"),
        "cancels": Field(
            share, "share of those who cannot or will not come that cancel once they have opened it (default 30%)"
        ),
        "cost": Field(amount, "of each that is sent"),
        "send_between": Field(
            Scalar(_window, {"type": "string", "examples": ["08:00-20:00"]}),
            "local hours in which it may go out; one due at night goes out in the morning, or the evening before",
        ),
        "confirm": Field(
            Custom(_confirm, {"anyOf": [{"type": "boolean"}, _CONFIRM.schema()]}),
            "asks for an answer by a tap: true, or {answers: 60%, rebooks: 20%}",
        ),
    },
    _check,
    meaning="a message before an appointment",
)
