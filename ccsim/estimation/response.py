"""What a measure is in the long run as a function of uncertain inputs, learnt from few noisy simulations.

Draw k of the inputs gives an estimate r_k with the simulation's own error, of known variance v_k:

    r_k = g(x_k) + lack of fit (variance t2) + error (variance v_k)

g is a polynomial of the inputs (`ccsim.estimation.polynomials`) by least squares; which terms it has is decided by its
error at draws left out, one at a time (PRESS: Allen 1974). That is the model of Fay & Herriot (1979, JASA 74), and
stochastic kriging without the kriging (Ankenman, Nelson & Staum 2010, Operations Research 58). Its parts are freed of
simulation noise:

- a coefficient c with the variance s2 has the square c^2 - s2 on average, not c^2 (s2 by HC3: MacKinnon & White 1985);
- t2 is the residual variance less the mean of v_k, not below 0: the estimator of the variance of a conditional
  expectation of Sun, Apley & Staum (2011, Operations Research 59), with the regression's residuals for the deviations.

So the variance of the long-run value over the inputs is the sum of the squares so corrected, plus t2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ccsim.arrays import FloatArray
from ccsim.distributions.law import Law
from ccsim.estimation.polynomials import HIGHEST, Polynomials, Term, Terms, products

DRAWS_A_TERM = 3  # draws for each term, at least
BETTER = 0.03  # part of the error at draws left out that more terms have to take away
PAIRS = (0, 2, 3, 4, 6, 8)  # total degrees of pairs that are tried
FEWEST = 8  # draws of which anything can be said
ROUNDING = 1e-12  # of a value: smaller differences are no differences
SIMULATED = 1000  # functions that the coefficients might as well have given
SEED = 20110711  # of these; any


@dataclass(frozen=True)
class Response:
    """A fitted function with its errors.

    Attributes
    ----------
    terms, coefficients, covariance
        The first term is the constant.
    estimates, noise : (draws,)
        r and v as given.
    fitted : (draws,)
        The polynomial at the draws.
    lack, lack_error : float
        t2 before it is cut at 0, and its standard error.
    """

    terms: tuple[Term, ...]
    coefficients: FloatArray
    covariance: FloatArray
    estimates: FloatArray
    noise: FloatArray
    fitted: FloatArray
    lack: float
    lack_error: float

    @property
    def mean(self) -> float:
        """Over the inputs."""
        return float(self.coefficients[0])

    @cached_property
    def squares(self) -> FloatArray:
        """Variance that each term brings, without noise; single ones may come out below 0."""
        found = self.coefficients**2 - np.diag(self.covariance)
        found[0] = 0.0
        return found

    @cached_property
    def lack_of_fit(self) -> float:
        """t2."""
        return max(self.lack, 0.0)

    @cached_property
    def variance(self) -> float:
        """Of the long-run value over the inputs."""
        found = max(float(self.squares.sum()) + self.lack_of_fit, 0.0)
        return found if found > (ROUNDING * abs(self.mean)) ** 2 else 0.0

    @cached_property
    def shortened(self) -> FloatArray:
        """Coefficients whose squares add up to the variance without noise."""
        wanted = np.maximum(self.squares, 0.0)
        total, target = float(wanted.sum()), max(float(self.squares.sum()), 0.0)
        found = np.sign(self.coefficients) * np.sqrt(wanted * (target / total if total else 0.0))
        found[0] = self.coefficients[0]
        return np.asarray(found)

    @cached_property
    def might_be(self) -> tuple[FloatArray, FloatArray]:
        """Coefficients (terms, SIMULATED) and lacks of fit as they would come out of other simulations."""
        rng = np.random.default_rng(SEED)
        values, vectors = np.linalg.eigh(self.covariance)
        root = vectors * np.sqrt(np.maximum(values, 0.0))
        moved = root @ rng.standard_normal((len(root), SIMULATED))
        lacks = np.maximum(self.lack + self.lack_error * rng.standard_normal(SIMULATED), 0.0)
        return moved, lacks


class Inputs:
    """Draws of the inputs, at which any number of measures are fitted.

    Parameters
    ----------
    laws : of the inputs, independent of each other.
    cube : (draws, inputs), in (0, 1).
    """

    def __init__(self, laws: Sequence[Law], cube: FloatArray) -> None:
        self.cube = np.asarray(cube)
        self.polynomials = Polynomials(laws)
        self._at_draws = self.polynomials.at(self.cube)

    @cached_property
    def candidates(self) -> list[tuple[tuple[Term, ...], FloatArray]]:
        """Functions that are tried, the plainest first: their terms, and these at the draws."""
        draws, inputs = self.cube.shape
        found: list[tuple[tuple[Term, ...], FloatArray]] = []
        known: set[tuple[Term, ...]] = set()
        for alone in range(HIGHEST + 1):
            for pairs in PAIRS:
                if pairs > alone + 1 or (alone == 0 and pairs):
                    continue
                terms = tuple(Terms(inputs, self.polynomials.degrees, alone, pairs).all)
                if terms in known or (len(terms) * DRAWS_A_TERM > draws and len(terms) > 1):
                    continue
                columns = products(self._at_draws, terms)
                if np.linalg.matrix_rank(columns) == len(terms):
                    known.add(terms)
                    found.append((terms, columns))
        return sorted(found, key=lambda one: len(one[0]))

    def fit(self, estimates: FloatArray, noise: FloatArray) -> Response | None:
        """The function behind noisy values, a value a draw (NaN: none); None where too few draws have one."""
        there = np.isfinite(estimates) & np.isfinite(noise)
        draws = int(there.sum())
        if draws < FEWEST:
            return None
        r, v = estimates[there], noise[there]
        best, least = None, np.inf
        for terms, columns in self.candidates:
            if len(terms) > 1 and len(terms) * DRAWS_A_TERM > draws:
                break
            q, triangle = np.linalg.qr(columns[there])
            leverage = (q**2).sum(axis=1)
            if leverage.max() > 1.0 - 1e-9 or np.abs(np.diag(triangle)).min() < 1e-9:
                continue
            residual = r - q @ (q.T @ r)
            press = float(np.mean((residual / (1.0 - leverage)) ** 2))
            if press < least * (1.0 - BETTER):
                best, least = (terms, columns, q, triangle, leverage, residual), press
        assert best is not None  # the constant alone always does
        terms, columns, q, triangle, leverage, residual = best
        into = np.linalg.solve(triangle, q.T)  # (terms, draws)
        coefficients = into @ r
        away = residual / (1.0 - leverage)
        lacks = residual * away - v  # residual^2 / (1 - leverage) has the variance of a draw on average
        fitted = np.full(len(estimates), np.nan)
        fitted[there] = columns[there] @ coefficients
        return Response(
            terms=terms,
            coefficients=coefficients,
            covariance=(into * away**2) @ into.T,
            estimates=estimates,
            noise=noise,
            fitted=fitted,
            lack=float(lacks.mean()),
            lack_error=float(lacks.std(ddof=1) / np.sqrt(draws)),
        )

    def at(self, cube: FloatArray, terms: Sequence[Term]) -> FloatArray:
        """(points, terms) anywhere in the cube."""
        return products(self.polynomials.at(cube), terms)
