"""Clock times, opening windows, weekdays and dates as planners write them, as seconds after local midnight."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import Any, get_args

from ccsim.scenario.schema import DAY, Weekday
from ccsim.scenario.units import shown, wrong

WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))?")


def clock_time(value: Any, *, latest: float = DAY) -> float:
    """Seconds after midnight of `08:30`; up to 24:00, or to `latest`."""
    expected = 'a time of day like "08:30"'
    found = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found:
        hour = value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 24 else None
        raise wrong(expected, value, f"{hour:02d}:00" if hour is not None else "")
    seconds = int(found[1]) * 3600.0 + int(found[2]) * 60.0 + int(found[3] or 0)
    if seconds > latest:
        raise ValueError(f"a time is at most {int(latest // 3600):02d}:00 here, got {shown(value)}")
    return seconds


def clock(seconds: float) -> str:
    """`08:30` of seconds after midnight; `09:15 next day` beyond 24:00."""
    later = seconds > DAY
    hours, rest = divmod(int(seconds - DAY if later else seconds), 3600)
    shown_time = f"{hours:02d}:{rest // 60:02d}" + (f":{rest % 60:02d}" if rest % 60 else "")
    return f"{shown_time} next day" if later else shown_time


def clock_span(start: float, end: float) -> str:
    """`08:00-16:30`, `22:00-06:00 next day`; where both lie there, `01:00-03:00 next day`."""
    opens = clock(start - DAY if start > DAY else start)
    return f"{opens}-{clock(end)}"


def span(value: Any) -> tuple[float, float]:
    """Both times of `08:00-20:00`, seconds after midnight, as written: the second may be before the first."""
    if not isinstance(value, str):
        raise wrong('hours like "08:00-20:00"', value)
    parts = re.split(r"\s*[-\u2013]\s*", value.strip())
    if len(parts) != 2 or not all(_CLOCK.fullmatch(part) for part in parts):
        raise wrong('hours like "08:00-20:00"', value)
    return clock_time(parts[0]), clock_time(parts[1])


def windows(value: Any) -> tuple[tuple[float, float], ...]:
    """Opening windows of a day: `08:00-20:00`, several after commas, or `closed`; ascending, disjoint."""
    if isinstance(value, str) and value.strip().lower() == "closed":
        return ()
    found: list[tuple[float, float]] = []
    for part in value.split(",") if isinstance(value, str) else [value]:
        opens, closes = span(part)
        if closes == opens:
            raise ValueError(f"opens and closes at the same time, got {shown(part)} (all day is 00:00-24:00)")
        if closes < opens:
            raise ValueError(
                f"closes before it opens, got {shown(part)}: hours past midnight belong to the next day, "
                f"{clock(opens)}-24:00 and 00:00-{clock(closes)}"
            )
        found.append((opens, closes))
    found.sort()
    for (_, closes), (opens, _) in pairwise(found):
        if opens < closes:
            raise ValueError(f"windows overlap, got {shown(value)}")
    return tuple(found)


def weekdays(value: Any) -> tuple[Weekday, ...]:
    """Days of `mon-fri`, `sat`, `mon, wed` or `fri-mon`, in the order of the week."""
    expected = "days like mon-fri, sat or mon, wed"
    if not isinstance(value, str) or not value.strip():
        raise wrong(expected, value)
    days: set[int] = set()
    for part in value.split(","):
        ends = [_weekday(word, value) for word in re.split(r"\s*[-\u2013]\s*", part.strip())]
        if len(ends) > 2:
            raise wrong(expected, value)
        length = (ends[-1] - ends[0]) % 7 + 1
        days |= {(ends[0] + step) % 7 for step in range(length)}
    return tuple(WEEKDAYS[index] for index in sorted(days))


def weekdays_text(days: tuple[Weekday, ...]) -> str:
    """`mon-fri`, `sat, sun`: as they are written."""
    ordered = sorted(days, key=WEEKDAYS.index)
    first = WEEKDAYS.index(ordered[0])
    whole = len(ordered) > 2 and tuple(ordered) == WEEKDAYS[first : first + len(ordered)]
    return f"{ordered[0]}-{ordered[-1]}" if whole else ", ".join(ordered)


def _weekday(word: str, value: str) -> int:
    full = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    lowered = word.lower()
    for index, name in enumerate(full):
        if len(lowered) >= 3 and name.startswith(lowered):
            return index
    raise wrong("days like mon-fri, sat or mon, wed", value)


def day(value: Any) -> date:
    """A date written 2026-03-02."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            pass
    raise wrong("a date like 2026-03-02", value)
