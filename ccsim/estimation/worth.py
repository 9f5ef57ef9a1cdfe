"""What a gain costs: the difference of one measure for each unit of the difference of another."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ccsim.arrays import FloatArray
from ccsim.estimation.paired import Fraction
from ccsim.estimation.skewed import student_tail


class Worth(NamedTuple):
    """`value` ± `half_width`; NaN where the cost is not surely another."""

    value: float
    half_width: float


def worth(
    gain: tuple[Fraction, Fraction],
    cost: tuple[Fraction, Fraction],
    confidence: float = 0.95,
    comparisons: int = 1,
) -> Worth:
    """Ratio of two paired differences over the same replications, `comparisons` of them at a joint `confidence`.

    Delta method with t(n - 1), as in `paired_differences`: what gain and cost have in common goes out.

    Parameters
    ----------
    gain, cost : each the fraction of the base and that of the other system.
    """
    gained, gain_residual = _difference(*gain)
    paid, cost_residual = _difference(*cost)
    n = len(gain_residual)
    tail = student_tail((1 - confidence) / 2 / comparisons, n)
    if not n > 1 or not abs(paid) > tail * _error(cost_residual):
        return Worth(np.nan, np.nan)
    value = gained / paid
    return Worth(value, tail * _error((gain_residual - value * cost_residual) / paid))


def _difference(base: Fraction, other: Fraction) -> tuple[float, FloatArray]:
    """Other less base, and by how much each replication moves it."""
    (one, one_moved), (two, two_moved) = _ratio(*base), _ratio(*other)
    return two - one, two_moved - one_moved


def _ratio(y: FloatArray, x: FloatArray) -> tuple[float, FloatArray]:
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = float(np.divide(y.sum(), x.sum()))
        return ratio, np.asarray((y - ratio * x) / x.mean())


def _error(residual: FloatArray) -> float:
    return float(np.sqrt(np.mean(residual**2) / (len(residual) - 1)))
