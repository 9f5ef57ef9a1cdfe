"""Quantities as planners write them: shares, rates, money, counts; durations have a room of their own.

Each function takes the value as read (text, number, or what does not belong here) and returns shares, contacts
per second ...; what cannot be meant is a ValueError that says what was expected, what was read, and what it
might have been. NaN, infinities and (unless stated) negative numbers are never meant.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import Any

from ccsim.scenario.schema import DAY

NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
SECONDS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1.0),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), 60.0),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 3600.0),
    **dict.fromkeys(("d", "day", "days"), DAY),
}
MOST = 10_000_000  # agents, lines, replications
WIDEST = 10.0  # coefficient of variation: beyond it a percentage lost its sign
QUOTED = 60  # characters of a value in a message
PER = re.compile(rf"({NUMBER})\s*(?:per|/)\s*({NUMBER})?\s*(half[ -]?hour|[A-Za-z]+)", re.IGNORECASE)
_COMMA = re.compile(r"([+-]?\d+),(\d+)((?:\s*[^\d\s,][^,]*)?)")


def shown(value: Any) -> str:
    """A value as messages show it."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    text = repr(value)
    return text if len(text) <= QUOTED + 2 else f"{text[: QUOTED + 1]}…{text[0] if isinstance(value, str) else ''}"


def wrong(expected: str, value: Any, proposal: str = "") -> ValueError:
    """The error of a value that is not what was expected; a decimal comma is a proposal of its own."""
    proposal = proposal or _with_point(value)
    hint = f" (did you mean '{proposal}'?)" if proposal else ""
    return ValueError(f"expected {expected}, got {shown(value)}{hint}")


def _with_point(value: Any) -> str:
    """`0.8` for `0,8`; nothing where the comma may separate thousands."""
    found = _COMMA.fullmatch(value.strip()) if isinstance(value, str) else None
    return f"{found[1]}.{found[2]}{found[3]}" if found and len(found[2]) != 3 else ""


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def finite(number: float, value: Any) -> float:
    if not math.isfinite(number):
        raise ValueError(f"must be a finite number, got {shown(value)}")
    return number


def plain_number(text: str) -> float | None:
    return float(text) if re.fullmatch(NUMBER, text) else None


def text(value: Any) -> str:
    """A name or a title."""
    if isinstance(value, bool) or not isinstance(value, str | int | float) or not str(value).strip():
        raise wrong("text", value)
    return str(value).strip()


def _percent(value: Any) -> float | None:
    if isinstance(value, str) and (found := re.fullmatch(rf"({NUMBER})\s*%", value.strip())):
        return float(Decimal(found[1]) / 100)
    return None


def share(value: Any) -> float:
    """A probability or share: `0.8` or `80%`."""
    expected = "a share like 80% or 0.8"
    percent = _percent(value)
    number = percent
    if number is None:
        number = float(value) if is_number(value) else plain_number(value.strip()) if isinstance(value, str) else None
    if number is None:
        raise wrong(expected, value)
    finite(number, value)
    if number < 0:
        raise ValueError(f"a share must not be negative, got {shown(value)}")
    if number > 1:
        if percent is None and 2 <= number <= 100:
            raise ValueError(f"a share is at most 1, got {shown(value)} (did you mean '{number:g}%'?)")
        raise ValueError(f"a share is at most 100%, got {shown(value)}")
    return number


def is_bare_one(value: Any) -> bool:
    """Whether a share is a 1 without a percent sign or a decimal: 100%, or 1% whose sign was forgotten."""
    return (isinstance(value, int) and not isinstance(value, bool) and value == 1) or (
        isinstance(value, str) and value.strip() == "1"
    )


def share_below_one(value: Any) -> float:
    """A share in [0, 1)."""
    number = share(value)
    if number == 1:
        hint = " (did you mean '1%'?)" if is_bare_one(value) else ""
        raise ValueError(f"must be below 100%, got {shown(value)}{hint}")
    return number


def inner_share(value: Any) -> float:
    """A share in (0, 1)."""
    number = share(value)
    if number == 1:
        raise ValueError(f"must be below 100%, got {shown(value)}")
    if number == 0:
        raise ValueError(f"must be above 0%, got {shown(value)}")
    return number


def factor(value: Any) -> float:
    """A factor above 0: `110%` or `1.1`."""
    percent = _percent(value)
    number = percent if percent is not None else _any_number(value, "a factor like 110% or 1.1")
    if number <= 0:
        raise ValueError(f"a factor must be above 0, got {shown(value)}")
    if percent is None and number > 10:
        raise ValueError(f"a factor is at most 10 (1000%), got {shown(value)} (did you mean '{number:g}%'?)")
    return number


def _any_number(value: Any, expected: str) -> float:
    if isinstance(value, str):
        plain = plain_number(value.strip())
        if plain is None:
            raise wrong(expected, value)
        return finite(plain, value)
    if not is_number(value):
        raise wrong(expected, value)
    return finite(float(value), value)


def number(value: Any) -> float:
    """Any finite number."""
    return _any_number(value, "a number")


def amount(value: Any) -> float:
    """A number of at least 0."""
    found = number(value)
    if found < 0:
        raise ValueError(f"must not be negative, got {shown(value)}")
    return found


def spread(value: Any) -> float:
    """A coefficient of variation from 0 to 10: `0.1` or `10%`."""
    percent = _percent(value)
    found = percent if percent is not None else _any_number(value, "a number like 0.1 or 10%")
    if found < 0:
        raise ValueError(f"must not be negative, got {shown(value)}")
    if found > WIDEST:
        hint = f" (did you mean {found / 100:g} or {found:g}%?)" if percent is None and found <= 1000 else ""
        raise ValueError(f"a coefficient of variation is at most {WIDEST:g}, got {shown(value)}{hint}")
    return found


def positive(value: Any) -> float:
    """A number above 0."""
    found = amount(value)
    if found == 0:
        raise ValueError(f"must be above 0, got {shown(value)}")
    return found


def correlation(value: Any) -> float:
    """A correlation, above -1 and below 1."""
    found = number(value)
    if not -1 < found < 1:
        raise ValueError(f"a correlation lies between -1 and 1, both left out, got {shown(value)}")
    return found


def whole(value: Any) -> int:
    """A whole number of at least 0."""
    found = _any_number(value, "a whole number")
    if found != int(found):
        raise wrong("a whole number", value)
    if found < 0:
        raise ValueError(f"must not be negative, got {shown(value)}")
    if found > MOST:
        raise ValueError(f"must be at most {MOST}, got {shown(value)}")
    return int(found)


def seed(value: Any) -> int:
    """A whole number of at least 0, as large as one likes."""
    if isinstance(value, int) and not isinstance(value, bool) and value > MOST:
        return value
    return whole(value)


def whole_positive(value: Any) -> int:
    """A whole number of at least 1."""
    found = whole(value)
    if found == 0:
        raise ValueError(f"must be at least 1, got {shown(value)}")
    return found


def contacts(value: Any) -> float:
    """A number of contacts: `10 contacts` or `10`."""
    text = re.sub(r"\s*contacts?$", "", value.strip()) if isinstance(value, str) else value
    try:
        found = amount(text)
    except ValueError:
        raise wrong("a number of contacts, like 10 contacts", value) from None
    if found > MOST:
        raise ValueError(f"must be at most {MOST} contacts, got {shown(value)}")
    return found


def rate(value: Any) -> float:
    """Contacts per second of `40 per h` (or per min, per d), `100 per 30 min`, `100 per half hour`."""
    expected = "a rate like 40 per h"
    if not isinstance(value, str):
        raise wrong(expected, value, f"{value} per h" if is_number(value) and math.isfinite(value) else "")
    found = PER.fullmatch(value.strip())
    if not found or (seconds := _span(found)) is None:
        bare = plain_number(value.strip())
        raise wrong(expected, value, f"{bare:g} per h" if bare is not None else "")
    amount = finite(float(found[1]), value)
    if amount < 0:
        raise ValueError(f"a rate must not be negative, got {shown(value)}")
    if seconds <= 0:
        raise ValueError(f"must be per a time above 0, got {shown(value)}")
    per_second = finite(amount / seconds, value)
    if per_second * DAY > MOST:
        raise ValueError(f"must be at most {MOST} per d, got {shown(value)}")
    return per_second


def cost(value: Any) -> tuple[float, float]:
    """Money per second and per contact of `0.02 per min` or `0.05 per contact`."""
    expected = "a cost like 0.02 per min or 0.05 per contact"
    found = PER.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found:
        proposal = f"{value} per contact" if is_number(value) and math.isfinite(value) else ""
        raise wrong(expected, value, proposal)
    amount = finite(float(found[1]), value)
    if amount < 0:
        raise ValueError(f"a cost must not be negative, got {shown(value)}")
    if found[3].lower() == "contact" and found[2] is None:
        return 0.0, amount
    seconds = _span(found)
    if seconds is None or seconds <= 0:
        raise wrong(expected, value)
    return finite(amount / seconds, value), 0.0


def _span(found: re.Match[str]) -> float | None:
    """Seconds of `h`, `30 min` or `half hour` behind a `per`; None for a word that is no unit of time."""
    unit = found[3].lower()
    size = 1800.0 if unit.startswith("half") else SECONDS.get(unit)
    return None if size is None else float(found[2] or 1) * size
