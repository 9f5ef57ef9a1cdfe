"""Distributions made of others, of samples, or cut at a limit."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import special

from ccsim.arrays import BoolArray, FloatArray
from ccsim.distributions.elementary import exp, log
from ccsim.distributions.law import Law

RELATIVE = 1e-12  # width, against its upper end, at which a bracket around a quantile counts as closed
STEPS = 400  # far beyond what bisection needs to close a bracket of doubles


@dataclass(frozen=True)
class Capped:
    """min(X, at_most): what exceeds the limit is set to it, not drawn again."""

    law: Law
    at_most: float

    @property
    def mean(self) -> float:
        return self.law.limited_mean(self.at_most)

    @property
    def finite(self) -> float:
        return 1.0

    def quantile(self, u: FloatArray) -> FloatArray:
        return np.minimum(self.law.quantile(u), self.at_most)

    def cdf(self, x: FloatArray) -> FloatArray:
        return np.where(np.asarray(x) >= self.at_most, 1.0, self.law.cdf(x))

    def limited_mean(self, limit: float) -> float:
        return self.law.limited_mean(min(limit, self.at_most))


@dataclass(frozen=True)
class Tabulated:
    """A quantile function linear between (probability, value) points and flat outside the first and the last.

    A sample of n values stands at probabilities (i - 1/2) / n (Hazen 1914): the mean of the law is then exactly the
    mean of the sample.
    """

    probabilities: FloatArray  # ascending, strictly
    values: FloatArray  # ascending
    finite: float = 1.0

    @property
    def mean(self) -> float:
        return self.limited_mean(math.inf)

    def quantile(self, u: FloatArray) -> FloatArray:
        u = np.asarray(u)
        p, v = self.probabilities, self.values
        if len(p) == 1:
            return np.full(u.shape, v[0])
        j = np.clip(np.searchsorted(p, u, "right"), 1, len(p) - 1)
        part = np.clip((u - p[j - 1]) / (p[j] - p[j - 1]), 0.0, 1.0)
        return np.asarray(np.minimum(v[j - 1] + part * (v[j] - v[j - 1]), v[j]))

    def cdf(self, x: FloatArray) -> FloatArray:
        x = np.asarray(x)
        p, v = self.probabilities, self.values
        above = np.searchsorted(v, x, "right")  # the first value beyond x
        j = np.clip(above, 1, max(len(v) - 1, 1))
        j = np.minimum(j, len(v) - 1)
        width = v[j] - v[j - 1]
        part = np.divide(x - v[j - 1], width, out=np.zeros(x.shape), where=width > 0.0)
        inside = p[j - 1] + part * (p[j] - p[j - 1])
        return np.where(above == 0, 0.0, np.where(above == len(v), 1.0, inside))

    def limited_mean(self, limit: float) -> float:
        v, weight = self.values, np.diff(self.probabilities)
        limit = min(limit, float(v[-1]))
        ends = self.probabilities[0] * min(v[0], limit) + (1.0 - self.probabilities[-1]) * min(v[-1], limit)
        low, high = v[:-1], v[1:]
        rise = high - low
        below = np.divide(limit - low, rise, out=(low < limit).astype(np.float64), where=rise > 0.0)
        below = np.clip(below, 0.0, 1.0)  # share of the stretch under the limit
        stretch = below * (low + np.minimum(high, limit)) / 2.0 + (1.0 - below) * limit
        return float(ends + np.sum(weight * np.where(low >= limit, limit, stretch)))


@dataclass(frozen=True)
class Hyperexponential:
    """Exponential with mean `means[i]` with probability `weights[i]`."""

    means: FloatArray
    weights: FloatArray
    finite: float = 1.0

    @property
    def mean(self) -> float:
        return float(self.means @ self.weights)

    def quantile(self, u: FloatArray) -> FloatArray:
        # log P(X > x) is convex and decreasing, so Newton's steps from the left of the root rise towards it and
        # never pass it. A step too small to matter ends an element's own search.
        u = np.asarray(u)
        wanted = np.ravel(special.log1p(-u))
        x = -np.min(self.means) * wanted
        active = np.arange(wanted.size)
        for _ in range(STEPS):
            part = self.weights * exp(-x[active, None] / self.means)
            alive = _row_sum(part)
            hazard = _row_sum(part / self.means) / alive
            step = (log(alive) - wanted[active]) / hazard
            x[active] += np.maximum(step, 0.0)
            active = active[step > RELATIVE / 8.0 * x[active]]
            if not active.size:
                break
        return x.reshape(u.shape)

    def cdf(self, x: FloatArray) -> FloatArray:
        x = np.maximum(x, 0.0)
        return np.asarray(-_row_sum(self.weights * special.expm1(-x[..., None] / self.means)))

    def limited_mean(self, limit: float) -> float:
        return float(-np.sum(self.weights * self.means * special.expm1(-limit / self.means)))


@dataclass(frozen=True)
class Mixture:
    """Law `parts[i]` with probability `weights[i]`.

    Quantiles invert the cdf to a relative 1e-12, or as exactly as the cdf resolves (above u = 0.9999 it is too near 1
    for the last digits).
    """

    parts: tuple[Law, ...]
    weights: tuple[float, ...]

    @property
    def mean(self) -> float:
        return math.fsum(w * part.mean for w, part in zip(self.weights, self.parts, strict=True))

    @property
    def finite(self) -> float:
        return min(1.0, math.fsum(w * part.finite for w, part in zip(self.weights, self.parts, strict=True)))

    def cdf(self, x: FloatArray) -> FloatArray:
        total = np.zeros(np.shape(x))
        for weight, part in zip(self.weights, self.parts, strict=True):
            total += weight * part.cdf(x)
        return total

    def limited_mean(self, limit: float) -> float:
        return math.fsum(w * part.limited_mean(limit) for w, part in zip(self.weights, self.parts, strict=True))

    def quantile(self, u: FloatArray) -> FloatArray:
        u = np.asarray(u)
        flat = np.ravel(u)
        x = np.full(flat.shape, math.inf)
        finite = self.finite
        ends = flat < finite
        if np.any(ends):
            # Where v of each part's finite share is reached by all parts, v of the mixture's is.
            # (Kept below 1, where a part that never ends would put the bracket's end at infinity.)
            v = np.minimum(flat[ends] / finite, 1.0 - 2.0**-50) if finite < 1.0 else flat[ends]
            each = [part.quantile(v * part.finite) for part in self.parts if part.finite > 0.0]
            x[ends] = self._inside(flat[ends], np.minimum.reduce(each), np.maximum.reduce(each))
        return x.reshape(u.shape)

    def _inside(self, u: FloatArray, low: FloatArray, high: FloatArray) -> FloatArray:
        """Close [low, high] around the smallest x with cdf(x) >= u; Chandrupatla (1997) for each element alone.

        Inverse quadratic interpolation where it can be trusted, bisection elsewhere (at the jumps of an atom).
        The upper end is returned: the cdf reaches u there.
        """
        a, b = high.copy(), low.copy()
        # The high end is at or above the root by construction; rounding must not say otherwise.
        fa, fb = np.maximum(self.cdf(a) - u, 0.0), self.cdf(b) - u
        answer = high.copy()
        c, fc = a.copy(), fa.copy()
        t = np.full(u.shape, 0.5)
        index = np.arange(u.size)
        done = fb >= 0.0
        answer[done] = low[done]
        keep = ~done & ~_closed(a, b)
        for _ in range(STEPS):
            index, u, t = index[keep], u[keep], t[keep]
            a, b, c, fa, fb, fc = (z[keep] for z in (a, b, c, fa, fb, fc))
            if not index.size:
                break
            x = a + t * (b - a)
            fx = self.cdf(x) - u
            same = (fx >= 0.0) == (fa >= 0.0)
            c, fc = np.where(same, a, b), np.where(same, fa, fb)
            b, fb = np.where(same, b, a), np.where(same, fb, fa)
            a, fa = x, fx
            answer[index] = np.where(fa >= 0.0, a, b)
            t = _next_fraction(a, b, c, fa, fb, fc)
            keep = ~_closed(a, b)
        return answer


def _closed(a: FloatArray, b: FloatArray) -> BoolArray:
    return np.asarray(np.abs(b - a) <= RELATIVE * np.maximum(a, b))


def _next_fraction(
    a: FloatArray, b: FloatArray, c: FloatArray, fa: FloatArray, fb: FloatArray, fc: FloatArray
) -> FloatArray:
    """Where between a (0) and b (1) to look next."""
    with np.errstate(divide="ignore", invalid="ignore"):
        xi = (a - b) / (c - b)
        phi = (fa - fb) / (fc - fb)
        trusted = (phi**2 < xi) & ((1.0 - phi) ** 2 < 1.0 - xi)
        t = fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
    t = np.where(trusted & np.isfinite(t), t, 0.5)
    least = np.minimum(RELATIVE / 2.0 * np.maximum(a, b) / np.abs(b - a), 0.5)
    return np.clip(t, least, 1.0 - least)


def _row_sum(x: FloatArray) -> FloatArray:
    """Sum over the last axis in a fixed order (numpy's own order depends on the shape and the layout)."""
    total = x[..., 0].copy()
    for i in range(1, x.shape[-1]):
        total += x[..., i]
    return total
