"""Ratios of expectations over replications, with their intervals, from running moments."""

from __future__ import annotations

import numpy as np

from ccsim.model.center import FloatArray, IntArray

ROUNDING = 1e-13
"""Residual variance below this share of its parts is rounding: the ratio is the same in every replication."""


def student(confidence: float, replications: int) -> float:
    """Quantile of Student's t with replications - 1 degrees of freedom for a two-sided interval."""
    from scipy.special import stdtrit

    return float(stdtrit(replications - 1, 0.5 + confidence / 2))


class Moments:
    """Means and co-moments of numerators y and denominators x, cell by cell, over replications.

    Updated one replication at a time (Welford 1962; Chan, Golub & LeVeque 1983), so memory does not grow with their
    number and the result depends on nothing but their order.
    """

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.replications = 0
        self.y: FloatArray = np.zeros(shape)  # sums, exact for counts
        self.x: FloatArray = np.zeros(shape)
        self._yy: FloatArray = np.zeros(shape)
        self._xy: FloatArray = np.zeros(shape)
        self._xx: FloatArray = np.zeros(shape)
        self._filled: IntArray = np.zeros(shape, dtype=np.int64)

    def add(self, y: FloatArray, x: FloatArray) -> None:
        """One replication."""
        before = max(self.replications, 1)
        from_y, from_x = y - self.y / before, x - self.x / before
        self.replications += 1
        self.y += y
        self.x += x
        if self.replications > 1:
            to_x = x - self.x / self.replications
            self._yy += from_y * (y - self.y / self.replications)
            self._xy += from_y * to_x
            self._xx += from_x * to_x
        self._filled += x != 0

    def ratio(self, confidence: float) -> tuple[FloatArray, FloatArray]:
        """Ratio of means and the half width of its interval, cell by cell.

        Delta method with t(n - 1) (Law 2015, Simulation Modeling and Analysis, 9.4). NaN: the ratio where the
        denominator is zero in every replication; the half width also where fewer than two replications have any.
        """
        ratio = np.divide(self.y, self.x, out=np.full_like(self.y, np.nan), where=self.x != 0)
        if self.replications < 2:
            return ratio, np.full_like(ratio, np.nan)
        parts = self._yy + ratio**2 * self._xx
        residual = parts - 2 * ratio * self._xy
        residual = np.where(residual > ROUNDING * parts, residual, 0.0)
        error = np.sqrt(residual / (self.replications - 1) * self.replications)
        half = np.divide(error, np.abs(self.x), out=np.full_like(ratio, np.nan), where=self._filled >= 2)
        return ratio, student(confidence, self.replications) * half


def ratio_of(y: FloatArray, x: FloatArray, confidence: float) -> tuple[float, float]:
    """Ratio of expectations and its half width from one value of y and x a replication; see `Moments.ratio`."""
    moments = Moments((1,))
    for row in range(len(y)):
        moments.add(y[row : row + 1], x[row : row + 1])
    ratio, half = moments.ratio(confidence)
    return float(ratio[0]), float(half[0])
