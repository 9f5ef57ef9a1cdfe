"""Numbers as the report shows them, the same in every language: `47.9 %`, `1 668`, `48.6 s`, `44 524 USD`."""

from __future__ import annotations

import math
from typing import Any

from ccsim.report.durations import TIME_UNITS, TimeUnit, time_unit

NOTHING = "–"
MORE_DIGITS = 3  # at most, that tell the end of an interval from a bound
DIGITS = {"score": 2, "money": 2, "attempts": 2, "changes": 2, "pp": 2}
THIN, FIXED = "\u202f", "\u00a0"  # narrow between thousands, and before a unit: neither breaks a line


def shown(value: float | None, unit: str, currency: str = "", more: int = 0) -> str:
    """A value in the unit of its measure, with so many digits `more` than usual."""
    if value is None or math.isnan(value):
        return NOTHING
    if unit == "share":
        return f"{100 * value:.{1 + more}f}{FIXED}%"
    if unit == "s":
        return duration(value, more=more)
    suffix = {"money": currency, "h": "h"}.get(unit, "")
    return f"{number(value, DIGITS.get(unit, 1), more)}{FIXED}{suffix}".rstrip(FIXED)


def duration(seconds: float, unit: TimeUnit | None = None, more: int = 0) -> str:
    """Three digits in the unit that reads best, or in a given one; no more than two decimals; or so many `more`."""
    unit = unit or time_unit(seconds)
    three = float(f"{round(seconds / unit.size, 2 + more) + 0.0:.{3 + more}g}")
    return f"{three:,.10g}{FIXED}{unit.sign}".replace(",", THIN)


def number(value: float, digits: int = 1, more: int = 0) -> str:
    """From 100 on without decimals, thousands apart; with so many digits `more`."""
    plain = abs(value) >= 100 or value == round(value)
    text = f"{value:,.{more if plain else digits + more}f}"
    return text.replace(",", THIN)


def between(low: float | None, high: float | None, unit: str, currency: str = "", limit: float | None = None) -> str:
    """An interval, of durations in one unit; empty where there is none. An end that is not `limit`, the bound of a
    target, never reads like it."""
    if low is None or high is None or math.isnan(low) or math.isnan(high):
        return ""
    both = time_unit(max(abs(low), abs(high))) if unit == "s" else None
    return " – ".join(_end(value, unit, currency, both, limit) for value in (low, high))


def _end(value: float, unit: str, currency: str, time: TimeUnit | None, limit: float | None) -> str:
    """An end of an interval, with more digits where it would round to `limit`."""
    if limit is None or math.isclose(value, limit, rel_tol=1e-9):
        return duration(value, time) if time else shown(value, unit, currency)
    texts = [
        [duration(one, time, more) if time else shown(one, unit, currency, more) for one in (value, limit)]
        for more in range(MORE_DIGITS + 1)
    ]
    return next((own for own, asked in texts if _amount(own) != _amount(asked)), texts[0][0])


def _amount(text: str) -> float:
    """What a shown value says, without its unit."""
    return float(text.partition(FIXED)[0].replace(THIN, ""))


def pair(
    value: float | None,
    low: float | None,
    high: float | None,
    unit: str,
    currency: str = "",
    limit: float | None = None,
) -> tuple[str, str]:
    """A value and its interval, as `between` has it; durations all in the unit of the interval."""
    interval = between(low, high, unit, currency, limit)
    if unit != "s" or not interval or value is None or low is None or high is None or math.isnan(value):
        return shown(value, unit, currency), interval
    return duration(value, time_unit(max(abs(low), abs(high)))), interval


def with_band(
    value: float | None,
    low: float | None,
    high: float | None,
    unit: str,
    currency: str = "",
    limit: float | None = None,
) -> str:
    """The same in one: the value, and in brackets its interval where there is one."""
    text, interval = pair(value, low, high, unit, currency, limit)
    return f"{text} ({interval})" if interval else text


def bound(value: float, unit: str, currency: str = "") -> str:
    """A bound as it is asked: `80 %`, without decimals that nobody said; `400 s`, no round number of minutes."""
    if unit == "share":
        return f"{100 * value:.6g}{FIXED}%"
    if unit == "s":
        own = time_unit(value)
        smaller = TIME_UNITS[TIME_UNITS.index(own) :]
        return duration(value, next((one for one in smaller if _in_three(value / one.size)), own))
    return shown(value, unit, currency)


def _in_three(value: float) -> bool:
    """Whether three digits say it all."""
    return math.isclose(float(f"{value:.3g}"), value, rel_tol=1e-9)


def compact(values: Any, digits: int = 4) -> list[float | None]:
    """Four digits, which is more than a picture shows; None where there is no value."""
    return [None if math.isnan(one) else whole(float(f"{one:.{digits}g}")) for one in values]


def whole(value: float) -> float:
    """`0` for `0.0`, which is shorter where there are thousands of them."""
    return int(value) if value.is_integer() else value
