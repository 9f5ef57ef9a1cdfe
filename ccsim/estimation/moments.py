"""Ratios of expectations over replications, with their intervals, from running moments."""

from __future__ import annotations

import numpy as np

from ccsim.model.center import FloatArray, IntArray

ROUNDING = 1e-13
"""Residual variance below this share of its parts is rounding: the ratio is the same in every replication."""
_TOGETHER = 200_000
"""Cells that are worked on at once: no more memory is taken for results in between."""


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
        self._between = [np.empty(min(self.y.size, _TOGETHER)) for _ in range(3)]

    def add(self, y: FloatArray, x: FloatArray) -> None:
        """One replication."""
        sums = (self.y, self.x, self._yy, self._xy, self._xx)
        columns = [np.reshape(one, -1) for one in (y, x, *sums)]
        filled = np.reshape(self._filled, -1)
        for start in range(0, self.y.size, _TOGETHER):
            cells = slice(start, start + _TOGETHER)
            self._add([column[cells] for column in columns], filled[cells])
        self.replications += 1

    def _add(self, columns: list[FloatArray], filled: IntArray) -> None:
        """Some cells of one replication; all in place."""
        y, x, sum_y, sum_x, yy, xy, xx = columns
        before = self.replications
        from_y, from_x, to = (column[: len(y)] for column in self._between)
        if before:
            np.subtract(y, np.divide(sum_y, before, out=from_y), out=from_y)
            np.subtract(x, np.divide(sum_x, before, out=from_x), out=from_x)
        sum_y += y
        sum_x += x
        if before:
            np.subtract(y, np.divide(sum_y, before + 1, out=to), out=to)
            to *= from_y
            yy += to
            np.subtract(x, np.divide(sum_x, before + 1, out=to), out=to)
            from_y *= to
            xy += from_y
            from_x *= to
            xx += from_x
        filled += x != 0

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
