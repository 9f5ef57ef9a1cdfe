"""How much of the variance of a long-run value each uncertain input carries: Sobol' indices without noise.

Of input i the first-order share is Var E[value | x_i] / Var value, what knowing it would take away; the total share is
E Var[value | all others] / Var value, what would be left if all others were known (Saltelli et al. 2008, Global
Sensitivity Analysis). Both are sums of squared coefficients of a `Response` (Sudret 2008) over the variance with its
lack of fit, which no input is charged with. Intervals: the shares of functions that might as well have come out (normal
errors of the coefficients and of the lack of fit), which carry the noise twice and have it taken off twice.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ccsim.arrays import BoolArray, FloatArray
from ccsim.estimation.response import Response


class Share(NamedTuple):
    """Of one input, in [0, 1]; NaN where nothing varies with the inputs."""

    first: float
    first_low: float
    first_high: float
    total: float
    total_low: float
    total_high: float


NOTHING = Share(*[np.nan] * 6)


def shares(response: Response, inputs: int, confidence: float = 0.95) -> list[Share]:
    """One for each input."""
    if response.variance == 0.0:
        return [NOTHING] * inputs
    moved, lacks = response.might_be
    doubled = (response.coefficients[:, None] + moved) ** 2
    doubled -= (response.errors + response.safe_errors)[:, None]
    doubled[0] = 0.0
    whole = doubled.sum(axis=0) + lacks
    tails = ((1.0 - confidence) / 2.0, (1.0 + confidence) / 2.0)
    variance = of_which(response, inputs)
    found = []
    for place in range(inputs):
        values: list[float] = []
        for which in (alone(response, place), with_others(response, place)):
            with np.errstate(divide="ignore", invalid="ignore"):
                spread = np.where(whole > 0, doubled[which].sum(axis=0) / whole, 1.0)
            low, high = np.quantile(np.clip(spread, 0.0, 1.0), tails)
            share = float(np.clip(response.squares[which].sum() / variance, values[0] if values else 0.0, 1.0))
            values += [share, min(float(low), share), max(float(high), share)]
        found.append(Share(*values))
    return found


def left_over(response: Response, inputs: int) -> float:
    """Share of the variance that no input is charged with alone: what inputs do together, and lack of fit."""
    if response.variance == 0.0:
        return np.nan
    return 1.0 - charged(response, inputs) / of_which(response, inputs)


def of_which(response: Response, inputs: int) -> float:
    """The variance that is shared out: never less than what inputs are charged with, where pairs come out below 0."""
    return max(response.variance, charged(response, inputs))


def charged(response: Response, inputs: int) -> float:
    return sum(max(float(response.squares[alone(response, place)].sum()), 0.0) for place in range(inputs))


def alone(response: Response, place: int) -> BoolArray:
    """Terms of one input alone."""
    return np.array([len(term) == 1 and term[0][0] == place for term in response.terms])


def with_others(response: Response, place: int) -> BoolArray:
    """Terms in which an input stands."""
    return np.array([any(at == place for at, _ in term) for term in response.terms])


def of_draws(y: FloatArray, x: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Ratios of sums, and the variances of their errors, of numerators and denominators (draws, replications).

    Delta method over the replications of a draw (Law 2015, Simulation Modeling and Analysis, 9.4).
    """
    n = y.shape[1]
    below = x.sum(axis=1)
    ratio = np.divide(y.sum(axis=1), below, out=np.full(len(y), np.nan), where=below != 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        residual = (y - ratio[:, None] * x) / (below / n)[:, None]
    return ratio, np.asarray((residual**2).sum(axis=1) / (n - 1) / n)
