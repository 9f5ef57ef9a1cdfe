"""How far each of several alternatives may be behind the best of them, wherever a selection stopped.

Multiple comparisons with the best (Hsu 1984, Ann. Statist. 12(3); from the replications of a selection: Nelson &
Matejcik 1995, Manage. Sci. 41(12)). Who is dropped when is seen from the values themselves, so that the half widths
have to hold at every number of replications at once: the difference of a pair stays between straight lines, whose
slopes come from its variance in the first stage, as the triangles of `Selection` do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ccsim.arrays import FloatArray
from ccsim.estimation.paired import Fraction

_LINES, _APART = 5, 4
"""Each line is narrowest after so many times the replications of the one before, the first after the first stage."""


class Behind(NamedTuple):
    """By how much one is behind the best, at least and at most, 0 for the best itself; NaN: nothing to compare."""

    least: float
    most: float


def behind_best(
    fractions: Sequence[Fraction], *, more_is_better: bool, confidence: float = 0.95, first: int = 20
) -> tuple[Behind, ...]:
    """All of these hold together with probability `confidence`, whenever and why ever each alternative was stopped.

    For normal values with nothing below the fraction line, and for ratios about, as in `Selection`. Each pair is
    compared on the replications that both have.

    Parameters
    ----------
    fractions : of each alternative, in the order of replications.
    more_is_better : of the measure.
    first : replications of the first stage; alternatives with fewer are left out.
    """
    ready = [len(x) >= first and x[:first].sum() != 0 for _, x in fractions]
    own = [pair for pair, known in zip(fractions, ready, strict=True) if known]
    k, alpha = len(own), (1 - confidence) / 2
    if k < 2:
        return tuple(Behind(0.0, 0.0) if known else Behind(np.nan, np.nan) for known in ready)
    ahead, scale = _pairs(own, first)
    ahead *= 1.0 if more_is_better else -1.0
    # Only pairs with the true best have to hold for `most` (Hsu), each in one direction; for `least` any pair.
    arm = scale * _spread(alpha / (k - 1), first)
    perhaps = np.all(ahead - arm <= 0, axis=1)  # the best
    if not np.any(perhaps):
        perhaps = np.ones(k, dtype=bool)
    most = np.where(perhaps[None, :] & ~np.eye(k, dtype=bool), ahead + arm, 0.0).max(axis=1)
    least = (ahead - scale * _spread(alpha / k / (k - 1), first)).max(axis=1)
    found = iter(zip(np.maximum(least, 0.0).tolist(), np.maximum(most, 0.0).tolist(), strict=True))
    return tuple(Behind(*next(found)) if known else Behind(np.nan, np.nan) for known in ready)


def _pairs(own: Sequence[Fraction], first: int) -> tuple[FloatArray, FloatArray]:
    """How much more the one of a column has than that of a row, and what its spread has to be multiplied by."""
    k = len(own)
    begun = np.array([_residuals(y[:first], x[:first]) for y, x in own])
    ahead, scale = np.zeros((k, k)), np.zeros((k, k))
    narrowest = float(first) * _APART ** np.arange(_LINES)
    for row, (y, x) in enumerate(own):
        for column in range(row):
            more_y, more_x = own[column]
            n = min(len(x), len(more_x))
            ahead[row, column] = more_y[:n].sum() / more_x[:n].sum() - y[:n].sum() / x[:n].sum()
            deviation = np.sqrt(np.sum((begun[column] - begun[row]) ** 2) / (first - 1))
            scale[row, column] = deviation * np.min(np.sqrt(narrowest) / n + 1 / np.sqrt(narrowest)) / 2
    return ahead - ahead.T, scale + scale.T


def _residuals(y: FloatArray, x: FloatArray) -> FloatArray:
    return np.asarray((y - y.sum() / x.sum() * x) / x.mean())


def _spread(tail: float, first: int) -> float:
    """h of lines S (h sqrt(m) / 2 + h r / 2 sqrt(m)) that a sum without drift ever crosses with this probability.

    Brownian motion crosses a + b r with exp(-2 a b / variance); S2 is chi-squared with first - 1 degrees of freedom.
    """
    return float(np.sqrt((first - 1) * ((tail / _LINES) ** (-2 / (first - 1)) - 1)))
