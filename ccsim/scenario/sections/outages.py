"""Outages of self-service: times of the calendar, `2026-03-03 10:00 to 12:00` or {day: sun, hours: "02:00-04:00"}."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from ccsim.scenario import clock_times
from ccsim.scenario.calendar import Clock, Window, merged
from ccsim.scenario.node import Node
from ccsim.scenario.reader import Reader, Refused, Said
from ccsim.scenario.schema_behaviour import Outage
from ccsim.scenario.shapes import Custom, Field, Json, ListOf, RecordOf, Scalar
from ccsim.scenario.units import wrong
from ccsim.sentences import Sentence

_DAY, _TIME = r"\d{4}-\d\d-\d\d", r"\d{1,2}:\d\d(?::\d\d)?"
_SPAN = re.compile(rf"({_DAY})[ T]({_TIME})\s*(?:to|-|\u2013)\s*(?:({_DAY})[ T])?({_TIME})")
_EXAMPLE = "2026-03-03 10:00 to 12:00"
Stretch = tuple[date, float, date, float]


def _stretch(value: object) -> Stretch:
    """Both ends of `2026-03-03 10:00 to 2026-03-03 12:00`; the second date may be left out."""
    found = _SPAN.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise wrong(f'an outage like "{_EXAMPLE}"', value)
    first = clock_times.day(found[1])
    last = clock_times.day(found[3]) if found[3] else first
    start, end = clock_times.clock_time(found[2]), clock_times.clock_time(found[4])
    if (last, end) <= (first, start):
        raise ValueError(f"must end after it starts, got {value!r}")
    return first, start, last, end


def _days(value: object) -> str | date:
    """A date, or weekdays as written (judged here, laid on the calendar later)."""
    text = value if isinstance(value, str) else ""
    if text[:1].isdigit():
        return clock_times.day(text)
    clock_times.weekdays(value)
    return text


def _check(said: Said) -> None:
    if said.get("hours") == ():
        said.fault("hours", f'expected hours like "02:00-04:00", got {said.entries["hours"].node}')


_BY_DAY: RecordOf[dict[str, Any]] = RecordOf(
    dict,
    {
        "day": Field(
            Scalar(_days, {"type": "string", "examples": ["2026-03-03", "sun", "mon-fri"]}),
            "a date, or weekdays (default: every day)",
        ),
        "hours": Field(
            Scalar(clock_times.windows, {"type": "string", "examples": ["02:00-04:00"]}),
            "from when to when, several after commas",
            required=True,
        ),
    },
    _check,
    meaning="an outage on a day, or on some days of each week",
)


def _windows(node: Node, path: str, reader: Reader) -> list[Window]:
    """Elapsed seconds of one entry inside the calendar."""
    if isinstance(node.value, dict):
        said = _BY_DAY.read(node, path, reader)
        clock = _clock(reader)
        days = said.get("day")
        weekdays = clock_times.weekdays(days) if isinstance(days, str) else clock_times.WEEKDAYS
        on = [days] if isinstance(days, date) else [day for day in clock.dates if clock.weekday(day) in weekdays]
        stretches = [(day, start, day, end) for day in on for start, end in said["hours"]]
    else:
        stretches = [Scalar(_stretch, {}).read(node, path, reader)]
        clock = _clock(reader)
    found = []
    for first, start, last, end in stretches:
        begin, finish = clock.elapsed(first, start), clock.elapsed(last, end)
        found.append((max(begin, 0.0), min(finish, clock.horizon)))
    inside = merged(found)
    if not inside:
        first, last = clock.dates[0], clock.dates[-1]
        reader.warnings.append(Sentence("outside_calendar", path=path, first=first, last=last))
    return inside


def _clock(reader: Reader) -> Clock:
    if reader.clock is None:
        raise Refused
    return reader.clock


def _outages(node: Node, path: str, reader: Reader) -> tuple[Outage, ...]:
    windows = ListOf(Custom(_windows, {}), empty=True).read(node, path, reader)
    return tuple(Outage(start=start, end=end) for start, end in merged(w for entry in windows for w in entry))


_ONE: Json = {"anyOf": [{"type": "string", "examples": [_EXAMPLE]}, _BY_DAY.schema()]}
OUTAGES = Custom(_outages, {"type": "array", "items": _ONE})
