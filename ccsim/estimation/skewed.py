"""One-sided tests of a mean that hold far out in the tails, for few and skewed values too.

At the levels that a family of targets leaves to each look, 1e-4 and less, Student's t errs by orders of magnitude where
rare events matter: with exponential values, 20 of them, a hundredfold. Two corrections see different sides of it.
"""

from __future__ import annotations

import numpy as np

from ccsim.arrays import FloatArray

_HALVINGS = 50


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
    scaled = np.divide(centred, spread[..., None], out=np.zeros_like(centred), where=judged[..., None])
    skewness = (1 + 6 / n) * np.mean(scaled**3, axis=-1)  # that of a few is less than that of all
    cubic = u + skewness * u**2 / 3 + skewness**2 * u**3 / 27 + skewness / (6 * n)
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
