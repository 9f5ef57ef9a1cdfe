"""What a measure is in the long run as a function of uncertain inputs, learnt from few noisy simulations.

Draw k of the inputs gives an estimate r_k with the simulation's own error, of known variance v_k:

    r_k = g(x_k) + lack of fit (variance t2) + error (variance v_k)

g is a polynomial of the inputs (`ccsim.estimation.polynomials`) by least squares; which terms it has is decided by its
error at draws left out, one at a time (PRESS: Allen 1974). That is the model of Fay & Herriot (1979, JASA 74), and
stochastic kriging without the kriging (Ankenman, Nelson & Staum 2010, Operations Research 58). Its parts are freed of
simulation noise:

- the square of a coefficient with the variance s2 is too large by s2 on average (s2 by HC2, which is unbiased where all
  draws are equally noisy; intervals take HC3, which is on the safe side: MacKinnon & White 1985);
- t2 is the residual variance less the mean of v_k: the estimator of the variance of a conditional expectation of Sun,
  Apley & Staum (2011, Operations Research 59), with the regression's residuals for the deviations. Where it is not
  surely above 0, it is taken to be 0 (Datta, Hall & Mandal 2011, JASA 106): else noise alone would look like it.

So the variance of the long-run value over the inputs is the sum of the squares so corrected, plus t2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from ccsim.arrays import BoolArray, FloatArray
from ccsim.distributions.law import Law
from ccsim.estimation.polynomials import HIGHEST, Polynomials, Term, Terms, products

DRAWS_A_TERM = 3  # draws for each term, at least
BETTER = 0.03  # part of the error at draws left out that more terms have to take away
PAIRS = (0, 2, 3, 4, 6, 8)  # total degrees of pairs that are tried
FEWEST = 8  # draws of which anything can be said
SEEN = 1.64  # standard errors above 0 from which a lack of fit is believed
ROUNDING = 1e-12  # of a value: smaller differences are no differences
SIMULATED = 1000  # functions that the coefficients might as well have given
SEED = 20110711  # of these; any


@dataclass(frozen=True)
class Response:
    """A fitted function with its errors.

    Attributes
    ----------
    terms, coefficients, root, errors
        The first term is the constant; `root` times its transpose is the covariance by HC3, `errors` are variances by
        HC2.
    estimates, noise : (draws,)
        r and v as given.
    fitted : (draws,)
        The polynomial at the draws.
    lack, lack_error : float
        t2 as estimated, which may be below 0, and its standard error.
    """

    terms: tuple[Term, ...]
    coefficients: FloatArray
    root: FloatArray
    errors: FloatArray
    estimates: FloatArray
    noise: FloatArray
    fitted: FloatArray
    lack: float
    lack_error: float

    @property
    def mean(self) -> float:
        """Over the inputs."""
        return float(self.coefficients[0])

    @property
    def safe_errors(self) -> FloatArray:
        """Variances of the coefficients by HC3."""
        return np.asarray((self.root**2).sum(axis=1))

    @cached_property
    def squares(self) -> FloatArray:
        """Variance that each term brings, without noise; single ones may come out below 0."""
        found = self.coefficients**2 - self.errors
        found[0] = 0.0
        return found

    @cached_property
    def lack_of_fit(self) -> float:
        """t2."""
        return self.lack if self.lack > SEEN * self.lack_error else 0.0

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
        moved = self.root @ rng.standard_normal((len(self.root), SIMULATED))
        lacks = np.maximum(self.lack + self.lack_error * rng.standard_normal(SIMULATED), 0.0)
        return moved, lacks


class Solved(NamedTuple):
    """QR decomposition of a function's terms at some draws, and the leverage of each of these."""

    q: FloatArray
    triangle: FloatArray
    leverage: FloatArray

    @property
    def sound(self) -> bool:
        """Whether the draws tell the terms apart, and no draw decides alone."""
        return bool(self.leverage.max() < 1.0 - 1e-9 and np.diag(self.triangle).min() > 1e-6)


@dataclass(frozen=True)
class Candidate:
    """A function that is tried: its terms, and these at the draws."""

    terms: tuple[Term, ...]
    columns: FloatArray

    @cached_property
    def whole(self) -> Solved:
        return self.solved(np.ones(len(self.columns), dtype=np.bool_))

    def solved(self, draws: BoolArray) -> Solved:
        """By Cholesky's of the terms' products: they are nearly orthogonal, and small matrices need no threads."""
        columns = self.columns[draws]
        try:
            triangle = np.asarray(np.linalg.cholesky(columns.T @ columns).T, dtype=np.float64)
        except np.linalg.LinAlgError:
            return Solved(columns, np.eye(columns.shape[1], dtype=np.float64), np.ones(len(columns)))
        q = columns @ np.linalg.inv(triangle)
        return Solved(q, triangle, (q**2).sum(axis=1))


def lower_root(parts: FloatArray) -> FloatArray:
    """The lower triangle whose product with its transpose is that of `parts`, the same on every machine."""
    _, triangle = np.linalg.qr(parts.T)
    signs = np.where(np.diag(triangle) < 0, -1.0, 1.0)
    return np.asarray((triangle * signs[:, None]).T)


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
    def candidates(self) -> list[Candidate]:
        """Functions that are tried, the plainest first."""
        draws, inputs = self.cube.shape
        found: list[Candidate] = []
        known: set[tuple[Term, ...]] = set()
        for alone in range(HIGHEST + 1):
            for pairs in PAIRS:
                if pairs > alone + 1 or (alone == 0 and pairs):
                    continue
                terms = tuple(Terms(inputs, self.polynomials.degrees, alone, pairs).all)
                if terms in known or (len(terms) * DRAWS_A_TERM > draws and len(terms) > 1):
                    continue
                known.add(terms)
                found.append(Candidate(terms, products(self._at_draws, terms)))
        return sorted(found, key=lambda one: len(one.terms))

    def fit(self, estimates: FloatArray, noise: FloatArray) -> Response | None:
        """The function behind noisy values, a value a draw (NaN: none); None where too few draws have one."""
        there = np.isfinite(estimates) & np.isfinite(noise)
        draws = int(there.sum())
        if draws < FEWEST:
            return None
        r, v = estimates[there], noise[there]
        best, least = None, np.inf
        for candidate in self.candidates:
            if len(candidate.terms) > 1 and len(candidate.terms) * DRAWS_A_TERM > draws:
                break
            one = candidate.whole if draws == len(there) else candidate.solved(there)
            if not one.sound:
                continue
            residual = r - one.q @ (one.q.T @ r)
            press = float(np.mean((residual / (1.0 - one.leverage)) ** 2))
            if press < least * (1.0 - BETTER):
                best, least = (candidate, one, residual), press
        assert best is not None  # the constant alone always does
        candidate, solved, residual = best
        into = np.linalg.inv(solved.triangle) @ solved.q.T  # (terms, draws)
        coefficients = into @ r
        fair = residual**2 / (1.0 - solved.leverage)  # the variance of a draw about the function, on average
        lacks = fair - v
        fitted = np.full(len(estimates), np.nan)
        fitted[there] = candidate.columns[there] @ coefficients
        return Response(
            terms=candidate.terms,
            coefficients=coefficients,
            root=lower_root(into * np.sqrt(fair / (1.0 - solved.leverage))),
            errors=into**2 @ fair,
            estimates=estimates,
            noise=noise,
            fitted=fitted,
            lack=float(lacks.mean()),
            lack_error=float(lacks.std(ddof=1) / np.sqrt(draws)),
        )

    def at(self, cube: FloatArray, terms: Sequence[Term]) -> FloatArray:
        """(points, terms) anywhere in the cube."""
        return products(self.polynomials.at(cube), terms)
