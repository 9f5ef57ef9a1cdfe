"""Parameters of a distribution as written, read with a sentence for the planner where they make no sense."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np


def one_of(family: str, given: Mapping[str, Any], *forms: set[str]) -> set[str]:
    """The form whose parameters are exactly those given."""
    names = {name for name, value in given.items() if value is not None}
    if names in forms:
        return names
    wanted = ", or ".join(" and ".join(sorted(form, key=_ORDER.index)) for form in forms if form) or "no parameter"
    got = ", ".join(sorted(map(str, names))) or "nothing"
    raise ValueError(f"{family} takes {wanted}; got {got}")


_ORDER = [
    "value",
    "mean",
    "rate",
    "low",
    "mode",
    "high",
    "cv",
    "sd",
    "mu",
    "sigma",
    "shape",
    "scale",
    "means",
    "values",
    "quantiles",
    "parts",
    "weights",
]


def number(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | np.number):
        raise ValueError(f"{name} must be a number, got {value!r}")
    if not math.isfinite(value):
        raise ValueError(f"{name} must be finite, got {value}")
    return float(value)


def given_number(family: str, given: Mapping[str, Any], name: str) -> float:
    return number(f"{family}: {name}", given[name])


def not_negative(family: str, given: Mapping[str, Any], name: str) -> float:
    value = given_number(family, given, name)
    if value < 0.0:
        raise ValueError(f"{family}: {name} must not be negative, got {value:g}")
    return value


def positive(family: str, given: Mapping[str, Any], name: str) -> float:
    value = given_number(family, given, name)
    if value <= 0.0:
        raise ValueError(f"{family}: {name} must be above 0, got {value:g}")
    return value


def mean_and_cv(family: str, given: Mapping[str, Any]) -> tuple[float, float]:
    """Mean and coefficient of variation; a mean of 0 leaves no room for a spread and gives cv 0."""
    mean = not_negative(family, given, "mean")
    if "sd" in given and given["sd"] is not None:
        sd = not_negative(family, given, "sd")
        if mean == 0.0 and sd > 0.0:
            raise ValueError(f"{family}: with mean 0 s the sd must be 0 s too, got {sd:g} s")
        return mean, sd / mean if mean else 0.0
    cv = not_negative(family, given, "cv")
    return mean, cv if mean else 0.0


def numbers(family: str, name: str, values: Any) -> list[float]:
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise ValueError(f"{family}: {name} must be a list of numbers, got {values!r}")
    read = [number(f"{family}: {name}", value) for value in values]
    if not read:
        raise ValueError(f"{family}: {name} is empty")
    return read


def weights_of(family: str, values: Any, parts: int, of: str) -> list[float]:
    """Weights that sum to 1; rounding in the file (33.3 % three times) is spread over all."""
    weights = numbers(family, "weights", values)
    if len(weights) != parts:
        raise ValueError(f"{family}: one weight for each of the {parts} {of}, got {len(weights)}")
    if min(weights) < 0.0:
        raise ValueError(f"{family}: weights must not be negative, got {min(weights):g}")
    total = math.fsum(weights)
    if abs(total - 1.0) > 2e-3:
        raise ValueError(f"{family}: weights must sum to 1, got {total:g}")
    return [weight / total for weight in weights]
