"""Durations as planners write and read them; see `units` for what a function takes and raises."""

from __future__ import annotations

import math
import re
from typing import Any

from ccsim.scenario.schema import DAY
from ccsim.scenario.units import NUMBER, SECONDS, finite, is_number, plain_number, shown, wrong

_WEEKS = ("w", "wk", "wks", "week", "weeks")  # not read, but understood: a week is 7 d
LONGEST = 36_500 * DAY  # a century: beyond it a duration is a slip of the pen
PART = re.compile(rf"({NUMBER})\s*([A-Za-z]+)\s*")
COLONS = re.compile(r"(?:(\d+):)?(\d+):([0-5]\d(?:\.\d+)?)")


def duration_text(seconds: float) -> str:
    """`20 s`, `12.5 min`, `4 h`: a duration as a planner reads it."""
    if math.isinf(seconds):
        return "for ever"
    if seconds < 600.0:
        return f"{seconds:.4g} s"
    return f"{seconds / 60.0:.4g} min" if seconds < 7200.0 else f"{seconds / 3600.0:.4g} h"


def length_text(seconds: float) -> str:
    """`9 h`, `8 h 30 min`, `45 min`: a length of work or of a break as it is said, not as a decimal of hours."""
    if seconds % 60:
        return duration_text(seconds)
    hours, minutes = divmod(int(seconds) // 60, 60)
    return " ".join(part for amount, part in ((hours, f"{hours} h"), (minutes, f"{minutes} min")) if amount)


def duration(value: Any, usual: str = "s") -> float:
    """Seconds of `20 s`, `5 min`, `1.5 h`, `2 d`, `1 h 30 min` or `hh:mm:ss`; 0 needs no unit.

    `usual` is the unit that a number without one may have meant. `01:00` is refused: an hour in a spreadsheet, a minute
    in a report of handle times.
    """
    expected = "a duration with its unit, like 20 s, 5 min, 1.5 h or 2 d"
    if is_number(value):
        if value == 0:
            return 0.0
        finite(value, value)
        if value < 0:
            raise ValueError(f"a duration must not be negative, got {shown(value)}")
        raise wrong(expected, value, f"{value:g} {usual}")
    if not isinstance(value, str):
        raise wrong(expected, value)
    text = value.strip()
    if colons := COLONS.fullmatch(text):
        hours, minutes, seconds = colons.groups()
        if hours is None and int(minutes) == float(seconds) == 0:
            return 0.0
        if hours is None:
            raise _two_readings(value, minutes, seconds)
        if int(minutes) > 59:
            raise wrong("hh:mm:ss with minutes below 60", value)
        return _not_endless(int(hours) * 3600.0 + int(minutes) * 60.0 + float(seconds), value)
    alone = plain_number(text)
    if alone is not None and alone > 0:
        raise wrong(expected, value, f"{alone:g} {usual}")
    if alone is not None:
        return duration(alone)
    parts = PART.findall(text)
    if not parts or PART.sub("", text):
        comma = re.sub(r"(\d),(\d)", r"\1.\2", text)
        raise wrong(expected, value, comma if comma != text and PART.fullmatch(comma) else "")
    total = 0.0
    for amount, unit in parts:
        if unit.lower() in _WEEKS and len(parts) == 1:
            raise wrong(expected, value, f"{7 * float(amount):g} d")
        if unit.lower() not in SECONDS:
            near = {"m": "min", "hs": "h", "seg": "s", "segs": "s"}.get(unit.lower(), "")
            raise wrong(expected, value, f"{amount} {near}" if near else "")
        if float(amount) < 0:
            raise ValueError(f"a duration must not be negative, got {shown(value)}")
        total += float(amount) * SECONDS[unit.lower()]
    return _not_endless(total, value)


def call_duration(value: Any, usual: str = "s") -> float:
    """As `duration`, of what lasts minutes: `4:35` is 4 min 35 s, as reports of handle times have it."""
    if isinstance(value, str) and (colons := two_parts(value)):
        return _not_endless(int(colons[2]) * 60.0 + float(colons[3]), value)
    return duration(value, usual)


def two_parts(text: str) -> re.Match[str] | None:
    """`01:00`, which could be hours and minutes or minutes and seconds."""
    found = COLONS.fullmatch(text.strip())
    return found if found and found[1] is None else None


def _two_readings(value: str, one: str, other: str) -> ValueError:
    def parts(*units: str) -> str:
        amounts = (float(one), float(other))
        return " ".join(f"{amount:g} {unit}" for amount, unit in zip(amounts, units, strict=True) if amount)

    hours, minutes = parts("h", "min") or "0", parts("min", "s") or "0"
    named = {("1 h", "1 min"): "an hour or a minute"}.get((hours, minutes), f"{hours} or {minutes}")
    return ValueError(f"{shown(value)} may be {named}: write {hours} or {minutes}")


def _not_endless(seconds: float, value: Any) -> float:
    if seconds > LONGEST:
        raise ValueError(f"a duration is at most {LONGEST / DAY:g} d, got {shown(value)}")
    return seconds


def positive_duration(value: Any, usual: str = "s") -> float:
    """A duration above 0, seconds; `usual` as in `duration`."""
    return _above_zero(duration(value, usual), value)


def positive_call_duration(value: Any, usual: str = "s") -> float:
    """As `positive_duration`, of what lasts minutes."""
    return _above_zero(call_duration(value, usual), value)


def _above_zero(seconds: float, value: Any) -> float:
    if seconds == 0:
        raise ValueError(f"must be longer than 0 s, got {shown(value)}")
    return seconds
