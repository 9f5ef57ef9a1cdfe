"""What a closed form may be asked."""

from __future__ import annotations

import math

from ccsim.errors import CcsimError


class ErlangError(CcsimError, ValueError):
    """A parameter outside its range, or a target that no number of agents meets; names the value and the bound."""


def require_positive(name: str, value: float) -> None:
    """Raise `ErlangError` unless `value` is a finite number above 0."""
    if not (math.isfinite(value) and value > 0):
        raise ErlangError(f"{name} must be a finite number above 0, got {value!r}")


def require_count(name: str, value: int, least: int) -> None:
    """Raise `ErlangError` unless `value` is a whole number, at least `least`."""
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise ErlangError(f"{name} must be a whole number, at least {least}, got {value!r}")


def require_threshold(name: str, value: float) -> None:
    """Raise `ErlangError` unless `value` is a number of seconds, at least 0."""
    if not value >= 0:
        raise ErlangError(f"{name} must be at least 0 seconds, got {value!r}")
