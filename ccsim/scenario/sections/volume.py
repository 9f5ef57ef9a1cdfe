"""How many contacts a scenario expects: more than any machine can hold are a slip of the pen."""

from __future__ import annotations

import math

from ccsim.scenario.calendar import Window
from ccsim.scenario.node import Node
from ccsim.scenario.reader import Reader
from ccsim.scenario.schema import DAY, Arrivals, Contact, Hours, Opening

MOST_CONTACTS = 20_000_000  # of one replication


def check_volume(contacts: Node, reader: Reader) -> None:
    """Refuses contact types whose arrivals are too many to be simulated, alone or all together."""
    if reader.clock is None or reader.opening is None or not isinstance(contacts.value, dict):
        return
    volumes = {name: _expected(contact, reader) for name, contact in reader.contacts.items()}
    told = [name for name, volume in volumes.items() if volume > MOST_CONTACTS]
    total = math.fsum(volumes.values())
    if not told and total > MOST_CONTACTS:
        told = [max(volumes, key=lambda name: volumes[name])]
    for name in told:
        entry = contacts.value[name].node.value
        assert isinstance(entry, dict)
        beside = f", {total:,.0f} with the other types" if len(volumes) > 1 else ""
        message = (
            f"{volumes[name]:,.0f} contacts are expected in a replication{beside}: at most {MOST_CONTACTS:,} in all "
            "can be simulated"
        )
        reader.refuse(entry["arrivals"].node.place, f"contacts.{name}.arrivals", message)


def _expected(contact: Contact, reader: Reader) -> float:
    """Contacts as written, of a rate or a number per day in the hours in which its channel receives."""
    arrivals, clock, opening = contact.arrivals, reader.clock, reader.opening
    assert clock is not None and opening is not None
    if arrivals.forecast is not None:
        return math.fsum(row.contacts for row in arrivals.forecast)
    if arrivals.trace is not None:
        return float(len(arrivals.trace))
    hours = _receiving(contact.channel, opening, reader)
    by_kind: dict[tuple[str, tuple[Window, ...]], float] = {}
    total = 0.0
    for day in clock.dates:
        kind = (clock.weekday(day), clock.day_windows(hours, day))
        if kind not in by_kind:
            by_kind[kind] = _of_a_day(arrivals, kind)
        total += by_kind[kind]
    return total


def _receiving(channel: str, opening: Opening, reader: Reader) -> Hours | None:
    own = opening.channels.get(channel)
    known = reader.channels.get(channel)
    if own is not None and own.receives == "always" and known is not None and known.kind == "deferred":
        return None
    return own.hours if own is not None and own.hours is not None else opening.default


def _of_a_day(arrivals: Arrivals, kind: tuple[str, tuple[Window, ...]]) -> float:
    weekday, windows = kind
    if arrivals.per_day is not None:
        return next((contacts for day, contacts in arrivals.per_day.items() if day == weekday), 0.0) if windows else 0.0
    steps = arrivals.rate or ()
    ends = [start for start, _ in steps[1:]] + [DAY]
    return math.fsum(
        rate * max(0.0, min(end, closes) - max(start, opens))
        for (start, rate), end in zip(steps, ends, strict=True)
        for opens, closes in windows
    )
