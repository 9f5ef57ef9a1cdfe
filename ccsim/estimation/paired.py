"""Differences of measures between systems simulated on the same customers, with intervals that hold together.

Under common random numbers replication r of every system has the same customers, so what moves one moves the other and
their difference varies less than either. Only an interval of the paired values sees that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ccsim.arrays import BoolArray, FloatArray

_ROUNDING = (64 * np.finfo(np.float64).eps) ** 2
"""Variance below this share of the squares it comes from is rounding: the difference is the same every time."""

Fraction = tuple[FloatArray, FloatArray]
"""Numerators and denominators of a measure, one a replication on the last axis: `Accumulator.per_replication`."""


class Difference(NamedTuple):
    """One measure of another system less that of the base; see `Differences`."""

    base: float
    other: float
    difference: float
    low: float
    high: float
    half_width: float
    equivalence_half_width: float
    error: float
    independent_error: float
    variance_reduction: float
    percent: float
    percent_low: float
    percent_high: float
    replications: int
    confidence: float
    comparisons: int


@dataclass(frozen=True)
class Differences:
    """Other less base, comparison by comparison (any shape), over the same replications.

    `confidence` is that of all intervals together: with this probability every one of `comparisons` covers the true
    difference. Each has 1 - (1 - confidence) / comparisons (Bonferroni), which needs nothing of how alternatives and
    measures depend on each other.

    `error` is the standard error of the difference, `independent_error` what it would have been had the systems not had
    their customers in common. NaN: differences where a system is 0 / 0 in every replication; errors also where fewer
    than two replications, or fewer than two of either system, have anything to say.
    """

    base: FloatArray
    other: FloatArray
    error: FloatArray
    independent_error: FloatArray
    percent_error: FloatArray
    replications: int
    confidence: float
    comparisons: int

    @property
    def difference(self) -> FloatArray:
        return np.asarray(self.other - self.base)

    @property
    def half_width(self) -> FloatArray:
        """Of the intervals that hold together."""
        return self._quantile((1 - self.confidence) / 2 / self.comparisons) * self.error

    @property
    def equivalence_half_width(self) -> FloatArray:
        """Of the intervals for two one-sided tests (Schuirmann 1987): each test has all the error of its comparison,
        since a difference cannot lie beyond both margins."""
        return self._quantile((1 - self.confidence) / self.comparisons) * self.error

    @property
    def variance_reduction(self) -> FloatArray:
        """Share of the variance that common random numbers took away; below 0 where they added some."""
        paired, apart = self.error**2, self.independent_error**2
        return 1 - np.divide(paired, apart, out=np.full_like(apart, np.nan), where=apart > 0)

    @property
    def percent(self) -> FloatArray:
        """Difference in per cent of the base; NaN where that is 0."""
        size = np.abs(self.base)
        return 100 * np.divide(self.difference, size, out=np.full_like(size, np.nan), where=size > 0)

    @property
    def percent_half_width(self) -> FloatArray:
        """Another way to say the same difference, not one more interval of the family; NaN where the base may be 0."""
        return self._quantile((1 - self.confidence) / 2 / self.comparisons) * self.percent_error

    def at(self, *index: int) -> Difference:
        """One of them."""
        parts = (self.base, self.other, self.error, self.independent_error, self.percent_error)
        base, other, error, apart, percent_error = (np.asarray(part[index]) for part in parts)
        one = Differences(
            base, other, error, apart, percent_error, self.replications, self.confidence, self.comparisons
        )
        difference, half = float(one.difference), float(one.half_width)
        percent, percent_half = float(one.percent), float(one.percent_half_width)
        return Difference(
            base=float(base),
            other=float(other),
            difference=difference,
            low=difference - half,
            high=difference + half,
            half_width=half,
            equivalence_half_width=float(one.equivalence_half_width),
            error=float(error),
            independent_error=float(apart),
            variance_reduction=float(one.variance_reduction),
            percent=percent,
            percent_low=percent - percent_half,
            percent_high=percent + percent_half,
            replications=self.replications,
            confidence=self.confidence,
            comparisons=self.comparisons,
        )

    def _quantile(self, tail: float) -> float:
        return student_tail(tail, self.replications)


def student_tail(tail: float, replications: int) -> float:
    """Quantile of Student's t with replications - 1 degrees of freedom that is exceeded with probability `tail`."""
    from scipy.special import stdtrit

    return float(-stdtrit(replications - 1, tail)) if replications > 1 else np.nan


def paired_differences(
    base: Fraction, other: Fraction, confidence: float = 0.95, comparisons: int | None = None
) -> Differences:
    """Differences of ratios of expectations over paired replications.

    Delta method on the paired residuals with t(n - 1): the difference of the ratios has the variance of
    e = (y' - R' x') / mean(x') - (y - R x) / mean(x), over n (Law 2015, Simulation Modeling and Analysis, 9.4, 10.2).

    Parameters
    ----------
    base, other : pairs of arrays (..., replications)
        Leading axes are comparisons, such as alternatives and measures; those of one broadcast against the other's.
    confidence : of all intervals together, in (0, 1).
    comparisons : that the confidence is for; by default those of the leading axes.

    Raises
    ------
    ValueError
        Systems with different numbers of replications.
    """
    (y, x), (y2, x2) = ((np.asarray(one, np.float64) for one in pair) for pair in (base, other))
    sizes = {array.shape[-1] for array in (y, x, y2, x2)}
    if len(sizes) != 1:
        raise ValueError(f"systems must have the same replications to be paired, got {sorted(sizes)} of them")
    n = sizes.pop()
    ratio, residual, scale, told = _linear(y, x)
    ratio2, residual2, scale2, told2 = _linear(y2, x2)
    told = told & told2
    shape = told.shape

    def error(values: FloatArray, parts: FloatArray) -> FloatArray:
        """Standard error of the mean of `values`; none is below what rounding of its parts leaves."""
        variance = np.mean(values**2, axis=-1) / (n - 1) if n > 1 else np.full(shape, np.nan)
        floor = _ROUNDING * parts
        return np.where(told, np.sqrt(np.where(variance > floor, variance, 0.0)), np.nan)

    both = scale + scale2
    apart = np.sqrt(error(residual, scale) ** 2 + error(residual2, scale2) ** 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = (ratio2 / (ratio * np.abs(ratio)))[..., None]
        percent = 100 * error(residual2 / np.abs(ratio)[..., None] - weight * residual, both)
    count = comparisons if comparisons is not None else max(int(np.prod(shape)), 1)
    sure = np.abs(ratio) > student_tail((1 - confidence) / 2 / count, n) * error(residual, scale)
    return Differences(
        base=np.broadcast_to(ratio, shape),
        other=np.broadcast_to(ratio2, shape),
        error=error(residual2 - residual, both),
        independent_error=apart,
        percent_error=np.where(sure, percent, np.nan),
        replications=n,
        confidence=confidence,
        comparisons=count,
    )


def paired_values(base: Fraction, other: Fraction) -> FloatArray:
    """Per replication, values whose mean is the difference of the ratios and whose variance is n times its own.

    What a sequential decision on a difference is made from, as numerator over 1.
    """
    ratio, residual, _, told = _linear(*base)
    ratio2, residual2, _, told2 = _linear(*other)
    values = (ratio2 - ratio)[..., None] + residual2 - residual
    return np.where((told & told2)[..., None], values, np.nan)


def stack(fractions: Sequence[Fraction]) -> Fraction:
    """Fractions of several measures or systems as one, these on the first axis."""
    return np.stack([y for y, _ in fractions]), np.stack([x for _, x in fractions])


def _linear(y: FloatArray, x: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray, BoolArray]:
    """Ratio, residuals over the mean denominator, the squares of their parts, and whether there is an interval."""
    n = y.shape[-1]
    below = x.sum(axis=-1)
    ratio = np.divide(y.sum(axis=-1), below, out=np.full(below.shape, np.nan), where=below != 0)
    mean = np.where(below != 0, below / max(n, 1), np.nan)[..., None]
    residual = (y - ratio[..., None] * x) / mean
    parts = ((y / mean) ** 2 + (ratio[..., None] * x / mean) ** 2).sum(axis=-1) / max(n, 1) / max(n - 1, 1)
    told = np.count_nonzero(x, axis=-1) >= 2
    return ratio, residual, parts, told
