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
from ccsim.estimation.skewed import arms, skewness, student_tail

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
    equivalence_low: float
    equivalence_high: float
    error: float
    skewness: float
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

    Intervals are those of Student's t, reaching out farther on the side to which values are skewed (`skewed.arms`), so
    that they need not lie evenly around the difference: `half_width` is half of their length.

    `error` is the standard error of the difference, `independent_error` what it would have been had the systems not had
    their customers in common. NaN: differences where a system is 0 / 0 in every replication; errors also where fewer
    than two replications, or fewer than two of either system, have anything to say.
    """

    base: FloatArray
    other: FloatArray
    error: FloatArray
    skewness: FloatArray
    independent_error: FloatArray
    percent_error: FloatArray
    percent_skewness: FloatArray
    replications: int
    confidence: float
    comparisons: int

    @property
    def difference(self) -> FloatArray:
        return np.asarray(self.other - self.base)

    @property
    def ends(self) -> tuple[FloatArray, FloatArray]:
        """Of the intervals that hold together."""
        below, above = arms(self.error, self.skewness, self._alpha / 2, self.replications)
        return self.difference - below, self.difference + above

    @property
    def equivalence_ends(self) -> tuple[FloatArray, FloatArray]:
        """Of the intervals for two one-sided tests (Schuirmann 1987): each test has all the error of its comparison,
        since a difference cannot lie beyond both margins."""
        below, above = arms(self.error, self.skewness, self._alpha, self.replications)
        return self.difference - below, self.difference + above

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
    def percent_ends(self) -> tuple[FloatArray, FloatArray]:
        """Another way to say the same difference, not one more interval of the family; NaN where the base may be 0."""
        below, above = arms(self.percent_error, self.percent_skewness, self._alpha / 2, self.replications)
        return self.percent - below, self.percent + above

    def at(self, *index: int) -> Difference:
        """One of them."""
        one = Differences(
            base=np.asarray(self.base[index]),
            other=np.asarray(self.other[index]),
            error=np.asarray(self.error[index]),
            skewness=np.asarray(self.skewness[index]),
            independent_error=np.asarray(self.independent_error[index]),
            percent_error=np.asarray(self.percent_error[index]),
            percent_skewness=np.asarray(self.percent_skewness[index]),
            replications=self.replications,
            confidence=self.confidence,
            comparisons=self.comparisons,
        )
        (low, high), (inner_low, inner_high), (percent_low, percent_high) = (
            (float(low), float(high)) for low, high in (one.ends, one.equivalence_ends, one.percent_ends)
        )
        return Difference(
            base=float(one.base),
            other=float(one.other),
            difference=float(one.difference),
            low=low,
            high=high,
            half_width=(high - low) / 2,
            equivalence_low=inner_low,
            equivalence_high=inner_high,
            error=float(one.error),
            skewness=float(one.skewness),
            independent_error=float(one.independent_error),
            variance_reduction=float(one.variance_reduction),
            percent=float(one.percent),
            percent_low=percent_low,
            percent_high=percent_high,
            replications=self.replications,
            confidence=self.confidence,
            comparisons=self.comparisons,
        )

    @property
    def _alpha(self) -> float:
        return (1 - self.confidence) / self.comparisons


def paired_differences(
    base: Fraction, other: Fraction, confidence: float = 0.95, comparisons: int | None = None
) -> Differences:
    """Differences of ratios of expectations over paired replications.

    Delta method on the paired residuals: the difference of the ratios has the variance of e = (y' - R' x') / mean(x') -
    (y - R x) / mean(x), over n (Law 2015, Simulation Modeling and Analysis, 9.4, 10.2).

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
        relative = residual2 / np.abs(ratio)[..., None] - weight * residual
        percent = 100 * error(relative, both)
        percent_skewness = skewness(relative)
    count = comparisons if comparisons is not None else max(int(np.prod(shape)), 1)
    sure = np.abs(ratio) > student_tail((1 - confidence) / 2 / count, n) * error(residual, scale)
    return Differences(
        base=np.broadcast_to(ratio, shape),
        other=np.broadcast_to(ratio2, shape),
        error=error(residual2 - residual, both),
        skewness=skewness(residual2 - residual),
        independent_error=apart,
        percent_error=np.where(sure, percent, np.nan),
        percent_skewness=percent_skewness,
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
