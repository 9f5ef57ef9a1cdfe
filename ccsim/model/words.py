"""Quantities as a planner reads them."""

from __future__ import annotations

from collections.abc import Callable

from ccsim.model.behaviour import Bound
from ccsim.model.center import FloatArray


def wall_time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}" + (f":{rest:02d}" if rest else "")


def percent(share: float) -> str:
    return f"{100.0 * share:.3g} %"


def shares_text(share: FloatArray) -> str:
    """Of all segments; from the least to the largest where they differ."""
    low, high = float(share.min()), float(share.max())
    return percent(low) if low == high else f"{100.0 * low:.3g} to {percent(high)}"


def bound_text(bound: Bound, unit: Callable[[float], str] = "{:g}".format) -> str:
    """`> 25`: a condition."""
    return f"{bound.sign} {unit(bound.value)}"
