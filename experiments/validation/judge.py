"""The test of one figure: a ratio of expectations against its exact value."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit


@dataclass(frozen=True)
class Verdict:
    """`half_width` is that of the difference at the false-alarm rate asked, the source's own error included."""

    estimate: float
    half_width: float
    off: float

    @property
    def inside(self) -> bool:
        return abs(self.off) <= self.half_width


def judge(
    numerator: NDArray[np.float64],
    denominator: NDArray[np.float64],
    exact: float,
    *,
    false_alarm: float,
    standard_error: float = 0.0,
) -> Verdict:
    """One value per replication each. Under the hypothesis the residual numerator - exact x denominator has mean 0.

    Student's t over replications (Law 2015, Simulation Modeling and Analysis, ch. 9); a source's own `standard_error`
    joins by the root of squares, its quantile normal.
    """
    n = len(numerator)
    scale = float(denominator.mean())
    residual = numerator - exact * denominator
    error = float(residual.std(ddof=1)) / math.sqrt(n) / scale
    own = float(-stdtrit(n - 1, false_alarm / 2)) * error
    half_width = math.hypot(own, float(-ndtri(false_alarm / 2)) * standard_error)
    return Verdict(float(numerator.mean()) / scale, half_width, float(residual.mean()) / scale)
