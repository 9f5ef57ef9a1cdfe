"""Tests of a mean, and ends of its interval, that hold far out in the tails, for few and skewed values too.

At the levels that a family of targets leaves to each look, 1e-4 and less, Student's t errs by orders of magnitude where
rare events matter: with exponential values, 20 of them, a hundredfold. Two corrections see different sides of it.
"""

from __future__ import annotations

import numpy as np

from ccsim.arrays import FloatArray

_HALVINGS = 50
_NONE = 1e-3
"""Less skewness than this is none."""
_LONGEST = 4.0
"""Few values say little of their skewness."""


def skewness(values: FloatArray) -> FloatArray:
    """Of what these values over replications, the last axis, are a sample of; 0 where nothing varies."""
    n = values.shape[-1]
    if n == 0:
        return np.zeros(values.shape[:-1])
    centred = values - values.mean(axis=-1)[..., None]
    spread = np.sqrt(np.mean(centred**2, axis=-1))[..., None]
    scaled = np.divide(centred, spread, out=np.zeros_like(centred), where=spread > 0)
    return np.asarray((1 + 6 / n) * np.mean(scaled**3, axis=-1))  # that of a few is less than that of all


def arms(error: FloatArray, skew: FloatArray, tail: float, replications: int) -> tuple[FloatArray, FloatArray]:
    """How far the ends of an interval lie below and above a mean, each exceeded with probability `tail`.

    On the side to which values are skewed Student's t is lengthened as normal theory would be if values were gamma with
    that skewness (Pearson's type III), whose mean is gamma again, up to fourfold. t alone covers too seldom there, the
    more so the fewer replications there are; Hall's transformation (see `p_value`) is up to twice as wide as this.

    Parameters
    ----------
    error : standard error of the mean.
    skew : `skewness` of the values.
    """
    from scipy.special import gammaincinv, ndtri

    n = replications
    student = student_tail(tail, n)
    if not tail < 0.5:
        return error * student, error * student
    ends = []
    for side in (-skew, skew):
        skewed = side > _NONE
        shape = n * 4 / np.where(skewed, side, 1.0) ** 2
        longer = np.sqrt(shape) * (shape / gammaincinv(shape, tail) - 1) / -ndtri(tail)
        ends.append(np.asarray(error * student * np.where(skewed, np.clip(longer, 1.0, _LONGEST), 1.0)))
    return ends[0], ends[1]


def student_tail(tail: float, replications: int) -> float:
    """Quantile of Student's t with replications - 1 degrees of freedom that is exceeded with probability `tail`."""
    from scipy.special import stdtrit

    return float(-stdtrit(replications - 1, tail)) if replications > 1 else np.nan


def p_value(values: FloatArray) -> FloatArray:
    """Of the hypothesis that the mean over replications, the last axis, is at most 0: the largest of three.

    Student's t; t with its skewness taken out (Hall 1992, J. R. Stat. Soc. B 54: a cubic transformation); and the
    signed root of the empirical likelihood ratio (Owen 1988, Biometrika 75), which knows how far the values would have
    to be weighted anew to have a mean of 0. For values without skewness the three are about the same.
    """
    from scipy.special import stdtr

    n = values.shape[-1]
    mean = values.mean(axis=-1)
    centred = values - mean[..., None]
    spread = np.sqrt(np.mean(centred**2, axis=-1))
    judged = (mean > 0) & (spread > 0)
    u = np.divide(mean, spread, out=np.zeros_like(mean), where=judged)
    skew = skewness(values)
    cubic = u + skew * u**2 / 3 + skew**2 * u**3 / 27 + skew / (6 * n)
    least = np.atleast_1d(np.minimum(u, cubic))
    rows = np.atleast_1d(judged) & (least > 0)
    least[rows] = np.minimum(least[rows], _likelihood_root(np.atleast_2d(values)[rows]))
    tail = stdtr(n - 1, -np.sqrt(n - 1) * least).reshape(mean.shape)
    return np.where(judged, tail, 1.0)


def _likelihood_root(values: FloatArray) -> FloatArray:
    """sqrt(2 max sum log(1 + l v) / n) of each row: about mean over spread, inf where no value is on the other side.

    The l at which its derivative is 0 lies between 0 and 1 / -min(v), and is found by halving.
    """
    lowest = values.min(axis=-1)
    root = np.full(len(values), np.inf)
    rows = lowest < 0
    v = values[rows]
    low, high = np.zeros(len(v)), -1 / lowest[rows]
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        rising = np.sum(v / (1 + middle[:, None] * v), axis=-1) > 0
        low, high = np.where(rising, middle, low), np.where(rising, high, middle)
    root[rows] = np.sqrt(2 * np.mean(np.log1p(low[:, None] * v), axis=-1))
    return root
