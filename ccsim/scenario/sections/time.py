"""calendar, opening, simulation."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from ccsim.scenario import clock_times, durations, units
from ccsim.scenario.calendar import resolve_holidays
from ccsim.scenario.measure_names import MEASURE_UNITS, NEEDED, NEEDS, nearest_measure
from ccsim.scenario.node import Node, nearest
from ccsim.scenario.quantities import DURATION, SHARE, duration, positive, positive_duration, share
from ccsim.scenario.reader import Reader, Refused, Said, join, mapping
from ccsim.scenario.schema import DAY, Calendar, ChannelOpening, Hours, Opening, Simulation, Weekday
from ccsim.scenario.shapes import Choice, Custom, Field, Json, RecordOf, Scalar, Shape

whole_positive: Shape[int] = Scalar(units.whole_positive, {"type": "integer", "minimum": 1})
LONGEST_HORIZON = 3_660  # days: ten years
Windows = tuple[tuple[float, float], ...]

# --- calendar ---------------------------------------------------------------------------------------------------


def _interval(value: Any) -> float:
    seconds = durations.positive_duration(value)
    if seconds < 1 or DAY % seconds or seconds % 1:
        usual = min((300, 600, 900, 1800, 3600, 7200, DAY), key=lambda step: abs(step - seconds))
        raise ValueError(
            f"an interval must divide a day into equal parts, got {units.shown(value)}"
            f" (did you mean '{usual / 60:g} min'?)"
        )
    return seconds


def _days(value: Any) -> int:
    days = units.whole_positive(value)
    if days > LONGEST_HORIZON:
        raise ValueError(f"must be at most {LONGEST_HORIZON}, got {units.shown(value)}")
    return days


def _timezone(value: Any) -> str:
    from zoneinfo import ZoneInfo, available_timezones

    try:
        return str(ZoneInfo(value))
    except (ValueError, TypeError, OSError, KeyError):
        offset = re.fullmatch(r"\s*(?:GMT|UTC)?\s*[+-]\d.*", str(value), re.IGNORECASE)
        if offset:
            raise ValueError(
                f"expected a place like America/Bogota or Europe/Madrid, not an offset, got {units.shown(value)}"
            ) from None
        near = nearest(str(value), sorted(available_timezones()))
        raise ValueError(
            f"unknown time zone {units.shown(value)}{near or ', expected one like America/Bogota'}"
        ) from None


def _holidays(node: Node, path: str, reader: Reader) -> str | tuple[date, ...]:
    if not isinstance(node.value, list):
        if not isinstance(node.value, str) or not node.value:
            raise reader.refuse(node.place, path, f"expected a country code like CO, or a list of dates, got {node}")
        return node.value
    days: list[date] = []
    for i, item in enumerate(node.value):
        try:
            days.append(clock_times.day(item.value))
        except ValueError as error:
            reader.refuse(item.place, f"{path}[{i}]", str(error))
    return tuple(days)


def _check_calendar(said: Said) -> None:
    start, days, warm_up, holidays = (said.get(key) for key in ("start", "days", "warm_up", "holidays"))
    days = 1 if days is None and "days" not in said else days
    if days is not None and warm_up is not None and warm_up >= days * DAY:
        said.fault("warm_up", f"must end inside the horizon of {days * 24:g} h, got {said.entries['warm_up'].node}")
    if start is None or days is None:
        return
    try:
        last = start + timedelta(days=days)
    except OverflowError:
        said.fault("days", f"the calendar must end before the year 9999, got {days} days")
        return
    if holidays is not None:
        try:
            said.values["holidays"] = resolve_holidays(holidays, start, last - timedelta(days=1))
        except ValueError as error:
            said.fault("holidays", str(error))


CALENDAR = RecordOf(
    Calendar,
    {
        "start": Field(
            Scalar(clock_times.day, {"type": "string", "format": "date"}),
            "the first day, like 2026-03-02",
            required=True,
        ),
        "days": Field(Scalar(_days, {"type": "integer", "minimum": 1}), "days in a row that are simulated (default 1)"),
        "interval": Field(Scalar(_interval, DURATION), "the step of results by time of day (default 30 min)"),
        "timezone": Field(
            Scalar(_timezone, {"type": "string", "examples": ["America/Bogota", "Europe/Madrid"]}),
            "where the clock hangs (default UTC); daylight saving is followed",
        ),
        "warm_up": Field(duration, "contacts that arrive before it ends are simulated but not counted (default 0)"),
        "holidays": Field(
            Custom(
                _holidays,
                {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string", "format": "date"}}]},
            ),
            "a country (CO, ES, US-CA) or a list of dates; closed unless `opening` names holidays (default none)",
        ),
    },
    _check_calendar,
    meaning="which days are simulated",
)

# --- opening ----------------------------------------------------------------------------------------------------

_WINDOWS: Json = {
    "type": "string",
    "description": "hours like 08:00-20:00, several after commas, or closed",
    "examples": ["08:00-20:00", "09:00-13:00, 15:00-19:00", "closed"],
}
_RECEIVES = Choice(("opening", "always"))
_AT_CLOSE = Choice(("serve", "drop"))


def _hours(node: Node, path: str, reader: Reader, besides: tuple[str, ...] = ()) -> Hours | None:
    """Hours by day; keys in `besides` are someone else's. None when no day is said."""
    if not isinstance(node.value, dict):
        return Hours(by_weekday=dict.fromkeys(clock_times.WEEKDAYS, _windows(node, path, reader)))
    by_weekday: dict[Weekday, Windows] = {}
    dates: dict[date, Windows] = {}
    holidays: Windows = ()
    whole, said_any = True, False
    for key, entry in node.value.items():
        if key in besides:
            continue
        said_any, inner = True, join(path, key)
        try:
            days: tuple[Weekday, ...] = ()
            day = clock_times.day(key) if key[:1].isdigit() else None
            if day is None and key != "holidays":
                days = clock_times.weekdays(key)
        except ValueError:
            whole = False
            if (
                reader.base_unknown or not reader.names["channels"]
            ):  # it may be one of the channels that cannot be read: that is said there
                continue
            near = nearest(key, ["holidays", *besides, *clock_times.WEEKDAYS, "mon-fri", "mon-sun", "sat-sun"])
            reader.refuse(entry.key, inner, f"unknown key{near or '; days like mon-fri or sat, holidays, or a date'}")
            continue
        for weekday in days:
            if weekday in by_weekday:
                reader.refuse(entry.key, inner, f"{weekday} is said twice")
                whole = False
        try:
            windows = _windows(entry.node, inner, reader)
        except Refused:
            whole, windows = False, ()
        if day is not None:
            dates[day] = windows
        elif key == "holidays":
            holidays = windows
        by_weekday |= dict.fromkeys(days, windows)
    if not whole:
        raise Refused
    return Hours(by_weekday=by_weekday, holidays=holidays, dates=dates) if said_any else None


def _windows(node: Node, path: str, reader: Reader) -> Windows:
    try:
        return clock_times.windows(node.value)
    except ValueError as error:
        raise reader.refuse(node.place, path, str(error)) from None


def _channel_opening(node: Node, path: str, reader: Reader) -> ChannelOpening:
    members = node.value if isinstance(node.value, dict) else {}
    own: dict[str, Any] = {}
    whole = True
    for key, choice in (("receives", _RECEIVES), ("at_close", _AT_CLOSE)):
        if key in members:
            try:
                own[key] = choice.read(members[key].node, join(path, key), reader)
            except Refused:
                whole = False
    hours = _hours(node, path, reader, ("receives", "at_close"))
    if not whole:
        raise Refused
    return ChannelOpening(hours=hours, **own)


def _opening(node: Node, path: str, reader: Reader) -> Opening:
    if not isinstance(node.value, dict):
        return Opening(default=_hours(node, path, reader))
    channels = reader.names.get("channels", [])
    found: dict[str, ChannelOpening] = {}
    values: dict[str, Any] = {}
    whole = True
    for key, entry in mapping(node, path, reader).items():
        inner = join(path, key)
        try:
            if key == "default":
                values["default"] = _hours(entry.node, inner, reader)
                if values["default"] is None and not reader.base_unknown:
                    reader.refuse(entry.node.place, inner, "names no day; without any opening hours, leave it out")
                    whole = False
            elif key == "at_close":
                values["at_close"] = _AT_CLOSE.read(entry.node, inner, reader)
            elif key in channels:
                found[key] = _channel_opening(entry.node, inner, reader)
        except Refused:
            whole = False
    besides = ("default", "at_close", *channels)
    short = _hours(node, path, reader, besides)
    if short is not None and "default" in node.value:
        raise reader.refuse(
            node.value["default"].key, join(path, "default"), "days stand beside it: say the hours once"
        )
    if not whole:
        raise Refused
    return Opening(default=values.get("default", short), channels=found, at_close=values.get("at_close", "serve"))


_DAYS: Json = {"type": "object", "additionalProperties": _WINDOWS}
_CHANNEL_HOURS: Json = {
    "type": "object",
    "properties": {
        "receives": {
            **_RECEIVES.schema(),
            "description": "whether contacts come at night too (default: opening hours; a deferred table as written)",
        },
        "at_close": {**_AT_CLOSE.schema(), "description": "of this channel (default: that of all)"},
    },
    "additionalProperties": _WINDOWS,
}
OPENING: Shape[Opening] = Custom(
    _opening,
    {
        "description": "opening hours by day, the same for all channels or by channel; not said: never closes",
        "anyOf": [
            _WINDOWS,
            {
                "type": "object",
                "properties": {
                    "default": {
                        "anyOf": [_WINDOWS, _DAYS],
                        "description": "hours by day of channels that say none; {mon-fri: ...} alone is the same"
                        " (default: never closes)",
                    },
                    "at_close": {
                        **_AT_CLOSE.schema(),
                        "description": "who still waits at closing is served, or dropped (default serve)",
                    },
                },
                "additionalProperties": {"anyOf": [_WINDOWS, _CHANNEL_HOURS]},
            },
        ],
    },
)

# --- simulation -------------------------------------------------------------------------------------------------


def half_width(measure: str) -> Shape[float]:
    """How a bound or half width of this measure is written: a share, a duration or a number."""
    unit = MEASURE_UNITS[measure]
    return share if unit == "share" else positive_duration if unit == "time" else positive


def _precision(node: Node, path: str, reader: Reader) -> dict[str, float]:
    found: dict[str, float] = {}
    whole = True
    for key, entry in mapping(node, path, reader).items():
        inner = join(path, key)
        if key not in MEASURE_UNITS:
            near = nearest_measure(key) or f"; there are {', '.join(MEASURE_UNITS)}"
            reader.refuse(entry.key, inner, f"no measure '{key}'{near}")
            whole = False
            continue
        if (missing := NEEDS.get(key)) is not None and missing not in reader.features and not reader.base_unknown:
            reader.refuse(entry.key, inner, f"{key} needs {NEEDED[missing]}, and there is none")
        try:
            found[key] = half_width(key).read(entry.node, inner, reader)
        except Refused:
            whole = False
            continue
        if found[key] == 0:
            reader.refuse(entry.node.place, inner, f"a half width must be above 0, got {entry.node}")
            whole = False
    if not whole:
        raise Refused
    return found


def _check_simulation(said: Said) -> None:
    least = said.get("replications") if "replications" in said else Simulation().replications
    most = said.get("max_replications") if "max_replications" in said else Simulation().max_replications
    if "max_replications" in said and "precision" not in said:
        said.fault_at_key("max_replications", "needs a precision: without one exactly `replications` are run")
    elif least is not None and most is not None and "precision" in said and most < least:
        key = "max_replications" if "max_replications" in said else "replications"
        said.fault(key, f"max_replications must be at least replications, got {most} and {least}")


SIMULATION = RecordOf(
    Simulation,
    {
        "replications": Field(
            whole_positive, "how often the days are simulated (default 30); with precision the least"
        ),
        "max_replications": Field(whole_positive, "with precision: stop here at the latest (default 1280)"),
        "seed": Field(
            Scalar(units.seed, {"type": "integer", "minimum": 0}),
            "names the random numbers: the same seed gives the same customers (default 1)",
        ),
        "confidence": Field(Scalar(units.inner_share, SHARE), "of intervals and verdicts (default 95%)"),
        "precision": Field(
            Custom(_precision, {"type": "object", "properties": {name: {} for name in MEASURE_UNITS}}),
            "go on until the half width of these measures is below: {service_level: 0.5%}"
            " (default: exactly `replications`)",
        ),
        "engine": Field(Choice(("auto", "reference", "compiled")), "which engine runs (default auto)"),
    },
    _check_simulation,
    meaning="how long and how exactly to simulate",
)
