"""appointments: what can be booked, who hosts, who books and who comes."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from ccsim.scenario import durations, units
from ccsim.scenario.laws import LawShape, table
from ccsim.scenario.node import Node
from ccsim.scenario.quantities import DURATION, FILE, SHARE, days, duration
from ccsim.scenario.reader import Reader, Refused, Said, file_of
from ccsim.scenario.schema import DAY
from ccsim.scenario.schema_bookings import Appointment, DiaryRow
from ccsim.scenario.sections.arrivals import REQUESTS
from ccsim.scenario.sections.customers import boolean
from ccsim.scenario.sections.no_show import CANCELLATION, NO_SHOW, UNCONFIRMED
from ccsim.scenario.sections.table_said import COLUMNS, DATES, column_names, date_order
from ccsim.scenario.shapes import Custom, Field, ListOf, RecordOf, Reference, Scalar, Shape
from ccsim.scenario.single_laws import Punctuality
from ccsim.scenario.tables import read_diary
from ccsim.sentences import Sentence

SHORTEST_SLOT = 60.0
LONGEST_HORIZON = 366 * DAY
DEFAULT_HORIZON = Appointment.model_fields["horizon"].default


def _slot(value: Any) -> float:
    length = durations.positive_duration(value, "min")
    if not SHORTEST_SLOT <= length <= DAY:
        raise ValueError(f"a slot lasts from 1 min to 24 h, got {units.shown(value)}")
    return length


def _horizon(value: Any) -> float:
    ahead = durations.positive_duration(value, "d")
    if ahead > LONGEST_HORIZON:
        raise ValueError(f"must be at most {LONGEST_HORIZON / DAY:g} d, got {units.shown(value)}")
    return ahead


def _contact(node: Node, path: str, reader: Reader) -> str:
    name = Reference("contacts", "a contact type").read(node, path, reader)
    kind = reader.kind_of(name)
    if kind is not None and kind != "appointment":
        channel = reader.contact_channel[name]
        message = f"'{name}' comes by '{channel}', which is {kind}: an appointment needs a channel of kind: appointment"
        raise reader.refuse(node.place, path, message)
    return name


def _diary(order: Any, named: dict[str, str], horizon: float) -> Custom[tuple[DiaryRow, ...]]:
    def read(node: Node, path: str, reader: Reader) -> tuple[DiaryRow, ...]:
        clock = reader.clock
        if clock is None:
            raise Refused
        contact = reader.appointment_contact.get(path.split(".")[1], "")
        channel = reader.contact_channel.get(contact)
        windows = reader.windows({channel}) if channel else None
        segments = reader.names.get("segments", [])
        return table(
            node, path, reader, lambda: read_diary(file_of(node), clock, horizon, order, segments, windows, named)
        )

    return Custom(read, FILE)


def _record(diary: Shape[Any]) -> RecordOf[Appointment]:
    return RecordOf(
        Appointment,
        {
            "contact": Field(
                Custom(_contact, {"type": "string"}),
                "the contact type that a kept appointment becomes; its channel is of kind: appointment",
                required=True,
            ),
            "agents": Field(Reference("agents", "a group"), "the group that hosts", required=True),
            "slot": Field(Scalar(_slot, DURATION), "how long a slot is: 30 min", required=True),
            "diary": Field(diary, "a table of what is booked already: slot, places[, lead_time, segment]"),
            "dates": DATES,
            "columns": COLUMNS,
            "requests": Field(REQUESTS, "bookings asked for in opening hours: by rate or per_day"),
            "lead_time": Field(LawShape(times=days), "how long ahead customers wish their slot"),
            "horizon": Field(Scalar(_horizon, DURATION), "how far ahead can be booked (default 14 d)"),
            "no_show": Field(NO_SHOW, "who does not come (default: everybody comes)"),
            "cancellation": Field(CANCELLATION, "who cancels of his own accord (default: nobody)"),
            "punctuality": Field(
                Punctuality(), "when they come against the slot; may be early, -2 min (default: on the dot)"
            ),
            "grace": Field(duration, "who comes later than this has missed it (default 10 min)"),
            "protect_before": Field(duration, "hosts take no other contact so shortly before their slot (default 0)"),
            "overbooking": Field(
                Scalar(units.share, SHARE), "extra places, whole ones, spread over the day (default 0%)"
            ),
            "standby": Field(
                boolean, "customers without a place, or with a later one, take what is freed (default false)"
            ),
            "reminders": Field(ListOf(Reference("reminders", "a reminder"), empty=True), "what goes out before it"),
            "unconfirmed": Field(UNCONFIRMED, "what becomes of a place whose customer was asked and has not confirmed"),
        },
        _check,
        meaning="something that can be booked",
    )


def _check(said: Said) -> None:
    _check_hosts(said)
    _check_slot(said)
    _check_bookings(said)
    _check_reminders(said)


def _check_hosts(said: Said) -> None:
    contact, group = said.get("contact"), said.get("agents")
    if contact is not None and group is not None and contact not in said.reader.skills.get(group, (contact,)):
        said.fault("agents", f"group '{group}' hosts '{contact}' and has no skill for it")


def _check_slot(said: Said) -> None:
    contact, slot = said.get("contact"), said.get("slot")
    channel = said.reader.contact_channel.get(contact or "")
    windows = said.reader.windows({channel}) if channel else None
    if not windows or slot is None:
        return
    longest = max(closes - opens for opens, closes in windows)
    if slot > longest:
        longest_text = durations.duration_text(longest)
        said.fault("slot", f"fits into no opening hours of '{channel}', which are at most {longest_text} at a stretch")


def _check_bookings(said: Said) -> None:
    name = said.path.split(".")[1]
    booked_by_moves = name in said.reader.booked_by_moves
    if "diary" not in said and "requests" not in said and not booked_by_moves:
        said.fault("", "nobody books it: say requests or a diary (or book it by a move under journeys)")
    said.only_with(("dates", "columns"), "diary" in said, "is for a diary")
    if "lead_time" in said:
        return
    if "requests" in said:
        said.fault("requests", "needs a lead_time: how long ahead customers wish their slot")
    elif booked_by_moves:
        said.fault("", "is booked by a move under journeys and needs a lead_time: how long ahead they wish their slot")
    elif any(row.lead_time is None for row in said.get("diary") or ()):
        said.fault("diary", "has places without a lead time: add a column lead_time, or say lead_time here")


def _check_reminders(said: Said) -> None:
    names, reader = said.get("reminders") or (), said.reader
    for i, name in enumerate(names):
        if name in names[:i]:
            said.fault("reminders", f"'{name}' is said twice")
    horizon = said.get("horizon") if "horizon" in said else DEFAULT_HORIZON
    for name in dict.fromkeys(names):
        reminder = reader.reminders.get(name)
        if reminder is not None and horizon is not None and reminder.before > horizon:
            before, ahead = durations.duration_text(reminder.before), durations.duration_text(horizon)
            path = f"{said.path}.reminders"
            reader.warnings.append(Sentence("never_sent", path=path, name=name, before=before, ahead=ahead))
    unconfirmed = said.get("unconfirmed")
    if "reminders" in said and said.get("reminders") is None:
        return
    if "lead_time" not in said and any(_rebooks(name, reader) for name in names):
        said.fault("reminders", "who rebooks by a reminder needs a lead_time: how long ahead they wish their slot")
    if unconfirmed is None or any(name not in reader.reminders for name in names):
        return
    asked = [reader.reminders[name].before for name in names if reader.reminders[name].confirm is not None]
    if not asked:
        said.fault("unconfirmed", "nobody is asked: none of its reminders has `confirm`")
    elif max(asked) <= unconfirmed.at:
        first, at = durations.duration_text(max(asked)), durations.duration_text(unconfirmed.at)
        said.fault("unconfirmed", f"{at} before the slot nobody has been asked: who asks first goes out {first} before")


def _rebooks(name: str, reader: Reader) -> bool:
    reminder = reader.reminders.get(name)
    return reminder is not None and reminder.confirm is not None and reminder.confirm.rebooks > 0


def _appointment(node: Node, path: str, reader: Reader) -> Appointment:
    horizon = DEFAULT_HORIZON
    members = node.value if isinstance(node.value, dict) else {}
    if "horizon" in members:
        with suppress(ValueError):  # told where the key is read
            horizon = _horizon(members["horizon"].node.value)
    values, sound = _record(_diary(date_order(node), column_names(node), horizon)).readable(node, path, reader)
    if not sound:
        raise Refused
    for key in ("dates", "columns"):
        values.pop(key, None)
    return Appointment(**values)


APPOINTMENT: Shape[Appointment] = Custom(_appointment, _record(Custom(lambda *_: (), FILE)).schema())


def check_contacts(node: Node, reader: Reader) -> None:
    """Refuses two appointments that become the same contact type: its customers could not be told apart."""
    owner: dict[str, str] = {}
    for name, contact in reader.appointment_contact.items():
        first = owner.setdefault(contact, name)
        if first != name:
            assert isinstance(node.value, dict)
            entry = node.value[name].node.value
            assert isinstance(entry, dict)
            message = f"'{contact}' is the contact of '{first}' already: make a contact type for each appointment"
            reader.refuse(entry["contact"].node.place, f"appointments.{name}.contact", message)
