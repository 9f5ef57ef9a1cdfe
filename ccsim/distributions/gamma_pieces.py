"""Quantiles of gamma laws by polynomials, to twelve digits and ten times as fast as by search.

The cube root of a gamma variable is nearly normal (Wilson & Hilferty 1931, "The distribution of chi-square", PNAS 17):
as a function of the normal score it is so smooth that polynomials on short pieces give it to the last digits.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from scipy import special

from ccsim.arrays import FloatArray
from ccsim.distributions.elementary import power

REACH = 6.0
"""Normal scores beyond it, two in a thousand million, have no piece."""
PIECES = 48
COEFFICIENTS = 8
A_SCORE = PIECES / (2.0 * REACH)
"""Pieces."""
_NODES = (-0.490393, -0.415735, -0.277785, -0.097545, 0.097545, 0.277785, 0.415735, 0.490393)
"""Of Chebyshev, in a piece from -1/2 to 1/2."""
_BETWEEN = (-0.5, -0.457, -0.35, -0.19, 0.0, 0.19, 0.35, 0.457)
_DIGITS = 1e-12
"""The error allowed, as a part of the quantile or of the mean, whichever is more."""


@lru_cache(maxsize=1024)
def pieces_of(shape: float) -> FloatArray | None:
    """Of the cube root of the quantile at scale 1: (COEFFICIENTS, PIECES), the constant ones first.

    None where pieces would not give it to twelve digits (shapes below 0.2 or so, and enormous ones).
    """
    middle: FloatArray = (np.arange(PIECES, dtype=np.float64) + 0.5) / A_SCORE - REACH
    first, *others = (power(_at_score(shape, middle + node / A_SCORE), 1.0 / 3.0) for node in _NODES)
    pieces = np.zeros((COEFFICIENTS, PIECES))
    # Term by term: sums that a library adds up in an order of its own differ from machine to machine.
    for j, root in enumerate(others, 1):
        for row, factor in zip(pieces, _basis(j), strict=True):
            row += factor * (root - first)  # small: few digits are lost where large terms cancel
    pieces[0] += first
    pieces.flags.writeable = False
    for place in _BETWEEN:
        exact = _at_score(shape, middle + place / A_SCORE)
        error = np.abs(_cubed(pieces, np.full(PIECES, place)) - exact)
        if not np.all(error <= _DIGITS * np.maximum(exact, shape)):
            return None
    return pieces


def gamma_quantile(shape: float, u: FloatArray) -> FloatArray:
    """Of the gamma law with scale 1."""
    pieces = pieces_of(shape)
    if pieces is None:
        return np.asarray(special.gammaincinv(shape, u))
    score = special.ndtri(u)
    if score.size == 1 and abs(score.item()) < REACH:  # as engines ask; arrays would take most of the time
        place = (score.item() + REACH) * A_SCORE
        piece = int(place)
        return np.full(score.shape, _cubed(one_by_one(shape)[piece], place - piece - 0.5))
    inside = np.abs(score) < REACH
    if np.all(inside):
        return _between(pieces, score)
    found = np.asarray(special.gammaincinv(shape, u))
    found[inside] = _between(pieces, score[inside])
    return found


def _between(pieces: FloatArray, score: FloatArray) -> FloatArray:
    place = (score + REACH) * A_SCORE
    piece = place.astype(np.int64)
    return np.asarray(_cubed(pieces[:, piece], place - piece - 0.5))


@lru_cache(maxsize=1024)
def one_by_one(shape: float) -> list[list[float]]:
    """The coefficients of each piece, none where a shape has no pieces."""
    pieces = pieces_of(shape)
    return [] if pieces is None else pieces.T.tolist()


def _cubed(coefficients: Any, place: Any) -> Any:
    """Of polynomials in `place`, or one; kernels repeat its operations one by one (`compiled.laws`)."""
    root = coefficients[-1]
    for coefficient in coefficients[-2::-1]:
        root = root * place + coefficient
    return root * root * root


def _at_score(shape: float, score: FloatArray) -> FloatArray:
    """The quantile, by search from the end of the law that is nearer: probabilities near 1 have lost their digits."""
    near = special.ndtr(-np.abs(score))
    return np.asarray(np.where(score < 0.0, special.gammaincinv(shape, near), special.gammainccinv(shape, near)))


def _basis(j: int) -> list[float]:
    """The coefficients of the polynomial that is 1 at node j and 0 at the others (Lagrange)."""
    found = [1.0]
    for node in _NODES[:j] + _NODES[j + 1 :]:
        by = 1.0 / (_NODES[j] - node)
        found = [(low - node * high) * by for low, high in zip([0.0, *found], [*found, 0.0], strict=True)]
    return found
