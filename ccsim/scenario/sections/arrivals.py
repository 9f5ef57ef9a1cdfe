"""Where contacts come from: forecasts, per-day totals with a profile, rates, traces, and how they vary."""

from __future__ import annotations

from typing import Any

from ccsim.scenario import clock_times, units
from ccsim.scenario.adjust_volume import adjusted_arrivals
from ccsim.scenario.calendar import WEEKDAYS, Clock
from ccsim.scenario.laws import by_time, table
from ccsim.scenario.node import Node
from ccsim.scenario.quantities import CONTACTS, FILE, RATE, amount, spread
from ccsim.scenario.reader import Reader, Refused, Said, file_of, join
from ccsim.scenario.schema import Arrivals, DayVariation, ForecastRow, Intraday, Weekday
from ccsim.scenario.sections.table_said import COLUMNS, DATES, column_names, date_order
from ccsim.scenario.shapes import Custom, Field, Json, ListOf, RecordOf, Scalar
from ccsim.scenario.tables import profile_by_interval, read_forecast, read_profile, read_trace, uncovered

SOURCES = ("forecast", "per_day", "rate", "trace")

DAY_VARIATION = RecordOf(
    DayVariation,
    {"cv": Field(spread, "coefficient of variation of the day's busyness (Gamma, mean 1)", required=True)},
    meaning="days are busier or quieter than expected as a whole",
)
INTRADAY = RecordOf(
    Intraday,
    {
        "cv": Field(spread, "coefficient of variation of an interval's own noise (Gamma, mean 1)", required=True),
        "correlation": Field(
            Scalar(units.correlation, {"type": "number", "exclusiveMinimum": -1, "exclusiveMaximum": 1}),
            "between neighbouring intervals (default 0)",
        ),
    },
    meaning="noise of the intervals within a day",
)


def contact_of(path: str) -> str:
    """The contact type (or group) a path lies in."""
    return path.split(".")[1]


def channel_at(path: str, reader: Reader) -> str | None:
    """The channel of the contact type, or of the appointment's contact type, that a path lies in."""
    section, name = path.split(".")[:2]
    if section == "appointments":
        name = reader.appointment_contact.get(name, "")
    return reader.contact_channel.get(name)


def _clock(reader: Reader) -> Clock:
    if reader.clock is None:
        raise Refused
    return reader.clock


def _per_day(node: Node, path: str, reader: Reader) -> dict[Weekday, float]:
    if not isinstance(node.value, dict):
        return dict.fromkeys(WEEKDAYS, Scalar(units.contacts, CONTACTS).read(node, path, reader))
    found: dict[Weekday, float] = {}
    whole = True
    if not node.value and not reader.base_unknown:
        raise reader.refuse(node.place, path, "names no day")
    for key, entry in node.value.items():
        inner = join(path, key)
        try:
            total = Scalar(units.contacts, CONTACTS).read(entry.node, inner, reader)
            for weekday in clock_times.weekdays(key):
                if weekday in found:
                    raise ValueError(f"{weekday} is said twice")
                found[weekday] = total
        except Refused:
            whole = False
        except ValueError as error:
            reader.refuse(entry.key, inner, str(error))
            whole = False
    if not whole:
        raise Refused
    return found


def _weights(node: Node, path: str, reader: Reader) -> tuple[tuple[float, float], ...]:
    if isinstance(node.value, str):
        found = table(node, path, reader, lambda: read_profile(file_of(node)))
    elif isinstance(node.value, list):
        weights = ListOf(amount).read(node, path, reader)
        channel = channel_at(path, reader)
        windows = reader.windows({channel}) if channel else None
        try:
            found = profile_by_interval(weights, _clock(reader), windows)
        except ValueError as error:
            raise reader.refuse(node.place, path, str(error)) from None
    else:
        found = by_time(node, path, reader, amount.read)
    if not any(weight > 0 for _, weight in found) and not reader.base_unknown:
        raise reader.refuse(node.place, path, "all weights are 0")
    return found


def _rate(node: Node, path: str, reader: Reader) -> tuple[tuple[float, float], ...]:
    one = Scalar(units.rate, RATE)
    if isinstance(node.value, dict):
        return by_time(node, path, reader, one.read)
    return ((0.0, one.read(node, path, reader)),)


def _check(said: Said) -> None:
    given = [key for key in said.entries if key in SOURCES]
    if not given:
        said.fault("", f"say where contacts come from: one of {', '.join(SOURCES)}")
    for key in given[1:]:
        said.fault_at_key(key, f"'{given[0]}' is said too: arrivals have exactly one of {', '.join(SOURCES)}")
    said.only_with(("profile",), "per_day" in said, "a profile needs per_day: how many contacts it spreads")
    tabled = "forecast" in said or "trace" in said
    said.only_with(("dates",), tabled, "is for a table of dates: a forecast or a trace")
    said.only_with(("columns",), tabled, "is for a table: a forecast or a trace")
    if "trace" in said:
        for key in ("day_variation", "intraday"):
            said.only_with((key,), False, "a trace is replayed as it was: nothing varies")
    if said.get("forecast") is not None:
        _check_cover(said, said.get("forecast"))


def _check_cover(said: Said, rows: tuple[ForecastRow, ...]) -> None:
    channel = channel_at(said.path, said.reader)
    windows = said.reader.windows({channel}) if channel else None
    if windows is None or said.reader.clock is None:
        return
    gaps = uncovered(rows, windows)
    if not gaps:
        return
    start, end = (said.reader.clock.local(moment) for moment in gaps[0])
    until = f"{end:%H:%M}" if end.date() == start.date() else f"{end:%Y-%m-%d %H:%M}"
    rest = len(gaps) - 1
    more = f" and {rest} more stretch{'es' if rest > 1 else ''}" if rest else ""
    said.fault(
        "forecast",
        f"says nothing about {start:%Y-%m-%d %H:%M} to {until}{more}, when {channel} is open"
        " (write rows with 0 where nobody comes)",
    )


def _arrivals(node: Node, path: str, reader: Reader) -> Arrivals:
    order, named = date_order(node), column_names(node)

    def forecast(inner: Node, at: str, reader: Reader) -> Any:
        return table(inner, at, reader, lambda: read_forecast(file_of(inner), _clock(reader), order, named))

    def trace(inner: Node, at: str, reader: Reader) -> Any:
        rows = table(inner, at, reader, lambda: read_trace(file_of(inner), _clock(reader), order, named=named))
        segments = reader.names.get("segments", [])
        unknown = sorted({row.segment for row in rows if row.segment is not None and row.segment not in segments})
        if unknown:
            there = ", ".join(segments) or "none"
            raise reader.refuse(inner.place, at, f"{inner.text} has segment '{unknown[0]}'; segments are {there}")
        return rows

    shape = _record(Custom(forecast, FILE), Custom(trace, FILE))
    values, whole = shape.readable(node, path, reader)
    if not whole:
        raise Refused
    for key in ("dates", "columns"):
        values.pop(key, None)
    members = node.value if isinstance(node.value, dict) else {}
    for key in ("forecast", "trace"):
        if key in members:
            values["source"] = members[key].node.text
    return adjusted_arrivals(Arrivals(**values), path, reader, channel_at(path, reader))


def _unread(node: Node, path: str, reader: Reader) -> Any:
    raise Refused


_BY_DAY: Json = {"type": "object", "additionalProperties": CONTACTS}
_EXPECTED = {
    "per_day": Field(Custom(_per_day, {"anyOf": [CONTACTS, _BY_DAY]}), "contacts a day, or {mon-fri: 2400, sat: 900}"),
    "profile": Field(
        Custom(_weights, {"anyOf": [FILE, {"type": "array", "items": {"type": "number", "minimum": 0}}, _BY_DAY]}),
        "with per_day: how the day's contacts spread: weights by interval, by time of day, or a table",
    ),
    "rate": Field(
        Custom(_rate, {"anyOf": [RATE, {"type": "object", "additionalProperties": RATE}]}),
        'contacts per time while the channel receives, or by time of day: {"08:00": 40 per h}',
    ),
}
_VARIATION = {
    "day_variation": Field(DAY_VARIATION, "of this contact type alone, on top of the shared one (default: none)"),
    "intraday": Field(INTRADAY, "of this contact type alone, on top of the shared one (default: none)"),
}


def _record(forecast: Custom[Any], trace: Custom[Any]) -> RecordOf[Arrivals]:
    return RecordOf(
        Arrivals,
        {
            "forecast": Field(
                forecast, "a table with columns start, contacts[, sd], or times down and days across: expected contacts"
            ),
            **_EXPECTED,
            "trace": Field(trace, "a table of recorded arrivals: start[, segment, talk_time, wrap_up, patience]"),
            "dates": DATES,
            "columns": COLUMNS,
            **_VARIATION,
        },
        _check,
        meaning="where contacts come from: exactly one of forecast, per_day, rate, trace",
    )


ARRIVALS = Custom(_arrivals, _record(Custom(_unread, FILE), Custom(_unread, FILE)).schema())

# --- booking requests -------------------------------------------------------------------------------------------

_TABLES = ("forecast", "trace", "dates", "columns")


def _check_requests(said: Said) -> None:
    if "rate" in said and "per_day" in said:
        said.fault_at_key("rate", "'per_day' is said too: requests have exactly one of rate, per_day")
    elif "rate" not in said and "per_day" not in said:
        said.fault("", "say how many are asked for: one of rate, per_day")
    said.only_with(("profile",), "per_day" in said, "a profile needs per_day: how many requests it spreads")


_REQUESTS = RecordOf(
    Arrivals, {**_EXPECTED, **_VARIATION}, _check_requests, meaning="bookings asked for: exactly one of rate, per_day"
)


def _requests(node: Node, path: str, reader: Reader) -> Arrivals:
    members = node.value if isinstance(node.value, dict) else {}
    dated = [key for key in members if key in _TABLES]
    for key in dated:
        message = "requests begin before the first day, so that the diary is warm, and a table of dates cannot say them"
        reader.refuse(members[key].key, join(path, key), f"{message}: say rate or per_day")
    if dated:
        raise Refused
    return adjusted_arrivals(_REQUESTS.read(node, path, reader), path, reader, None)


REQUESTS = Custom(_requests, _REQUESTS.schema())
