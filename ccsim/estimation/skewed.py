"""Tests of a mean, and ends of its interval, that hold far out in the tails, for few and skewed values too.

At the levels that a family of targets leaves to each look, 1e-4 and less, Student's t errs by orders of magnitude where
rare events matter: with exponential values, 20 of them, a hundredfold. Two corrections see different sides of it.
"""

from __future__ import annotations

import numpy as np

from ccsim.arrays import FloatArray

_HALVINGS = 50
_NONE = 1e-6
"""Less skewness than this is none."""


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

    The farther of Student's t and of Hall's transformation (see `p_value`) solved for the mean: without skewness both
    are the same, with it t alone covers too seldom, the more so the fewer replications there are.

    Parameters
    ----------
    error : standard error of the mean.
    skew : `skewness` of the values.
    """
    n = replications
    student = student_tail(tail, n)
    if not n > 1:
        return error * np.nan, error * np.nan
    spread, wanted = error * np.sqrt(n - 1), student / np.sqrt(n - 1)
    ends = []
    for side in (skew, -skew):
        one = np.where(np.abs(side) > _NONE, side, 1.0)
        hall = 3 * (np.cbrt(1 + one * (wanted - one / (6 * n))) - 1) / one
        ends.append(np.asarray(spread * np.where(np.abs(side) > _NONE, np.maximum(hall, wanted), wanted)))
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
