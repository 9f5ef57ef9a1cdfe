"""The parametric families as quantile functions.

Formulas are those of Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions (1994); limited expected values
those of Klugman, Panjer & Willmot, Loss Models (2012), appendix A. scipy.special is used rather than scipy.stats: it
computes the same functions and loads in a tenth of the time.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import special

from ccsim.arrays import FloatArray
from ccsim.distributions.elementary import exp, log, power
from ccsim.distributions.gamma_pieces import gamma_quantile


@dataclass(frozen=True)
class Constant:
    """Always `value`; an infinite one waits for ever."""

    value: float

    @property
    def mean(self) -> float:
        return self.value

    @property
    def finite(self) -> float:
        return 1.0 if math.isfinite(self.value) else 0.0

    def quantile(self, u: FloatArray) -> FloatArray:
        return np.full(np.shape(u), self.value)

    def cdf(self, x: FloatArray) -> FloatArray:
        return np.where((np.asarray(x) >= self.value) & math.isfinite(self.value), 1.0, 0.0)

    def limited_mean(self, limit: float) -> float:
        return min(self.value, limit)


@dataclass(frozen=True)
class Exponential:
    mean: float
    finite: float = 1.0

    def quantile(self, u: FloatArray) -> FloatArray:
        return np.asarray(-self.mean * special.log1p(-u))

    def cdf(self, x: FloatArray) -> FloatArray:
        return np.asarray(-special.expm1(-np.maximum(x, 0.0) / self.mean))

    def limited_mean(self, limit: float) -> float:
        return -self.mean * math.expm1(-limit / self.mean)


@dataclass(frozen=True)
class Gamma:
    """Erlang where the shape is whole."""

    shape: float
    scale: float
    finite: float = 1.0

    @property
    def mean(self) -> float:
        return self.shape * self.scale

    def quantile(self, u: FloatArray) -> FloatArray:
        return np.asarray(self.scale * gamma_quantile(self.shape, u))

    def cdf(self, x: FloatArray) -> FloatArray:
        return np.asarray(special.gammainc(self.shape, np.maximum(x, 0.0) / self.scale))

    def limited_mean(self, limit: float) -> float:
        if math.isinf(limit):
            return self.mean
        x = limit / self.scale
        beyond = float(special.gammaincc(self.shape, x))
        return self.mean * float(special.gammainc(self.shape + 1.0, x)) + limit * beyond


@dataclass(frozen=True)
class Lognormal:
    """exp of a normal with mean `mu` and standard deviation `sigma` (of the logarithm of seconds)."""

    mu: float
    sigma: float
    finite: float = 1.0

    @property
    def mean(self) -> float:
        return math.exp(self.mu + self.sigma**2 / 2.0)

    def quantile(self, u: FloatArray) -> FloatArray:
        return exp(self.mu + self.sigma * special.ndtri(u))

    def cdf(self, x: FloatArray) -> FloatArray:
        return np.asarray(special.ndtr((log(np.maximum(x, 0.0)) - self.mu) / self.sigma))

    def limited_mean(self, limit: float) -> float:
        if math.isinf(limit):
            return self.mean
        z = (math.log(limit) - self.mu) / self.sigma
        return self.mean * float(special.ndtr(z - self.sigma)) + limit * float(special.ndtr(-z))


@dataclass(frozen=True)
class Weibull:
    shape: float
    scale: float
    finite: float = 1.0

    @property
    def mean(self) -> float:
        return self.scale * math.gamma(1.0 + 1.0 / self.shape)

    def quantile(self, u: FloatArray) -> FloatArray:
        return np.asarray(self.scale * power(-special.log1p(-u), 1.0 / self.shape))

    def cdf(self, x: FloatArray) -> FloatArray:
        return np.asarray(-special.expm1(-power(np.maximum(x, 0.0) / self.scale, self.shape)))

    def limited_mean(self, limit: float) -> float:
        if math.isinf(limit):
            return self.mean
        x = (limit / self.scale) ** self.shape
        return self.mean * float(special.gammainc(1.0 + 1.0 / self.shape, x)) + limit * math.exp(-x)


@dataclass(frozen=True)
class Uniform:
    low: float
    high: float
    finite: float = 1.0

    @property
    def mean(self) -> float:
        return (self.low + self.high) / 2.0

    def quantile(self, u: FloatArray) -> FloatArray:
        return np.asarray(self.low + (self.high - self.low) * u)

    def cdf(self, x: FloatArray) -> FloatArray:
        return np.clip((np.asarray(x) - self.low) / (self.high - self.low), 0.0, 1.0)

    def limited_mean(self, limit: float) -> float:
        if limit <= self.low:
            return limit
        if limit >= self.high:
            return self.mean
        below = (limit - self.low) / (self.high - self.low)
        return below * (self.low + limit) / 2.0 + (1.0 - below) * limit


@dataclass(frozen=True)
class Triangular:
    low: float
    mode: float
    high: float
    finite: float = 1.0

    @property
    def mean(self) -> float:
        return (self.low + self.mode + self.high) / 3.0

    def quantile(self, u: FloatArray) -> FloatArray:
        width, rise, fall = self.high - self.low, self.mode - self.low, self.high - self.mode
        return np.where(
            u <= rise / width,
            self.low + np.sqrt(u * width * rise),
            self.high - np.sqrt((1.0 - np.asarray(u)) * width * fall),
        )

    def cdf(self, x: FloatArray) -> FloatArray:
        width, rise, fall = self.high - self.low, self.mode - self.low, self.high - self.mode
        x = np.clip(x, self.low, self.high)
        up = (x - self.low) ** 2 / (width * rise) if rise else np.zeros(np.shape(x))
        down = 1.0 - (self.high - x) ** 2 / (width * fall) if fall else np.ones(np.shape(x))
        return np.where(x < self.mode, up, down)

    def limited_mean(self, limit: float) -> float:
        # The integral of 1 - cdf up to the limit.
        width, rise, fall = self.high - self.low, self.mode - self.low, self.high - self.mode
        if limit <= self.low:
            return limit
        if limit >= self.high:
            return self.mean
        if limit < self.mode:
            return limit - (limit - self.low) ** 3 / (3.0 * width * rise)
        return self.mean - (self.high - limit) ** 3 / (3.0 * width * fall)


@dataclass(frozen=True)
class TruncatedNormal:
    """A normal conditioned on being at least 0: `center` and `sd` are those of the normal before truncation.

    Where sd is small against the center nothing is cut and the mean is the center; else the mean is above it.
    """

    center: float
    sd: float
    finite: float = 1.0

    @property
    def mean(self) -> float:
        return self.limited_mean(math.inf)

    @property
    def _kept(self) -> float:
        return float(special.ndtr(self.center / self.sd))

    def quantile(self, u: FloatArray) -> FloatArray:
        # Each half from its own tail: neither loses digits.
        u = np.asarray(u)
        cut = float(special.ndtr(-self.center / self.sd))
        lower = special.ndtri(cut + u * self._kept)
        upper = -special.ndtri((1.0 - u) * self._kept)
        return np.asarray(np.maximum(self.center + self.sd * np.where(u < 0.5, lower, upper), 0.0))

    def cdf(self, x: FloatArray) -> FloatArray:
        cut = float(special.ndtr(-self.center / self.sd))
        z = (np.maximum(x, 0.0) - self.center) / self.sd
        return np.asarray(np.clip((special.ndtr(z) - cut) / self._kept, 0.0, 1.0))

    def limited_mean(self, limit: float) -> float:
        if limit <= 0.0:
            return 0.0
        low = -self.center / self.sd
        high = (limit - self.center) / self.sd
        inside = self.center * float(special.ndtr(high) - special.ndtr(low)) - self.sd * (
            _density(high) - _density(low)
        )
        beyond = 0.0 if math.isinf(limit) else limit * float(special.ndtr(-high))
        return (inside + beyond) / self._kept


@dataclass(frozen=True)
class Normal:
    """Not truncated: half of it lies below `mean`, be that below 0. For times against an appointed one."""

    mean: float
    sd: float
    finite: float = 1.0

    def quantile(self, u: FloatArray) -> FloatArray:
        return np.asarray(self.mean + self.sd * special.ndtri(u))

    def cdf(self, x: FloatArray) -> FloatArray:
        return np.asarray(special.ndtr((np.asarray(x) - self.mean) / self.sd))

    def limited_mean(self, limit: float) -> float:
        if math.isinf(limit):
            return self.mean
        z = (limit - self.mean) / self.sd
        return self.mean * float(special.ndtr(z)) - self.sd * _density(z) + limit * float(special.ndtr(-z))


def _density(z: float) -> float:
    return math.exp(-z * z / 2.0) / math.sqrt(2.0 * math.pi)
