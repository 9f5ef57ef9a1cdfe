"""Distributions of an amount that is not known exactly: a factor, seconds more or less, points.

Unlike durations amounts may be negative, and `normal` is not cut at 0: its mean and sd are those that come out. What a
scenario cannot be with an amount is for the scenario to refuse.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ccsim.arrays import FloatArray
from ccsim.distributions.composite import Tabulated
from ccsim.distributions.families import Gamma, Lognormal, Normal, Triangular, Uniform
from ccsim.distributions.law import Law
from ccsim.distributions.parameters import given_number, numbers, one_of, positive


@dataclass(frozen=True)
class OneOf:
    """Some values, each with its probability; what lies between them does not happen."""

    values: FloatArray  # ascending
    reached: FloatArray  # probability of each or less; the last is 1

    @property
    def mean(self) -> float:
        return float(self.values @ np.diff(self.reached, prepend=0.0))

    @property
    def finite(self) -> float:
        return 1.0

    def quantile(self, u: FloatArray) -> FloatArray:
        at = np.searchsorted(self.reached, np.asarray(u), "left")
        return np.asarray(self.values[np.minimum(at, len(self.values) - 1)])

    def cdf(self, x: FloatArray) -> FloatArray:
        at = np.searchsorted(self.values, np.asarray(x), "right")
        return np.asarray(np.append(0.0, self.reached)[at])

    def limited_mean(self, limit: float) -> float:
        return float(np.minimum(self.values, limit) @ np.diff(self.reached, prepend=0.0))


def make_amount_law(family: str, given: Mapping[str, Any]) -> Law:
    """The law of an amount as written, all of its parameters in one unit.

    Raises
    ------
    ValueError
        With a sentence for the planner: parameters that are missing, or impossible, or leave nothing uncertain.

    Examples
    --------
    >>> law = make_amount_law("triangular", {"low": -2.0, "mode": 0.0, "high": 5.0})
    >>> law.mean
    1.0
    """
    return _MAKERS[family](given)


def _normal(given: Mapping[str, Any]) -> Law:
    one_of("normal", given, *_BY_MEAN)
    mean = given_number("normal", given, "mean")
    return Normal(mean, _spread("normal", given, abs(mean)))


def _lognormal(given: Mapping[str, Any]) -> Law:
    one_of("lognormal", given, *_BY_MEAN)
    mean = positive("lognormal", given, "mean")
    variance = math.log1p((_spread("lognormal", given, mean) / mean) ** 2)
    return Lognormal(math.log(mean) - variance / 2.0, math.sqrt(variance))


def _gamma(given: Mapping[str, Any]) -> Law:
    one_of("gamma", given, *_BY_MEAN)
    mean = positive("gamma", given, "mean")
    cv = _spread("gamma", given, mean) / mean
    return Gamma(cv**-2, mean * cv**2)


def _uniform(given: Mapping[str, Any]) -> Law:
    one_of("uniform", given, {"low", "high"})
    low, high = (given_number("uniform", given, name) for name in ("low", "high"))
    if high <= low:
        raise ValueError(f"uniform: high must be above low, got low {low:g} and high {high:g}")
    return Uniform(low, high)


def _triangular(given: Mapping[str, Any]) -> Law:
    one_of("triangular", given, {"low", "mode", "high"})
    low, mode, high = (given_number("triangular", given, name) for name in ("low", "mode", "high"))
    if not low <= mode <= high or low == high:
        raise ValueError(
            f"triangular: mode must be between low and high, got low {low:g}, mode {mode:g}, high {high:g}"
        )
    return Triangular(low, mode, high)


def _empirical(given: Mapping[str, Any]) -> Law:
    if one_of("empirical", given, {"values"}, {"quantiles"}) == {"values"}:
        values = sorted(numbers("empirical", "values", given["values"]))
        points = [((i + 0.5) / len(values), value) for i, value in enumerate(values)]
    else:
        points = sorted(given["quantiles"].items())
    p, v = (np.array(column) for column in zip(*points, strict=True))
    if len(p) < 2 or v[0] == v[-1]:
        raise ValueError("empirical: one value leaves nothing uncertain")
    if np.any(np.diff(v) < 0.0):
        at = int(np.argmax(np.diff(v) < 0.0))
        raise ValueError(
            f"empirical: quantiles must not fall, got {v[at]:g} at {p[at]:g} and {v[at + 1]:g} at {p[at + 1]:g}"
        )
    return Tabulated(p, v)


def _one_of(given: Mapping[str, Any]) -> Law:
    chances = {value: chance for value, chance in sorted(given["chances"].items()) if chance > 0.0}
    total = math.fsum(chances.values())
    if abs(total - 1.0) > 2e-3:  # 33.3 % three times
        raise ValueError(f"one_of: the probabilities must sum to 100%, got {100 * total:.6g}%")
    if len(chances) < 2:
        raise ValueError("one_of: one value leaves nothing uncertain")
    reached = np.cumsum(list(chances.values())) / total
    reached[-1] = 1.0
    return OneOf(np.array(list(chances)), reached)


def _spread(family: str, given: Mapping[str, Any], mean: float) -> float:
    """The standard deviation, above 0."""
    if given.get("sd") is not None:
        return positive(family, given, "sd")
    if mean == 0.0:
        raise ValueError(f"{family}: with mean 0 say sd, not cv")
    return mean * positive(family, given, "cv")


_BY_MEAN = ({"mean", "cv"}, {"mean", "sd"})
_MAKERS: dict[str, Callable[[Mapping[str, Any]], Law]] = {
    "normal": _normal,
    "lognormal": _lognormal,
    "gamma": _gamma,
    "uniform": _uniform,
    "triangular": _triangular,
    "empirical": _empirical,
    "one_of": _one_of,
}
AMOUNTS = tuple(_MAKERS)
