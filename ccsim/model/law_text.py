"""A duration's distribution in a few words: family and coefficient of variation, as a planner checks them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from ccsim.scenario.durations import duration_text
from ccsim.scenario.schema import ByTime, Distribution, Law

MOST_TOLD = 3  # different ones, by time of day or segment


def law_text(law: Law) -> str:
    """`lognormal, cv 0.8`; of several by time of day or by segment each, where they differ."""
    told = list(dict.fromkeys(_one(part) for part in _parts(law)))
    if len(told) > MOST_TOLD:
        return f"{len(told)} different distributions"
    return " or ".join(told)


def _parts(law: Law) -> list[Distribution]:
    if isinstance(law, Distribution):
        return [law]
    if isinstance(law, ByTime):
        return list(law.laws)
    return [part for own in (law.default, *law.segments.values()) for part in _parts(own)]


def _one(law: Distribution) -> str:
    limit = f", at most {duration_text(law.at_most)}" if law.at_most is not None else ""
    if law.family in ("constant", "never"):
        return law.family + limit
    cv = _variation(law)
    return law.family + ("" if cv is None else f", cv {cv:.3g}") + limit


def _variation(law: Distribution) -> float | None:
    """Coefficient of variation as written, before `at_most`; None where it has no closed form here or the mean is 0."""
    given: Mapping[str, Any] = law.parameters
    if "cv" in given:
        return float(given["cv"])
    if "sd" in given and "mean" in given:
        return float(given["sd"] / given["mean"]) if given["mean"] else None
    if law.family not in _CLOSED:
        return None
    return _CLOSED[law.family](given)


def _weibull(given: Mapping[str, Any]) -> float:
    k = given["shape"]
    return math.sqrt(max(math.exp(math.lgamma(1.0 + 2.0 / k) - 2.0 * math.lgamma(1.0 + 1.0 / k)) - 1.0, 0.0))


def _uniform(given: Mapping[str, Any]) -> float | None:
    low, high = given["low"], given["high"]
    return (high - low) / math.sqrt(3.0) / (high + low) if high else None


def _triangular(given: Mapping[str, Any]) -> float | None:
    a, c, b = given["low"], given["mode"], given["high"]
    variance = (a * a + b * b + c * c - a * b - a * c - b * c) / 18.0
    return math.sqrt(variance) * 3.0 / (a + b + c) if b else None


def _hyperexponential(given: Mapping[str, Any]) -> float:
    total = math.fsum(given["weights"])
    mean = math.fsum(w * m for w, m in zip(given["weights"], given["means"], strict=True)) / total
    square = math.fsum(2.0 * w * m * m for w, m in zip(given["weights"], given["means"], strict=True)) / total
    return math.sqrt(square / mean**2 - 1.0)


_CLOSED: dict[str, Callable[[Mapping[str, Any]], float | None]] = {
    "exponential": lambda given: 1.0,
    "erlang": lambda given: float(given["shape"] ** -0.5),
    "gamma": lambda given: float(given["shape"] ** -0.5),
    "lognormal": lambda given: math.sqrt(math.expm1(given["sigma"] ** 2)),
    "weibull": _weibull,
    "uniform": _uniform,
    "triangular": _triangular,
    "hyperexponential": _hyperexponential,
}
