"""Quantities as written, added and multiplied without rounding: `3 min` and `15 s` more are `3.25 min`.

Arithmetic on what a scenario says stays in decimal fractions and in the unit that the planner wrote, so that a change
and its inverse give back the same text.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from ccsim.scenario.durations import COLONS, PART
from ccsim.scenario.units import NUMBER, PER, SECONDS

KINDS = {
    "": "a number without a unit, like 2",
    "duration": "a duration with its unit, like 15 s or 2 min",
    "share": "a share with its sign, like 5%",
    "rate": "a rate, like 5 per h",
    "cost": "a cost per contact, like 0.05 per contact",
    "contacts": "a number of contacts, like 10",
}
_FARTHEST = 100  # decimal places: beyond them a number is a slip of the pen


@dataclass(frozen=True)
class Quantity:
    """An amount of a unit; `size` is what one unit is in seconds, wholes or per second."""

    amount: Fraction
    unit: str
    kind: str
    size: Fraction = Fraction(1)

    @property
    def number(self) -> float:
        """In seconds, as a share of 1, per second; as it is where the unit is none of these."""
        return float(self.amount * self.size)

    @property
    def told(self) -> float:
        """As tables of results have it: in seconds, as a share of 1, per hour."""
        return self.number * (3600.0 if self.kind == "rate" else 1.0)

    def __str__(self) -> str:
        text = _decimal(self.amount)
        if text is None and self.kind == "duration":
            return str(Quantity(self.amount * self.size, "s", self.kind)) if self.unit != "s" else f"{self.number!r} s"
        glue = "" if self.unit in ("", "%") else " "
        return f"{repr(float(self.amount)) if text is None else text}{glue}{self.unit}"


def quantity(text: str) -> Quantity | None:
    """What a text says; None for words, lists, times of day with more than they need."""
    try:
        return _quantity(text.strip())
    except OverflowError:
        return None


def _quantity(text: str) -> Quantity | None:
    if re.fullmatch(NUMBER, text):
        return Quantity(_exact(text), "", "")
    if text.endswith("%") and re.fullmatch(NUMBER, text[:-1].strip()):
        return Quantity(_exact(text[:-1].strip()), "%", "share", Fraction(1, 100))
    if found := COLONS.fullmatch(text):
        hours, minutes, seconds = found.groups()
        return Quantity(int(hours or 0) * 3600 + int(minutes) * 60 + _exact(seconds), "s", "duration")
    parts = PART.findall(text)
    if parts and not PART.sub("", text) and all(unit.lower() in SECONDS for _, unit in parts):
        if len(parts) == 1:
            amount, unit = parts[0]
            return Quantity(_exact(amount), unit, "duration", Fraction(SECONDS[unit.lower()]))
        total = sum(_exact(amount) * Fraction(SECONDS[unit.lower()]) for amount, unit in parts)
        return Quantity(Fraction(total), "s", "duration")
    if len(parts) == 1 and not PART.sub("", text) and parts[0][1] in ("contact", "contacts"):
        return Quantity(_exact(parts[0][0]), parts[0][1], "contacts")
    if found := PER.fullmatch(text):
        span = _span(found[2], found[3])
        unit = text[len(found[1]) :].strip()
        if span is None:
            return Quantity(_exact(found[1]), unit, "cost") if found[3].lower() == "contact" else None
        return Quantity(_exact(found[1]), unit, "rate", 1 / span) if span > 0 else None
    return None


def plus(one: Quantity, other: Quantity, sign: int = 1) -> Quantity:
    """Both together (or the difference), in the unit of `one`.

    Raises
    ------
    ValueError
        Where the second is of another kind: it says what was expected.
    """
    if one.kind == "" and one.amount == 0 and other.kind == "duration":  # 0 needs no unit
        one = Quantity(Fraction(0), "s", "duration")
    alike = {one.kind, other.kind} <= {"", "contacts"} or ({one.kind, other.kind} == {"", "share"} and _is_share(other))
    if one.kind != other.kind and not alike:
        hint = ""
        if other.kind == "" and other.amount != 0 and one.kind in ("duration", "share"):
            meant = Quantity(other.amount, one.unit, one.kind)
            hint = f" (did you mean '{meant}'?)"
        raise ValueError(f"expected {KINDS[one.kind]}, got '{other}'{hint}")
    return replace(one, amount=one.amount + sign * other.amount * other.size / one.size)


def times(one: Quantity, factor: Fraction) -> Quantity:
    return replace(one, amount=one.amount * factor)


def half_up(number: Fraction) -> int:
    """The nearest whole number, halves up."""
    return math.floor(number + Fraction(1, 2))


def _is_share(added: Quantity) -> bool:
    return added.kind == "share" or abs(added.amount) <= 1


def _exact(text: str) -> Fraction:
    number = Decimal(text)
    if number and abs(number.adjusted()) > _FARTHEST:
        raise OverflowError(text)
    return Fraction(number)


def _span(count: str | None, unit: str) -> Fraction | None:
    unit = unit.lower()
    size = 1800 if unit.startswith("half") else SECONDS.get(unit)
    return None if size is None else _exact(count or "1") * Fraction(size)


def _decimal(amount: Fraction) -> str | None:
    """The amount as a decimal text; None where that would go on for ever."""
    rest = amount.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1 or amount.denominator > 10**15:
        return None
    whole = Decimal(amount.numerator) / Decimal(amount.denominator)
    return format(whole.normalize(), "f")
