"""How many contacts a scenario expects: more than any machine can hold are a slip of the pen."""

from __future__ import annotations

import math
from datetime import timedelta

from ccsim.scenario.adjust_volume import expected
from ccsim.scenario.calendar import Window
from ccsim.scenario.node import Node
from ccsim.scenario.reader import Reader
from ccsim.scenario.schema import DAY, Arrivals, Hours, Opening
from ccsim.scenario.sections.led import said_at

MOST_CONTACTS = 20_000_000  # of one replication


def check_volume(root: Node, reader: Reader) -> None:
    """Refuses contact types and bookings that are too many to be simulated, alone or all together."""
    if reader.clock is None or reader.opening is None:
        return
    paths: dict[str, tuple[str, ...]] = {}
    volumes: dict[str, float] = {}
    for name, contact in reader.contacts.items():
        if contact.arrivals is not None:
            paths[name] = ("contacts", name, "arrivals")
            volumes[name] = _expected(contact.arrivals, contact.channel, reader, 0.0)
    for name, appointment in reader.appointments.items():
        channel = reader.contact_channel.get(appointment.contact)
        if appointment.requests is not None and channel is not None:  # else a fault of its contact type is told
            paths[name] = ("appointments", name, "requests")
            volumes[name] = _expected(appointment.requests, channel, reader, appointment.horizon)
    told = [name for name, volume in volumes.items() if volume > MOST_CONTACTS]
    total = math.fsum(volumes.values())
    if not told and total > MOST_CONTACTS:
        told = [max(volumes, key=lambda name: volumes[name])]
    for name in told:
        beside = f", {total:,.0f} with the other types" if len(volumes) > 1 else ""
        what = "contacts" if paths[name][0] == "contacts" else "requests, those before the first day included,"
        message = (
            f"{volumes[name]:,.0f} {what} are expected in a replication{beside}: at most {MOST_CONTACTS:,} in all "
            "can be simulated"
        )
        place = next(said_at(root, *paths[name])).place
        reader.refuse(place, ".".join(paths[name]), message)


def _expected(arrivals: Arrivals, channel: str, reader: Reader, before: float) -> float:
    """Contacts as written, of a rate or a number per day in the hours in which the channel receives.

    Requests begin `before` seconds ahead of the first day.
    """
    clock, opening = reader.clock, reader.opening
    assert clock is not None and opening is not None
    if arrivals.factors:
        return expected(arrivals, reader, channel).total
    if arrivals.forecast is not None:
        return math.fsum(row.contacts for row in arrivals.forecast)
    if arrivals.trace is not None:
        return float(len(arrivals.trace))
    hours = _receiving(channel, opening, reader)
    by_kind: dict[tuple[str, tuple[Window, ...]], float] = {}
    total = 0.0
    earlier = [clock.dates[0] - timedelta(days=back) for back in range(1, math.ceil(before / DAY) + 1)]
    for day in (*earlier, *clock.dates):
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
