"""Polynomials of inputs that are orthonormal under the inputs' own laws (polynomial chaos).

A function of independent inputs, written in products of these, falls apart into effects of single inputs and of pairs
whose variances add up: the squares of its coefficients are the terms of its Sobol' decomposition (Sudret 2008,
Reliability Engineering & System Safety 93). That any law has such polynomials, from its moments alone, is Oladyshkin &
Nowak (2012, ibid. 106); here they come from a QR decomposition on quantiles of the law, so that jumps of `one_of` and
lines of `empirical` are as good as a normal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.polynomial.chebyshev import chebvander

from ccsim.arrays import FloatArray
from ccsim.distributions.law import Law

GRID = 4096  # quantiles that stand for a law
HIGHEST = 10  # degree
Term = tuple[tuple[int, int], ...]
"""Inputs of a product with the degrees of their polynomials; none: the constant."""


@dataclass(frozen=True)
class Terms:
    """Which products stand in a function: every input up to degree `alone`, pairs up to `pairs` in all."""

    inputs: int
    degrees: tuple[int, ...]  # the highest that each law carries
    alone: int
    pairs: int

    @property
    def all(self) -> list[Term]:
        single: list[Term] = [
            ((i, a),) for i in range(self.inputs) for a in range(1, min(self.alone, self.degrees[i]) + 1)
        ]
        double: list[Term] = [
            ((i, a), (j, b))
            for i, j in combinations(range(self.inputs), 2)
            for a in range(1, min(self.pairs - 1, self.degrees[i]) + 1)
            for b in range(1, min(self.pairs - a, self.degrees[j]) + 1)
        ]
        return [(), *single, *double]


class Polynomials:
    """Orthonormal polynomials of each input, to be evaluated at points of the unit cube."""

    def __init__(self, laws: Sequence[Law]) -> None:
        self._laws = tuple(laws)
        u = (np.arange(GRID) + 0.5) / GRID
        self._middle, self._half, self._into = [], [], []
        for law in laws:
            x = law.quantile(u)
            low, high = float(x.min()), float(x.max())
            self._middle.append((low + high) / 2.0)
            self._half.append((high - low) / 2.0)
            degree = min(HIGHEST, len(np.unique(x)) - 1)
            _, triangle = np.linalg.qr(chebvander((x - self._middle[-1]) / self._half[-1], degree))
            self._into.append(np.linalg.inv(triangle * np.sign(np.diag(triangle))[:, None]) * np.sqrt(GRID))
        self.degrees = tuple(len(matrix) - 1 for matrix in self._into)

    def at(self, cube: FloatArray) -> list[FloatArray]:
        """For each input (points, degrees + 1)."""
        found = []
        for place, law in enumerate(self._laws):
            x = (law.quantile(cube[:, place]) - self._middle[place]) / self._half[place]
            found.append(chebvander(x, self.degrees[place]) @ self._into[place])
        return found


def products(of_inputs: Sequence[FloatArray], terms: Sequence[Term]) -> FloatArray:
    """(points, terms)"""
    columns = np.ones((len(of_inputs[0]), len(terms)))
    for column, term in enumerate(terms):
        for place, degree in term:
            columns[:, column] *= of_inputs[place][:, degree]
    return columns
