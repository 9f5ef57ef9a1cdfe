"""From a distribution as written in a scenario to a law that can be drawn from.

`make_law` is pure and cheap: it is also what judges the parameters when a scenario is read.

What the families leave open is settled so:

- cv or sd 0, or mean 0, is a constant.
- `normal` is conditioned on being at least 0; its mean and sd are those before that (a longer mean comes out where sd
  is not small against the mean: `Law.mean` tells it).
- `triangular` by mean and cv is the symmetric one; `hyperexponential` by mean and cv has two phases that bring half of
  the mean each (balanced means: Whitt 1982); the cv of `erlang` must belong to a whole number of phases, as written to
  about three digits.
- `at_most` puts what exceeds it at it: min(X, at_most). `mean` in the file is that of X, `Law.mean` that of the result.
- `empirical` values are joined linearly (see `ccsim.distributions.composite.Tabulated`); quantiles likewise, flat
  beyond the first and the last probability given.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

import numpy as np

from ccsim.distributions.composite import Capped, Hyperexponential, Mixture, Tabulated
from ccsim.distributions.families import (
    Constant,
    Exponential,
    Gamma,
    Lognormal,
    Triangular,
    TruncatedNormal,
    Uniform,
    Weibull,
)
from ccsim.distributions.law import Law
from ccsim.distributions.parameters import (
    given_number,
    mean_and_cv,
    not_negative,
    number,
    numbers,
    one_of,
    positive,
    weights_of,
)


class Written(Protocol):
    """A distribution as a scenario file has it: {gamma: {mean: 540, cv: 0.6}}, times in seconds."""

    @property
    def family(self) -> str: ...

    @property
    def parameters(self) -> Mapping[str, Any]: ...

    @property
    def at_most(self) -> float | None: ...


def make_law(distribution: Written) -> Law:
    """The law of a distribution as written.

    Raises
    ------
    ValueError
        With a sentence for the planner: an unknown family, parameters that are missing, of no meaning, or impossible.

    Examples
    --------
    >>> from ccsim.scenario.schema import Distribution
    >>> make_law(Distribution(family="exponential", parameters={"mean": 60.0}, at_most=120.0)).mean
    51.87988300...
    """
    family = distribution.family
    if family not in _MAKERS:
        near = difflib.get_close_matches(family, _MAKERS, n=1)
        hint = f" (did you mean {near[0]!r}?)" if near else ""
        raise ValueError(f"unknown distribution {family!r}{hint}; there are {', '.join(FAMILIES)}")
    try:
        law = _MAKERS[family](distribution.parameters)
        has_mean = law.finite < 1.0 or math.isfinite(law.mean)
    except OverflowError:
        has_mean = False
    if not has_mean:
        raise ValueError(f"{family}: these parameters give no finite mean; choose a smaller spread")
    if distribution.at_most is None:
        return law
    limit = number("at_most", distribution.at_most)
    if limit <= 0.0:
        raise ValueError(f"at_most must be above 0 s, got {limit:g} s")
    return Capped(law, limit)


def _constant(given: Mapping[str, Any]) -> Law:
    one_of("constant", given, {"value"})
    return Constant(not_negative("constant", given, "value"))


def _never(given: Mapping[str, Any]) -> Law:
    one_of("never", given, set())
    return Constant(math.inf)


def _exponential(given: Mapping[str, Any]) -> Law:
    if one_of("exponential", given, {"mean"}, {"rate"}) == {"rate"}:
        return Exponential(1.0 / positive("exponential", given, "rate"))
    mean = not_negative("exponential", given, "mean")
    return Exponential(mean) if mean else Constant(0.0)


def _erlang(given: Mapping[str, Any]) -> Law:
    names = one_of("erlang", given, {"mean", "shape"}, *_BY_MEAN, {"shape", "scale"})
    if "shape" in names:
        shape = positive("erlang", given, "shape")
        if shape != round(shape):
            raise ValueError(f"erlang: shape must be a whole number (phases), got {shape:g}; gamma takes any shape")
        if "scale" in names:
            return Gamma(shape, positive("erlang", given, "scale"))
        mean = not_negative("erlang", given, "mean")
        return Gamma(shape, mean / shape) if mean else Constant(0.0)
    mean, cv = mean_and_cv("erlang", given)
    if not cv:
        return Constant(mean)
    phases = max(1, round(cv**-2))
    if abs(cv * math.sqrt(phases) - 1.0) > _CV_ROUNDED:
        raise ValueError(
            "erlang: cv is 1 over the square root of a whole number of phases (1, 0.707, 0.577, 0.5, ...), "
            f"got {cv:g}; gamma takes any cv"
        )
    return Gamma(float(phases), mean / phases)


def _gamma(given: Mapping[str, Any]) -> Law:
    if one_of("gamma", given, *_BY_MEAN, {"shape", "scale"}) == {"shape", "scale"}:
        return Gamma(positive("gamma", given, "shape"), positive("gamma", given, "scale"))
    mean, cv = mean_and_cv("gamma", given)
    return Gamma(cv**-2, mean * cv**2) if cv else Constant(mean)


def _lognormal(given: Mapping[str, Any]) -> Law:
    if one_of("lognormal", given, *_BY_MEAN, {"mu", "sigma"}) == {"mu", "sigma"}:
        mu, sigma = given_number("lognormal", given, "mu"), not_negative("lognormal", given, "sigma")
        return Lognormal(mu, sigma) if sigma else Constant(math.exp(mu))
    mean, cv = mean_and_cv("lognormal", given)
    if not cv:
        return Constant(mean)
    variance = math.log1p(cv**2)
    return Lognormal(math.log(mean) - variance / 2.0, math.sqrt(variance))


def _weibull(given: Mapping[str, Any]) -> Law:
    names = one_of("weibull", given, *_BY_MEAN, {"mean", "shape"}, {"shape", "scale"})
    if "scale" in names:
        return Weibull(positive("weibull", given, "shape"), positive("weibull", given, "scale"))
    if "shape" in names:
        mean, shape = not_negative("weibull", given, "mean"), positive("weibull", given, "shape")
    else:
        mean, cv = mean_and_cv("weibull", given)
        if not cv:
            return Constant(mean)
        shape = _weibull_shape(cv)
    return Weibull(shape, mean / math.gamma(1.0 + 1.0 / shape)) if mean else Constant(0.0)


def _weibull_shape(cv: float) -> float:
    """The shape with this cv: Gamma(1 + 2/k) / Gamma(1 + 1/k)**2 = 1 + cv**2, by bisection of log k."""
    if not 1e-3 <= cv <= 1e3:
        raise ValueError(f"weibull: cv must be 0, or from 0.001 to 1000, got {cv:g}")
    low, high = math.log(0.05), math.log(1e5)
    for _ in range(100):
        middle = (low + high) / 2.0
        k = math.exp(middle)
        if math.lgamma(1.0 + 2.0 / k) - 2.0 * math.lgamma(1.0 + 1.0 / k) > math.log1p(cv**2):
            low = middle
        else:
            high = middle
    return math.exp((low + high) / 2.0)


def _uniform(given: Mapping[str, Any]) -> Law:
    if one_of("uniform", given, *_BY_MEAN, {"low", "high"}) == {"low", "high"}:
        low, high = not_negative("uniform", given, "low"), not_negative("uniform", given, "high")
        if high < low:
            raise ValueError(f"uniform: high must be at least low, got low {low:g} s and high {high:g} s")
    else:
        mean, cv = mean_and_cv("uniform", given)
        low, high = mean * (1.0 - math.sqrt(3.0) * cv), mean * (1.0 + math.sqrt(3.0) * cv)
        if low < 0.0:
            raise ValueError(
                f"uniform: with mean {mean:g} s and cv {cv:g} it would reach {low:.4g} s, below 0; "
                f"cv must be at most {1.0 / math.sqrt(3.0):.4f}"
            )
    return Uniform(low, high) if high > low else Constant(low)


def _triangular(given: Mapping[str, Any]) -> Law:
    if one_of("triangular", given, {"low", "mode", "high"}, *_BY_MEAN) != {"low", "mode", "high"}:
        mean, cv = mean_and_cv("triangular", given)
        half = math.sqrt(6.0) * cv * mean
        if half > mean:
            raise ValueError(
                f"triangular: symmetric with mean {mean:g} s and cv {cv:g} it would reach {mean - half:.4g} s, below "
                f"0; cv must be at most {1.0 / math.sqrt(6.0):.4f}"
            )
        return Triangular(mean - half, mean, mean + half) if half else Constant(mean)
    low, mode, high = (not_negative("triangular", given, name) for name in ("low", "mode", "high"))
    if not low <= mode <= high:
        raise ValueError(
            f"triangular: mode must be between low and high, got low {low:g} s, mode {mode:g} s, high {high:g} s"
        )
    return Triangular(low, mode, high) if high > low else Constant(low)


def _normal(given: Mapping[str, Any]) -> Law:
    one_of("normal", given, *_BY_MEAN)
    if given.get("mean") == 0 and given.get("sd"):
        return TruncatedNormal(0.0, positive("normal", given, "sd"))
    mean, cv = mean_and_cv("normal", given)
    return TruncatedNormal(mean, mean * cv) if cv else Constant(mean)


def _hyperexponential(given: Mapping[str, Any]) -> Law:
    if one_of("hyperexponential", given, {"means", "weights"}, *_BY_MEAN) != {"means", "weights"}:
        mean, cv = mean_and_cv("hyperexponential", given)
        if not mean:
            return Constant(0.0)
        if cv < 1.0:
            raise ValueError(f"hyperexponential: cv must be at least 1, got {cv:g}; gamma takes any cv")
        often = (1.0 + math.sqrt((cv**2 - 1.0) / (cv**2 + 1.0))) / 2.0
        balanced = np.array([often, 1.0 - often])
        return Hyperexponential(mean / (2.0 * balanced), balanced)
    means = numbers("hyperexponential", "means", given["means"])
    weights = weights_of("hyperexponential", given["weights"], len(means), "means")
    if min(means) <= 0.0:
        raise ValueError(f"hyperexponential: every mean must be above 0 s, got {min(means):g} s")
    used = [i for i, weight in enumerate(weights) if weight > 0.0]
    return Hyperexponential(np.array([means[i] for i in used]), np.array([weights[i] for i in used]))


def _empirical(given: Mapping[str, Any]) -> Law:
    if one_of("empirical", given, {"values"}, {"quantiles"}) == {"values"}:
        values = sorted(numbers("empirical", "values", given["values"]))
        points = [((i + 0.5) / len(values), value) for i, value in enumerate(values)]
    else:
        table = given["quantiles"]
        pairs: Iterable[Any] = table.items() if isinstance(table, Mapping) else table
        points = sorted((number("p", p), number("value", value)) for p, value in pairs)
        if not points:
            raise ValueError("empirical: quantiles is empty")
    p, v = (np.array(column) for column in zip(*points, strict=True))
    if v[0] < 0.0 or v.min() < 0.0:
        raise ValueError(f"empirical: a duration must not be negative, got {v.min():g} s")
    if p[0] < 0.0 or p[-1] > 1.0:
        raise ValueError("empirical: the probabilities of quantiles must be between 0 and 1")
    if np.any(np.diff(p) <= 0.0):
        raise ValueError(f"empirical: probability {p[1:][np.diff(p) <= 0.0][0]:g} is given twice")
    if np.any(np.diff(v) < 0.0):
        at = int(np.argmax(np.diff(v) < 0.0))
        raise ValueError(
            f"empirical: quantiles must not fall, got {v[at]:g} s at {p[at]:g} and {v[at + 1]:g} s at {p[at + 1]:g}"
        )
    return Tabulated(p, v)


def _mixture(given: Mapping[str, Any]) -> Law:
    one_of("mixture", given, {"parts", "weights"})
    parts = tuple(given["parts"])
    if not parts:
        raise ValueError("mixture: parts is empty")
    weights = weights_of("mixture", given["weights"], len(parts), "parts")
    laws = [make_law(part) for part in parts]
    used = [i for i, weight in enumerate(weights) if weight > 0.0]
    if len(used) == 1:
        return laws[used[0]]
    return Mixture(tuple(laws[i] for i in used), tuple(weights[i] for i in used))


_CV_ROUNDED = 2e-3  # 0.58 for 1 / sqrt(3) would be off by more than this, 0.577 is not
_BY_MEAN = ({"mean", "cv"}, {"mean", "sd"})

_MAKERS: dict[str, Callable[[Mapping[str, Any]], Law]] = {
    "constant": _constant,
    "exponential": _exponential,
    "erlang": _erlang,
    "gamma": _gamma,
    "lognormal": _lognormal,
    "weibull": _weibull,
    "uniform": _uniform,
    "triangular": _triangular,
    "normal": _normal,
    "hyperexponential": _hyperexponential,
    "empirical": _empirical,
    "mixture": _mixture,
    "never": _never,
}
FAMILIES = tuple(_MAKERS)
