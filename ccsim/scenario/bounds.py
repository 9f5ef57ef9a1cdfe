"""Quantities with a sign: durations that may be early, and conditions like `> 3 min`."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ccsim.scenario.durations import duration
from ccsim.scenario.schema_behaviour import Bound
from ccsim.scenario.units import shown, wrong

_BOUND = re.compile(r"(<=|>=|<|>)\s*([^<>=\s].*)")


def signed_duration(value: Any) -> float:
    """Seconds of a duration that may lie before: `-2 min` is two minutes early."""
    if isinstance(value, str) and (early := re.fullmatch(r"-\s*([^-\s].*)", value.strip())):
        return -duration(early[1])
    if isinstance(value, int | float) and not isinstance(value, bool) and value < 0:
        raise wrong("a duration with its unit, like 2 min or -2 min", value, f"{value:g} s")
    return duration(value)


def bound(value: Any, read: Callable[[Any], float], example: str) -> Bound:
    """A condition on a quantity: a sign and what `read` understands."""
    expected = f'a condition like "{example}"'
    found = _BOUND.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        turned = isinstance(value, str) and re.fullmatch(r"=([<>])\s*(.*)", value.strip())
        if turned:
            raise wrong(expected, value, f"{turned[1]}= {turned[2]}")
        try:
            read(value)
        except ValueError:
            raise wrong(expected, value) from None
        raise wrong(expected, value, f"{example[0]} {value}")
    try:
        quantity = read(found[2])
    except ValueError as error:
        raise ValueError(f"expected {expected}: after the sign, {error}") from None
    if quantity == 0 and found[1] == "<":
        raise ValueError(f"nothing is below 0, got {shown(value)}")
    return Bound(sign=found[1], value=quantity)
